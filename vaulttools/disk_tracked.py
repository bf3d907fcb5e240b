"""Which files of a vault git tracks: those that a commit of its index would hold."""

import os
from collections.abc import Collection

from vaulttools.disk_repository import git, names_in, require_repository
from vaulttools.disk_scan import Scan, foreign_folders
from vaulttools.errors import VaultError
from vaulttools.names import those_of

_GITLINK = "160000"


def only_tracked(root: str, found: Scan) -> Scan:
    """What of a scan git tracks; the rest is left out, as if it were not there.

    Files count that are added, though not committed; not those that `git add -N` only announces. Submodules are looked
    into, and all of a repository that git does not look into counts. No repository, and no note that is tracked, are
    VaultErrors.
    """
    require_repository(root, "--tracked needs one")
    index = _index(root)
    words = ("ls-files", "--stage", "--recurse-submodules", "-z", "--", ".")
    entries = [entry.partition("\t") for entry in names_in(git(root, *words, index=index))]
    files = {path for _, _, path in entries} - _announced(root, index)
    files |= those_of({*found.notes, *found.others}, files)
    gitlinks = tuple(f"{path}/" for facts, _, path in entries if facts.startswith(_GITLINK))

    def is_tracked(path: str) -> bool:
        return path in files or path.startswith(gitlinks)

    notes = tuple(filter(is_tracked, found.notes))
    if not notes:
        raise VaultError(f"git tracks no note in {root}; add them (git add), or leave --tracked out")
    others = tuple(filter(is_tracked, found.others))
    skipped = tuple(item for item in found.skipped if is_tracked(item.path) or _holds(item.path, files))
    # As in a clone: what makes a folder a vault of its own has to be tracked too.
    foreign = {*foreign_folders(files), *(path for path in found.foreign if path.startswith(gitlinks))}
    return Scan(notes, others, skipped, tuple(sorted(foreign)))


def _announced(root: str, index: str) -> set[str]:
    """The files of `git add -N`: they are in the index, but in no commit of it."""
    words = (
        "diff-files",
        "--diff-filter=A",
        "--name-only",
        "--ignore-submodules",
        "--relative",
        "-z",
        "--",
        ".",
    )
    return set(names_in(git(root, *words, index=index)))


def _holds(folder: str, files: Collection[str]) -> bool:
    """Whether any of the files lies in a folder: "" or a path with a slash at its end."""
    return not folder or (folder.endswith("/") and any(path.startswith(folder) for path in files))


def _index(root: str) -> str:
    """The index that git has named to its hook, if it is one of this repository; else "", for the usual one.

    `git commit -a` and `git commit FILE` have an index of their own while their hooks run. A relative path counts from
    the top of the repository, as it does for git.
    """
    named = os.environ.get("GIT_INDEX_FILE", "")
    if not named:
        return ""
    own, top = (
        os.fsdecode(git(root, "rev-parse", what)).removesuffix("\n")
        for what in ("--absolute-git-dir", "--show-toplevel")
    )
    index = os.path.join(top, named)
    folder = os.path.dirname(index)
    is_of_another = os.path.exists(os.path.join(folder, "HEAD")) and not os.path.samefile(folder, own)
    return "" if is_of_another or not os.path.isfile(index) else index
