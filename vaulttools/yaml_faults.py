"""What is wrong with YAML that cannot be read, told to somebody who writes notes: what to do, and in which line.

PyYAML says where its grammar broke down, which is often a line too late, in the words of that grammar. A fault that
is not known here is told as PyYAML tells it.
"""

from collections.abc import Callable
from typing import NamedTuple

from vaulttools.patterns import pattern

_QUOTES = "put it in quotes"
_ESCAPE = r"a '\' in double quotes starts an escape; use single quotes, or write '\\'"
_KEY = pattern(r"[^\s#'\"\[{-][^#]*?:(?=[ \t]|\Z)")


class Fault(NamedTuple):
    """Where a YAML scanner gave up: its words, the lines of the text, and places that count from 0.

    `opened` is the line in which the construct starts that it was reading.
    """

    problem: str
    lines: list[str]
    line: int
    column: int
    opened: int


def in_words(fault: Fault) -> tuple[str, int]:
    """What is wrong and what to do about it, and the line that it is about, from 0."""
    if fault.problem in _OPENED:
        return _OPENED[fault.problem], fault.opened
    teller = _TELLERS.get(fault.problem)
    return teller(fault) if teller else (_PLAIN.get(fault.problem, fault.problem), fault.line)


def _line(fault: Fault) -> str:
    return fault.lines[fault.line] if fault.line < len(fault.lines) else ""


def _above(fault: Fault) -> int:
    """The line with text above the fault, or the fault's own where there is none."""
    return next((at for at in range(fault.line - 1, -1, -1) if fault.lines[at].strip()), fault.line)


def _colon(fault: Fault) -> tuple[str, int]:
    here, above = _line(fault), _above(fault)
    if _KEY.match(here.strip()) is not None and ": " in here[: fault.column].rstrip(":"):
        return f"the value holds ': '; {_QUOTES}", fault.line
    written = fault.lines[above]
    if above != fault.line and _KEY.match(written.strip()) is None:
        name, colon, _ = written.strip().partition(":")
        words = f"there is no space behind '{name}:'" if colon else "this is no 'key: value'"
        return words, above
    if here[:1] in (" ", "\t"):
        return "this line is indented, though the key above has a value already", fault.line
    return f"a ':' stands where none may be; if it belongs to a value, {_QUOTES}", fault.line


def _first_character(fault: Fault) -> tuple[str, int]:
    sign = _line(fault)[fault.column : fault.column + 1]
    if sign == "\t":
        return "a tab cannot indent a line; use spaces", fault.line
    if not sign:
        return "a value is missing, or the line above is not finished", fault.line
    return f"a value cannot start with '{sign}'; {_QUOTES}", fault.line


def _name_of_anchor(fault: Fault) -> tuple[str, int]:
    before = _line(fault)[: fault.column].rstrip()
    sign = before[-1:] if before[-1:] in ("*", "&") else "*"
    return f"a value cannot start with '{sign}'; {_QUOTES}", fault.line


def _open_bracket(fault: Fault) -> tuple[str, int]:
    sign = fault.problem[-2]
    if fault.line > fault.opened:
        return f"a '{'[' if sign == ']' else '{'}' is opened and never closed", fault.opened
    return f"a ',' or '{sign}' is missing", fault.line


def _key(fault: Fault) -> tuple[str, int]:
    here = _line(fault)
    before = here[: fault.column].rstrip()
    if before.endswith(("'", '"')):
        return "text goes on behind the closing quote; put all of it into one pair of quotes", fault.line
    if before.endswith(("]", "}")):
        return f"text goes on behind the '{before[-1]}'; put the whole value in quotes", fault.line
    if here.lstrip().startswith("-"):
        if fault.lines[_above(fault)].lstrip().startswith("-"):
            return "the items of a list are not indented alike", fault.line
        return "a list follows a key that has a value already; make that the list's first item", fault.line
    return "this line does not fit those above; check how it is indented", fault.line


# Told in the line in which the construct starts.
_OPENED = {
    "found unexpected end of stream": "a quote is opened and never closed",
    "found unexpected document indicator": "a quote is opened and never closed",
    "could not find expected ':'": "this is no 'key: value'; indent it if it belongs to the value above",
}
# Told where the scanner gave up.
_PLAIN = {
    "found unknown escape character": _ESCAPE,
    "did not find expected hexdecimal number": _ESCAPE,
    "did not find expected '-' indicator": "this line does not fit the list above; check how it is indented",
    "block sequence entries are not allowed in this context": (
        f"a list starts on a line of its own; if '-' belongs to the value, {_QUOTES}"
    ),
    "did not find expected comment or line break": (
        "'|' or '>' starts a text on the lines below; if it belongs to the value, put that in quotes"
    ),
}
# Told by what stands there.
_TELLERS: dict[str, Callable[[Fault], tuple[str, int]]] = {
    "mapping values are not allowed in this context": _colon,
    "found character that cannot start any token": _first_character,
    "did not find expected node content": _first_character,
    "did not find expected alphabetic or numeric character": _name_of_anchor,
    "did not find expected ',' or ']'": _open_bracket,
    "did not find expected ',' or '}'": _open_bracket,
    "did not find expected key": _key,
}
