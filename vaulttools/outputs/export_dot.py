"""The graph as DOT, which Graphviz draws."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vaulttools.outputs import Output, Report
from vaulttools.outputs.network import writable_network

if TYPE_CHECKING:
    import networkx


def render(report: Report) -> str:
    """One directed graph: a node a file, in a box a topic; an edge for all links of a file to another. UTF-8.

    The `weight` of an edge counts its links. Nodes have their title as label, their kind as class, and a
    dashed frame where there is no such file.
    """
    network = writable_network(report)
    lines = [
        f"digraph {_quoted(network.name)} {{",
        '  node [shape=box, style=rounded, fontname="sans-serif"];',
        *_nodes(network),
        *_edges(network),
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _nodes(network: "networkx.MultiDiGraph[str]") -> Iterator[str]:
    """Those of each topic in a box of its own, the others after them."""
    topics: dict[int, list[str]] = {}
    for name, said in network.nodes(data=True):
        topics.setdefault(said.get("topic", 0), []).append(name)
    for topic in sorted(topics, key=lambda topic: (not topic, topic)):
        names = topics[topic]
        if topic:
            yield f"  subgraph cluster_{topic} {{"
            yield f"    label={_label(network.nodes[names[0]]['topic_name'])};"
        for name in names:
            yield f"{'    ' if topic else '  '}{_quoted(name)} [{_look(network.nodes[name])}];"
        if topic:
            yield "  }"


def _look(said: dict[str, Any]) -> str:
    kind = said["kind"]
    frame = ', style="rounded,dashed"' if kind == "unresolved" else ""
    return f"label={_label(said['title'])}, class={kind}{frame}"


def _edges(network: "networkx.MultiDiGraph[str]") -> Iterator[str]:
    for (source, target), count in Counter(network.edges()).items():
        weight = f" [weight={count}]" if count > 1 else ""
        yield f"  {_quoted(source)} -> {_quoted(target)}{weight};"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _label(text: str) -> str:
    """A text that is drawn: Graphviz reads `&amp;` in it as HTML does."""
    return _quoted(text.replace("&", "&amp;"))


OUTPUT = Output("dot", render, "DOT: files and links for Graphviz to draw")
