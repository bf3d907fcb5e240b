"""The block structure of a note as Obsidian reads it: which text is live, and what the root headings are.

A reimplementation of what legacy remark does (options `commonmark` and `gfm`, with math, footnotes and
`%%` comments): blocks are tried in a fixed order at each line start, containers are unindented and read
again as texts of their own. `Source` maps such a text back to the note.
Source of the rules: tests/conformance/what-is-not-live.md; proof: tests/test_truth.py, tests/test_oracle.py.
"""

import re

from vaulttools.definitions import bracket_finder, definition_end, footnote_lines
from vaulttools.elements import Block, Heading, Hidden
from vaulttools.inline import Found, Run
from vaulttools.lists import item_content, list_items
from vaulttools.patterns import pattern
from vaulttools.quick import PLAIN, is_quiet, quick_inline
from vaulttools.regions import quick_region
from vaulttools.source import Source
from vaulttools.syntax import (
    CLOSE_TAG,
    COMMENT,
    EOL,
    HTML_KINDS,
    MATH,
    OPEN_TAG,
    PARAGRAPH_STOP,
    QUOTE_STOP,
    RULE_LINE,
    SETEXT,
    SPACE,
    SPACES,
    Finder,
)
from vaulttools.tables import cells, table_rows

# Containers nested deeper than this are read as plain paragraphs, so that text made to be deep stays linear.
DEEPEST = 40

_START = pattern(r"(?:[ \t]*+\n)*+(?=( {4}|\t)?)[ \t]*+([^\n]?)")
_CODE = pattern(r"(?:(?: {4}|\t)[^\n]*+(?:\n|\Z)|[ \t]*+\n)++")
_ATX = pattern(r"[ \t]*+(#{1,6}+)(?:[ \t]++([^\n]*+)|(?=\n|\Z))")
_LIST = pattern(r"[ \t]*+(?:[*+-]|[0-9]++[.)])(?=[ \t\n]|\Z)")
_FENCE = pattern(rf"[ \t]*+(`{{3,}}+(?=[^`\n]*+{EOL})|~{{3,}}+)[^\n]*+")
_MATH = pattern(rf" *+(?={MATH})(\$++)[^\n]*+")
_HTML_OTHER = rf"(?P<other>(?:{OPEN_TAG}|{CLOSE_TAG})[{SPACE}]*+\Z)"
_HTML_KINDS = "|".join(f"(?P<{kind}>{start})" for kind, start in HTML_KINDS.items())
_HTML = pattern(rf"[ \t]*+(?:{_HTML_KINDS}|{_HTML_OTHER})")
_HTML_END = {
    "raw": pattern(r"</(?i:script|pre|style)>"),
    "remark": pattern(r"-->"),
    "instruction": pattern(r"\?>"),
    "directive": pattern(r">"),
    "cdata": pattern(r"\]\]>"),
}
_HTML_BLANK = pattern(r"\n(?=\n|\Z)|\Z")
_QUOTE = pattern(r"[ \t]*+> ?")
# In a table only a "|" within brackets stops a link.
TABLE = "a table"
INDENTED = "a code block, made by its indentation"
FORMULAS = "a block of formulas"
# What the name of a block ends with that ran to the end of its text because nothing closed it.
UNCLOSED = " without an end"
_BLOCK_ID = pattern(r"\^([A-Za-z0-9-]++)[ \t]*+\Z")


class Blocks:
    """One text being read: a note's body or the content of a container.

    A method that reads a block returns the offset behind it, or None where there is no such block.
    """

    __slots__ = ("attempts", "brackets", "common", "depth", "found", "length", "source", "text", "uncommon")

    def __init__(self, text: str, source: Source, found: Found, depth: int) -> None:
        self.text = text
        self.length = len(text)
        self.source = source
        self.found = found
        self.depth = depth
        self.brackets: Finder | None = None
        self.common = -1
        self.uncommon = self.attempts = 0

    def read(self) -> None:
        """Read all blocks. The order in which they are tried is remark's."""
        text, length, position = self.text, self.length, 0
        while position < length:
            if not self.found.in_link:
                position = self._region(position)
            start = _START.match(text, position)
            indent, first = start.groups()  # type: ignore[union-attr]
            if not first:
                break
            if indent:
                code = start.start(1)  # type: ignore[union-attr]
                position = _CODE.match(text, code).end()  # type: ignore[union-attr]
                self._passed_over(INDENTED, code, position)
                continue
            position = text.rfind("\n", position, start.start(2)) + 1 or position  # type: ignore[union-attr]
            position = self.block(position, first)

    def _region(self, start: int) -> int:
        """Read a stretch of common blocks the quick way; where it ends."""
        if self.found.hidden is not None:
            return start
        return quick_region(self, start)

    def block(self, start: int, first: str) -> int:
        """Read the block at a line's start whose first character is `first`; where it ends."""
        for reader in _BY_FIRST.get(first, ()):
            end = reader(self, start)
            if end is not None:
                return end
        text = self.text
        stop = text.find("\n", start)
        if stop >= 0 and text[stop + 1 : stop + 2] in ("=", "-"):
            end = self._setext(start, stop)
            if end is not None:
                return end
        if first in "<[":
            end = self._html(start) if first == "<" else self._definition(start)
            if end is not None:
                return end
        if stop >= 0 and text.find("|", start + 1, stop) >= 0:
            end = self._table(start)
            if end is not None:
                return end
        return self._paragraph(start)

    def _inside(self, text: str, source: Source) -> None:
        """Read the content of a container."""
        if self.depth >= DEEPEST:
            self._inline(text, source, 0)
        else:
            type(self)(text, source, self.found, self.depth + 1).read()

    def _inline(self, text: str, source: Source, base: int) -> None:
        """Read inline text by the full reader."""
        Run(text, source, base, self.found).read()

    def _live(self, start: int, end: int) -> None:
        """Read inline text."""
        text, found = self.text, self.found
        if not found.in_link and found.hidden is None:
            if is_quiet(text, start, end):
                return
            if quick_inline(text, start, end, self.source, found):
                return
        self._inline(text[start:end], self.source, start)

    def run(self, start: int, end: int) -> None:
        """Read a run of inline text that the quick way cannot read, and the block id at its end."""
        self._inline(self.text[start:end], self.source, start)
        self._block_id(start, end)

    def _passed_over(self, what: str, start: int, end: int) -> None:
        """Note a block without links, where somebody wants to know."""
        if self.found.hidden is not None:
            self.found.hidden.append(Hidden(what, self.source.span(start, end)))

    def _block_id(self, start: int, end: int) -> None:
        """Note the `^id` at the end of a block, after a blank or alone on its line."""
        caret = self.text.rfind("^", start, end)
        if caret < 0 or (caret > start and self.text[caret - 1] not in SPACES):
            return
        match = _BLOCK_ID.match(self.text, caret, end)
        if match is not None:
            self.found.blocks.append(Block(match[1], self.source.at(caret)))

    def _comment(self, start: int) -> int | None:
        match = COMMENT.match(self.text, start)
        if match is None or "\n" not in match[0]:
            return None
        inside = match.start("body") + (self.text[match.start("body")] == "\n")
        self._inside(self.text[inside : match.end("body")], self.source.part(inside))
        return match.end()

    def _fence(self, start: int) -> int | None:
        match = _FENCE.match(self.text, start)
        if match is None:
            return None
        close = _closing(rf"\n {{0,3}}{match[1][0]}{{{len(match[1])},}}+[ \t]*+{EOL}").search(
            self.text, match.end()
        )
        end = close.end() if close else self.length
        self._passed_over("a fenced code block" + ("" if close else UNCLOSED), start, end)
        return end

    def _math(self, start: int) -> int | None:
        match = _MATH.match(self.text, start)
        if match is None:
            return None
        close = _closing(rf"\n[^$\n]*+\${{{len(match[1])},}}+ *+{EOL}").search(self.text, match.end())
        end = close.end() if close else self.length
        self._passed_over(FORMULAS + ("" if close else UNCLOSED), start, end)
        return end

    def _quote(self, start: int) -> int | None:
        text, lines, end = self.text, [], start
        while start < self.length:
            stop = text.find("\n", start)
            stop = self.length if stop < 0 else stop
            prefix = _QUOTE.match(text, start, stop)
            if prefix is None and (not text[start:stop].strip(SPACES) or self._ends_quote(start)):
                break
            lines.append((prefix.end() if prefix else start, stop))
            end, start = stop, stop + 1
        self._inside(*self.source.joined(text, lines))
        return end

    def _ends_quote(self, start: int) -> bool:
        """Does a line without ">" start a block of its own rather than go on with the quote?"""
        match = QUOTE_STOP.match(self.text, start)
        if match is not None and (match.lastgroup != "comment" or self._is_comment(start)):
            return True
        return SETEXT.match(self.text, start) is not None

    def _is_comment(self, start: int) -> bool:
        match = COMMENT.match(self.text, start)
        return match is not None and "\n" in match[0]

    def _atx(self, start: int) -> int | None:
        match = _ATX.match(self.text, start)
        if match is None:
            return None
        content, words = match.end(), ""
        if match[2] is not None:
            content, words = match.start(2), match[2]
        # Closing hashes go, with the blanks before them; those that touch the words stay.
        kept = words.rstrip(" \t#")
        tail = words[len(kept) :]
        end = content + (len(words) - len(tail.lstrip("#")) if kept else 0)
        self._heading(len(match[1]), start, content, end, match.end())
        return match.end()

    def _setext(self, start: int, line_end: int) -> int | None:
        match = SETEXT.match(self.text, start)
        if match is None:
            return None
        line = self.text[start:line_end]
        content = start + min(3, len(line) - len(line.lstrip(" ")))
        end = max(content, start + len(line.rstrip(" \t")))
        self._heading(1 if self.text[line_end + 1] == "=" else 2, start, content, end, match.end())
        return match.end()

    def _heading(self, level: int, start: int, content: int, end: int, stop: int) -> None:
        """Note a heading, if it stands at the root, and read its words from `content` to `end`."""
        self._live(content, end)
        self._block_id(content, end)
        if self.depth == 0:
            words = self.text[content:end]
            left = content + len(words) - len(words.lstrip(SPACES))
            first, last = self.source.span(left, max(left, content + len(words.rstrip(SPACES))))
            at, end = self.source.span(start, stop)
            self.found.headings.append(
                Heading(level, words.strip(SPACES), at, end - at, first - at, last - at)
            )

    def _rule(self, start: int) -> int | None:
        match = RULE_LINE.match(self.text, start)
        return match.end() if match else None

    def _list(self, start: int) -> int | None:
        if not _LIST.match(self.text, start):
            return None
        items, end = list_items(self.text, start)
        for item in items:
            lines = item_content(self.text, item)
            if len(lines) == 1 and self.depth < DEEPEST and PLAIN.match(self.text, *lines[0]):
                self._live(*lines[0])
                self._block_id(*lines[0])
            else:
                self._inside(*self.source.joined(self.text, lines))
        return end if items else None

    def _html(self, start: int) -> int | None:
        line_end = self.text.find("\n", start)
        line_end = self.length if line_end < 0 else line_end
        match = _HTML.match(self.text, start, line_end)
        if match is None:
            return None
        close = _HTML_END.get(match.lastgroup or "")
        if close is None:
            end = _HTML_BLANK.search(self.text, start).start()  # type: ignore[union-attr]
        else:
            found = close.search(self.text, start)
            end = self.text.find("\n", found.end()) if found else -1
            end = self.length if end < 0 else end
        self._passed_over("an HTML block", start, end)
        return end

    def _definition(self, start: int) -> int | None:
        footnote = footnote_lines(self.text, start)
        if footnote is not None:
            lines, end = footnote
            words, source = self.source.joined(self.text, lines)
            # remark keeps the last line end, and "$$" opens a formula only before one.
            self._inside(words + self.text[end : end + 1], source)
            return end
        if self.brackets is None:
            self.brackets = bracket_finder(self.text)
        defined = definition_end(self.text, start, self.brackets)
        if defined is not None:
            self._passed_over("the definition of a reference", start, defined)
        return defined

    def _table(self, start: int) -> int | None:
        table = table_rows(self.text, start)
        if table is None:
            return None
        rows, end = table
        self._passed_over(TABLE, start, end)
        for row in rows:
            for cell in cells(self.text, *row):
                self._live(*cell)
        return end

    def _paragraph(self, start: int) -> int:
        text, position = self.text, start
        while True:
            stop = PARAGRAPH_STOP.search(text, position)
            if stop is None or stop.lastgroup != "comment" or self._is_comment(stop.start() + 1):
                break
            position = stop.start() + 1
        end = stop.start() if stop else self.length
        while end > start and text[end - 1] == "\n":
            end -= 1
        self._live(start, end)
        self._block_id(start, end)
        return end


_BY_FIRST = {
    "%": (Blocks._comment,),
    "`": (Blocks._fence,),
    "~": (Blocks._fence,),
    "$": (Blocks._math,),
    ">": (Blocks._quote,),
    "#": (Blocks._atx,),
    "_": (Blocks._rule,),
    "*": (Blocks._rule, Blocks._list),
    "-": (Blocks._rule, Blocks._list),
    "+": (Blocks._list,),
    **dict.fromkeys("0123456789", (Blocks._list,)),
}
_CLOSING: dict[str, re.Pattern[str]] = {}


def _closing(pattern: str) -> re.Pattern[str]:
    found = _CLOSING.get(pattern)
    if found is None:
        found = _CLOSING[pattern] = re.compile(pattern)
    return found


def read_blocks(text: str, source: Source, hidden: list[Hidden] | None = None) -> Found:
    """All that the text of a note, frontmatter left out, holds: links, tags, headings, block ids. Linear time.

    What holds no links is noted in `hidden`, if that is given.
    """
    found = Found(hidden)
    Blocks(text, source, found, 0).read()
    return found
