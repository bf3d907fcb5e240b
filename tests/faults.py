"""Faults on purpose: a run is killed, or given an error, at a chosen system call. Needs Linux and strace."""

import errno
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.edit_scene import MARKER, File, contents, expected, files, lay_out, look, strays
from vaulttools.disk_write import recover, undo

# Calls that change a disk, or decide what is durable. Between two of them a kill finds the same disk.
CHANGING = ["openat", "write", "fsync", "rename", "renameat2", "unlink", "mkdir", "rmdir"]
CHANGING += ["chmod", "fchmod", "chown", "ftruncate", "link", "setxattr", "flock"]
# Calls that only look, but can fail.
LOOKING = ["newfstatat", "fstat", "read", "pread64", "getdents64", "lseek", "close", "fcntl", "listxattr"]
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EINTR")
KILLED = -9

ROOT = Path(__file__).parents[1]


class Scene(NamedTuple):
    """A vault on the disk, how it was, and what the plan makes of it."""

    root: Path
    before: Mapping[str, File]
    after: Mapping[str, bytes]


class Point(NamedTuple):
    """The `number`-th call of one kind that a run makes."""

    call: str
    number: int


@functools.cache
def without_strace() -> str | None:
    """Why there can be no faults here; None when there can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is not installed"
    fault = ["-e", "trace=exit_group", "-e", "inject=exit_group:signal=KILL:when=1"]
    done = subprocess.run(["strace", *fault, "true"], capture_output=True)
    return None if done.returncode == KILLED else "strace may not trace here"


@contextmanager
def scene(notes: int) -> Iterator[Scene]:
    """A vault of so many notes, in memory where the system has a disk in memory."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        root = Path(folder, "vault")
        lay_out(root, files(notes))
        yield Scene(root, look(root), expected(files(notes)))


def points(action: str, root: Path, calls: list[str], changing: bool = False) -> list[Point]:
    """Every call of these kinds that a run makes once it has started; runs it.

    `changing` leaves out what only opens a file to read it.
    """
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        _trace(action, root, ["-o", log.name, "-e", f"trace=access,{','.join(calls)}"])
        found: list[Point] = []
        counts: dict[str, int] = {}
        started = False
        for line in log:
            call = line.partition("(")[0]
            started = started or MARKER in line
            counts[call] = counts.get(call, 0) + 1
            reads = call == "openat" and "O_CREAT" not in line
            if started and call in calls and not (changing and reads):
                found.append(Point(call, counts[call]))
    return found


def kill_at(action: str, root: Path, point: Point) -> int:
    """Run and kill at a call; the exit status."""
    fault = f"inject={point.call}:signal=KILL:when={point.number}"
    return _trace(action, root, ["-o", os.devnull, "-e", f"trace={point.call}", "-e", fault]).returncode


def fail_at(
    action: str, root: Path, point: Point, error: str, for_good: bool
) -> subprocess.CompletedProcess[str]:
    """Run with a call that fails, and all later ones of its kind with it when the fault is `for_good`."""
    fault = f"inject={point.call}:error={error}:when={point.number}{'+' if for_good else ''}"
    return _trace(action, root, ["-o", os.devnull, "-e", f"trace={point.call}", "-e", fault])


def _trace(action: str, root: Path, options: list[str]) -> subprocess.CompletedProcess[str]:
    python = [sys.executable, "-S", "-m", "tests.edit_scene", action, str(root)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        ["strace", "-qq", *options, *python],
        capture_output=True,
        text=True,
        errors="replace",
        env=settings,
        cwd=ROOT,
    )


def judged(place: Scene) -> str:
    """`before` or `after`: what the vault is now, exactly. AssertionError where it is neither."""
    now = look(place.root)
    if now == place.before:
        return "before"
    assert contents(now) == place.after, _difference(place, contents(now))
    return "after"


def _difference(place: Scene, now: Mapping[str, bytes]) -> str:
    before = contents(place.before)
    return f"neither before {_paths(before, now)} nor after {_paths(place.after, now)}"


def _paths(one: Mapping[str, bytes], two: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | two.keys() if one.get(path) != two.get(path))


def survive_kill(action: str, place: Scene, point: Point) -> str:
    """Kill a run at a call, recover, and judge; what is left is whole and takes another plan."""
    status = kill_at(action, place.root, point)
    assert status == KILLED, status
    recover(str(place.root))
    state = judged(place)
    assert not strays(place.root), strays(place.root)
    assert recover(str(place.root)) is None
    return state


def survive_error(action: str, place: Scene, point: Point, error: str, for_good: bool = False) -> str:
    """Give a call an error and judge: the state, the exit status and the words must fit each other."""
    done = fail_at(action, place.root, point, error, for_good)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode in (0, 2), (done.returncode, done.stderr)
    goal = "after" if action == "write" else "before"
    if "vaulttools recover" in done.stderr:
        recover(str(place.root))
    else:
        assert not (place.root / ".vaulttools" / "work").exists(), done.stderr
    state = judged(place)
    if done.returncode == 0 or "all was changed as planned" in done.stderr:
        assert state == goal, (state, done.stderr)
    if done.returncode == 2:
        assert error in done.stderr, done.stderr
        assert "'" in done.stderr
    return state


def rewound(place: Scene, action: str, state: str) -> None:
    """Bring the vault back to where the action starts: as it was for a write, written for an undo."""
    if action == "write" and state == "after":
        undo(str(place.root))
        assert look(place.root) == place.before


def errors() -> tuple[str, ...]:
    """The errors to give, all of which this system knows."""
    return tuple(error for error in ERRORS if hasattr(errno, error))
