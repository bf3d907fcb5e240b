"""What was read in a note as bytes and back: for a pipe between processes, and for the cache.

Path and text of the note are left out: whoever unpacks has both. `marshal` writes plain tuples eight times
quicker than `pickle` writes named ones.
"""

import marshal
from typing import Any

from vaulttools.elements import Block, Heading, Problem, Tag, Timestamp
from vaulttools.links import Link
from vaulttools.note import Note
from vaulttools.text import Span


def pack(note: Note) -> bytes:
    """A note without its path and text. Properties that are no plain values raise ValueError."""
    _, _, properties, aliases, tags, headings, blocks, links, timestamps, problems = note
    plain: tuple[Any, ...] = (
        dict(properties),
        aliases,
        *[[tuple(value) for value in values] for values in (tags, headings, blocks, links, timestamps)],
        [(kind, message, *span) for kind, message, span in problems],
    )
    return marshal.dumps(plain)


def unpack(path: str, text: str, data: bytes) -> Note:
    """The note that `pack` was given. `marshal` may crash on bytes that `pack` did not make: look at them first."""
    properties, aliases, tags, headings, blocks, links, timestamps, problems = marshal.loads(data)
    new = tuple.__new__
    return Note(
        path,
        text,
        properties,
        aliases,
        tuple([new(Tag, values) for values in tags]),
        tuple([new(Heading, values) for values in headings]),
        tuple([new(Block, values) for values in blocks]),
        tuple([new(Link, values) for values in links]),
        tuple([new(Timestamp, values) for values in timestamps]),
        tuple([Problem(kind, message, Span(start, end)) for kind, message, start, end in problems]),
    )
