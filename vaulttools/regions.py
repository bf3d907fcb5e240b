"""Stretches of common blocks (headings, paragraphs, lists, quotes, tables, code), read in one pass over characters.

Links, tags and block ids never reach over a line's end in common text, so it is enough to know that every line is text
and nothing else, or lies in a block that is one token: code, formulas, a comment. Whether a line is a paragraph's, an
item's or a quote's does not matter then.

Nothing here is a rule of its own: what is not plainly harmless is left to the full reader, and
tests/test_markdown.py proves that both always agree. It makes ordinary notes five times faster to read.
"""

from typing import Protocol

from vaulttools.elements import Block
from vaulttools.inline import Found
from vaulttools.patterns import pattern
from vaulttools.quick import (
    CODE,
    COMMENT,
    COMMENT_BLOCK,
    FORMULAS,
    QUOTED_CODE,
    QUOTED_FORMULAS,
    read_tokens,
)
from vaulttools.source import Source
from vaulttools.syntax import SPACE

_LINE_END = r"(?:\n|\Z)"
_BOX = r"(?:\[[ xX]\][ ])?+"
# An item's marker whose words start in the first five columns.
_MARK = rf"(?:[*+-][ ]{{1,3}}+|[0-9][.)][ ]{{1,2}}+|[0-9][0-9][.)][ ]){_BOX}"
# How words start that start no block of another kind.
_STARTS = (
    r"[^\s#>*+\-_0-9`~$<%\[|=:\ufeff]",
    r"\*{1,3}+(?=[^\s*])",
    r"\[\[[^\[\]\n]++\]\]",
    r"_{1,3}+(?=[^\s_])",
    r"`(?!`)",
    r"[0-9]++(?![0-9.)])|[0-9]++[.)](?=\w)",
    r"\#(?=[^\s\#])",
    r"\[[^\[\]\\\n^][^\[\]\\\n*]*+\](?!:)|\[\]\(|\[!\[",
    r"\$(?!\$)|\$\$(?!\$)(?=[^$\n]*+\$)",
    r"~(?!~~)|==(?=\w)|%(?!%)|%%(?=(?:[^%\n]|%(?!%))++%%[ \t]*+(?:\n|\Z))",
    r"<https?://|<a[ ]class=\"[^\"<>\n]*+\"[ ]data-t=\"[^\"<>\n]*+\">\[",
    # A tag with words behind it that cannot begin a block of HTML.
    r"<(?:abbr|b|big|br|code|del|em|font|i|img|ins|kbd|mark|s|small|span|strong|sub|sup|u)"
    r"(?:[ ][A-Za-z-]++=\"[^\"<>\n]*+\")*+[ ]?+/?>(?=[ \t]*+[^\s<\ufeff])",
)
_WORDS = rf"(?:{'|'.join(_STARTS)})[^\n]*+{_LINE_END}"
_LINE = rf"(?:{_MARK})?+{_WORDS}"
# Nested lists stay far from `blocks.DEEPEST`. All their markers are of one kind: another would end the list, and make
# code of what is indented.
_DEEP = rf"[ \t]{{1,18}}+(?:-[ ]{_BOX})?+{_WORDS}"
_HEADING = rf"\#{{1,6}}+[ ]++[^\n\#\s\ufeff](?:[^\n\#]++|\#(?![\s\#]|\Z))*+{_LINE_END}"
_RULE = rf"(?:---++|\*\*\*++|___++)[ ]*+{_LINE_END}"
# What certainly ends a list and all else. A blank line alone does not, if something indented follows.
_END = rf"(?=(?:[ ]*+\n)++(?![{SPACE}])|\Z|{_HEADING}|```[^`\n]*+{_LINE_END}|\*\*\*++[ ]*+{_LINE_END})"
# Blocks that may stand between the lines of a paragraph or a list and end neither for good.
_BETWEEN = rf"(?:{COMMENT}[ \t]*+|{FORMULAS}){_LINE_END}(?![ \t])"
_LINES = (
    rf"{_LINE}(?:{_LINE}|{_DEEP}|{_BETWEEN})*+{_END}"
    rf"|(?=\*[ ])(?:(?:\*[ ]{{1,3}}+|[ \t]{{1,18}}+(?:\*[ ])?+){_BOX}{_WORDS})++{_END}"
    rf"|(?=\+[ ])(?:(?:\+[ ]{{1,3}}+|[ \t]{{1,18}}+(?:\+[ ])?+){_BOX}{_WORDS})++{_END}"
    rf"|{_MARK}{_WORDS}(?:(?:{_MARK}|[ \t]{{1,18}}+(?:[0-9]\.[ ]{_BOX})?+){_WORDS})*+{_END}"
)
_QUOTED = (
    rf">[ ]?+(?:{_LINE}(?:>[ ]?+{_DEEP})*+|{_HEADING}|(?:---++)?+[ ]*+{_LINE_END}"
    rf"|(?:{QUOTED_FORMULAS}|{QUOTED_CODE}){_LINE_END}|>[ ]?+(?:{_LINE}|{_HEADING}|[ ]*+{_LINE_END}))"
)
# What stands in a row in which no token reaches over a "|".
_IN_ROW = (
    r"[^\[\n|\\`*_<!$]++",
    r"\|",
    r"\[\[[^\[\]\n|\\]++(?:\\\|[^\[\]\n|\\]*+)?+\]\]",
    r"\*\*[^\[\n|\\`*_<]++\*\*",
    r"__[^\[\n|\\`*_<]++__",
    r"`[^`|\n\\]++`",
    r"<br[ ]?+/?>",
    r"!(?!\[[^\[])",
    r"\[[^\[\]\n|\\`*_<]*+\](?:\([^()\s|]*+\))?+(?!\()",
    r"\$(?![^\n$]*+\$)|\$(?![ \t$])[^$|\\\n\[]*+(?<![ \t])\$(?![0-9$])",
)
_ROW = rf"\|(?:{'|'.join(_IN_ROW)})*+(?<=\|)[ ]*+{_LINE_END}"
_BLOCKS = (
    r"[ ]*+\n",
    _HEADING,
    _LINES,
    rf"(?:{_QUOTED})++{_END}",
    rf"{_ROW}\|(?:[ ]*+:?-++:?[ ]*+\|)++[ ]*+{_LINE_END}(?:{_ROW})*+(?=[ ]*+{_LINE_END})",
    _RULE,
    rf"{FORMULAS}{_LINE_END}",
    # Behind it a blank line shows that a block starts: in it one may not.
    rf"{CODE}{_LINE_END}(?=[ ]*+{_LINE_END}|\#{{1,6}}+[ ])",
    # A heading of dashes would take a comment of one line for its words.
    rf"(?:{COMMENT_BLOCK}{_LINE_END})++(?=[ ]*+{_LINE_END})",
)
REGION = pattern(rf"(?:{'|'.join(_BLOCKS)})++")
# How often common blocks are looked for before the next blank line.
_ATTEMPTS = 8
_HEADING_LINE = pattern(r"(\#{1,6}+)[ ]++([^\n]*+)")
_ITEM = pattern(_MARK)
_BLANK = pattern(r"[ ]*+\n|\#{1,6}+[ ]")
_BREAK = pattern(r"\n|\Z|\#{1,6}+[ ]|[ ]{0,3}[*+-][ ]|<!--")


class FullReader(Protocol):
    """What `blocks` lends to read what is not common: its text, and how a run or a block of it is read.

    All blocks before `common` are of common shapes. From there to `uncommon`, the next blank line, more are looked
    for `attempts` times at most, so that all attempts together stay linear.
    """

    text: str
    length: int
    common: int
    uncommon: int
    attempts: int
    source: Source
    depth: int

    @property
    def found(self) -> Found:
        """What has been found so far."""

    def run(self, start: int, end: int) -> None:
        """Read a whole run of inline text that is known to be trouble."""

    def block(self, start: int, first: str) -> int:
        """Read the block at a line's start whose first character is `first`; where it ends."""


def quick_region(reader: FullReader, start: int) -> int:
    """Read the blocks of common shapes that stand from `start` on; where they end, `start` if there are none.

    What is trouble in them is read by the full reader. Must not start inside an open `<a …>`.
    """
    if start >= reader.common:
        # Where one stretch ends, none starts.
        if start == reader.common:
            return start
        if start >= reader.uncommon:
            blank = reader.text.find("\n\n", start)
            reader.uncommon = reader.length if blank < 0 else blank
            reader.attempts = _ATTEMPTS
        if not reader.attempts:
            return start
        reader.attempts -= 1
        region = REGION.match(reader.text, start)
        reader.common = start if region is None else region.end()
        if region is None:
            return start
    return _Region(reader, start, reader.common).read()


class _Region:
    """Blocks of common shapes, read up to `place`.

    Up to `settled` the full reader has read whole blocks.
    """

    __slots__ = ("end", "found", "full", "place", "settled", "source", "text")

    def __init__(self, full: FullReader, start: int, end: int) -> None:
        self.full = full
        self.text = full.text
        self.source = full.source
        self.found = full.found
        self.place = self.settled = start
        self.end = end

    def read(self) -> int:
        """Read to the end of the region, or of the block that opens an `<a …>`; where that is."""
        headings = self.found.headings if self.full.depth == 0 else None
        while self.place < self.end and not self.found.in_link:
            stop = read_tokens(
                self.text, self.place, self.end, self.source, self.found, self._block_id, headings
            )
            self.place = stop if stop == self.end else self.around(stop)
        return self.place

    def _block_id(self, start: int, end: int) -> bool:
        """Note the block id at a line's end, if it certainly ends its block, or answer False."""
        text = self.text
        if not (self._is_break(end + 1) or _HEADING_LINE.match(text, text.rfind("\n", 0, start) + 1)):
            return False
        name = text[start + 1 : end].rstrip(" \t")
        self.found.blocks.append(Block(name, self.source.at(start)))
        return True

    def around(self, trouble: int) -> int:
        """Have the text around a place read by the full reader; where that ends, which may be before the place."""
        text = self.text
        line = text.rfind("\n", 0, trouble) + 1
        stop = text.find("\n", trouble, self.end)
        stop = self.end if stop < 0 else stop
        heading, item = _HEADING_LINE.match(text, line, stop), _ITEM.match(text, line, stop)
        if heading is not None:
            return self._run(heading.start(2), heading.start(2) + len(heading[2].rstrip(" \t")), stop)
        if item is not None:
            if self._is_item(line) and (self._is_break(stop + 1) or _ITEM.match(text, stop + 1)):
                self._run(item.end(), stop, stop)
                if not self.found.in_link or text[stop + 1 : stop + 2] not in (" ", "\t"):
                    return stop
                # The stretch ends at an open `<a …>`, which must not be within a list.
                self.found.in_link = False
        elif self._is_first(line) and self._is_break(stop + 1) and text[line] not in " \t>|":
            return self._run(line, stop, stop)
        # An indented line may belong to a list that is partly read: it is read anew.
        is_first = self._follows_blank if text[line] in " \t" else self._is_first
        while not is_first(line):
            line = text.rfind("\n", 0, line - 1) + 1
        self._forget(line)
        self.settled = self.full.block(line, text[line:stop].lstrip(" \t")[0])
        return self.settled

    def _run(self, start: int, end: int, stop: int) -> int:
        self._forget(start)
        self.full.run(start, end)
        return stop

    def _forget(self, start: int) -> None:
        """Drop what was found from `start` on."""
        place = self.source.at(start)
        for values in (self.found.links, self.found.tags, self.found.blocks, self.found.headings):
            while values and values[-1].start >= place:
                values.pop()

    def _is_break(self, line: int) -> bool:
        """Does a line that starts here end any run: blank, a heading, a bullet, the end of the text?"""
        return _BREAK.match(self.text, line) is not None

    def _is_first(self, line: int) -> bool:
        """Does a block start with this line, or was all before it read?"""
        return line <= self.place + 1 or self._follows_blank(line)

    def _follows_blank(self, line: int) -> bool:
        """Is there no line before this one to which it could belong?"""
        text = self.text
        return line <= self.settled + 1 or _BLANK.match(text, text.rfind("\n", 0, line - 1) + 1) is not None

    def _is_item(self, line: int) -> bool:
        """Is this line, which looks like an item, no text of a paragraph? Only "1." may interrupt one."""
        while self.text[line] not in "*+-" and not self._is_first(line):
            line = self.text.rfind("\n", 0, line - 1) + 1
            if not _ITEM.match(self.text, line):
                return False
        return True
