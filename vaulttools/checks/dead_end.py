"""A note that links to nothing."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span

NAME = "dead-end"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note without a link to another file."""
    from vaulttools.analysis import dead_ends

    for path in dead_ends(graph):
        yield Finding(NAME, "info", path, Span(0, 0), "this note links to nothing; link it to its neighbours")


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    default=False,
    doc="""A note links to nothing, so reading stops there.

    Obsidian's command line calls such notes dead ends.

    Link it to its neighbours.
    """,
    examples=(
        Example("-- Home.md --\n[[Newton]]\n-- Newton.md --\n[[Home]]\n"),
        Example(
            "-- Home.md --\n[[Newton]]\n-- Newton.md --\nBorn 1642.\n",
            (("Newton.md", "", "this note links to nothing; link it to its neighbours"),),
        ),
    ),
)
