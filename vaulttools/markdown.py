"""The door to Markdown: one call reads a note's body as Obsidian reads it."""

from vaulttools.blocks import read_blocks
from vaulttools.elements import Hidden
from vaulttools.inline import Found
from vaulttools.patterns import pattern
from vaulttools.source import Source

_LINE_END = pattern(r"\r\n?|\n")


def scan(text: str, body_start: int = 0, hidden: list[Hidden] | None = None) -> Found:
    """Links, tags, headings and block ids of a note's body, which starts at `body_start`.

    All spans count code points of `text`. Any text is read, in linear time. The parts in which no link is read
    are noted in `hidden`, if that is given, at the cost of the quick way.
    """
    return read_blocks(*body_of(text, body_start), hidden)


def body_of(text: str, body_start: int) -> tuple[str, Source]:
    """A note's body as the readers want it, without BOM and with LF only, and where it stands in the note."""
    if not body_start and text.startswith("\ufeff"):
        body_start = 1
    body = text[body_start:] if body_start else text
    if "\r" not in body:
        return body, Source([0], [body_start])
    starts, origins, parts, place, length = [0], [body_start], [], 0, 0
    for match in _LINE_END.finditer(body):
        parts.append(body[place : match.start()])
        length += match.start() - place + 1
        place = match.end()
        starts.append(length)
        origins.append(body_start + place)
    parts.append(body[place:])
    return "\n".join(parts), Source(starts, origins)
