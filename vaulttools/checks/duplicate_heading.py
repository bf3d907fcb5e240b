"""A link to a heading of which its note has several."""

from collections.abc import Iterator, Sequence

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._near import written_name
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.places import comparable, heading_linktext
from vaulttools.respell import respelled
from vaulttools.vault import text_of

NAME = "duplicate-heading"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link by a plain heading of whose name its note has another, not below it."""
    places: dict[str, dict[str, list[int]]] = {}
    for item in graph.links:
        anchor, path = item.anchor, item.target or ""
        if item.outcome == "resolved" and isinstance(anchor, Heading) and item.link.subpath.count("#") == 1:
            headings = graph.vault.notes[path].headings
            known = places.get(path) or places.setdefault(path, _by_name(headings))
            twins = known[comparable(anchor.text)]
            if len(twins) > 1 and not _below(headings, twins):
                above = _above(headings, twins[0])
                message = _message(graph, item, len(twins), above)
                yield Finding(NAME, "warning", item.source, item.link.span, message)


def _by_name(headings: Sequence[Heading]) -> dict[str, list[int]]:
    """The places of headings by their comparable text. A link by the text opens the first."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        found.setdefault(comparable(heading.text), []).append(place)
    return found


def _below(headings: Sequence[Heading], twins: Sequence[int]) -> bool:
    """Whether all later twins lie below the first: then it is clear which is meant."""
    first, *_, last = twins
    return all(heading.level > headings[first].level for heading in headings[first + 1 : last + 1])


def _above(headings: Sequence[Heading], place: int) -> Heading | None:
    """The heading that another one lies below, or None."""
    over = (heading for heading in reversed(headings[:place]) if heading.level < headings[place].level)
    return next(over, None)


def _message(graph: Graph, item: ResolvedLink, count: int, above: Heading | None) -> str:
    owner = "this note" if item.target == item.source else f"'{written_name(item.target or '')}'"
    name = item.link.subpath[1:]
    subpath = above and _written(graph, item, f"#{heading_linktext(above.text)}#{name}")
    remedy = f"name the one above it too: '{subpath}'" if subpath else "reword one of them"
    return f"{owner} has {count} headings '{name}', this opens the first; {remedy}"


def _written(graph: Graph, item: ResolvedLink, subpath: str) -> str | None:
    """A subpath as it is to be written into a link, a blank in a Markdown link as `%20`; None if it cannot be."""
    edits = respelled(item.source, text_of(graph.vault, item.source), item.link, subpath=subpath)
    return edits[-1].new if edits else None


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A link names a heading that stands several times in its note.

    Obsidian opens the first of them, whichever was meant, and a new heading further up
    takes the link over. Headings that repeat without being linked to are fine, and so are those below the
    one that is linked to.

    Name the heading above it too (`[[Note#Above#Heading]]`), or reword one of them.
    """,
    examples=(
        Example(
            "-- Trips.md --\n# Rome\n## Food\n# Oslo\n## Food\n"
            "-- Home.md --\n[[Trips#Oslo#Food]] [[Trips#Rome]]\n"
        ),
        Example("-- Trips.md --\n# Rome\n## Rome\n# Oslo\n-- Home.md --\n[[Trips#Rome]]\n"),
        Example(
            "-- Trips.md --\n# Rome\n# Rome\n-- Home.md --\n[[Trips#rome]]\n",
            (
                (
                    "Home.md",
                    "[[Trips#rome]]",
                    "'Trips' has 2 headings 'rome', this opens the first; reword one of them",
                ),
            ),
        ),
        Example(
            "-- Trips.md --\n# Rome\n## Food\n# Oslo\n## Food\n-- Home.md --\n[[Trips#Food]]\n",
            (
                (
                    "Home.md",
                    "[[Trips#Food]]",
                    "'Trips' has 2 headings 'Food', this opens the first; "
                    "name the one above it too: '#Rome#Food'",
                ),
            ),
        ),
        Example(
            "-- Trips.md --\n# New York\n## Food\n# Oslo\n## Food\n-- Home.md --\n[eat](Trips.md#Food)\n",
            (
                (
                    "Home.md",
                    "[eat](Trips.md#Food)",
                    "'Trips' has 2 headings 'Food', this opens the first; "
                    "name the one above it too: '#New%20York#Food'",
                ),
            ),
        ),
    ),
)
