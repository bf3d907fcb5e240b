"""Why the links of a line go where they go: what was read, all candidates, the rule, and other spellings.

Pure values; `cli_explain_line` writes them.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from vaulttools.blocks import TABLE
from vaulttools.elements import Heading, Hidden
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.markdown import scan
from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.properties import read_properties
from vaulttools.resolve import RULES, Candidate, Index, Rule, build_index, candidates, resolve_file
from vaulttools.text import LineIndex, Span
from vaulttools.vault import text_of

Nearest = Callable[[str], str | None]

_LOOK_ALIKE = pattern(r"!?\[\[[^\n]*?\]\]|!?\[[^\[\]\n]*\]\([^()\n:]+\)")


class Spelling(NamedTuple):
    """Another linkpath and the file it would reach from the same note, None where there is none."""

    linkpath: str
    target: str | None
    rule: str


class LinkReason(NamedTuple):
    """A link, and why it leads where it leads.

    `place` is what became of the subpath, in words, "" without one.
    """

    item: ResolvedLink
    written: str
    column: int
    rule: Rule
    candidates: tuple[Candidate, ...]
    place: str
    spellings: tuple[Spelling, ...]


class LookAlike(NamedTuple):
    """What looks like a link and is none, and why."""

    written: str
    column: int
    span: Span
    why: str


class LineReasons(NamedTuple):
    """All that there is to say about the links of a line."""

    path: str
    line: int
    text: str
    links: tuple[LinkReason, ...]
    look_alikes: tuple[LookAlike, ...]


def explain_line(graph: Graph, path: str, line: int) -> LineReasons:
    """The links that start on a line (from 1) of a note, canvas or base file, and what only looks like one.

    A line that is not there is a ValueError.
    """
    from vaulttools.checks._near import nearest_file

    text = text_of(graph.vault, path)
    lines = LineIndex(text)
    if not 1 <= line <= len(lines):
        raise ValueError(f"{path} has {len(lines)} lines, not {line}")
    start, written = lines.line_start(line), lines.line(line)
    end = start + len(written)
    items = [item for item in graph.outgoing.get(path, ()) if start <= item.link.span.start <= end]
    index = build_index(graph.vault.files)
    nearest = nearest_file(graph)
    links = tuple(_reason(graph, index, item, text, start, nearest) for item in items)
    note = graph.vault.notes.get(path)
    others = tuple(_look_alikes(note, lines, start, end)) if note else ()
    return LineReasons(path, line, written, links, others)


def _reason(
    graph: Graph, index: Index, item: ResolvedLink, text: str, line_start: int, nearest: Nearest
) -> LinkReason:
    link = item.link
    return LinkReason(
        item,
        text[slice(*link.span)],
        link.span.start - line_start + 1,
        RULES[item.rule],
        candidates(index, link.linkpath, item.source),
        _place(graph, item),
        tuple(_spellings(index, item, nearest)),
    )


def _place(graph: Graph, item: ResolvedLink) -> str:
    """What became of the subpath."""
    subpath, note = item.link.subpath, graph.vault.notes.get(item.target or "")
    if not subpath or item.target is None:
        return ""
    if note is None:
        return f"'{subpath}' is for the program that shows the file"
    if item.anchor is None and item.outcome == "resolved":
        return f"'{subpath}' names no place: the note itself"
    if item.anchor is None:
        return _nearest_place(item, note)
    line = LineIndex(note.text).position(item.anchor.span.start).line
    if isinstance(item.anchor, Heading):
        return f"the heading '{item.anchor.text}' in line {line}"
    return f"the block '^{item.anchor.id}' in line {line}"


def _nearest_place(item: ResolvedLink, note: Note) -> str:
    from vaulttools.nearest import nearest_finder

    wanted = item.link.subpath.strip("#").rpartition("#")[2]
    if item.outcome == "no-block":
        near = nearest_finder(block.id for block in note.blocks)(wanted.removeprefix("^"))
        found, kind = f"^{near}" if near else None, "block"
    else:
        found, kind = nearest_finder(heading.text for heading in note.headings)(wanted), "heading"
    remedy = f"; the nearest is '{found}'" if found else ""
    return f"no {kind} '{wanted}' is there, so the note opens at its top{remedy}"


def _spellings(index: Index, item: ResolvedLink, nearest: Nearest) -> Iterator[Spelling]:
    """Where other ways to write the linkpath would lead; each spelling once. `nearest` gives a near name."""
    linkpath = item.link.linkpath
    if not linkpath:
        return
    bare = linkpath.rpartition("/")[2]
    wanted = [bare, linkpath if linkpath.endswith(".md") else linkpath + ".md", "/" + linkpath.lstrip("./")]
    if item.target is not None:
        wanted += [item.target.removesuffix(".md"), item.target]
    else:
        near = nearest(linkpath)
        wanted += [near] if near else []
    for spelling in dict.fromkeys(wanted):
        if spelling != linkpath:
            match = resolve_file(index, spelling, item.source)
            yield Spelling(spelling, match.target, match.rule)


def _look_alikes(note: Note, lines: LineIndex, start: int, end: int) -> Iterator[LookAlike]:
    """What stands between `start` and `end` in the brackets of a link and was not read as one."""
    taken = [link.span for link in note.links]
    hidden: list[Hidden] | None = None
    for match in _LOOK_ALIKE.finditer(note.text, start, end):
        span = Span(*match.span())
        if any(span.start < other.end and other.start < span.end for other in taken):
            continue
        hidden = _hidden(note.text) if hidden is None else hidden
        yield LookAlike(match[0], span.start - start + 1, span, _why_not(note.text, span, hidden, lines))


def _hidden(text: str) -> list[Hidden]:
    """The parts of a note without links: read anew, as this is asked for one line at a time."""
    hidden: list[Hidden] = []
    head = read_properties(text)
    if head.span is not None:
        hidden.append(Hidden("the properties, where only a whole text in quotes is a link", head.span))
    scan(text, head.body_start, hidden)
    return hidden


def _why_not(text: str, span: Span, hidden: list[Hidden], lines: LineIndex) -> str:
    """The innermost part that hides it: the last one noted that reaches into it."""
    written = text[slice(*span)]
    for what, where in reversed(hidden):
        if what != TABLE and where.start < span.end and span.start < where.end:
            return f"stands in {what}{_since(lines, where, span)}"
    if not written.strip("!").startswith("[["):
        return "has a space in its address: write %20, or put the address in < >"
    if not written.strip("![]").strip():
        return "has nothing between its brackets"
    if any(what == TABLE and where.start <= span.start < where.end for what, where in hidden):
        return r"a '|' ends the cell of a table: write '\|'"
    return "its brackets were read as part of something else"


def _since(lines: LineIndex, where: Span, span: Span) -> str:
    """Where the part begins, if not on the same line."""
    first = lines.position(where.start).line
    return f", opened on line {first}" if first < lines.position(span.start).line else ""
