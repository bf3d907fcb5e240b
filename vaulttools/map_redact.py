"""Redaction: which notes keep their place on the map but neither name nor word."""

import re
from collections.abc import Collection, Iterable

from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.vault import Vault


def redacted_paths(
    vault: Vault, tags: Collection[str] = (), folders: Collection[str] = (), properties: Collection[str] = ()
) -> frozenset[str]:
    """The notes with one of the tags (or one below it) or properties, or in one of the folders.

    A property counts unless it is empty or false; case matters only in folders.
    """
    tags_ = [tag.removeprefix("#").casefold() for tag in tags]
    inside = [folder.strip("/") + "/" for folder in folders]
    keys = {key.casefold() for key in properties}
    return frozenset(
        path
        for path, note in vault.notes.items()
        if path.startswith(tuple(inside)) or _has_tag(note, tags_) or _has_property(note, keys)
    )


def _has_tag(note: Note, wanted: Iterable[str]) -> bool:
    own = [tag.name.casefold() for tag in note.tags]
    return any(tag == want or tag.startswith(want + "/") for want in wanted for tag in own)


def _has_property(note: Note, wanted: Collection[str]) -> bool:
    return any(
        str(key).casefold() in wanted and value not in (None, False, "", [])
        for key, value in note.properties.items()
    )


def names_of(graph: Graph, paths: Collection[str]) -> frozenset[str]:
    """Every name that these notes go by, and the missing notes that they name; in lower case."""
    missing = {
        link.link.linkpath.casefold()
        for link in graph.links
        if link.source in paths and link.target is None and link.link.linkpath
    }
    return frozenset(_own_names(graph.vault, paths) | missing)


def _own_names(vault: Vault, paths: Collection[str]) -> set[str]:
    notes = [vault.notes[path] for path in sorted(paths) if path in vault.notes]
    return {name.casefold() for note in notes for name in (note.name, note.title, *note.aliases)}


def vanished_names(
    then: Graph, was: Collection[str], now: Graph, redacted: Collection[str]
) -> frozenset[str]:
    """Names that redacted notes had and that no open note has now: they are secret still."""
    open_ = [path for path in now.vault.notes if path not in redacted]
    return names_of(then, was) - _own_names(now.vault, open_)


class Hidden:
    """What redaction must keep back: paths, every name they go by, and the `unsaid` names besides."""

    def __init__(self, graph: Graph, paths: frozenset[str], unsaid: frozenset[str] = frozenset()) -> None:
        self.paths = paths & graph.vault.notes.keys()
        names = names_of(graph, self.paths) | unsaid
        # One- and two-letter names would blank out half of the language.
        self._names = re.compile("|".join(map(re.escape, sorted(n for n in names if len(n) > 2))) or r"(?!)")

    def says(self, text: str) -> bool:
        """Whether the text gives a redacted name away."""
        return self._names.search(text.casefold()) is not None
