"""Inline text as Obsidian reads it: wikilinks, Markdown links, tags, and all that hides them.

A reimplementation of legacy remark's inline tokenizers in their order, with wikilinks and tags. Tokens are tried at
the start of a text, right after another token, and wherever one could begin; so `**b**#tag` has a tag and `b#tag`
has none. `lookahead` says where each ends, in linear time.
Source of the rules: tests/conformance/what-is-a-link.md; proof: tests/test_truth.py, tests/test_oracle.py.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import ClassVar

from vaulttools.elements import Block, Heading, Hidden, Tag
from vaulttools.links import Link
from vaulttools.lookahead import Lookahead
from vaulttools.patterns import pattern
from vaulttools.rawlinks import markdown_link, wikilink
from vaulttools.source import Source
from vaulttools.syntax import (
    CLOSE_TAG,
    ESCAPABLE,
    OPEN_TAG,
    SPACE,
    SPACES,
    TAG,
)
from vaulttools.text import Span
from vaulttools.urls import Urls, email_spans

# Emphasis and inline notes nested deeper than this are plain text, so that text made to be deep stays linear.
DEEPEST = 24

# Where a token may begin. Each branch starts with a literal (no set), so that the search skips by characters.
_NEXT = pattern(rf"\\|`|\*|_|<|\$|\[|!\[|~~|\^\[|#(?<=[{SPACE}]#)")
_NEXT_OR_URL = pattern(
    _NEXT.pattern + r"|https?://|www\.|h(?<=  \nh)[tT][tT][pP][sS]?://|H(?<=  \nH)[tT][tT][pP][sS]?://"
)
_TAG_LIKE = pattern(rf"{OPEN_TAG}|{CLOSE_TAG}")
_URL = pattern(r"www\.|(?i:https?://)")
_HTML = pattern(
    r"<!---->|<!--(?:-?[^>-])(?:-?[^-])*+-->|<\?[^\n\r\u2028\u2029]*?\?>"
    rf"|<![A-Za-z]++[{SPACE}]++[^>]*+>|<!\[CDATA\[(?s:.*?)\]\]>"
)
_INSTRUCTION_STOP = pattern(r"\?>|[\n\r\u2028\u2029]")
_IDENTIFIER = pattern(r"\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)
_NOTE_PARTS = pattern(r"\\.|[\[\]]|`++", re.DOTALL)
BLANKS = pattern(rf"[{SPACE}]*+")
# The ends of inline notes with backticks are looked for in vain through this many times the length of a run; what
# is more hostile is left alone.
_NOTE_BUDGET = 4


class Found:
    """What a note holds, gathered while it is read, in the order of reading.

    `hidden` gathers what is passed over, where somebody wants to know; it is None else.
    """

    __slots__ = ("blocks", "headings", "hidden", "in_link", "links", "tags")

    def __init__(self, hidden: list[Hidden] | None = None) -> None:
        self.hidden = hidden
        self.links: list[Link] = []
        self.tags: list[Tag] = []
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        # Inside `[…](…)` or `<a …>`; an `<a …>` without end reaches through the rest of the note.
        self.in_link = False


class Run(Lookahead):
    """One run of inline text: a paragraph, a cell, the words of a heading, what stands in a pair of `**`.

    It starts at `base` in the text that `source` maps. `interesting` finds what makes a part of it worth reading.
    A method that reads a token at a position returns the offset behind it, or 0 where there is none.
    """

    __slots__ = ("base", "depth", "emails", "found", "note_budget", "source", "urls")
    # Without one of these a text holds nothing that anybody asks for.
    interesting: ClassVar[re.Pattern[str]] = pattern(r"\[|#|</?[aA][ >]")

    def __init__(self, text: str, source: Source, base: int, found: Found, depth: int = 0) -> None:
        super().__init__(text)
        self.source = source
        self.base = base
        self.found = found
        self.depth = depth
        self.emails = email_spans(text) if "@" in text else []
        self.note_budget = _NOTE_BUDGET * len(text) + 1000
        self.urls: Urls | None = None

    def read(self) -> None:
        """Read all tokens."""
        text, length, position, stop = self.text, len(self.text), 0, 0
        search = (_NEXT_OR_URL if "://" in text or "www." in text else _NEXT).search
        while position < length:
            first = text[position]
            # An address comes before an emphasis, a URL before an address.
            end = self._email(position) if self.emails and first == "_" else 0
            if not end:
                reader = _BY_FIRST.get(first)
                end = reader(self, position) if reader is not None else 0
            if not end and self.emails:
                end = self._email(position)
            if end:
                if self.found.hidden is not None:
                    self._passed(first, position, end)
                position = end
                continue
            if stop <= position:
                following = search(text, position + 1)
                stop = following.start() if following else length
            position = min(stop, self._next_email(position + 1)) if self.emails else stop

    def _passed(self, first: str, start: int, end: int) -> None:
        """Note a token that hides what stands in it, by its first character."""
        if self.found.hidden is not None and first in HIDING:
            self.found.hidden.append(Hidden(HIDING[first], self._span(start, end)))

    def _inside(self, start: int, end: int) -> None:
        """Read a part of this run as a run of its own."""
        if self.depth < DEEPEST and self.interesting.search(self.text, start, end):
            part = self.text[start:end]
            type(self)(part, self.source, self.base + start, self.found, self.depth + 1).read()

    def _span(self, start: int, end: int) -> Span:
        return self.source.span(self.base + start, self.base + end)

    def _email(self, position: int) -> int:
        if self.found.in_link:
            return 0
        index = bisect_right(self.emails, position, key=lambda email: email[1])
        if index == len(self.emails):
            return 0
        start, _, end = self.emails[index]
        return end if start <= position else 0

    def _next_email(self, position: int) -> int:
        index = bisect_right(self.emails, position, key=lambda email: email[1])
        if self.found.in_link or index == len(self.emails):
            return len(self.text)
        return max(position, self.emails[index][0])

    def _escape(self, start: int) -> int:
        following = self.text[start + 1 : start + 2]
        return start + 2 if following and following in ESCAPABLE else 0

    def _bracket(self, start: int) -> int:
        return (
            self._wikilink(start, start)
            or self._link(start, start)
            or self._footnote_call(start)
            or self._reference(start, start)
        )

    def _exclamation(self, start: int) -> int:
        if self.text[start + 1 : start + 2] != "[":
            return 0
        return (
            self._wikilink(start, start + 1)
            or self._link(start, start + 1)
            or self._reference(start, start + 1)
        )

    def _wikilink(self, start: int, bracket: int) -> int:
        text = self.text
        if not text.startswith("[[", bracket):
            return 0
        close = self.string_at("]]", bracket + 2)
        # Looked for first: so all that is cut out below is short, and reading stays linear.
        if close < 0 or text.find("[[", bracket + 2, close) >= 0:
            return 0
        inner = text[bracket + 2 : close]
        if "\n" in inner or not inner.strip(SPACES):
            return 0
        self.found.links.append(wikilink(text, start, close, self.source.at(self.base + start) - start))
        return close + 2

    def _link(self, start: int, bracket: int) -> int:
        is_image = start != bracket
        if self.found.in_link and not is_image:
            return 0
        close = self.partner(bracket)
        if close < 0 or self.text[close + 1 : close + 2] != "(":
            return 0
        place = self.place(BLANKS.match(self.text, close + 2).end())  # type: ignore[union-attr]
        if place is None:
            return 0
        place_start, place_end, end = place
        spans = (start, end), (bracket + 1, close), (place_start, place_end)
        link = markdown_link(self.text, *spans, self._span)
        if link is not None:
            self.found.links.append(link)
        if not is_image:
            self._inside_link(bracket + 1, close)
        return end

    def _inside_link(self, start: int, end: int) -> None:
        before, self.found.in_link = self.found.in_link, True
        self._inside(start, end)
        self.found.in_link = before

    def _reference(self, start: int, bracket: int) -> int:
        text = self.text
        is_image = start != bracket
        close = -1 if text[bracket + 1 : bracket + 2] == "^" else self.partner(bracket)
        if close < 0:
            return 0
        end, is_full = close + 1, False
        if text[end : end + 1] == "[":
            identifier = _IDENTIFIER.match(text, end)
            # remark eats the second "[" even where no identifier follows.
            end = identifier.end() if identifier else end + 1
            is_full = bool(identifier and identifier[1])
        elif close == bracket + 1:
            return 0
        if (not is_full and self.has_bracket(bracket + 1, close)) or (self.found.in_link and not is_image):
            return 0
        if not is_image:
            self._inside_link(bracket + 1, close)
        return end

    def _inline_note(self, start: int) -> int:
        if self.text[start + 1 : start + 2] != "[":
            return 0
        has_code = self.string_at("`", start) >= 0
        close = self._note_end(start) if has_code else self.partner(start + 1)
        if close < 0:
            return 0
        self._inside(start + 2, close)
        return close + 1

    def _note_end(self, start: int) -> int:
        """Where the "]" of an inline note is that holds code, -1 if there is none. Code hides brackets."""
        if self.note_budget < 0:
            return -1
        depth, fence = 0, 0
        for match in _NOTE_PARTS.finditer(self.text, start + 1):
            part = match[0]
            if part[0] == "`":
                fence = 0 if fence == len(part) else fence or len(part)
            elif part[0] == "\\" or fence:
                continue
            elif part == "[":
                depth += 1
            elif depth > 1:
                depth -= 1
            else:
                return match.start()
        self.note_budget -= len(self.text) - start
        return -1

    def _angle(self, start: int) -> int:
        following = self.text[start + 1 : start + 2]
        if not (following.isalpha() or following in "/?!"):
            return self._auto_link(start)
        # A tag and an autolink never start alike; a comment and an autolink can.
        return self._html_tag(start) or self._auto_link(start) or self._html_rest(start, following)

    def _html_tag(self, start: int) -> int:
        match = _TAG_LIKE.match(self.text, start)
        if match is None:
            return 0
        tag = match[0][:4].lower()
        if tag[:3] == "<a ":
            self.found.in_link = True
        elif tag == "</a>":
            self.found.in_link = False
        return match.end()

    def _html_rest(self, start: int, following: str) -> int:
        """A comment, instruction, declaration or CDATA section."""
        if following not in "?!" or self.string_at(">", start + 1) < 0:
            return 0
        if following == "?" and not self._closes_line(start):
            return 0
        if self.text.startswith("<![", start) and self.string_at("]]>", start) < 0:
            return 0
        match = _HTML.match(self.text, start)
        return match.end() if match else 0

    def _footnote_call(self, start: int) -> int:
        return self.label_end(start + 2) + 1 if self.text[start + 1 : start + 2] == "^" else 0

    def _auto_link(self, start: int) -> int:
        return 0 if self.found.in_link else self.auto_link_end(start) + 1

    def _closes_line(self, start: int) -> bool:
        stop = self.match_at(_INSTRUCTION_STOP, start + 2)
        return stop >= 0 and self.text[stop] == "?"

    def _mark(self, start: int) -> int:
        for end, width in ((self.strong_end, 2), (self.emphasis_end, 1)):
            close = end(start)
            if close >= 0:
                self._inside(start + width, close)
                return close + width
        return 0

    def _deletion(self, start: int) -> int:
        close = self.deletion_end(start)
        if close < 0:
            return 0
        self._inside(start + 2, close)
        return close + 2

    def _code(self, start: int) -> int:
        return max(0, self.code_end(start))

    def _math(self, start: int) -> int:
        return max(0, self.math_end(start))

    def _tag(self, position: int) -> int:
        match = TAG.match(self.text, position)
        if match is None:
            return 0
        start, end = self._span(*match.span())
        self.found.tags.append(Tag(match[1], start, end - start, False))
        return match.end()

    def _url(self, start: int) -> int:
        if self.found.in_link or not _URL.match(self.text, start):
            return 0
        if self.urls is None:
            self.urls = Urls(self.text)
        return self.urls.end(start) or 0


_BY_FIRST: dict[str, Callable[[Run, int], int]] = {
    "\\": Run._escape,
    "[": Run._bracket,
    "!": Run._exclamation,
    "<": Run._angle,
    "^": Run._inline_note,
    "*": Run._mark,
    "_": Run._mark,
    "~": Run._deletion,
    "`": Run._code,
    "$": Run._math,
    "#": Run._tag,
    **dict.fromkeys("hHw", Run._url),
}
FORMULA = "a formula"
# What passes over its text, by its first character.
HIDING = {
    "`": "inline code",
    "$": FORMULA,
    "<": "HTML or an address in angle brackets",
    "\\": "what a backslash keeps as plain text",
    **dict.fromkeys("hHw", "a bare address, which runs to the next space"),
}
