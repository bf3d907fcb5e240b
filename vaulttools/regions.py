"""Stretches of common blocks (headings, paragraphs, flat lists), read in one pass over their characters.

Nothing here is a rule of its own: what is not plainly harmless is left to the full reader, and
tests/test_markdown.py proves that both always agree. It makes ordinary notes five times faster to read.
"""

from vaulttools.elements import Block, Heading
from vaulttools.inline import Found, scan_inline
from vaulttools.patterns import pattern
from vaulttools.quick import TOKEN, quick_inline
from vaulttools.rawlinks import wikilink
from vaulttools.source import Source
from vaulttools.syntax import SPACES
from vaulttools.text import Span

# A line that is text and nothing else, by how it starts.
_PLAIN = (
    r"(?:[^\s#>*+\-_0-9`~$<%\[|=:]|\*\*(?=\w)|\[\[[^\[\]\n]++\]\](?!:)|[0-9]++(?![0-9.)])"
    r"|\[![A-Za-z-]++\](?![:(\[]))[^\n]*+"
)
# Blank lines, headings, paragraphs, and flat lists of items of one line: each with nothing behind it that could
# belong to it.
_REGION = pattern(
    r"(?:[ ]*+\n"
    r"|\#{1,6}+[ ]++[^\n\#\s][^\n\#]*+(?:\n|\Z)"
    rf"|{_PLAIN}(?:\n{_PLAIN})*+(?=\n[ ]*+\n|\n?\Z)\n?"
    rf"|(?:-[ ](?:\[[ xX]\][ ])?+{_PLAIN}(?:\n|\Z))++(?=(?:[ ]*+\n)++(?![ \t]|-)|\Z)"
    rf"|(?:[0-9]{{1,9}}+\.[ ]{_PLAIN}(?:\n|\Z))++(?=(?:[ ]*+\n)++(?![ \t0-9])|\Z)"
    r")++"
)
_ITEM = pattern(r"-[ ](?:\[[ xX]\][ ])?+|[0-9]++\.[ ]")
_MARKS = pattern(r"(\#++)[ ]++")
# What `quick_inline` reads.
_RICH = frozenset({"embed", "strong", "link"})
_BLOCK_ID = pattern(r"\^([A-Za-z0-9-]++)[ \t]*+(?=\n|\Z)")
_PARAGRAPH_ENDS = pattern(r"\n(?=[ ]*+\n)|\n?\Z")


def quick_region(text: str, start: int, source: Source, found: Found, is_root: bool) -> int:
    """Read the blocks of common shapes that stand from `start` on; where they end, `start` if there are none.

    What is trouble in them is read by the full reader, line by line. Must not start inside an open `<a …>`.
    """
    region = _REGION.match(text, start)
    if region is None:
        return start
    end = region.end()
    reader = _Region(text, start, end, source, found, is_root)
    while start < end and not found.in_link:
        start = reader.read(start)
    return start


class _Region:
    """Blocks of common shapes, from `start` to `end`."""

    __slots__ = ("end", "found", "is_root", "source", "start", "text")

    def __init__(self, text: str, start: int, end: int, source: Source, found: Found, is_root: bool) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.source = source
        self.found = found
        self.is_root = is_root

    def read(self, start: int) -> int:
        """Read from the start of a line to the end, or behind the first text that was trouble."""
        text, links, after = self.text, self.found.links, start
        shift = self.source.origins[0] if len(self.source.starts) == 1 else None
        for match in TOKEN.finditer(text, start, self.end):
            kind = match.lastgroup
            place = match.start()
            if kind == "wikilink":
                after = match.end()
                if text[place + 2 : after - 2].isspace():
                    return self._with_care(place)
                links.append(
                    wikilink(
                        text, place, after - 2, self.source.at(place) - place if shift is None else shift
                    )
                )
            elif kind == "hash":
                if place == start or text[place - 1] == "\n":
                    self._heading(place, match.end("hash"), match.end())
                    after = match.end()
                elif place == after or text[place - 1] in SPACES:
                    return self._with_care(place)
            elif kind == "caret":
                self._block_id(place)
            elif kind == "box":
                if text[place - 2 : place] != "- " or (place > 2 and text[place - 3] != "\n"):
                    return self._with_care(place)
            elif kind is None or kind in _RICH:
                return self._with_care(place)
            else:
                after = match.end()
        return self.end

    def _line(self, place: int) -> tuple[int, int]:
        text = self.text
        stop = text.find("\n", place, self.end)
        return text.rfind("\n", 0, place) + 1, self.end if stop < 0 else stop

    def _heading(self, place: int, after: int, words: int) -> None:
        """Note the heading whose marks stand from `place` to `after` and whose words start at `words`."""
        if not self.is_root:
            return
        stop = self.text.find("\n", words, self.end)
        stop = self.end if stop < 0 else stop
        text, at = self.text[words:stop].rstrip(SPACES), self.source.at
        whole = Span(at(place), at(stop - 1) + 1)
        start = at(words)
        self.found.headings.append(Heading(after - place, text, whole, Span(start, start + len(text))))

    def _block_id(self, place: int) -> None:
        """Note the block id whose caret stands at `place`, if it ends its block."""
        text = self.text
        match = _BLOCK_ID.match(text, place, self.end)
        if match is None:
            return
        live, end = self._live(place)
        if match.end() == end and (place == live or text[place - 1] in SPACES):
            self.found.blocks.append(Block(match[1], self.source.span(place, match.end(1))))

    def _live(self, place: int) -> tuple[int, int]:
        """The live text around a place: the words of a heading, an item, a whole paragraph."""
        text = self.text
        start, stop = self._line(place)
        if text[start] == "#":
            words = _MARKS.match(text, start).end()  # type: ignore[union-attr]
            return words, words + len(text[words:stop].rstrip(" \t"))
        item = _ITEM.match(text, start)
        if item is not None:
            return item.end(), stop
        while start > self.start:
            before = text.rfind("\n", 0, start - 1) + 1
            if before < self.start or self._is_other(before):
                break
            start = before
        return start, _PARAGRAPH_ENDS.search(text, stop, self.end).start()  # type: ignore[union-attr]

    def _is_other(self, line: int) -> bool:
        """Is the line that starts here blank, a heading or an item, not text of a paragraph?"""
        text = self.text
        if text[line] in "#\n" or _ITEM.match(text, line):
            return True
        return not text[line : text.find("\n", line)].strip(" ")

    def _with_care(self, place: int) -> int:
        """Have the live text around a place read by the full reader; where it ends."""
        found = self.found
        start, end = self._live(place)
        first, last = self.source.at(start), self.source.at(max(start, end - 1))
        while found.links and first <= found.links[-1].span.start <= last:
            found.links.pop()
        while found.blocks and first <= found.blocks[-1].span.start <= last:
            found.blocks.pop()
        if not quick_inline(self.text, start, end, self.source, found.links, found.tags):
            scan_inline(self.text[start:end], self.source, start, found)
        caret = self.text.rfind("^", start, end)
        if caret >= 0:
            self._block_id(caret)
        return max(end, place + 1)
