"""Suggestions for a vault or a note: unlinked mentions, related notes, repairs of links that lead nowhere."""

from collections.abc import Mapping
from typing import NamedTuple

from vaulttools.graph import Graph
from vaulttools.mentions import LIKELY, Mention, find_mentions
from vaulttools.related import MOST, Related, find_related
from vaulttools.repairs import Repair, find_repairs


class Suggestions(NamedTuple):
    """What `suggest` proposes; each in order of its source. `note` is the path it was asked for, None for all."""

    graph: Graph
    note: str | None
    mentions: tuple[Mention, ...]
    related: tuple[Related, ...]
    repairs: tuple[Repair, ...]


def suggest(
    graph: Graph,
    note: str | None = None,
    renames: Mapping[str, str] | None = None,
    *,
    every: bool = False,
    least: float = LIKELY,
    jobs: int = 1,
) -> Suggestions:
    """Suggestions for the vault, or for one note: then the mentions in it and of it, and twice as many notes.

    `renames` as for `find_repairs`; `every` and `least` as for `find_mentions`; `jobs` as for `find_related`.
    """
    sources = None if note is None else (note,)
    mentions = mentions_for(graph, note, every=every, least=least)
    related = find_related(graph, sources, MOST if note is None else 2 * MOST, jobs)
    return Suggestions(graph, note, mentions, related, find_repairs(graph, renames, sources))


def mentions_for(
    graph: Graph, note: str | None = None, *, every: bool = False, least: float = LIKELY
) -> tuple[Mention, ...]:
    """The unlinked mentions of a vault, or those in one note and of it; `every` and `least` as for `find_mentions`."""
    found = find_mentions(graph, every=every, least=least)
    return found if note is None else tuple(one for one in found if note in (one.source, one.target))
