"""Two notes of one name."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._files import by_name
from vaulttools.graph import Graph
from vaulttools.names import COMMON
from vaulttools.text import Span

NAME = "duplicate-note-name"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note that has the name of one before it."""
    for name, (first, *others) in by_name(graph.vault.notes).items():
        if name[:-3] not in COMMON:
            for path in others:
                message = f"'{first}' has the same name; rename one, or always link with the folder"
                yield Finding(NAME, "info", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""Two notes have the same name.

    A link by the bare name opens only one of them, and which one depends on where the link stands.
    Names that every folder may have (README, Index and the like) are left out.

    Rename one, or link to them with their folders.
    """,
    examples=(
        Example("-- a/Plan.md --\n-- b/Other.md --\n-- a/README.md --\n-- b/README.md --\n"),
        Example(
            "-- a/Plan.md --\n-- b/plan.md --\n",
            (("b/plan.md", "", "'a/Plan.md' has the same name; rename one, or always link with the folder"),),
        ),
    ),
)
