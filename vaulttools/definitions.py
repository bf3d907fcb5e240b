"""Link definitions (`[id]: place "title"`) and footnote definitions (`[^id]: words`), as legacy remark reads them."""

import re

from vaulttools.patterns import pattern
from vaulttools.syntax import (
    ATX,
    BULLET,
    EOL,
    FENCE,
    HTML_BLOCK,
    MATH,
    RULE,
    SETEXT,
    SPACE,
    Finder,
)
from vaulttools.tables import table_rows

Line = tuple[int, int]

# remark-footnotes looks for what interrupts a definition in its first characters only.
_LOOK_AHEAD = 1024

_LABEL = pattern(r"[ \t]*+\[\^[^\]\n\t ]++\]:")
_OPEN = pattern(r"[ \t]*+\[(?!\^)")
_CLOSE = pattern(r"\\.|\]", re.DOTALL)
_PLACE = pattern(
    rf"[ \t\n]*+(?:<(?P<angle>[^>\[\]]++)>|(?:<>)?+(?!<)(?P<bare>[^\[\]{SPACE}]++))"
    rf"(?:(?P<gap>[ \t\n]++)(?=[\"'(])|(?=[ \t]*+{EOL}))"
)
_TITLES = {
    mark: pattern(rf"[{mark}](?:[^{close}\n]|\n(?![\n{close}]))*+{close}[ \t]*+{EOL}", re.DOTALL)
    for mark, close in (('"', '"'), ("'", "'"), ("(", r"\)"))
}
_INTERRUPT = pattern(
    rf"[ \t]*+(?:{ATX}|>|{RULE}|{BULLET}|{FENCE}|{HTML_BLOCK}|\[\^[^\]\n\t ]++\]:)| *+{MATH}"
)
_BLANKS = pattern(r"[ \t]*+")


def bracket_finder(text: str) -> Finder:
    """Finds the next "]" that no backslash escapes."""

    def search(position: int) -> int:
        for match in _CLOSE.finditer(text, position):
            if match[0] == "]":
                return match.start()
        return -1

    return Finder(search)


def definition_end(text: str, start: int, brackets: Finder) -> int | None:
    """Where the link definition that starts at `start` ends, None if there is none."""
    opening = _OPEN.match(text, start)
    if opening is None:
        return None
    close = brackets.at(opening.end())
    if close <= opening.end() or text[close + 1 : close + 2] != ":":
        return None
    place = _PLACE.match(text, close + 2)
    if place is None:
        return None
    if place["gap"] is None:
        return _BLANKS.match(text, place.end()).end()  # type: ignore[union-attr]
    title = _TITLES[text[place.end()]].match(text, place.end())
    return title.end() if title else None


def destination(text: str, start: int, brackets: Finder) -> Line | None:
    """The destination (start, end) of the link definition that starts at `start`, None if there is none."""
    opening = _OPEN.match(text, start)
    place = _PLACE.match(text, brackets.at(opening.end()) + 2) if opening else None
    if place is None:
        return None
    return place.span("bare" if place["angle"] is None else "angle")


def _interrupts(text: str) -> bool:
    return bool(
        _INTERRUPT.match(text)
        or SETEXT.match(text)
        or definition_end(text, 0, bracket_finder(text)) is not None
        or table_rows(text, 0)
    )


def footnote_lines(text: str, start: int) -> tuple[list[Line], int] | None:
    """The lines of a footnote definition without their indentation and where it ends, None if there is none."""
    label = _LABEL.match(text, start)
    if label is None:
        return None
    lines: list[Line] = []
    content, index = label.end(), start
    while True:
        stop = text.find("\n", index)
        stop = len(text) if stop < 0 else stop
        content, columns = _content_start(text, content if not lines else index, stop)
        if lines:
            previous_blank = lines[-1][0] == lines[-1][1]
            if (
                content < stop
                and columns < 4
                and (previous_blank or _interrupts(text[content : start + _LOOK_AHEAD]))
            ):
                break
        elif content == stop:
            # Only the first line keeps blanks that nothing follows.
            content = label.end()
        lines.append((content, stop))
        index = stop + 1
        if index > len(text):
            break
    while len(lines) > 1 and lines[-1][0] == lines[-1][1]:
        lines.pop()
    return lines, lines[-1][1]


def _content_start(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where a continuation line's content starts: after at most four columns; and the columns before it."""
    columns, index = 0, start
    while index < stop and text[index] in " \t":
        columns += 1 if text[index] == " " else 4 - columns % 4
        if columns > 4:
            break
        index += 1
    return index, columns
