"""A note without a word."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span

NAME = "empty-note"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note with nothing but blanks and, at most, properties."""
    for path, note in graph.vault.notes.items():
        if _is_empty(note.text):
            yield Finding(NAME, "info", path, Span(0, 0), "this note is empty; write it or delete it")


def _is_empty(text: str) -> bool:
    said = text.strip("\ufeff \t\r\n")
    if not said.startswith("---") or not said.endswith("---"):
        return not said
    from vaulttools.properties import read_properties

    return not text[read_properties(text).body_start :].strip("\ufeff \t\r\n")


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""A note is empty but, at most, for its properties.

    Clicking a link to a note that does not exist makes one, so such notes gather unseen; links to them
    look sound.

    Write it, or delete it.
    """,
    examples=(
        Example("-- Newton.md --\nBorn 1642.\n"),
        Example(
            "-- Newton.md --\n-- Hooke.md --\n---\ntags: [person]\n---\n\n",
            (
                ("Hooke.md", "", "this note is empty; write it or delete it"),
                ("Newton.md", "", "this note is empty; write it or delete it"),
            ),
            movable=False,
        ),
    ),
)
