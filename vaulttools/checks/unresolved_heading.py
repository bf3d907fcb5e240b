"""A link to a heading that its note does not have."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from vaulttools.checks import Check, Example, Finding, Severity
from vaulttools.checks._comments import in_comment
from vaulttools.checks._near import or_else, written_name
from vaulttools.checks._repair import to_heading
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink

if TYPE_CHECKING:  # most vaults need no near names
    from vaulttools.nearest import Near

NAME = "unresolved-heading"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link whose note is there but whose heading is not."""
    finders: dict[str, Callable[[str], Near]] = {}
    is_unseen = in_comment(graph)
    for item in graph.links:
        if item.outcome == "no-heading" and item.target is not None:
            headings = graph.vault.notes[item.target].headings
            if item.target not in finders:
                finders[item.target] = _near_headings(headings)
            wanted = item.link.subpath.rpartition("#")[2]
            texts = finders[item.target](wanted).names or _alike(wanted, headings)
            message = _message(item, bool(headings), texts[0] if texts else None)
            fix = to_heading(graph, item, [heading for heading in headings if heading.text in texts])
            severity: Severity = "info" if is_unseen(item) else "error"
            yield Finding(NAME, severity, item.source, item.link.span, message, fix)


def _near_headings(headings: Sequence[Heading]) -> "Callable[[str], Near]":
    from vaulttools.nearest import candidate_finder

    return candidate_finder(heading.text for heading in headings)


def _alike(wanted: str, headings: Sequence[Heading]) -> tuple[str, ...]:
    """The texts of the headings that have most words of the wanted one and few others: one in four may differ."""
    words = set(wanted.casefold().split())
    found = []
    for heading in headings:
        others = set(heading.text.casefold().split())
        if 4 * len(words & others) >= 3 * max(len(words), len(others), 1):
            found.append(heading.text)
    return tuple(found)


def _message(item: ResolvedLink, has_headings: bool, near: str | None) -> str:
    owner = "this note" if item.target == item.source else f"'{written_name(item.target or '')}'"
    if not has_headings:
        return f"{owner} has no headings; link to the note itself or write the heading"
    return f"{owner} has no heading '{item.link.subpath.strip('#')}'; {or_else(near, 'write it or mend the link')}"


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link leads to a heading that its note does not have.

    Obsidian opens the note at its top and says nothing. Mostly the heading was reworded after the
    link was made. Headings are compared as Obsidian compares them: letter case and most
    punctuation do not matter, `#Part#Chapter` wants Chapter below Part, and headings inside lists,
    quotes and callouts do not count.

    Mend the heading's name in the link. The fix writes the heading where exactly one is near; it is marked
    unsafe, since only you know what was meant. With `--unsafe-fixes` the history in git is asked too: where a
    commit reworded the heading, the link gets its new words.

    In a comment, between `%%` and `%%`, such a link is a hint only: Obsidian counts it, but nobody can see or click it.
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
            "-- Gravity.md --\n[[Newton#Laws of motion]]\n",
        ),
        Example(
            "-- Publish.md --\n## Automatically select data to publish\n"
            "-- SEO.md --\n[[Publish#Automatically select notes to publish]]\n",
            (
                (
                    "SEO.md",
                    "[[Publish#Automatically select notes to publish]]",
                    "'Publish' has no heading 'Automatically select notes to publish'; "
                    "did you mean 'Automatically select data to publish'?",
                ),
            ),
            "-- SEO.md --\n[[Publish#Automatically select data to publish]]\n",
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
