"""Plain words: the stretches of a note's text in which a link could be put.

Not headings, links, code, formulas, comments, HTML, addresses, tags, footnote marks or frontmatter. The readers of
`blocks` and `inline` do the reading; these two only listen to what they pass over.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from vaulttools.blocks import DEEPEST, _Reader
from vaulttools.inline import DEEPEST as DEEPEST_RUN
from vaulttools.inline import Found, _Run
from vaulttools.markdown import body_of
from vaulttools.patterns import pattern
from vaulttools.quick import _MOMENT
from vaulttools.regions import _REGION
from vaulttools.source import Source

# Plain to the indexer, but not to the reader of a note: comments, and what template engines fill in.
_UNSEEN = pattern(r"%%(?:(?!\n[ \t]*\r?\n)[^%]|%(?!%))*+%%|\{\{[^{}\n]*+\}\}|<%(?:(?!%>|<%).)*+%>", 0)
# An `<a …>` that is not closed at once may reach beyond its run, and then nothing in it is plain.
_LOOSE = pattern(rf"<(?!{_MOMENT[1:]})[aA]")


class Stretch(NamedTuple):
    """Plain words without a line end, from `start` to `end` in the note; whether they stand in a table."""

    start: int
    end: int
    in_table: bool


def prose(text: str, body_start: int = 0, places: Sequence[int] | None = None) -> tuple[Stretch, ...]:
    """The stretches of plain words of a note whose body starts at `body_start`, in order.

    Where `places` (offsets, sorted) are given, only stretches around these need be given. Linear time.
    """
    body, source = body_of(text, body_start)
    found = _Listener(places)
    _BlockReader(body, source, found, 0).read()
    stretches = sorted(found.stretches)
    return tuple(_seen(text, stretches))


def _seen(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches less what stands in comments and templates."""
    if "%%" not in text and "{{" not in text and "<%" not in text:
        return list(stretches)
    unseen = [match.span() for match in _UNSEEN.finditer(text)]
    ends = [shown for _, shown in unseen]
    kept = []
    for start, end, in_table in stretches:
        at = bisect_right(ends, start)
        while at < len(unseen) and unseen[at][0] < end:
            hidden, shown = unseen[at]
            kept += [Stretch(start, hidden, in_table)] if start < hidden else []
            start = max(start, shown)
            at += 1
        kept += [Stretch(start, end, in_table)] if start < end else []
    return kept


def ends_on_its_line(text: str, start: int) -> bool:
    """Whether a second "%%" stands in the line in which a comment starts.

    To the indexer such a comment goes on to a "%%" at a line's end; whoever reads the note sees it end there.
    """
    stop = text.find("\n", start)
    return text.count("%%", start, stop if stop >= 0 else len(text)) > 1


class _Listener(Found):
    """What is gathered: stretches, around the places wanted (None: everywhere), unless muted."""

    __slots__ = ("in_table", "muted", "places", "stretches")

    def __init__(self, places: Sequence[int] | None) -> None:
        super().__init__(hidden=[])
        self.places = places
        self.stretches: list[Stretch] = []
        self.muted = False
        self.in_table = False

    def wants(self, start: int, end: int) -> bool:
        """Whether a stretch of the note that lies here would be used."""
        if self.muted or self.places is None:
            return not self.muted
        at = bisect_left(self.places, start)
        return at < len(self.places) and self.places[at] < end


class _BlockReader(_Reader):
    """Reads blocks as its base does, and inline text only where words are wanted."""

    __slots__ = ("careful",)
    found: _Listener

    def read(self) -> None:
        # Up to here no stretch is looked for, so that all attempts together stay linear.
        self.careful = 0
        super().read()

    def _inside(self, text: str, source: Source) -> None:
        if not text or not (self.found.wants(*source.span(0, len(text))) or _LOOSE.search(text)):
            return
        if self.depth < DEEPEST:
            _BlockReader(text, source, self.found, self.depth + 1).read()
        else:
            _InlineReader(text, source, 0, self.found, 0).read()

    def _live(self, start: int, end: int) -> None:
        text = self.text
        if self.found.wants(*self.source.span(start, end)) or _LOOSE.search(text, start, end):
            _InlineReader(text[start:end], self.source, start, self.found, 0).read()

    def block(self, start: int, first: str) -> int:
        """Read a block, or pass over a stretch of common blocks in which no words are wanted."""
        origins = self.source.origins
        if self.found.places is not None and len(origins) == 1 and start >= self.careful:
            region = _REGION.match(self.text, start) if not self.found.in_link else None
            end = region.end() if region else self.text.find("\n\n", start)
            self.careful = end if end >= 0 else self.length
            is_idle = not self.found.wants(start + origins[0], end + origins[0])
            if region and end > start and is_idle and not _LOOSE.search(self.text, start, end):
                return end
        comment = self._comment(start) if first == "%" else None
        return super().block(start, first) if comment is None else comment

    def _comment(self, start: int) -> int | None:
        before, self.found.muted = (
            self.found.muted,
            self.found.muted or not ends_on_its_line(self.text, start),
        )
        end = super()._comment(start)
        self.found.muted = before
        return end

    def _heading(self, level: int, start: int, content: int, end: int, stop: int) -> None:
        before, self.found.muted = self.found.muted, True
        super()._heading(level, start, content, end, stop)
        self.found.muted = before

    def _table(self, start: int) -> int | None:
        before, self.found.in_table = self.found.in_table, True
        end = super()._table(start)
        self.found.in_table = before
        return end


class _InlineReader(_Run):
    """Reads a run as its base does, and notes what lies between tokens."""

    __slots__ = ("done", "was_in_link")
    found: _Listener

    def read(self) -> None:
        self.done = 0
        self.was_in_link = self.found.in_link
        super().read()
        self._plain(len(self.text))

    def _passed(self, first: str, start: int, end: int) -> None:
        self._plain(start)
        self.done = end
        self.was_in_link = self.found.in_link

    def _inside(self, start: int, end: int) -> None:
        if self.depth < DEEPEST_RUN:
            part = self.text[start:end]
            _InlineReader(part, self.source, self.base + start, self.found, self.depth + 1).read()

    def _inside_link(self, start: int, end: int) -> None:
        before, self.found.muted = self.found.muted, True
        super()._inside_link(start, end)
        self.found.muted = before

    def _plain(self, end: int) -> None:
        """Note the plain words from the last token to `end`, line by line."""
        start, found = self.done, self.found
        if self.was_in_link or found.muted:
            return
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            if stop > start:
                span = self.source.span(self.base + start, self.base + stop)
                found.stretches.append(Stretch(span.start, span.end, found.in_table))
            start = stop + 1
