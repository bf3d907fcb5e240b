"""git as a program: what it prints, why it refuses, and from which commit a comparison starts."""

import os
import subprocess
from collections.abc import Iterator

from vaulttools.disk_settings import repository_root
from vaulttools.errors import VaultError

# git sets these for its hooks, with paths from another folder.
_OF_HOOKS = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE")


def git(root: str, *words: str, given: bytes = b"", otherwise: str = "", index: str = "") -> bytes:
    """What git prints. Where it fails: a VaultError with our words, or its own.

    `index` is the file to use in the place of the repository's own index. That a repository is another user's is
    always said in git's own words, for they have the remedy.
    """
    kept = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    settings = {
        **kept,
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
        **({"GIT_INDEX_FILE": index} if index else {}),
    }
    try:
        done = subprocess.run(["git", "-C", root, *words], input=given, capture_output=True, env=settings)
    except FileNotFoundError:
        raise VaultError("git is not installed; install it, what is asked for lies in a repository") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        command = next(word for word in words if not word.startswith("-"))
        raise VaultError(_distrust(root, said) or otherwise or f"git {command} failed: {_reason(said)}")
    return done.stdout


def names_in(output: bytes) -> list[str]:
    """The paths (or words) of what git printed with `-z`."""
    return [os.fsdecode(name) for name in output.split(b"\0") if name]


def objects_in(output: bytes, count: int) -> Iterator[bytes | None]:
    """What so many objects hold, of what `git cat-file --batch` printed; None for one that is not there."""
    place = 0
    for _ in range(count):
        end = output.index(b"\n", place)
        size, place = output[place:end].rpartition(b" ")[2], end + 1
        if size == b"missing":
            yield None
            continue
        end = place + int(size)
        yield output[place:end]
        place = end + 1


def require_repository(root: str, purpose: str) -> None:
    """VaultError where the vault lies in no repository, or in one that git does not read: with git's reason.

    `purpose` ends our own sentence: "comparing needs one".
    """
    try:
        git(root, "rev-parse", "--git-dir")
    except VaultError as error:
        if "not a git repository (or any" in str(error):
            raise VaultError(f"{root} lies in no git repository; {purpose}") from None
        raise


def unread_history(root: str) -> str:
    """Why git reads nothing of the repository the vault lies in; "" where it does, or where there is none."""
    if repository_root(root) is None:
        return ""
    try:
        git(root, "rev-parse", "--git-dir")
    except VaultError as error:
        return str(error)
    return ""


def base_of(root: str, revision: str) -> str:
    """The commit to compare with. Each thing that may be wrong has its own message."""
    require_repository(root, "comparing needs one")
    is_shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    remedy = "the clone is shallow; fetch all of it (fetch-depth: 0)" if is_shallow else "see git log"
    unknown = f"git knows no revision '{revision}'; {remedy}"
    commit = git(root, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}", otherwise=unknown)
    unrelated = f"'{revision}' and the current commit have no common past; {remedy}"
    return git(root, "merge-base", commit.decode().strip(), "HEAD", otherwise=unrelated).decode().strip()


def _distrust(root: str, said: str) -> str:
    """That git does not trust the owner of a repository, and what it says is to be done; "" for any other fault."""
    remedy = [line.strip() for line in said.splitlines() if "git config" in line and "safe.directory" in line]
    if not remedy:
        return ""
    return f"git reads nothing in {root}: {_reason(said)}; if you trust its files: {remedy[-1]}"


def _reason(said: str) -> str:
    """The line in which git says why, else its last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()] or ["no reason given"]
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    return fatal[0] if fatal else lines[-1]
