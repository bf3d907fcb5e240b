"""Tables as legacy remark reads them, and the one rule in which Obsidian has left it."""

from vaulttools.patterns import pattern

Cell = tuple[int, int]

_ALIGNMENT = pattern(
    r"[|:\- \t\v\f\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]*+(?=\n|\Z)"
)
_CELL = pattern(r"(?:[^|\\\n]++|\\(?!\n|\Z).|\\)*+")
_LINK = pattern(r"\[\[[^\n]*?\]\]")


def table_rows(text: str, start: int) -> tuple[list[tuple[int, int]], int] | None:
    """The rows of the table that starts at `start` and where it ends, or None. The alignment row is left out.

    A row is a line with a "|" after its first character. Since Obsidian 1.7.2 a "|" inside
    a wikilink does not make one (release notes 1.7.2; tests/conformance/what-is-not-live.md).
    """
    first = _row_end(text, start)
    if first is None or first == len(text):
        return None
    second = _row_end(text, first + 1)
    if second is None or not _is_alignment(text, first + 1, second):
        return None
    rows = [(start, first)]
    end = second
    while end < len(text):
        stop = _row_end(text, end + 1)
        if stop is None or not _has_pipe_outside_links(text, end + 1, stop):
            break
        rows.append((end + 1, stop))
        end = stop
    return rows, end


def _row_end(text: str, start: int) -> int | None:
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    return stop if text.find("|", start + 1, stop) >= 0 else None


def _has_pipe_outside_links(text: str, start: int, stop: int) -> bool:
    line = text[start:stop]
    return "[[" not in line or "|" in _LINK.sub("", line)


def _is_alignment(text: str, start: int, stop: int) -> bool:
    """Is this the row of dashes? As in remark, a ":" will do for one, and two bars may not meet without either."""
    if not _ALIGNMENT.match(text, start, stop):
        return False
    columns, is_filled, seen_bar = 0, False, False
    for character in text[start:stop]:
        if character == "|":
            if seen_bar and not is_filled:
                return False
            columns += is_filled
            is_filled, seen_bar = False, True
        elif character in "-:":
            is_filled = True
    return columns + is_filled >= 1


def cells(text: str, start: int, stop: int) -> list[Cell]:
    """The filled cells of a row: (start, end) without the blanks around. A backslash keeps a "|" in its cell."""
    found = []
    index = start
    while index <= stop:
        match = _CELL.match(text, index, stop)
        end = match.end() if match else stop
        cell = text[index:end]
        left = len(cell) - len(cell.lstrip(" \t"))
        if cell[left:]:
            found.append((index + left, index + len(cell.rstrip(" \t"))))
        index = end + 1
    return found
