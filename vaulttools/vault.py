"""`Vault`: all notes and attachments of a folder, as values. No root, no I/O."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from vaulttools.empty import EMPTY
from vaulttools.links import Link

if TYPE_CHECKING:  # what lists files needs no parser
    from vaulttools.note import Note

Kind = Literal["note", "canvas", "base", "attachment", "unread"]
_KINDS: Mapping[str, Kind] = {"canvas": "canvas", "base": "base"}


class Unreadable(NamedTuple):
    """A file or folder that was passed over, and why.

    `failed` says that it should have been read but could not be.
    """

    path: str
    reason: str
    failed: bool = False


class LinkSource(NamedTuple):
    """A `.canvas` or `.base` file with the links it holds; spans count code points of `text`.

    `topics.lock` is one too, without links.
    """

    path: str
    text: str
    links: tuple[Link, ...]
    problem: str | None = None


class Exclusion(NamedTuple):
    """Why some notes are not reported on, as a clause, and how many they are.

    `vault` is the folder ("docs/") where they are left out because they lie in a vault of its own, else "".
    """

    why: str
    notes: int
    vault: str = ""


class Vault(NamedTuple):
    """Everything the graph is made from.

    Paths are vault-relative POSIX strings. `notes` and `sources` are sorted by path. `attachments` are all
    files that are not notes, canvas and base files included, sorted. `excluded` are the
    paths that Obsidian's "excluded files" or our own `exclude` hide: still link targets, never reported on.
    `exclusions` say of the notes among them why; each note counts once.
    """

    name: str
    notes: "Mapping[str, Note]"
    attachments: tuple[str, ...] = ()
    sources: Mapping[str, LinkSource] = EMPTY
    unreadable: tuple[Unreadable, ...] = ()
    excluded: frozenset[str] = frozenset()
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of all files: the notes, then the others."""
        return (*self.notes, *self.attachments)

    def __repr__(self) -> str:
        """In short: the texts of all notes would fill any screen."""
        return f"<Vault {self.name!r}: notes {len(self.notes)}, other files {len(self.attachments)}>"


def kinds(vault: Vault) -> dict[str, Kind]:
    """What each file of the vault is, by path, sorted.

    The ending says what is a canvas or a base, in any letter case, as it says for notes. A file that was to be
    read and was not is "unread", whatever its ending.
    """
    unread = {item.path for item in vault.unreadable}
    found: dict[str, Kind] = dict.fromkeys(vault.notes, "note")
    for path in vault.attachments:
        found[path] = (
            "unread" if path in unread else _KINDS.get(path.rpartition(".")[2].lower(), "attachment")
        )
    return dict(sorted(found.items()))


def text_of(vault: Vault, path: str) -> str:
    """The text of a note, canvas or base file; "" for any other file."""
    if path in vault.notes:
        return vault.notes[path].text
    return vault.sources[path].text if path in vault.sources else ""
