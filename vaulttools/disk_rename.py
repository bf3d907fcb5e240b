"""Renaming as careful as the system allows: two files change places, or one takes a name that is free."""

import errno
import functools
import os
from collections.abc import Callable

from vaulttools.disk_marks import is_there

_NOREPLACE, _EXCHANGE = 1, 2  # linux/fs.h
_AT_FDCWD = -100
_NOT_HERE = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)


def exchange(one: str, two: str) -> None:
    """Let two files change places, in one step. OSError, also where the disk cannot do it."""
    _rename(one, two, _EXCHANGE)


def can_exchange(folder: str) -> bool:
    """Whether files on the disk of this folder can change places. Tries it on two new files there."""
    one, two = os.path.join(folder, "try-1"), os.path.join(folder, "try-2")
    for file in (one, two):
        with open(file, "xb"):
            pass
    try:
        exchange(one, two)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        return False
    finally:
        os.unlink(one)
        os.unlink(two)
    return True


def rename_new(old: str, new: str) -> None:
    """Give a file a name that is free. FileExistsError where it is not.

    Where the disk cannot refuse by itself, we look first: a file that another program makes in that
    moment would be replaced.
    """
    try:
        _rename(old, new, _NOREPLACE)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        if is_there(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), old, None, new) from None
        os.rename(old, new)


def sync_folder(folder: str) -> None:
    """Have the names in a folder reach the disk. Nothing where the system cannot do that.

    With them, on macOS, all that was flushed before: there, a flush leaves it in the drive's own memory.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, _FOLDER)
    try:
        os.fsync(handle)
        _empty_drive(handle)
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise OSError(error.errno, error.strerror, folder) from error
    finally:
        os.close(handle)


def _empty_drive(handle: int) -> None:
    """Have the drive write down what it keeps in its own memory: fcntl(2) of macOS, F_FULLFSYNC."""
    import fcntl

    empty = getattr(fcntl, "F_FULLFSYNC", None)
    if empty is not None:
        fcntl.fcntl(handle, empty)


def write_synced(file: str, data: bytes) -> None:
    """Write a new file and have it reach the disk. FileExistsError where there is one."""
    with open(file, "xb") as stream:
        stream.write(data)
        stream.flush()
        sync_stream(stream.fileno(), file)


def sync_stream(handle: int, file: str) -> None:
    """Have an open file reach the disk; `file` is its name, for the error."""
    try:
        os.fsync(handle)
    except OSError as error:
        raise OSError(error.errno, error.strerror, file) from error


def _rename(old: str, new: str, flags: int) -> None:
    call = _renameat2()
    while True:
        code = call(os.fsencode(old), os.fsencode(new), flags) if call else errno.ENOSYS
        if not code:
            return
        if code != errno.EINTR:
            raise OSError(code, os.strerror(code), old, None, new)


@functools.cache
def _renameat2() -> Callable[[bytes, bytes, int], int] | None:
    """Linux's renameat2, giving 0 or an error number; None where there is none."""
    import ctypes

    try:
        function = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return None

    def call(old: bytes, new: bytes, flags: int) -> int:
        return ctypes.get_errno() if function(_AT_FDCWD, old, _AT_FDCWD, new, flags) else 0

    return call
