"""What a rename changes outside of links: property types and `topics.lock`. `rename_outside` has the rest. Pure.

The types lie in `.obsidian`; whoever reads the vault passes their text in.
"""

import json
import re
from collections.abc import Iterator, Mapping

from vaulttools.edit import Edit
from vaulttools.patterns import pattern
from vaulttools.text import Span
from vaulttools.topic_lock import FILE, note_line
from vaulttools.vault import Vault

TYPES = ".obsidian/types.json"

# An entry of a lock, and its whole line.
_ENTRY = pattern(r"^[\ufeff \t]*(\{[^\n]*\})[ \t\r]*(?:\n|\Z)", re.MULTILINE)


def type_edits(text: str, old: str, new: str) -> Iterator[Edit]:
    """The edit of the file of property types for a property that is renamed."""
    types = (_read(text) or {}).get("types")
    if not isinstance(types, dict) or new in types:
        return
    # Properties are one in any letter case.
    for key in [key for key in types if key.lower() == old.lower()][:1]:
        written = json.dumps(key, ensure_ascii=False)
        start = text.find('"types"') + len('"types"')
        place = re.compile(re.escape(written) + r"(?=\s*:)").search(text, start)
        if place is not None:
            yield Edit(TYPES, Span(*place.span()), json.dumps(new, ensure_ascii=False))


def lock_edits(vault: Vault, moves: Mapping[str, str]) -> Iterator[Edit]:
    """The edits of `topics.lock` by which notes that move stay in their topics.

    What it said of a note that is long gone, and whose path one of them takes, goes.
    """
    taken = set(moves.values()) - moves.keys()
    for entry in _ENTRY.finditer(vault.sources[FILE].text) if FILE in vault.sources else ():
        match _read(entry[1]):
            case {"note": str(path), "topic": int(topic)} if path in moves:
                yield Edit(FILE, Span(*entry.span(1)), note_line(moves[path], topic))
            case {"note": str(path)} if path in taken:
                yield Edit(FILE, Span(*entry.span()), "")


def _read(text: str) -> dict[str, object] | None:
    """The object that a text is in JSON; None where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
