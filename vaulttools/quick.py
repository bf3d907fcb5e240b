"""The common shapes of inline Markdown, read in one pass over their characters.

Nothing here is a rule of its own: what is not plainly harmless is trouble and left to the full reader (`inline`), and
tests/test_markdown.py proves that both always agree. It makes ordinary notes ten times faster to read.
"""

from collections.abc import Callable, Iterator

from vaulttools.elements import Tag
from vaulttools.inline import Found
from vaulttools.links import Link
from vaulttools.patterns import pattern
from vaulttools.rawlinks import markdown_link, wikilink
from vaulttools.source import Source
from vaulttools.syntax import SPACE, TAG_CHARACTER

# A text that starts like this starts no block of another kind.
PLAIN = pattern(r"[^\s#>*+\-_0-9`~$<%\[|=:\ufeff]")

_QUIET = r"[^\[\]*_`\\<$~^#@\n]"
# A moment of a video, as summaries of transcripts have it: in brackets, or without.
_OPEN_MOMENT = r"<a[ ]class=\"[^\"<>\n]*+\"[ ]data-t=\"[^\"<>\n]*+\">"
MOMENT = rf"{_OPEN_MOMENT}(?:\[[^\[\]<>\\`\n]*+\]|{_QUIET}*+)</a>"
# A tag on one line. What opens `<a …>` is trouble.
_HTML = (
    r"(?:/[A-Za-z][A-Za-z0-9-]*+|[A-Za-z][A-Za-z0-9-]*+(?:[ ][A-Za-z_:][A-Za-z0-9:._-]*+"
    r"(?:=(?:\"[^\"\n]*+\"|'[^'\n]*+'|[A-Za-z0-9#%.:/_-]++))?+)*+[ ]?+/?)"
)
_NAME = rf"\[(?![{SPACE}]*+\])[^\[\]\n]++\]\]"
_IN_BRACKETS = r"[^\[\]`\\<#\n]"
_WORDS_AND_PLACE = rf"{_IN_BRACKETS}*+\]\((?:https?://[^\s()<>\\\[\]]*+|[^\s()<>\\&\[\]\"']*+)\)"
_TAG = rf"(?![0-9]++(?!{TAG_CHARACTER})){TAG_CHARACTER}++(?!\#)"
# Brackets that are no link of any kind: no second bracket and no destination follows (a moment is none).
_ALONE = rf"(?!\[|\((?!{_OPEN_MOMENT}[\w\[]))"

# What may be met in inline text. Each branch starts with a literal outside its group, so that the search skips by
# characters. What has a name is of use; an empty group is trouble, for something may begin here that only the full
# reader knows; all else is passed over.
_TOKEN = (
    rf"\[(?P<wikilink>{_NAME})"
    # A tag stands behind a blank or at the start; or right behind another token.
    rf"|\#(?P<tag>(?<![^{SPACE}]\#){_TAG})"
    rf"|\#(?:(?<=[\]*_`>)~$|]\#){TAG_CHARACTER}|(?<![^{SPACE}]\#){TAG_CHARACTER}++\#)()"
    rf"|!\[(?P<embed>{_NAME})"
    rf"|!\[(?P<image>{_WORDS_AND_PLACE})"
    rf"|\*(?P<strong>\*\[\[[^\[\]*`\\<\n]++\]\]){_QUIET}*+\*\*(?!\*)"
    # The marker of a list.
    r"|\*(?=[ ])(?:(?<![^\n]\*)|(?<=\n[ ]\*)|(?<=\n[ ]{2}\*)|(?<=\n[ ]{3}\*)|(?<=\n>[ ]\*))"
    rf"|\*\*(?=[^\s*]){_QUIET}*+\*\*(?!\*)"
    rf"|\*(?=[^\s*]){_QUIET}*+\*(?!\*)"
    rf"|__(?=[^\s_]){_QUIET}*+__(?![A-Za-z0-9_])"
    rf"|_(?=[^\s_]){_QUIET}*+_(?![A-Za-z0-9_])"
    rf"|~~(?=[^{SPACE}]){_QUIET}*+(?<![{SPACE}])~~(?!~)"
    rf"|{MOMENT}|<(?![aA][ ]){_HTML}>"
    r"|<https?://[^\s<>@]++>"
    r"|`[^`\n]++`(?!`)"
    rf"|\[(?P<link>{_WORDS_AND_PLACE})"
    rf"|\[(?!\^){_IN_BRACKETS}++\]{_ALONE}"
    rf"|\[\^[A-Za-z0-9-]++\]{_ALONE}"
    rf"|\[{MOMENT}\]{_ALONE}"
    rf"|\^(?P<block>(?<![^{SPACE}]\^)[A-Za-z0-9-]++[ \t]*+(?=\n|\Z))"
    r"|@(?<![A-Za-z0-9+._-]@)"
    # A single "$" in its paragraph is a price.
    r"|\$(?!(?:[^$\n]++|\n(?!\n))*+\$)"
    r"|\\[\[\]()*_~|>$.!+-](?![*_`$~\#\[(])"
    r"|\^(?<=>\^)()|\[()|<()|\*()|`()|\\()|_()|\$()|~~()|\^\[()|!\[()|@()"
)
_URL = (
    r"|://(?:(?<=http://)|(?<=https://))[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++(?![\w.])"
    rf"(?:[/?\#][^{SPACE}<\[\]()*`\\$~|@;]*+)?+(?<![_.])(?=\)?[,.]?(?:[ \n]|\Z))"
    r"|://()|www\.()"
)
_TOKENS = pattern(_TOKEN + _URL)
_new = tuple.__new__


def read_tokens(
    text: str,
    start: int,
    end: int,
    source: Source,
    found: Found,
    block: Callable[[int, int], bool] | None = None,
) -> int:
    """Read inline text up to the first trouble: where that is, `end` if there is none.

    The text must not stand inside an open `<a …>`. `block` is asked about each `^id` at a line's end (its start
    and end) and answers whether it knows what it is.
    """
    links = found.links
    shift = source.shift
    for match in _TOKENS.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "wikilink" or kind == "embed":
            place, stop = match.span()
            by = source.at(place) - place if shift is None else shift
            links.append(wikilink(text, place, stop - 2, by))
        elif kind is None:
            if match.lastindex is not None:
                return match.start()
        elif kind == "tag":
            place, stop = match.span()
            # No line ends in a tag, so that it stands in one piece.
            by = source.at(place) - place if shift is None else shift
            found.tags.append(_new(Tag, (match[kind], place + by, stop - place, False)))
        elif kind == "link" or kind == "image":
            links.extend(_internal_link(text, *match.span(), source))
        elif kind == "strong":
            place, stop = match.start() + 2, match.end(kind) - 2
            if text[place + 2 : stop].isspace():
                return match.start()
            links.append(wikilink(text, place, stop, source.at(place) - place))
        elif block is not None and not block(*match.span()):
            return match.start()
    return end


def quick_inline(text: str, start: int, end: int, source: Source, found: Found) -> bool:
    """Read a run of inline text if it is plainly harmless: add what it holds and answer True; else add nothing.

    The run must not stand inside an open `<a …>`.
    """
    links, tags = len(found.links), len(found.tags)
    if read_tokens(text, start, end, source, found) == end:
        return True
    del found.links[links:]
    del found.tags[tags:]
    return False


def _internal_link(text: str, start: int, end: int, source: Source) -> Iterator[Link]:
    """The Markdown link or embed there, if it does not lead outside."""
    middle = text.index("](", start)
    if text.find(":", middle, end) < 0:
        words = start + 1 + (text[start] == "!")
        link = markdown_link(text, (start, end), (words, middle), (middle + 2, end - 1), source.span)
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
