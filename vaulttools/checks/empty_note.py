"""A note without a word."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.text import Span

NAME = "empty-note"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note with nothing but blanks and properties without a value."""
    for path, note in graph.vault.notes.items():
        if _is_empty(note):
            yield Finding(NAME, "info", path, Span(0, 0), "this note is empty; write it or delete it")


def _is_empty(note: Note) -> bool:
    said = note.text.strip("\ufeff \t\r\n")
    if not said.startswith("---") or not said.endswith("---"):
        return not said
    if any(value not in (None, "", [], {}) for value in note.properties.values()):
        return False
    from vaulttools.properties import read_properties

    return not note.text[read_properties(note.text).body_start :].strip("\ufeff \t\r\n")


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""A note is empty.

    Clicking a link to a note that does not exist makes one, so such notes gather unseen; links to them
    look sound. Properties without a value, as a template leaves them, do not count; a note that holds filled
    properties and nothing else is a record, and fine.

    Write it, or delete it.
    """,
    examples=(
        Example("-- Newton.md --\nBorn 1642.\n"),
        Example("-- Newton.md --\n---\nborn: 1642\n---\n"),
        Example(
            "-- Newton.md --\n-- Hooke.md --\n---\nborn:\ntags: []\n---\n\n",
            (
                ("Hooke.md", "", "this note is empty; write it or delete it"),
                ("Newton.md", "", "this note is empty; write it or delete it"),
            ),
            movable=False,
        ),
    ),
)
