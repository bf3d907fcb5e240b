"""The graph as networkx knows graphs, for other tools and for exploring."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.names import without_md
from vaulttools.patterns import pattern
from vaulttools.text import LineIndex
from vaulttools.topics import Topics
from vaulttools.vault import kinds, text_of

if TYPE_CHECKING:
    import networkx

# Control characters, lone surrogates and what else XML cannot hold, or would read back as a space.
_UNPLAIN = pattern("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(
    graph: Graph, *, topics: Topics | None = None, unresolved: bool = False
) -> "networkx.MultiDiGraph[str]":
    """Files and links as a networkx `MultiDiGraph`: a node a file, an edge a link, from source to target.

    Nodes are named by path. Every node has `kind` ("note", "attachment", "canvas", "base", "unread" or "unresolved"),
    `label` (the file name, without ".md" for notes), `title`, `folder` ("" for the root) and `excluded`. Notes
    have `aliases` and `tags` (text, with ", " between them) as well; with `topics`, those in a topic its id as
    `topic` and its name as `topic_name`.

    Edges have `line` and `column` (from 1, columns in code points), `offset` and `length` (code points of the
    source's text), `link_style` ("wikilink", "markdown", "property", "canvas"), `embed`, `linktext`, `linkpath`,
    `subpath`, `outcome`, `rule`, and where there is one `display` and `property`. What is absent is left out,
    not None.

    With `unresolved`, a linkpath that names no file is a node "[[linkpath]]", without ".md" as in
    `analysis.unresolved`; else its links are left out. Nodes stand sorted within their kind, edges in order of
    source, then place.

    All values are text, whole numbers and truth values, under names that mean nothing else to a format, so
    that networkx writes GraphML, GEXF and DOT of it and reads them back as they were. What no file format
    holds is written out, in names of nodes too: a line feed as `\\n`, a byte that is no text as `\\udcff`.
    Only pydot takes a colon in a node's name for the start of a port. Import of networkx: 0.5 s.
    """
    import networkx

    made = networkx.MultiDiGraph(name=_plain(graph.vault.name))
    named = {topic.id: topic.name for topic in topics.topics} if topics else {}
    for path in sorted(graph.vault.notes):
        topic = topics.of.get(path) if topics else None
        shown = {} if topic is None else {"topic": topic, "topic_name": named[topic]}
        made.add_node(_plain(path), **_all_plain(_note_attributes(graph, path) | shown))
    kind_of = kinds(graph.vault)
    for path in sorted({*graph.vault.attachments, *graph.vault.sources} - graph.vault.notes.keys()):
        made.add_node(_plain(path), **_all_plain(_file_attributes(graph, path, kind_of[path])))
    if unresolved:
        made.add_nodes_from(_unresolved_nodes(graph))
    for source in sorted(graph.outgoing):
        _add_links(made, graph, source, unresolved)
    return made


def _plain(text: str) -> str:
    """A text that every format can hold: what it cannot is written out."""
    return text if text.isascii() and text.isprintable() else _UNPLAIN.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    return ascii(match[0])[1:-1]


def _all_plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(value) if isinstance(value, str) else value for key, value in attributes.items()}


def _note_attributes(graph: Graph, path: str) -> dict[str, Any]:
    note = graph.vault.notes[path]
    return {
        "kind": "note", "label": note.name, "title": note.title, "folder": note.folder,
        "excluded": path in graph.vault.excluded, "aliases": ", ".join(note.aliases),
        "tags": ", ".join(dict.fromkeys(tag.name for tag in note.tags)),
    }  # fmt: skip


def _file_attributes(graph: Graph, path: str, kind: str) -> dict[str, Any]:
    folder, _, name = path.rpartition("/")
    excluded = path in graph.vault.excluded
    return {"kind": kind, "label": name, "title": name, "folder": folder, "excluded": excluded}


def _unresolved_nodes(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    names = sorted({_missing(item) for item in graph.links if item.target is None})
    return [
        (_ghost(name), {"kind": "unresolved", "label": name, "title": name, "folder": "", "excluded": False})
        for name in names
    ]


def _missing(item: ResolvedLink) -> str:
    """What the file would be called that a link does not find."""
    return _plain(without_md(item.link.linkpath))


def _ghost(name: str) -> str:
    # No file of Obsidian's can be called so: its names hold no brackets.
    return f"[[{name}]]"


def _add_links(made: "networkx.MultiDiGraph[str]", graph: Graph, source: str, unresolved: bool) -> None:
    lines = LineIndex(text_of(graph.vault, source))
    for item in graph.outgoing[source]:
        if item.target is not None or unresolved:
            target = _ghost(_missing(item)) if item.target is None else _plain(item.target)
            made.add_edge(_plain(source), target, **_all_plain(_link_attributes(item, lines)))


def _link_attributes(item: ResolvedLink, lines: LineIndex) -> dict[str, Any]:
    link = item.link
    line, column = lines.position(link.start)
    found: dict[str, Any] = {
        "line": line, "column": column, "offset": link.start, "length": link.length,
        "link_style": link.style, "embed": link.is_embed, "linktext": link.linktext, "linkpath": link.linkpath,
        "subpath": link.subpath, "outcome": item.outcome, "rule": item.rule,
    }  # fmt: skip
    optional = {"display": link.display, "property": link.property}
    return found | {key: value for key, value in optional.items() if value is not None}
