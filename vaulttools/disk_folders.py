"""Folders that move as a whole: one step for all their files, and what is hidden in them comes along."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping

from vaulttools.disk_guard import inside
from vaulttools.disk_marks import FOLDER
from vaulttools.edit import Move
from vaulttools.journal import Step
from vaulttools.names import folded


def whole_folders(root: str, moves: Mapping[str, str], others: Collection[str]) -> dict[str, str]:
    """The folders that the moves give a new path to, with all that Obsidian sees in them: old to new.

    The outermost only. `others` are the paths besides the moves that the plan touches; a folder
    that one of them lies in, or will lie in, is moved file by file.
    """
    found: dict[str, str] = {}
    tried: set[tuple[str, str]] = set()
    for old, new in sorted(moves.items()):
        if _within(old, found):
            continue
        for pair in _folder_pairs(old, new):
            if pair not in tried and _is_whole(root, *pair, moves, others):
                found[pair[0]] = pair[1]
                break
            tried.add(pair)
    return found


def joined(moves: Mapping[str, str], folders: Mapping[str, str]) -> dict[str, str]:
    """The moves with those of whole folders in place of those of their files."""
    return {**folders, **{old: new for old, new in moves.items() if not _within(old, folders)}}


def hidden_moves(root: str, steps: Iterable[Step]) -> Iterator[Move]:
    """The moves of what is hidden in the folders that move as a whole."""
    origins: dict[str, str] = {}
    for step in steps:
        if step.kind == "move" and step.before == FOLDER:
            origins[step.other] = origins.pop(step.path, step.path)
    for new, old in origins.items():
        seen = set(_files(inside(root, old), old, hidden=False))
        for path in _files(inside(root, old), old, hidden=True):
            if path not in seen:
                yield Move(path, new + path[len(old) :])


def _within(path: str, folders: Collection[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def _folder_pairs(old: str, new: str) -> Iterator[tuple[str, str]]:
    """The folders that may have moved when a file in them did, the outermost first."""
    olds, news = old.split("/"), new.split("/")
    same = 0
    while same < min(len(olds), len(news)) - 1 and olds[-1 - same] == news[-1 - same]:
        same += 1
    for depth in range(same, 0, -1):
        yield "/".join(olds[:-depth]), "/".join(news[:-depth])


def _is_whole(root: str, old: str, new: str, moves: Mapping[str, str], others: Collection[str]) -> bool:
    if old == new or f"{old}/".startswith(f"{new}/") or f"{new}/".startswith(f"{old}/"):
        return False
    if _is_taken(root, old, new):
        return False
    if any(path.startswith((f"{old}/", f"{new}/")) or path in (old, new) for path in others):
        return False
    expected = {path: new + path[len(old) :] for path in moves if path.startswith(f"{old}/")}
    arriving = {
        path for path in moves.values() if path.startswith((f"{old}/", f"{new}/")) or path in (old, new)
    }
    goes_along = all(moves[path] == target for path, target in expected.items())
    return (
        goes_along
        and arriving == set(expected.values())
        and set(_files(inside(root, old), old, hidden=False)) == set(expected)
    )


def _is_taken(root: str, old: str, new: str) -> bool:
    """Whether some disk would take what is there already, but for the old folder itself, for the new one."""
    folder, _, name = new.rpartition("/")
    try:
        names = os.listdir(inside(root, folder) if folder else root)
    except (FileNotFoundError, NotADirectoryError):
        return False
    start = f"{folder}/" if folder else ""
    return any(folded(one) == folded(name) and start + one != old for one in names)


def _files(folder: str, path: str, hidden: bool) -> Iterator[str]:
    """All that a folder holds but folders, and but what has a dot in front unless `hidden`; never what is git's own."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and not (hidden and entry.name != ".git"):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{path}/{entry.name}", hidden)
            else:
                yield f"{path}/{entry.name}"
