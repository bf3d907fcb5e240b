"""From a plan to the steps that carry it out, with every reason to refuse looked for first. Writes nothing."""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from vaulttools.disk_arrivals import check_arrivals, emptied_folders, parents
from vaulttools.disk_folders import hidden_moves, joined, whole_folders
from vaulttools.disk_guard import WORK, inside, target
from vaulttools.disk_marks import FOLDER, OTHER, holds, mark_of_bytes, mark_of_text, quick_mark
from vaulttools.edit import Plan, edited, edits_by_path
from vaulttools.errors import VaultError
from vaulttools.journal import Journal, Step
from vaulttools.names import folded
from vaulttools.text import encode


class Staged(NamedTuple):
    """A file to be made ready: its path, what it will hold, and the file whose mode and owner it takes."""

    path: str
    data: bytes
    like: str | None


class Draft(NamedTuple):
    """A journal and the files it needs; `remarks` are for the user."""

    journal: Journal
    staged: tuple[Staged, ...]
    remarks: tuple[str, ...]


class _Change(NamedTuple):
    """New bytes for a file."""

    path: str
    before: str
    data: bytes


def foreseen(root: str, texts: Mapping[str, str], plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """A plan with the hidden files that would go along, and the remarks with which it would be written.

    VaultError, as for `draft`, where it would be refused.
    """
    real = os.path.realpath(root)
    made = draft(real, texts, plan, True)
    hidden = hidden_moves(real, made.journal.steps)
    return plan._replace(moves=(*plan.moves, *hidden)), made.remarks


def draft(root: str, texts: Mapping[str, str], plan: Plan, swaps: bool) -> Draft:
    """The steps of a plan. `swaps` says whether files can change places on this disk.

    VaultError, with the file, for what changed on the disk since `texts` were read, and for every
    path that cannot or must not be written; ValueError for a plan that contradicts itself.
    """
    moves = {move.old: move.new for move in plan.moves if move.old != move.new}
    _check_sense(plan, moves)
    changes = _changes(root, texts, plan)
    starts = {change.path: change.before for change in changes}
    starts |= {path: _start(root, path, texts) for path in (*moves, *plan.deletes) if path not in starts}
    created = [path for path, _ in plan.creates]
    folders = whole_folders(root, moves, {*plan.deletes, *created})
    joint = joined(moves, folders)
    _check_links(root, joint)
    arrivals = {new: old for old, new in joint.items()} | dict.fromkeys(created)
    leaving = {*joint, *plan.deletes}
    emptied = emptied_folders(root, leaving, arrivals)
    new_folders = check_arrivals(root, arrivals, leaving, emptied)
    numbers = (f"{WORK}/{number}" for number in count())
    staged: list[Staged] = []
    steps = list(_swap_steps(root, changes, numbers, staged, swaps))
    now = starts | {change.path: mark_of_bytes(change.data) for change in changes}
    marks = now | dict.fromkeys(folders, FOLDER)
    steps += _move_steps(root, plan, joint, marks, (new_folders, emptied), numbers, staged)
    ends = {moves.get(path, path): mark for path, mark in now.items() if path not in plan.deletes}
    ends |= {path: mark_of_text(text) for path, text in plan.creates}
    journal = Journal(
        plan.title,
        tuple(steps),
        tuple(sorted(starts.items())),
        tuple(sorted(ends.items())),
        tuple(sorted(moves.get(change.path, change.path) for change in changes)),
        tuple(sorted(moves.items())),
        tuple(sorted(path for path, _ in plan.creates)),
        tuple(sorted(plan.deletes)),
    )
    return Draft(journal, tuple(staged), tuple(_remarks(root, changes)))


def _check_sense(plan: Plan, moves: Mapping[str, str]) -> None:
    olds = [move.old for move in plan.moves]
    if len(set(olds)) < len(olds) or not moves.keys().isdisjoint(plan.deletes):
        raise ValueError("a plan moves or deletes a file twice")
    news = [*moves.values(), *(path for path, _ in plan.creates)]
    if len(set(news)) < len(news):
        raise VaultError(f"two files would be called '{next(new for new in news if news.count(new) > 1)}'")


def _changes(root: str, texts: Mapping[str, str], plan: Plan) -> list[_Change]:
    """The files that get new bytes, each under its own path, not that of a symbolic link to it."""
    found: dict[str, _Change] = {}
    names: dict[str, str] = {}
    for path, edits in edits_by_path(plan.edits).items():
        if path in plan.deletes:
            continue
        new = edited(texts[path], edits)
        if new == texts[path]:
            continue
        real = target(root, path)
        change = _Change(real, _current(root, path, real, texts[path]), _bytes(path, new))
        other = names.setdefault(real, path)
        if found.setdefault(real, change) != change:
            raise VaultError(f"'{other}' and '{path}' are one file; their links cannot both be mended")
    return list(found.values())


def _bytes(path: str, text: str) -> bytes:
    try:
        return encode(text)
    except UnicodeEncodeError:
        raise VaultError(f"'{path}' would get half a character, which no file can hold") from None


def _current(root: str, path: str, real: str, text: str) -> str:
    """The mark of a file that must still hold a text and let itself be changed."""
    file = inside(root, real)
    mark = mark_of_text(text)
    if not holds(file, mark):
        raise VaultError(f"'{path}' changed since it was read; run it again")
    _require_writable(file, path)
    return mark


def _require_writable(file: str, path: str) -> None:
    mode = os.lstat(file).st_mode
    if not mode & 0o222 or not os.access(file, os.W_OK):
        raise VaultError(f"'{path}' is read-only; make it writable first")


def _start(root: str, path: str, texts: Mapping[str, str]) -> str:
    """The mark of a file that is moved or deleted. A symbolic link goes itself, not what it leads to."""
    file = inside(root, path)
    is_link = os.path.islink(file)
    if path in texts:
        mark = mark_of_text(texts[path])
        if not holds(os.path.realpath(file) if is_link else file, mark):
            raise VaultError(f"'{path}' changed since it was read; run it again")
        return quick_mark(file) if is_link else mark
    mark = quick_mark(file)
    if not mark:
        raise VaultError(f"'{path}' is gone since it was read; run it again")
    if mark in (FOLDER, OTHER):
        raise VaultError(f"'{path}' is no plain file; it stays where it is")
    return mark


def _check_links(root: str, moves: Mapping[str, str]) -> None:
    for old, new in moves.items():
        file = inside(root, old)
        other_folder = os.path.dirname(old) != os.path.dirname(new)
        if other_folder and os.path.islink(file) and not os.path.isabs(os.readlink(file)):
            raise VaultError(f"'{old}' is a symbolic link that would lead elsewhere from '{new}'")


def _swap_steps(
    root: str, changes: Sequence[_Change], numbers: Iterator[str], staged: list[Staged], swaps: bool
) -> Iterator[Step]:
    for path, before, data in changes:
        ready, after = next(numbers), mark_of_bytes(data)
        staged.append(Staged(ready, data, inside(root, path)))
        if swaps:
            yield Step("swap", path, ready, before, after)
        else:
            yield Step("move", path, next(numbers), before)
            yield Step("move", ready, path, after)


def _move_steps(
    root: str,
    plan: Plan,
    moves: Mapping[str, str],
    marks: Mapping[str, str],
    folders: tuple[Sequence[str], Sequence[str]],
    numbers: Iterator[str],
    staged: list[Staged],
) -> Iterator[Step]:
    """All but the swaps. What stands in the way of another file or folder waits in our own folder first."""
    new_folders, emptied = folders
    for path in plan.deletes:
        yield Step("move", path, next(numbers), marks[path])
    wanted = {folded(path) for path in (*moves.values(), *new_folders)}
    places = {}
    for old in moves:
        if any(folded(part) in wanted for part in (old, *parents(old))):
            places[old] = next(numbers)
            yield Step("move", old, places[old], marks[old])
    if places:
        # A file that waits has one place before and after; this tells which of the two it is.
        staged.append(Staged(next(numbers), b"", None))
        yield Step("barrier", staged[-1].path, next(numbers), mark_of_bytes(b""))
    in_the_way = [folder for folder in emptied if folded(folder) in wanted]
    for folder in in_the_way:
        yield _folder_step(root, folder)
    for folder in new_folders:
        yield Step("mkdir", folder)
    for old, new in moves.items():
        yield Step("move", places.get(old, old), new, marks[old])
    for path, text in plan.creates:
        ready, data = next(numbers), _bytes(path, text)
        staged.append(Staged(ready, data, None))
        yield Step("move", ready, path, mark_of_bytes(data))
    for folder in emptied:
        if folder not in in_the_way:
            yield _folder_step(root, folder)


def _folder_step(root: str, folder: str) -> Step:
    mode = os.stat(inside(root, folder)).st_mode & 0o7777
    return Step("rmdir", folder, before=f"{mode:o}")


def _remarks(root: str, changes: Sequence[_Change]) -> Iterator[str]:
    for change in changes:
        if os.lstat(inside(root, change.path)).st_nlink > 1:
            yield f"'{change.path}' had other names outside of what was edited (hard links); these keep the old text"
