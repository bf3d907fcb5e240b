"""What stands in a note: headings, block ids, tags, timestamps, and what could not be read.

A vault has very many of these, so they hold where they start and how long they are: the spans are made of that when
they are asked for.
"""

from typing import Literal, NamedTuple

from vaulttools.text import Span


class Heading(NamedTuple):
    """A heading at the root of a note: level 1 to 6, its raw text without marks, and where it stands.

    `text_start` and `text_end` count from `start`.
    """

    level: int
    text: str
    start: int
    length: int
    text_start: int
    text_end: int

    @property
    def span(self) -> Span:
        """The whole heading with its marks."""
        return Span(self.start, self.start + self.length)

    @property
    def text_span(self) -> Span:
        """The written characters of its text."""
        return Span(self.start + self.text_start, self.start + self.text_end)


class Block(NamedTuple):
    """A block id (`^id`), without its caret."""

    id: str
    start: int

    @property
    def span(self) -> Span:
        """The characters of `^id`."""
        return Span(self.start, self.start + 1 + len(self.id))


class Tag(NamedTuple):
    """A tag without its "#"."""

    name: str
    start: int
    length: int
    in_properties: bool

    @property
    def span(self) -> Span:
        """The written characters, with the "#" where there is one."""
        return Span(self.start, self.start + self.length)


class Hidden(NamedTuple):
    """A part of a note in which no link is read: what it is ("a fenced code block"), and where."""

    what: str
    span: Span


class Timestamp(NamedTuple):
    """A moment of a video: `<a class="yt-timestamp" data-t="…">[…]</a>`; both texts as written."""

    attribute: str
    label: str
    start: int
    length: int

    @property
    def span(self) -> Span:
        """All of it, from `<a` to `</a>`."""
        return Span(self.start, self.start + self.length)


class Problem(NamedTuple):
    """Something in a note that could not be read as meant: what it is, in words, and where."""

    kind: Literal["broken-properties", "undecodable-bytes"]
    message: str
    span: Span
