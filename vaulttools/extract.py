"""Taking a section out into a note of its own: its text, and every link to it and in it. Pure."""

from typing import NamedTuple

from vaulttools.compose import Composed, followed, line_end, paths_of, shifted
from vaulttools.edit import Edit, Plan, edited
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.newlinks import link_style
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.places import heading_linktext
from vaulttools.proof import Meaning, PlanError, meaning
from vaulttools.rename import LinkFormat, Relinking
from vaulttools.rename_parts import heading_named
from vaulttools.resolve import build_index
from vaulttools.respell import destination
from vaulttools.text import LineIndex, Span

_FOOTNOTE = pattern(r"\[\^([^\]\s]+)\](:?)")
_UNFIT = pattern(r'[\\/:#^\[\]|<>"?*\x00-\x1f]+')


class _Section(NamedTuple):
    """A section that goes: its span, the number of its heading, and the path of the note it becomes."""

    span: Span
    heading: int
    goal: str


def plan_extract(
    graph: Graph, path: str, heading: str, new: str | None, link_format: LinkFormat | None, markdown: bool
) -> Composed:
    """The plan that takes a section, its heading and all below it, out of a note into a new one.

    `heading` as in a link: "Plan" or "Plan#Week 2". The new note is called after the heading where `new`, a
    vault-relative path, is None. A link to the new note stands where the section stood, as Markdown link
    where `markdown` says so. PlanError where the new note is there already, or the section cannot go.
    """
    note = graph.vault.notes[path]
    section = _section(note, heading, new)
    span, goal = section.span, section.goal
    relinking = Relinking(graph, build_index(paths_of(graph) | {goal}), link_format)
    end = line_end(note.text)
    link = _link(relinking, path, goal, markdown) + end * (1 if span.end == len(note.text) else 2)
    words = note.text[span.start : span.end]
    rest = parse(path, note.text[: span.start] + link + note.text[span.end :])

    def expected(item: ResolvedLink) -> tuple[str, Meaning] | None:
        moves = item.source == path and _holds(span, item.link.span)
        target, place = meaning(graph.vault, item)
        if target == path and place is not None:
            target, place = _place_after(note, section, place)
        return (goal if moves else item.source), Meaning(target, place)

    edits = followed(relinking, expected, {path: rest, goal: parse(goal, words)}, goal)
    inside = [edit for edit in edits if edit.path == path and _holds(span, edit.span)]
    others = [edit for edit in edits if edit not in inside]
    text = edited(words, [shifted(edit, span.start) for edit in inside]).rstrip("\r\n") + end
    plan = Plan(
        f"extract {path}#{heading} to {goal}", (*others, Edit(path, span, link)), creates=((goal, text),)
    )
    return Composed(plan, expected, ((path, Meaning(goal, None)),))


def _section(note: Note, heading: str, new: str | None) -> _Section:
    """The section below a heading, up to the next one that is not deeper."""
    first = note.headings.index(heading_named(note, heading))
    top = note.headings[first]
    after = [one.span.start for one in note.headings[first + 1 :] if one.level <= top.level]
    span = Span(top.span.start, after[0] if after else len(note.text))
    _refuse_split_footnotes(note, span)
    return _Section(span, first, new or _named_after(note, top))


def _holds(span: Span, inner: Span) -> bool:
    return span.start <= inner.start < span.end


def _place_after(note: Note, section: _Section, place: tuple[str, int]) -> tuple[str, tuple[str, int] | None]:
    """The note and the place in it where a heading or block will stand; the section's heading is the new note."""
    kind, number = place
    spans = [one.span for one in (note.headings if kind == "heading" else note.blocks)]
    inside = [index for index, span in enumerate(spans) if _holds(section.span, span)]
    if number in inside:
        return section.goal, None if place == ("heading", section.heading) else (kind, number - inside[0])
    return note.path, (kind, number - (len(inside) if inside and number > inside[0] else 0))


def _named_after(note: Note, heading: Heading) -> str:
    name = " ".join(_UNFIT.sub(" ", heading_linktext(heading.text)).split()).strip(". ")
    if not name:
        raise PlanError("the heading has no words to name a note after; name the new note")
    return f"{note.folder}/{name}.md".lstrip("/")


def _link(relinking: Relinking, source: str, target: str, markdown: bool) -> str:
    linkpath = link_style(relinking.link_format).to_linkpath(relinking.files, target, source)
    place = linkpath and destination(linkpath.removesuffix(".md") + ".md")
    if linkpath is None or place is None:
        raise PlanError(f"no link can lead to '{target}'; choose another name")
    return f"[{target.rpartition('/')[2][:-3]}]({place})" if markdown else f"[[{linkpath}]]"


def _refuse_split_footnotes(note: Note, section: Span) -> None:
    """A footnote and the places that call it have to stay together."""
    sides: dict[str, dict[bool, int]] = {}
    for match in _FOOTNOTE.finditer(note.text):
        inside = section.start <= match.start() < section.end
        sides.setdefault(match[1], {})[inside] = match.start()
    for name, found in sides.items():
        if len(found) == 2:
            line = LineIndex(note.text).position(found[False]).line
            raise PlanError(
                f"footnote [^{name}] is used in the section and outside of it (line {line}); part them first"
            )
