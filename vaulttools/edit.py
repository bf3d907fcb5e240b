"""Edits to texts: a span replaced by new words; plans of many. Pure: nothing here touches a disk."""

from typing import NamedTuple

from vaulttools.text import Span


class Edit(NamedTuple):
    """Replace the characters of `span` in the note at `path` by `new`."""

    path: str
    span: Span
    new: str
