"""Lists as legacy remark reads them: which lines belong to a list, and what each item holds."""

from typing import NamedTuple

from vaulttools.patterns import pattern
from vaulttools.syntax import LIST_STOP, RULE_LINE, SPACES

Line = tuple[int, int]

_INDENT = pattern(r"[ \t]*+")
_MARKER = pattern(r"[*+-]|[0-9]++[.)]")
_TASK = pattern(r"\[[ X\tx]\][ \t]")
_BULLET = pattern(r"([ \t]*+)([*+-]|[0-9]++[.)])( {1,4}(?! )| |\t|(?=\n)|\Z)")


class Item(NamedTuple):
    """A list item: its lines, marker and all, and the column its content starts at."""

    lines: list[Line]
    indent: int


class ListBlock(NamedTuple):
    """A list: its items, and the offset of the line end after the last of their lines."""

    items: list[Item]
    end: int


def column_after(text: str, start: int, end: int, column: int = 0) -> int:
    """The column that blanks from `start` to `end` lead to; tabs stop at every fourth."""
    if "\t" not in text[start:end]:
        return column + end - start
    for character in text[start:end]:
        column += 4 - column % 4 if character == "\t" else 1
    return column


class _LineStart(NamedTuple):
    """What the start of a line says: its marker ("-", "." …) or None, where content starts, its column."""

    marker: str | None
    content: int
    column: int


def _line_start(text: str, start: int, item: Item | None) -> _LineStart:
    index = _INDENT.match(text, start).end()  # type: ignore[union-attr]
    column = column_after(text, start, index)
    if item is not None and column >= item.indent:
        return _LineStart(None, index, column)
    match = _MARKER.match(text, index)
    if match is None:
        return _LineStart(None, index, column)
    column += match.end() - index
    index = match.end()
    following = text[index : index + 5]
    if following[:1] == "\t":
        return _LineStart(match[0][-1], index + 1, column + 4 - column % 4)
    if following[:1] == " ":
        blanks = len(following) - len(following.lstrip(" "))
        # Five blanks or more: the content is indented code one blank after the marker.
        blanks = 1 if blanks == 5 else blanks
        return _LineStart(match[0][-1], index + blanks, column + blanks)
    if following[:1] in ("", "\n"):
        return _LineStart(match[0][-1], index, column)
    # No marker after all ("-x", "1.x"), yet remark keeps the column that trying it had moved.
    return _LineStart(None, index, column)


def list_items(text: str, start: int) -> ListBlock:
    """The list whose first line starts at `start`; there must be a list marker there."""
    items: list[Item] = []
    item: Item | None = None
    marker: str | None = None
    blank: list[Line] = []
    end, length, was_empty = start, len(text), False
    while start < length:
        stop = text.find("\n", start)
        stop = length if stop < 0 else stop
        found = _line_start(text, start, item)
        if found.marker is not None:
            if marker is not None and marker != found.marker:
                break
            marker = found.marker
            if found.marker in "*-" and RULE_LINE.match(text, start):
                break
        line = (start, stop)
        indented = (
            item is not None and found.marker is None and (found.column >= item.indent or found.column > 4)
        )
        content = found.content if found.marker is not None else start
        previous, was_empty = was_empty, found.marker is None and not text[content:stop].strip(SPACES)
        if indented and item is not None:
            item.lines.extend([*blank, line])
        elif found.marker is not None:
            if blank and item is not None:
                item.lines.append((blank[0][0], blank[0][0]))
            item = Item([line], found.column)
            items.append(item)
        elif was_empty:
            blank.append(line)
            start = stop + 1
            continue
        else:
            if previous or item is None or LIST_STOP.match(text, start, stop):
                break
            item.lines.extend([*blank, line])
        blank, end = [], stop
        start = stop + 1
    return ListBlock(items, end)


def item_content(text: str, item: Item) -> list[Line]:
    """The lines of an item without its marker, its indentation and its task box."""
    start, end = item.lines[0]
    bullet = _BULLET.match(text, start, end)
    if bullet is None:
        return item.lines
    first = bullet.end()
    mark = bullet[2]
    # The first nine numbers may be indented by one more, as if they had two digits.
    padded = len(mark) + (1 if mark[-1] == "." and int(mark[:-1]) < 10 and len(bullet[0]) % 2 else 0)
    limit = column_after(bullet[1] + " " * padded + bullet[3], 0, len(bullet[1]) + padded + len(bullet[3]))
    removed = _common_indent(text, item.lines[1:], limit)
    lines = [(_unindented(text, line, removed), line[1]) for line in item.lines[1:]]
    task = _TASK.match(text, first, end)
    return [(task.end() if task else first, end), *lines]


def _common_indent(text: str, lines: list[Line], limit: int) -> int:
    """The columns every line can lose, at most `limit`; none if one line has no indentation."""
    for start, end in reversed(lines):
        blanks = _INDENT.match(text, start, end).end()  # type: ignore[union-attr]
        if not text[blanks:end].strip(SPACES):
            continue
        column = column_after(text, start, blanks)
        if column == 0:
            return 0
        limit = min(limit, column)
    return limit


def _unindented(text: str, line: Line, columns: int) -> int:
    """Where a line starts when it has lost this many columns; a tab goes as a whole."""
    index, end = line
    column = 0
    while column < columns and index < end and text[index] in " \t":
        column += 4 - column % 4 if text[index] == "\t" else 1
        index += 1
    return index
