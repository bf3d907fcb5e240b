"""The only door to the disk: read a vault and its settings, write an output."""

import gc
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from vaulttools.config import DEFAULTS, Config, refuse_odd
from vaulttools.disk_cache import KEY_SIZE, WORTH_IT, Cache, content_key_of, keep_notes, recall_notes
from vaulttools.disk_scan import Scan, is_link_source, is_note, require_folder, scan
from vaulttools.disk_settings import excluded_because, find_vault_root, read_config, tallied
from vaulttools.errors import VaultError
from vaulttools.text import decode
from vaulttools.vault import LinkSource, Unreadable, Vault

if TYPE_CHECKING:  # a report that is remembered needs no parser
    from pathlib import Path

    from vaulttools.note import Note

__all__ = [
    "Files",
    "find_vault_root",
    "parse_files",
    "read_config",
    "read_files",
    "read_text",
    "read_vault",
    "write_new_text",
    "write_text_atomically",
]

_CHUNK = 64 * 1024
_MEGABYTE = 1_000_000
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Files(NamedTuple):
    """What a vault's folder holds: read, not parsed.

    `texts` are those of notes, canvas and base files, by path, in that order; `unread` the ones that could not
    be read or should not be. `keys` stand for the bytes of each text, where a cache is to be asked for them.
    """

    root: str
    found: Scan
    texts: Mapping[str, str]
    unread: tuple[Unreadable, ...]
    keys: Mapping[str, bytes]


def read_vault(
    root: "Path | str",
    config: Config = DEFAULTS,
    jobs: int = 1,
    cache: Cache | None = None,
    may_be_empty: bool = False,
) -> Vault:
    """The vault in a folder: every note parsed.

    The vault's settings are not looked for: `config=read_config(root)` is what the commands go by. `exclude` and
    `largest-note` act here and nowhere else; a `config` that is none is a ConfigError. What cannot be read, or
    should not be, stands in `unreadable`; the rest is read all the same. `jobs` processes share the parsing, with
    the same result; 0 means as many as pay. A `cache` changes the time only. A folder that is missing or
    is no folder is a VaultError; so is one that holds no note, unless it `may_be_empty`.
    """
    refuse_odd(config)
    found = list_files(root, may_be_empty)
    return parse_files(read_files(root, found, config, cache is not None), config, jobs, cache)


def list_files(root: "Path | str", may_be_empty: bool = False) -> Scan:
    """What lies in a vault. VaultErrors as for `read_vault`."""
    folder = os.fspath(root)
    require_folder(folder)
    found = scan(folder)
    if not found.notes and not may_be_empty:
        raise VaultError(f"{folder} holds no notes; name the folder that your .md files lie in")
    return found


def read_files(root: "Path | str", found: Scan, config: Config = DEFAULTS, with_keys: bool = False) -> Files:
    """The texts of a vault, with the keys that a cache needs where it is large enough for one."""
    key_of = content_key_of() if with_keys and len(found.notes) >= WORTH_IT else None
    folder, limit = os.fspath(root), config.largest_note * _MEGABYTE
    texts: dict[str, str] = {}
    keys: dict[str, bytes] = {}
    unread: list[Unreadable] = []
    for path in _with_text(found):
        data = _read_bytes(folder, path, limit)
        if not isinstance(data, bytes):
            unread.append(data)
            continue
        texts[path] = decode(data)
        if key_of is not None:
            keys[path] = key_of(data)
    return Files(folder, found, texts, tuple(unread), keys)


def read_keys(root: "Path | str", found: Scan, config: Config = DEFAULTS, jobs: int = 0) -> bytes:
    """The keys that `read_files` gives, one behind the other; "" where a file cannot be read or should not be.

    No text is kept, and `jobs` processes share the work: a third of the time.
    """
    from vaulttools.processes import collect, processes_for, start

    paths, folder, limit = _with_text(found), os.fspath(root), config.largest_note * _MEGABYTE
    key_of = content_key_of()
    count = processes_for(len(paths), jobs)
    size = -(-len(paths) // count)

    def keys(number: int) -> bytes:
        some = (_read_bytes(folder, path, limit) for path in paths[number * size : (number + 1) * size])
        return b"".join([key_of(data) for data in some if isinstance(data, bytes)])

    workers = [start(keys, number) for number in range(1, count)]
    found_keys = keys(0) + b"".join([collect(worker) or b"" for worker in workers])
    return found_keys if len(found_keys) == len(paths) * KEY_SIZE else b""


def parse_files(files: Files, config: Config = DEFAULTS, jobs: int = 1, cache: Cache | None = None) -> Vault:
    """The vault that these files are: see `read_vault`. A `cache` is of use where the files have keys."""
    collecting = gc.isenabled()
    gc.disable()  # a fifth of the time goes into looking for garbage that is not there
    try:
        notes = _parsed_notes(files, jobs, cache if files.keys else None)
    finally:
        if collecting:
            gc.enable()
    sources = _parsed_sources(files)
    others = files.found.others
    attachments = tuple(sorted({*others, *(item.path for item in files.unread)})) if files.unread else others
    because, complaints = excluded_because(files.root, [*notes, *attachments], files.found.foreign, config)
    skipped = [*files.found.skipped, *files.unread]
    skipped += [Unreadable(".obsidian/app.json", complaint) for complaint in complaints]
    name = os.path.basename(os.path.realpath(files.root))
    exclusions = tallied(because, notes)
    return Vault(name, notes, attachments, sources, tuple(sorted(skipped)), frozenset(because), exclusions)


def read_text(path: str) -> str | None:
    """The text of a file that is no note, such as a baseline; None where there is none."""
    try:
        with open(path, "rb") as stream:
            return decode(stream.read())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VaultError(f"{path} cannot be read: {error.strerror}") from error


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


def _with_text(found: Scan) -> list[str]:
    """The files whose text counts: notes, canvas and base files."""
    return [*found.notes, *(path for path in found.others if is_link_source(path))]


def _parsed_notes(files: Files, jobs: int, cache: Cache | None) -> "dict[str, Note]":
    """The notes by path; those the cache knows are not parsed again, and it learns the others."""
    from vaulttools.note import Note, parse
    from vaulttools.packing import unpack
    from vaulttools.processes import in_processes

    known = recall_notes(cache) if cache else {}
    texts, keys = files.texts, files.keys
    paths = [path for path in files.found.notes if path in texts]
    new = [path for path in paths if keys.get(path) not in known]
    read = dict(zip(new, in_processes(lambda path: parse(path, texts[path]), new, jobs), strict=True))
    if cache and new:
        keep_notes(cache, _packed_notes(paths, keys, known, read))
    notes = {}
    for path in paths:
        note = read[path] if path in read else known[keys[path]]
        notes[path] = note if isinstance(note, Note) else unpack(path, texts[path], note)
    return notes


def _packed_notes(
    paths: Sequence[str],
    keys: Mapping[str, bytes],
    known: Mapping[bytes, bytes],
    read: "Mapping[str, Note | bytes]",
) -> dict[bytes, bytes]:
    """What the cache is to hold: each note by the key of its bytes. A note that cannot be packed is left out."""
    from vaulttools.packing import pack

    packed = {}
    for path in paths:
        note = read[path] if path in read else known[keys[path]]
        try:
            packed[keys[path]] = note if isinstance(note, bytes) else pack(note)
        except ValueError:  # properties of a kind that is no plain value
            continue
    return packed


def _parsed_sources(files: Files) -> dict[str, LinkSource]:
    paths = [path for path in files.found.others if path in files.texts]
    if not paths:
        return {}
    from vaulttools.canvas import parse_source

    return {path: parse_source(path, files.texts[path]) for path in paths}


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
