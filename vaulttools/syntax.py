"""Characters and patterns of the Markdown that Obsidian reads, shared by `blocks` and `inline`.

Obsidian's indexer is legacy remark (tests/conformance/README.md), so white space and word characters
are JavaScript's, not Python's.
"""

import re
from collections.abc import Callable

from vaulttools.patterns import pattern

# JavaScript's \s: Python's has U+001C–1F and U+0085 too, and lacks U+FEFF.
SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
SPACES = (
    "\t\n\v\f\r \u00a0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
EOL = r"(?=\n|\Z)"
# A comment as the app shows it: as a block of its own it goes on over blank lines, within a paragraph it does not.
ANY_COMMENT = r"(?m:^%%)(?:[^%]|%(?!%))*+%%|%%(?:(?!\n[ \t]*\r?\n)[^%]|%(?!%))*+%%"

# Characters a backslash escapes (CommonMark's punctuation and the line end).
ESCAPABLE = frozenset("\\`*{}[]()#+-.!_>~|\n\"$%&',/:;<=?@^")

_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt"
    "|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hgroup|hr|html|iframe"
    "|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|pre|section|source|title"
    "|summary|table|tbody|td|tfoot|th|thead|tr|track|ul"
)
_VALUE = r"""(?:[^"'=<>`\x00-\x20]++|'[^']*+'|"[^"]*+")"""
_ATTRIBUTE = rf"(?:[{SPACE}]++[a-zA-Z_:][a-zA-Z0-9:._-]*+(?:[{SPACE}]*+=[{SPACE}]*+{_VALUE})?+)"
OPEN_TAG = rf"<[A-Za-z][A-Za-z0-9-]*+{_ATTRIBUTE}*+[{SPACE}]*+/?>"
CLOSE_TAG = rf"</[A-Za-z][A-Za-z0-9-]*+[{SPACE}]*+>"

# A tag with its "#"; one of digits only is none.
TAG_CHARACTER = r"[^\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\" + SPACE + "]"
TAG = pattern(rf"#(?![0-9]++(?!{TAG_CHARACTER}))({TAG_CHARACTER}++)")

# The kinds of HTML block that may interrupt a paragraph, by their first line.
HTML_KINDS = {
    "raw": rf"<(?i:script|pre|style)(?=[{SPACE}>]|\Z)",
    "remark": r"<!--",
    "instruction": r"<\?",
    "directive": r"<![A-Za-z]",
    "cdata": r"<!\[CDATA\[",
    "element": rf"</?(?i:{_NAMES})(?=[{SPACE}]|/?>|\Z)",
}
HTML_BLOCK = f"(?:{'|'.join(HTML_KINDS.values())})"
RULE = rf"([*_-])(?: *+\1){{2,}}+ *+{EOL}"
ATX = r"#{1,6}+(?=[ \t\n]|\Z)"
FENCE = rf"(?:`{{3,}}+[^`\n]*+{EOL}|~{{3,}}+)"
MATH = r"\${2,}+[^$\n]*+\n"
BULLET = r"(?:[*+-]|1[.)])(?=[ \t\n]|\Z)"

_INTERRUPT = rf"{ATX}|>|{RULE}|{BULLET}|{FENCE}|{MATH}|{HTML_BLOCK}|(?P<comment>%%)"

# The end of a paragraph's line where the next line is blank or starts another block.
PARAGRAPH_STOP = pattern(
    rf"\n(?= *\n| {{0,3}}(?:(?=[#>*_+\-1`~$<%])(?:{_INTERRUPT})|(?=[^\n\t ])[{SPACE}](?:(?!\n)[{SPACE}])*\n))"
)
QUOTE_STOP = pattern(rf" {{4}}|\t| *+{MATH}|[ \t]*+(?:{_INTERRUPT.replace(MATH + '|', '')})")
LIST_STOP = pattern(rf"[ \t]*+(?:{ATX}|{FENCE}|{RULE})")
RULE_LINE = pattern(rf"[ \t]*+{RULE}")
SETEXT = pattern(rf" {{0,3}}[^\n]*+\n(?:=++|-++){EOL}")

# A comment block that spans lines: to the first "%%" at a line's end, else to the end of the text.
COMMENT = pattern(rf" {{0,3}}%%(?P<body>(?:[^%]++|%(?!%[ \t]*+{EOL}))*+)(?:%%[ \t]*+{EOL}|(?P<open>\Z))")


class Finder:
    """The first match of a pattern at or after ever later positions, so that all look-ups together are linear."""

    __slots__ = ("_found", "_from", "_search")

    def __init__(self, search: Callable[[int], int]) -> None:
        self._search = search
        self._from = self._found = -1

    def at(self, position: int) -> int:
        """Where the first match at or after `position` starts, -1 if there is none."""
        if not (0 <= self._from <= position and (self._found < 0 or position <= self._found)):
            self._found = self._search(position)
            self._from = position
        return self._found


def string_finder(text: str, word: str) -> Finder:
    """A finder of a plain string."""
    return Finder(lambda position: text.find(word, position))


def pattern_finder(text: str, pattern: re.Pattern[str]) -> Finder:
    """A finder of a pattern's first match."""

    def search(position: int) -> int:
        match = pattern.search(text, position)
        return match.start() if match else -1

    return Finder(search)
