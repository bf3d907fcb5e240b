"""A link that leads to the note it stands in."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph

NAME = "link-to-self"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link by name, without heading or block, to the note that holds it."""
    for item in graph.links:
        if item.target == item.source and item.link.linkpath and not item.link.subpath:
            message = f"'{item.link.linkpath}' is this very note; name a heading in it or unlink it"
            yield Finding(NAME, "info", item.source, item.link.span, message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""A link leads to the note it stands in.

    Clicking it does nothing, and an embed of this kind shows the note within itself. Often the link was
    copied from another note, or meant a note of the same name in another folder.

    Name a heading (`[[#Heading]]`), or unlink it.
    """,
    examples=(
        Example("-- Newton.md --\nSee [[#Life]] and [[Newton#Life]].\n# Life\n"),
        Example(
            "-- Newton.md --\nSee [[Newton]].\n",
            (("Newton.md", "[[Newton]]", "'Newton' is this very note; name a heading in it or unlink it"),),
        ),
    ),
)
