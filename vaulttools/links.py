"""`Link`: one internal link with a span for each of its parts."""

import builtins
from collections.abc import Sequence
from typing import Literal, NamedTuple

from vaulttools.text import Span

Style = Literal["wikilink", "markdown", "property", "canvas"]


class Link(NamedTuple):
    """An internal link as written.

    `linkpath` and `subpath` are what Obsidian looks up: trimmed, percent-decoded in Markdown
    links, unescaped in properties. The linkpath is "" for a link into the note itself. The
    subpath is "" or keeps its "#". `display` is None where the link has no text of its own. `property` is the key
    a property link stands under ("related.0" in a list).

    `start` is where the link starts, and `length` how long it is; the other numbers are places counted from its
    start, so that nearly all are small: Python keeps small numbers once for all. The spans are made of them when they
    are asked for; `link_with_spans` makes a link of spans.
    """

    style: Style
    is_embed: bool
    linkpath: str
    subpath: str
    display: str | None
    property: str | None
    start: int
    length: int
    linkpath_start: int
    linkpath_end: int
    subpath_start: int
    subpath_end: int
    display_start: int
    display_end: int

    @builtins.property
    def linktext(self) -> str:
        """Linkpath and subpath together, as Obsidian's `link` field has it."""
        return self.linkpath + self.subpath

    @builtins.property
    def span(self) -> Span:
        """All characters of the link."""
        return Span(self.start, self.start + self.length)

    @builtins.property
    def linkpath_span(self) -> Span:
        """The written characters of the linkpath; empty, where it would stand, if there is none. So are the others."""
        return Span(self.start + self.linkpath_start, self.start + self.linkpath_end)

    @builtins.property
    def subpath_span(self) -> Span:
        """The written characters of the subpath."""
        return Span(self.start + self.subpath_start, self.start + self.subpath_end)

    @builtins.property
    def display_span(self) -> Span:
        """The written characters of the display text."""
        return Span(self.start + self.display_start, self.start + self.display_end)


class Spans(NamedTuple):
    """Where a link and its parts are written."""

    whole: Span
    linkpath: Span
    subpath: Span
    display: Span


def link_with_spans(
    style: Style,
    is_embed: bool,
    parts: tuple[str, str, str | None],
    spans: Spans,
    property: str | None = None,
) -> Link:
    """The link with these parts (linkpath, subpath, display text), written at these places."""
    whole, *rest = spans
    start = whole.start
    places = [place - start for span in rest for place in span]
    return Link(style, is_embed, *parts, property, start, whole.end - start, *places)


def placed(link: Link, at: Sequence[int], style: Style, property: str | None = None) -> Link:
    """A link in a text that is itself written in escapes: `at` has the place of each of its characters, and its end."""
    start = at[link.start]
    # The last seven, from `length` on, count from the start.
    places = [at[link.start + place] - start for place in link[7:]]
    return Link(style, link.is_embed, link.linkpath, link.subpath, link.display, property, start, *places)


def is_web_address(linkpath: str) -> bool:
    """Whether a linkpath is an address of the web: `[[https://example.org]]` names no note."""
    return linkpath.lower().startswith(("https://", "http://"))
