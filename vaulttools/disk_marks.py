"""Marks: short texts that tell whether a file on the disk is still what it was."""

import hashlib
import os
import stat

from vaulttools.text import encode

GONE = ""
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


def mark_now(file: str) -> str:
    """The mark of what a file holds now; `GONE` where there is none."""
    return _mark(file, "sha256")


def _mark(file: str, kind: str) -> str:
    try:
        status = os.lstat(file)
        if stat.S_ISLNK(status.st_mode):
            return f"link:{os.readlink(file)}"
        if not stat.S_ISREG(status.st_mode):
            return "other:"
        if kind != "sha256":
            return f"stat:{status.st_size}:{status.st_mtime_ns}"
        with os.fdopen(os.open(file, _FLAGS), "rb", buffering=0) as stream:
            return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    except (FileNotFoundError, NotADirectoryError):
        return GONE
