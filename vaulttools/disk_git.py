"""The vault as it was at a revision, read from git without a checkout."""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from vaulttools.config import Config
from vaulttools.disk_history import renamed_folder
from vaulttools.disk_repository import base_of, git, names_in
from vaulttools.disk_scan import LINK_SOURCES, foreign_folders, is_note
from vaulttools.disk_settings import excluded_paths
from vaulttools.errors import VaultError
from vaulttools.note import Note, parse
from vaulttools.text import decode
from vaulttools.vault import LinkSource, Unreadable, Vault

_MEGABYTE = 1_000_000


class _Blob(NamedTuple):
    """A file of a revision: its path from the vault's root, its object, the folder of its repository, its kind."""

    path: str
    name: str
    folder: str
    is_plain: bool


class _Past(NamedTuple):
    """What is gathered of the vault at a revision, repository by repository.

    `same` are the files of `today` that were there and did not change, `changed` those to be read from git, `listed`
    all paths, hidden ones too. `remarks` say what could not be compared.
    """

    root: str
    today: frozenset[str]
    same: set[str]
    changed: list[_Blob]
    listed: list[str]
    remarks: list[Unreadable]


def read_vault_at(root: str, revision: str, now: Vault, config: Config) -> Vault:
    """The vault as it was where the current commit and `revision` parted, with today's settings.

    `now` is the vault on disk: what did not change is taken from it. So are files that git ignores. Submodules are
    read at the commit they had; a vault whose folder was renamed, in the old one. `unreadable` says in which of these
    something could not be compared. No repository, an unknown revision, a clone too shallow, are VaultErrors.
    """
    base = base_of(root, revision)
    past = _Past(root, frozenset((*now.notes, *now.attachments)), set(), [], [], [])
    _gather_vault(past, base, revision)
    notes = {path: note for path, note in now.notes.items() if path in past.same}
    sources = {path: source for path, source in now.sources.items() if path in past.same}
    _add_changed(past.changed, config, notes, sources)
    paths = past.same.union(blob.path for blob in past.changed)
    attachments = tuple(sorted(paths - set(notes)))
    excluded, _ = excluded_paths(root, [*notes, *attachments], foreign_folders(past.listed), config)
    ordered = dict(sorted(notes.items())), attachments, dict(sorted(sources.items()))
    return Vault(now.name, *ordered, tuple(sorted(past.remarks)), excluded)


def _gather_vault(past: _Past, base: str, revision: str) -> None:
    """Gather the vault's own repository from where the vault lay in it at the commit `base`."""
    prefix = os.fsdecode(git(past.root, "rev-parse", "--show-prefix")).removesuffix("\n")
    tree = _tree(past.root, base, prefix)
    if tree is not None:
        _gather(past, "", tree, _unchanged_since(past.root, base))
        return
    renamed = renamed_folder(past.root, base, prefix)
    tree = renamed and _tree(past.root, base, renamed.old)
    if renamed and tree:
        _gather(past, "", tree, renamed.same.__contains__)
        was = renamed.old.rstrip("/") or "the root of the repository"
        past.remarks.append(Unreadable("", f"is compared with '{was}', which it was renamed from, says git"))
        return
    _add_ignored(past, "")
    if past.today - past.same:
        remedy = "if it was only renamed, add it to git first"
        past.remarks.append(
            Unreadable("", f"was not there in '{revision}', so all of it counts as new; {remedy}")
        )


def _gather(past: _Past, inner: str, tree: str, is_same: Callable[[str], bool]) -> None:
    """Gather the files of a tree, which lies in the vault's folder `inner`: "", or a submodule as in "sub/"."""
    folder = os.path.join(past.root, inner)
    for mode, kind, name, path in _entries(folder, tree):
        full = inner + path
        past.listed.append(full)
        if _is_hidden(full):
            continue
        if kind == "commit":
            _gather_submodule(past, full, name, is_same(path))
        elif not is_same(path):
            past.changed.append(_Blob(full, name, folder, mode.startswith("100")))
        elif full in past.today:  # else git was told not to check it out, or we pass it over
            past.same.add(full)
    _add_ignored(past, inner)


def _gather_submodule(past: _Past, path: str, commit: str, is_same: bool) -> None:
    """Gather a submodule at the commit it had. Where that is not here, its files count as unchanged."""
    folder = os.path.join(past.root, path)
    try:
        if not os.path.exists(os.path.join(folder, ".git")):
            raise VaultError("its repository is not here")
        git(folder, "cat-file", "-e", commit, otherwise=f"its repository lacks the commit {commit[:8]}")
    except VaultError as error:
        past.same.update(file for file in past.today if file.startswith(path + "/"))
        if not is_same:
            reason = f"is a submodule that changed, but {error}; its files count as unchanged"
            past.remarks.append(Unreadable(path, reason))
        return
    _gather(past, path + "/", commit, _unchanged_since(folder, commit))


def _add_ignored(past: _Past, inner: str) -> None:
    """Files that git ignores count as unchanged; so does a repository that it ignores, listed as "name/"."""
    words = ("--others", "--ignored", "--exclude-standard", "-z", "--", ".")
    ignored = [inner + name for name in names_in(git(os.path.join(past.root, inner), "ls-files", *words))]
    past.same.update(past.today.intersection(ignored))
    folders = tuple(name for name in ignored if name.endswith("/"))
    past.same.update(path for path in past.today if path.startswith(folders))


def _unchanged_since(folder: str, commit: str) -> Callable[[str], bool]:
    """Whether a file of a folder is what it was at a commit, by its path from that folder."""
    options = (
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
        "--ignore-submodules=dirty",
        "--relative",
        "-z",
    )
    changed = frozenset(names_in(git(folder, "diff", *options, commit, "--", ".")))
    return lambda path: path not in changed


def _add_changed(
    blobs: Sequence[_Blob], config: Config, notes: dict[str, Note], sources: dict[str, LinkSource]
) -> None:
    """Read what changed: notes and other files with links into these two, not what is too large."""
    wanted = [
        blob for blob in blobs if blob.is_plain and (is_note(blob.path) or blob.path.endswith(LINK_SOURCES))
    ]
    for blob, data in zip(wanted, _contents(wanted), strict=True):
        if len(data) > config.largest_note * _MEGABYTE:
            continue
        if is_note(blob.path):
            notes[blob.path] = parse(blob.path, decode(data))
        else:
            from vaulttools.canvas import parse_source

            sources[blob.path] = parse_source(blob.path, decode(data))


def _tree(root: str, commit: str, folder: str) -> str | None:
    """The tree of a folder of the repository ("" or with a slash at its end) at a commit; None where it was none."""
    if not folder:
        return commit
    found = list(_entries(root, commit, folder.rstrip("/")))
    return next((name for _, kind, name, _ in found if kind == "tree"), None)


def _entries(folder: str, tree: str, path: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Mode, kind, object and path of all files of a tree, or of the one thing at a path of it."""
    words = ("--", path) if path else ("-r",)
    for line in names_in(git(folder, "ls-tree", "-z", "--full-tree", tree, *words)):
        facts, _, found = line.partition("\t")
        mode, kind, name = facts.split(" ")
        yield mode, kind, name, found


def _contents(blobs: Sequence[_Blob]) -> Iterator[bytes]:
    """What the files hold, in order, from one `git cat-file --batch` for each repository."""
    for folder, some in groupby(blobs, lambda blob: blob.folder):
        names = [blob.name for blob in some]
        answer = git(folder, "cat-file", "--batch", given="".join(f"{name}\n" for name in names).encode())
        place = 0
        for _ in names:
            end = answer.index(b"\n", place)
            size = int(answer[place:end].rsplit(b" ", 1)[1])
            yield answer[end + 1 : end + 1 + size]
            place = end + size + 2


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
