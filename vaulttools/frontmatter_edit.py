"""Properties written into a note's frontmatter, with every other character of it left as it is. Pure.

A text is changed and read again: what does not say exactly what was meant is a `PlanError`.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from vaulttools.patterns import pattern
from vaulttools.proof import PlanError
from vaulttools.properties import read_properties
from vaulttools.text import line_end

_PLAIN = pattern(r"[^\W\d_](?:[\w ./()'+-]*[\w./()+])?")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_TOP_KEY = pattern(
    r"""(?m)^(?:#[^\n]*+\n)*+(?:"[^"\n]*"|'[^'\n]*'|[^\s#'"{}\[\]-][^\n]*?)[ \t]*:(?=[ \t\r\n]|\Z)"""
)
_COMMENT = pattern(r"""(?m)"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|(?:^|(?<=[ \t]))#[^\r\n]*+""")
_REMEDY = "write each as 'key: value', on a line of its own"


def with_items(path: str, text: str, key: str, items: Sequence[Any]) -> str:
    """A note's text with values added to the list under `key`; those that stand there already are not.

    A single value becomes a list. PlanError, which names the note at `path`, where the list is written in a
    way that cannot be added to.
    """
    before = read_properties(text).values
    value = before.get(key)
    old = value if isinstance(value, list) else [] if value is None else [value]
    known = {as_text(item) for item in old}
    new = {as_text(item): item for item in items if as_text(item) not in known}
    if not new:
        return text
    if key not in before:
        lines = [f"{key}:", *(f"  - {item}" for item in new)]
        return with_lines(path, text, lines, {key: list(new.values())})
    after = _added(path, text, key, value, list(new))
    return _checked(path, text, after, {**before, key: [*old, *new.values()]}, key)


def with_lines(path: str, text: str, lines: Sequence[str], says: Mapping[str, Any]) -> str:
    """A note's text with lines of YAML added to its frontmatter, which is made where there is none.

    `says` has what the lines mean. PlanError where they do not mean it in their place.
    """
    found = read_properties(text)
    end = line_end(text)
    block = "".join(line + end for line in lines)
    if found.span is None:
        mark = text[: text.startswith("\ufeff")]
        after = f"{mark}---{end}{block}---{end}{text[len(mark) :]}"
    else:
        start, close = text.index("\n") + 1, found.span.end - 3
        # What programs leave of the last property.
        kept = "" if text[start:close].strip() == "{}" else text[start:close]
        after = text[:start] + kept + block + text[close:]
    return _checked(path, text, after, {**found.values, **says}, next(iter(says)))


def chunks(path: str, text: str) -> dict[str, list[str]]:
    """The lines of a note's frontmatter under each top-level key, with the comment above it.

    PlanError where it cannot be told which lines are whose: not every key starts a line of its own.
    """
    found = read_properties(text)
    if found.span is None or not (found.values or found.problem):
        return {}
    inner = text[text.index("\n") + 1 : found.span.end - 3]
    starts = [match.start() for match in _TOP_KEY.finditer(inner)]
    if len(starts) != len(found.values) or found.problem is not None:
        raise PlanError(f"the properties of '{path}' cannot be told apart; {_REMEDY}")
    pieces = [
        inner[start:end] for start, end in zip([0, *starts[1:]], [*starts[1:], len(inner)], strict=True)
    ]
    return {
        key: [line.removesuffix("\r") for line in piece.removesuffix("\n").split("\n")]
        for key, piece in zip(found.values, pieces, strict=True)
    }


def comments(text: str) -> list[str]:
    """The comments in a note's frontmatter, each from its "#" on."""
    found = read_properties(text)
    inner = text[: found.span.end] if found.span is not None else ""
    return [match[0].rstrip() for match in _COMMENT.finditer(inner) if match[0].startswith("#")]


def as_text(value: Any) -> str:
    """A value as YAML writes it on one line, each in one way: values are the same where their texts are."""
    return scalar(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def scalar(text: str) -> str:
    """A text as YAML writes it, in quotes where it needs them."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _added(path: str, text: str, key: str, value: Any, items: Sequence[str]) -> str:
    """The text with more items in the list under a key that is there, whichever way it is written."""
    import re

    line = re.compile(rf"(?m)^([\"']?){re.escape(key)}\1[ \t]*:[ \t]*([^\r\n]*?)[ \t]*(?=\r?$)").search(text)
    if line is None:
        raise _refusal(path, key)
    end = "\r\n" if text[line.end() : line.end() + 1] == "\r" else "\n"
    said, rest = line[2], text[line.end() :]
    more = "".join(f"{end}  - {item}" for item in items)
    if said.startswith("[") and said.endswith("]"):
        before = said[:-1].rstrip(" ,")
        comma = ", " if before != "[" else ""
        return text[: line.start(2)] + before + comma + ", ".join(items) + "]" + rest
    if isinstance(value, list) and not said:
        last = re.compile(r"(?:\r?\n([ \t]*)- [^\r\n]*)+").match(text, line.end())
        if last is not None:
            more = "".join(f"{end}{last[1]}- {item}" for item in items)
            return text[: last.end()] + more + text[last.end() :]
    if value is None:
        return (
            (text[: line.end()] if said.startswith("#") else text[: line.start(2)].rstrip(" \t"))
            + more
            + rest
        )
    kept = f"{end}  - {said}" if said else ""
    return text[: line.start(2)].rstrip(" \t") + kept + more + rest


def _checked(path: str, before: str, after: str, wanted: Mapping[str, Any], key: str) -> str:
    """The new text, once it is sure that it says what is wanted and that the body is the same."""
    old, new = read_properties(before), read_properties(after)
    # A BOM goes from the body to the frontmatter that is made before it.
    same_body = after[new.body_start :] == before[old.body_start or before.startswith("\ufeff") :]
    is_said = as_text(dict(new.values)) == as_text(dict(wanted)) and new.problem is None
    if not (is_said and same_body and old.problem is None):
        raise _refusal(path, key)
    return after


def _refusal(path: str, key: str) -> PlanError:
    return PlanError(f"'{key}' cannot be added to the properties of '{path}' as they are written; {_REMEDY}")
