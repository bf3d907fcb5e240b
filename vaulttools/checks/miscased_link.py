"""A link whose letters differ in case from the name of the file it finds."""

from collections.abc import Iterator
from unicodedata import normalize

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.checks._near import without_note_ending
from vaulttools.edit import Edit
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.vault import text_of

NAME = "miscased-link"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link that finds its file only because letter case is overlooked."""
    for item in graph.links:
        linkpath = item.link.linkpath
        if item.target is None or item.target.endswith((linkpath, linkpath + ".md")):
            continue
        right = _as_the_file_is_named(linkpath, item.target)
        if right != linkpath:
            yield _finding(graph, item, right)


def _as_the_file_is_named(linkpath: str, target: str) -> str:
    """The linkpath with the letters of the target's path; as it is where it differs in more than case."""
    if without_note_ending(linkpath) == linkpath:
        target = without_note_ending(target)
    end = linkpath.lstrip("./") if linkpath.startswith((".", "/")) else linkpath
    named = target[-len(end) :] if end else ""
    if named == end or normalize("NFC", named) == normalize("NFC", end) or named.lower() != end.lower():
        return linkpath
    return linkpath[: len(linkpath) - len(end)] + named


def _finding(graph: Graph, item: ResolvedLink, right: str) -> Finding:
    message = f"'{item.link.linkpath}' finds its file only where letter case does not count; write '{right}'"
    return Finding(NAME, "warning", item.source, item.link.span, message, _fix(graph, item, right))


def _fix(graph: Graph, item: ResolvedLink, right: str) -> Fix | None:
    """The same letters in the file's case; none where the link is written in some escaping."""
    span = item.link.linkpath_span
    if text_of(graph.vault, item.source)[span.start : span.end] != item.link.linkpath:
        return None
    return Fix(f"write '{right}'", True, (Edit(item.source, span, right),))


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A link's letters differ in case from the name of the file it finds.

    Obsidian overlooks case, so the link works there. Published sites, Git hosts and most other
    tools do not, so it breaks outside the app.

    The safe fix writes the file's own letters; the link still means the same file.
    """,
    examples=(
        Example("-- Newton.md --\n-- Gravity.md --\n[[Newton|newton]]\n"),
        Example(
            "-- people/Newton.md --\n-- Gravity.md --\nFound by [[newton#Life|him]].\n",
            (
                (
                    "Gravity.md",
                    "[[newton#Life|him]]",
                    "'newton' finds its file only where letter case does not count; write 'Newton'",
                ),
            ),
            "-- Gravity.md --\nFound by [[Newton#Life|him]].\n",
        ),
    ),
)
