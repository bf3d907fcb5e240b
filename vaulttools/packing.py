"""Notes as plain tuples and back: what goes through a pipe from one process to another.

`marshal` writes plain tuples eight times quicker than `pickle` writes named ones. A note that it
cannot write (properties of an odd kind) makes `pack` raise ValueError.
"""

import marshal
from collections.abc import Sequence
from typing import Any

from vaulttools.elements import Block, Heading, Problem, Tag, Timestamp
from vaulttools.links import Link
from vaulttools.note import Note
from vaulttools.text import Span
from vaulttools.vault import Unreadable

_new = tuple.__new__


def pack(items: Sequence[Note | Unreadable]) -> bytes:
    """Notes, and files that could not be read, as bytes."""
    return marshal.dumps([_packed_note(item) if isinstance(item, Note) else tuple(item) for item in items])


def unpack(data: bytes) -> list[Note | Unreadable]:
    """What `pack` was given. Only for bytes that came from `pack` in the same run."""
    size = len(Note._fields)
    return [_note(item) if len(item) == size else Unreadable(*item) for item in marshal.loads(data)]


def _packed_note(note: Note) -> tuple[Any, ...]:
    path, text, properties, aliases, tags, headings, blocks, links, timestamps, problems = note
    return (
        path,
        text,
        dict(properties),
        aliases,
        [(name, *span, written) for name, span, written in tags],
        [(level, words, *span, *inner) for level, words, span, inner in headings],
        [(name, *span) for name, span in blocks],
        [_packed_link(link) for link in links],
        [(attribute, label, *span) for attribute, label, span in timestamps],
        [(kind, message, *span) for kind, message, span in problems],
    )


def _packed_link(link: Link) -> tuple[Any, ...]:
    style, embed, path, subpath, display, span, path_span, subpath_span, display_span, key = link
    return (style, embed, path, subpath, display, key, *span, *path_span, *subpath_span, *display_span)


def _note(packed: tuple[Any, ...]) -> Note:
    path, text, properties, aliases, tags, headings, blocks, links, timestamps, problems = packed
    return Note(
        path,
        text,
        properties,
        aliases,
        tuple([Tag(name, _span(start, end), written) for name, start, end, written in tags]),
        tuple([Heading(level, words, _span(a, b), _span(c, d)) for level, words, a, b, c, d in headings]),
        tuple([Block(name, _span(start, end)) for name, start, end in blocks]),
        tuple([_link(*link) for link in links]),
        tuple([Timestamp(one, two, _span(start, end)) for one, two, start, end in timestamps]),
        tuple([Problem(kind, message, _span(start, end)) for kind, message, start, end in problems]),
    )


def _link(
    style: Any, embed: bool, path: str, subpath: str, display: str | None, key: str | None,
    a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int,
) -> Link:  # fmt: skip
    spans = (_span(a, b), _span(c, d), _span(e, f), _span(g, h))
    return _new(Link, (style, embed, path, subpath, display, *spans, key))


def _span(start: int, end: int) -> Span:
    return _new(Span, (start, end))
