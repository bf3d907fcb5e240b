"""A bare name that several files have: the next new file may take the link over."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._files import all_files, by_name
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.names import folded, without_md

NAME = "hijackable-link"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link by a bare name that other files have too, where one of them clearly wins."""
    # A note at the root is what its name says from anywhere: no other can take its links, and none can say more.
    settled = ("unique-name", "self", "exact-path")
    files = None
    for item in graph.links:
        if item.target is None or item.rivals or item.rule in settled or "/" in item.link.linkpath:
            continue
        files = files or by_name(all_files(graph))
        same = files[folded(item.target.rpartition("/")[2])]
        if len(same) > 1:
            yield Finding(NAME, "info", item.source, item.link.span, _message(item, same))


def _message(item: ResolvedLink, same: list[str]) -> str:
    also = f"'{same[same[0] == item.target]}'" if len(same) == 2 else f"{len(same) - 1} other files"
    example = without_md(item.target or "")
    return f"'{item.link.linkpath}' opens '{item.target}' but is the name of {also} too; write '{example}'"


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""A link by a bare name has several candidates.

    It opens one of them for certain: one in the folder of the link first, then the one with the
    shortest path. But moving either note, or adding another of that name, can turn the link to another
    note without a word. A note at the vault's root comes before all, so links to it are safe.

    Write the folder into the link.
    """,
    examples=(
        Example("-- a/Plan.md --\n-- archive/Plan.md --\n-- Home.md --\n[[a/Plan]]\n"),
        Example("-- Plan.md --\n-- archive/Plan.md --\n-- Home.md --\n[[Plan]]\n"),
        Example(
            "-- a/Plan.md --\n-- archive/Plan.md --\n-- Home.md --\n[[Plan]]\n",
            (
                (
                    "Home.md",
                    "[[Plan]]",
                    "'Plan' opens 'a/Plan.md' but is the name of 'archive/Plan.md' too; write 'a/Plan'",
                ),
            ),
        ),
    ),
)
