"""A card of a canvas that names its file by another path than the file has."""

from collections.abc import Iterator
from unicodedata import normalize

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.graph import Graph
from vaulttools.respell import is_card, respelled
from vaulttools.vault import text_of

NAME = "misplaced-card"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each card whose path is not that of the file its name leads to."""
    for item in graph.links:
        target, said = item.target, item.link.linkpath
        if target is None or not is_card(item.link) or normalize("NFC", said) == normalize("NFC", target):
            continue
        edits = respelled(item.source, text_of(graph.vault, item.source), item.link, linkpath=target)
        fix = Fix(f"write '{target}'", False, edits) if edits and not item.rivals else None
        message = f"there is no file '{said}', and a card has its file's whole path; did you mean '{target}'?"
        yield Finding(NAME, "warning", item.source, item.link.span, message, fix)


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A card of a canvas names its file by another path than the file has.

    A card that shows a file, or a group's background, holds the path from the vault's root, letter for letter. Obsidian
    keeps it when the file is renamed in the app; where that was done by git or a file manager, the card stays behind
    and shows that the file could not be found. A link in a text card is looked up by its name like any other.

    The fix writes the path of the file that a link of this name would find. It is marked unsafe, since only you know
    what was meant.
    """,
    examples=(
        Example(
            '-- a/N.md --\n-- b.canvas --\n{"nodes":[{"type":"file","file":"a/N.md"},{"type":"text","text":"[[N]]"}]}\n'
        ),
        Example(
            '-- archive/Plan.md --\n-- b.canvas --\n{"nodes":[{"type":"file","file":"Plan.md"}]}\n',
            (
                (
                    "b.canvas",
                    "Plan.md",
                    "there is no file 'Plan.md', and a card has its file's whole path; did you mean 'archive/Plan.md'?",
                ),
            ),
            '-- b.canvas --\n{"nodes":[{"type":"file","file":"archive/Plan.md"}]}\n',
        ),
    ),
)
