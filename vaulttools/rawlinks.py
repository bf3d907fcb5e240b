"""From the characters of a link to a `Link`: parts, trimming, decoding."""

import re
from collections.abc import Callable

from vaulttools.links import Link, Spans, link_with_spans
from vaulttools.patterns import pattern
from vaulttools.syntax import ESCAPABLE, SPACES
from vaulttools.text import Span

_ENTITY = pattern(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PERCENT = pattern(r"(?:%[0-9a-fA-F]{2})+")
_BARE_PERCENT = pattern(r"%(?![0-9a-fA-F]{2})")
# What JavaScript's decodeURI leaves encoded.
_KEPT = frozenset(";/?:@&=+$,#")
# Blanks as JavaScript's \s has them end a destination.
_BREAKING = pattern("[\0- \\\\\x7f\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_new = tuple.__new__


def wikilink(text: str, start: int, close: int, shift: int, may_escape_bar: bool = True) -> Link:
    """The wikilink or embed that starts at `start`; `close` is the place of its "]]".

    `shift` leads from places in `text` to places in the note. "\\|" is the separator in tables, and so in notes;
    in a property the backslash belongs to the name.
    """
    is_embed = text[start] == "!"
    at, end = 2 + is_embed, close - start
    target, display, first, last = text[start + at : close], None, end, end
    bar = target.find("|", 1)
    if bar >= 0:
        words = target[bar + 1 :].rstrip(SPACES)
        display = words.lstrip(SPACES)
        last = at + bar + 1 + len(words)
        first = last - len(display)
        target = target[: bar - (may_escape_bar and target[bar - 1] == "\\")]
    target = target.rstrip(SPACES)
    stop = at + len(target)
    linkpath, subpath = target.lstrip(SPACES), ""
    at, middle = stop - len(linkpath), stop
    if "#" in linkpath:
        linkpath, hash_mark, rest = linkpath.partition("#")
        middle, subpath = at + len(linkpath), hash_mark + rest
    # Made the short way: this line runs once for every link of a vault.
    return _new(
        Link,
        (
            "wikilink", is_embed, linkpath, subpath, display, None, start + shift, end + 2,
            at, middle, middle, stop, first, last,
        ),
    )  # fmt: skip


def markdown_link(
    text: str,
    whole: tuple[int, int],
    words: tuple[int, int],
    place: tuple[int, int],
    span: Callable[[int, int], Span],
) -> Link | None:
    """The internal link or embed at `whole`, with its words and its destination, None if it leads outside.

    `span` leads from places in `text` to the note. A destination is internal when it is filled and
    holds no ":" (tests/conformance/what-is-a-link.md).
    """
    written = text[place[0] : place[1]]
    destination = unescaped(written)
    if not destination.strip(SPACES) or ":" in destination:
        return None
    linkpath, hash_mark, rest = decode_uri(destination).partition("#")
    middle = place[0] + max(0, written.find("#")) if hash_mark else place[1]
    parts = linkpath, hash_mark + rest, text[words[0] : words[1]]
    spans = Spans(span(*whole), span(place[0], middle), span(middle, place[1]), span(*words))
    return link_with_spans("markdown", text[whole[0]] == "!", parts, spans)


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
    if "%" not in written or has_bare_percent(written):
        return written
    try:
        return _PERCENT.sub(_decoded, written)
    except UnicodeDecodeError:
        return written


def has_bare_percent(written: str) -> bool:
    """Whether a destination holds a "%" that encodes nothing: then nothing of it is decoded."""
    return "%" in written and _BARE_PERCENT.search(written) is not None


def _decoded(match: re.Match[str]) -> str:
    characters = bytes.fromhex(match[0].replace("%", "")).decode("utf-8")
    if _KEPT.isdisjoint(characters):
        return characters
    return "".join(f"%{ord(one):02X}" if one in _KEPT else one for one in characters)


def encode_uri(path: str) -> str:
    """A path as Obsidian writes it into a Markdown link: only what would break the link is encoded.

    That is blanks of any script, backslashes and control characters. Source: release notes 0.10.12 and 0.12.4; probe of
    1.13.7.
    """
    return _BREAKING.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), path)
