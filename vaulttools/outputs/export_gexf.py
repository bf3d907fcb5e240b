"""The graph as GEXF, which Gephi and networkx read."""

import re

from vaulttools.outputs import Output, Report
from vaulttools.outputs.network import writable_network


def render(report: Report) -> str:
    """One directed graph of GEXF 1.2: a node a file, an edge a link, attributes as `to_networkx` names them. ASCII."""
    from networkx import generate_gexf

    text = "\n".join(generate_gexf(writable_network(report)))
    # networkx notes today's date; the same vault is to give the same file.
    text = re.sub(' lastmodifieddate="[^"]*"', "", text, count=1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


OUTPUT = Output("gexf", render, "GEXF: files and links as nodes and edges")
