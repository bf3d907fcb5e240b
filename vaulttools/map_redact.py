"""Redaction: which notes keep their place on the map but neither name nor word."""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from unicodedata import normalize

from vaulttools.graph import Graph
from vaulttools.map_words import words_of
from vaulttools.note import Note
from vaulttools.resolve import normalized
from vaulttools.vault import Vault
from vaulttools.word_bounds import is_spaced


def named_files(vault: Vault, word: str) -> frozenset[str]:
    """The notes and files that a word names: by a tag (`#tag`, or one below), a folder, a property, a path or a name.

    A word may be a folder and a property at once, and then names the notes of both; with a slash at its end it is a
    folder. A property counts unless it is empty or false. Neither case nor `./` and `**` around a folder matter. Other
    files, canvases among them, are named by their folder or path.
    """
    if word.startswith("#"):
        wanted = normalized(word[1:].rstrip("/"))
        return frozenset(path for path, note in vault.notes.items() if _has_tag(note, wanted))
    written = normalized(word.replace("\\", "/").rstrip("*")).removeprefix("./")
    folder, is_folder = written.strip("/") + "/", written.endswith("/")
    found = {path for path in vault.files if normalized(path).startswith(folder)}
    if not is_folder:
        plain = written.strip("/")
        found |= {path for path in vault.attachments if plain in (normalized(path), normalized(_name(path)))}
        found |= {
            path
            for path, note in vault.notes.items()
            if _is_called(note, plain) or _has_property(note, written)
        }
    return frozenset(found)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


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
    return wanted.removesuffix(".md") in (normalized(note.path)[:-3], normalized(note.name))


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
    files = {_folded(_name(path)) for path in paths if path not in vault.notes}
    return files | {_folded(name) for note in notes for name in (note.name, note.title, *note.aliases)}


def vanished_names(
    then: Graph, was: Collection[str], now: Graph, redacted: Collection[str]
) -> frozenset[str]:
    """Names that redacted notes had and that no open note has now: they are secret still."""
    open_ = [path for path in now.vault.notes if path not in redacted]
    return names_of(then, was) - _own_names(now.vault, open_)


class Hidden:
    """What redaction must keep back: paths, every name they go by, and the `unsaid` names besides.

    A name of two letters is looked for as a word of its own, one of a single letter only in notes that link it:
    such letters stand in every sentence.
    """

    def __init__(self, graph: Graph, paths: frozenset[str], unsaid: frozenset[str] = frozenset()) -> None:
        self.paths = paths.intersection(graph.vault.files)
        self._names = _finder(name for name in names_of(graph, self.paths) | unsaid if len(name) > 1)
        shown = _shown_words(graph, self.paths)
        self._shown = cache(lambda source: _finder(shown.get(source, ())))

    def says(self, text: str, source: str = "") -> bool:
        """Whether a text gives a redacted name away. In one of the note at `source`, so do the words of its links."""
        said = _folded(text)
        names = (
            len(name) > 2 or not is_spaced(name) or _is_word(said, start, end)
            for name, start, end in self._names(said)
        )
        return any(names) or any(_is_word(said, start, end) for _, start, end in self._shown(source)(said))


def _finder(words: Iterable[str]) -> Callable[[str], Iterator[tuple[str, int, int]]]:
    """A function that finds all these words in a text, each with its start and end. O(length)."""
    known = sorted(words)
    if not known:
        return lambda text: iter(())
    from ahocorasick_rs import AhoCorasick

    find = AhoCorasick(known).find_matches_as_indexes
    return lambda text: ((known[number], start, end) for number, start, end in find(text, overlapping=True))


def _shown_words(graph: Graph, paths: Collection[str]) -> dict[str, frozenset[str]]:
    """For each note that links to one of these: the words its links show, and the names of the linked notes."""
    found: dict[str, set[str]] = {}
    for link in graph.links if paths else ():
        if link.target is not None and link.target in paths:
            names = _own_names(graph.vault, (link.target,))
            found.setdefault(link.source, set()).update(names, (_folded(words_of(link.link)),))
    return {source: frozenset(words - {""}) for source, words in found.items()}


def _is_word(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def _folded(text: str) -> str:
    """A text by which a name is found however it is written: in capitals, or as a disk decomposes it."""
    return normalize("NFC", normalize("NFC", text).casefold())
