"""`Source`: where the text of a container (a quote, a list item) stands in the note it was cut from."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from vaulttools.text import Span


class Source(NamedTuple):
    """A map from offsets in a text to offsets in the note.

    From `starts[i]` on, offset `p` stands at `origins[i] + p - starts[i]`. Both ascend.
    """

    starts: Sequence[int]
    origins: Sequence[int]

    @property
    def shift(self) -> int | None:
        """How far all places of the text stand from those of the note; None where that is not the same for all."""
        return self.origins[0] if len(self.starts) == 1 else None

    def at(self, offset: int) -> int:
        """The place in the note. O(log lines)."""
        line = bisect_right(self.starts, offset) - 1
        return self.origins[line] + offset - self.starts[line]

    def span(self, start: int, end: int) -> Span:
        """The part of the note that holds these characters, whatever container marks stand between."""
        if start >= end:
            return Span(self.at(start), self.at(start))
        return Span(self.at(start), self.at(end - 1) + 1)

    def part(self, start: int) -> "Source":
        """The map for the text from `start` on."""
        line = bisect_right(self.starts, start) - 1
        first = self.origins[line] + start - self.starts[line]
        return Source(
            [0, *(place - start for place in self.starts[line + 1 :])], [first, *self.origins[line + 1 :]]
        )

    def joined(self, text: str, lines: Sequence[tuple[int, int]]) -> tuple[str, "Source"]:
        """The lines (start, end) of `text` as a text of their own, joined by line ends, with its map."""
        starts, origins, length = [], [], 0
        for start, end in lines:
            starts.append(length)
            origins.append(self.at(start))
            length += end - start + 1
        return "\n".join([text[start:end] for start, end in lines]), Source(starts, origins)
