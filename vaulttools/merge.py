"""Merging a note into another: its text, its properties, and every link to it. Pure."""

from collections.abc import Iterable

from vaulttools.compose import Composed, followed, line_end, paths_of, shifted
from vaulttools.edit import Edit, Plan, edited
from vaulttools.frontmatter_edit import chunks, with_items, with_lines
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.note import Note, parse
from vaulttools.proof import Meaning, PlanError, meaning
from vaulttools.properties import read_properties
from vaulttools.rename import LinkFormat, Relinking
from vaulttools.resolve import build_index
from vaulttools.text import Span


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
    relinking = Relinking(graph, build_index(paths_of(graph) - {path}), link_format)
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

    edits = followed(relinking, expected, {into: final})
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
    tail = glue + edited(note.text[cut:], [shifted(edit, cut) for edit in moving if edit.span.start >= cut])
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
    end = line_end(other.text)
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
