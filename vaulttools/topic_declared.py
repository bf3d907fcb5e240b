"""What notes themselves declare about their subject: folder, tag, `topic` property, map of content."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from vaulttools.note import Note
from vaulttools.topic_maps import lists

PROPERTIES = ("topic", "topics")
"""The properties whose first value counts."""


def declared(notes: Sequence[Note]) -> Mapping[str, list[str]]:
    """For each kind of declaration the group of every note, "" for none."""
    shared = Counter(tag for note in notes for tag in _tags(note))
    return {
        "folders": [note.folder for note in notes],
        "tags": [_main_tag(note, shared, len(notes)) for note in notes],
        "topic property": [_property(note) for note in notes],
    }


def declared_by_maps(notes: Sequence[Note], joined: Any) -> list[str]:
    """For each note the map of content that lists it, "" for none; of several, the one that lists fewest.

    `joined` is source by target, 1 for a link.
    """
    found: dict[int, tuple[int, str]] = {}
    for row, note in enumerate(notes):
        listed = joined.indices[joined.indptr[row] : joined.indptr[row + 1]].tolist()
        if lists(note, len(listed)):
            for other in listed:
                found[other] = min(found.get(other, (len(notes) + 1, "")), (len(listed), note.path))
    return [found.get(row, (0, ""))[1] for row in range(len(notes))]


def _tags(note: Note) -> set[str]:
    return {tag.name.casefold() for tag in note.tags}


def _main_tag(note: Note, shared: Counter[str], notes: int) -> str:
    """The tag of a note that most notes share, of those that fewer than half do: "" without one."""
    tags = sorted(tag for tag in _tags(note) if 1 < shared[tag] < notes / 2)
    return max(tags, key=shared.__getitem__, default="")


def _property(note: Note) -> str:
    """The first value of a `topic` property, a link without its brackets: "" without one."""
    for name, value in note.properties.items():
        if name.casefold() in PROPERTIES:
            first = value[0] if isinstance(value, list | tuple) and value else value
            text = first if isinstance(first, str) else ""
            return text.strip().removeprefix("[[").removesuffix("]]").partition("|")[0].strip().casefold()
    return ""
