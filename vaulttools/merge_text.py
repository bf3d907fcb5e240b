"""Two notes as one text: the body of one below the other's, footnotes apart, and nothing read otherwise. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vaulttools.blocks import UNCLOSED
from vaulttools.contents import contents, difference
from vaulttools.edit import Edit, edited
from vaulttools.elements import Hidden
from vaulttools.labels import Label, definitions, labels
from vaulttools.markdown import scan
from vaulttools.merge_properties import joined_properties, lost
from vaulttools.note import Note, parse
from vaulttools.proof import PlanError
from vaulttools.properties import read_properties
from vaulttools.text import LineIndex, line_end


class Joined(NamedTuple):
    """Two notes as one: the note, the new labels of footnotes by their old ones (as compared), and what was lost."""

    note: Note
    footnotes: Mapping[str, str]
    lost: tuple[str, ...]


def joined(other: Note, note: Note) -> Joined:
    """The other note with the text and properties of `note`, whose footnotes get new labels where both have one.

    PlanError where the properties cannot be joined, both define one label in two ways, or either text would be read
    in another way than before.
    """
    footnotes = _new_labels(other, note)
    moved = _relabelled(note, footnotes)
    _refuse_twin_definitions(other, moved)
    glue = _glue(other, moved)
    text = joined_properties(other, moved) + glue + moved.text[_body_start(moved) :]
    result = parse(other.path, text)
    _refuse_misread(other, moved, glue, result)
    return Joined(result, footnotes, lost(other, note, result))


def _body_start(note: Note) -> int:
    """Where the words of a note start: after its frontmatter, BOM and blank lines."""
    start = read_properties(note.text).body_start
    return start + len(note.text[start:]) - len(note.text[start:].lstrip("\ufeff\r\n"))


def _new_labels(other: Note, note: Note) -> dict[str, str]:
    """New labels for those footnotes of a note whose labels the other one has too: the next free ones."""
    mine, theirs = labels(note.text), labels(other.text)
    twins = {label.name for label in theirs} & {**definitions(mine), **definitions(theirs)}.keys()
    taken = {label.name for label in (*mine, *theirs)}
    found: dict[str, str] = {}
    for label in mine:
        if label.name.startswith("^") and label.name in twins and label.name not in found:
            found[label.name] = _free(note.text[slice(*label.span)], taken)
            taken.add("^" + found[label.name].lower())
    return found


def _free(label: str, taken: set[str]) -> str:
    """The next label after this one that is not taken: "2" after "1", "a-2" after "a"."""
    is_number = label.isascii() and label.isdigit()
    number = int(label[-9:]) if is_number else 1
    while True:
        number += 1
        new = str(number) if is_number else f"{label}-{number}"
        if "^" + new.lower() not in taken:
            return new


def _relabelled(note: Note, footnotes: Mapping[str, str]) -> Note:
    edits = [
        Edit(note.path, label.span, footnotes[label.name])
        for label in labels(note.text)
        if label.name in footnotes
    ]
    return parse(note.path, edited(note.text, edits)) if edits else note


def _refuse_twin_definitions(other: Note, note: Note) -> None:
    """A label that both notes have has to show the same in both: of several definitions the first counts."""
    mine, theirs = labels(note.text), labels(other.text)
    shown, shown_there = definitions(mine), definitions(theirs)
    both = {label.name for label in mine} & {label.name for label in theirs}
    for name in sorted(both):
        if shown.get(name) != shown_there.get(name):
            raise PlanError(
                f"both notes have a label [{name}], which would show the same in both: '{note.path}' in line "
                f"{_line_of(note, mine, name)}, '{other.path}' in line {_line_of(other, theirs, name)}; "
                "change one of them first"
            )


def _line_of(note: Note, known: Sequence[Label], name: str) -> int:
    """The line in which a label is defined, else the first in which it is called."""
    places = [one for one in known if one.name == name]
    defined = [one for one in places if one.definition is not None]
    return _line(note, (defined or places)[0].span.start)


def _refuse_misread(other: Note, note: Note, glue: str, result: Note) -> None:
    """Headings, tags, block ids, links and labels have to be those of the other note, and then those of the moved."""
    wanted = [*contents(other), *contents(parse("x.md", glue)), *contents(note)]
    wrong = difference(wanted, contents(result))
    if wrong is not None:
        raise PlanError(
            f"the {wrong.kind} '{wrong.brief}' would be read in another way, were '{note.path}' put below "
            f"'{other.path}': {_open_end(other)}"
        )


def _open_end(note: Note) -> str:
    """What of a note may reach into the text below it."""
    hidden: list[Hidden] = []
    scan(note.text, read_properties(note.text).body_start, hidden)
    for what, (start, _) in reversed(hidden):
        if what.endswith(UNCLOSED):
            return f"{what.removesuffix(UNCLOSED)} that starts in line {_line(note, start)} has no end; end it first"
    return "a comment (%%), HTML or a footnote has no end there; end it first"


def _line(note: Note, place: int) -> int:
    return LineIndex(note.text).position(place).line


def _glue(other: Note, note: Note) -> str:
    """What stands between the two texts: a blank line, and the moved note's name where it has no heading first."""
    end = line_end(other.text)
    start = _body_start(note)
    blank = "" if not other.text or other.text.endswith(("\n\n", "\n\r\n")) else end
    more = end if other.text and not other.text.endswith("\n") else ""
    first = note.headings[0] if note.headings else None
    named = first is not None and first.span.start == start
    return more + blank + ("" if named or start == len(note.text) else f"# {note.name}{end}{end}")
