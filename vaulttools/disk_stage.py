"""Our own folder in a vault: files made ready for a write, journals, records for `undo`, and rescued texts.

.vaulttools/new       being made ready; worth nothing yet
.vaulttools/work      a change under way: its journal, new texts, and texts taken out of the vault
.vaulttools/undo/7    a change that was made; 7 counts up
.vaulttools/rescued/2 texts that another program wrote in the middle of a change
.vaulttools/trash     being deleted
"""

import errno
import os
from collections.abc import Iterable, Mapping, Sequence

from vaulttools.disk_guard import OWN, make_own, own
from vaulttools.disk_marks import holds, is_there
from vaulttools.disk_plan import Draft
from vaulttools.disk_rename import sync_folder, sync_stream, write_synced
from vaulttools.errors import VaultError
from vaulttools.journal import Journal, from_text, kept, to_text
from vaulttools.text import decode, encode

_JOURNAL = "journal.json"
_MANY = 32
_NO_XATTR = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENODATA)


def stage(root: str, made: Draft) -> tuple[str, ...]:
    """Make the files of a draft and its journal ready.

    Everything has reached the disk when this returns. The result are remarks for the user.
    """
    folder = own(root, "new")
    remarks: list[str] = []
    for path, data, like in made.staged:
        with open(_ready(folder, path), "xb") as stream:
            stream.write(data)
        if like:
            remarks += _take_after(_ready(folder, path), like, os.path.relpath(like, root))
    _sync_all([_ready(folder, path) for path, _, _ in made.staged])
    write_synced(os.path.join(folder, _JOURNAL), encode(to_text(made.journal)))
    sync_folder(folder)
    return tuple(remarks)


def begin(root: str) -> None:
    """Make what was made ready the change under way: from here on a run that is cut off can be taken back."""
    os.rename(own(root, "new"), own(root, "work"))
    sync_folder(own(root))


def read_journal(root: str, place: str) -> Journal:
    """The journal in a folder of ours. VaultError where there is none, or none that makes sense."""
    file = own(root, f"{place}/{_JOURNAL}")
    try:
        with open(file, "rb") as stream:
            return from_text(decode(stream.read()))
    except (FileNotFoundError, ValueError, RecursionError) as error:
        raise VaultError(
            f"{file} is no journal: {error}; look what lies beside it, then delete the folder"
        ) from error


def commit(root: str) -> int:
    """Turn the change under way into one that was made: its number among the records for `undo`."""
    number = max(records(root), default=0) + 1
    make_own(root, "undo")
    os.rename(own(root, "work"), own(root, f"undo/{number}"))
    return number


def records(root: str) -> list[int]:
    """The numbers of the changes that can be taken back, the oldest first."""
    return _numbers(root, "undo")


def discard(root: str, place: str, journal: Journal, done: bool) -> tuple[str, ...]:
    """Throw away a folder whose files are not needed any more; one that holds more than ours is rescued.

    `done` says whether the steps of the journal are done or taken back. The result are remarks.
    """
    marks = {path.rpartition("/")[2]: mark for path, mark in kept(journal.steps, OWN, done).items()}
    if not _only_ours(own(root, place), marks):
        where = rescue(root, place)
        return (f"another program saved a file while it was being replaced; what it wrote lies in {where}",)
    os.rename(own(root, place), own(root, "trash"))
    clear(root, "trash")
    return ()


def rescue(root: str, place: str) -> str:
    """Put a folder of ours where it stays for good; the result says where."""
    make_own(root, "rescued")
    name = f"rescued/{max(_numbers(root, 'rescued'), default=0) + 1}"
    os.rename(own(root, place), own(root, name))
    sync_own(root)
    return f"{OWN}/{name}"


def clear(root: str, place: str) -> None:
    """Delete a folder of ours with the files in it, if it is there.

    Its name reaches the disk first: after a power cut nothing may stand under an older one half deleted.
    """
    folder = own(root, place)
    if not is_there(folder):
        return
    sync_own(root)
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    os.rmdir(folder)


def sync_own(root: str) -> None:
    """Have the names of all folders of ours reach the disk."""
    for place in ("", "undo", "rescued"):
        if is_there(own(root, place)):
            sync_folder(own(root, place))


def _ready(folder: str, path: str) -> str:
    return os.path.join(folder, path.rpartition("/")[2])


def _numbers(root: str, place: str) -> list[int]:
    try:
        names = os.listdir(own(root, place))
    except FileNotFoundError:
        return []
    return sorted(int(name) for name in names if name.isascii() and name.isdecimal())


def _only_ours(folder: str, marks: Mapping[str, str]) -> bool:
    names: Iterable[str] = os.listdir(folder)
    return all(
        name == _JOURNAL or (name in marks and holds(os.path.join(folder, name), marks[name]))
        for name in names
    )


def _sync_all(files: Sequence[str]) -> None:
    """Have files reach the disk; many at once, which the disk then writes down in one go: 14 times as quick."""
    if len(files) < _MANY:
        for file in files:
            _sync(file)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(_sync, files))


def _sync(file: str) -> None:
    handle = os.open(file, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        sync_stream(handle, file)
    finally:
        os.close(handle)


def _take_after(file: str, like: str, name: str) -> list[str]:
    """Give a file the mode, owner and attributes of another; what cannot be given is said."""
    old, new = os.stat(like), os.stat(file)
    remarks = []
    if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        try:
            os.chown(file, old.st_uid, old.st_gid)
        except PermissionError:
            remarks.append(f"'{name}' could not keep its owner or group")
    os.chmod(file, old.st_mode & 0o7777)
    if hasattr(os, "listxattr"):
        remarks += _take_attributes(file, like, name)
    return remarks


def _take_attributes(file: str, like: str, name: str) -> list[str]:
    try:
        for attribute in os.listxattr(like):
            os.setxattr(file, attribute, os.getxattr(like, attribute))
    except PermissionError:
        return [f"'{name}' could not keep its extended attributes"]
    except OSError as error:
        if error.errno not in _NO_XATTR:
            raise
    return []
