"""The lock of a vault: one process writes at a time, and one that died is told from one that works."""

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

from vaulttools.disk_guard import make_own, own
from vaulttools.errors import VaultError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
_HELD = (errno.EAGAIN, errno.EWOULDBLOCK)


@contextmanager
def locked(root: str, title: str) -> Iterator[None]:
    """Hold the lock of a vault. VaultError, with the owner, when another process holds it.

    The lock is an empty file when nobody holds it. Its owner writes its name into it and keeps the
    system's own lock on it, which ends with the process, however it ends. So the lock of a process of
    this computer that died is taken over; that of another computer never is.
    """
    make_own(root)
    _hide_from_git(own(root, ".gitignore"))
    handle = os.open(own(root, "lock"), _FLAGS, 0o666)
    try:
        _take(handle, title)
        try:
            yield
        finally:
            with suppress(OSError):  # a name left in it does no harm: the system's lock ends with us
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _hide_from_git(note: str) -> None:
    """Git is told to pass over our folder and all that it holds; again, where a power cut left zeros in that."""
    try:
        with open(note, "rb") as stream:
            told = stream.read()
    except FileNotFoundError:
        told = b""
    if not told or b"\0" in told:
        with open(note, "wb") as stream:
            stream.write(b"*\n")


def _take(handle: int, title: str) -> None:
    free = _system_lock(handle)
    owner = _owner(os.pread(handle, 10_000, 0) if hasattr(os, "pread") else os.read(handle, 10_000))
    here = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    if free is False:
        raise VaultError(f"another edit is under way{_who(owner)}; run it again when that has ended")
    if owner and (free is None or owner.get("host", here) != here):
        raise VaultError(
            f"another edit is under way{_who(owner)}; should it have died, delete .vaulttools/lock "
            "and run `vaulttools recover`"
        )
    words = {
        "process": os.getpid(),
        "host": here,
        "since": time.strftime("%Y-%m-%d %H:%M:%S"),
        "title": title,
    }
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, json.dumps(words).encode())


def _system_lock(handle: int) -> bool | None:
    """True when we hold it now, False when another process does, None where there is no such thing."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        if error.errno in (errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL):
            return None
        raise
    return True


def _owner(data: bytes) -> dict[str, Any]:
    """What an owner wrote of itself; unreadable words, such as half of them, still mean an owner."""
    if not data:
        return {}
    try:
        words = json.loads(data)
    except ValueError:
        words = None
    return words if isinstance(words, dict) and words else {"title": "unknown"}


def _who(owner: dict[str, Any]) -> str:
    if "process" not in owner:
        return ""
    return f' ("{owner.get("title")}", process {owner["process"]} on {owner.get("host")}, since {owner.get("since")})'
