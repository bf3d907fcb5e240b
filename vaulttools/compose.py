"""Links that go from note to note with their text, as when notes are merged or taken apart; each keeps its meaning.

`merge` and `extract` plan on it, as Obsidian's note composer does it, but with every link kept at its heading or
block; `proof.prove_composed` proves it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from vaulttools.edit import Edit, Plan
from vaulttools.graph import ResolvedLink
from vaulttools.heading_links import ways_to_heading, with_heading_links
from vaulttools.note import Note
from vaulttools.places import Places, places, resolve_subpath
from vaulttools.proof import Meaning, PlanError, named
from vaulttools.rename import Aim, Relinking, relinked
from vaulttools.vault import Vault

Expected = Callable[[ResolvedLink], tuple[str, Meaning] | None]


class Composed(NamedTuple):
    """A plan, and for each link the note it stands in afterwards and what it means there; None if it goes.

    `added` are the links that the plan itself adds. `remarks` are for the user.
    """

    plan: Plan
    expected: Expected
    added: tuple[tuple[str, Meaning], ...] = ()
    remarks: tuple[str, ...] = ()


def followed(
    relinking: Relinking, expected: Expected, notes: Mapping[str, Note], taken_out: str | None = None
) -> list[Edit]:
    """The edits that take every link to its expected meaning. `notes` are those whose places have changed.

    In the note that was `taken_out`, the way to a place no longer starts above it. Headings of other notes whose words
    change with the links in them take their own links along.
    """

    vault, known = relinking.graph.vault, {path: places(note) for path, note in notes.items()}

    def written(item: ResolvedLink, subpath: str | None = None) -> Sequence[Edit]:
        wanted = expected(item) if item.target is not None else None
        if wanted is None or wanted[1].path is None:
            return ()
        source, (target, place) = wanted
        if subpath is None:
            subpath = _subpath(vault, item, known.get(target or ""), place, target == taken_out)
        shown = _shown_name(item) if target != item.target and place is None else None
        return relinked(relinking, Aim(item, source, target or ""), subpath, shown)

    of_links = {item: edits for item in relinking.graph.links if (edits := written(item))}
    return with_heading_links(relinking.graph, (), of_links, written)


def _shown_name(item: ResolvedLink) -> str | None:
    """The name that a bare wikilink shows to readers, whose sentence should go on to make sense."""
    link = item.link
    bare = link.style in ("wikilink", "canvas") and link.display is None and not link.subpath
    return link.linkpath.rpartition("/")[2].removesuffix(".md") if bare and not link.is_embed else None


def _subpath(
    vault: Vault, item: ResolvedLink, known: Places | None, place: tuple[str, int] | None, shorten: bool
) -> str | None:
    """The subpath that leads to a place of a changed note; None where the link's own one does."""
    if known is None or item.anchor is None:
        return None
    if place is None:
        return ""
    kind, number = place
    note = known.note
    goal = note.headings[number] if kind == "heading" else note.blocks[number]
    short = "#" + item.link.subpath.rpartition("#")[2]
    if shorten and short != item.link.subpath and resolve_subpath(known, short).anchor == goal:
        return short
    if resolve_subpath(known, item.link.subpath).anchor == goal:
        return None
    for way in ways_to_heading(note, number) if kind == "heading" else ():
        if resolve_subpath(known, way).anchor == goal:
            return way
    raise PlanError(
        f"{named(vault, item)} could not lead to that heading any more, for another of its name would stand above; "
        "give one of them another name first"
    )
