"""What files were called once, and what a note once said, read from git."""

from collections.abc import Iterator, Sequence

from vaulttools.disk_repository import git, names_in, objects_in
from vaulttools.errors import VaultError
from vaulttools.patterns import pattern
from vaulttools.successors import Renamed, Version
from vaulttools.text import decode

# A note that is saved by a machine every few minutes has thousands of versions; the latest have to do.
_MOST_VERSIONS = 200
_RENAME = pattern(r"R\d{3}")
_NOTHING = "0" * 40


def read_renamed(root: str) -> dict[str, Renamed]:
    """For each path that a file of the vault had before: the path it has now.

    The commit is the last that renamed it; what is staged but not committed counts too. Empty where the vault lies
    in no repository, or has no commit. A path that two files had, one after the other, is the later one's: it leads
    nowhere where that was deleted.
    """
    found: dict[str, Renamed | None] = {}
    commit = ""
    options = ("--name-status", "--diff-filter=RD", "-M60%")
    listed = [*_listed(root, "diff", *options, "HEAD", "--", "."), *_log(root, *options, "HEAD", "--", ".")]
    parts = iter(listed)
    for part in parts:
        status = part.strip("\n")
        if status == "D":
            found.setdefault(next(parts), None)
        elif _RENAME.fullmatch(status):
            old, new = next(parts), next(parts)
            # Newest first: where a file went from its new path is known already.
            found.setdefault(old, found.get(new) or Renamed(new, commit))
        else:
            commit = part
    return {old: now for old, now in found.items() if now}


def read_versions(root: str, path: str) -> tuple[Version, ...]:
    """The changes of a note, newest first, under all names it had: the latest 200. Empty without a repository."""
    options = ("--raw", "--no-abbrev", f"-n{_MOST_VERSIONS}", "HEAD", "--", path)
    # Following a note through its renames needs files that a partial clone may lack.
    changes = list(_changes(_log(root, "--follow", *options) or _log(root, *options)))
    names = {name for _, old, new in changes for name in (old, new)} - {_NOTHING}
    texts = {_NOTHING: "", **_texts(root, sorted(names))}
    return tuple(Version(commit[:8], texts.get(old, ""), texts.get(new, "")) for commit, old, new in changes)


def _log(root: str, *words: str) -> list[str]:
    return _listed(root, "log", "--format=%h", "--no-show-signature", *words)


def _listed(root: str, command: str, *words: str) -> list[str]:
    try:
        return names_in(git(root, command, "--no-ext-diff", "--relative", "-z", *words))
    except VaultError:
        return []


def _changes(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Commit, and the names of the two texts. A part such as ":100644 100644 OLD NEW M" is followed by paths."""
    commit = ""
    left = iter(parts)
    for part in left:
        if not part.startswith("\n:"):
            commit = part
            continue
        _, _, old, new, status = part.split(" ")
        next(left)
        if status.startswith(("R", "C")):
            next(left)
        yield commit, old, new


def _texts(root: str, names: Sequence[str]) -> dict[str, str]:
    """The texts of these objects. One that a partial clone lacks is left out."""
    if not names:
        return {}
    answer = git(root, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
    found = zip(names, objects_in(answer, len(names)), strict=True)
    return {name: decode(data) for name, data in found if data is not None}
