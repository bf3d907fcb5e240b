"""A display text that says what the link says without it."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.edit import Edit
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.links import is_web_address
from vaulttools.respell import is_markdown
from vaulttools.text import Span
from vaulttools.vault import text_of

NAME = "redundant-display-text"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each wikilink whose display text is its linkpath."""
    for item in graph.links:
        link = item.link
        repeats = link.display == link.linkpath and not link.subpath and link.linkpath
        if repeats and not is_web_address(link.linkpath) and not _is_markdown(graph, item):
            message = f"the display text repeats the link; write [[{link.linkpath}]]"
            yield Finding(NAME, "info", item.source, link.span, message, _fix(graph, item))


def _is_markdown(graph: Graph, item: ResolvedLink) -> bool:
    return is_markdown(text_of(graph.vault, item.source), item.link)


def _fix(graph: Graph, item: ResolvedLink) -> Fix | None:
    link = item.link
    after = Span(link.linkpath_span.end, link.span.end - 2)
    if text_of(graph.vault, item.source)[after.end : link.span.end] != "]]":
        return None
    return Fix("leave the display text out", True, (Edit(item.source, after, ""),))


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""A link's display text is the same as the link.

    `[[Newton|Newton]]` reads and works as `[[Newton]]`, but it is longer, and the text stays
    behind when the note is renamed by a tool that keeps display texts.

    The safe fix leaves the display text out.
    """,
    examples=(
        Example("-- Newton.md --\n-- Gravity.md --\n[[Newton]] [[Newton|he]] [Newton](Newton.md)\n"),
        Example(
            '-- Newton.md --\n-- Gravity.md --\n---\nby: "[Newton](Newton)"\n---\n[[https://a.b|https://a.b]]\n'
        ),
        Example(
            "-- Newton.md --\n-- Gravity.md --\nBy [[Newton | Newton]] in 1666.\n",
            (
                (
                    "Gravity.md",
                    "[[Newton | Newton]]",
                    "the display text repeats the link; write [[Newton]]",
                ),
            ),
            "-- Gravity.md --\nBy [[Newton]] in 1666.\n",
        ),
    ),
)
