"""A note that nothing links to."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.names import COMMON
from vaulttools.note import Note
from vaulttools.text import Span

NAME = "orphan-note"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note without a link from another file, entry notes and journals left out."""
    for path, note in graph.vault.notes.items():
        if not _is_entry(note) and all(item.source == path for item in graph.incoming.get(path, ())):
            message = f"nothing links to '{note.name}'; link to it from a note on the same matter"
            yield Finding(NAME, "info", path, Span(0, 0), message)


def _is_entry(note: Note) -> bool:
    """Whether a note is one people start from: a home or index note, a folder's own note, a journal's day."""
    name = note.name.casefold()
    folder = note.folder.rpartition("/")[2].casefold()
    dated = name[:4].isdigit() and not name[4:5].isalnum()
    return name == folder or name in COMMON or dated


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    doc="""Nothing links to a note, so only a search finds it.

    Obsidian's command line calls such notes orphans too. Left out are notes people start from (Home,
    Index, README and the like, and a note named as its folder) and notes named by a date.
    A link from a canvas or a property counts, a note's link to itself does not.

    Link to it from a note on the same matter.
    """,
    examples=(
        Example("-- Home.md --\n[[Newton]]\n-- Newton.md --\nBorn 1642.\n"),
        Example(
            "-- Home.md --\n-- Newton.md --\nBorn 1642, see [[#Life]].\n# Life\n",
            (("Newton.md", "", "nothing links to 'Newton'; link to it from a note on the same matter"),),
        ),
        Example("-- journal/2024-05-01.md --\nRain.\n-- trips/trips.md --\n"),
    ),
)
