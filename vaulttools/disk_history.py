"""What git remembers of each note: the day it first came in, and what it was called before."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from vaulttools.disk_repository import base_of, git, names_in
from vaulttools.disk_settings import repository_root
from vaulttools.errors import VaultError

# Notes of the whole repository, so that a vault that moved inside it keeps its days.
_NOTES = ":(top,icase,glob)**/*.md"


class RenamedFolder(NamedTuple):
    """What a folder was called: "" or a path with a slash at its end; and the files that stayed the same in it."""

    old: str
    same: frozenset[str]


class _Commit(NamedTuple):
    """The day of a commit, the notes it brought, and those it renamed: (old, new)."""

    day: date
    added: list[str]
    renamed: list[tuple[str, str]]


def first_days(root: str, notes: Collection[str]) -> dict[str, date]:
    """The day of the first commit of each of the notes, by path; a renamed note keeps its day.

    One `git log`. Nothing is said of notes that are in no commit, and nothing at all without git, without
    a repository, or in a shallow clone, whose oldest commit seems to bring everything.
    """
    try:
        facts = git(root, "rev-parse", "--is-shallow-repository", "--show-prefix").decode(errors="replace")
        is_shallow, prefix = facts.split("\n")[:2]
        if is_shallow != "false":
            return {}
        log = git(
            root, "log", "--topo-order", "--format=%x01%ad", "--date=short", "--no-show-signature", "--no-color",
            "--no-ext-diff", "--name-status", "--diff-filter=AR", "-M", "-z", "--", _NOTES,
        )  # fmt: skip
    except VaultError:
        return {}
    return _followed(_commits(log), {prefix + note: note for note in notes})


def _followed(commits: Iterator[_Commit], called: dict[str, str]) -> dict[str, date]:
    """The days, from commits newest first; `called` has each note by the name it had at that time."""
    days = {}
    for commit in commits:
        days.update({called[path]: commit.day for path in commit.added if path in called})
        # All at once: a commit may rename one note to the name that another gave up.
        before = {old: called.pop(new) for old, new in commit.renamed if new in called}
        called.update(before)
    return days


def _commits(log: bytes) -> Iterator[_Commit]:
    r"""What `git log --name-status -z` printed: `\1day`, then `A path` or `R100 old new`, all ended by NUL."""
    words = iter(names_in(log))
    commit = None
    for word in words:
        if word.startswith("\x01"):
            if commit is not None:
                yield commit
            commit = _Commit(date.fromisoformat(word[1:]), [], [])
        elif commit is not None and word.endswith("A"):
            commit.added.append(next(words))
        elif commit is not None:
            commit.renamed.append((next(words), next(words)))
    if commit is not None:
        yield commit


def renamed_since(root: str, revision: str) -> dict[str, str]:
    """Files that git takes for renamed since `revision` and the current commit parted: old path to new."""
    words = names_in(
        git(root, "diff", "--name-status", "--diff-filter=R", "-M", "--no-ext-diff", "--relative", "-z",
            base_of(root, revision), "--", ".")
    )  # fmt: skip
    return dict(zip(words[1::3], words[2::3], strict=True))


def renamed_folder(root: str, base: str, new: str) -> RenamedFolder | None:
    """The folder that git takes for renamed to `new` (with a slash at its end) since the commit `base`.

    It is the one that most of the files come from that were renamed into `new` and kept their place in it.
    None where there is none.
    """
    words = _all_renamed(repository_root(root) or root, base)
    renames = zip(words[::3], words[1::3], words[2::3], strict=True)
    came = [(kind, old, now[len(new) :]) for kind, old, now in renames if now.startswith(new)]
    places: dict[str, list[tuple[str, str]]] = {}
    for kind, old, place in came:
        folder = old.removesuffix(place)
        if folder != old and (not folder or folder.endswith("/")):
            places.setdefault(folder, []).append((kind, place))
    for folder, found in places.items():
        if 2 * len(found) > len(came):
            return RenamedFolder(folder, frozenset(place for kind, place in found if kind == "R100"))
    return None


def _all_renamed(top: str, base: str) -> list[str]:
    """Kind, old path and new path of all that was renamed since a commit, one behind the other."""
    options = ("--name-status", "--diff-filter=R", "--no-ext-diff", "--ignore-submodules=dirty", "-z")
    # A partial clone may lack what is in the files; which are the same to the byte can be told without.
    for how in ("-M", "-M100%"):
        try:
            return names_in(git(top, "diff", how, *options, base))
        except VaultError:
            continue
    return []
