"""A link to a block id that its note does not have."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from vaulttools.checks import Check, Example, Finding, Severity
from vaulttools.checks._comments import in_comment
from vaulttools.checks._near import nearest_of, or_else, written_name
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.patterns import pattern

NAME = "unresolved-block"
# An id at the end of a line, but without the space before it that would make it one.
_GLUED = pattern(r"\^(?<=\S\^)([^\s^]+)[ \t\r]*$", re.MULTILINE)


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link whose note is there but whose block is not."""
    is_unseen, message = in_comment(graph), _messages(graph)
    for item in graph.links:
        if item.outcome == "no-block" and not _is_of_a_drawing(graph, item):
            severity: Severity = "info" if is_unseen(item) else "error"
            yield Finding(NAME, severity, item.source, item.link.span, message(item))


def _is_of_a_drawing(graph: Graph, item: ResolvedLink) -> bool:
    """Whether a link names a part of an Excalidraw drawing: `#^frame=…`, `#^group=…`, `#^area=…`.

    The plugin finds those; no block id can hold a "=".
    """
    note = graph.vault.notes.get(item.target or "")
    return note is not None and "=" in item.link.subpath and "excalidraw-plugin" in note.properties


def _messages(graph: Graph) -> Callable[[ResolvedLink], str]:
    """A function that says what is missing. What it knows of a note it learns once, however many links ask."""
    notes = graph.vault.notes
    nearest = cache(lambda path: nearest_of(block.id for block in notes[path].blocks))
    glued = cache(lambda path: frozenset(_GLUED.findall(notes[path].text)))

    def message(item: ResolvedLink) -> str:
        path, wanted = item.target or "", item.link.subpath.strip("#").lstrip("^")
        near = nearest(path)(wanted) if path in notes else None
        owner = "this note" if path == item.source else f"'{written_name(path)}'"
        what = "a space before " if path in notes and wanted in glued(path) else ""
        remedy = or_else(near and f"^{near}", f"put {what}^{wanted} at the block's end or mend the link")
        return f"{owner} has no block '^{wanted}'; {remedy}"

    return message


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link leads to a block that its note does not have.

    A block is named by an id such as `^proof` at its end, or on a line of its own below it. Obsidian
    opens the note at its top when the id is missing; an embed of it stays empty. Mostly the block was
    deleted or lost its id in an edit.

    Put the id back, or link to another block.

    In a comment, between `%%` and `%%`, such a link is a hint only: Obsidian counts it, but nobody can see or click it.
    """,
    examples=(
        Example("-- Draw.md --\n---\nexcalidraw-plugin: parsed\n---\n-- Home.md --\n![[Draw#^frame=x1Y]]\n"),
        Example(
            "-- Newton.md --\nForce is mass times acceleration. ^law2\n-- Gravity.md --\n[[Newton#^law2]]\n"
        ),
        Example(
            "-- Newton.md --\nForce is mass times acceleration. ^second-law\n"
            "-- Gravity.md --\n![[Newton#^second-low]]\n",
            (
                (
                    "Gravity.md",
                    "![[Newton#^second-low]]",
                    "'Newton' has no block '^second-low'; did you mean '^second-law'?",
                ),
            ),
        ),
        Example(
            "-- Gravity.md --\nAs said in [[#^intro]].\n",
            (
                (
                    "Gravity.md",
                    "[[#^intro]]",
                    "this note has no block '^intro'; put ^intro at the block's end or mend the link",
                ),
            ),
        ),
        Example(
            "-- Gravity.md --\n![[apple.png]]^apple\n\nSee [[#^apple]].\n-- apple.png --\n",
            (
                (
                    "Gravity.md",
                    "[[#^apple]]",
                    "this note has no block '^apple'; put a space before ^apple at the block's end or mend the link",
                ),
            ),
        ),
    ),
)
