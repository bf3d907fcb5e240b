"""The only door to changing notes: a plan is carried out as a whole or not at all, and can be taken back.

docs/edits.md says what is promised and how it is done.
"""

import errno
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from vaulttools.disk_guard import OWN, WORK, inside, own
from vaulttools.disk_lock import locked
from vaulttools.disk_marks import holds, is_there
from vaulttools.disk_plan import draft
from vaulttools.disk_rename import can_exchange
from vaulttools.disk_scan import require_folder
from vaulttools.disk_seen import require_same
from vaulttools.disk_stage import (
    begin,
    clear,
    commit,
    discard,
    read_journal,
    records,
    rescue,
    stage,
    sync_own,
)
from vaulttools.disk_steps import Changed, backward, forward, in_order
from vaulttools.disk_undo import last_change
from vaulttools.edit import Move, Plan
from vaulttools.errors import VaultError
from vaulttools.journal import Journal, Step, inverse, kept, touched, undoing

if TYPE_CHECKING:
    from pathlib import Path

# So many changes can be taken back.
MOST_UNDO = 20

_T = TypeVar("_T")
_STOPS = (Changed, OSError, VaultError, KeyboardInterrupt)


class Written(NamedTuple):
    """What was changed. Paths are those after the change, but for `deleted`; `remarks` are for the user."""

    title: str
    edited: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    created: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def write_plan(
    root: "Path | str", texts: Mapping[str, str], plan: Plan, seen: Mapping[str, str] | None = None
) -> Written:
    """Carry out a plan: all of it, or nothing.

    `texts` has the text of every file that is edited or deleted, and of moved ones where known, under
    its old path, as it was when the plan was made. A file that does not hold exactly these bytes any
    more is a VaultError, and nothing is written; so is every other reason to refuse, and every
    failure of the disk. ValueError for a plan that contradicts itself.

    `seen` is what `disk_seen.look` gave before the vault was read: if any file of it has come, gone or changed since,
    that is a VaultError too. Without it only the files of the plan are looked at.
    """
    missing = ({edit.path for edit in plan.edits} | set(plan.deletes)) - texts.keys()
    if missing:
        raise ValueError(f"the text of {min(missing)} is missing")
    if plan.empty:
        return Written(plan.title)
    return _with_lock(
        root, plan.title, lambda real: _recovered_first(real, lambda: _write(real, texts, plan, seen))
    )


def undo(root: "Path | str") -> Written:
    """Take back the last change that was written; called again, the one before, up to `MOST_UNDO`.

    VaultError, and nothing is changed, where a file no longer holds what we wrote.
    """
    return _with_lock(root, "undo", lambda real: _recovered_first(real, lambda: _undo(real)))


def recover(root: "Path | str") -> str | None:
    """Take back what a run that was cut off had changed, and say so. None: there was nothing to do."""
    if not os.path.isdir(os.path.join(root, OWN)):
        _real(root)
        return None
    return _with_lock(root, "recover", _recover_safely)


def _with_lock(root: "Path | str", title: str, act: Callable[[str], _T]) -> _T:
    real = _real(root)
    try:
        with locked(real, title):
            return act(real)
    except OSError as error:
        raise VaultError(f"{_fault(real, error)}; nothing was changed") from error


def _real(root: "Path | str") -> str:
    """The vault's folder without symbolic links. VaultError where there is none."""
    folder = os.fspath(root)
    try:
        require_folder(folder)
    except OSError as error:
        raise VaultError(f"{_fault(folder, error)}; nothing was changed") from error
    return os.path.realpath(folder)


def _recovered_first(root: str, act: Callable[[], Written]) -> Written:
    """Take back what a run before left half done; that is said, whether the act succeeds or not."""
    said = _recover(root)
    if said is None:
        return act()
    try:
        done = act()
    except VaultError as error:
        raise VaultError(f"{said}; {error}") from error
    return done._replace(remarks=(said, *done.remarks))


def _write(root: str, texts: Mapping[str, str], plan: Plan, seen: Mapping[str, str] | None) -> Written:
    os.mkdir(own(root, "new"))
    try:
        made = draft(root, texts, plan, can_exchange(own(root, "new")))
        if made.journal.steps:
            _check_disks(root, made.journal.steps)
            remarks = [*made.remarks, *stage(root, made)]
            require_same(root, seen, ())
    except Changed as error:
        clear(root, "new")
        raise _refusal(root, error, ()) from error
    except BaseException:
        with suppress(OSError):  # whatever stays there is cleared away by the next run
            clear(root, "new")
        raise
    if not made.journal.steps:
        clear(root, "new")
        return Written(plan.title)
    try:
        begin(root)
        _run(root, made.journal)
        require_same(root, seen, touched(made.journal))
        commit(root)
    except _STOPS as error:
        raise _taken_back(root, made.journal, error) from error
    _finish(root, lambda: sync_own(root))
    remarks += _forget_old(root)
    return _written(made.journal, remarks)


def _undo(root: str) -> Written:
    place, journal = last_change(root)
    back = undoing(journal)
    try:
        os.rename(own(root, place), own(root, "work"))
        sync_own(root)
        _run(root, back)
    except _STOPS as error:
        complaints = []
        if is_there(own(root, "work")):
            complaints = _rewind(root, back.steps)
            os.rename(own(root, "work"), own(root, place))
            sync_own(root)
        raise _refusal(root, error, complaints) from error
    remarks = _finish(root, lambda: discard(root, "work", journal, False))
    return _written(back, remarks)


def _recover(root: str) -> str | None:
    """Leaves nothing half done, nor half deleted. Finishes an undo that was cut off, by the same steps."""
    for place in ("new", "trash"):
        clear(root, place)
    if not is_there(own(root, "work")):
        return None
    sync_own(root)
    journal = read_journal(root, "work")
    complaints = _rewind(root, journal.steps)
    said = f'"{journal.title}" had been cut off; all of it was taken back'
    if complaints:
        where = rescue(root, "work")
        return "; ".join([said, *complaints, f"what stood there before lies in {where}"])
    return "; ".join([said, *discard(root, "work", journal, False)])


def _recover_safely(root: str) -> str | None:
    said = _recover(root)
    sync_own(root)
    return said


def _run(root: str, journal: Journal) -> None:
    """Do all steps and look whether everything is as it should be. `Changed` or OSError: not all is done."""
    in_order(root, journal.steps, lambda step: forward(root, step))
    for path, mark in journal.ends:
        if not holds(inside(root, path), mark):
            raise Changed(path, "was saved by another program meanwhile")
    names = {step.other: step.path for step in journal.steps}
    for path, mark in kept(journal.steps, WORK, True).items():
        if not holds(inside(root, path), mark):
            raise Changed(names.get(path, path), "was saved by another program meanwhile")


def _rewind(root: str, steps: Sequence[Step]) -> list[str]:
    """Take back the steps that were done; the result names what was changed by others and so stays."""
    complaints: list[str | None] = []
    back = [inverse(step) for step in reversed(_begun(root, steps))]
    try:
        in_order(root, back, lambda step: complaints.append(backward(root, inverse(step))))
    except OSError as error:
        raise VaultError(
            f"{_fault(root, error)}; the change is half made: mend that, then run `vaulttools recover`"
        ) from error
    return [complaint for complaint in complaints if complaint]


def _begun(root: str, steps: Sequence[Step]) -> Sequence[Step]:
    """The steps that may have been done: none behind a barrier that was not passed."""
    for number, step in enumerate(steps):
        if step.kind == "barrier" and is_there(inside(root, step.path)):
            return steps[:number]
    return steps


def _taken_back(root: str, journal: Journal, error: BaseException) -> BaseException:
    """What to raise once a write that failed has been taken back."""
    if not is_there(own(root, "work")):
        clear(root, "new")
        return _refusal(root, error, ())
    complaints = _rewind(root, journal.steps)
    if complaints:
        complaints.append(f"what stood there before lies in {rescue(root, 'work')}")
    else:
        complaints += discard(root, "work", journal, False)
    return _refusal(root, error, complaints)


def _refusal(root: str, error: BaseException, complaints: Iterable[str]) -> BaseException:
    if isinstance(error, KeyboardInterrupt):
        return error
    what = _fault(root, error) if isinstance(error, OSError) else str(error)
    words = [what, "nothing was changed", *complaints]
    return VaultError("; ".join([*words, "run it again"] if isinstance(error, Changed) else words))


def _fault(root: str, error: OSError) -> str:
    """What went wrong with which file, in words and with the system's own name for it."""
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    names.sort(key=lambda name: OWN in name)
    name = os.path.relpath(names[0], root) if names else OWN
    code = errno.errorcode.get(error.errno or 0, str(error.errno))
    return f"'{name}' cannot be read or written: {error.strerror} ({code})"


def _finish(root: str, act: Callable[[], _T]) -> _T:
    """What is left to do once every note is as planned; that it fails takes nothing back."""
    try:
        return act()
    except OSError as error:
        raise VaultError(
            f"{_fault(root, error)}; all was changed as planned, but not made safe: run `vaulttools recover`"
        ) from error


def _check_disks(root: str, steps: Iterable[Step]) -> None:
    """One rename cannot reach from one disk to another, so a vault must lie on one."""
    device = os.stat(own(root)).st_dev
    for path in sorted({path for step in steps for path in (step.path, step.other) if path}):
        try:
            here = os.stat(os.path.dirname(inside(root, path))).st_dev
        except (FileNotFoundError, NotADirectoryError):
            continue  # a folder that a step makes
        if here != device:
            raise VaultError(f"'{path}' lies on another disk than the vault; nothing is written there")


def _forget_old(root: str) -> list[str]:
    """Drop the records beyond `MOST_UNDO`. That this fails is no failure of the change itself."""
    remarks: list[str] = []
    for number in records(root)[:-MOST_UNDO]:
        try:
            remarks += discard(root, f"undo/{number}", read_journal(root, f"undo/{number}"), True)
        except OSError as error:
            remarks.append(f"{_fault(root, error)}; an old record for undo is still there")
        except VaultError as error:
            remarks.append(str(error))
    return remarks


def _written(journal: Journal, remarks: Iterable[str]) -> Written:
    moved = tuple(Move(old, new) for old, new in journal.moved)
    return Written(journal.title, journal.edited, moved, journal.created, journal.deleted, tuple(remarks))
