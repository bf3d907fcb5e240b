"""Redaction: which notes keep their place on the map but neither name nor word."""

import re
from collections.abc import Collection, Iterable
from unicodedata import normalize

from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.resolve import normalized
from vaulttools.vault import Vault


def named_notes(vault: Vault, word: str) -> frozenset[str]:
    """The notes that a word names: by a tag (`#tag`, or one below it), a folder, a property, a path or a name.

    A word may be a folder and a property at once, and then names the notes of both; with a slash at its end it is a
    folder. A property counts unless it is empty or false. Neither case nor `./` and `**` around a folder matter.
    """
    if word.startswith("#"):
        wanted = normalized(word[1:].rstrip("/"))
        return frozenset(path for path, note in vault.notes.items() if _has_tag(note, wanted))
    written = normalized(word.replace("\\", "/").rstrip("*")).removeprefix("./")
    folder, is_folder = written.strip("/") + "/", written.endswith("/")
    return frozenset(
        path
        for path, note in vault.notes.items()
        if normalized(path).startswith(folder)
        or (not is_folder and (_is_called(note, written) or _has_property(note, written)))
    )


def unread_notes(vault: Vault, words: Iterable[str]) -> frozenset[str]:
    """The notes whose properties cannot be read, if a word may mean a tag or a property: they may have it."""
    if all(word.replace("\\", "/").rstrip("*").endswith("/") for word in words):
        return frozenset()
    return frozenset(
        path
        for path, note in vault.notes.items()
        if any(problem.kind == "broken-properties" for problem in note.problems)
    )


def known_words(vault: Vault) -> tuple[str, ...]:
    """What a word could have meant: all tags, folders, properties and names of notes."""
    notes = vault.notes.values()
    tags = {f"#{tag.name}" for note in notes for tag in note.tags}
    folders = {f"{folder}/" for note in notes for folder in _folders(note.folder)}
    return tuple(
        sorted(tags | folders | {str(key) for note in notes for key in note.properties} | {*vault.notes})
    )


def _folders(folder: str) -> Iterable[str]:
    """A folder and all that it lies in."""
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _is_called(note: Note, wanted: str) -> bool:
    return wanted.strip("/").removesuffix(".md") in (normalized(note.path)[:-3], normalized(note.name))


def _has_tag(note: Note, wanted: str) -> bool:
    own = [normalized(tag.name) for tag in note.tags]
    return any(tag == wanted or tag.startswith(wanted + "/") for tag in own)


def _has_property(note: Note, wanted: str) -> bool:
    return any(
        normalized(str(key)) == wanted and value not in (None, False, "", [])
        for key, value in note.properties.items()
    )


def names_of(graph: Graph, paths: Collection[str]) -> frozenset[str]:
    """Every name that these notes go by, and the missing notes that they name; in lower case."""
    missing = {
        _folded(link.link.linkpath)
        for link in graph.links
        if link.source in paths and link.target is None and link.link.linkpath
    }
    return frozenset(_own_names(graph.vault, paths) | missing)


def _own_names(vault: Vault, paths: Collection[str]) -> set[str]:
    notes = [vault.notes[path] for path in sorted(paths) if path in vault.notes]
    return {_folded(name) for note in notes for name in (note.name, note.title, *note.aliases)}


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
        return self._names.search(_folded(text)) is not None


def _folded(text: str) -> str:
    """A text by which a name is found however it is written: in capitals, or as a disk decomposes it."""
    return normalize("NFC", normalize("NFC", text).casefold())
