"""What stands in a note: headings, block ids, tags, timestamps, and what could not be read."""

from typing import Literal, NamedTuple

from vaulttools.text import Span


class Heading(NamedTuple):
    """A heading at the root of a note: level 1 to 6, its raw text without marks, its whole span."""

    level: int
    text: str
    span: Span
    text_span: Span


class Block(NamedTuple):
    """A block id (`^id`), without its caret; the span covers `^id`."""

    id: str
    span: Span


class Tag(NamedTuple):
    """A tag without its "#"; the span covers the tag, with its "#" where it is written."""

    name: str
    span: Span
    in_properties: bool


class Hidden(NamedTuple):
    """A part of a note in which no link is read: what it is ("a fenced code block"), and where."""

    what: str
    span: Span


class Timestamp(NamedTuple):
    """A moment of a video: `<a class="yt-timestamp" data-t="…">[…]</a>`; both texts as written."""

    attribute: str
    label: str
    span: Span


class Problem(NamedTuple):
    """Something in a note that could not be read as meant: what it is, in words, and where."""

    kind: Literal["broken-properties", "undecodable-bytes"]
    message: str
    span: Span
