"""`Link`: one internal link with a span for each of its parts."""

import builtins
from typing import Literal, NamedTuple

from vaulttools.text import Span

Style = Literal["wikilink", "markdown", "property", "canvas"]


class Link(NamedTuple):
    """An internal link as written.

    `linkpath` and `subpath` are what Obsidian looks up: trimmed, percent-decoded in Markdown
    links, unescaped in properties. The linkpath is "" for a link into the note itself. The
    subpath is "" or keeps its "#". `display` is None where the link has no text of its own. The spans cover
    the written characters of each part; an absent part has an empty span at the place where it
    would stand. `property` is the key a property link stands under ("related.0" in a list).
    """

    style: Style
    is_embed: bool
    linkpath: str
    subpath: str
    display: str | None
    span: Span
    linkpath_span: Span
    subpath_span: Span
    display_span: Span
    property: str | None = None

    @builtins.property
    def linktext(self) -> str:
        """Linkpath and subpath together, as Obsidian's `link` field has it."""
        return self.linkpath + self.subpath
