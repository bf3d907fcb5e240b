"""Bases: the files, folders and tags that a `.base` file names, and those names written anew. Pure.

A base is YAML, and what it asks for stands there in expressions, as texts in quotes: `'file.hasLink("N")'`. So a name
is written in the quotes of the expression, and that in those of YAML.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from vaulttools.edit import Edit, edited
from vaulttools.escapes import places
from vaulttools.patterns import pattern
from vaulttools.proof import PlanError
from vaulttools.text import LineIndex, Span
from vaulttools.vault import Vault
from vaulttools.yaml_core import load
from vaulttools.yaml_values import BrokenYaml, Leaf, Loaded

Kind = Literal["link", "path", "folder", "tag"]
Renamed = Callable[[Kind, str], str | None]

_TEXT = r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_NAMES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("link", pattern(rf"\b(?:link|file|hasLink)\(\s*{_TEXT}")),
    ("path", pattern(rf"\bfile\.path\s*[=!]=\s*{_TEXT}")),
    ("folder", pattern(rf"\b(?:inFolder\(|file\.folder\s*[=!]=)\s*{_TEXT}")),
)
_TAG_CALL = pattern(r"\b(?:hasTag|tags\.contains(?:Any|All)?)\(([^()\n]*)\)")
_ONE_TEXT = pattern(_TEXT)
_ASKS = pattern(r"\b(?:link|file|hasLink|inFolder|hasTag)\(|\btags\.contains|\bfile\.(?:path|folder)\b")
_ESCAPED = pattern(r"\\(.)")


class Outside(NamedTuple):
    """Edits of what is no note, and remarks for the user on what stays as it is."""

    edits: tuple[Edit, ...] = ()
    remarks: tuple[str, ...] = ()


class _Name(NamedTuple):
    """A name in an expression, as it will be written in its quotes, and where it stands with them."""

    start: int
    end: int
    written: str


def base_edits(vault: Vault, renamed: Renamed) -> Outside:
    """The edits of all bases; `renamed` gives the new name for one that is said, None where it stays.

    Kinds: what `link("…")`, `file("…")`, `hasLink("…")` say; a whole path; a folder; a tag. A base that is no
    YAML stays, with a remark where it says such a name: the app cannot read it either. PlanError where a name
    cannot be written so that the base says all else as before. O(length).
    """
    edits: list[Edit] = []
    remarks: list[str] = []
    for path, source in vault.sources.items():
        if path.endswith(".base") and _ASKS.search(source.text):
            try:
                edits += _edits(path, source.text, load(source.text), renamed)
            except BrokenYaml as broken:
                if next(_names(source.text, renamed), None):
                    line = f"line {broken.line + 1}: {broken.reason}"
                    remarks.append(
                        f"'{path}' stays as it is, for it is no valid YAML ({line}); mend it by hand"
                    )
    return Outside(tuple(dict.fromkeys(edits)), tuple(remarks))


def property_remarks(vault: Vault, old: str) -> tuple[str, ...]:
    """A remark for each base that seems to say a property's name, in a column, an order or an expression: it stays."""
    name = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])", re.IGNORECASE)
    return tuple(
        f"'{path}' seems to name the property '{old}'; change it there by hand"
        for path, source in vault.sources.items()
        if path.endswith(".base") and name.search(source.text)
    )


def _names(expression: str, renamed: Renamed) -> Iterator[_Name]:
    """The names in an expression that are to be written anew."""
    found: list[tuple[Kind, tuple[int, int]]] = [
        (kind, match.span(1)) for kind, names in _NAMES for match in names.finditer(expression)
    ]
    for call in _TAG_CALL.finditer(expression):
        found += [("tag", match.span(1)) for match in _ONE_TEXT.finditer(expression, *call.span(1))]
    for kind, (start, end) in sorted(found, key=lambda one: one[1]):
        mark, inner = expression[start], expression[start + 1 : end - 1]
        new = renamed(kind, _ESCAPED.sub(r"\1", inner)) if inner else None
        if new is not None:
            yield _Name(start, end, _in_quotes(new, mark))


def _in_quotes(said: str, mark: str) -> str:
    """A text of an expression. Other quotes where these stand in it: no page of Obsidian's says how to escape them."""
    other = "'" if mark == '"' else '"'
    if mark in said and other not in said:
        mark = other
    return mark + said.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark


def _edits(path: str, text: str, loaded: Loaded, renamed: Renamed) -> list[Edit]:
    edits = [edit for leaf in loaded.leaves for edit in _leaf_edits(path, text, leaf, renamed)]
    if edits and not _says(edited(text, edits), _with_names(loaded.value, renamed)):
        line = LineIndex(text).position(edits[0].span.start).line
        raise PlanError(
            f"{path}:{line}: {edits[0].new} cannot be written there so that the base says all else as before; "
            "change that filter first, or choose another name"
        )
    return edits


def _leaf_edits(path: str, text: str, leaf: Leaf, renamed: Renamed) -> Iterator[Edit]:
    raw = text[leaf.start : leaf.end]
    mark = raw[:1] if raw[:1] in ("'", '"') else ""
    # Without quotes a text is written as it is said, over one line or several.
    said, at = (
        (leaf.value, places(raw, leaf.value, leaf.start)) if mark else (raw, range(leaf.start, leaf.end + 1))
    )
    for name in _names(said, renamed):
        new = name.written
        if mark == '"':
            new = new.replace("\\", "\\\\").replace('"', '\\"')
        elif mark:
            new = new.replace("'", "''")
        yield Edit(path, Span(at[name.start], at[name.end]), new)


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(load(text).value == wanted)
    except BrokenYaml:
        return False


def _with_names(value: Any, renamed: Renamed) -> Any:
    """What a base says, with the new names in place of the old ones."""
    if isinstance(value, dict):
        return {key: _with_names(inner, renamed) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_names(inner, renamed) for inner in value]
    if not isinstance(value, str):
        return value
    names = [Edit("", Span(name.start, name.end), name.written) for name in _names(value, renamed)]
    return edited(value, names)
