"""The common shapes of inline Markdown, and the marks of headings, read in one pass over their characters.

Nothing here is a rule of its own: what is not plainly harmless is trouble and left to the full reader (`inline`), and
tests/test_markdown.py proves that both always agree. It makes ordinary notes ten times faster to read.
"""

import re
from collections.abc import Callable, Iterator

from vaulttools.elements import Heading, Tag
from vaulttools.inline import Found
from vaulttools.links import Link
from vaulttools.patterns import pattern
from vaulttools.rawlinks import markdown_link, wikilink
from vaulttools.source import Source
from vaulttools.syntax import SPACE, SPACES, TAG_CHARACTER

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
_IN_BRACKETS = r"(?:[^\[\]\\<#\n]++|\\[^\n])"
_OUTSIDE = r"https?://[^\s()<>\\\[\]]*+(?:\([^\s()<>\\\[\]]*+\)[^\s()<>\\\[\]]*+)?+(?:[ ]\"[^\"\\\n]*+\")?+"
_WORDS_AND_PLACE = rf"{_IN_BRACKETS}*+\]\((?:{_OUTSIDE}|[^\s()<>\\&\[\]\"']*+)\)"
_TAG = rf"(?![0-9]++(?!{TAG_CHARACTER})){TAG_CHARACTER}++(?!\#)"
# Brackets that are no link of any kind: no second bracket and no destination follows (a moment is none).
_ALONE = rf"(?!\[|\((?!{_OPEN_MOMENT}[\w\[]))"
# A formula on one line; a block of formulas, in a quote or not, that even a list would not end; code.
FORMULA = r"\$(?![ \t$])(?:[^$\\\n]++|\\[^\n])*+(?<![ \t])\$(?![0-9$])"
_FORMULA_LINE = r"\$\$(?![ \t$])(?:[^$\\\n]++|\\[^\n])*+(?<![ \t])\$\$(?!\$)"
_FORMULAS = (
    r"\$\$(?!\$)[^$\n]*+\n(?:{0}(?![ \t]*+(?:\n|[>\#]|[*+-](?:[ \t\n]|[*-])|[0-9]++[.)]|___|```|~~~))[^$\n]*+\n)*+"
    r"{0}[^$\n]*+\$\$++[ ]*+(?=\n|\Z)"
)
FORMULAS, QUOTED_FORMULAS = _FORMULAS.format(""), _FORMULAS.format(">[ ]?+")
_CODE = r"```[^`\n]*+\n(?:{0}(?![ ]{{0,3}}+```)[^\n]*+\n)*+{0}[ ]{{0,3}}+```++[ \t]*+(?=\n|\Z)"
CODE, QUOTED_CODE = _CODE.format(""), _CODE.format(">[ ]?+")
# A comment in a line.
COMMENT = r"<!--(?![>-])(?:[^\n-]++|-(?!-))*+-->"
# A comment that is a block of its own, without a blank line in it.
COMMENT_BLOCK = r"<!--(?![>-])(?:[^\n-]++|-(?!-)|\n(?![ \t]*+\n))*+-->[ \t]*+"
# The rest of a paragraph up to a mark.
_UP_TO = r"(?:[^{0}\n]++|\n(?!\n))*+"
_UP_TO_DOLLAR, _UP_TO_LINE = _UP_TO.format("$"), _UP_TO.format("_")

# What may be met in inline text, by how it begins: the search skips by characters. What has a name is of use; an
# empty group is trouble, for something may begin here that only the full reader knows; all else is passed over.
_TOKENS = {
    r"\[": (
        rf"(?P<wikilink>{_NAME})",
        rf"(?P<link>{_WORDS_AND_PLACE})",
        rf"(?!\^){_IN_BRACKETS}++\]{_ALONE}",
        rf"\^[A-Za-z0-9-]++\]{_ALONE}",
        rf"{MOMENT}\]{_ALONE}",
        rf"!\[{_IN_BRACKETS}*+\]\({_OUTSIDE}\)\]\({_OUTSIDE}\)",
        r"()",
    ),
    # What is marked: its end hangs on the marks and backslashes alone. The marker of a list. A rule.
    r"\*": (
        r"\*(?=[^\s*])[^*\\\n\[\#<]*+\*\*(?!\*)",
        r"\*(?=[^\s*])(?P<strong>(?:[^*\\\n]++|\\[^\n]|\*(?!\*))*+)\*\*(?!\*)",
        r"(?=[^\s*])[^*\\\n\[\#<]*+\*(?!\*)",
        r"(?=[ ])(?:(?<![^\n]\*)|(?<=\n[ ]\*)|(?<=\n[ ]{2}\*)|(?<=\n[ ]{3}\*)|(?<=\n[ ]{4}\*)|(?<=\n[ ]{6}\*)"
        r"|(?<=\n[ ]{8}\*)|(?<=\n\t\*)|(?<=\n\t\t\*)|(?<=\n>[ ]\*))",
        r"(?=[^\s*])(?P<emphasis>(?:[^*\\\n]++|\\[^\n]|\*\*(?!\*))*+)(?<!\*)\*(?!\*)",
        r"\*(?P<both>\*(?=[^\s*])(?:[^*\\\n]++|\\[^\n])*+(?<!\*)\*)\*\*(?!\*)",
        r"(?<![^\n]\*)\*\*++[ ]*+(?=\n|\Z)",
        r"()",
    ),
    "<": (
        MOMENT[1:],
        rf"(?![aA][ ]){_HTML}>",
        r"https?://[^\s<>@]++>",
        COMMENT[1:],
        rf"(?<![^\n]<){COMMENT_BLOCK[1:]}",
        # An address would begin with something else.
        rf"(?=(?![A-Za-z/?!])[^{SPACE}<>@:]*+(?:[{SPACE}>]|\Z))",
        r"()",
    ),
    # A tag stands behind a blank or at the start; or right behind another token.
    r"\#": (
        rf"(?P<tag>(?<![^{SPACE}]\#){_TAG})",
        r"(?P<heading>(?<![^\n]\#)\#{0,5}+)[ ]++",
        rf"(?:(?<=[\]*_`>)~$|]\#){TAG_CHARACTER}|(?<![^{SPACE}]\#){TAG_CHARACTER}++\#)()",
    ),
    r"!\[": (rf"(?P<embed>{_NAME})", rf"(?P<image>{_WORDS_AND_PLACE})", r"()"),
    "`": (
        r"[^`\n]++`(?!`)",
        rf"(?<![^\n]`){CODE[1:]}",
        rf"(?m:(?<=^>`)|(?<=^>[ ]`)){QUOTED_CODE[1:]}",
        r"()",
    ),
    "_": (
        r"_(?=[^\s_])(?P<strong_>(?:[^_\\\n@]++|\\[^_\n]|_(?!_))*+)__(?![A-Za-z0-9_])",
        r"(?=[^\s_])(?P<emphasis_>(?:[^_\\\n@]++|\\[^_\n]|_(?=[A-Za-z0-9]))*+)_(?![A-Za-z0-9_])",
        r"(?<![^\n]_)__++[ ]*+(?=\n|\Z)",
        # In a name like this_one, behind which nothing could close an emphasis.
        rf"(?<!__)(?!_)(?=(?:{_UP_TO_LINE}(?<![_\\])_(?=[A-Za-z0-9])){{0,8}}+{_UP_TO_LINE}(?!_))",
        r"()",
    ),
    # A "$" behind which no other could close a formula is a price.
    r"\$": (
        FORMULA[2:],
        _FORMULA_LINE[2:],
        rf"(?<![^\n]\$){FORMULAS[2:]}",
        rf"(?m:(?<=^>\$)|(?<=^>[ ]\$)){QUOTED_FORMULAS[2:]}",
        r"\$?+(?=[ \t])",
        rf"\$?+(?!\$)(?=(?:{_UP_TO_DOLLAR}(?:(?<=[^\s>][ \t])\$|\$(?=[0-9]))){{0,8}}+{_UP_TO_DOLLAR}(?!\$))",
        r"()",
    ),
    r"\\": (r"[\[\]()*_~|>$.!+-](?!\#)", r"(?=[A-Za-z0-9 \n])", r"()"),
    "~~": (rf"(?=[^{SPACE}]){_QUIET}*+(?<![{SPACE}])~~(?!~)", r"()"),
    r"\^": (
        rf"(?P<block>(?<![^{SPACE}]\^)[A-Za-z0-9-]++[ \t]*+(?=\n|\Z))",
        r"(?:(?<=>\^)|(?=\[))()",
    ),
    "@": (r"(?<![A-Za-z0-9+._-]@)", r"()"),
    "://": (
        r"(?:(?<=http://)|(?<=https://))[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++(?![\w.])"
        rf"(?:[/?\#][^{SPACE}<\[\]()*`\\$~|@;]*+)?+(?<![_.])(?=\)?[,.]?(?:[ \n]|\Z))",
        r"()",
    ),
    r"www\.": (r"()",),
}
_TOKEN = pattern("|".join(f"{start}(?:{'|'.join(kinds)})" for start, kinds in _TOKENS.items()))
_new = tuple.__new__


def read_tokens(
    text: str,
    start: int,
    end: int,
    source: Source,
    found: Found,
    block: Callable[[int, int], bool] | None = None,
    headings: list[Heading] | None = None,
) -> int:
    """Read inline text up to the first trouble: where that is, `end` if there is none.

    The text must not stand inside an open `<a …>`. `block` is asked about each `^id` at a line's end (its start
    and end) and answers whether it knows what it is. Headings are noted in `headings`.
    """
    links = found.links
    shift = source.shift
    for match in _TOKEN.finditer(text, start, end):
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
        elif kind == "heading":
            if headings is not None:
                place = match.start()
                by = source.at(place) - place if shift is None else shift
                headings.append(_heading(match, end, by))
        elif kind == "link" or kind == "image":
            links.extend(_internal_link(text, *match.span(), source))
        elif kind != "block":
            place, stop = match.span(kind)
            if read_tokens(text, place, stop, source, found) != stop:
                return match.start()
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


def _heading(match: re.Match[str], end: int, by: int) -> Heading:
    """The heading whose marks and blanks were met, which goes to the end of its line and stands `by` further on."""
    text = match.string
    place, begin = match.span()
    stop = text.find("\n", begin, end)
    stop = end if stop < 0 else stop
    words = text[begin:stop].rstrip(SPACES)
    spans = place + by, stop - place, begin - place, begin - place + len(words)
    # Made the short way: ordinary notes have as many headings as links.
    return _new(Heading, (match.end("heading") - place, words, *spans))


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
