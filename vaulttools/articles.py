"""Articles: what a plain text says of itself (its title, where it is from), and that said as a note says it. Pure."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from vaulttools.frontmatter_edit import scalar, with_lines
from vaulttools.note import parse
from vaulttools.patterns import pattern
from vaulttools.proof import PlanError
from vaulttools.properties import Properties, read_properties

# A first line longer than this is a paragraph, no title.
_LONGEST_TITLE = 150
_BLANKS = "\ufeff \t\r\n"
_NEW_LINE = r"(?:\r\n?|\n|\Z)"
_FIRST_LINE = pattern(rf"\s*?(?=\S)([^\n\r]+){_NEW_LINE}")
_BLANK_LINE = pattern(rf"[ \t]*{_NEW_LINE}")
_ADDRESS_LINE = pattern(rf"\s*?(?=\S)<?((?i:https?://|www\.)[^\s<>]+)>?[ \t]*{_NEW_LINE}")
_ADDRESS = pattern(r"(?i)://|\bwww\.")
_BOLD = pattern(r"\*\*[^*\s][^*]*\*\*")
# A line that ends so is a sentence, also within quotes; one that starts so is an item, a quote, code, a link.
_SENTENCE_ENDS = tuple(".:;,。：；、．।")
_CLOSING = "\"'”’»)）」』"
_MARKS = tuple("-*+>|`#<![$%~")
_LINK = pattern(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = pattern(r"(?<!\w)(\*{1,3}|`)(?=\S)(.{1,150}?)(?<=\S)\1(?!\w)")
# Control characters, and signs that nobody sees but that turn or split what stands around them.
_UNSEEN = pattern(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff]+"
)
_TITLE_LINE = pattern(r"^[\"']?title[\"']?[ \t]*:[ \t]*([^\r\n]*?)[ \t]*\r?$", re.M | re.I)
_PARAGRAPH_END = pattern(r"\n[ \t]*\r?\n")
_NO_TEXT = pattern("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_UTF_8 = pattern("[\udc80-\udcff]")
_BYTE_ORDERS = ("\udcff\udcfe", "\udcfe\udcff")
_PANDOC = "or let pandoc make Markdown of it"
_KINDS = {
    ("<!doctype", "<html", "<?xml"): (
        f"is a web page; copy its words from a browser into a text file, {_PANDOC}"
    ),
    ("{\\rtf",): f"is rich text (RTF); open it and save it as plain text in UTF-8, {_PANDOC}",
}
_CANNOT_ADD = (
    "could not be added to the properties as they are written; write each as 'key: value', on its own line"
)


class Draft(NamedTuple):
    """An article as a note: its title, its text with what it says of itself among the properties, and what is wrong
    with these. Where something is (None: nothing), the text is the article's own."""

    title: str
    text: str
    problem: str | None = None


class _Opening(NamedTuple):
    """What a text says of itself above its first paragraph, None where it does not; and the text without that."""

    title: str | None
    source: str | None
    rest: str


def unfit(text: str) -> str | None:
    """Why a file with this text (as `text.decode` gives it) cannot be adopted, and what to do; None where it can.

    The end of a sentence that starts with the file's name.
    """
    if not text.strip(_BLANKS).strip():
        return "is empty"
    if text[:2] in _BYTE_ORDERS or _has_wide_letters(text):
        return "is text in UTF-16; save it as UTF-8"
    if _NOT_UTF_8.search(text) or "\0" in text:
        is_text = _NO_TEXT.search(text) is None
        return (
            "is text, but not in UTF-8; save it as UTF-8"
            if is_text
            else "is no text in UTF-8; save it as text first"
        )
    start = text.lstrip(_BLANKS)[:20].lower()
    return next((words for starts, words in _KINDS.items() if start.startswith(starts)), None)


def draft(name: str, text: str) -> Draft:
    """What the article in the file `name` becomes as a note, links apart.

    The title is the `title` property, the first heading of level 1, a first line that stands alone, or the file's
    name. A first line that is a web address is the property `source`. Properties that cannot be read, and keys that
    are there in whatever letter case, stay as they are.
    """
    text = text.removeprefix("\ufeff")
    head = read_properties(text)
    keys = {key.lower(): key for key in head.values}
    opening = _opening(text, head.body_start, "source" in keys)
    title = (
        _own_title(text, head, keys) or opening.title or _clean(name.rpartition(".")[0] or name) or "Untitled"
    )
    if head.problem is not None or "title" in keys:
        return Draft(title, text, head.problem.message if head.problem else None)
    says = {"title": title, **({"source": opening.source} if opening.source else {})}
    lines = [f"{key}: {scalar(value)}" for key, value in says.items()]
    try:
        return Draft(title, with_lines(name, text[: head.body_start] + opening.rest, lines, says))
    except PlanError:
        return Draft(title, text, f"{' and '.join(says)} {_CANNOT_ADD}")


def _has_wide_letters(text: str) -> bool:
    """Whether every other character of a text's start is NUL: UTF-16 without a mark of its byte order."""
    halves = [text[start:40:2].strip("\0") for start in (0, 1)]
    return len(text) > 1 and (not halves[0]) != (not halves[1])


def _own_title(text: str, head: Properties, keys: Mapping[str, str]) -> str | None:
    """The `title` property: its text; its line as it is written, where that is a number or cannot be read."""
    value: Any = head.values.get(keys.get("title", "title"))
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if head.problem is None and not isinstance(value, int | float):
        return None
    end = _PARAGRAPH_END.search(text)
    until = head.span.end if head.span else end.start() if end else len(text)
    written = _TITLE_LINE.search(text[:until]) if head.problem or head.span else None
    title = _clean(written[1]) if written else ""
    if len(title) > 1 and title[0] == title[-1] and title[0] in "\"'":
        title = title[1:-1].strip()
    # "|" and "{{title}}" of a template are no titles.
    return title if any(map(str.isalnum, title)) and not title.startswith("{{") else None


def _opening(text: str, start: int, has_source: bool) -> _Opening:
    """The title and source that a text whose body starts at `start` gives itself."""
    body = text[start:]
    address = _ADDRESS_LINE.match(body)
    if address is None or not body[address.end() :].strip():
        title, rest = _first_title(text, body)
        return _Opening(title, None, rest)
    title, rest = _first_title(text, body[address.end() :])
    if has_source:
        return _Opening(title, None, address[0] + rest)
    # What follows must not be taken for properties.
    return _Opening(title, address[1], "\n" + rest if rest.startswith("---") else rest)


def _first_title(text: str, body: str) -> tuple[str | None, str]:
    """The title a text gives itself, and its body: a first line alone is taken out where it says no more than that."""
    heading = next(iter(parse("x.md", text).headings), None)
    if heading is not None and heading.level == 1 and _shown(heading.text):
        return _shown(heading.text), body
    first = _FIRST_LINE.match(body)
    if first is None:
        return None, body
    line, rest = first[1].strip(), body[first.end() :]
    is_alone = rest.strip() and _BLANK_LINE.match(rest)
    if not is_alone or not _is_title(line):
        return None, body
    return _shown(line), rest if _shown(line) == _clean(line) else body


def _is_title(line: str) -> bool:
    is_sentence = line.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
    is_marked = line.startswith(_MARKS) and not _BOLD.fullmatch(line)
    return (
        len(line) <= _LONGEST_TITLE
        and not (is_sentence or is_marked or _ADDRESS.search(line))
        and _shown(line) != ""
    )


def _shown(line: str) -> str:
    """A line as a reader sees it: of a link its words, and no marks of emphasis."""
    plain = _LINK.sub(lambda link: link[1] or link[2] or "", line)
    return _clean(_EMPHASIS.sub(r"\2", plain))


def _clean(line: str) -> str:
    return " ".join(_UNSEEN.sub("", line).split())
