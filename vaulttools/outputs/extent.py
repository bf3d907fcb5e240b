"""How much of a vault a report is about, and what is left out of it: numbers and words."""

from typing import NamedTuple

from vaulttools.graph import Graph
from vaulttools.text import counted

# So many vaults in the vault are named, the others counted.
MOST = 5


class Extent(NamedTuple):
    """How many notes are reported on or left out, and how many links stand in either (canvases count too)."""

    notes: int
    links: int
    excluded_notes: int
    excluded_links: int


def extent(graph: Graph) -> Extent:
    """How much of a graph is reported on. O(notes)."""
    vault, links = graph.vault, len(graph.links)
    excluded = sum(path in vault.notes for path in vault.excluded)
    silent = sum(len(graph.outgoing.get(path, ())) for path in vault.excluded)
    return Extent(len(vault.notes) - excluded, links - silent, excluded, silent)


def extent_said(graph: Graph) -> str:
    """The extent as words: "17 notes and 25 links, 3 notes excluded"."""
    found = extent(graph)
    settled = found.excluded_notes - sum(item.notes for item in graph.vault.exclusions if item.vault)
    more = f", {counted(settled, 'note')} excluded" if settled else ""
    return f"{counted(found.notes, 'note')} and {counted(found.links, 'link')}{more}"


def left_out(graph: Graph, details: bool) -> list[str]:
    """What is not reported on, and why, a line each: vaults in the vault always, the rest with `details`.

    Nobody has to have asked that a vault in the vault be left out; what settings say is known.
    """
    vaults = [item for item in graph.vault.exclusions if item.vault]
    settled = [item for item in graph.vault.exclusions if not item.vault and details]
    rows = [(item.notes, item.why) for item in [*vaults[:MOST], *settled]]
    if more := vaults[MOST:]:
        rows.append((sum(item.notes for item in more), f"{len(more):,} more are vaults of their own"))
    return [f"{counted(notes, 'note')} not reported on: {why}" for notes, why in rows]
