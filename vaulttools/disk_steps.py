"""The steps of a journal on the disk, in order: forward, refusing where a file is not what it was; and back."""

import errno
import os
from collections.abc import Callable, Iterable
from contextlib import suppress

from vaulttools.disk_guard import inside, is_staged
from vaulttools.disk_marks import GONE, holds, is_being_written, is_there, mark_now
from vaulttools.disk_rename import exchange, rename_new, sync_folder
from vaulttools.journal import Kind, Step

_NOT_EMPTY = (errno.ENOTEMPTY, errno.EEXIST)
_TRIES = 100


class Changed(Exception):
    """A file is not what it was when the plan was made, and so was left alone."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"'{path}' {what}")


def in_order(root: str, steps: Iterable[Step], act: Callable[[Step], None]) -> None:
    """Do steps so that each has reached the disk before any for which that matters, and all at the end."""
    waiting: list[Step] = []
    for step in steps:
        if waiting and _must_wait(waiting[-1].kind, step.kind):
            _sync_folders(root, waiting)
            waiting = []
        act(step)
        waiting.append(step)
    _sync_folders(root, waiting)


def _must_wait(before: Kind, kind: Kind) -> bool:
    """Whether a power cut between two steps must not leave the second without the first.

    What lies in a folder is lost when only the folder's own name is: so what goes into a new folder waits
    for that to be there, and a folder waits for what leaves it.
    """
    into_new = before == "mkdir" and kind != "mkdir"
    last_out = kind == "rmdir" and before != "rmdir"
    return "barrier" in (before, kind) or into_new or last_out


def _sync_folders(root: str, steps: Iterable[Step]) -> None:
    folders = {
        os.path.dirname(inside(root, path)) for step in steps for path in (step.path, step.other) if path
    }
    for folder in sorted(folders):
        with suppress(FileNotFoundError, NotADirectoryError):  # made or removed by steps not done
            sync_folder(folder)


def forward(root: str, step: Step) -> None:
    """Do a step. `Changed` when a file is not as it should be: then this step has changed nothing."""
    file = inside(root, step.path)
    match step.kind:
        case "swap":
            _swap(step, file, inside(root, step.other))
        case "move" | "barrier":
            _move(step, file, inside(root, step.other))
        case "mkdir":
            _make_folder(file, step.before)
        case "rmdir":
            _remove_folder(file)


def backward(root: str, step: Step) -> str | None:
    """Take a step back if it was done, wherever a run was cut off.

    A file that no longer holds what we wrote stays as it is: the result then says which, and that the
    bytes to go back to lie at `step.other`.
    """
    file = inside(root, step.path)
    match step.kind:
        case "swap":
            return _swap_back(step, file, inside(root, step.other))
        case "move" | "barrier":
            return _move_back(step, file, inside(root, step.other))
        case "mkdir":
            _remove_folder(file)
        case "rmdir":
            _make_folder(file, step.before)
    return None


def _swap(step: Step, file: str, other: str) -> None:
    if not holds(file, step.before):
        raise Changed(step.path, "changed since it was read")
    try:
        exchange(file, other)
    except FileNotFoundError:
        raise Changed(step.path, "is gone since it was read") from None
    if is_being_written(other) or not holds(other, step.before):
        put_back(file, other, step.after)
        raise Changed(step.path, "was saved by another program at this very moment")


def put_back(file: str, other: str, ours: str) -> None:
    """Give a file back what came out of it, which was not what we meant to replace.

    Should somebody have saved once more meanwhile, then that comes out instead of our bytes, and goes
    back in: what was saved last is in the file at the end, anything older lies at `other`.
    """
    there = ours
    for _ in range(_TRIES):
        given = mark_now(other)
        try:
            exchange(file, other)
        except FileNotFoundError:
            rename_new(other, file)
            return
        if holds(other, there):
            return
        there = given


def _swap_back(step: Step, file: str, other: str) -> str | None:
    if holds(file, step.after) and mark_now(other) not in (GONE, step.after):
        exchange(file, other)
        if not holds(other, step.after):
            put_back(file, other, mark_now(file))
            return f"'{step.path}' was saved by another program meanwhile; it stays as saved"
    elif holds(other, step.before):
        return f"'{step.path}' was changed since; it stays as it is"
    return None


def _move(step: Step, old: str, new: str) -> None:
    if not holds(old, step.before):
        raise Changed(step.path, "changed since it was read")
    try:
        rename_new(old, new)
    except FileExistsError:
        raise Changed(step.other, "is there already") from None
    except FileNotFoundError:
        raise Changed(step.path, "is gone since it was read") from None
    if (is_staged(step.other) and is_being_written(new)) or not holds(new, step.before):
        with suppress(FileExistsError):  # saved anew meanwhile: both stay, and `backward` says so
            rename_new(new, old)
        raise Changed(step.path, "was saved by another program at this very moment")


def _move_back(step: Step, old: str, new: str) -> str | None:
    """By place, not by mark: whoever changed a file after we moved it loses nothing when it moves back."""
    if not is_there(new):
        return None
    if is_there(old):
        done = is_staged(step.other) and holds(new, step.before)
        return f"'{step.path}' was made anew since; it stays as it is" if done else None
    if is_staged(step.path) and not holds(new, step.before):
        return f"'{step.other}' was changed since; it stays as it is"
    rename_new(new, old)
    return None


def _make_folder(folder: str, mode: str) -> None:
    """With a mode, in octal: also where a run that was cut off here had made the folder, but not yet that."""
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise
    if mode and os.stat(folder).st_mode & 0o7777 != int(mode, 8):
        os.chmod(folder, int(mode, 8))


def _remove_folder(folder: str) -> None:
    """Only an empty one: what somebody put into it meanwhile stays, and so does it."""
    try:
        os.rmdir(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        if error.errno not in _NOT_EMPTY:
            raise
