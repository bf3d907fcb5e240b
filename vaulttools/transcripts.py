"""What video-transcript summaries add to a note: the video, its timestamps, the channel they come from.

Format: frontmatter `title` and `videoId`; a first line `From: [[channel]] <br/>`; timestamps as
`<a class="yt-timestamp" data-t="01:49:06">[01:49:06]</a>`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vaulttools.elements import Timestamp
from vaulttools.links import Link
from vaulttools.patterns import pattern

if TYPE_CHECKING:
    from vaulttools.note import Note

_TIMESTAMP = pattern(r'<a class="yt-timestamp" data-t="([^"\n<>]*+)">\[([^\]\n<>]*+)\]</a>')
_CLOCK = pattern(r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{2})")
_FROM = pattern(r"From:[ \t]*+$", re.M)


def timestamps(text: str) -> tuple[Timestamp, ...]:
    """All timestamps of a text, in order. Attribute and label may differ: both are given as written."""
    if 'class="yt-timestamp"' not in text:
        return ()
    found = [(*match.groups(), match.start(), len(match[0])) for match in _TIMESTAMP.finditer(text)]
    return tuple([tuple.__new__(Timestamp, values) for values in found])


def seconds(clock: str) -> int | None:
    """ "01:49:06", "1:49:06" or "49:06" in seconds; None for anything else, as for 60 minutes or seconds."""
    match = _CLOCK.fullmatch(clock.strip())
    if match is None or int(match[3]) > 59 or (match[1] is not None and int(match[2]) > 59):
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])


def video_id(note: Note) -> str | None:
    """The `videoId` property, where it is a filled text. Numbers are written as they stand."""
    value = note.properties.get("videoId")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def source_line(note: Note) -> Link | None:
    """The link of the `From: [[channel]] <br/>` line, None without one.

    It must be the first line with text after the frontmatter, and the link must come right after "From:".
    """
    for link in note.links:
        if link.property is None:
            start = note.text.rfind("\n", 0, link.span.start) + 1
            before = note.text[start : link.span.start]
            return link if _FROM.fullmatch(before) and _opens(note, start) else None
    return None


def _opens(note: Note, start: int) -> bool:
    """Whether nothing but the frontmatter stands before `start`."""
    from vaulttools.properties import read_properties

    return not note.text[read_properties(note.text).body_start : start].strip("\ufeff \t\r\n")
