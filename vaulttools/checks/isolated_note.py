"""A note without any link, in or out."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span

NAME = "isolated-note"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note that neither links nor is linked to."""
    from vaulttools.analysis import isolated

    for path in isolated(graph):
        yield Finding(NAME, "info", path, Span(0, 0), "no link leads here or away; link it to its neighbours")


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    default=False,
    doc="""A note has no link at all, neither in nor out.

    Obsidian's graph view calls such notes orphans.

    Link it to its neighbours.
    """,
    examples=(
        Example("-- Home.md --\n[[Newton]]\n-- Newton.md --\nBorn 1642.\n"),
        Example(
            "-- Home.md --\n[[Newton]]\n-- Newton.md --\n-- Alone.md --\nNo links.\n",
            (("Alone.md", "", "no link leads here or away; link it to its neighbours"),),
        ),
    ),
)
