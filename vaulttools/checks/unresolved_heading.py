"""A link to a heading that its note does not have."""

from collections.abc import Callable, Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._near import nearest_of, or_else, written_name
from vaulttools.graph import Graph, ResolvedLink

NAME = "unresolved-heading"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link whose note is there but whose heading is not."""
    finders: dict[str, Callable[[str], str | None]] = {}
    for item in graph.links:
        if item.outcome == "no-heading" and item.target is not None:
            headings = [heading.text for heading in graph.vault.notes[item.target].headings]
            near = finders.get(item.target) or finders.setdefault(item.target, nearest_of(headings))
            yield Finding(NAME, "error", item.source, item.link.span, _message(item, bool(headings), near))


def _message(item: ResolvedLink, headings: bool, nearest: Callable[[str], str | None]) -> str:
    owner = "this note" if item.target == item.source else f"'{written_name(item.target or '')}'"
    if not headings:
        return f"{owner} has no headings; link to the note itself or write the heading"
    wanted = item.link.subpath.strip("#")
    near = nearest(wanted.rpartition("#")[2])
    return f"{owner} has no heading '{wanted}'; {or_else(near, 'write it or mend the link')}"


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link leads to a heading that its note does not have.

    Obsidian opens the note at its top and says nothing. Mostly the heading was reworded after the
    link was made. Headings are compared as Obsidian compares them: letter case and most
    punctuation do not matter, `#Part#Chapter` wants Chapter below Part, and headings inside lists,
    quotes and callouts do not count.

    Mend the heading's name in the link.
    """,
    examples=(
        Example("-- Newton.md --\n## Laws of motion\n-- Gravity.md --\n[[Newton#laws of motion]]\n"),
        Example(
            "-- Newton.md --\n## Laws of motion\n-- Gravity.md --\n[[Newton#Laws of moton]]\n",
            (
                (
                    "Gravity.md",
                    "[[Newton#Laws of moton]]",
                    "'Newton' has no heading 'Laws of moton'; did you mean 'Laws of motion'?",
                ),
            ),
        ),
        Example(
            "-- Gravity.md --\n# History\nSee [[#Proof]].\n",
            (("Gravity.md", "[[#Proof]]", "this note has no heading 'Proof'; write it or mend the link"),),
        ),
        Example(
            "-- Newton.md --\n-- Gravity.md --\n[[Newton#Life]]\n",
            (
                (
                    "Gravity.md",
                    "[[Newton#Life]]",
                    "'Newton' has no headings; link to the note itself or write the heading",
                ),
            ),
        ),
    ),
)
