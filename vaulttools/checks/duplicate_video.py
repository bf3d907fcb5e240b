"""Two notes on one video."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.text import Span
from vaulttools.transcripts import video_id

NAME = "duplicate-video"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note with the video of a note before it."""
    seen: dict[str, str] = {}
    for path, note in graph.vault.notes.items():
        video = video_id(note)
        first = seen.setdefault(video, path) if video else path
        if first != path:
            message = f"'{first}' is on video '{video}' too; join the two or link them"
            yield Finding(NAME, "info", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    default=False,
    doc="""Two notes are on the same video.

    For vaults that keep one summary a video. Where several notes share a video by design, leave
    this check off, as it is by default.

    Join the two, or link them to each other.
    """,
    examples=(
        Example("-- A.md --\n---\nvideoId: abc\n---\n-- B.md --\n---\nvideoId: def\n---\n"),
        Example(
            "-- A.md --\n---\nvideoId: abc\n---\n-- B.md --\n---\nvideoId: abc\n---\n",
            (("B.md", "", "'A.md' is on video 'abc' too; join the two or link them"),),
        ),
    ),
)
