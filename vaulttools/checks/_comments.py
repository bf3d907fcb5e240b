"""What the checks of headings and blocks share: whether a link stands in a comment, where nobody sees it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from vaulttools.elements import Hidden
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.patterns import pattern
from vaulttools.syntax import ANY_COMMENT
from vaulttools.text import Span
from vaulttools.vault import text_of

_COMMENT = pattern(ANY_COMMENT)


def in_comment(graph: Graph) -> Callable[[ResolvedLink], bool]:
    """A function that says whether a link stands between `%%` and `%%`: Obsidian counts it, but shows it to nobody."""
    known: dict[str, list[tuple[int, int]]] = {}

    def found(item: ResolvedLink) -> bool:
        text, (start, end) = text_of(graph.vault, item.source), item.link.span
        if text.rfind("%%", 0, start) < 0 or text.find("%%", end) < 0:
            return False
        if item.source not in known:
            known[item.source] = _comments(text)
        comments = known[item.source]
        before = bisect_right(comments, (start, end))
        return before > 0 and end <= comments[before - 1][1]

    return found


def _comments(text: str) -> list[tuple[int, int]]:
    """Where the comments of a note stand. What looks like one in code is none."""
    from vaulttools.markdown import scan
    from vaulttools.properties import frontmatter_end

    hidden: list[Hidden] = []
    scan(text, frontmatter_end(text), hidden)
    code = [span for _, span in hidden if "%%" in text[slice(*span)]]
    return [match.span() for match in _COMMENT.finditer(_blanked(text, code))]


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """A text of the same length with blanks in these places."""
    parts, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            parts += [text[done:start], " " * (end - start)]
            done = end
    return "".join([*parts, text[done:]])
