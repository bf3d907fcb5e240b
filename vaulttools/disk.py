"""The only door to the disk: read a vault and its settings, write an output."""

import gc
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from vaulttools.config import DEFAULTS, Config
from vaulttools.disk_scan import LINK_SOURCES, Scan, is_note, scan
from vaulttools.disk_settings import excluded_paths, find_vault_root, read_config
from vaulttools.disk_workers import in_processes
from vaulttools.errors import VaultError
from vaulttools.note import Note, parse
from vaulttools.text import decode
from vaulttools.vault import LinkSource, Unreadable, Vault

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "find_vault_root",
    "read_config",
    "read_text",
    "read_vault",
    "write_new_text",
    "write_text_atomically",
]

_CHUNK = 64 * 1024
_MEGABYTE = 1_000_000
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_vault(root: "Path | str", config: Config = DEFAULTS, jobs: int = 1) -> Vault:
    """The vault in a folder: every note parsed.

    What cannot be read, or should not be, stands in `unreadable`; the rest is read all the
    same. `jobs` processes share the parsing, with the same result; 0 means as many as pay. A folder
    that is missing, is no folder or holds no note is a VaultError.
    """
    folder = os.fspath(root)
    _require_folder(folder)
    found = scan(folder)
    if not found.notes:
        raise VaultError(f"{folder} holds no notes; name the folder that your .md files lie in")
    collecting = gc.isenabled()
    gc.disable()  # a fifth of the time goes into looking for garbage that is not there
    try:
        return _read(folder, found, config, jobs)
    finally:
        if collecting:
            gc.enable()


def read_text(path: str) -> str | None:
    """The text of a file that is no note, such as a baseline; None where there is none."""
    try:
        with open(path, "rb") as stream:
            return decode(stream.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VaultError(f"{path} cannot be read: {error.strerror}") from error


def files_below(root: str, folder: str) -> list[str]:
    """Every file below a folder of the vault, hidden ones and links too, by vault-relative path."""
    found = []
    for here, folders, files in os.walk(os.path.join(root, folder)):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        found += [
            os.path.relpath(os.path.join(here, name), root).replace(os.sep, "/") for name in files + links
        ]
    return sorted(found)


def write_new_text(path: str, text: str) -> bool:
    """Write a file that is not there yet, with the folders it needs. False where there is one: it stays."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "xb") as stream:
            stream.write(text.encode("utf-8", "surrogateescape"))
    except FileExistsError:
        return False
    except OSError as error:
        raise VaultError(f"{path} cannot be written: {error.strerror}") from error
    return True


def write_text_atomically(path: "Path | str", text: str) -> None:
    """Put a text into a file, whole or not at all; a note is never replaced. UTF-8."""
    target = os.path.realpath(path)
    data = text.encode("utf-8", "backslashreplace")
    try:
        if os.path.exists(target) and not os.path.isfile(target):
            _write_through(target, data)
        elif os.path.exists(target) and is_note(target):
            raise VaultError(f"{path} is a note; give the output another name")
        else:
            _replace(target, data)
    except OSError as error:
        raise VaultError(f"{path} cannot be written: {error.strerror}") from error


def write_folder(folder: str, texts: Mapping[str, str]) -> None:
    """Put texts, by path, into a folder that does not exist yet or is empty. UTF-8."""
    if os.path.exists(folder) and (not os.path.isdir(folder) or os.listdir(folder)):
        raise VaultError(f"{folder} is not empty; name a new folder")
    for path, text in texts.items():
        target = os.path.join(folder, path)
        try:
            os.makedirs(os.path.dirname(target), exist_ok=True)
        except OSError as error:
            raise VaultError(f"{target} cannot be written: {error.strerror}") from error
        write_text_atomically(target, text)


def _require_folder(folder: str) -> None:
    if not os.path.exists(folder):
        raise VaultError(f"{folder} does not exist; name the folder that your notes lie in")
    if not os.path.isdir(folder):
        raise VaultError(f"{folder} is not a folder; name the folder that your notes lie in")


def _read(root: str, found: Scan, config: Config, jobs: int) -> Vault:
    limit = config.largest_note * _MEGABYTE

    def read_some(paths: Sequence[str]) -> list[Note | Unreadable]:
        return [_read_note(root, path, limit) for path in paths]

    notes: dict[str, Note] = {}
    skipped = list(found.skipped)
    for path, note in zip(found.notes, in_processes(read_some, found.notes, jobs), strict=True):
        if isinstance(note, Note):
            notes[path] = note
        else:
            skipped.append(note)
    unread = set(found.notes) - set(notes)
    attachments = tuple(sorted([*found.others, *unread])) if unread else found.others
    sources = _read_sources(root, found.others, limit, skipped)
    excluded, complaints = excluded_paths(root, [*notes, *attachments], found.foreign, config)
    skipped += [Unreadable(".obsidian/app.json", complaint) for complaint in complaints]
    name = os.path.basename(os.path.realpath(root))
    return Vault(name, notes, attachments, sources, tuple(sorted(skipped)), excluded)


def _read_note(root: str, path: str, limit: int) -> Note | Unreadable:
    data = _read_bytes(root, path, limit)
    return parse(path, decode(data)) if isinstance(data, bytes) else data


def _read_sources(
    root: str, paths: Sequence[str], limit: int, skipped: list[Unreadable]
) -> dict[str, LinkSource]:
    found = [path for path in paths if path.endswith(LINK_SOURCES)]
    if not found:
        return {}
    from vaulttools.canvas import parse_source

    sources = {}
    for path in found:
        data = _read_bytes(root, path, limit)
        if isinstance(data, bytes):
            sources[path] = parse_source(path, decode(data))
        else:
            skipped.append(data)
    return sources


def _read_bytes(root: str, path: str, limit: int) -> bytes | Unreadable:
    """What a file holds, or why it was not read."""
    try:
        handle = os.open(f"{root}/{path}", _OPEN_FLAGS)
    except OSError as error:
        return Unreadable(path, f"cannot be read: {error.strerror}", True)
    try:
        return _read_open(handle, path, limit)
    except OSError as error:
        return Unreadable(path, f"cannot be read: {error.strerror}", True)
    finally:
        os.close(handle)


def _read_open(handle: int, path: str, limit: int) -> bytes | Unreadable:
    data = os.read(handle, _CHUNK)
    pieces = [data]
    if len(data) == _CHUNK and os.fstat(handle).st_size > limit:
        return Unreadable(path, f"larger than {limit // _MEGABYTE} MB; raise `largest-note` to read it")
    while data:
        data = os.read(handle, _CHUNK if len(pieces) == 1 else _MEGABYTE)
        pieces.append(data)
    return pieces[0] if len(pieces) == 2 else b"".join(pieces)


def _write_through(target: str, data: bytes) -> None:
    """Write to what is no file, such as a terminal or a pipe."""
    with open(target, "wb") as stream:
        stream.write(data)


def _replace(target: str, data: bytes) -> None:
    beside = f"{target}.{os.urandom(6).hex()}.tmp"
    try:
        with open(beside, "xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, target)
    except BaseException:
        if os.path.exists(beside):
            os.unlink(beside)
        raise
