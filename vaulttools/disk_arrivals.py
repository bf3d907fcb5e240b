"""Where files are to arrive: names that are taken, or that some disk would take for another; and folders."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence

from vaulttools.disk_guard import inside
from vaulttools.disk_marks import FOLDER, holds
from vaulttools.errors import VaultError
from vaulttools.names import folded, name_fault


def parents(path: str) -> Iterator[str]:
    """The folders a path lies in, the outermost first."""
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)


def emptied_folders(root: str, leaving: Collection[str], arrivals: Collection[str]) -> list[str]:
    """The folders that hold nothing any more once these files have left, the innermost first."""
    needed = {folder for path in arrivals for folder in parents(path)}
    left = {folder for path in leaving for folder in parents(path)} - needed
    gone = set(leaving)
    empty = []
    for folder in sorted(left, key=lambda path: (-path.count("/"), path)):
        if all(f"{folder}/{name}" in gone for name in os.listdir(inside(root, folder))):
            empty.append(folder)
            gone.add(folder)
    return empty


def check_arrivals(
    root: str, arrivals: Mapping[str, str | None], leaving: Collection[str], emptied: Sequence[str]
) -> list[str]:
    """The folders that must be made for files to arrive, the outermost first.

    `arrivals` maps each new path to the old one of a moved file. VaultError for a name that is
    illegal, taken, or that differs from another only in letter case or in how its accents are
    written: many disks take these for one.
    """
    gone = {*leaving, *emptied}
    listed: dict[str, dict[str, str]] = {}
    taken: dict[str, str] = {}
    folders: dict[str, None] = {}
    for path, old in sorted(arrivals.items()):
        kept_names = set(old.split("/")) if old else set()
        for part in (*parents(path), path):
            is_folder = part != path
            folder, _, name = part.rpartition("/")
            there = _there(root, folder, gone, listed).get(folded(name))
            if there == name and is_folder and holds(inside(root, part), FOLDER):
                continue
            if there is not None:
                raise VaultError(_taken(part, f"{folder}/{there}".lstrip("/")))
            first = taken.setdefault(folded(part), part)
            if first != part or part in (arrivals if is_folder else folders):
                raise VaultError(_taken(part, first))
            fault = None if name in kept_names else name_fault(name)
            if fault:
                raise VaultError(f"'{part}' cannot be made: its name {fault}; choose another")
            inside(root, part)
            if is_folder:
                folders[part] = None
    return list(folders)


def _there(
    root: str, folder: str, gone: Collection[str], listed: dict[str, dict[str, str]]
) -> dict[str, str]:
    """The names that stay in a folder, by their folded form."""
    if folder not in listed:
        try:
            names = os.listdir(inside(root, folder) if folder else root)
        except (FileNotFoundError, NotADirectoryError):
            names = []
        start = f"{folder}/" if folder else ""
        listed[folder] = {folded(name): name for name in names if start + name not in gone}
    return listed[folder]


def _taken(path: str, other: str) -> str:
    if path == other:
        return f"'{path}' is there already; nothing is ever written over it"
    return f"'{path}' and '{other}' are one name to many disks; choose another"
