"""Simple frontmatter without a YAML library: lines of `key: text`, quoted texts, folded texts and flat lists.

Gives exactly what `yaml_core.load` gives, or None where it is not certain: a property test compares the two.
Most notes are read here, which is quicker and spares 60 ms of imports.
"""

from typing import Any

from vaulttools.patterns import pattern
from vaulttools.yaml_values import Leaf, Loaded, plain_value

_KEY = pattern(r"([^\W\d]\w*+(?:[ -]\w++)*+):(?=[ \r\n])([^\n]*)\n")
_ITEM = pattern(r"( *)-(?=[ \r\n])([^\n]*)\n")
_BLANK = pattern(r"\r?\n")
# How a plain text may start besides letters and digits; what no text here may hold. Written without classes of
# characters beyond U+FFFF: those take 14 ms to compile.
_START = pattern(r"-(?=\w)|[\w(/.+<=^$;~]|[^\x00-\xa0]")
_ODD = pattern(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_ENTRY = pattern(r'(\w[\w/.-]*+(?: [\w/.-]++)*+)|"([^"\\]*+)"')
# A wikilink that nobody put in quotes: a list in a list.
_BARE_LINK = pattern(r"\[\[(\"[^\"\\]*+\"|\w[\w/.|()'+-]*+(?: [\w/.|()'+-]++)*+)\]\]\Z")
# A line of a text that stands below its key, and how such a text begins.
_INDENTED = pattern(r"( ++)([^ \n][^\n]*+)\n")
_FOLDED = {">": " ", "|": "\n"}
_COMMA = pattern(r" *+(?:, *+|\Z)")
_WORDS = frozenset(("null", "true", "false"))
_LONGEST_TEXT = 60_000
_LONGEST_KEY = 500


class _Unsure(Exception):
    """This frontmatter needs the real YAML reader."""


def quick_load(text: str) -> Loaded | None:
    """What a YAML text says, if it is of the simplest kind, else None. O(length)."""
    if len(text) > _LONGEST_TEXT:
        return None
    try:
        return _load(text)
    except _Unsure:
        return None


def _load(text: str) -> Loaded:
    values: dict[str, Any] = {}
    leaves: list[Leaf] = []
    at = 0
    while at < len(text):
        line = _KEY.match(text, at)
        if line is None:
            blank = _BLANK.match(text, at)
            if blank is None:
                raise _Unsure
            at = blank.end()
            continue
        at = line.end()
        key = line[1]
        if key in values or len(key) > _LONGEST_KEY or key.lower() in _WORDS:
            raise _Unsure
        rest = line[2].rstrip("\r").strip(" ")
        start = line.start(2) + len(line[2]) - len(line[2].lstrip(" "))
        if rest[:1] in _FOLDED and rest[1:] in ("", "-"):
            values[key], at = _lines_below(text, at, rest)
            leaves.append(Leaf(key, values[key], start, at))
        elif rest:
            values[key] = _value(rest, key, start, leaves)
        else:
            values[key], at = _items(text, at, key, leaves)
    return Loaded(values or None, tuple(leaves))


def _lines_below(text: str, at: int, kind: str) -> tuple[str, int]:
    """The lines below a key as one text, and where they end."""
    lines: list[str] = []
    indent = None
    while (line := _INDENTED.match(text, at)) is not None and indent in (None, line[1]):
        if line[2][-1] == " " or _ODD.search(line[2]):
            raise _Unsure
        indent, at = line[1], line.end()
        lines.append(line[2])
    if at < len(text) and text[at] in " \r\n":
        raise _Unsure
    return _FOLDED[kind[0]].join(lines) + ("\n" if lines and kind[1:] == "" else ""), at


def _items(text: str, at: int, key: str, leaves: list[Leaf]) -> tuple[list[Any] | None, int]:
    """The list below a key, None without one, and where it ends."""
    items: list[Any] = []
    indent = None
    while (line := _ITEM.match(text, at)) is not None and indent in (None, line[1]):
        indent, at = line[1], line.end()
        rest = line[2].rstrip("\r").strip(" ")
        start = line.start(2) + len(line[2]) - len(line[2].lstrip(" "))
        path = f"{key}.{len(items)}"
        items.append(_item(rest, path, start, leaves) if rest else None)
    return items or None, at


def _item(text: str, path: str, start: int, leaves: list[Leaf]) -> Any:
    """An item of a list, which may be a wikilink without quotes: `[[x]]`, or what Obsidian makes of it, `- - x`."""
    if text[:4] == "- - ":
        return [[_scalar(text[4:], f"{path}.0.0", start + 4, leaves)]]
    bare = _BARE_LINK.match(text) if text[:2] == "[[" else None
    if bare is None:
        return _scalar(text, path, start, leaves)
    return [[_scalar(bare[1], f"{path}.0.0", start + 2, leaves)]]


def _value(text: str, path: str, start: int, leaves: list[Leaf]) -> Any:
    if text[0] != "[":
        return _scalar(text, path, start, leaves)
    if _BARE_LINK.match(text):
        return _item(text, path, start, leaves)
    items: list[Any] = []
    at, end = len(text) - len(text[1:].lstrip(" ")), len(text) - 1
    if text[-1] != "]":
        raise _Unsure
    while at < end:
        entry = _ENTRY.match(text, at, end)
        comma = _COMMA.match(text, entry.end(), end) if entry is not None else None
        if entry is None or comma is None or (comma.end() == end and "," in comma[0]):
            raise _Unsure
        items.append(_scalar(entry[0], f"{path}.{len(items)}", start + at, leaves))
        at = comma.end()
    return items


def _scalar(text: str, path: str, start: int, leaves: list[Leaf]) -> Any:
    """One value on one line; a text is noted with its place."""
    if not (text.isascii() and text.isprintable()) and _ODD.search(text):
        raise _Unsure
    value: Any
    if text[0] in "\"'":
        value = text[1:-1]
        if len(text) < 2 or text[-1] != text[0] or text[0] in value or (text[0] == '"' and "\\" in value):
            raise _Unsure
    elif ": " in text or " #" in text or text[-1] == ":":
        raise _Unsure
    elif text[0].isalnum() or _START.match(text):
        value = plain_value(text)
    else:
        raise _Unsure
    if isinstance(value, str):
        leaves.append(Leaf(path, value, start, start + len(text)))
    return value
