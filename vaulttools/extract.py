"""Taking a section out into a note of its own: its text, and every link to it and in it. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vaulttools.compose import Composed, followed
from vaulttools.edit import Edit, Plan, edited, shifted
from vaulttools.elements import Block, Heading
from vaulttools.extract_text import parted
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.newlinks import link_style
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.places import heading_linktext
from vaulttools.proof import Meaning, PlanError, meaning
from vaulttools.rename import LinkFormat, Relinking
from vaulttools.rename_parts import heading_named
from vaulttools.resolve import build_index, normalized
from vaulttools.respell import destination
from vaulttools.text import Span

_UNFIT = pattern(r'[\\/:#^\[\]|<>"?*\x00-\x1f]+')


class _Section(NamedTuple):
    """A section that goes: its span, the number of its heading, and the path of the note it becomes.

    `inside` has the numbers of the headings and of the blocks in it.
    """

    span: Span
    heading: int
    goal: str
    inside: Mapping[str, range]


def plan_extract(
    graph: Graph, path: str, heading: str, new: str | None, link_format: LinkFormat | None, markdown: bool
) -> Composed:
    """The plan that takes a section, its heading and all below it, out of a note into a new one.

    `heading` as in a link: "Plan" or "Plan#Week 2". `new` is the new note's vault-relative path, or a folder ("sub/",
    or "" for the vault's own), in which it is called after the heading; None means the note's own folder. A link to the
    new note stands where the section stood, as Markdown link where `markdown` says so; link definitions that are
    called on both sides stand on both. PlanError where the new note is there already, or the section cannot go.
    """
    note = graph.vault.notes[path]
    section = _section(note, heading, new)
    span, goal = section.span, section.goal
    _refuse_taken(graph, goal)
    relinking = Relinking(graph, build_index([*graph.vault.files, goal]), link_format)
    text = parted(note, span, _link(relinking, path, goal, markdown))

    def expected(item: ResolvedLink) -> tuple[str, Meaning] | None:
        moves = item.source == path and _holds(span, item.link.span)
        target, place = meaning(graph.vault, item)
        if target == path and place is not None:
            # "[[#Heading]]" has nothing but the heading to name its own note by.
            is_own = moves and not item.link.linkpath
            target, place = _place_after(note, section, place, is_own)
        return (goal if moves else item.source), Meaning(target, place)

    notes = {path: parse(path, text.rest), goal: parse(goal, text.section)}
    edits = followed(relinking, expected, notes, goal)
    inside = [edit for edit in edits if _goes(edit, path, span)]
    others = [edit for edit in edits if not _goes(edit, path, span)]
    moved = edited(text.section, [shifted(edit, span.start) for edit in inside])
    plan = Plan(
        f"extract {path}#{heading} to {goal}",
        (*others, Edit(path, span, text.stand_in)),
        creates=((goal, moved),),
    )
    return Composed(plan, expected, ((path, Meaning(goal, None)),))


def _section(note: Note, heading: str, new: str | None) -> _Section:
    """The section below a heading, up to the next one that is not deeper."""
    first = note.headings.index(heading_named(note, heading))
    top = note.headings[first]
    after = [one.span.start for one in note.headings[first + 1 :] if one.level <= top.level]
    span = Span(top.span.start, after[0] if after else len(note.text))
    goal = f"{note.folder}/" if new is None else new
    inside = {"heading": _inside(span, note.headings), "block": _inside(span, note.blocks)}
    return _Section(span, first, _named_after(goal, top) if not goal or goal.endswith("/") else goal, inside)


def _inside(span: Span, elements: Sequence[Heading | Block]) -> range:
    found = [number for number, one in enumerate(elements) if _holds(span, one.span)]
    return range(found[0], found[-1] + 1) if found else range(0)


def _refuse_taken(graph: Graph, goal: str) -> None:
    for path in sorted(graph.vault.files):
        if normalized(path) == normalized(goal):
            raise PlanError(f"there is a file '{path}' already; choose another name")


def _goes(edit: Edit, path: str, span: Span) -> bool:
    return edit.path == path and _holds(span, edit.span)


def _holds(span: Span, inner: Span) -> bool:
    return span.start <= inner.start < span.end


def _place_after(
    note: Note, section: _Section, place: tuple[str, int], is_own: bool
) -> tuple[str, tuple[str, int] | None]:
    """The note and the place in it where a heading or block will stand.

    To all links but its own that name no file, the section's heading is the new note.
    """
    kind, number = place
    inside = section.inside[kind]
    if number in inside:
        is_note = place == ("heading", section.heading) and not is_own
        return section.goal, None if is_note else (kind, number - inside.start)
    return note.path, (kind, number - (len(inside) if number > inside.start else 0))


def _named_after(folder: str, heading: Heading) -> str:
    name = " ".join(_UNFIT.sub(" ", heading_linktext(heading.text)).split()).strip(". ")
    if not name:
        raise PlanError("the heading has no words to name a note after; name the new note")
    return f"{folder}{name}.md".lstrip("/")


def _link(relinking: Relinking, source: str, target: str, markdown: bool) -> str:
    linkpath = link_style(relinking.link_format).to_linkpath(relinking.files, target, source)
    place = linkpath and destination(linkpath.removesuffix(".md") + ".md")
    if linkpath is None or place is None:
        raise PlanError(f"no link can lead to '{target}'; choose another name")
    return f"[{target.rpartition('/')[2][:-3]}]({place})" if markdown else f"[[{linkpath}]]"
