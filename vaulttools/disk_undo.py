"""The last change that was made: whether it can be taken back, and what that would do. Writes nothing."""

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from vaulttools.disk_arrivals import parents
from vaulttools.disk_folders import hidden_moves
from vaulttools.disk_guard import OWN, WORK, inside, is_staged, own
from vaulttools.disk_marks import FOLDER, GONE, holds, is_there, quick_mark
from vaulttools.disk_scan import require_folder
from vaulttools.disk_stage import read_journal, records
from vaulttools.edit import Edit, Move, Plan
from vaulttools.errors import VaultError
from vaulttools.journal import Journal, kept, undoing
from vaulttools.names import folded
from vaulttools.text import Span, decode

if TYPE_CHECKING:
    from pathlib import Path


def last_change(root: str) -> tuple[str, Journal]:
    """Where the record of the last change lies (`undo/7`), and its journal; `root` is a real path.

    VaultError where there is none, or where it cannot be taken back.
    """
    number = max(records(root), default=0)
    if not number:
        raise VaultError("there is nothing to undo; only changes that vaulttools made can be taken back")
    place = f"undo/{number}"
    journal = read_journal(root, place)
    _check(root, journal, place)
    return place, journal


def next_undo(root: "Path | str") -> Journal:
    """What `undo` would do now. VaultError, with its own reason, where it would refuse."""
    return undoing(last_change(_settled(root))[1])


def undo_plan(root: "Path | str") -> tuple[Plan, dict[str, str]]:
    """What `undo` would do now, as a plan, with the texts of the files that it would edit or delete.

    VaultError as for `next_undo`.
    """
    real = _settled(root)
    place, change = last_change(real)
    files = {mark: path.rpartition("/")[2] for path, mark in kept(change.steps, WORK, True).items()}
    before = {path: files[mark] for path, mark in change.starts if mark in files}
    olds = {new: old for old, new in change.moved}
    texts = {path: _text(inside(real, path)) for path in (*change.edited, *change.created)}

    def old_text(path: str) -> str:
        return _text(os.path.join(own(real, place), before[path]))

    edits = [
        edit for path in change.edited for edit in _edits(path, texts[path], old_text(olds.get(path, path)))
    ]
    back = [Move(new, old) for new, old in sorted(olds.items())]
    back += hidden_moves(real, undoing(change).steps)
    creates = tuple((path, old_text(path)) for path in change.deleted)
    return Plan(undoing(change).title, tuple(edits), tuple(back), creates, change.created), texts


def _settled(root: "Path | str") -> str:
    """The vault's real folder. VaultError while a change is under way: what undo would find then is not known."""
    require_folder(os.fspath(root))
    real = os.path.realpath(root)
    if is_there(own(real, "work")):
        raise VaultError(
            "a change of this vault is under way or was cut off; once that has ended, run `vaulttools recover`"
        )
    return real


def _text(file: str) -> str:
    """What a file holds; of a symbolic link, where it leads."""
    if os.path.islink(file):
        return os.readlink(file)
    with open(file, "rb") as stream:
        return decode(stream.read())


def _edits(path: str, now: str, before: str) -> Iterator[Edit]:
    """The edits that bring a text back, a run of lines each."""
    from difflib import SequenceMatcher

    lines, old_lines = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (now, before))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for kind, first, last, old_first, old_last in SequenceMatcher(None, lines, old_lines).get_opcodes():
        if kind != "equal":
            yield Edit(path, Span(starts[first], starts[last]), "".join(old_lines[old_first:old_last]))


def _check(root: str, journal: Journal, place: str) -> None:
    for path, mark in journal.ends:
        if not holds(inside(root, path), mark):
            raise VaultError(
                f"'{path}' changed since \"{journal.title}\"; undo would lose that, so it is not done"
            )
    for path, mark in kept(journal.steps, WORK, True).items():
        name = path.rpartition("/")[2]
        if not holds(os.path.join(own(root, place), name), mark):
            raise VaultError(f"the kept text {OWN}/{place}/{name} was changed; undo cannot be done")
    _check_places(root, journal)


def _check_places(root: str, journal: Journal) -> None:
    """VaultError where what comes back would meet something of its name, or finds no folder to lie in."""
    whole = [step for step in journal.steps if step.kind == "move" and step.before == FOLDER]
    moved = {step.path for step in whole if not is_staged(step.path)}
    removed = {step.path for step in journal.steps if step.kind == "rmdir"}
    leaving = {folded(path) for path, _ in journal.ends} | {folded(step.other) for step in whole}
    leaving |= {folded(step.path) for step in journal.steps if step.kind == "mkdir"}
    for path in (*dict(journal.starts), *sorted(moved | removed)):
        mark = quick_mark(inside(root, path))
        if folded(path) not in leaving and mark not in (GONE, FOLDER if path in removed else GONE):
            raise VaultError(f"'{path}' is there again; undo would have to replace it, so it is not done")
        for folder in parents(path):
            if folder in moved or folder in removed:
                break
            if not os.path.isdir(os.path.join(root, folder)):
                raise VaultError(
                    f"the folder '{folder}' is gone since \"{journal.title}\"; make it again first"
                )
