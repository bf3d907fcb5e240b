"""A note taken apart into two texts: a section, and the rest with a link in its place; neither read otherwise. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from vaulttools.contents import Content, contents, difference
from vaulttools.labels import Label, definitions, labels
from vaulttools.note import Note, parse
from vaulttools.proof import PlanError
from vaulttools.text import LineIndex, Span, line_end


class Parted(NamedTuple):
    """A note taken apart: what stands in the section's place, the rest of the note with that, and the new note's text.

    Both texts have the link definitions that they call, wherever these stood.
    """

    stand_in: str
    rest: str
    section: str


def parted(note: Note, span: Span, link: str) -> Parted:
    """The section at `span` and the rest of a note, which gets a link in the section's place.

    PlanError where a footnote is used in both, or either text would be read in another way than before.
    """
    end = line_end(note.text)
    inside, outside = _sides(note, span)
    _refuse_split_footnotes(note, inside, outside)
    section = note.text[slice(*span)].rstrip("\r\n") + end + _called(note, inside)
    below = end + _called(note, outside) + (end if span.end < len(note.text) else "")
    found = _with(note, span, link + below, section)
    wrong = _misread(note, span, found)
    if wrong is None:
        return found
    # Right below a paragraph the link would take the place of the block id at its end.
    found = _with(note, span, end + link + below, section)
    if _misread(note, span, found) is None:
        return found
    raise PlanError(
        f"the {wrong.kind} '{wrong.brief}' of '{note.path}' would be read in another way, were the section a note "
        "of its own; see whether a comment, code or HTML above it has no end"
    )


def _with(note: Note, span: Span, stand_in: str, section: str) -> Parted:
    return Parted(stand_in, note.text[: span.start] + stand_in + note.text[span.end :], section)


def _sides(note: Note, span: Span) -> tuple[list[Label], list[Label]]:
    """The labels in the section, and those outside of it."""
    known = labels(note.text)
    inside = [label for label in known if span.start <= label.span.start < span.end]
    return inside, [label for label in known if not span.start <= label.span.start < span.end]


def _refuse_split_footnotes(note: Note, inside: Sequence[Label], outside: Sequence[Label]) -> None:
    """A footnote and the places that call it have to stay together."""
    defined = definitions([*inside, *outside])
    shared = {label.name for label in inside if label.name.startswith("^")} & defined.keys()
    for label in outside:
        if label.name in shared:
            line = LineIndex(note.text).position(label.span.start).line
            raise PlanError(
                f"footnote [{label.name}] is used in the section and outside of it (line {line}); part them first"
            )


def _called(note: Note, side: Sequence[Label]) -> str:
    """The link definitions that one side calls and only the other has, as text to stand below it."""
    everywhere, here = definitions(labels(note.text)), definitions(side)
    called = [label.name for label in side if label.definition is None]
    missing = [name for name in everywhere if name in called and here.get(name) != everywhere[name]]
    for name in missing:
        if name in here:
            raise PlanError(
                f"[{name}] is defined in the section and outside of it; take one of them away first"
            )
    end = line_end(note.text)
    lines = [everywhere[name].replace("\n", end) + end for name in missing]
    return end + "".join(lines) if lines else ""


def _misread(note: Note, span: Span, found: Parted) -> Content | None:
    """What stands in the note and would not, or not as it does, in the two texts; None if all does."""
    known = contents(note)
    before = [one for one in known if one.start < span.start]
    inside = [one for one in known if span.start <= one.start < span.end]
    after = [one for one in known if one.start >= span.end]
    own = contents(parse("x.md", _called(note, _sides(note, span)[0])))
    stand_in = contents(parse("x.md", found.stand_in))
    rest, section = parse(note.path, found.rest), parse("x.md", found.section)
    return difference([*before, *stand_in, *after], contents(rest)) or difference(
        [*inside, *own], contents(section)
    )
