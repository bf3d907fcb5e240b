"""Links that stand in code, or across the cells of a table, by mistake: Obsidian sees none."""

import re
from collections.abc import Iterator

from vaulttools.blocks import TABLE, UNCLOSED
from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.checks._near import may_be_in_table
from vaulttools.edit import Edit
from vaulttools.elements import Hidden
from vaulttools.graph import Graph
from vaulttools.markdown import scan
from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end
from vaulttools.resolve import Index, build_index, resolve_file
from vaulttools.text import Span

NAME = "hidden-links"
_LINK = pattern(r"\[\[([^\[\]|#\r\n]+)[^\[\]\r\n]*\]\]")
_CUT = pattern(r"\[\[([^\[\]|#\r\n\\]+)(?:#[^\[\]|\r\n\\]*)?(\|)[^\[\]|\r\n]*\]\]")
# A fence round text, not code: it names no language, or Markdown.
_ROUND_TEXT = pattern(r"(?:`{3,}|~{3,})[ \t]*(?:|md|markdown)[ \t]*\r?\n", re.IGNORECASE)
# A line that may open or close a block of code or of formulas.
_LINE = r"([ \t\ufeff]*)(`{3,}|~{3,}|\$\$)([^\r\n]*)"
_FIRST_MARK, _NEXT_MARK = pattern(_LINE), pattern(r"\n" + _LINE)
_LAST_LINE = pattern(r"\r?\n[ \t]*(?:`{3,}|~{3,})[ \t]*\Z")


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each block that hides links to files that are there and was to be text, and for each cut link."""
    index: Index | None = None
    for path, note in graph.vault.notes.items():
        if not _has_unread(note):
            continue
        cut = _perhaps_cut(note)
        if not cut and not _may_hide(note):
            continue  # reading a note for what it hides takes long
        hidden = _hidden(note)
        for match in cut:
            index = index or build_index(graph.vault.files)
            if _is_cut(hidden, match) and resolve_file(index, match[1].strip(), path).target is not None:
                yield _cut_finding(path, match)
        for what, span in hidden:
            if _is_a_mistake(note, what, span):
                index = index or build_index(graph.vault.files)
                count = _count(index, note, span)
                if count:
                    yield _finding(path, note, what, span, count)


def _has_unread(note: Note) -> bool:
    """Whether a note has brackets of links that were not read as such."""
    text = note.text
    others = (link for link in note.links if link.style != "markdown")
    return text.count("[[") > sum([text.startswith("[[", link.start + link.is_embed) for link in others])


def _perhaps_cut(note: Note) -> list[re.Match[str]]:
    """What looks like a link with a display text, was not read as one, and may stand in a table, not as code."""
    text, known = note.text, {link.start + link.is_embed for link in note.links}
    unread = (match for match in _CUT.finditer(text) if match.start() not in known)
    inside = (match for match in unread if may_be_in_table(text, Span(*match.span())))
    return [
        match
        for match in inside
        if not text.count("`", text.rfind("\n", 0, match.start()) + 1, match.start()) % 2
    ]


def _is_cut(hidden: list[Hidden], match: re.Match[str]) -> bool:
    """Whether it stands in a table, and in nothing else that hides it."""
    start, end = match.span()
    around = {what for what, span in hidden if span.start < end and start < span.end}
    return around == {TABLE}


def _cut_finding(path: str, match: re.Match[str]) -> Finding:
    fix = Fix("write '\\|'", False, (Edit(path, Span(match.start(2), match.start(2)), "\\"),))
    message = "the '|' ends the cell of the table and hides this link from Obsidian; write '\\|'"
    start, end = match.span()
    start -= match.string[start - 1 : start] == "!"  # mended, it is an embed
    return Finding(NAME, "warning", path, Span(start, end), message, fix)


def _may_hide(note: Note) -> bool:
    """Whether a note has, by its marks, a block without an end or a fence round most of it."""
    text = note.text
    body = frontmatter_end(text)
    opened = _FIRST_MARK.match(text, body)
    for mark in _NEXT_MARK.finditer(text, opened.end() if opened else body):
        if opened is None:
            opened = mark
        elif mark[2].startswith(opened[2]) and len(mark[1]) < 4 and not mark[3].strip():
            if 2 * (mark.end() - opened.start()) > len(text) - body:
                return True
            opened = None
    return opened is not None


def _hidden(note: Note) -> list[Hidden]:
    found: list[Hidden] = []
    scan(note.text, frontmatter_end(note.text), found)
    return found


def _is_a_mistake(note: Note, what: str, span: Span) -> bool:
    """Whether a block runs to the note's end unclosed, or is a fence round most of the note's text."""
    if what.endswith(UNCLOSED):
        return True
    body = frontmatter_end(note.text)
    most = 2 * (span.end - span.start) > len(note.text) - body
    return most and _ROUND_TEXT.match(note.text, span.start) is not None


def _count(index: Index, note: Note, span: Span) -> int:
    """How many links in a part of a note would find their file."""
    inside = _LINK.finditer(note.text, *span)
    return sum(resolve_file(index, link[1].strip(), note.path).target is not None for link in inside)


def _finding(path: str, note: Note, what: str, span: Span, count: int) -> Finding:
    stop = note.text.find("\n", *span)
    first = Span(
        span.start, len(note.text[span.start : stop if stop >= 0 else span.end].rstrip()) + span.start
    )
    links = "a link" if count == 1 else f"{count} links"
    remedy = "close it where it was to end" if what.endswith(UNCLOSED) else "take the fence away"
    message = f"{what} hides {links} from Obsidian; {remedy}"
    return Finding(NAME, "warning", path, first, message, _fix(path, note.text, what, span))


def _fix(path: str, text: str, what: str, span: Span) -> Fix | None:
    """Take both lines of a fence away; where it is not closed, nobody knows what it was to hold."""
    last = _LAST_LINE.search(text, *span)
    if what.endswith(UNCLOSED) or last is None:
        return None
    start = Span(span.start, text.index("\n", span.start) + 1)
    return Fix("take the fence away", False, (Edit(path, start, ""), Edit(path, Span(*last.span()), "")))


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A block of code holds links that were to be text by all signs, or a table cuts a link in two.

    Either the block is never closed and runs to the end of the note, or a fence of no language, or of Markdown,
    stands round most of the note: programs that write notes leave such fences behind. Obsidian shows the text as
    code and sees none of its links: not in the graph, not in the backlinks, and it does not mend them on rename.
    Only links to files that are there count, so that examples and code are left in peace.

    In a table, the bar of `[[Newton|him]]` ends the cell: what is left of the link is text in two cells. It is written
    `[[Newton\\|him]]` there.

    Close the block, take the fence away, or escape the bar. The fix does the latter two; it is marked unsafe because it
    adds links.
    """,
    examples=(
        Example(
            "-- Newton.md --\n-- People.md --\n| a | b |\n| - | - |\n"
            "| `[[Newton|x]]` | [[Newton\\|him]] [[Nobody|x]] |\n\n[[Newton|a]] or | no table\n"
        ),
        Example(
            "-- Newton.md --\n-- People.md --\n| a | b |\n| - | - |\n| by [[Newton#Life|him]] | 1666 |\n",
            (
                (
                    "People.md",
                    "[[Newton#Life|him]]",
                    "the '|' ends the cell of the table and hides this link from Obsidian; write '\\|'",
                ),
            ),
            "-- People.md --\n| a | b |\n| - | - |\n| by [[Newton#Life\\|him]] | 1666 |\n",
        ),
        Example(
            "-- Newton.md --\n-- Help.md --\nWrite a link so:\n\n```md\n[[Newton]]\n```\n\n"
            "and it leads to the note of that name.\n"
        ),
        Example("-- Newton.md --\n-- Script.md --\n```bash\nif [[ -f x ]]; then echo; fi\n"),
        Example(
            "-- Newton.md --\n-- Gravity.md --\n```markdown\nFound by [[Newton]], see [[Newton|him]].\n```\n",
            (
                (
                    "Gravity.md",
                    "```markdown",
                    "a fenced code block hides 2 links from Obsidian; take the fence away",
                ),
            ),
            "-- Gravity.md --\nFound by [[Newton]], see [[Newton|him]].\n",
        ),
        Example(
            "-- Newton.md --\n-- Gravity.md --\nForce:\n\n```\nF = m * a\n\nFound by [[Newton]] in 1666.\n",
            (
                (
                    "Gravity.md",
                    "```",
                    "a fenced code block without an end hides a link from Obsidian; close it where it was to end",
                ),
            ),
        ),
    ),
)
