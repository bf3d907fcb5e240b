"""Looking ahead in a run of inline text: where a bracket, a destination, an emphasis or a formula ends.

Every answer is remembered (`Finder`), so that all questions together stay linear on hostile text. A method returns
the place it is asked for, or -1 where there is none.
Source of the rules: tests/conformance/what-is-a-link.md; proof: tests/test_truth.py, tests/test_oracle.py.
"""

import re
from bisect import bisect_right
from collections.abc import Callable

from vaulttools.patterns import pattern
from vaulttools.syntax import SPACE, SPACES, Finder, pattern_finder, string_finder

_AUTO_STOP = pattern(rf"[{SPACE}>@]|:/")
_BLANK_OR_END = pattern(rf"[{SPACE}>]")
_LABEL_STOP = pattern(r"[\]\n\t ]")
_BRACKETS = pattern(r"\\.|[\[\]]", re.DOTALL)
_PLAIN = pattern(r"\[[^\[\]\\]*+\]")
_DELETED = pattern(rf"(?<![{SPACE}])~~")
_TICKS = pattern(r"`++")
_MARKS = {mark: pattern(rf"\\.|[{mark}]++", re.DOTALL) for mark in "*_"}
# A "_" before a word character neither opens nor closes, unless an escaped one stands before it.
_EMPHASIS_MARKS = {
    "*": _MARKS["*"],
    "_": pattern(r"\\.|__++|_(?![A-Za-z0-9_])|(?<=_)_", re.DOTALL),
}
_BLANK_THEN_MARK = {mark: pattern(rf"[{SPACE}]*+[{mark}](?![{mark}])") for mark in "*_"}
_LONG_RUNS = {mark: pattern(rf"[{mark}]{{4,}}+") for mark in "*_`"}
_MATH_PARTS = pattern(r"\\.|\$", re.DOTALL)
_DIGIT = frozenset("0123456789")
_PLACE_STOP = pattern(rf"\\.|[{SPACE}]", re.DOTALL)
_ANGLE_STOP = pattern(r"[>\n]")
_BLANKS = pattern(rf"[{SPACE}]*+")
_PARENTHESES = pattern(rf"\\.|[(){SPACE}]", re.DOTALL)
_TITLE_END = {
    mark: pattern(rf"\\.|{close}", re.DOTALL) for mark, close in (('"', '"'), ("'", "'"), ("(", r"\)"))
}


class Lookahead:
    """A text, and what has been found out about it so far."""

    __slots__ = ("_closing", "_finders", "_partners", "_runs", "_ticks", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._finders: dict[str, Finder] = {}
        self._partners: dict[int, int] | None = None
        self._closing: dict[int, int] | None = None
        self._ticks: dict[int, list[int]] | None = None
        self._runs: dict[str, list[int]] = {}

    def _finder(self, name: str, make: Callable[[str], Finder]) -> Finder:
        finder = self._finders.get(name)
        if finder is None:
            finder = self._finders[name] = make(self.text)
        return finder

    def string_at(self, word: str, position: int) -> int:
        return self._finder(word, lambda text: string_finder(text, word)).at(position)

    def match_at(self, pattern: re.Pattern[str], position: int) -> int:
        return self._finder(pattern.pattern, lambda text: pattern_finder(text, pattern)).at(position)

    def token_at(
        self, name: str, pattern: re.Pattern[str], position: int, accept: Callable[[re.Match[str]], bool]
    ) -> int:
        """The first token at or after `position` that is accepted; escaped characters are passed over."""

        def make(text: str) -> Finder:
            def search(place: int) -> int:
                for match in pattern.finditer(text, place):
                    if match[0][0] != "\\" and accept(match):
                        return match.start()
                return -1

            return Finder(search)

        return self._finder(name, make).at(position)

    def partner(self, bracket: int) -> int:
        """The "]" that closes a "[", -1 if none does. A backslash hides the next character."""
        if self._partners is None:
            plain = _PLAIN.match(self.text, bracket)
            if plain is not None:
                return plain.end() - 1
            self._partners = {}
            open_brackets = []
            for match in _BRACKETS.finditer(self.text, bracket):
                if match[0] == "[":
                    open_brackets.append(match.start())
                elif match[0] == "]" and open_brackets:
                    self._partners[open_brackets.pop()] = match.start()
        return self._partners.get(bracket, -1)

    def place(self, start: int) -> tuple[int, int, int] | None:
        """A destination from `start`: where it starts and ends, and where the whole link ends."""
        text = self.text
        if text[start : start + 1] == "<":
            stop = self.match_at(_ANGLE_STOP, start + 1)
            if stop < 0 or text[stop] != ">":
                return None
            place_start, place_end, after = start + 1, stop, stop + 1
        else:
            place_start, place_end = start, self._place_end(start)
            after = place_end
        blanks = _BLANKS.match(text, after).end()  # type: ignore[union-attr]
        mark = text[blanks : blanks + 1]
        if blanks > after and mark in _TITLE_END and mark:
            close = self.token_at("title" + mark, _TITLE_END[mark], blanks + 1, lambda match: True)
            if close < 0:
                return None
            blanks = _BLANKS.match(text, close + 1).end()  # type: ignore[union-attr]
        return (place_start, place_end, blanks + 1) if text[blanks : blanks + 1] == ")" else None

    def _place_end(self, start: int) -> int:
        """The end of a bare destination: a blank or the parenthesis that nothing in it opens."""
        if self._closing is None:
            self._closing = {}
            open_places = [0]
            for match in _PARENTHESES.finditer(self.text):
                if match[0] == "(":
                    open_places.append(match.end())
                elif match[0] == ")" and open_places:
                    self._closing[open_places.pop()] = match.start()
                elif match[0] in SPACES:
                    open_places = [match.end()]
        stop = self.token_at("place", _PLACE_STOP, start, lambda match: True)
        stop = len(self.text) if stop < 0 else stop
        return min(stop, self._closing.get(start, stop))

    def label_end(self, start: int) -> int:
        """Where the "]" of a footnote's label is that starts at `start`."""
        stop = self.match_at(_LABEL_STOP, start)
        return stop if stop > start and self.text[stop] == "]" else -1

    def auto_link_end(self, start: int) -> int:
        """Where the ">" of an autolink (`<https://…>`, `<a@b.c>`) is whose "<" stands at `start`."""
        text = self.text
        stop = self.match_at(_AUTO_STOP, start + 1)
        if stop <= start + 1 or text[stop] not in "@:":
            return -1
        if text[stop] == ":":
            stop += 1
            if text[stop + 1 : stop + 2] != "/":
                return -1
        end = self.match_at(_BLANK_OR_END, stop + 1)
        return end if end > stop + 1 and text[end] == ">" else -1

    def run_length(self, start: int) -> int:
        """How often the character at `start` stands there in a row."""
        text, mark = self.text, self.text[start]
        for length in (1, 2, 3):
            if text[start + length : start + length + 1] != mark:
                return length
        ends = self._runs.get(mark)
        if ends is None:
            ends = self._runs[mark] = [match.end() for match in _LONG_RUNS[mark].finditer(text)]
        return ends[bisect_right(ends, start)] - start

    def strong_end(self, start: int) -> int:
        """Where the closing marks of the `**…**` or `__…__` are that opens at `start`."""
        length = self.run_length(start)
        if length < 2:
            return -1
        close = start + length - 2
        if length < 4:
            mark = self.text[start]
            run = self.token_at(
                "strong" + mark, _MARKS[mark], start + length, lambda match: len(match[0]) >= 2
            )
            if run < 0:
                return -1
            close = run + self.run_length(run) - 2
        return close if self.text[start + 2 : close].strip(SPACES) else -1

    def emphasis_end(self, start: int) -> int:
        """Where the closing mark of the `*…*` or `_…_` is that opens at `start`.

        Runs of an even number of marks are passed over, a longer odd run ends the search, and so does a mark
        behind an escaped one: remark's ways.
        """
        text, mark = self.text, self.text[start]
        further = self.run_length(start) - 1
        if further % 2:
            return -1
        after = start + 1 + further
        if not further and _BLANK_THEN_MARK[mark].match(text, after):
            return -1
        close = self.token_at("emphasis" + mark, _EMPHASIS_MARKS[mark], after, _decides_emphasis)
        if close < 0 or self.run_length(close) != 1 or (text[close - 1] == mark and close > after):
            return -1
        return close

    def deletion_end(self, start: int) -> int:
        """Where the closing `~~` is of the one at `start`."""
        following = self.text[start + 2 : start + 3]
        if not following or following in SPACES or not self.text.startswith("~~", start):
            return -1
        return self.match_at(_DELETED, start + 2)

    def code_end(self, start: int) -> int:
        """Where the inline code ends that opens at `start`: behind a run of as many backticks."""
        length = self.run_length(start)
        if self._ticks is None:
            self._ticks = {}
            for match in _TICKS.finditer(self.text):
                self._ticks.setdefault(len(match[0]), []).append(match.start())
        runs = self._ticks.get(length, [])
        index = bisect_right(runs, start + length - 1)
        return runs[index] + length if index < len(runs) else -1

    def math_end(self, start: int) -> int:
        """Where the inline formula (`$…$`, `$$…$$`) ends that opens at `start`."""
        is_double = self.text.startswith("$$", start)
        content = start + 1 + is_double
        if self.text[content : content + 1] in (" ", "\t"):
            return -1
        name, accept = ("math$$", _closes_double_math) if is_double else ("math$", _closes_math)
        close = self.token_at(name, _MATH_PARTS, content, accept)
        return close + 1 + is_double if close >= 0 else -1

    def has_bracket(self, start: int, end: int) -> bool:
        """Is there a "[" that no backslash hides?"""
        if self.text.find("[", start, end) < 0:
            return False
        return any(match[0] == "[" for match in _BRACKETS.finditer(self.text, start, end))


def _decides_emphasis(match: re.Match[str]) -> bool:
    """Does this run of marks end the search for the end of an emphasis, well or badly?"""
    return (match.end() - match.start()) % 2 == 1


def _closes_math(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    return text[start - 1] not in " \t" and text[start + 1 : start + 2] not in _DIGIT


def _closes_double_math(match: re.Match[str]) -> bool:
    return _closes_math(match) and match.string[match.end() : match.end() + 1] == "$"
