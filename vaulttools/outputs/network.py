"""The vault as a networkx graph that networkx can write into a file, for GraphML and GEXF alike."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vaulttools.networkx_graph import to_networkx
from vaulttools.outputs import Report
from vaulttools.patterns import pattern
from vaulttools.vault import kinds

if TYPE_CHECKING:
    import networkx

# What XML cannot hold, or would read back as a space.
_UNWRITABLE = pattern("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable_network(report: Report) -> "networkx.MultiDiGraph":
    """The graph as `to_networkx` has it, links that lead nowhere included, with numbers as keys of its edges.

    Each key occurs once: readers such as Gephi take links with one key for the same. All values are text, whole
    numbers and truth values: lists are joined by ", ", and what XML cannot hold is written out (`\\x1b`).
    """
    import networkx

    found = to_networkx(report.graph, topics=report.topics, unresolved=True)
    made = networkx.MultiDiGraph(**_writable(found.graph))
    made.add_nodes_from((_written(node), _writable(said)) for node, said in found.nodes(data=True))
    made.add_edges_from(
        (_written(source), _written(target), number, _writable(said))
        for number, (source, target, said) in enumerate(_edges(found))
    )
    for path, kind in kinds(report.graph.vault).items():
        made.nodes[_written(path)]["kind"] = kind
    return made


def _edges(found: "networkx.MultiDiGraph") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The edges; without networkx's own view of them, which would keep the whole graph in memory."""
    for source, targets in found.adjacency():
        for target, keyed in targets.items():
            for said in keyed.values():
                yield source, target, said


def _writable(attributes: dict[str, Any]) -> dict[str, Any]:
    return {key: _written(value) for key, value in attributes.items()}


def _written(value: Any) -> Any:
    if isinstance(value, tuple):
        value = ", ".join(value)
    return _UNWRITABLE.sub(lambda found: ascii(found[0])[1:-1], value) if isinstance(value, str) else value
