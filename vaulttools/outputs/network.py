"""The vault as a networkx graph that networkx can write into a file, for GraphML and GEXF alike."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from vaulttools.networkx_graph import to_networkx
from vaulttools.outputs import Report

if TYPE_CHECKING:
    import networkx


def writable_network(report: Report) -> "networkx.MultiDiGraph[str]":
    """The graph as `to_networkx` has it, links that lead nowhere included, with numbers as keys of its edges.

    Each key occurs once: readers such as Gephi take links with one key for the same.
    """
    import networkx

    found = to_networkx(report.graph, topics=report.topics, unresolved=True)
    made = networkx.MultiDiGraph(**found.graph)
    made.add_nodes_from(found.nodes(data=True))
    made.add_edges_from((*ends, number, said) for number, (*ends, said) in enumerate(_edges(found)))
    return made


def _edges(found: "networkx.MultiDiGraph[str]") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The edges; without networkx's own view of them, which would keep the whole graph in memory."""
    for source, targets in found.adjacency():
        for target, keyed in targets.items():
            for said in keyed.values():
                yield source, target, said
