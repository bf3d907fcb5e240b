"""YAML values as Obsidian understands them: what a scalar means, and trees built without recursion.

Obsidian uses the `yaml` library (eemeli) 2.x with YAML 1.2 core: dates, `yes` and `12:30` are texts, a
key may stand once, `<<` is a key like others. Rows: `tests/conformance/properties.md`.
"""

from typing import Any, NamedTuple

from vaulttools.patterns import pattern

MAX_NODES = 50_000
MAX_DEPTH = 100
MAX_DIGITS = 308

_WORDS: dict[str, Any] = {"": None, "~": None}
_WORDS |= dict.fromkeys(("null", "Null", "NULL"))
_WORDS |= dict.fromkeys(("true", "True", "TRUE"), True) | dict.fromkeys(("false", "False", "FALSE"), False)
_WORDS |= dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf"))
_WORDS |= dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf"))
_WORDS |= dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan"))
_INTEGER = pattern(r"[-+]?[0-9]+")
_BASED = pattern(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = pattern(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class Leaf(NamedTuple):
    """A text among the values: its keys from the root joined by ".", and the span of its scalar."""

    path: str
    value: str
    start: int
    end: int


class Loaded(NamedTuple):
    """What YAML says: a plain value (dict, list, str, int, float, bool, None) and its texts in order."""

    value: Any
    leaves: tuple[Leaf, ...]


class BrokenYaml(Exception):
    """The text is not YAML, or more than we unfold; `line` counts from 0."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def plain_value(text: str) -> Any:
    """What an unquoted scalar means in YAML 1.2 core. Numbers too long for a double are infinite."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-.":
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= MAX_DIGITS else float("-inf" if text[0] == "-" else "inf")
    if _BASED.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16) if len(text) <= MAX_DIGITS else float("inf")
    return float(text) if _FLOAT.fullmatch(text) else text


def key_text(key: Any) -> str:
    """A key as JavaScript spells it: "1" for 1.0, "" for null, "{ x }" for the `{x}` in `{{x}}`."""
    if isinstance(key, str):
        return key
    if key is None:
        return ""
    if isinstance(key, bool):
        return str(key).lower()
    if isinstance(key, float):
        return _number_text(key)
    if isinstance(key, dict):
        pairs = (name if value is None else f"{name}: {_inner_text(value)}" for name, value in key.items())
        return "{ " + ", ".join(pairs) + " }" if key else "{}"
    if isinstance(key, list):
        return "[ " + ", ".join(map(_inner_text, key)) + " ]" if key else "[]"
    return str(key)


def _inner_text(value: Any) -> str:
    return "null" if value is None else key_text(value)


def _number_text(number: float) -> str:
    if number != number or number in (float("inf"), float("-inf")):
        return "NaN" if number != number else ("Infinity" if number > 0 else "-Infinity")
    return str(int(number)) if number.is_integer() and abs(number) < 1e21 else repr(number)


class Open:
    """A list or mapping being read: value, path, and for a mapping the key that waits for its value."""

    __slots__ = ("anchor", "first", "is_flow", "is_map", "key", "path", "seen", "size", "value", "waiting")

    def __init__(self, is_map: bool, path: str, anchor: str | None, first: int, size: int) -> None:
        self.is_map = is_map
        self.is_flow = False
        self.value: Any = {} if is_map else []
        self.path = path
        self.anchor = anchor
        self.first = first
        self.size = size
        self.seen: set[tuple[str, Any]] = set()
        self.key = ""
        self.waiting = False

    def child_path(self) -> str:
        """The path of the value that comes next."""
        name = self.key if self.is_map else str(len(self.value))
        return f"{self.path}.{name}" if self.path else name


class _Anchor(NamedTuple):
    """What an alias stands for: a value with its texts (paths relative to `path`) and its count of nodes."""

    value: Any
    path: str
    leaves: tuple[Leaf, ...]
    size: int


class Builder:
    """Makes plain values from YAML events without recursion, counting nodes and depth as it goes."""

    def __init__(self) -> None:
        self.stack: list[Open] = []
        self.leaves: list[Leaf] = []
        self.anchors: dict[str, _Anchor | None] = {}
        self.nodes = 0
        self.root: Any = None

    def count(self, nodes: int, line: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise BrokenYaml(f"more than {MAX_NODES} values, aliases unfolded", line)

    def path(self) -> str:
        return self.stack[-1].child_path() if self.stack else ""

    def expects_key(self) -> bool:
        return bool(self.stack) and self.stack[-1].is_map and not self.stack[-1].waiting

    def open(self, is_map: bool, anchor: str | None, line: int) -> None:
        self.count(1, line)
        if len(self.stack) >= MAX_DEPTH:
            raise BrokenYaml(f"nested deeper than {MAX_DEPTH} levels", line)
        path = "" if self.expects_key() else self.path()
        self.stack.append(Open(is_map, path, anchor, len(self.leaves), self.nodes))
        if anchor is not None:
            self.anchors[anchor] = None

    def close(self, line: int) -> None:
        done = self.stack.pop()
        leaves = tuple(self.leaves[done.first :])
        if done.anchor is not None:
            self.anchors[done.anchor] = _Anchor(done.value, done.path, leaves, self.nodes - done.size + 1)
        if self.expects_key():
            # A collection as a key becomes a text: what stood in it has no path of its own.
            del self.leaves[done.first :]
            self.put_key(key_text(done.value), ("collection", id(done.value)), line)
        else:
            self.put(done.value)

    def scalar(self, value: Any, anchor: str | None, start: int, end: int, line: int) -> None:
        self.count(1, line)
        path = "" if self.expects_key() else self.path()
        leaves = (Leaf(path, value, start, end),) if isinstance(value, str) else ()
        if anchor is not None:
            self.anchors[anchor] = _Anchor(value, path, leaves, 1)
        if self.expects_key():
            self.put_key(key_text(value), (_kind(value), value), line)
        else:
            self.leaves += leaves
            self.put(value)

    def alias(self, name: str, line: int) -> None:
        anchor = self.anchors.get(name)
        if anchor is None:
            if name in self.anchors:
                raise BrokenYaml(f"*{name} stands inside itself", line)
            raise BrokenYaml("a value cannot start with '*'; put it in quotes", line)
        self.count(anchor.size, line)
        if self.expects_key():
            self.put_key(key_text(anchor.value), (_kind(anchor.value), key_text(anchor.value)), line)
            return
        path = self.path()
        for leaf in anchor.leaves:
            self.leaves.append(leaf._replace(path=path + leaf.path[len(anchor.path) :]))
        self.put(_copy(anchor.value))

    def put_key(self, key: str, identity: tuple[str, Any], line: int) -> None:
        top = self.stack[-1]
        if identity in top.seen:
            raise BrokenYaml(f"the key '{key[:60]}' stands twice", line)
        top.seen.add(identity)
        top.key, top.waiting = key, True

    def put(self, value: Any) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if top.is_map:
            top.value[top.key] = value
            top.waiting = False
        else:
            top.value.append(value)


def _kind(value: Any) -> str:
    """The type that must agree for two keys to be one: 1 and 1.0 are, 1 and "1" are not, nor 1 and true."""
    return "number" if type(value) in (int, float) else type(value).__name__


def _copy(value: Any) -> Any:
    """A copy of plain values; their depth is bounded by `MAX_DEPTH`."""
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value
