"""Frontmatter as Obsidian reads it: values, aliases, tags and links, each with its place.

python-frontmatter is the way in, with a handler of ours (`_Handler`); the simple frontmatter that most notes
have is read by `yaml_quick`, which gives the same values and spares a check the import of a YAML library.
Source of every rule: tests/conformance/properties.md and tags.md.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from vaulttools.elements import Problem, Tag
from vaulttools.escapes import places
from vaulttools.linkparts import whole_link, whole_markdown_link, wikilink
from vaulttools.links import Link, placed
from vaulttools.patterns import pattern
from vaulttools.text import LineIndex, Span
from vaulttools.yaml_quick import quick_load
from vaulttools.yaml_values import BrokenYaml, Leaf, Loaded


class Properties(NamedTuple):
    """What the frontmatter of a note says.

    `values` is empty where there is no frontmatter or it is broken. `span` covers the frontmatter with both
    fences, None without; `body_start` is where the first line after it starts.
    """

    values: Mapping[str, Any]
    aliases: tuple[str, ...]
    tags: tuple[Tag, ...]
    links: tuple[Link, ...]
    problem: Problem | None
    span: Span | None
    body_start: int


NO_PROPERTIES = Properties({}, (), (), (), None, None, 0)

# A BOM may stand first: the app's Markdown reader (remark-parse 8) passes over it.
_OPEN = pattern("\ufeff?---\r?\n")
_CLOSE = pattern(r"\n(---)[ \t]*+(?:\r?\n|\Z)")
_LOOKS_LIKE_A_KEY = pattern(r"[\w-][\w -]*:(?:[ \t]|\r?$)", re.M)
# Not in a tag, in text or in frontmatter. Source: tests/conformance/tags.md.
_NOT_IN_TAG = pattern(r"[\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\\s]")


def read_properties(text: str) -> Properties:
    """The properties of a note. Never raises; O(length of the frontmatter) in time, bounded in memory."""
    opened = _OPEN.match(text)
    if opened is None:
        return NO_PROPERTIES
    closed = _CLOSE.search(text, opened.end() - 1)
    if closed is None:
        return _unclosed(text, opened.end())
    span = Span(0, closed.end(1))
    try:
        loaded = _loaded(text, opened.end(), closed)
    except BrokenYaml as broken:
        return _broken(text, broken, span, closed.end())
    if not isinstance(loaded.value, dict):
        return _no_mapping(text, loaded, span, closed.end())
    return _properties(text, loaded, opened.end(), span, closed.end())


def frontmatter_end(text: str) -> int:
    """Where the first line after the frontmatter starts, as `Properties.body_start`; 0 without frontmatter."""
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end() - 1) if opened else None
    return closed.end() if closed else 0


def property_texts(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """Each text among the properties, and the place in the note of each of its characters and of its end."""
    opened = _OPEN.match(text)
    closed = _CLOSE.search(text, opened.end() - 1) if opened else None
    if opened is None or closed is None:
        return
    try:
        leaves = _loaded(text, opened.end(), closed).leaves
    except BrokenYaml:
        return
    for leaf in leaves:
        yield leaf.value, _places(text, leaf, opened.end())


def _loaded(text: str, start: int, closed: re.Match[str]) -> Loaded:
    """What the YAML between the fences says."""
    inner = text[start : closed.start(1)]
    return quick_load(inner) or _load(text[start - 4 : closed.end(1)], inner)


class _Handler:
    """What python-frontmatter asks: where the frontmatter ends, and what it says."""

    def __init__(self, inner: str) -> None:
        self.inner = inner
        self.loaded = Loaded(None, ())

    def detect(self, text: str) -> bool:
        return True

    def split(self, text: str) -> tuple[str, str]:
        """The YAML as `read_properties` found it: the library's own fences differ from Obsidian's."""
        return self.inner, ""

    def load(self, text: str) -> Any:
        from vaulttools.yaml_core import load

        self.loaded = load(text)
        return self.loaded.value


def _load(block: str, inner: str) -> Loaded:
    import frontmatter

    handler: Any = _Handler(inner)
    metadata, _ = frontmatter.parse(block, handler=handler)
    value = metadata if isinstance(handler.loaded.value, dict) else handler.loaded.value
    return Loaded(value, handler.loaded.leaves)


def _properties(text: str, loaded: Loaded, offset: int, span: Span, body_start: int) -> Properties:
    values, leaves = loaded.value, loaded.leaves
    aliases, tags = _key(values, "aliases"), _key(values, "tags")
    return Properties(
        values,
        () if aliases is None else tuple(_aliases(values[aliases])),
        () if tags is None else tuple(_tags(text, tags, leaves, offset)),
        _links(text, leaves, offset),
        None,
        span,
        body_start,
    )


def _links(text: str, leaves: tuple[Leaf, ...], offset: int) -> tuple[Link, ...]:
    """Texts that are one whole link, in the order in which they are written."""
    opened = [leaf for leaf in leaves if leaf.value.startswith("[")]
    found = (_link(text, leaf, offset) for leaf in opened)
    return tuple(link for link in found if link is not None)


def _link(text: str, leaf: Leaf, offset: int) -> Link | None:
    if whole_link(leaf.value):
        return wikilink(leaf.value, _places(text, leaf, offset), "property", leaf.path)
    link = whole_markdown_link(leaf.value)
    return link and placed(link, _places(text, leaf, offset), "property", leaf.path)


def _places(text: str, leaf: Leaf, offset: int) -> Any:
    start, end = offset + leaf.start, offset + leaf.end
    return places(text[start:end], leaf.value, start)


def _key(values: Mapping[str, Any], name: str) -> str | None:
    """The first key that is `name` in any case."""
    if name in values:
        return name
    for key in values:
        if len(key) == len(name) and key.lower() == name:
            return key
    return None


def _aliases(value: Any) -> Iterator[str]:
    for entry in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
        if isinstance(entry, str) and entry.strip():
            yield entry.strip()


def _tags(text: str, key: str, leaves: tuple[Leaf, ...], offset: int) -> Iterator[Tag]:
    for leaf in leaves:
        if leaf.path != key and not _is_entry(leaf.path, key):
            continue
        name = leaf.value.removeprefix("#")
        if name and not (name.isascii() and name.isdigit()) and _NOT_IN_TAG.search(name) is None:
            at = _places(text, leaf, offset)
            yield Tag(name, at[0], at[len(leaf.value)] - at[0], True)


def _is_entry(path: str, key: str) -> bool:
    return path.startswith(key + ".") and path[len(key) + 1 :].isdigit()


def _broken(text: str, broken: BrokenYaml, span: Span, body_start: int) -> Properties:
    """Broken YAML: no properties, no tags, no aliases; the body as usual."""
    lines = LineIndex(text[: span.end])
    number = min(broken.line + 2, len(lines))
    start = lines.line_start(number)
    problem = Problem(
        "broken-properties",
        f"the properties cannot be read, line {number}: {broken.reason}",
        Span(start, start + len(lines.line(number))),
    )
    return NO_PROPERTIES._replace(problem=problem, span=span, body_start=body_start)


def _no_mapping(text: str, loaded: Loaded, span: Span, body_start: int) -> Properties:
    """YAML that has no keys: nothing at all is fine, a text or a list is not."""
    found = NO_PROPERTIES._replace(span=span, body_start=body_start)
    if loaded.value is None:
        return found
    start = text.index("\n") + 1
    end = min(text.index("\n", start), span.end)
    message = "the properties have no keys, line 2: write 'key: value', or a blank line above the first '---'"
    return found._replace(problem=Problem("broken-properties", message, Span(start, end)))


def _unclosed(text: str, start: int) -> Properties:
    """A first fence that never ends is no frontmatter; it is worth a word where keys follow."""
    if _LOOKS_LIKE_A_KEY.match(text, start) is None:
        return NO_PROPERTIES
    message = "the properties that start in line 1 never end: no line '---' follows"
    return NO_PROPERTIES._replace(problem=Problem("broken-properties", message, Span(0, start - 1)))
