"""An attachment that nothing links to or embeds."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span

NAME = "unused-attachment"
_OWN_LIFE = (".md", ".canvas", ".base", "topics.lock", "vaulttools.toml")


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each attachment without a link; canvases, bases and our own settings live alone."""
    for path in graph.vault.attachments:
        if path not in graph.incoming and not path.lower().endswith(_OWN_LIFE):
            message = "nothing links to this file or embeds it; use it or delete it"
            yield Finding(NAME, "info", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""Nothing links to an attachment or embeds it.

    It may be a leftover of a deleted note. Only Obsidian's own links count: a picture shown by HTML or
    by a plugin's code block is reported all the same.

    Use it, or delete it.
    """,
    examples=(
        Example(
            '-- Home.md --\n![[plot.png]]\n-- plot.png --\n-- Board.canvas --\n{"nodes": [], "edges": []}\n'
        ),
        Example(
            "-- Home.md --\n-- plot.png --\n",
            (("plot.png", "", "nothing links to this file or embeds it; use it or delete it"),),
        ),
    ),
)
