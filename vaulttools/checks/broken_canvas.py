"""A canvas or base file that cannot be read."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span

NAME = "broken-canvas"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each canvas or base file whose content is not what it should be."""
    for path, source in graph.vault.sources.items():
        if source.problem is not None:
            yield Finding(NAME, "error", path, Span(0, 0), f"the file cannot be read: {source.problem}")


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A canvas or base file cannot be read, so Obsidian opens it empty or not at all.

    Links in it are neither shown nor checked. A canvas is JSON: mostly a merge left conflict marks in it.

    Mend the file, or take an older version of it.
    """,
    examples=(
        Example('-- Home.md --\n-- Plan.canvas --\n{"nodes": [], "edges": []}\n'),
        Example(
            '-- Home.md --\n-- Plan.canvas --\n<<<<<<< HEAD\n{"nodes": []}\n',
            (("Plan.canvas", "", "the file cannot be read: not valid JSON, line 1: expecting value"),),
        ),
    ),
)
