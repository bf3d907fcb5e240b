"""What was read in a note as bytes and back: for a pipe between processes, and for the cache.

Path and text of the note are left out: whoever unpacks has both. `marshal` writes plain tuples eight times
quicker than `pickle` writes named ones.
"""

import marshal
from typing import Any

from vaulttools.elements import Block, Heading, Problem, Tag, Timestamp
from vaulttools.links import Link, Style
from vaulttools.note import Note
from vaulttools.text import Span

_new = tuple.__new__
_STYLES: tuple[Style, ...] = ("wikilink", "markdown", "property", "canvas")
# Later versions of marshal look for equal values, which takes longer than writing them twice.
_MARSHAL_VERSION = 2


def pack(note: Note) -> bytes:
    """A note without its path and text. Properties that are no plain values raise ValueError."""
    _, _, properties, aliases, tags, headings, blocks, links, timestamps, problems = note
    plain = (
        dict(properties),
        aliases,
        [(name, *span, written) for name, span, written in tags],
        [(level, words, *span, *inner) for level, words, span, inner in headings],
        [(name, *span) for name, span in blocks],
        [_packed_link(link) for link in links],
        [(attribute, label, *span) for attribute, label, span in timestamps],
        [(kind, message, *span) for kind, message, span in problems],
    )
    return marshal.dumps(plain, _MARSHAL_VERSION)


def unpack(path: str, text: str, data: bytes) -> Note:
    """The note that `pack` was given. `marshal` may crash on bytes that `pack` did not make: look at them first."""
    properties, aliases, tags, headings, blocks, links, timestamps, problems = marshal.loads(data)
    new, span = _new, Span
    return Note(
        path,
        text,
        properties,
        aliases,
        tuple([new(Tag, (name, new(span, (a, b)), written)) for name, a, b, written in tags]),
        tuple(
            [
                new(Heading, (level, words, new(span, (a, b)), new(span, (c, d))))
                for level, words, a, b, c, d in headings
            ]
        ),
        tuple([new(Block, (name, new(span, (a, b)))) for name, a, b in blocks]),
        tuple([_link(*link) for link in links]),
        tuple([new(Timestamp, (one, two, new(span, (a, b)))) for one, two, a, b in timestamps]),
        tuple([new(Problem, (kind, message, new(span, (a, b)))) for kind, message, a, b in problems]),
    )


def _packed_link(link: Link) -> tuple[Any, ...]:
    style, embed, path, subpath, display, span, path_span, subpath_span, display_span, key = link
    number = _STYLES.index(style)
    return (number, embed, path, subpath, display, key, *span, *path_span, *subpath_span, *display_span)


def _link(
    style: int, embed: bool, path: str, subpath: str, display: str | None, key: str | None,
    a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int,
) -> Link:  # fmt: skip
    spans = _new(Span, (a, b)), _new(Span, (c, d)), _new(Span, (e, f)), _new(Span, (g, h))
    return _new(Link, (_STYLES[style], embed, path, subpath, display, *spans, key))
