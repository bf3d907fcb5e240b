"""JSON that is quick to write, easy to compare and readable to every parser: each item of a top list on a line."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from vaulttools.patterns import pattern

# In ASCII JSON: a written backslash, a letter beyond U+FFFF, or else half of one, which is no character.
_ESCAPED = pattern(r"\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(\\ud[89a-f][0-9a-f]{2})")


def document(value: Mapping[str, Any]) -> str:
    """A JSON object: top-level lists and iterators with an item a line, as `line` writes it, in the order given."""
    pieces: list[str] = []
    for key, item in value.items():
        pieces += (",\n " if pieces else "{", line(key), ": ")
        pieces += _pieces(item)
    return "".join([*pieces, "}\n"])


def line(value: Any) -> str:
    """A value as JSON on one line, in ASCII, which survives every terminal, pipe and locale.

    A byte that is no UTF-8, in a text or a file name, is written as one U+FFFD: strict parsers refuse half a
    character, and a text keeps its length in code points, so that places in it stay true.
    """
    text = json.dumps(value)
    return _ESCAPED.sub(_whole, text) if "\\ud" in text else text


def _whole(found: re.Match[str]) -> str:
    return "\\ufffd" if found[1] else found[0]


def _pieces(value: Any) -> Iterator[str]:
    if not isinstance(value, list | Iterator):
        yield line(value)
        return
    before = "[\n  "
    for item in value:
        yield before
        yield line(item)
        before = ",\n  "
    yield "]" if before.startswith(",") else "[]"
