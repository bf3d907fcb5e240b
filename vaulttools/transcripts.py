"""What video-transcript summaries add to a note (a stand-in)."""

import re

from vaulttools.elements import Timestamp
from vaulttools.text import Span

_STAMP = re.compile(r'<a class="yt-timestamp" data-t="([^"]*)">\[([^\]]*)\]</a>')


def timestamps(text: str) -> tuple[Timestamp, ...]:
    """All timestamps, in text order."""
    return tuple(Timestamp(m[1], m[2], Span(*m.span())) for m in _STAMP.finditer(text))
