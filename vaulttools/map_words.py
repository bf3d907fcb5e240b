"""Words for the map's panel: the sentence a link stands in, an excerpt, a video's moments. Pure text."""

import re
from collections.abc import Iterator

from vaulttools.links import Link
from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end
from vaulttools.syntax import ANY_COMMENT

# Around a link's own words in a sentence; such characters are dropped from the words themselves.
OPEN, CLOSE = "\x02", "\x03"

_BEFORE, _AFTER, _EXCERPT = 110, 100, 220
_WIKILINK = pattern(r"!?\[\[([^\[\]|\n]{0,200})(?:\|([^\[\]\n]{0,200}))?\]\]")
_MARKDOWN_LINK = pattern(r"!?\[([^\[\]\n]{0,200})\]\([^()\n]{0,300}\)")
# Such patterns start with a literal or a set in each branch, so that the search skips by characters.
_MARKUP = pattern(r"<[^<>\n]{0,200}>|\*(?:\*\*?)?|==|~~|`|\[\[|\]\]")
_LINE_MARKS = pattern(r"(?!\*)(?:[ \t]*(?:[-+>*]|#{1,6}|\d{1,3}\.)[ \t]+)+")
_END = pattern(r"[.!?。！？](?:(?<=[。！？])|['\")\]*_]{0,3}\s)")
_NOT_SHOWN = pattern("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
# Code, in which a comment is none, or a comment.
_CODE_OR_COMMENT = pattern(
    r"(?m:^)[ \t>]*+(?P<fence>`{3,}|~{3,})(?:(?!\n[ \t>]*+(?P=fence))[\s\S])*+(?:\n[^\n]*+)?|`[^`\n]++`"
    rf"|(?P<comment>{ANY_COMMENT}|<!--(?:[^-<]|-(?!->)|<(?!!--))*+-->)"
)
_NO_LINE_END = pattern(r"[^\r\n]")
_NO_PROSE = ("#", "From:", "!", "---", "<", "|", "```", "~~~", "$$", "%%", "***")


def shown(text: str) -> str:
    """The text on one line without what cannot be shown: controls become spaces, lone surrogates U+FFFD."""
    return _NOT_SHOWN.sub(lambda m: "\ufffd" if "\ud800" <= m[0] <= "\udfff" else " ", text)


def plain(text: str) -> str:
    """The text as a reader sees it: links by their words, no marks, one space between words."""
    if "\n" in text:
        return " ".join(filter(None, map(plain, text.split("\n"))))
    if "[[" in text:
        text = _WIKILINK.sub(lambda m: m[2] or _last_part(m[1]), text)
    if "](" in text:
        text = _MARKDOWN_LINK.sub(lambda m: m[1], text)
    marks = _LINE_MARKS.match(text)
    text = _MARKUP.sub("", text[marks.end() :] if marks else text)
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(shown(text).split())


def visible(text: str) -> str:
    """A note's text with blanks in place of comments, `%%…%%` and `<!--…-->`: a reader sees none of them."""
    if "%%" not in text and "<!--" not in text:
        return text
    return _CODE_OR_COMMENT.sub(lambda m: _NO_LINE_END.sub(" ", m[0]) if m["comment"] else m[0], text)


def words_of(link: Link) -> str:
    """What a link shows: its display text, else the last part of what it names."""
    return plain(link.display or "") or shown(_last_part(link.linktext)).strip()


def _last_part(linktext: str) -> str:
    path, mark, rest = linktext.partition("#")
    return path.rpartition("/")[2] + (f" > {rest}" if mark and path else rest)


def sentence(text: str, link: Link) -> str:
    """The sentence around a link, its words between OPEN and CLOSE; "" when the link stands alone or is not seen.

    `text` is the note's, as `visible` gives it.
    """
    start, end = link.span
    if link.style == "property" or text[start:end].isspace():
        return ""
    before, after = _around(text, start, end)
    before, after = _from_sentence_start(plain(before)), _to_sentence_end(plain(after))
    if len(before) + len(after) < 12:
        return ""
    gap = " " if text[start - 1 : start].isspace() else ""
    follow = " " if text[end : end + 1].isspace() else ""
    return f"{before}{gap}{OPEN}{words_of(link)}{CLOSE}{follow}{after}".strip()


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """A link's line before and after it, a few hundred characters at most."""
    before = text[max(0, start - 600) : start].rpartition("\n")[2].rpartition("\r")[2]
    return before, text[end : end + 600].partition("\n")[0].partition("\r")[0]


def _from_sentence_start(before: str) -> str:
    ends = [match.end() for match in _END.finditer(before + " ")]
    start = next((end for end in reversed(ends) if end < len(before)), 0)
    before = before[start:].lstrip()
    return before if len(before) <= _BEFORE else "… " + before[-_BEFORE:].partition(" ")[2]


def _to_sentence_end(after: str) -> str:
    end = _END.search(after + " ")
    return _cut(after[: end.end()].rstrip() if end else after, _AFTER)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    head = text[:limit]
    return (head.rpartition(" ")[0] if " " in head[limit // 2 :] else head).rstrip(",;:") + " …"


def excerpt(text: str) -> str:
    """The first prose of a note, at most some 200 characters; "" when it has none. `text` as for `sentence`."""
    for line in _prose(text):
        words = plain(line)
        # "Here is the article:" announces prose and is none.
        if (len(words) > 20 and not words.endswith(":")) or (words and "\n" not in text.strip()):
            return _cut(words, _EXCERPT)
    return ""


def _prose(text: str) -> Iterator[str]:
    start = frontmatter_end(text)
    fenced = False
    # The first few thousand characters decide; a long note is not read to its end for this.
    for line in text[start : start + 6000].splitlines():
        words = line.lstrip()
        fenced ^= words.startswith(("```", "~~~"))
        if words and not fenced and not words.startswith(_NO_PROSE):
            yield line


_VIDEO = pattern(r"[\w-]{11}", re.ASCII)
_CLOCK = pattern(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})", re.ASCII)


def moments(note: Note) -> tuple[str, tuple[int, ...]]:
    """A summary's video id and the moments it names: seconds, in order; ("", ()) for other notes."""
    video = note.properties.get("videoId")
    if not isinstance(video, str) or not _VIDEO.fullmatch(video):
        return "", ()
    clocks = (_CLOCK.fullmatch(stamp.attribute.strip()) for stamp in note.timestamps)
    seconds = {int(m[1] or 0) * 3600 + int(m[2]) * 60 + int(m[3]) for m in clocks if m}
    return video, tuple(sorted(seconds))
