"""Places inside a note: a subpath to the heading or block it names, and a heading to its subpath.

`tests/conformance/which-subpath.md` has a row for each rule.
"""

from bisect import bisect_right
from typing import Literal, NamedTuple

from vaulttools.elements import Block, Heading
from vaulttools.note import Note
from vaulttools.patterns import pattern

PlaceOutcome = Literal["resolved", "no-heading", "no-block"]

# The characters that do not count when headings are compared. "'", "-", "_" and all beyond ASCII count.
# Source: the example of `stripHeading` in the official API; app bundle as read by three others; 374 links
# in real vaults match only this way.
_IGNORED = pattern(r'[!"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\\r\n]')
_COMPARABLE = bytes.maketrans(
    b'ABCDEFGHIJKLMNOPQRSTUVWXYZ!"#$%&()*+,.:;<=>?@^`{|}~/\\[]', b"abcdefghijklmnopqrstuvwxyz" + b" " * 29
)
# Only these cannot stand in a link. Source: the example in `stripHeadingForLink` of the official API.
_UNLINKABLE = pattern(r"[:#|^\\\r\n]|%%|\[\[|\]\]")
# White space as JavaScript's \s has it, which differs from Python's.
_SPACES = pattern("[\\t-\\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")


class Place(NamedTuple):
    """Where a subpath leads: a heading or block, or None with an outcome that says why."""

    anchor: Heading | Block | None
    outcome: PlaceOutcome


NOTE_ITSELF = Place(None, "resolved")


class Places(NamedTuple):
    """A note's headings and blocks, ready for look-ups. Made by `places`; each index is filled when first asked.

    `positions` has, for each comparable text and level, places in the note's headings; `blocks` goes by
    lower-case id.
    """

    note: Note
    positions: dict[tuple[str, int], list[int]]
    blocks: dict[str, Block]


def places(note: Note) -> Places:
    """The places of a note."""
    return Places(note, {}, {})


def block_of(known: Places, name: str) -> Block | None:
    """The block with this id, in any letter case; the first of several."""
    if not known.blocks:
        for block in reversed(known.note.blocks):
            known.blocks[block.id.lower()] = block
    return known.blocks.get(name.lower())


def resolve_subpath(found: Note | Places, subpath: str) -> Place:
    """The heading or block that a subpath ("#Plan#Week 2", "#^id") names in a note.

    Call it for notes only: "#page=2" of a PDF or "#View" of a base is no place of ours. "#" alone, "" and a
    footnote ("#[^1]") are the note itself: Obsidian opens it, and footnotes have no type here. Pass
    `places(note)` where many links lead to one note. O(parts * log headings).
    """
    known = places(found) if isinstance(found, Note) else found
    parts = [part for part in subpath.split("#") if part]
    if not parts or (len(parts) == 1 and parts[0].startswith("[^")):
        return NOTE_ITSELF
    if len(parts) == 1 and parts[0].startswith("^"):
        block = block_of(known, parts[0][1:].strip())
        return Place(block, "resolved" if block else "no-block")
    heading = _heading(known, parts)
    return Place(heading, "resolved" if heading else "no-heading")


def headings_on_the_way(known: Places, subpath: str) -> list[int]:
    """The numbers of the headings a subpath's parts name, the one it leads to last; none where it leads to none."""
    return _way(known, [part for part in subpath.split("#") if part]) or []


def _heading(known: Places, parts: list[str]) -> Heading | None:
    way = _way(known, parts)
    return known.note.headings[way[-1]] if way else None


def _way(known: Places, parts: list[str]) -> list[int] | None:
    """Follow the parts in text order: each is the first fit after the last one, and deeper than it.

    No part is tried twice, as in the app: a later fit of an early part is never gone back for.
    """
    if not known.positions:
        for number, heading in enumerate(known.note.headings):
            known.positions.setdefault((comparable(heading.text), heading.level), []).append(number)
    way: list[int] = []
    position, level = -1, 0
    for part in parts:
        following = _next(known, comparable(part), position, level)
        if following is None:
            return None
        position, level = following, known.note.headings[following].level
        way.append(position)
    return way


def _next(known: Places, wanted: str, position: int, level: int) -> int | None:
    """The position of the first heading with this text after `position` and deeper than `level`."""
    first: int | None = None
    for deeper in range(level + 1, 7):
        fits = known.positions.get((wanted, deeper))
        if fits and fits[-1] > position:
            at = fits[bisect_right(fits, position)]
            first = at if first is None or at < first else first
    return first


def comparable(text: str) -> str:
    """A heading or part of a subpath as Obsidian compares it: lower case, most ASCII punctuation gone."""
    if text.isascii() and text.isprintable():  # nearly all, in a quarter of the time
        return " ".join(text.encode().translate(_COMPARABLE).decode().split())
    return _spaced(_IGNORED.sub(" ", text)).lower()


def heading_linktext(text: str) -> str:
    """A heading's text as Obsidian writes it into a link, without the "#": "A: b" gives "A b".

    `resolve_subpath` finds the heading again, or an earlier one of the same comparable text.
    Source: `stripHeadingForLink` of the official API; release notes 0.16.
    """
    return _spaced(_UNLINKABLE.sub(" ", text))


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")
