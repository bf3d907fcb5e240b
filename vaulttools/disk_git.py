"""The vault as it was at a revision, read from git without a checkout."""

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from vaulttools.config import Config
from vaulttools.disk_history import renamed_folder
from vaulttools.disk_repository import base_of, git, names_in, unread_history
from vaulttools.disk_scan import foreign_folders, is_link_source, is_note
from vaulttools.disk_settings import excluded_because
from vaulttools.errors import VaultError
from vaulttools.names import those_of
from vaulttools.note import Note, parse
from vaulttools.text import decode
from vaulttools.vault import LinkSource, Unreadable, Vault

_MEGABYTE = 1_000_000


class _Blob(NamedTuple):
    """A file of a revision: its path from the vault's root, its object, the repository that has it, its kind.

    `place` is its path in that repository, by which git's attributes know it.
    """

    path: str
    place: str
    name: str
    where: str
    is_plain: bool


class _Past(NamedTuple):
    """What is gathered of the vault at a revision, repository by repository.

    `prefix` leads from the repository's root to the vault. `same` are the files that were there and did not change, as
    git calls them, `changed` those to be read from git, `listed` all paths, hidden ones too. `remarks` say what could
    not be compared.
    """

    root: str
    prefix: str
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
    prefix = os.fsdecode(git(root, "rev-parse", "--show-prefix")).removesuffix("\n")
    past = _Past(root, prefix, frozenset((*now.notes, *now.attachments)), set(), [], [], [])
    _gather_vault(past, base, revision)
    same = those_of(past.today, past.same)
    notes = {path: note for path, note in now.notes.items() if path in same}
    sources = {path: source for path, source in now.sources.items() if path in same}
    _add_changed(past.changed, config, notes, sources)
    paths = {*same, *(blob.path for blob in past.changed)}
    attachments = tuple(sorted(paths - set(notes)))
    because, _ = excluded_because(root, [*notes, *attachments], foreign_folders(past.listed), config)
    ordered = dict(sorted(notes.items())), attachments, dict(sorted(sources.items()))
    return Vault(now.name, *ordered, tuple(sorted(past.remarks)), frozenset(because))


def _gather_vault(past: _Past, base: str, revision: str) -> None:
    """Gather the vault's own repository from where the vault lay in it at the commit `base`."""
    _add_ignored(past, "")
    tree = _tree(past.root, base, past.prefix)
    if tree is not None:
        _gather(past, "", past.root, tree, _unchanged_since(past.root, base))
        return
    renamed = renamed_folder(past.root, base, past.prefix)
    tree = renamed and _tree(past.root, base, renamed.old)
    if renamed and tree:
        _gather(past, "", past.root, tree, renamed.same.__contains__)
        was = renamed.old.rstrip("/") or "the root of the repository"
        past.remarks.append(Unreadable("", f"is compared with '{was}', which it was renamed from, says git"))
        return
    if past.today - past.same:
        remedy = "if it was only renamed, add it to git first"
        past.remarks.append(
            Unreadable("", f"was not there in '{revision}', so all of it counts as new; {remedy}")
        )


def _gather(past: _Past, inner: str, where: str, tree: str, is_same: Callable[[str], bool]) -> None:
    """Gather the files of a tree of the repository `where`; it lay in the vault's folder `inner`: "", or "sub/"."""
    above = "" if inner else past.prefix
    for mode, kind, name, path in _entries(where, tree):
        full = inner + path
        past.listed.append(full)
        if _is_hidden(full):
            continue
        if kind == "commit":
            _gather_submodule(past, os.path.join(past.root, inner), full, name, is_same(path))
        elif not is_same(path):
            past.changed.append(_Blob(full, above + path, name, where, mode.startswith("100")))
        else:
            past.same.add(full)


def _gather_submodule(past: _Past, above: str, path: str, commit: str, is_same: bool) -> None:
    """Gather a submodule at the commit it had. Where that is not here, its files count as unchanged.

    `above` is a folder of the repository that it is a submodule of.
    """
    folder = os.path.join(past.root, path)
    if os.path.exists(os.path.join(folder, ".git")) and _has(folder, commit):
        _gather(past, path + "/", folder, commit, _unchanged_since(folder, commit))
        _add_ignored(past, path + "/")
        return
    kept = (place for place in _kept_repositories(above) if _has(place, commit))
    where = None if is_same else next(kept, None)
    if where is not None:
        _gather(past, path + "/", where, commit, lambda path: False)
        return
    past.same.update(file for file in past.today if file.startswith(path + "/"))
    if not is_same:
        refused = unread_history(folder) if os.path.exists(os.path.join(folder, ".git")) else ""
        why = refused or f"its commit {commit[:8]} is not here"
        reason = f"is a submodule that changed, but its files count as unchanged: {why}"
        past.remarks.append(Unreadable(path, reason))


def _kept_repositories(folder: str) -> Iterator[str]:
    """Where git keeps the repositories of submodules, those that were moved or taken out too."""
    try:
        modules = os.fsdecode(git(folder, "rev-parse", "--git-path", "modules")).removesuffix("\n")
    except VaultError:  # the folder is gone
        return
    for place, folders, files in os.walk(os.path.join(folder, modules)):
        folders.sort()
        if "HEAD" in files:
            folders.clear()
            yield place


def _has(where: str, commit: str) -> bool:
    try:
        _read_objects(where, "cat-file", "-e", commit)
    except VaultError:
        return False
    return True


def _add_ignored(past: _Past, inner: str) -> None:
    """Files that git ignores count as unchanged; so does a repository that it ignores, listed as "name/"."""
    words = ("--others", "--ignored", "--exclude-standard", "-z", "--", ".")
    ignored = [inner + name for name in names_in(git(os.path.join(past.root, inner), "ls-files", *words))]
    past.same.update(ignored)
    folders = tuple(name for name in ignored if name.endswith("/"))
    past.same.update(path for path in past.today if path.startswith(folders))


def _unchanged_since(folder: str, commit: str) -> Callable[[str], bool]:
    """Whether a file of a folder is what it was at a commit, by its path from that folder.

    So is one that git was told not to check out: it is not there today, and was not missed then.
    """
    options = (
        "--name-only",
        "--no-renames",
        "--no-ext-diff",
        "--ignore-submodules=dirty",
        "--relative",
        "-z",
    )
    changed = frozenset(names_in(git(folder, "diff", *options, commit, "--", ".")))
    tagged = names_in(git(folder, "ls-files", "-t", "-z", "--", "."))
    sparse = {line[2:] for line in tagged if line.startswith("S ")}
    return lambda path: (
        path not in changed or (path in sparse and not os.path.lexists(os.path.join(folder, path)))
    )


def _add_changed(
    blobs: Sequence[_Blob], config: Config, notes: dict[str, Note], sources: dict[str, LinkSource]
) -> None:
    """Read what changed: notes and other files with links into these two, not what is too large."""
    wanted = [blob for blob in blobs if blob.is_plain and (is_note(blob.path) or is_link_source(blob.path))]
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


def _entries(where: str, tree: str, path: str = "") -> Iterator[tuple[str, str, str, str]]:
    """Mode, kind, object and path of all files of a tree, or of the one thing at a path of it."""
    words = ("--", path) if path else ("-r",)
    for line in names_in(
        _read_objects(where, "--literal-pathspecs", "ls-tree", "-z", "--full-tree", tree, *words)
    ):
        facts, _, found = line.partition("\t")
        mode, kind, name = facts.split(" ")
        yield mode, kind, name, found


def _contents(blobs: Sequence[_Blob]) -> Iterator[bytes]:
    """What the files hold, in order, from one `git cat-file --batch` for each repository.

    As a checkout would write them: through the filters that git is told of, which may decrypt notes.
    """
    for where, some in groupby(blobs, lambda blob: blob.where):
        asked = [b"%s %s\n" % (blob.name.encode(), _in_a_line(blob.place)) for blob in some]
        mark = os.urandom(16).hex()  # the sizes that git gives are those before its filters
        answer = _read_objects(where, "cat-file", f"--batch={mark}", "--filters", given=b"".join(asked))
        held = answer.split(f"{mark}\n".encode())[1:]
        if len(held) != len(asked):
            raise VaultError(f"the repository in {where} lacks some of its files; run `git fsck` there")
        yield from (data[:-1] for data in held)


def _in_a_line(path: str) -> bytes:
    return os.fsencode(path).replace(b"\n", b" ")


def _read_objects(where: str, *words: str, given: bytes = b"") -> bytes:
    """What git reads from a repository, named by a folder of its work tree or by the folder of its objects."""
    # A submodule that was taken out has no work tree any more, and git would stop at that.
    here = ("--work-tree=.",) if os.path.isfile(os.path.join(where, "HEAD")) else ()
    return git(where, *here, *words, given=given)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
