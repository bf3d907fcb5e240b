"""A timestamp of a video that is malformed or says two different times."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.elements import Timestamp
from vaulttools.graph import Graph
from vaulttools.transcripts import seconds, video_id

NAME = "bad-timestamp"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each timestamp with a fault, and for the first one in a note that names no video."""
    for path, note in graph.vault.notes.items():
        if not note.timestamps:
            continue
        if video_id(note) is None:
            message = "a timestamp without a video leads nowhere; give the note a `videoId` property"
            yield Finding(NAME, "warning", path, note.timestamps[0].span, message)
        for stamp in note.timestamps:
            fault = _fault(stamp)
            if fault:
                yield Finding(NAME, "warning", path, stamp.span, fault)


def _fault(stamp: Timestamp) -> str | None:
    if stamp.attribute == stamp.label and seconds(stamp.label) is not None:
        return None
    for written in (stamp.attribute, stamp.label):
        if seconds(written) is None:
            return f"'{written}' is no time; write hours, minutes and seconds as 00:12:34"
    if seconds(stamp.attribute) == seconds(stamp.label):
        return None
    return f"it opens {stamp.attribute} but says {stamp.label}; make both the same"


_STAMP = '<a class="yt-timestamp" data-t="{}">[{}]</a>'
_NOTE = "-- Talk.md --\n---\nvideoId: abc\n---\nSleep matters {}.\n"

CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A timestamp of a video summary is malformed, or the time it opens is not the time it shows.

    Timestamps look like `<a class="yt-timestamp" data-t="00:12:34">[00:12:34]</a>`. Mostly one of the two
    times was written as minutes and seconds and then taken for hours and minutes.

    Look the moment up in the video, and write the same time twice.
    """,
    examples=(
        Example(_NOTE.format(_STAMP.format("00:12:34", "00:12:34"))),
        Example(
            _NOTE.format(_STAMP.format("03:09:00", "00:03:09")),
            (
                (
                    "Talk.md",
                    _STAMP.format("03:09:00", "00:03:09"),
                    "it opens 03:09:00 but says 00:03:09; make both the same",
                ),
            ),
        ),
        Example(
            _NOTE.format(_STAMP.format("00:99:00", "00:99:00")),
            (
                (
                    "Talk.md",
                    _STAMP.format("00:99:00", "00:99:00"),
                    "'00:99:00' is no time; write hours, minutes and seconds as 00:12:34",
                ),
            ),
        ),
        Example(
            "-- Talk.md --\nSleep matters " + _STAMP.format("00:12:34", "00:12:34") + ".\n",
            (
                (
                    "Talk.md",
                    _STAMP.format("00:12:34", "00:12:34"),
                    "a timestamp without a video leads nowhere; give the note a `videoId` property",
                ),
            ),
        ),
    ),
)
