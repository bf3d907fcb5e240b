"""A disk that takes names for one that differ in letter case or accents, as on macOS and Windows; through FUSE.

`python -m tests.folding_disk FOLDER PLACE keep|nfd` shows a folder at a place until it is unmounted. With
`nfd`, accents are stored apart from their letters, as old Macs do. Needs Linux, /dev/fuse and fusepy.
"""

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

from fuse import FUSE, FuseOSError, Operations


def _fold(name: str) -> str:
    return normalize("NFC", normalize("NFC", name).casefold())


class FoldingDisk(Operations):
    """Passes every call on to a folder, under the name that is there already."""

    def __init__(self, root: Path, nfd: bool) -> None:
        self.root = root
        self.nfd = nfd

    def real(self, path: str) -> str:
        """Where a path lies: each part under the name that is there, a new one as it is stored."""
        place = str(self.root)
        for part in path.strip("/").split("/") if path != "/" else []:
            place = os.path.join(place, self.stored(place, part))
        return place

    def stored(self, folder: str, name: str) -> str:
        """The name a file has in a folder, or would get."""
        try:
            names = os.listdir(folder)
        except OSError:
            names = []
        wanted = _fold(name)
        found = [one for one in names if _fold(one) == wanted]
        return found[0] if found else self.spelled(name)

    def spelled(self, name: str) -> str:
        return normalize("NFD", name) if self.nfd else name

    def getattr(self, path: str, fh: int | None = None) -> dict[str, float]:
        status = os.lstat(self.real(path))
        return {
            key: getattr(status, key)
            for key in (
                "st_atime",
                "st_ctime",
                "st_gid",
                "st_mode",
                "st_mtime",
                "st_nlink",
                "st_size",
                "st_uid",
            )
        }

    def readdir(self, path: str, fh: int) -> Iterator[str]:
        yield from (".", "..", *os.listdir(self.real(path)))

    def rename(self, old: str, new: str) -> None:
        source = self.real(old)
        folder, _, name = new.rpartition("/")
        place = self.real(folder or "/")
        there = os.path.join(place, self.stored(place, name))
        if os.path.lexists(there) and there != source and os.path.isfile(there):
            os.unlink(there)
        os.rename(source, os.path.join(place, self.spelled(name)))

    def open(self, path: str, flags: int) -> int:
        return os.open(self.real(path), flags & ~os.O_NOFOLLOW)

    def create(self, path: str, mode: int, fi: object = None) -> int:
        return os.open(self.real(path), os.O_RDWR | os.O_CREAT, mode)

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)

    def truncate(self, path: str, length: int, fh: int | None = None) -> None:
        os.truncate(self.real(path), length)

    def release(self, path: str, fh: int) -> None:
        os.close(fh)

    def fsync(self, path: str, datasync: int, fh: int) -> None:
        os.fsync(fh)

    def mkdir(self, path: str, mode: int) -> None:
        os.mkdir(self.real(path), mode)

    def rmdir(self, path: str) -> None:
        os.rmdir(self.real(path))

    def unlink(self, path: str) -> None:
        os.unlink(self.real(path))

    def chmod(self, path: str, mode: int) -> None:
        os.chmod(self.real(path), mode)

    def chown(self, path: str, uid: int, gid: int) -> None:
        os.chown(self.real(path), uid, gid)

    def access(self, path: str, amode: int) -> None:
        if not os.access(self.real(path), amode):
            raise FuseOSError(errno.EACCES)

    def utimens(self, path: str, times: tuple[float, float] | None = None) -> None:
        os.utime(self.real(path), times)


if __name__ == "__main__":
    FUSE(FoldingDisk(Path(sys.argv[1]), sys.argv[3] == "nfd"), sys.argv[2], foreground=True, nothreads=True)
