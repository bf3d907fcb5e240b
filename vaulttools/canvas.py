"""`.canvas` and `.base` files as sources of links.

A canvas is a source since Obsidian 1.12: its file cards, and whatever counts as a link in its text cards. A
base has none: the app's own record of links (obsidian-tasks) has no entry for its three bases.
Source of every rule: tests/conformance/canvas-and-bases.md.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaulttools.escapes import places
from vaulttools.json_texts import JsonText, Way, objects
from vaulttools.links import Link, Spans, link_with_spans, placed
from vaulttools.text import Span
from vaulttools.vault import LinkSource

_KEYS = frozenset(("type", "file", "subpath", "text", "background", "url"))


class CardTag(NamedTuple):
    """A tag in a text card, without its "#", and where each of its characters, and its end, is written."""

    name: str
    places: Sequence[int]


def parse_source(path: str, text: str) -> LinkSource:
    """The links of a canvas or base file, in order of place. Never raises; O(length).

    Their spans cover characters of the JSON as it is written, escapes included. A file card is an embed whose
    `span` is its `linkpath_span`; its subpath stands elsewhere, under a key of its own. A link in
    a text card starts with "[[" or "![[" at its span, or is a Markdown link.
    """
    if not path.lower().endswith(".canvas") or not text.strip("\ufeff \t\r\n"):
        return LinkSource(path, text, ())
    try:
        json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        return LinkSource(path, text, (), f"not valid JSON, line {error.lineno}: {error.msg.lower()}")
    except (ValueError, RecursionError):
        return LinkSource(path, text, (), "not readable JSON: a number too long, or nested too deep")
    links = [link for node in _nodes(text) for link in _links(node)]
    return LinkSource(path, text, tuple(sorted(links, key=lambda link: link.span)))


def card_texts(text: str) -> Iterator[tuple[str, str, Sequence[int]]]:
    """What text cards and link cards of a canvas say, with the place in the file of each character and of the end.

    The first is the kind, "text" or "link". What is no valid JSON has none.
    """
    try:
        json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return
    for node in _nodes(text):
        kind = node["type"].value if "type" in node else ""
        said = node.get({"text": "text", "link": "url"}.get(kind, ""))
        if said is not None:
            yield kind, said.value, places(said.raw, said.value, said.start)


def card_tags(source: LinkSource) -> tuple[CardTag, ...]:
    """The tags in the text cards of a canvas, each card read as a note of its own. O(length)."""
    from vaulttools.note import parse

    if not source.path.lower().endswith(".canvas"):
        return ()
    found = []
    for kind, value, at in card_texts(source.text):
        for tag in parse("card.md", value).tags if kind == "text" else ():
            start = tag.span.start + (value[tag.span.start] == "#")
            found.append(CardTag(tag.name, at[start : start + len(tag.name) + 1]))
    return tuple(found)


def _links(node: dict[str, JsonText]) -> Iterator[Link]:
    kind = node["type"].value if "type" in node else ""
    if kind == "file" and "file" in node:
        yield _card(node["file"], node.get("subpath"))
    elif kind == "group" and "background" in node:
        yield _card(node["background"], None)
    elif kind == "text" and "text" in node and "[" in node["text"].value:
        yield from _in_card(node["text"])


def _card(file: JsonText, subpath: JsonText | None) -> Link:
    """A card that shows a file: its path from the root, resolved like any other link."""
    end = Span(file.span.end, file.span.end)
    spans = Spans(file.span, file.span, subpath.span if subpath else end, end)
    return link_with_spans("canvas", True, (file.value, subpath.value if subpath else "", None), spans)


def _in_card(card: JsonText) -> Iterator[Link]:
    """The links of a text card, which is read as a note of its own: code in it is code."""
    from vaulttools.note import parse

    links = parse("card.md", card.value).links
    if not links:
        return
    at = places(card.raw, card.value, card.start)
    for link in links:
        yield placed(link, at, "canvas")


def _nodes(text: str) -> Iterator[dict[str, JsonText]]:
    """The texts of each object in the list "nodes" of valid JSON, by key; the last of equal keys counts."""
    return (texts for way, texts in objects(text, _KEYS) if _in_nodes(way))


def _in_nodes(path: Way) -> bool:
    """Whether the innermost open bracket is an object in the list under "nodes" of the outermost object."""
    return len(path) == 3 and path[2][1] and path[1] == ("nodes", False) and path[0][1]
