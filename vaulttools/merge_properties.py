"""The properties of two notes as those of one: what the one that stays gets from the one that goes. Pure."""

from collections.abc import Iterator
from typing import Any

from vaulttools.frontmatter_edit import as_text, chunks, comments, with_items, with_lines
from vaulttools.note import Note
from vaulttools.proof import PlanError
from vaulttools.properties import read_properties

_LISTS = ("aliases", "tags")


def joined_properties(other: Note, note: Note) -> str:
    """The other note's text with what `note` adds to its properties: those it lacks, its name and aliases, its tags.

    PlanError where the properties of one of them cannot be read, or not be written so that they say the same.
    """
    for one in (note, other):
        problem = read_properties(one.text).problem
        if problem is not None:
            raise PlanError(f"mend the properties of '{one.path}' first: {problem.message}")
    text, kept = other.text, dropped(other, note)
    new = [key for key in note.properties if key not in kept and key.lower() not in _LISTS]
    lines = chunks(note.path, note.text) if new else {}
    for key in new:
        text = with_lines(other.path, text, lines[key], {key: note.properties[key]})
    text = with_items(other.path, text, _key(other, "aliases"), [note.name, *_items(note, "aliases")])
    return with_items(other.path, text, _key(other, "tags"), [*_items(note, "tags")])


def dropped(other: Note, note: Note) -> tuple[str, ...]:
    """The properties of `note` that give way to the other's own. Keys count in any case, as in the app."""
    known = {key.lower() for key in other.properties}
    return tuple(key for key in note.properties if key.lower() in known and key.lower() not in _LISTS)


def lost(other: Note, note: Note, result: Note) -> tuple[str, ...]:
    """What the properties of `note` say and those of the result do not, each as a remark for the user.

    PlanError where something is lost without need: all but properties of which the other note has its own.
    """
    gone = [key for key in sorted(note.properties) if not _says(result, note, key)]
    needless = [(note, key) for key in gone if key not in dropped(other, note)]
    needless += [(other, key) for key in other.properties if not _says(result, other, key)]
    for one, key in needless:
        raise PlanError(f"the property '{key}' of '{one.path}' would be lost; nothing is changed")
    remarks = [f"'{key}' of {note.path} is dropped: {other.path} has its own" for key in gone]
    head = result.text[: read_properties(result.text).body_start]
    words = [words for words in comments(note.text) if words not in head]
    return (*remarks, *(f"the comment '{one}' in the properties of {note.path} is dropped" for one in words))


def _says(result: Note, note: Note, key: str) -> bool:
    """Whether the result says what a property of a note does."""
    if key.lower() in _LISTS:
        said = {as_text(item) for item in _items(result, key.lower())}
        return said >= {as_text(item) for item in _items(note, key.lower())}
    value = note.properties[key]
    twins = [result.properties[name] for name in result.properties if name.lower() == key.lower()]
    return value is None or as_text(value) in map(as_text, twins)


def _key(note: Note, name: str) -> str:
    """How a note writes a key; the same letters before others."""
    keys = [key for key in note.properties if key.lower() == name]
    return name if name in keys or not keys else keys[0]


def _items(note: Note, name: str) -> Iterator[Any]:
    """The values in a list, under all keys of this name; of tags without their "#"."""
    for key, value in note.properties.items():
        if key.lower() == name and value is not None:
            for item in value if isinstance(value, list) else [value]:
                is_tag = name == "tags" and isinstance(item, str)
                yield item.removeprefix("#") if is_tag else item
