"""The vault as it was at a revision, read from git without a checkout."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaulttools.config import Config
from vaulttools.disk_scan import FOREIGN_NAMES, is_link_source, is_note
from vaulttools.disk_settings import excluded_paths
from vaulttools.errors import VaultError
from vaulttools.note import Note, parse
from vaulttools.text import decode
from vaulttools.vault import LinkSource, Vault

_MEGABYTE = 1_000_000
# git sets these for its hooks, with paths from another folder.
_OF_HOOKS = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE")


class _Blob(NamedTuple):
    """A file of a revision: its path from the vault's root, its object, whether it is a plain file."""

    path: str
    name: str
    is_plain: bool


def read_vault_at(root: str, revision: str, now: Vault, config: Config) -> Vault:
    """The vault as it was where the current commit and `revision` parted, with today's settings.

    `now` is the vault on disk: what did not change is taken from it. So are files that git ignores. No
    repository, an unknown revision, a clone too shallow, are VaultErrors.
    """
    base = base_of(root, revision)
    changed = frozenset(
        names_in(
            git(
                root,
                "diff",
                "--name-only",
                "--no-renames",
                "--no-ext-diff",
                "--relative",
                "-z",
                base,
                "--",
                ".",
            )
        )
    )
    ignored = names_in(git(root, "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", "."))
    today = {*now.notes, *now.attachments}
    everything = list(_blobs(root, base))
    blobs = [blob for blob in everything if not _is_hidden(blob.path)]
    paths = {blob.path for blob in blobs} | (today & set(ignored))
    notes, sources = _unchanged(now, paths - changed)
    _add_changed(root, [blob for blob in blobs if blob.path in changed], config, notes, sources)
    attachments = tuple(sorted(paths - set(notes)))
    excluded, _ = excluded_paths(root, [*notes, *attachments], _foreign(everything), config)
    return Vault(
        now.name, dict(sorted(notes.items())), attachments, dict(sorted(sources.items())), (), excluded
    )


def base_of(root: str, revision: str) -> str:
    """The commit to compare with. Each thing that may be wrong has its own message."""
    git(root, "rev-parse", "--git-dir", otherwise=f"{root} lies in no git repository; comparing needs one")
    is_shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    remedy = "the clone is shallow; fetch all of it (fetch-depth: 0)" if is_shallow else "see git log"
    unknown = f"git knows no revision '{revision}'; {remedy}"
    commit = git(root, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}", otherwise=unknown)
    unrelated = f"'{revision}' and the current commit have no common past; {remedy}"
    return git(root, "merge-base", commit.decode().strip(), "HEAD", otherwise=unrelated).decode().strip()


def _unchanged(now: Vault, paths: set[str]) -> tuple[dict[str, Note], dict[str, LinkSource]]:
    notes = {path: note for path, note in now.notes.items() if path in paths}
    return notes, {path: source for path, source in now.sources.items() if path in paths}


def _add_changed(
    root: str, blobs: Sequence[_Blob], config: Config, notes: dict[str, Note], sources: dict[str, LinkSource]
) -> None:
    wanted = [blob for blob in blobs if blob.is_plain and (is_note(blob.path) or is_link_source(blob.path))]
    for blob, data in zip(wanted, _contents(root, wanted), strict=True):
        if len(data) > config.largest_note * _MEGABYTE:
            continue
        if is_note(blob.path):
            notes[blob.path] = parse(blob.path, decode(data))
        else:
            from vaulttools.canvas import parse_source

            sources[blob.path] = parse_source(blob.path, decode(data))


def _blobs(root: str, commit: str) -> Iterator[_Blob]:
    """The files below the vault's root, as `git ls-tree` lists them: `mode blob object<tab>path`."""
    for line in names_in(git(root, "ls-tree", "-r", "-z", commit, "--", ".")):
        facts, _, path = line.partition("\t")
        mode, kind, name = facts.split(" ")
        if kind == "blob":
            yield _Blob(path, name, mode.startswith("100"))


def _contents(root: str, blobs: Sequence[_Blob]) -> Iterator[bytes]:
    """What the files hold, in order, from one `git cat-file --batch`."""
    asked = "".join(f"{blob.name}\n" for blob in blobs).encode()
    answer = git(root, "cat-file", "--batch", given=asked) if blobs else b""
    place = 0
    for _ in blobs:
        end = answer.index(b"\n", place)
        size = int(answer[place:end].rsplit(b" ", 1)[1])
        yield answer[end + 1 : end + 1 + size]
        place = end + size + 2


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _foreign(blobs: Sequence[_Blob]) -> list[str]:
    """The folders that are not the writer's own: see `disk_scan.Scan`."""
    found = set()
    for blob in blobs:
        parts = blob.path.split("/")
        for number, part in enumerate(parts[:-1]):
            if part in FOREIGN_NAMES:
                found.add("/".join(parts[: number + 1]) + "/")
            elif part == ".obsidian" and number:
                found.add("/".join(parts[:number]) + "/")
    return sorted(found)


def names_in(output: bytes) -> list[str]:
    """The paths (or words) of what git printed with `-z`."""
    return [os.fsdecode(name) for name in output.split(b"\0") if name]


def git(root: str, *words: str, given: bytes = b"", otherwise: str = "") -> bytes:
    """What git prints. Where it fails: a VaultError with our words, or its own last line."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    settings = {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(["git", "-C", root, *words], input=given, capture_output=True, env=settings)
    except FileNotFoundError:
        raise VaultError("git is not installed; comparing needs it") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise VaultError(otherwise or f"git {words[0]} failed: {said[-1]}")
    return done.stdout
