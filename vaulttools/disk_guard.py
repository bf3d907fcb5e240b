"""The one door to writing in a vault: from a vault-relative path to a file, or a refusal."""

import os
import stat
from collections.abc import Sequence

from vaulttools.disk_rename import sync_folder
from vaulttools.errors import VaultError

OWN = ".vaulttools"
WORK = f"{OWN}/work"
_EDITABLE = frozenset(
    {".obsidian/bookmarks.json", ".obsidian/types.json"}
)  # hidden, yet they name files and properties


def inside(root: str, path: str) -> str:
    """Where a vault-relative path lies on the disk; `root` is a real path.

    VaultError for a path that could lead out of the vault, is hidden (but for the files of a write
    under way), or lies behind a symbolic link.
    """
    parts = path.split("/")
    if "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise VaultError(f"'{path}' is no path inside the vault; nothing is written there")
    if os.name == "nt" and ("\\" in path or ":" in path):
        raise VaultError(f"'{path}' is no path inside the vault; nothing is written there")
    hidden = any(part.startswith(".") for part in parts)
    if hidden and path not in _EDITABLE and not is_staged(path):
        raise VaultError(f"'{path}' is hidden; nothing is written there")
    if _has_link(root, parts[:-1]):
        raise VaultError(f"'{path}' lies behind a symbolic link; nothing is written there")
    return os.path.join(root, *parts)


def own(root: str, name: str = "") -> str:
    """Where a file or folder of our own lies. VaultError where a symbolic link stands in its place."""
    parts = [OWN, *name.split("/")] if name else [OWN]
    if _has_link(root, parts):
        raise VaultError(f"'{'/'.join(parts)}' is a symbolic link; delete it, it is no work of ours")
    return os.path.join(root, *parts)


def make_own(root: str, name: str = "") -> None:
    """Make a folder of our own where it is not there; its name has reached the disk. VaultError as for `own`."""
    folder = own(root, name)
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise
    sync_folder(os.path.dirname(folder))


def is_staged(path: str) -> bool:
    """Whether a path is one of those that files have during a write, such as `.vaulttools/work/3`."""
    folder, _, number = path.rpartition("/")
    return folder == WORK and number.isascii() and number.isdecimal()


def target(root: str, path: str) -> str:
    """The path of the file that writing to `path` changes: itself, or what a symbolic link leads to.

    VaultError for a link that leads out of the vault or nowhere, and for what is no plain file.
    """
    file = inside(root, path)
    if os.path.islink(file):
        real = os.path.realpath(file)
        inner = real.removeprefix(os.path.join(root, "")).replace(os.sep, "/")
        if inner == real.replace(os.sep, "/"):
            raise VaultError(f"'{path}' is a symbolic link that leads out of the vault; edit the file itself")
        path, file = inner, inside(root, inner)
    try:
        mode = os.lstat(file).st_mode
    except FileNotFoundError:
        raise VaultError(f"'{path}' is gone since it was read; run it again") from None
    if not stat.S_ISREG(mode):
        raise VaultError(f"'{path}' is no plain file; nothing is written there")
    return path


def _has_link(root: str, parts: Sequence[str]) -> bool:
    """Whether one of the folders on a way is a symbolic link. OSError where the disk cannot say."""
    place = root
    for part in parts:
        place = os.path.join(place, part)
        try:
            if stat.S_ISLNK(os.lstat(place).st_mode):
                return True
        except (FileNotFoundError, NotADirectoryError):
            return False
    return False
