"""The graph as networkx knows graphs, for other tools and for exploring."""

from typing import TYPE_CHECKING, Any

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.text import LineIndex
from vaulttools.topics import Topics

if TYPE_CHECKING:
    import networkx

_KINDS = {"canvas": "canvas", "base": "base"}


def to_networkx(
    graph: Graph, *, topics: Topics | None = None, unresolved: bool = False
) -> "networkx.MultiDiGraph":
    """Files and links as a networkx `MultiDiGraph`: a node a file, an edge a link, from source to target.

    Nodes are named by path. Every node has `kind` ("note", "attachment", "canvas", "base" or "unresolved"),
    `name` (the file name, without ".md" for notes), `title`, `folder` ("" for the root) and `excluded`. Notes
    have `aliases` and `tags` (tuples of text) as well; with `topics`, those in a topic its id as `topic` and
    its name as `topic_name`.

    Edges have `line` and `column` (from 1, columns in code points), `start` and `end` (code points of the
    source's text), `style` ("wikilink", "markdown", "property", "canvas"), `embed`, `linktext`, `linkpath`,
    `subpath`, `outcome`, `rule`, and where there is one `display` and `property`. What is absent is left out,
    not None.

    With `unresolved`, a linkpath that names no file is a node "[[linkpath]]"; else its links are left out.
    Nodes stand sorted within their kind, edges in order of source, then place. Import of networkx: 0.5 s.
    """
    import networkx

    made = networkx.MultiDiGraph(name=graph.vault.name)
    named = {topic.id: topic.name for topic in topics.topics} if topics else {}
    for path in sorted(graph.vault.notes):
        topic = topics.of.get(path) if topics else None
        shown = {} if topic is None else {"topic": topic, "topic_name": named[topic]}
        made.add_node(path, **_note_attributes(graph, path), **shown)
    for path in sorted({*graph.vault.attachments, *graph.vault.sources} - graph.vault.notes.keys()):
        made.add_node(path, **_file_attributes(graph, path))
    if unresolved:
        made.add_nodes_from(_unresolved_nodes(graph))
    for source in sorted(graph.outgoing):
        _add_links(made, graph, source, unresolved)
    return made


def _note_attributes(graph: Graph, path: str) -> dict[str, Any]:
    note = graph.vault.notes[path]
    return {
        "kind": "note", "name": note.name, "title": note.title, "folder": note.folder,
        "excluded": path in graph.vault.excluded, "aliases": note.aliases,
        "tags": tuple(dict.fromkeys(tag.name for tag in note.tags)),
    }  # fmt: skip


def _file_attributes(graph: Graph, path: str) -> dict[str, Any]:
    folder, _, name = path.rpartition("/")
    kind = _KINDS.get(name.rpartition(".")[2].lower(), "attachment")
    excluded = path in graph.vault.excluded
    return {"kind": kind, "name": name, "title": name, "folder": folder, "excluded": excluded}


def _unresolved_nodes(graph: Graph) -> list[tuple[str, dict[str, Any]]]:
    names = sorted({item.link.linkpath for item in graph.links if item.target is None})
    return [
        (_ghost(name), {"kind": "unresolved", "name": name, "title": name, "folder": "", "excluded": False})
        for name in names
    ]


def _ghost(linkpath: str) -> str:
    # No file of Obsidian's can be called so: its names hold no brackets.
    return f"[[{linkpath}]]"


def _add_links(made: "networkx.MultiDiGraph", graph: Graph, source: str, unresolved: bool) -> None:
    note = graph.vault.notes.get(source) or graph.vault.sources.get(source)
    lines = LineIndex(note.text if note else "")
    for item in graph.outgoing[source]:
        if item.target is not None or unresolved:
            target = _ghost(item.link.linkpath) if item.target is None else item.target
            made.add_edge(source, target, **_link_attributes(item, lines))


def _link_attributes(item: ResolvedLink, lines: LineIndex) -> dict[str, Any]:
    link = item.link
    line, column = lines.position(link.span.start)
    found: dict[str, Any] = {
        "line": line, "column": column, "start": link.span.start, "end": link.span.end,
        "style": link.style, "embed": link.is_embed, "linktext": link.linktext, "linkpath": link.linkpath,
        "subpath": link.subpath, "outcome": item.outcome, "rule": item.rule,
    }  # fmt: skip
    optional = {"display": link.display, "property": link.property}
    return found | {key: value for key, value in optional.items() if value is not None}
