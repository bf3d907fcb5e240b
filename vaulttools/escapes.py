"""Where the characters of a quoted text (YAML or JSON) are written."""

import re
from collections.abc import Sequence

from vaulttools.patterns import pattern

_NAMED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r",
    "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0",
    "L": "\u2028", "P": "\u2029",
}  # fmt: skip
# A run of plain characters; a fold over lines; white space (after the fold, so that no run is read twice).
_COMMON = r"(?P<run>[^\\' \t\r\n]++)|(?P<fold>[ \t]*+(?:\r?\n[ \t]*+)+)|(?P<space>[ \t]++|\r)"
_DOUBLE = pattern(
    _COMMON + r"|\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<long>[0-9a-fA-F]{8}))"
    r"|\\(?P<skip>\r?\n[ \t]*)|\\(?P<named>.)|(?P<one>.)",
    re.S,
)
_SINGLE = pattern(_COMMON + r"|'(?P<quote>')|(?P<one>.)", re.S)


def places(raw: str, value: str, start: int) -> Sequence[int]:
    """The place of each character of `value`, and of its end, where `raw` at `start` is how it is written.

    `raw` may be in quotes or not, over one line or several. Where the two cannot be matched (a
    folded block text), every place is the start of `raw` and the last one its end. O(length).
    """
    quoted = raw[:1] in ("'", '"')
    found = raw.find(value)
    if found >= 0 and (not quoted or len(raw) == len(value) + 2):
        return range(start + found, start + found + len(value) + 1)
    decoded, at = _decoded(raw) if quoted else ("", [])
    if decoded == value:
        return [start + place for place in at]
    return [start] * len(value) + [start + len(raw)]


def _decoded(raw: str) -> tuple[str, list[int]]:
    """What a text in quotes says, and the place of each of its characters and of the end."""
    pattern = _DOUBLE if raw[0] == '"' else _SINGLE
    out: list[str] = []
    at: list[int] = []
    for match in pattern.finditer(raw, 1, len(raw) - 1):
        piece = _piece(match)
        out.append(piece)
        whole = match.lastgroup in ("run", "space")
        at.extend(range(match.start(), match.end()) if whole else [match.start()] * len(piece))
    return "".join(out), [*at, len(raw) - 1]


def _piece(match: re.Match[str]) -> str:
    """What one written piece of a quoted text says."""
    kind = match.lastgroup
    if kind == "fold":
        breaks = match[0].count("\n")
        return " " if breaks == 1 else "\n" * (breaks - 1)
    if kind == "low":
        return chr(0x10000 + ((int(match["high"], 16) - 0xD800) << 10) + int(match["low"], 16) - 0xDC00)
    if kind in ("x", "u", "long"):
        code = int(match[kind], 16)
        return chr(code) if code <= 0x10FFFF else "\ufffd"
    if kind == "named":
        return _NAMED.get(match["named"], match["named"])
    return {"skip": "", "quote": "'"}.get(kind or "", match[0])
