"""From the characters of a link to a `Link`: parts, trimming, decoding."""

import re

from vaulttools.links import Link
from vaulttools.source import Source
from vaulttools.syntax import ESCAPABLE, SPACES
from vaulttools.text import Span

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
# What JavaScript's decodeURI leaves encoded.
_KEPT = frozenset(";/?:@&=+$,#")


def wikilink(text: str, start: int, close: int, source: Source) -> Link:
    """The wikilink or embed that starts at `start`; `close` is the place of its "]]"."""
    is_embed = text[start] == "!"
    inner = start + 2 + is_embed
    shift = source.at(start) - start
    bar = text.find("|", inner + 1, close)
    display = None
    display_span = Span(close + shift, close + shift)
    target_end = close
    if bar >= 0:
        target_end = bar - (text[bar - 1] == "\\")
        display, display_span = _trimmed(text, bar + 1, close, shift)
    target, target_span = _trimmed(text, inner, target_end, shift)
    linkpath, hash_mark, rest = target.partition("#")
    middle = target_span.start + len(linkpath)
    return Link(
        "wikilink",
        is_embed,
        linkpath,
        hash_mark + rest,
        display,
        Span(start + shift, close + 2 + shift),
        Span(target_span.start, middle),
        Span(middle, target_span.end),
        display_span,
    )


def _trimmed(text: str, start: int, end: int, shift: int) -> tuple[str, Span]:
    part = text[start:end]
    left = part.lstrip(SPACES)
    start += len(part) - len(left)
    words = left.rstrip(SPACES)
    return words, Span(start + shift, start + len(words) + shift)


def markdown_link(
    text: str, span: tuple[int, int], words: tuple[int, int], place: tuple[int, int], source: Source
) -> Link | None:
    """The internal link or embed at `span`, with its words and its destination, None if it leads outside.

    A destination is internal when it is filled and holds no ":" (tests/conformance/what-is-a-link.md).
    """
    written = text[place[0] : place[1]]
    destination = unescaped(written)
    if not destination.strip(SPACES) or ":" in destination:
        return None
    linkpath, hash_mark, rest = decode_uri(destination).partition("#")
    middle = place[1] if not hash_mark else place[0] + max(0, written.find("#"))
    return Link(
        "markdown",
        text[span[0]] == "!",
        linkpath,
        hash_mark + rest,
        text[words[0] : words[1]],
        source.span(*span),
        source.span(place[0], middle),
        source.span(middle, place[1]),
        source.span(*words),
    )


def unescaped(written: str) -> str:
    """Text without its backslash escapes and with its character references replaced."""
    if "\\" in written:
        parts = written.split("\\")
        words = parts[0]
        index = 1
        while index < len(parts):
            part = parts[index]
            if part[:1] in ESCAPABLE and part:
                words += part
            elif not part and index + 1 < len(parts):
                words += "\\" + parts[index + 1]
                index += 1
            else:
                words += "\\" + part
            index += 1
        written = words
    if "&" in written and _ENTITY.search(written):
        import html

        written = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
    return written


def decode_uri(written: str) -> str:
    """A destination without its percent-encoding, as JavaScript's `decodeURI` reads it.

    What cannot be decoded stays as it is, all of it.
    """
    if "%" not in written:
        return written
    try:
        return _PERCENT.sub(_decoded, written)
    except UnicodeDecodeError:
        return written


def _decoded(match: re.Match[str]) -> str:
    characters = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    if _KEPT.isdisjoint(characters):
        return characters
    return "".join(f"%{ord(one):02X}" if one in _KEPT else one for one in characters)
