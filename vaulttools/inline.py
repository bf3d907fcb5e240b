"""Inline text as Obsidian reads it: wikilinks, Markdown links, tags, and all that hides them.

A reimplementation of legacy remark's inline tokenizers in their order, with wikilinks and tags. Tokens are tried at
the start of a text, right after another token, and wherever one could begin; so `**b**#tag` has a tag and `b#tag`
has none. Every look-ahead is remembered (`Finder`), which keeps hostile text linear.
Source of the rules: tests/conformance/what-is-a-link.md; proof: tests/test_truth.py, tests/test_oracle.py.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

from vaulttools.links import Link
from vaulttools.elements import Block, Heading, Tag
from vaulttools.rawlinks import markdown_link, wikilink
from vaulttools.source import Source
from vaulttools.syntax import (
    CLOSE_TAG,
    ESCAPABLE,
    OPEN_TAG,
    SPACE,
    SPACES,
    Finder,
    pattern_finder,
    string_finder,
)
from vaulttools.text import Span
from vaulttools.urls import email_spans, url_end

# Without one of these a text holds nothing that anybody asks for.
INTERESTING = re.compile(r"\[|#|</?[aA][ >]")

# Emphasis and inline notes nested deeper than this are plain text, so that text made to be deep stays linear.
DEEPEST = 24

# Where a token may begin. Each branch starts with a literal (no set), so that the search skips by characters.
_NEXT = re.compile(rf"\\|`|\*|_|<|\$|\[|!\[|~~|\^\[|#(?<=[{SPACE}]#)")
_NEXT_OR_URL = re.compile(
    _NEXT.pattern + r"|https?://|www\.|h(?<=  \nh)[tT][tT][pP][sS]?://|H(?<=  \nH)[tT][tT][pP][sS]?://"
)
_TAG_LIKE = re.compile(rf"{OPEN_TAG}|{CLOSE_TAG}")
_SIMPLE_LINK = re.compile(r"\[\[([^\[\]|#\n]*+)(#[^\[\]|\n]*+)?+(?:\|([^\[\]\n]*+))?+\]\]")
_URL = re.compile(r"www\.|(?i:https?://)")
_TAG = re.compile(r"#([^\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\" + SPACE + r"]++)")
_DIGITS = re.compile(r"[0-9]+\Z")
_HTML = re.compile(
    r"<!---->|<!--(?:-?[^>-])(?:-?[^-])*+-->|<\?[^\n\r\u2028\u2029]*?\?>"
    rf"|<![A-Za-z]++[{SPACE}]++[^>]*+>|<!\[CDATA\[(?s:.*?)\]\]>"
)
_AUTO_STOP = re.compile(rf"[{SPACE}>@]|:/")
_BLANK_OR_END = re.compile(rf"[{SPACE}>]")
_INSTRUCTION_STOP = re.compile(r"\?>|[\n\r\u2028\u2029]")
_LABEL_STOP = re.compile(r"[\]\n\t ]")
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)
_PLAIN = re.compile(r"\[[^\[\]\\]*+\]")
_IDENTIFIER = re.compile(r"\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)
_NOTE_PARTS = re.compile(r"\\.|[\[\]]|`++", re.DOTALL)
_DELETED = re.compile(rf"(?<![{SPACE}])~~")
_TICKS = re.compile(r"`++")
_MARKS = {mark: re.compile(rf"\\.|[{mark}]++", re.DOTALL) for mark in "*_"}
_WORD = re.compile(r"[A-Za-z0-9_]")
_MATH_PARTS = re.compile(r"\\.|\$", re.DOTALL)
_DIGIT = frozenset("0123456789")
_PLACE_STOP = re.compile(rf"\\.|[{SPACE}]", re.DOTALL)
_ANGLE_STOP = re.compile(r"[>\n]")
_BLANKS = re.compile(rf"[{SPACE}]*+")
_PARENTHESES = re.compile(rf"\\.|[(){SPACE}]", re.DOTALL)
_TITLE_END = {mark: re.compile(rf"\\.|{close}", re.DOTALL) for mark, close in (('"', '"'), ("'", "'"), ("(", r"\)"))}
# An inline note that never closes is looked for this often in one run; hostile text is left alone after that.
_FAILED_NOTES = 64


class Found:
    """What a note holds, gathered while it is read, in the order of reading."""

    __slots__ = ("blocks", "headings", "in_link", "links", "tags")

    def __init__(self) -> None:
        self.links: list[Link] = []
        self.tags: list[Tag] = []
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        # Inside `[…](…)` or `<a …>`; an `<a …>` without end reaches through the rest of the note.
        self.in_link = False


def scan_inline(text: str, source: Source, base: int, found: Found) -> None:
    """Read a run of inline text that starts at `base` in the text `source` maps. Linear time."""
    _Run(text, source, base, found, 0).read()


class _Run:
    """One run of inline text: a paragraph, a cell, the words of a heading, what stands in a pair of `**`.

    A method that reads a token at a position returns the offset behind it, or 0 where there is none.
    """

    __slots__ = ("base", "closing", "depth", "emails", "failed_notes", "finders", "found", "partners", "source", "text", "ticks")

    def __init__(self, text: str, source: Source, base: int, found: Found, depth: int) -> None:
        self.text = text
        self.source = source
        self.base = base
        self.found = found
        self.depth = depth
        self.emails = email_spans(text) if "@" in text else []
        self.finders: dict[str, Finder] = {}
        self.partners: dict[int, int] | None = None
        self.closing: dict[int, int] | None = None
        self.ticks: dict[int, list[int]] | None = None
        self.failed_notes = 0

    def read(self) -> None:
        """Read all tokens."""
        text, length, position = self.text, len(self.text), 0
        search = (_NEXT_OR_URL if "://" in text or "www." in text else _NEXT).search
        while position < length:
            reader = _BY_FIRST.get(text[position])
            end = reader(self, position) if reader is not None else 0
            if not end and self.emails:
                end = self._email(position)
            if end:
                position = end
                continue
            following = search(text, position + 1)
            stop = following.start() if following else length
            position = min(stop, self._next_email(position + 1)) if self.emails else stop

    def _inside(self, start: int, end: int) -> None:
        """Read a part of this run as a run of its own."""
        if self.depth < DEEPEST and INTERESTING.search(self.text, start, end):
            _Run(self.text[start:end], self.source, self.base + start, self.found, self.depth + 1).read()

    def _span(self, start: int, end: int) -> Span:
        return self.source.span(self.base + start, self.base + end)

    def _finder(self, name: str, make: Callable[[str], Finder]) -> Finder:
        finder = self.finders.get(name)
        if finder is None:
            finder = self.finders[name] = make(self.text)
        return finder

    def _string_at(self, word: str, position: int) -> int:
        return self._finder(word, lambda text: string_finder(text, word)).at(position)

    def _match_at(self, pattern: re.Pattern[str], position: int) -> int:
        return self._finder(pattern.pattern, lambda text: pattern_finder(text, pattern)).at(position)

    def _token_at(self, name: str, pattern: re.Pattern[str], position: int, accept: Callable[[re.Match[str]], bool]) -> int:
        """The first token at or after `position` that is accepted; escaped characters are passed over."""

        def make(text: str) -> Finder:
            def search(place: int) -> int:
                for match in pattern.finditer(text, place):
                    if match[0][0] != "\\" and accept(match):
                        return match.start()
                return -1

            return Finder(search)

        return self._finder(name, make).at(position)

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
        return self._wikilink(start, start) or self._link(start, start) or self._footnote_call(start) or self._reference(start, start)

    def _exclamation(self, start: int) -> int:
        if self.text[start + 1 : start + 2] != "[":
            return 0
        return self._wikilink(start, start + 1) or self._link(start, start + 1) or self._reference(start, start + 1)

    def _wikilink(self, start: int, bracket: int) -> int:
        text = self.text
        if not text.startswith("[[", bracket):
            return 0
        simple = _SIMPLE_LINK.match(text, bracket)
        if simple is not None:
            return self._simple_link(start, simple)
        inner = bracket + 2
        close = self._string_at("]]", inner)
        if close < 0 or text.find("\n", inner, close) >= 0 or text.find("[[", inner, close) >= 0:
            return 0
        if not text[inner:close].strip(SPACES):
            return 0
        self.found.links.append(wikilink(text, start, close, self.source.at(self.base + start) - start))
        return close + 2

    def _simple_link(self, start: int, match: re.Match[str]) -> int:
        if not self.text[match.start() + 2 : match.end() - 2].strip(SPACES):
            return 0
        shift = self.source.at(self.base + start) - start
        self.found.links.append(wikilink(self.text, start, match.end() - 2, shift))
        return match.end()

    def _partner(self, bracket: int) -> int:
        """The "]" that closes a "[", -1 if none does. A backslash hides the next character."""
        if self.partners is None:
            plain = _PLAIN.match(self.text, bracket)
            if plain is not None:
                return plain.end() - 1
            self.partners = {}
            open_brackets = []
            for match in _BRACKETS.finditer(self.text, bracket):
                if match[0] == "[":
                    open_brackets.append(match.start())
                elif match[0] == "]" and open_brackets:
                    self.partners[open_brackets.pop()] = match.start()
        return self.partners.get(bracket, -1)

    def _link(self, start: int, bracket: int) -> int:
        is_image = start != bracket
        if self.found.in_link and not is_image:
            return 0
        close = self._partner(bracket)
        if close < 0 or self.text[close + 1 : close + 2] != "(":
            return 0
        place = self._place(_BLANKS.match(self.text, close + 2).end())  # type: ignore[union-attr]
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

    def _place(self, start: int) -> tuple[int, int, int] | None:
        """A destination from `start`: where it starts and ends, and where the whole link ends."""
        text = self.text
        if text[start : start + 1] == "<":
            stop = self._match_at(_ANGLE_STOP, start + 1)
            if stop < 0 or text[stop] != ">":
                return None
            place_start, place_end, after = start + 1, stop, stop + 1
        else:
            place_start, place_end = start, self._place_end(start)
            after = place_end
        blanks = _BLANKS.match(text, after).end()  # type: ignore[union-attr]
        mark = text[blanks : blanks + 1]
        if blanks > after and mark in _TITLE_END and mark:
            close = self._token_at("title" + mark, _TITLE_END[mark], blanks + 1, lambda match: True)
            if close < 0:
                return None
            blanks = _BLANKS.match(text, close + 1).end()  # type: ignore[union-attr]
        return (place_start, place_end, blanks + 1) if text[blanks : blanks + 1] == ")" else None

    def _place_end(self, start: int) -> int:
        """The end of a bare destination: a blank or the parenthesis that nothing in it opens."""
        if self.closing is None:
            self.closing = {}
            open_places = [0]
            for match in _PARENTHESES.finditer(self.text):
                if match[0] == "(":
                    open_places.append(match.end())
                elif match[0] == ")" and open_places:
                    self.closing[open_places.pop()] = match.start()
                elif match[0] in SPACES:
                    open_places = [match.end()]
        stop = self._token_at("place", _PLACE_STOP, start, lambda match: True)
        stop = len(self.text) if stop < 0 else stop
        return min(stop, self.closing.get(start, stop))

    def _footnote_call(self, start: int) -> int:
        if self.text[start + 1 : start + 2] != "^":
            return 0
        stop = self._match_at(_LABEL_STOP, start + 2)
        return stop + 1 if stop > start + 2 and self.text[stop] == "]" else 0

    def _reference(self, start: int, bracket: int) -> int:
        text = self.text
        is_image = start != bracket
        close = -1 if text[bracket + 1 : bracket + 2] == "^" else self._partner(bracket)
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
        if (not is_full and _has_bracket(text, bracket + 1, close)) or (self.found.in_link and not is_image):
            return 0
        if not is_image:
            self._inside_link(bracket + 1, close)
        return end

    def _inline_note(self, start: int) -> int:
        if self.text[start + 1 : start + 2] != "[" or self.failed_notes > _FAILED_NOTES:
            return 0
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
                self._inside(start + 2, match.start())
                return match.end()
        self.failed_notes += 1
        return 0

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
        if following not in "?!" or self._string_at(">", start + 1) < 0:
            return 0
        if following == "?" and not self._closes_line(start):
            return 0
        if self.text.startswith("<![", start) and self._string_at("]]>", start) < 0:
            return 0
        match = _HTML.match(self.text, start)
        return match.end() if match else 0

    def _auto_link(self, start: int) -> int:
        if self.found.in_link:
            return 0
        text = self.text
        stop = self._match_at(_AUTO_STOP, start + 1)
        if stop <= start + 1 or text[stop] not in "@:":
            return 0
        if text[stop] == ":":
            stop += 1
            if text[stop + 1 : stop + 2] != "/":
                return 0
        end = self._match_at(_BLANK_OR_END, stop + 1)
        return end + 1 if end > stop + 1 and text[end] == ">" else 0

    def _closes_line(self, start: int) -> bool:
        stop = self._match_at(_INSTRUCTION_STOP, start + 2)
        return stop >= 0 and self.text[stop] == "?"

    def _mark(self, start: int) -> int:
        return self._strong(start) or self._emphasis(start)

    def _run_length(self, start: int) -> int:
        mark, end = self.text[start], start
        while self.text[end : end + 1] == mark:
            end += 1
        return end - start

    def _strong(self, start: int) -> int:
        length = self._run_length(start)
        if length < 2:
            return 0
        if length >= 4:
            close = start + length - 2
        else:
            mark = self.text[start]
            run = self._token_at(
                "strong" + mark, _MARKS[mark], start + length, lambda match: len(match[0]) >= 2
            )
            if run < 0:
                return 0
            close = run + self._run_length(run) - 2
        if not self.text[start + 2 : close].strip(SPACES):
            return 0
        self._inside(start + 2, close)
        return close + 2

    def _emphasis(self, start: int) -> int:
        text, mark = self.text, self.text[start]
        further = self._run_length(start) - 1
        if further % 2:
            return 0
        after = start + 1 + further
        close = self._token_at("emphasis" + mark, _MARKS[mark], after, _decides_emphasis)
        # A longer run, or one behind an escaped mark, ends the search without success.
        if close < 0 or self._run_length(close) != 1 or text[close - 1] == mark and close > after:
            return 0
        first = self._token_at("single" + mark, _MARKS[mark], after, lambda match: len(match[0]) == 1)
        if not text[start + 1 : min(first, close)].strip(SPACES):
            return 0
        self._inside(start + 1, close)
        return close + 1

    def _deletion(self, start: int) -> int:
        text = self.text
        if not text.startswith("~~", start) or text[start + 2 : start + 3] in SPACES:
            return 0
        close = self._match_at(_DELETED, start + 2)
        if close < 0:
            return 0
        self._inside(start + 2, close)
        return close + 2

    def _code(self, start: int) -> int:
        length = self._run_length(start)
        if self.ticks is None:
            self.ticks = {}
            for match in _TICKS.finditer(self.text):
                self.ticks.setdefault(len(match[0]), []).append(match.start())
        runs = self.ticks.get(length, [])
        index = bisect_right(runs, start + length - 1)
        return runs[index] + length if index < len(runs) else 0

    def _math(self, start: int) -> int:
        text = self.text
        is_double = text[start + 1 : start + 2] == "$"
        content = start + 1 + is_double
        if text[content : content + 1] in (" ", "\t"):
            return 0
        name, accept = ("math$$", _closes_double_math) if is_double else ("math$", _closes_math)
        close = self._token_at(name, _MATH_PARTS, content, accept)
        return close + 1 + is_double if close >= 0 else 0

    def _tag(self, start: int) -> int:
        match = _TAG.match(self.text, start)
        if match is None or _DIGITS.match(match[1]):
            return 0
        self.found.tags.append(Tag(match[1], self._span(*match.span()), False))
        return match.end()

    def _url(self, start: int) -> int:
        if self.found.in_link or not _URL.match(self.text, start):
            return 0
        return url_end(self.text, start) or 0


def _has_bracket(text: str, start: int, end: int) -> bool:
    """Is there a "[" that no backslash hides?"""
    if text.find("[", start, end) < 0:
        return False
    return any(match[0] == "[" for match in _BRACKETS.finditer(text, start, end))


def _decides_emphasis(match: re.Match[str]) -> bool:
    """Does this run of marks end the search for the end of an emphasis, well or badly?"""
    length = match.end() - match.start()
    if length > 1:
        return length % 2 == 1
    text, end = match.string, match.end()
    escaped = match.start() > 0 and text[match.start() - 1] == match[0]
    return escaped or match[0] == "*" or not _WORD.match(text, end)


def _closes_math(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return text[start - 1] not in " \t" and text[start + 1 : start + 2] not in _DIGIT


def _closes_double_math(match: re.Match[str]) -> bool:
    return _closes_math(match) and match.string[match.end() : match.end() + 1] == "$"


_BY_FIRST: dict[str, Callable[[_Run, int], int]] = {
    "\\": _Run._escape,
    "[": _Run._bracket,
    "!": _Run._exclamation,
    "<": _Run._angle,
    "^": _Run._inline_note,
    "*": _Run._mark,
    "_": _Run._mark,
    "~": _Run._deletion,
    "`": _Run._code,
    "$": _Run._math,
    "#": _Run._tag,
    **{letter: _Run._url for letter in "hHw"},
}
