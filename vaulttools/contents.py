"""What stands in a note's body, so that texts that are joined or taken apart can be held against what they were."""

from collections.abc import Sequence
from typing import NamedTuple

from vaulttools.labels import labels
from vaulttools.note import Note

_LONGEST = 60


class Content(NamedTuple):
    """Something that stands in a body: where it starts, what it is ("heading"), and its words."""

    start: int
    kind: str
    words: str

    @property
    def brief(self) -> str:
        """Its words on one line, not too many of them."""
        words = " ".join(self.words.split())
        return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def contents(note: Note) -> list[Content]:
    """The headings, tags, block ids, links and labels of a note's body, in text order."""
    found = [Content(one.start, "heading", "#" * one.level + f" {one.text}") for one in note.headings]
    found += [Content(one.start, "tag", f"#{one.name}") for one in note.tags if not one.in_properties]
    found += [Content(one.start, "block id", f"^{one.id}") for one in note.blocks]
    found += [
        Content(one.start, "link", note.text[slice(*one.span)]) for one in note.links if one.property is None
    ]
    found += [
        Content(one.span.start, "label", one.definition or f"[{one.name}]") for one in labels(note.text)
    ]
    return sorted(found)


def difference(wanted: Sequence[Content], found: Sequence[Content]) -> Content | None:
    """The first thing that is wanted and not found in its turn, or found and not wanted; None if all is the same.

    Where things start does not count, only their order.
    """
    for one, other in zip(wanted, found, strict=False):
        if one[1:] != other[1:]:
            return one
    longer = max(wanted, found, key=len)
    return longer[min(len(wanted), len(found))] if len(wanted) != len(found) else None
