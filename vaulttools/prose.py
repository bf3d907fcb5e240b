"""Plain words: the stretches of a note's text in which a link could be put.

Not headings, links, code, formulas, comments, HTML, addresses, tags, footnote marks or frontmatter. The readers of
`blocks` and `inline` do the reading; these two only listen to what they pass over.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from vaulttools.inline import Run
from vaulttools.listening import UNSEEN, Listener, ListeningBlocks
from vaulttools.markdown import body_of
from vaulttools.patterns import pattern
from vaulttools.quick import MOMENT
from vaulttools.source import Source

# An `<a …>` that is not closed at once may reach beyond its run, and then nothing in it is plain.
_LOOSE = pattern(rf"<(?!{MOMENT[1:]})[aA]")
_COMMENT_LINE = pattern(r"^[ \t]*+%%([^\n]*)", re.M)
_COMMENT_END = pattern(r"%%[ \t]*$", re.M)


class Stretch(NamedTuple):
    """Plain words without a line end, from `start` to `end` in the note; whether they stand in a table."""

    start: int
    end: int
    in_table: bool


def prose(
    text: str, body_start: int = 0, places: Sequence[int] | None = None, heads: Sequence[int] = ()
) -> tuple[Stretch, ...]:
    """The stretches of plain words of a note whose body starts at `body_start`, in order.

    Where `places` (offsets, sorted) are given, only stretches around these need be given. `heads` are where the
    note's headings start (`Note.headings`): reading may begin at any of them. Linear time.
    """
    body, source = body_of(text, body_start)
    found = _Listener(places)
    if places is not None and source.shift is not None:
        found.free, found.starts = _free(body), [head - source.shift for head in heads]
    _BlockReader(body, source, found, 0).read()
    stretches = sorted(found.stretches)
    return tuple(_seen(text, stretches))


def _free(body: str) -> int:
    """How far reading may begin anywhere, as if all before had been read: up to the first `<a …>` left open."""
    loose = _LOOSE.search(body)
    return 0 if _is_misread(body) else loose.start() if loose else len(body)


def _is_misread(body: str) -> bool:
    """May a comment be longer to the indexer, which found the headings, than to whoever reads the note?"""
    if not _COMMENT_END.search(body):
        return False
    lines = (match[1].rstrip() for match in _COMMENT_LINE.finditer(body))
    return any("%%" in line and not line.endswith("%%") for line in lines)


def _seen(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches less what stands in comments and templates."""
    if "%%" not in text and "{{" not in text and "<%" not in text:
        return list(stretches)
    unseen = [match.span() for match in UNSEEN.finditer(text)]
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


class _Listener(Listener):
    """What is gathered: stretches, around the places wanted (None: everywhere), unless muted."""

    __slots__ = ("free", "in_table", "places", "starts", "stretches")

    def __init__(self, places: Sequence[int] | None) -> None:
        super().__init__()
        self.places = places
        self.free, self.starts = 0, list[int]()
        self.stretches: list[Stretch] = []
        self.in_table = False

    def wants(self, start: int, end: int) -> bool:
        """Whether a stretch of the note that lies here would be used."""
        if self.muted or self.places is None:
            return not self.muted
        at = bisect_left(self.places, start)
        return at < len(self.places) and self.places[at] < end


class _InlineReader(Run):
    """Reads a run as its base does, all of it, and notes what lies between tokens."""

    __slots__ = ("done", "was_in_link")
    found: _Listener
    interesting = pattern("")

    def read(self) -> None:
        self.done = 0
        self.was_in_link = self.found.in_link
        super().read()
        self._plain(len(self.text))

    def _passed(self, first: str, start: int, end: int) -> None:
        self._plain(start)
        self.done = end
        self.was_in_link = self.found.in_link

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


class _BlockReader(ListeningBlocks):
    """Reads inline text only where words are wanted."""

    __slots__ = ()
    found: _Listener
    run_reader = _InlineReader

    def is_idle(self, text: str, source: Source, start: int, end: int) -> bool:
        """Are no words wanted here, and does no `<a …>` open or close?"""
        found = self.found
        return not (found.in_link or found.wants(*source.span(start, end)) or _LOOSE.search(text, start, end))

    def _region(self, start: int) -> int:
        """Pass over what ends before the next place that is wanted: to a heading, or to a block of a common shape."""
        found, places, shift = self.found, self.found.places, self.source.shift
        if start >= found.free or places is None or shift is None or self.depth:
            return start
        at = bisect_left(places, start + shift)
        wanted = min(places[at] - shift if at < len(places) else self.length, found.free)
        if wanted == self.length:
            return wanted
        head = bisect_right(found.starts, wanted) - 1
        start = max(start, found.starts[head]) if head >= 0 else start
        if wanted >= self.common > start:
            return self.common
        blank = self.text.rfind("\n\n", start, wanted) + 2 if start < self.common else start
        # Of the blocks of common shapes only code has blank lines inside.
        return start if self.text.find("```", start, blank) >= 0 else max(start, blank)

    def _heading(self, level: int, start: int, content: int, end: int, stop: int) -> None:
        before, self.found.muted = self.found.muted, True
        super()._heading(level, start, content, end, stop)
        self.found.muted = before

    def _table(self, start: int) -> int | None:
        before, self.found.in_table = self.found.in_table, True
        end = super()._table(start)
        self.found.in_table = before
        return end
