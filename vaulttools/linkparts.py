"""The parts of a link that is a whole text of its own, as in a property or a card, with a span for each.

Such a text may be written with escapes (YAML, JSON), so spans go through a table from its characters to the
places where they are written.
"""

from collections.abc import Sequence

from vaulttools import rawlinks
from vaulttools.links import Link, Style, placed
from vaulttools.markdown import scan
from vaulttools.syntax import SPACES


def whole_link(text: str) -> bool:
    """Whether a text is one wikilink and nothing else.

    Source: tests/conformance/properties.md (a link within a longer text is none; nor is an embed).
    """
    return text.startswith("[[") and text.find("]]", 2) == len(text) - 2 and _is_link(text[2:-2])


def _is_link(inner: str) -> bool:
    return bool(inner.strip(SPACES)) and "[[" not in inner and "\n" not in inner


def whole_markdown_link(text: str) -> Link | None:
    """The internal Markdown link that a text is, and nothing else; None if it is none.

    Source: release notes 1.11; tests/conformance/properties.md.
    """
    if not text.startswith("[") or not text.endswith(")") or "\n" in text:
        return None
    links = scan(text).links
    return (
        links[0]
        if len(links) == 1 and links[0].style == "markdown" and links[0].length == len(text)
        else None
    )


def wikilink(text: str, at: Sequence[int], style: Style, property: str | None) -> Link:
    """The link of a text for which `whole_link` holds. `at` has the place of each character, and of the end.

    Its parts are those of a wikilink in a note's text (`rawlinks`).
    """
    link = rawlinks.wikilink(text, 0, len(text) - 2, 0, may_escape_bar=False)
    return placed(link, at, style, property)
