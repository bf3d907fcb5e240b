"""A link that several files fit equally well."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.names import folded, without_md

NAME = "ambiguous-link"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link with rivals to its target."""
    for item in graph.links:
        if item.rivals and item.target is not None:
            yield Finding(NAME, "warning", item.source, item.link.span, _message(item, item.target))


def _message(item: ResolvedLink, target: str) -> str:
    first, last = sorted((target, item.rivals[0]))
    shown = f"'{first}' and '{last}'" if len(item.rivals) == 1 else f"{len(item.rivals) + 1} files"
    are_twins = all(folded(rival) == folded(target) for rival in item.rivals)
    remedy = "rename one of them" if are_twins else f"write the folder too: '{without_md(target)}'"
    return f"'{item.link.linkpath}' fits {shown} equally well; {remedy}"


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""Several files fit a link equally well, and which one it opens is left to chance.

    Obsidian takes a note at exactly the link's path first, then notes in the folder of the note that
    holds the link, then the one with the shortest path. Where two are still equal, the app's choice
    can change from one start to the next; vaulttools takes the first in alphabetical order.

    Write the folder into the link.
    """,
    examples=(
        Example("-- a/Plan.md --\n-- b/Plan.md --\n-- a/Home.md --\n[[Plan]]\n"),
        Example(
            "-- a/Plan.md --\n-- b/Plan.md --\n-- Home.md --\nSee [[Plan]].\n",
            (
                (
                    "Home.md",
                    "[[Plan]]",
                    "'Plan' fits 'a/Plan.md' and 'b/Plan.md' equally well; write the folder too: 'a/Plan'",
                ),
            ),
        ),
        Example(
            "-- a/Plan.md --\n-- a/plan.md --\n-- Home.md --\n[[a/plan]]\n",
            (
                (
                    "Home.md",
                    "[[a/plan]]",
                    "'a/plan' fits 'a/Plan.md' and 'a/plan.md' equally well; rename one of them",
                ),
            ),
        ),
    ),
)
