"""A link whose letters differ in case from the name of the file it finds."""

from collections.abc import Iterator
from unicodedata import normalize

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.checks._near import may_be_in_table
from vaulttools.edit import Edit
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.names import without_md
from vaulttools.text import Span
from vaulttools.vault import text_of

NAME = "miscased-link"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link that finds its file only because letter case is overlooked."""
    for item in graph.links:
        target, linkpath = item.target, item.link.linkpath
        if target is None or target.endswith(linkpath) or target.endswith(linkpath + ".md"):
            continue
        right = _as_the_file_is_named(linkpath, target)
        if right != linkpath and not any(_is_named(linkpath, rival) for rival in item.rivals):
            yield _finding(graph, item, right)


def _is_named(linkpath: str, path: str) -> bool:
    """Whether a file that fits a link has its very letters: where case counts, the link means that one."""
    return _as_the_file_is_named(linkpath, path) == linkpath


def _as_the_file_is_named(linkpath: str, target: str) -> str:
    """The linkpath with the letters of the target's path; as it is where it differs in more than case."""
    if without_md(linkpath) == linkpath:
        target = without_md(target)
    end = linkpath.lstrip("./") if linkpath.startswith((".", "/")) else linkpath
    named = target[-len(end) :] if end else ""
    if named == end or normalize("NFC", named) == normalize("NFC", end) or named.lower() != end.lower():
        return linkpath
    return linkpath[: len(linkpath) - len(end)] + named


def _finding(graph: Graph, item: ResolvedLink, right: str) -> Finding:
    message = f"'{item.link.linkpath}' finds its file only where letter case does not count; write '{right}'"
    return Finding(NAME, "info", item.source, item.link.span, message, _fix(graph, item, right))


def _fix(graph: Graph, item: ResolvedLink, right: str) -> Fix | None:
    """The file's own letters, with what is read kept as display text; none where the link is written in escapes."""
    link, text = item.link, text_of(graph.vault, item.source)
    if text[slice(*link.linkpath_span)] != link.linkpath:
        return None
    edits = [Edit(item.source, link.linkpath_span, right)]
    if link.style == "wikilink" and link.display is None and not link.is_embed and not link.subpath:
        if may_be_in_table(text, link.span):
            return None
        edits.append(Edit(item.source, Span(link.span.end - 2, link.span.end - 2), f"|{link.linkpath}"))
        right = f"{right}|{link.linkpath}"
    return Fix(f"write '{right}'", True, tuple(edits))


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""A link's letters differ in case from the name of the file it finds.

    Obsidian overlooks case, so the link works there, and many people write `[[graph view]]` within a
    sentence. Published sites, Git hosts and most other tools do not overlook it, so it breaks outside the app. If
    that matters to you, make it a warning in `[severity]`.

    The safe fix writes the file's own letters and keeps what is read: `[[Graph view|graph view]]`. The
    link still means the same file.
    """,
    examples=(
        Example("-- Newton.md --\n-- Gravity.md --\n[[Newton|newton]]\n"),
        Example("-- a/Plan.md --\n-- a/plan.md --\n-- Home.md --\n[[plan]] [[a/plan]] [x](a/plan.md)\n"),
        Example(
            "-- people/Newton.md --\n-- Gravity.md --\nFound by [[newton]], see [[newton#Life|him]].\n",
            (
                (
                    "Gravity.md",
                    "[[newton]]",
                    "'newton' finds its file only where letter case does not count; write 'Newton'",
                ),
                (
                    "Gravity.md",
                    "[[newton#Life|him]]",
                    "'newton' finds its file only where letter case does not count; write 'Newton'",
                ),
            ),
            "-- Gravity.md --\nFound by [[Newton|newton]], see [[Newton#Life|him]].\n",
        ),
    ),
)
