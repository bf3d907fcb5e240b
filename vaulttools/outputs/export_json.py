"""The graph for other programs: `export --format json`, stable, with a version. docs/export.md has every key."""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from vaulttools.analysis import backlinks, outgoing_links
from vaulttools.elements import Block, Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.note import Note
from vaulttools.outputs import Output, Report
from vaulttools.outputs.fields import area_fields, link_fields, topic_fields
from vaulttools.outputs.json_lines import document
from vaulttools.text import LineIndex, Span
from vaulttools.transcripts import seconds
from vaulttools.vault import Kind, Vault, kinds, text_of

SCHEMA = 1
_LARGEST = 2**63  # Obsidian has doubles for all numbers; many parsers take no larger integer
_KEPT = 256  # line indexes that are held: links lead to and fro between a few notes


def render(report: Report) -> str:
    """One JSON object, a file and a link a line, in ASCII. O(size of the vault); an item at a time is a value."""
    graph, topics = report.graph, report.topics
    return document(
        {
            "schema": SCHEMA,
            "vault": graph.vault.name,
            "files": _files(report),
            "links": links(graph),
            "topics": [topic_fields(topic, topics) for topic in topics.topics] if topics else [],
            "areas": [area_fields(area) for area in topics.areas] if topics else [],
            "skipped": [{"path": item.path, "reason": item.reason} for item in graph.vault.unreadable],
        }
    )


def links(graph: Graph) -> Iterator[dict[str, Any]]:
    """What programs get of each link, in order of source, then place."""
    lines = _line_indexes(graph.vault)
    for source, items in graph.outgoing.items():
        for item in items:
            yield _link(item, lines(source), lines)


def _line_indexes(vault: Vault) -> Callable[[str], LineIndex]:
    return lru_cache(_KEPT)(lambda path: LineIndex(text_of(vault, path)))


def _files(report: Report) -> Iterator[dict[str, Any]]:
    for path, kind in kinds(report.graph.vault).items():
        yield _file(report, path, kind)


def _file(report: Report, path: str, kind: Kind) -> dict[str, Any]:
    """A file: what it says of itself, and what the links say of it, whether it is excluded or not."""
    graph, sources = report.graph, backlinks(report.graph, path)
    note = graph.vault.notes.get(path)
    said, rest = _note(note) if note else _other(graph.vault, path)
    return {
        "path": path,
        "kind": kind,
        **said,
        "backlinks": list(sources),
        "orphan": kind == "note" and not sources,
        "deadend": kind == "note" and not outgoing_links(graph, path),
        "topic": report.topics.of.get(path) if report.topics else None,
        "excluded": path in graph.vault.excluded,
        **rest,
    }


def _note(note: Note) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a note says of itself: what stands first in its record, and last."""
    lines = LineIndex(note.text)
    return {
        "title": note.title,
        "aliases": list(note.aliases),
        "tags": list(dict.fromkeys(tag.name for tag in note.tags)),
        "headings": [_heading(item, lines) for item in note.headings],
        "blocks": [_block(item, lines) for item in note.blocks],
    }, {
        "properties": _safe(note.properties),
        "timestamps": [
            {
                "attribute": item.attribute,
                "label": item.label,
                "seconds": seconds(item.attribute),
                **_place(item.span, lines),
            }
            for item in note.timestamps
        ],
        "tag_places": [
            {"name": item.name, "in_properties": item.in_properties, **_place(item.span, lines)}
            for item in note.tags
        ],
        "problems": [
            {"kind": item.kind, "message": item.message, **_place(item.span, lines)} for item in note.problems
        ],
    }


def _other(vault: Vault, path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same of a file that is no note, which says little."""
    source = vault.sources.get(path)
    whole = _place(Span(0, 0), LineIndex(""))
    broken = source.problem if source else None
    return (
        {"title": path.rpartition("/")[2], "aliases": [], "tags": [], "headings": [], "blocks": []},
        {
            "properties": {},
            "timestamps": [],
            "tag_places": [],
            "problems": [{"kind": "broken-canvas", "message": broken, **whole}] if broken else [],
        },
    )


def _heading(item: Heading, lines: LineIndex) -> dict[str, Any]:
    return {
        "level": item.level,
        "text": item.text,
        **_place(item.span, lines),
        "text_span": list(item.text_span),
    }


def _block(item: Block, lines: LineIndex) -> dict[str, Any]:
    return {"id": item.id, **_place(item.span, lines)}


def _place(span: Span, lines: LineIndex) -> dict[str, int]:
    return {"line": lines.position(span.start).line, "start": span.start, "end": span.end}


def _link(item: ResolvedLink, lines: LineIndex, indexes: Callable[[str], LineIndex]) -> dict[str, Any]:
    link = item.link
    start, end = link.span
    line, column = lines.position(start)
    return {
        "source": item.source,
        "line": line,
        "column": column,
        "start": start,
        "end": end,
        "original": lines.text[start:end],
        **link_fields(link),
        "target": item.target,
        "outcome": item.outcome,
        "rule": item.rule,
        "rivals": list(item.rivals),
        "anchor": _anchor(item, indexes),
    }


def _anchor(item: ResolvedLink, indexes: Callable[[str], LineIndex]) -> dict[str, Any] | None:
    """The heading or block that a link leads to."""
    if item.anchor is None or item.target is None:
        return None
    lines = indexes(item.target)
    if isinstance(item.anchor, Heading):
        return {"kind": "heading", **_heading(item.anchor, lines)}
    return {"kind": "block", **_block(item.anchor, lines)}


def _safe(value: Any) -> Any:
    """A property's value as every JSON parser takes it; what Obsidian's own JSON would say.

    NaN and the infinities become null, as in JavaScript; an integer beyond 64 bits the nearest double.
    """
    if isinstance(value, dict):
        return {key: _safe(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_safe(inner) for inner in value]
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        return _safe(float(value)) if value.bit_length() <= 1023 else None
    return None if isinstance(value, float) and not math.isfinite(value) else value


OUTPUT = Output("json", render, "one JSON object: files, links, topics")
