"""Links written anew: another linkpath, subpath or display text, in the link's own style and escaping.

Only the characters of a changed part are replaced; marks, brackets, titles and all else stay as they are.
"""

from collections.abc import Callable
from functools import lru_cache

from vaulttools.edit import Edit
from vaulttools.linkpaths import fits_in_wikilink
from vaulttools.links import Link
from vaulttools.note import parse
from vaulttools.patterns import pattern
from vaulttools.rawlinks import encode_uri, has_bare_percent

_WIKILINK = pattern(r"\[\[[^\n]*?\]\]")


def respelled(
    path: str,
    text: str,
    link: Link,
    linkpath: str | None = None,
    subpath: str | None = None,
    display: str | None = None,
) -> tuple[Edit, ...] | None:
    """The edits that give a link of the file at `path` new parts; a part that is None stays.

    `subpath` starts with "#" or is "". None where the link cannot say it in its place: the characters do
    not fit its style, or the link is written in a way that has no span for each part.
    """
    wanted = [
        (link.linkpath_span, link.linkpath, linkpath, _written_path),
        (link.subpath_span, link.subpath, subpath, _written_subpath),
        (link.display_span, link.display, display, _written_display),
    ]
    is_destination = is_markdown(text, link) and bool(linkpath or subpath)
    edits = []
    for span, old, new, write in wanted:
        if is_destination and new is None and old and has_bare_percent(text[slice(*span)]):
            new = old  # written anew, or the other half would not be decoded
        elif new is None or new == old:
            continue
        if old and span.start == span.end:
            return None
        written = write(text, link, new)
        outer = None if written is None else _in_place(text, link, written)
        if outer is None:
            return None
        edits.append(Edit(path, span, outer))
    return tuple(edits)


def destination(linkpath: str) -> str | None:
    """How the destination of a new Markdown link is written so that it says this linkpath; None if it cannot."""
    return _destination(linkpath, False, "")


def is_card(link: Link) -> bool:
    """Whether a link is a card of a canvas that shows a file, which names it by its whole path."""
    return link.style == "canvas" and link.span == link.linkpath_span


def is_markdown(text: str, link: Link) -> bool:
    """Whether a link is a Markdown link, in a text card of a canvas or a property too."""
    if link.style in ("canvas", "property"):
        return not is_card(link) and not text.startswith(("[[", "![["), link.span.start)
    return link.style == "markdown"


def _written_path(text: str, link: Link, linkpath: str) -> str | None:
    if is_card(link):
        return linkpath
    if not is_markdown(text, link):
        return linkpath if fits_in_wikilink(linkpath) else None
    return _destination(linkpath, _in_angles(text, link), "")


def _written_subpath(text: str, link: Link, subpath: str) -> str | None:
    if is_card(link) or not subpath:
        return subpath
    if is_markdown(text, link):
        return _destination(subpath, _in_angles(text, link), "x.md")
    return None if any(mark in subpath for mark in ("|", "[[", "]]", "\n")) else subpath


def _written_display(text: str, link: Link, display: str) -> str | None:
    if not is_markdown(text, link):
        return None if is_card(link) else _after_bar(text, link, display)
    for written in (display, display.replace("[", "\\[").replace("]", "\\]")):
        links = parse("x.md", f"[{written}](x.md)").links
        if len(links) == 1 and links[0].display == written and links[0].style == "markdown":
            return written
    return None


def _after_bar(text: str, link: Link, display: str) -> str | None:
    """The display text of a wikilink, with the bar before it where there was none; escaped as in a table."""
    if any(mark in display for mark in ("|", "[[", "]]", "\n")) or display != display.strip():
        return None
    if link.display is not None:
        return display
    line = text[text.rfind("\n", 0, link.span.start) + 1 :].partition("\n")[0]
    return ("\\|" if "|" in _WIKILINK.sub("", line) and link.style == "wikilink" else "|") + display


def _in_angles(text: str, link: Link) -> bool:
    return text[link.linkpath_span.start - 1 : link.linkpath_span.start] == "<"


@lru_cache(maxsize=256)
def _destination(said: str, in_angles: bool, before: str) -> str | None:
    """How a destination, or the part of one after `before`, is written so that it says this."""
    for encode in _ANGLED if in_angles else _BARE:
        written = encode(said)
        place = f"<{before}{written}>" if in_angles else before + written
        links = parse("x.md", f"[x]({place})").links
        wanted = ("markdown", before or said, said if before else "")
        if [(link.style, link.linkpath, link.subpath) for link in links] == [wanted]:
            return written
    return None


def _percent(signs: str) -> Callable[[str], str]:
    """Encode these characters too, on top of what Obsidian encodes, and "%": a bare one would keep all encoded."""

    def encode(path: str) -> str:
        written = encode_uri(path.replace("%", "%25"))
        return "".join(f"%{ord(one):02X}" if one in signs else one for one in written)

    return encode


def _escaped(path: str) -> str:
    return "".join("\\" + one if one in "\\()<>&*_[]`~!" else one for one in _percent("")(path))


def _as_it_is(path: str) -> str:
    return path


_BARE = (_percent(""), _percent("()"), _percent("()<>[]*_`~!"), _escaped)
_ANGLED = (_as_it_is, _percent("<>"), _percent("<>[]*_`~!"), _escaped)


def _in_place(text: str, link: Link, written: str) -> str | None:
    """The characters as they stand in YAML or JSON, where the link stands in one."""
    if link.style == "canvas":
        import json

        return json.dumps(written, ensure_ascii=False)[1:-1]
    if link.style != "property":
        return written
    quote = text[link.span.start - 1 : link.span.start]
    if quote == '"':
        return written.replace("\\", "\\\\").replace('"', '\\"')
    return written.replace("'", "''") if quote == "'" else written
