"""Merging two notes into one, and taking a section out into a note of its own; links follow.

As Obsidian's own note composer does it, but with every link kept at its heading or block. Pure: the result holds a
`Plan` and what `proof.prove_composed` needs.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from vaulttools.edit import Edit, Plan, edited
from vaulttools.elements import Heading
from vaulttools.frontmatter_edit import chunks, with_items, with_lines
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.linkpaths import shortest_linkpath
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.places import heading_linktext, resolve_subpath
from vaulttools.proof import Meaning, PlanError, meaning
from vaulttools.properties import read_properties
from vaulttools.rawlinks import encode_uri
from vaulttools.rename import Aim, LinkFormat, Relinking, relinked
from vaulttools.rename_parts import heading_named, ways_to_heading
from vaulttools.resolve import build_index
from vaulttools.text import LineIndex, Span

_FOOTNOTE = pattern(r"\[\^([^\]\s]+)\](:?)")
_UNFIT = pattern(r'[\\/:#^\[\]|<>"?*\x00-\x1f]+')


class Composed(NamedTuple):
    """A plan, and for each link the note it stands in afterwards and what it means there; None if it goes.

    `added` are the links that the plan itself adds. `remarks` are for the user.
    """

    plan: Plan
    expected: Callable[[ResolvedLink], tuple[str, Meaning] | None]
    added: tuple[tuple[str, Meaning], ...] = ()
    remarks: tuple[str, ...] = ()


def plan_merge(graph: Graph, path: str, into: str, link_format: LinkFormat | None = None) -> Composed:
    """The plan that puts the note at `path` at the end of another, and deletes it.

    The other note gets its name and aliases as aliases, its tags, and the properties that it lacks. Links to
    the merged note lead to the other one, and to the same heading or block. PlanError where both have a block
    of one id, or where a link cannot be written so that it leads there.
    """
    if path == into:
        raise PlanError(f"'{path}' cannot be merged into itself")
    note, other = graph.vault.notes[path], graph.vault.notes[into]
    _refuse_twin_blocks(note, other)
    relinking = Relinking(graph, build_index(_paths(graph) - {path}), link_format)
    glue, start = _glue(note, other), _body_start(note)
    final = parse(into, other.text + glue + note.text[start:])
    shift = {"heading": len(final.headings) - len(note.headings), "block": len(other.blocks)}
    dropped = {key for key in note.properties if key in other.properties}

    def expected(item: ResolvedLink) -> tuple[str, Meaning] | None:
        source = into if item.source == path else item.source
        if item.source == path and item.link.property and item.link.property.partition(".")[0] in dropped:
            return None
        target, place = meaning(graph.vault, item)
        if target == path:
            target, place = into, place and (place[0], place[1] + shift[place[0]])
        return source, Meaning(target, place)

    edits = _followed(relinking, expected, {into: final})
    plan = Plan(
        f"merge {path} into {into}",
        (
            *(edit for edit in edits if edit.path not in (path, into)),
            *_into(note, other, edits, glue),
        ),
        deletes=(path,),
    )
    lost = sorted(key for key in dropped if _differs(note, other, key))
    return Composed(
        plan, expected, (), tuple(f"'{key}' of {path} is dropped: {into} has its own" for key in lost)
    )


def _differs(note: Note, other: Note, key: str) -> bool:
    return key.lower() not in ("aliases", "tags") and note.properties[key] != other.properties[key]


def _into(note: Note, other: Note, edits: Iterable[Edit], glue: str) -> list[Edit]:
    """The edits of the other note: its links, its properties, and the merged note's text at its end."""
    own = [edit for edit in edits if edit.path == other.path]
    moving = [edit for edit in edits if edit.path == note.path]
    start, size = read_properties(other.text).body_start, len(other.text)
    cut = _body_start(note)
    head = _merged_head(
        edited(other.text[:start], [edit for edit in own if edit.span.end <= start]),
        other.text[start:],
        edited(note.text[:cut], [edit for edit in moving if edit.span.end <= cut]),
        note.name,
    )
    tail = glue + edited(note.text[cut:], [_shifted(edit, cut) for edit in moving if edit.span.start >= cut])
    if start == size:
        return [Edit(other.path, Span(0, size), head + tail)]
    body = [edit for edit in own if edit.span.start >= start]
    first = [Edit(other.path, Span(0, start), head)] if head != other.text[:start] else []
    return [*first, *body, Edit(other.path, Span(size, size), tail)]


def _merged_head(head: str, rest: str, moving: str, name: str) -> str:
    """The other note's frontmatter with what the merged note adds to it; `rest` is the text below it."""
    said = read_properties(moving)
    known = {key.lower() for key in read_properties(head).values}
    text = head + rest
    for key, lines in chunks(moving).items():
        if key.lower() not in known | {"aliases", "tags"}:
            text = with_lines(text, lines, {key: said.values[key]})
    text = with_items(text, _key(text, "aliases"), [name, *said.aliases])
    tags = [tag.name for tag in said.tags]
    text = with_items(text, _key(text, "tags"), tags) if tags else text
    return text[: len(text) - len(rest)]


def _key(text: str, name: str) -> str:
    return next((key for key in read_properties(text).values if key.lower() == name), name)


def _refuse_twin_blocks(note: Note, other: Note) -> None:
    twins = sorted({block.id.lower() for block in note.blocks} & {block.id.lower() for block in other.blocks})
    if twins:
        raise PlanError(
            f"both notes have a block '^{twins[0]}'; rename one first: "
            f"vaulttools rename '{note.name}#^{twins[0]}' new-id"
        )


def _glue(note: Note, other: Note) -> str:
    """What stands between the two texts: a blank line, and the merged note's name where it has no heading first."""
    end = _line_end(other.text)
    body = note.text[_body_start(note) :]
    blank = "" if not other.text or other.text.endswith(("\n\n", "\n\r\n")) else end
    more = end if other.text and not other.text.endswith("\n") else ""
    first = note.headings[0] if note.headings else None
    named = first is not None and first.span.start == _body_start(note)
    return more + blank + ("" if named or not body else f"# {note.name}{end}{end}")


def _body_start(note: Note) -> int:
    """Where the words of a note start: after its frontmatter, BOM and blank lines."""
    start = read_properties(note.text).body_start
    return start + len(note.text[start:]) - len(note.text[start:].lstrip("\ufeff\r\n"))


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"


def plan_extract(
    graph: Graph, path: str, heading: str, new: str | None, link_format: LinkFormat | None, markdown: bool
) -> Composed:
    """The plan that takes a section, its heading and all below it, out of a note into a new one.

    `heading` as in a link: "Plan" or "Plan#Week 2". The new note is called after the heading where `new`, a
    vault-relative path, is None. A link to the new note stands where the section stood, as Markdown link
    where `markdown` says so. PlanError where the new note is there already, or the section cannot go.
    """
    note = graph.vault.notes[path]
    first = note.headings.index(heading_named(note, heading))
    after = [position for position in range(first + 1, len(note.headings)) if _ends(note, first, position)]
    last = after[0] if after else len(note.headings)
    end = note.headings[last].span.start if after else len(note.text)
    section = Span(note.headings[first].span.start, end)
    _refuse_split_footnotes(note, section)
    goal = new or _named_after(note, note.headings[first])
    paths = _paths(graph) | {goal}
    relinking = Relinking(graph, build_index(paths), link_format)
    words = note.text[section.start : section.end]
    line_end = _line_end(note.text)
    link = _link(relinking, path, goal, markdown) + line_end + (line_end if after else "")
    rest = parse(path, note.text[: section.start] + link + note.text[section.end :])
    final = parse(goal, words)

    def place_after(place: tuple[str, int]) -> tuple[str, tuple[str, int] | None]:
        kind, number = place
        spans = [one.span for one in (note.headings if kind == "heading" else note.blocks)]
        inside = [index for index, span in enumerate(spans) if section.start <= span.start < section.end]
        if number in inside:
            return goal, None if place == ("heading", first) else (kind, number - inside[0])
        return path, (kind, number - (len(inside) if inside and number > inside[0] else 0))

    def expected(item: ResolvedLink) -> tuple[str, Meaning] | None:
        moves = item.source == path and section.start <= item.link.span.start < section.end
        target, place = meaning(graph.vault, item)
        if target == path and place is not None:
            target, place = place_after(place)
        return (goal if moves else item.source), Meaning(target, place)

    edits = _followed(relinking, expected, {path: rest, goal: final}, goal)
    inside = [edit for edit in edits if edit.path == path and section.start <= edit.span.start < section.end]
    text = edited(words, [_shifted(edit, section.start) for edit in inside])
    others = [edit for edit in edits if edit not in inside]
    plan = Plan(
        f"extract {path}#{heading} to {goal}",
        (*others, Edit(path, section, link)),
        creates=((goal, text.rstrip("\r\n") + line_end),),
    )
    return Composed(plan, expected, ((path, Meaning(goal, None)),))


def _ends(note: Note, first: int, position: int) -> bool:
    return note.headings[position].level <= note.headings[first].level


def _named_after(note: Note, heading: Heading) -> str:
    name = " ".join(_UNFIT.sub(" ", heading_linktext(heading.text)).split()).strip(". ")
    if not name:
        raise PlanError("the heading has no words to name a note after; name the new note")
    return f"{note.folder}/{name}.md".lstrip("/")


def _link(relinking: Relinking, source: str, target: str, markdown: bool) -> str:
    linkpath = shortest_linkpath(relinking.files, target, source)
    if linkpath is None:
        raise PlanError(f"no link can lead to '{target}'; choose another name")
    name = target.rpartition("/")[2][:-3]
    return f"[{name}]({encode_uri(linkpath)}.md)" if markdown else f"[[{linkpath}]]"


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


def _followed(
    relinking: Relinking,
    expected: Callable[[ResolvedLink], tuple[str, Meaning] | None],
    notes: dict[str, Note],
    taken_out: str | None = None,
) -> list[Edit]:
    """The edits that take every link to its expected meaning. `notes` are those whose places have changed.

    In the note that was `taken_out`, the way to a place no longer starts above it.
    """
    edits: list[Edit] = []
    for item in relinking.graph.links:
        wanted = expected(item) if item.target is not None else None
        if wanted is not None and wanted[1].path is not None:
            source, (target, place) = wanted
            subpath = _subpath(item, notes.get(target or ""), place, target == taken_out)
            shown = _shown_name(item) if target != item.target and place is None else None
            edits += relinked(relinking, Aim(item, source, target or ""), subpath, shown)
    return edits


def _shown_name(item: ResolvedLink) -> str | None:
    """The name that a bare wikilink shows to readers, whose sentence should go on to make sense."""
    link = item.link
    bare = link.style in ("wikilink", "canvas") and link.display is None and not link.subpath
    return link.linkpath.rpartition("/")[2].removesuffix(".md") if bare and not link.is_embed else None


def _subpath(
    item: ResolvedLink, note: Note | None, place: tuple[str, int] | None, shorten: bool
) -> str | None:
    """The subpath that leads to a place of a changed note; None where the link's own one does."""
    if note is None or item.anchor is None:
        return None
    if place is None:
        return ""
    kind, number = place
    goal = note.headings[number] if kind == "heading" else note.blocks[number]
    short = "#" + item.link.subpath.rpartition("#")[2]
    if shorten and short != item.link.subpath and resolve_subpath(note, short).anchor == goal:
        return short
    if resolve_subpath(note, item.link.subpath).anchor == goal:
        return None
    ways: Sequence[str] = tuple(ways_to_heading(note, number)) if kind == "heading" else ()
    for way in ways:
        if resolve_subpath(note, way).anchor == goal:
            return way
    raise PlanError(f"no link could lead to '{item.link.subpath}' any more; give it another name first")


def _paths(graph: Graph) -> set[str]:
    return {*graph.vault.notes, *graph.vault.attachments}


def _shifted(edit: Edit, by: int) -> Edit:
    return edit._replace(span=Span(edit.span.start - by, edit.span.end - by))
