"""What lies in a folder: the files Obsidian would see, what was passed over and why. Opens no file."""

import os
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vaulttools.errors import VaultError
from vaulttools.vault import Unreadable

# Read though they are no notes; `topics.lock` holds no links, but what the topics were.
_LINK_SOURCES = (".canvas", ".base", "topics.lock")
FOREIGN_NAMES = frozenset({"node_modules"})
# Those of ours may be a symbolic link that leads anywhere.
SETTINGS_FILES = ("vaulttools.toml", "pyproject.toml")


class Scan(NamedTuple):
    """Vault-relative POSIX paths, each list sorted.

    `foreign` are folders (with a slash at the end) that lie in the vault but are not the writer's own:
    `node_modules` and folders with an `.obsidian` of their own. Obsidian indexes them, so do we; but
    nothing in them is reported on.
    """

    notes: tuple[str, ...]
    others: tuple[str, ...]
    skipped: tuple[Unreadable, ...]
    foreign: tuple[str, ...]


def require_folder(folder: str) -> None:
    """VaultError where there is no folder of this name; OSError where the disk cannot say."""
    try:
        mode = os.stat(folder).st_mode
    except (FileNotFoundError, NotADirectoryError):
        shown = folder or "a folder without a name"
        raise VaultError(f"{shown} does not exist; name the folder that your notes lie in") from None
    if not stat.S_ISDIR(mode):
        raise VaultError(f"{folder} is not a folder; name the folder that your notes lie in")


def scan(root: str) -> Scan:
    """What lies below a folder. Names that start with a dot do not exist for Obsidian, nor here."""
    files: list[str] = []
    skipped: list[Unreadable] = []
    foreign: list[str] = []
    real_root = os.path.realpath(root)
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in _entries(root, folder, skipped):
            path = folder + entry.name
            if entry.name.startswith("."):
                if entry.name == ".obsidian" and folder:
                    foreign.append(folder)
            elif entry.is_file(follow_symlinks=False):
                files.append(path)
            elif entry.is_dir(follow_symlinks=False):
                folders.append(path + "/")
                if entry.name in FOREIGN_NAMES:
                    foreign.append(path + "/")
            elif path not in SETTINGS_FILES and (reason := _passed_over(entry, real_root)):
                skipped.append(Unreadable(path, reason))
            else:
                files.append(path)
    files.sort()
    notes = tuple(path for path in files if is_note(path))
    others = tuple(path for path in files if not is_note(path))
    return Scan(notes, others, tuple(sorted(skipped)), tuple(sorted(foreign)))


def is_note(path: str) -> bool:
    """Whether a file is a note: its name ends in `.md`, in any case."""
    return path.endswith(".md") or path[-3:].lower() == ".md"


def foreign_folders(paths: Iterable[str]) -> list[str]:
    """The folders that are not the writer's own (see `Scan`), from the paths of all files, hidden ones too."""
    found = set()
    for path in paths:
        parts = path.split("/")
        for number, part in enumerate(parts[:-1]):
            if part in FOREIGN_NAMES:
                found.add("/".join(parts[: number + 1]) + "/")
            elif part == ".obsidian" and number:
                found.add("/".join(parts[:number]) + "/")
    return sorted(found)


def is_link_source(path: str) -> bool:
    """Whether a file that is no note is read too: a canvas or a base, in any case, or `topics.lock`."""
    return path.endswith(_LINK_SOURCES) or path.lower().endswith(_LINK_SOURCES)


def _entries(root: str, folder: str, skipped: list[Unreadable]) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            yield from entries
    except OSError as error:
        skipped.append(Unreadable(folder, f"the folder cannot be read: {error.strerror}", True))


def _passed_over(entry: "os.DirEntry[str]", real_root: str) -> str | None:
    """Why neither a plain file nor a folder is passed over, or None for a link to a file of the vault."""
    if not entry.is_symlink():
        return "not a regular file"
    real = os.path.realpath(entry.path)
    if not os.path.exists(real):
        return "a symbolic link that leads nowhere or round in a circle"
    inner = os.path.relpath(real, real_root).split(os.sep)
    if inner[0] == ".." or os.path.isabs(inner[0]):
        return "a symbolic link that leads out of the vault"
    if os.path.isdir(real):
        return "a symbolic link to a folder of this vault, which Obsidian passes over too"
    if not os.path.isfile(real) or any(part.startswith(".") for part in inner):
        return "a symbolic link to something that is no file of this vault"
    return None
