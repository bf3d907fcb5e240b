"""Bytes in a note that are not UTF-8."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph

NAME = "undecodable-bytes"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for the first bytes of each note that are no text."""
    for path, note in graph.vault.notes.items():
        for problem in note.problems:
            if problem.kind == NAME:
                yield Finding(
                    NAME, "warning", path, problem.span, f"{problem.message}; save the note as UTF-8"
                )
                break


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A note holds bytes that are not UTF-8.

    Obsidian shows them as �, and loses them for good when it saves the note. The note was written by
    an old editor in another encoding, or it is no text at all. Only the first place is reported.

    Save the note as UTF-8.
    """,
    examples=(
        Example("-- Café.md --\nCrème.\n"),
        Example(
            "-- Café.md --\nCr\udce8me br\udcfbl\udce9e.\n",
            (("Café.md", "\udce8", "bytes that are not UTF-8; save the note as UTF-8"),),
        ),
    ),
)
