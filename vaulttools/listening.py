"""A note read once more, by the readers of `blocks` and `inline`, for what they pass over.

`prose` and `external` say what they listen for; here stands how: read as the base does, leave out what cannot matter,
and hear nothing inside comments. Pure.
"""

from typing import ClassVar

from vaulttools.blocks import Blocks
from vaulttools.elements import Hidden
from vaulttools.inline import Found, Run
from vaulttools.patterns import pattern
from vaulttools.regions import REGION
from vaulttools.source import Source

# Plain to the indexer, but not to the reader of a note: comments, and what template engines fill in.
UNSEEN = pattern(r"%%(?:(?!\n[ \t]*\r?\n)[^%]|%(?!%))*+%%|\{\{[^{}\n]*+\}\}|<%(?:(?!%>|<%).)*+%>", 0)


class Listener(Found):
    """What is gathered, unless muted; and all that is passed over, as `hidden`."""

    __slots__ = ("muted",)
    hidden: list[Hidden]

    def __init__(self) -> None:
        super().__init__(hidden=[])
        self.muted = False


class ListeningBlocks(Blocks):
    """Reads blocks as its base does, and inline text by `run_reader` where it is not idle."""

    __slots__ = ("careful",)
    found: Listener
    run_reader: ClassVar[type[Run]]

    def is_idle(self, text: str, source: Source, start: int, end: int) -> bool:
        """Is nothing here to be heard, and nothing that reaches further than its block?"""
        raise NotImplementedError

    def read(self) -> None:
        """Read all blocks."""
        # Up to here no stretch is looked for, so that all attempts together stay linear.
        self.careful = 0
        super().read()

    def block(self, start: int, first: str) -> int:
        """Read a block, or pass over a stretch of common blocks in which nothing is to be heard."""
        if start >= self.careful and not self.found.in_link:
            region = REGION.match(self.text, start)
            end = region.end() if region else self.text.find("\n\n", start)
            self.careful = end if end >= 0 else self.length
            if region and end > start and self.is_idle(self.text, self.source, start, end):
                return end
        if first == "%":
            comment = None if self._ends_on_its_line(start) else self._comment(start)
            if comment is not None:
                return comment
            first = " "  # the "%%" are seen: it is a block like any other
        return super().block(start, first)

    def _ends_on_its_line(self, start: int) -> bool:
        """Does a second "%%" stand in the line in which a comment starts?

        To the indexer such a comment goes on to a "%%" at a line's end; whoever reads the note sees it end there.
        """
        stop = self.text.find("\n", start)
        return self.text.count("%%", start, stop if stop >= 0 else self.length) > 1

    def _comment(self, start: int) -> int | None:
        before, self.found.muted = self.found.muted, True
        end = super()._comment(start)
        self.found.muted = before
        if end is not None:
            self._passed_over("a comment", start, end)
        return end

    def _inside(self, text: str, source: Source) -> None:
        if text and not self.is_idle(text, source, 0, len(text)):
            super()._inside(text, source)

    def _live(self, start: int, end: int) -> None:
        if not self.is_idle(self.text, self.source, start, end):
            super()._live(start, end)

    def _inline(self, text: str, source: Source, base: int) -> None:
        self.run_reader(text, source, base, self.found).read()
