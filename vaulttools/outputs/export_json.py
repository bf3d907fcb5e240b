"""The graph for other programs: `export --format json`, stable, with a version."""

from typing import Any

from vaulttools.analysis import backlinks, outgoing_links
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.outputs import Output, Report
from vaulttools.outputs.fields import area_fields, link_fields, topic_fields
from vaulttools.outputs.json_lines import document
from vaulttools.text import LineIndex
from vaulttools.vault import Kind, kinds, text_of

SCHEMA = 1


def render(report: Report) -> str:
    """One JSON object, a file and a link a line, in ASCII."""
    graph, topics = report.graph, report.topics
    return document(
        {
            "schema": SCHEMA,
            "vault": graph.vault.name,
            "files": _files(report),
            "links": _links(graph),
            "topics": [topic_fields(topic) for topic in topics.topics] if topics else [],
            "areas": [area_fields(area) for area in topics.areas] if topics else [],
            "skipped": [{"path": item.path, "reason": item.reason} for item in graph.vault.unreadable],
        }
    )


def _files(report: Report) -> list[dict[str, Any]]:
    return [_file(report, path, kind) for path, kind in kinds(report.graph.vault).items()]


def _file(report: Report, path: str, kind: Kind) -> dict[str, Any]:
    """A file: what it says of itself, and what the links say of it, whether it is excluded or not."""
    graph, sources = report.graph, backlinks(report.graph, path)
    return {
        **_said(graph, path, kind),
        "backlinks": list(sources),
        "orphan": kind == "note" and not sources,
        "deadend": kind == "note" and not outgoing_links(graph, path),
        "topic": report.topics.of.get(path) if report.topics else None,
        "excluded": path in graph.vault.excluded,
    }


def _said(graph: Graph, path: str, kind: Kind) -> dict[str, Any]:
    """What a file says of itself; only notes say much."""
    note = graph.vault.notes.get(path)
    if note is None:
        name = path.rpartition("/")[2]
        return {
            "path": path,
            "kind": kind,
            "title": name,
            "aliases": [],
            "tags": [],
            "headings": [],
            "blocks": [],
        }
    lines = LineIndex(note.text)
    return {
        "path": path,
        "kind": kind,
        "title": note.title,
        "aliases": list(note.aliases),
        "tags": list(dict.fromkeys(tag.name for tag in note.tags)),
        "headings": [
            {"level": item.level, "text": item.text, "line": lines.position(item.span.start).line}
            for item in note.headings
        ],
        "blocks": [{"id": item.id, "line": lines.position(item.span.start).line} for item in note.blocks],
    }


def _links(graph: Graph) -> list[dict[str, Any]]:
    found = []
    for source, items in graph.outgoing.items():
        text = text_of(graph.vault, source)
        lines = LineIndex(text)
        found += [_link(item, text, lines) for item in items]
    return found


def _link(item: ResolvedLink, text: str, lines: LineIndex) -> dict[str, Any]:
    link = item.link
    line, column = lines.position(link.span.start)
    return {
        "source": item.source,
        "line": line,
        "column": column,
        "start": link.span.start,
        "end": link.span.end,
        "original": text[link.span.start : link.span.end],
        **link_fields(link),
        "target": item.target,
        "outcome": item.outcome,
        "rule": item.rule,
        "rivals": list(item.rivals),
    }


OUTPUT = Output("json", render, "one JSON object: files, links, topics")
