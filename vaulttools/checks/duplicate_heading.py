"""A link to a heading of which its note has several."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._near import written_name
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.places import comparable

NAME = "duplicate-heading"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link by a plain heading that stands more than once in its note."""
    counts: dict[str, dict[str, int]] = {}
    for item in graph.links:
        if (
            item.outcome == "resolved"
            and isinstance(item.anchor, Heading)
            and item.link.subpath.count("#") == 1
        ):
            path = item.target or ""
            if path not in counts:
                counts[path] = _counts(graph.vault.notes[path].headings)
            count = counts[path].get(comparable(item.link.subpath), 0)
            if count > 1:
                yield Finding(NAME, "warning", item.source, item.link.span, _message(item, count))


def _counts(headings: tuple[Heading, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for heading in headings:
        key = comparable(heading.text)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _message(item: ResolvedLink, count: int) -> str:
    owner = "this note" if item.target == item.source else f"'{written_name(item.target or '')}'"
    name = item.link.subpath[1:]
    remedy = f"name the one above it too: '#Above#{name}'"
    return f"{owner} has {count} headings '{name}', this opens the first; {remedy}"


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A link names a heading that stands several times in its note.

    Obsidian opens the first of them, whichever was meant, and a new heading further up
    takes the link over. Headings that repeat without being linked to are fine.

    Name the heading above it too (`[[Note#Above#Heading]]`), or reword one of them.
    """,
    examples=(
        Example(
            "-- Trips.md --\n# Rome\n## Food\n# Oslo\n## Food\n"
            "-- Home.md --\n[[Trips#Oslo#Food]] [[Trips#Rome]]\n"
        ),
        Example(
            "-- Trips.md --\n# Rome\n## Food\n# Oslo\n## Food\n-- Home.md --\n[[Trips#Food]]\n",
            (
                (
                    "Home.md",
                    "[[Trips#Food]]",
                    "'Trips' has 2 headings 'Food', this opens the first; "
                    "name the one above it too: '#Above#Food'",
                ),
            ),
        ),
    ),
)
