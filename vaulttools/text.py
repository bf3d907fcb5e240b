"""Spans of text, offsets to lines and columns, bytes to text and back without loss, line ends, and counts in words."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points of a note's text."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people name it: both count from 1, columns in code points."""

    line: int
    column: int


class LineIndex:
    """Turns offsets of one text into lines and columns. Lines end at LF, CRLF or CR."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        if "\r" not in text:
            self._starts += accumulate([len(line) + 1 for line in text.split("\n")])
            self._starts.pop()
            return
        offset = 0
        for line in text.splitlines(keepends=True):
            offset += len(line)
            if line[-1] in "\r\n":
                self._starts.append(offset)

    def position(self, offset: int) -> Position:
        """Line and column of a code-point offset. O(log lines)."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def line_start(self, number: int) -> int:
        """The offset at which a line, counted from 1, starts."""
        return self._starts[number - 1]

    def __len__(self) -> int:
        return len(self._starts)


def decode(data: bytes) -> str:
    """Text that `encode` turns back into exactly these bytes.

    A BOM stays as U+FEFF, line endings stay, bytes that are not UTF-8 become lone surrogates.
    """
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes `decode` made this text from."""
    return text.encode("utf-8", "surrogateescape")


def line_end(text: str) -> str:
    """How the lines of a text end, by its first."""
    return "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"


def counted(number: int, noun: str, ending: str = "s") -> str:
    """A number and its noun: "1 note", "2,000 notes"."""
    return f"{number:,} {noun}{'' if number == 1 else ending}"


def some_of(words: Sequence[str]) -> str:
    """The first five of some words, for a sentence that must not grow long: "a, b, c, d, e …"."""
    return ", ".join(words[:5]) + " …" * (len(words) > 5)
