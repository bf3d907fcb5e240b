"""The common shapes of Markdown, read without the full machinery of `blocks` and `inline`.

Nothing here is a rule of its own: what is not plainly harmless is left to the full reader, and
tests/test_markdown.py proves that both always agree. It makes ordinary notes ten times faster to read.
"""

from collections.abc import Iterator

from vaulttools.elements import Tag
from vaulttools.links import Link
from vaulttools.patterns import pattern
from vaulttools.rawlinks import markdown_link, wikilink
from vaulttools.source import Source
from vaulttools.syntax import CLOSE_TAG, OPEN_TAG, SPACES, TAG

# A text that starts like this starts no block of another kind.
PLAIN = pattern(r"[^\s#>*+\-_0-9`~$<%\[|=:]")

# What may be met in inline text. Each branch starts with a literal outside its group, so that the search skips by
# characters. What matches without a group is trouble: it may begin something that only the full reader knows.
_QUIET = r"[^\[\]*_`\\<$~^#@\n]"
# A moment of a video, as summaries of transcripts have it: in brackets, or without.
_MOMENT = rf"<a[ ]class=\"[^\"<>\n]*+\"[ ]data-t=\"[^\"<>\n]*+\">(?:\[[^\[\]<>\\`\n]*+\]|{_QUIET}*+)</a>"
TOKEN = pattern(
    r"\[(?P<wikilink>\[[^\[\]\n]++\]\])"
    r"|!\[(?P<embed>\[[^\[\]\n]++\]\])"
    r"|\*(?P<strong>\*\[\[[^\[\]*_`\\<$~^@\n]++\]\]\*\*(?!\*))"
    rf"|<(?P<moment>{_MOMENT[1:]})"
    rf"|<(?P<tag>(?![aA][ ]){OPEN_TAG[1:]}|{CLOSE_TAG[1:]})"
    rf"|\*(?P<bold>\*(?=[^\s*]){_QUIET}*+\*\*(?!\*))"
    rf"|\*(?P<italic>(?=[^\s*]){_QUIET}*+\*(?!\*))"
    r"|`(?P<code>[^`\n]++`(?!`))"
    rf"|\[(?P<link>{_QUIET}*+\]\([^\s()<>\\&\[\]\"']++\))"
    r"|\[(?P<box>[ xX]\][ ])"
    r"|\[(?P<plain>[^\[\]*_`\\<$~^#@!\n]++\])(?![(\[])"
    rf"|\[(?P<wrapped>{_MOMENT}\])(?![(\[])"
    r"|\[(?P<callout>![A-Za-z-]++\])(?![(\[])"
    r"|\#(?P<hash>\#*+)[ ]*+"
    r"|\^(?P<caret>(?!\[))"
    r"|\[|<|\*|`|\\|_|\$|~~|\^|!\[|://|www\.|@"
)
# A link that has nothing else is left to the full reader.
_EDGES = SPACES + "![]*"


def quick_inline(text: str, start: int, end: int, source: Source, links: list[Link], tags: list[Tag]) -> bool:
    """Read a run of inline text if it is plainly harmless: add what it holds and answer True; else add nothing.

    The run must not stand inside an open `<a …>`.
    """
    found: list[Link] = []
    words: list[Tag] = []
    after = start
    shift = source.origins[0] if len(source.starts) == 1 else None
    for match in TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "wikilink" or kind == "embed" or kind == "strong":
            place, after = match.span()
            if not text[place:after].strip(_EDGES):
                return False
            inner = 2 if kind == "strong" else 0
            offset = source.at(place) - place if shift is None else shift
            found.append(wikilink(text, place + inner, after - inner - 2, offset))
        elif kind is None or kind == "box":
            return False
        elif kind == "caret":
            continue
        elif kind != "hash":
            place, after = match.span()
            if kind == "link":
                found.extend(_internal_link(text, place, after, source))
        elif match.start() == after or text[match.start() - 1] in SPACES:
            # A tag can stand behind a blank, at the start, or right behind a token.
            tag = TAG.match(text, match.start(), end)
            if tag is not None:
                after = tag.end()
                words.append(Tag(tag[1], source.span(tag.start(), after), False))
    links.extend(found)
    tags.extend(words)
    return True


def _internal_link(text: str, start: int, end: int, source: Source) -> Iterator[Link]:
    """The Markdown link there, if it does not lead outside."""
    middle = text.index("](", start)
    if text.find(":", middle, end) < 0:
        link = markdown_link(text, (start, end), (start + 1, middle), (middle + 2, end - 1), source.span)
        if link is not None:
            yield link


def is_quiet(text: str, start: int, end: int) -> bool:
    """Can nothing be here that anybody asks for: no link, no tag, no `<a …>` that reaches further?"""
    find = text.find
    return (
        find("[", start, end) < 0
        and find("#", start, end) < 0
        and find("<a", start, end) < 0
        and find("<A", start, end) < 0
    )
