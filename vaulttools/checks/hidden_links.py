"""Links that stand in code, in a formula or across the cells of a table by mistake: Obsidian sees none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from vaulttools.blocks import FORMULAS, INDENTED, TABLE, UNCLOSED
from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.checks._near import may_be_in_table
from vaulttools.edit import Edit
from vaulttools.elements import Hidden
from vaulttools.graph import Graph
from vaulttools.inline import FORMULA
from vaulttools.markdown import scan
from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end
from vaulttools.resolve import build_index, resolve_file
from vaulttools.text import Span

NAME = "hidden-links"
_LINK = pattern(r"\[\[([^\[\]|#\r\n]++)[^\[\]\r\n]*+\]\]")
_CUT = pattern(r"\[\[([^\[\]|#\r\n\\]+)(?:#[^\[\]|\r\n\\]*)?(\|)[^\[\]|\r\n]*\]\]")
# A fence round text, not code: it names no language, or Markdown.
_ROUND_TEXT = pattern(r"(?:`{3,}|~{3,})[ \t]*(?:|md|markdown)[ \t]*\r?\n", re.IGNORECASE)
# A line that may open or close a block of code or of formulas.
_LINE = r"([ \t\ufeff]*)(`{3,}|~{3,}|\$\$)([^\r\n]*)"
_FIRST_MARK, _NEXT_MARK = pattern(_LINE), pattern(r"\n" + _LINE)
# A line of a list, or with nothing but a link, in a quote or not; an empty one.
_LISTED = pattern(r"[ \t>]*(?:(?:[-*+]|[0-9]+[.)])[ \t][^\r\n]*|!?\[\[[^\[\]\r\n]*\]\][ \t]*)?\r?")
_INDENTED_LIST = pattern(
    r"^(?:> ?)*+(?: {4}| {0,3}\t)[ \t]*+(?:(?:[-*+]|[0-9]+[.)])[ \t]|!?\[\[)", re.MULTILINE
)
_FORMULAS = (FORMULA, FORMULAS)
# Shorter names stand in brackets in formulas: k[[x]].
_SHORTEST_IN_FORMULA = 3
_LAST_LINE = pattern(r"\r?\n[ \t]*(?:`{3,}|~{3,})[ \t]*\Z")


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each part that hides links to files that are there and was to be text, and for each cut link."""
    index = cache(lambda: build_index(graph.vault.files))
    for path, note in graph.vault.notes.items():
        if not _has_unread(note):
            continue
        unread = [match for match in _unread(note) if resolve_file(index(), match[1].strip(), path).target]
        cut = _perhaps_cut(note, unread)
        if not cut and not (unread and (_may_hide(note) or _may_swallow(note))):
            continue  # reading a note for what it hides takes long
        hidden = _hidden(note)
        yield from (_cut_finding(path, match) for match in cut if _is_cut(hidden, match))
        for what, span in hidden:
            if _is_a_mistake(note, what, span):
                count = _count(unread, what, span)
                if count:
                    yield _finding(path, note, what, span, count)


def _has_unread(note: Note) -> bool:
    """Whether a note has brackets of links that were not read as such."""
    text = note.text
    others = (link for link in note.links if link.style != "markdown")
    return text.count("[[") > sum([text.startswith("[[", link.start + link.is_embed) for link in others])


def _unread(note: Note) -> Iterator[re.Match[str]]:
    """What looks like a link and was not read as one."""
    known = {link.start + link.is_embed for link in note.links}
    return (match for match in _LINK.finditer(note.text) if match.start() not in known)


def _perhaps_cut(note: Note, unread: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """What has a display text and may stand in a table, not as code."""
    text = note.text
    is_row = cache(lambda start: may_be_in_table(text, Span(start, start)))
    barred = (cut for match in unread if (cut := _CUT.match(text, match.start())))
    placed = ((match, text.rfind("\n", 0, match.start()) + 1) for match in barred)
    return [match for match, line in placed if is_row(line) and not text.count("`", line, match.start()) % 2]


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


def _may_swallow(note: Note) -> bool:
    """Whether a note may have formulas, or a list that its indentation makes code."""
    return "$" in note.text or _INDENTED_LIST.search(note.text) is not None


def _hidden(note: Note) -> list[Hidden]:
    found: list[Hidden] = []
    scan(note.text, frontmatter_end(note.text), found)
    return found


def _is_a_mistake(note: Note, what: str, span: Span) -> bool:
    """Whether a part runs to the note's end unclosed, is a formula or a list, or is a fence round most of the text."""
    if what.endswith(UNCLOSED) or what in _FORMULAS:
        return True
    if what == INDENTED:
        return all(map(_LISTED.fullmatch, note.text[slice(*span)].split("\n")))
    body = frontmatter_end(note.text)
    most = 2 * (span.end - span.start) > len(note.text) - body
    return most and _ROUND_TEXT.match(note.text, span.start) is not None


def _count(links: Sequence[re.Match[str]], what: str, span: Span) -> int:
    """How many of these links, which are in the order of the text, a part of a note hides."""
    shortest = _SHORTEST_IN_FORMULA if what in _FORMULAS else 1
    first, last = (bisect_left(links, place, key=re.Match.start) for place in span)
    return sum(len(link[1].strip()) >= shortest for link in links[first:last])


def _finding(path: str, note: Note, what: str, span: Span, count: int) -> Finding:
    part = note.text[slice(*span)]
    start = span.start + len(part) - len(part.lstrip())
    first = Span(start, start + len(part.lstrip().partition("\n")[0].rstrip()))
    links = "a link" if count == 1 else f"{count} links"
    comma = "," if what == INDENTED else ""
    message = f"{what}{comma} hides {links} from Obsidian; {_remedy(what)}"
    return Finding(NAME, "warning", path, first, message, _fix(path, note.text, what, span))


def _remedy(what: str) -> str:
    if what.endswith(UNCLOSED):
        return "close it where it was to end"
    if what in _FORMULAS:
        return "write '$$' on lines of its own, and a dollar as '\\$'"
    return "take the indentation away" if what == INDENTED else "take the fence away"


def _fix(path: str, text: str, what: str, span: Span) -> Fix | None:
    """Take both lines of a fence away; where it is not closed, nobody knows what it was to hold."""
    last = _LAST_LINE.search(text, *span)
    if what.endswith(UNCLOSED) or what in (INDENTED, *_FORMULAS) or last is None:
        return None
    start = Span(span.start, text.index("\n", span.start) + 1)
    return Fix("take the fence away", False, (Edit(path, start, ""), Edit(path, Span(*last.span()), "")))


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""Code or a formula holds links that were to be text by all signs, or a table cuts a link in two.

    Either a block is never closed and runs to the end of the note, or a fence of no language, or of Markdown,
    stands round most of the note: programs that write notes leave such fences behind. Or a list below something that
    is no list is indented by a tab or four blanks, which makes it code. Or a formula does not end where it was to:
    a blank behind the first `$$` of `$$ x = y $$`, within a paragraph, makes the last one begin a formula. Obsidian
    sees none of these links: not in the graph, not in the backlinks, and it does not mend them on rename. Only links
    to files that are there count, so that examples and code are left in peace.

    In a table, the bar of `[[Newton|him]]` ends the cell: what is left of the link is text in two cells. It is written
    `[[Newton\\|him]]` there.

    Close the block, take the fence or the indentation away, mend the formula, or escape the bar. The fix takes fences
    away and escapes bars; it is marked unsafe because it adds links.
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
            "-- Newton.md --\n-- xy.md --\n-- Rings.md --\nSeries $k[[xy]]$ and `$1`, [[Newton]] for 5$.\n"
        ),
        Example("-- Newton.md --\n-- Help.md --\nWrite:\n\n    by [[Newton]]\n"),
        Example(
            "-- Newton.md --\n-- Gravity.md --\nForce is $$ F = m a $$\nby [[Newton]], where $a$ is acceleration.\n",
            (
                (
                    "Gravity.md",
                    "$",
                    "a formula hides a link from Obsidian; write '$$' on lines of its own, and a dollar as '\\$'",
                ),
            ),
        ),
        Example(
            "-- Newton.md --\n-- Gravity.md --\n> Force\n\t- by [[Newton]]\n\n\t- in 1666\n",
            (
                (
                    "Gravity.md",
                    "- by [[Newton]]",
                    "a code block, made by its indentation, hides a link from Obsidian; take the indentation away",
                ),
            ),
        ),
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
