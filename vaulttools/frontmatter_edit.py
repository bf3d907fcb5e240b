"""Properties written into a note's frontmatter, with every other character of it left as it is. Pure.

A text is changed and read again: what does not say exactly what was meant is a `PlanError`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vaulttools.note import parse
from vaulttools.patterns import pattern
from vaulttools.proof import PlanError
from vaulttools.properties import read_properties

_PLAIN = pattern(r"[^\W\d_](?:[\w ./()'+-]*[\w./()+])?")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_TOP_KEY = pattern(r"""(?m)^(?:"[^"\n]*"|'[^'\n]*'|[^\s#'"{}\[\]-][^\n]*?)[ \t]*:(?=[ \t\r\n]|\Z)""")


def with_items(text: str, key: str, items: Sequence[str]) -> str:
    """A note's text with texts added to the list under `key`; those that stand there already are not.

    A single text becomes a list. PlanError where the list is written in a way that cannot be added to.
    """
    before = read_properties(text).values
    value = before.get(key)
    old = value if isinstance(value, list) else [] if value is None else [value]
    new = [item for item in dict.fromkeys(items) if item not in old]
    if not new:
        return text
    lines = [f"  - {scalar(item)}" for item in new]
    if key not in before:
        return with_lines(text, [f"{key}:", *lines], {key: new})
    after = _added(text, key, value, [scalar(item) for item in new])
    return _checked(text, after, {**before, key: [*old, *new]}, key)


def with_lines(text: str, lines: Sequence[str], says: Mapping[str, Any]) -> str:
    """A note's text with lines of YAML added to its frontmatter, which is made where there is none.

    `says` has what the lines mean. PlanError where they do not mean it in their place.
    """
    found = read_properties(text)
    end = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    block = "".join(line + end for line in lines)
    if found.span is None:
        mark = text[: text.startswith("\ufeff")]
        after = f"{mark}---{end}{block}---{end}{text[len(mark) :]}"
    else:
        close = found.span.end - 3
        after = text[:close] + block + text[close:]
    return _checked(text, after, {**found.values, **says}, next(iter(says)))


def chunks(text: str) -> dict[str, list[str]]:
    """The lines of a note's frontmatter under each top-level key that is written plainly."""
    found = read_properties(text)
    if found.span is None or found.problem is not None:
        return {}
    inner = text[text.index("\n") + 1 : found.span.end - 3]
    starts = [match.start() for match in _TOP_KEY.finditer(inner)]
    if len(starts) != len(found.values):
        return {}
    pieces = [inner[start:end] for start, end in zip(starts, [*starts[1:], len(inner)], strict=True)]
    return {key: piece.splitlines() for key, piece in zip(found.values, pieces, strict=True)}


def scalar(text: str) -> str:
    """A text as YAML writes it, in quotes where it needs them."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _added(text: str, key: str, value: Any, items: Sequence[str]) -> str:
    """The text with more items in the list under a key that is there, whichever way it is written."""
    import re

    line = re.compile(rf"(?m)^([\"']?){re.escape(key)}\1[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=\r?$)").search(text)
    if line is None:
        raise PlanError(f"the property '{key}' is written in a way that cannot be added to")
    end = "\r\n" if text[line.end() : line.end() + 1] == "\r" else "\n"
    said = line[2]
    if said.startswith("[") and said.endswith("]"):
        before = said[:-1].rstrip(" ,")
        return (
            text[: line.start(2)]
            + before
            + (", " if before != "[" else "")
            + ", ".join(items)
            + "]"
            + text[line.end() :]
        )
    if isinstance(value, list) and not said:
        last = re.compile(r"(?:\r?\n([ \t]*)- [^\r\n]*)+").match(text, line.end())
        if last is not None:
            more = "".join(f"{end}{last[1]}- {item}" for item in items)
            return text[: last.end()] + more + text[last.end() :]
    kept = [said] if said else []
    more = "".join(f"{end}  - {item}" for item in [*kept, *items])
    return text[: line.start(2)].rstrip(" \t") + more + text[line.end() :]


def _checked(before: str, after: str, wanted: Mapping[str, Any], key: str) -> str:
    """The new text, once it is sure that it says what is wanted and that the body is the same."""
    old, new = read_properties(before), read_properties(after)
    same_body = after[new.body_start :] == before[old.body_start :]
    if (
        new.problem is not None
        or dict(new.values) != dict(wanted)
        or not same_body
        or old.problem is not None
    ):
        raise PlanError(f"the property '{key}' is written in a way that cannot be added to")
    parse("x.md", after)
    return after
