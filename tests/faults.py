"""Faults on purpose: a run is killed, or given an error, at a chosen system call. Needs Linux and strace."""

import atexit
import contextlib
import ctypes
import functools
import io
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

from tests.edit_scene import (
    COMMANDS,
    MARKER,
    File,
    contents,
    expected,
    files,
    lay_out,
    look,
    main,
    memory_disk,
    strays,
)
from vaulttools.disk_write import recover

# Calls that change a disk, or decide what is durable. Between two of them a kill finds the same disk.
CHANGING = ["openat", "write", "fsync", "rename", "renameat2", "unlink", "mkdir", "rmdir"]
CHANGING += ["chmod", "fchmod", "chown", "ftruncate", "link", "setxattr", "flock"]
# Calls that only look, but can fail.
LOOKING = ["newfstatat", "fstat", "read", "pread64", "getdents64", "lseek", "close", "fcntl", "listxattr"]
# An interrupted call (EINTR) is made again, so it cannot fail for good.
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EINTR")
KILLED = -9
_PR_SET_PTRACER = 0x59616D61
GOALS = {"write": "after", "undo": "before", "recover": "before"}


class Scene(NamedTuple):
    """A vault on the disk, how it was, and what the plan makes of it."""

    root: Path
    before: Mapping[str, File]
    after: Mapping[str, bytes]


class Point(NamedTuple):
    """The `number`-th call of one kind that a run makes."""

    call: str
    number: int


class Done(NamedTuple):
    """How a run ended: its status, or minus the signal that killed it; and its words."""

    status: int
    words: str


@functools.cache
def without_strace() -> str | None:
    """Why there can be no faults here; None when there can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is not installed"
    with subprocess.Popen(["sleep", "60"]) as other:
        words = ["strace", "-o", os.devnull, "-p", str(other.pid)]
        with subprocess.Popen(words, stderr=subprocess.PIPE) as tracer:
            held = _has_begun(tracer)
            other.kill()
            tracer.communicate()
    return None if held else "strace may not trace here"


@contextmanager
def scene(action: str, notes: int = 1) -> Iterator[Scene]:
    """A vault of so many notes in which an action can start; in memory, where the system has such a disk.

    `write` finds it as it was, `undo` finds the plan carried out, `recover` finds a write killed when
    all its steps were done and its journal still stood.
    """
    made = _made(action, notes)
    with tempfile.TemporaryDirectory(dir=memory_disk()) as folder:
        root = Path(folder, "vault")
        shutil.copytree(made.root, root)
        yield made._replace(root=root)


@functools.cache
def _made(action: str, notes: int) -> Scene:
    """The scene that all others like it are copied from."""
    folder = tempfile.mkdtemp(dir=memory_disk())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = Path(folder, "vault")
    lay_out(root, files(notes))
    (root / "left").chmod(0o710)
    (root / "Hub.md").chmod(0o600)
    after = _commanded(action, root) if action in COMMANDS else expected(files(notes))
    before = look(root)
    if action == "undo":
        assert main("write", str(root)) == 0
    elif action == "recover":
        assert kill_at("write", root, _commit(notes)) == KILLED
    return Scene(root, before, after)


def _commanded(action: str, root: Path) -> dict[str, bytes]:
    """What a command makes of a copy of a vault."""
    copy = root.with_name("copy")
    shutil.copytree(root, copy)
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(action, str(copy)) == 0
    return contents(look(copy))


@functools.cache
def points(action: str, notes: int = 1, looking: bool = False) -> tuple[Point, ...]:
    """Every call that changes something, or all that can fail too, which a run makes once it has started."""
    with scene(action, notes) as place:
        return tuple(_calls(action, place.root, CHANGING + LOOKING if looking else CHANGING, looking))


def sample(found: Sequence[Point], count: int) -> list[Point]:
    """About so many of the calls, evenly spread, the last among them."""
    return [*found[:: max(1, len(found) // count)], found[-1]]


def _commit(notes: int) -> Point:
    return [point for point in points("write", notes) if point.call == "rename"][-1]


def _calls(action: str, root: Path, calls: Sequence[str], looking: bool) -> Iterator[Point]:
    """The calls as they come, numbered by kind; without `looking`, none that opens a file only to read it."""
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        traced(action, root, ["-o", log.name, "-e", f"trace=access,{','.join(calls)}"])
        counts: dict[str, int] = {}
        started = False
        for line in log:
            call = line.partition("(")[0]
            started = started or MARKER in line
            counts[call] = counts.get(call, 0) + 1
            reads = call == "openat" and "O_CREAT" not in line
            if started and call in calls and (looking or not reads):
                yield Point(call, counts[call])


def kill_at(action: str, root: Path, point: Point) -> int:
    """Run and kill at a call; the exit status."""
    fault = f"inject={point.call}:signal=KILL:when={point.number}"
    return traced(action, root, ["-o", os.devnull, "-e", f"trace={point.call}", "-e", fault]).status


def fail_at(action: str, root: Path, point: Point, error: str, for_good: bool) -> Done:
    """Run with a call that fails, and all later ones of its kind with it when the fault is `for_good`."""
    fault = f"inject={point.call}:error={error}:when={point.number}{'+' if for_good else ''}"
    return traced(action, root, ["-o", os.devnull, "-e", f"trace={point.call}", "-e", fault])


def traced(action: str, root: Path, options: Sequence[str]) -> Done:
    """Run an action in a child of this process, which strace takes hold of before it starts.

    No new Python has to start for it, which would take ten times as long as the action.
    """
    gate, opener = os.pipe()
    with tempfile.TemporaryFile("w+", errors="replace") as words, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # forking beside threads, which the child never uses
        child = os.fork()
        if not child:
            _act(action, root, gate, words.fileno())
        strace = ["strace", "-p", str(child), *options]
        with subprocess.Popen(strace, stderr=subprocess.PIPE) as tracer:
            _has_begun(tracer)
            os.write(opener, b".")
            _, status = os.waitpid(child, 0)
            tracer.communicate()
        os.close(gate)
        os.close(opener)
        words.seek(0)
        return Done(os.waitstatus_to_exitcode(status), words.read())


def _act(action: str, root: Path, gate: int, words: int) -> NoReturn:
    """What the child does: wait until it is traced, act, and leave without tearing anything down."""
    status = 1
    try:
        with contextlib.suppress(AttributeError, OSError):
            ctypes.CDLL(None).prctl(_PR_SET_PTRACER, -1, 0, 0, 0)
        sys.stderr = sys.stdout = os.fdopen(words, "w", errors="replace")
        select.select([gate], [], [])  # no call that a fault could meet
        signal.alarm(60)
        status = main(action, str(root))
    except BaseException:  # noqa: BLE001 (told in words; the parent must not go on twice)
        traceback.print_exc(file=sys.stderr)
    finally:
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(status)


def _has_begun(tracer: "subprocess.Popen[bytes]") -> bool:
    """Wait until a tracer sees every call of a process; False where it gives up.

    The system names it as the tracer a moment earlier, in which calls can still pass unseen.
    """
    return any(b"attached" in line for line in tracer.stderr or ())


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
    """Kill a run at a call, recover, and judge: the state, and that nothing else is left."""
    status = kill_at(action, place.root, point)
    assert status == KILLED, status
    return settled(action, place)


def settled(action: str, place: Scene) -> str:
    """The state once a recovery has run, which has left nothing to do and nothing lying about."""
    recover(str(place.root))
    state = judged(place)
    assert not strays(place.root), strays(place.root)
    assert recover(str(place.root)) is None
    assert state == "before" or action != "recover"
    return state


def survive_error(action: str, place: Scene, point: Point, error: str, for_good: bool = False) -> str:
    """Give a call an error and judge: the state, the exit status and the words must fit each other."""
    done = fail_at(action, place.root, point, error, for_good)
    assert "Traceback" not in done.words, done.words
    assert done.status in (0, 2), (done.status, done.words)
    state = ""
    if action == "recover" or for_good or "vaulttools recover" in done.words:
        state = settled(action, place)
    assert not (place.root / ".vaulttools" / "work").exists(), done.words
    state = state or judged(place)
    if done.status == 0 or "all was changed as planned" in done.words:
        assert state == GOALS[action], (state, done.words)
    if done.status == 2:
        # A lease that is refused with EACCES says that a program has the file open.
        assert error in done.words or (point.call, error) == ("fcntl", "EACCES"), done.words
        assert "'" in done.words, done.words
    return state
