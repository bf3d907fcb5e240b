"""A video summary that does not say which channel it comes from."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span
from vaulttools.transcripts import source_line, video_id

NAME = "missing-source"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note of a video without a `From:` link in its first line."""
    for path, note in graph.vault.notes.items():
        if video_id(note) is not None and source_line(note) is None:
            message = "the channel is not named; begin the text with 'From: [[channel]]'"
            yield Finding(NAME, "warning", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A summary of a video does not link to its channel.

    A note with a `videoId` begins with a line `From: [[channel]] <br/>`, by which all notes of a channel
    hang together.

    Put the line below the properties.
    """,
    examples=(
        Example(
            "-- Talk.md --\n---\nvideoId: abc\n---\nFrom: [[channel]] <br/>\nSleep.\n-- channel.md --\n",
            movable=False,
        ),
        Example(
            "-- Talk.md --\n---\nvideoId: abc\n---\nSleep.\n",
            (("Talk.md", "", "the channel is not named; begin the text with 'From: [[channel]]'"),),
        ),
    ),
)
