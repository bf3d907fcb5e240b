"""The parts of a `[[…]]` that is a whole text of its own, as in a property or a card, with a span for each.

Such a text may be written with escapes (YAML, JSON), so spans go through a table from its characters to the
places where they are written.
"""

from collections.abc import Sequence

from vaulttools.links import Link, Style
from vaulttools.text import Span


def whole_link(text: str) -> bool:
    """Whether a text is one wikilink and nothing else.

    Source: tests/conformance/properties.md (a link within a longer text is none; nor is an embed).
    """
    return text.startswith("[[") and text.find("]]", 2) == len(text) - 2 and _is_link(text[2:-2])


def _is_link(inner: str) -> bool:
    return bool(inner.strip()) and "[[" not in inner and "\n" not in inner


def wikilink(text: str, at: Sequence[int], style: Style, property: str | None) -> Link:
    """The link of a text for which `whole_link` holds. `at` has the place of each character, and of the end.

    The first "|" not at the very start ends the linktext; the first "#" ends the linkpath. Linktext and
    display text are trimmed as wholes. Source: tests/conformance/what-is-a-link.md.
    """
    bar = text.find("|", 3, -2)
    stop = len(text) - 2 if bar < 0 else bar
    start, end = _trimmed(text, 2, stop)
    mark = text.find("#", start, end)
    middle = end if mark < 0 else mark
    shown, last = _trimmed(text, len(text) - 2 if bar < 0 else bar + 1, len(text) - 2)
    return Link(
        style,
        False,
        text[start:middle],
        text[middle:end],
        None if bar < 0 else text[shown:last],
        Span(at[0], at[len(text)]),
        Span(at[start], at[middle]),
        Span(at[middle], at[end]),
        Span(at[shown], at[last]),
        property,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
