"""Text made fit for a terminal: nothing in a name or a line can move the cursor or hide itself."""

from functools import cache
from typing import Literal, NamedTuple

_ELLIPSIS = "…"
# So many characters a column are looked at beside a place: some take no room, and a line can hold a whole canvas.
_NEAR = 8

Paint = Literal["bold", "dim", "red", "yellow", "blue", "green", "cyan"]
_CODES: dict[Paint, str] = {
    "bold": "1",
    "dim": "2",
    "red": "1;31",
    "yellow": "1;33",
    "blue": "1;34",
    "green": "32",
    "cyan": "36",
}


class Excerpt(NamedTuple):
    """A line as it is shown: the part that is meant, and what is shown before and after it."""

    before: str
    marked: str
    after: str

    @property
    def line(self) -> str:
        """All of it."""
        return self.before + self.marked + self.after

    @property
    def margin(self) -> str:
        """The blanks below what stands before the part."""
        return " " * width_of(self.before)

    @property
    def carets(self) -> str:
        """The carets below the part."""
        return "^" * width_of(self.marked)


def escape(text: str) -> str:
    """The text with every unsafe character written out: ESC as `\\x1b`, an undecodable byte as `\\xff`."""
    return text if text.isprintable() else text.translate(_unsafe())


def painted(text: str, paint: Paint, colour: bool) -> str:
    """The text in a colour, when colours are wanted."""
    return f"\x1b[{_CODES[paint]}m{text}\x1b[0m" if colour and text else text


def width_of(text: str) -> int:
    """The columns a safe text takes: East Asian wide letters take two, combining marks none."""
    if text.isascii() or text.strip(_ELLIPSIS).isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    rare = [letter for letter in text if letter > "~" and letter != _ELLIPSIS]
    wide = sum(east_asian_width(letter) in "WF" for letter in rare)
    return len(text) + wide - sum(category(letter) in ("Mn", "Me", "Cf") for letter in rare)


def excerpt(line: str, start: int, end: int, width: int) -> Excerpt:
    """A line whose characters from `start` to `end` are meant, cut to `width` columns.

    What is cut off, on either side, is shown as an ellipsis; the marked part stays in view.
    """
    near = _NEAR * width
    parts = line[max(start - near, 0) : start], line[start:end], line[end : end + near]
    before, marked, after = map(_shown, parts)
    before, after = before.lstrip(" "), after.rstrip(" ")
    marked = cut(marked, width * 3 // 4)
    spare = width - width_of(marked)
    before = _tail(before, max(spare // 2, spare - width_of(after)))
    after = cut(after, spare - width_of(before))
    return Excerpt(before, marked, after)


@cache
def _unsafe() -> dict[int, str]:
    """Control characters, marks that turn the writing direction, invisible ones, lone surrogates."""
    ranges = (
        (0, 0x20), (0x7F, 0xA0), (0x61C, 0x61D), (0x200B, 0x200C), (0x200E, 0x2010), (0x2028, 0x202F),
        (0x2060, 0x206A), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFC), (0xD800, 0xE000),
    )  # fmt: skip
    return {code: _written_out(code) for start, end in ranges for code in range(start, end)}


def _written_out(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte that is no text
        code -= 0xDC00
    short = {0x0A: r"\n", 0x0D: r"\r", 0x09: r"\t"}.get(code)
    return short or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def _shown(text: str) -> str:
    return escape(text.replace("\t", "    ").removeprefix("\ufeff"))


def cut(text: str, width: int) -> str:
    """As much of the start of a safe text as fits into so many columns, with an ellipsis where something is cut off."""
    if width_of(text) <= width:
        return text
    kept = text[: max(width, 1)]
    while kept and width_of(kept) > width - 1:
        kept = kept[:-1]
    return kept + _ELLIPSIS


def filled(text: str, width: int) -> str:
    """A safe text with blanks up to so many columns."""
    return text + " " * (width - width_of(text))


def _tail(text: str, width: int) -> str:
    if width_of(text) <= width:
        return text
    kept = text[-max(width, 1) :]
    while kept and width_of(kept) > width - 1:
        kept = kept[1:]
    return _ELLIPSIS + kept
