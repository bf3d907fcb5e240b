"""The vault as it was at a revision, read from git without a checkout."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaulttools.config import Config
from vaulttools.disk_repository import base_of, git, names_in
from vaulttools.disk_scan import FOREIGN_NAMES, LINK_SOURCES, is_note
from vaulttools.disk_settings import excluded_paths
from vaulttools.note import Note, parse
from vaulttools.text import decode
from vaulttools.vault import LinkSource, Vault

_MEGABYTE = 1_000_000


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


def _unchanged(now: Vault, paths: set[str]) -> tuple[dict[str, Note], dict[str, LinkSource]]:
    notes = {path: note for path, note in now.notes.items() if path in paths}
    return notes, {path: source for path, source in now.sources.items() if path in paths}


def _add_changed(
    root: str, blobs: Sequence[_Blob], config: Config, notes: dict[str, Note], sources: dict[str, LinkSource]
) -> None:
    wanted = [
        blob for blob in blobs if blob.is_plain and (is_note(blob.path) or blob.path.endswith(LINK_SOURCES))
    ]
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
