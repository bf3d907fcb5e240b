"""Marks: short texts that tell whether a file on the disk is still what it was."""

import errno
import hashlib
import os
import stat

from vaulttools.text import encode

GONE = ""
FOLDER = "folder:"
OTHER = "other:"
LINK = "link:"
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def mark_of_text(text: str) -> str:
    """The mark of a file that holds exactly this text."""
    return mark_of_bytes(encode(text))


def mark_of_bytes(data: bytes) -> str:
    """The mark of a file that holds exactly these bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def quick_mark(file: str) -> str:
    """The mark of a file by its size and time, without reading it; of a symbolic link by where it leads."""
    return _mark(file, "stat")


def holds(file: str, mark: str) -> bool:
    """Whether a file is what a mark says. `GONE` says that nothing is there."""
    return _mark(file, mark.partition(":")[0] or "stat") == mark


def is_there(file: str) -> bool:
    """Whether anything has this name. OSError, not False, where the disk cannot say."""
    return not holds(file, GONE)


def mark_now(file: str) -> str:
    """The mark of what a file holds now; `GONE` where there is none."""
    return _mark(file, "sha256")


def is_being_written(file: str) -> bool:
    """Whether a program has the file open for writing; False where the system cannot tell.

    Linux gives a read lease only on a file that nobody can write to: fcntl(2), F_SETLEASE.
    """
    try:
        import fcntl

        handle = os.open(file, _FLAGS)
    except (ImportError, OSError):
        return False
    try:
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except (AttributeError, OSError) as error:
        return getattr(error, "errno", None) in (errno.EAGAIN, errno.EACCES) and _may_lease(handle)
    finally:
        os.close(handle)
    return False


def _may_lease(handle: int) -> bool:
    """Only a file's owner, or root, gets a lease at all."""
    return os.geteuid() in (0, os.fstat(handle).st_uid)


def _mark(file: str, kind: str) -> str:
    try:
        status = os.lstat(file)
        if stat.S_ISLNK(status.st_mode):
            return f"{LINK}{os.readlink(file)}"
        if not stat.S_ISREG(status.st_mode):
            return FOLDER if stat.S_ISDIR(status.st_mode) else OTHER
        if kind != "sha256":
            return f"stat:{status.st_size}:{status.st_mtime_ns}"
        with os.fdopen(os.open(file, _FLAGS), "rb", buffering=0) as stream:
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    except (FileNotFoundError, NotADirectoryError):
        return GONE
