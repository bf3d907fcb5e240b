"""The graph as GraphML, which networkx, igraph, Gephi, yEd and Cytoscape read."""

from vaulttools.outputs import Output, Report
from vaulttools.outputs.network import writable_network


def render(report: Report) -> str:
    """One directed graph: a node a file, an edge a link, attributes as `to_networkx` names them. ASCII."""
    from networkx import generate_graphml

    lines = generate_graphml(writable_network(report))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"


OUTPUT = Output("graphml", render, "GraphML: files and links as nodes and edges")
