"""Races: another program saves a note while a plan is being written. No save may ever be lost."""

import multiprocessing
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from tests.edit_scene import lay_out, memory_disk
from vaulttools.disk_write import write_plan
from vaulttools.edit import Edit, Move, Plan
from vaulttools.errors import VaultError
from vaulttools.text import Span

# How editors save: truncate and write, write to the end, write a file beside and rename it, write in place.
WAYS = ("truncate", "append", "rename", "in place")
_NOTES = {"a.md": b"[[Hub]] a\n", "b.md": b"[[Hub]] b\n", "c.md": b"[[Hub]] c\n", "Hub.md": b"# Hub\n"}
_LONGEST = 0.015  # seconds; about as long as a write of this plan takes


def race(count: int, seed: int) -> Counter[str]:
    """So many races, each in a vault of its own; how they ended. AssertionError where a save was lost."""
    chance = random.Random(seed)
    ends: Counter[str] = Counter()
    with _editor() as line, tempfile.TemporaryDirectory(dir=memory_disk()) as folder:
        for number in range(count):
            root = Path(folder, "vault")
            lay_out(root, _NOTES)
            name, way = chance.choice(["b.md", "Hub.md"]), chance.choice(WAYS)
            token = f"saved {number}\n".encode() * chance.randrange(1, 400)
            line.send((str(root / name), way, token, time.monotonic() + chance.random() * _LONGEST))
            written = _write(root)
            ends[_end(root, name, line.recv(), token, written)] += 1
            shutil.rmtree(root)
    return ends


def _write(root: Path) -> str:
    texts = {path: data.decode() for path, data in _NOTES.items()}
    edits = tuple(Edit(path, Span(2, 5), "Centre") for path in ("a.md", "b.md", "c.md"))
    plan = Plan(
        "rename Hub", (*edits, Edit("Hub.md", Span(2, 5), "Centre")), (Move("Hub.md", "x/Centre.md"),)
    )
    try:
        write_plan(str(root), texts, plan)
    except VaultError as error:
        return str(error)
    return ""


def _end(root: Path, name: str, way: str, token: bytes, refused: str) -> str:
    """How a race ended: who came first, and where the save is now."""
    old, new = _NOTES[name], _NOTES[name].replace(b"Hub", b"Centre")
    wanted = {
        "append": {old + token, new + token},
        "in place": {token + old[len(token) :], token + new[len(token) :]},
    }
    visible = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.md")}
    rest = {path: data for path, data in visible.items() if path not in (name, "x/Centre.md")}
    state = "refused" if refused else "written"
    assert set(rest.values()) <= {
        data if refused else data.replace(b"Hub", b"Centre") for data in _NOTES.values()
    }
    if any(data in wanted.get(way, {token}) for data in visible.values()):
        return f"{state}, the save is in the note"
    kept = [path.read_bytes() for path in (root / ".vaulttools").rglob("*") if path.is_file()]
    assert any(data in wanted.get(way, {token}) for data in kept), (
        way,
        refused,
        {path: data[:40] for path, data in visible.items()},
    )
    return f"{state}, the save is kept aside"


@contextmanager
def _editor() -> Iterator[Connection]:
    """Another process that saves when it is told to."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=_edit, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        ours.send(None)
        process.join()


def _edit(line: Connection) -> None:
    while (order := line.recv()) is not None:
        file, way, token, moment = order
        while time.monotonic() < moment:
            pass
        try:
            _save(Path(file), way, token)
        except FileNotFoundError:  # moved away: an editor then writes a new file
            way = "truncate"
            _save(Path(file), way, token)
        line.send(way)


def _save(file: Path, way: str, token: bytes) -> None:
    if way == "rename":
        beside = file.with_name(f".{file.name}.tmp")
        beside.write_bytes(token)
        beside.replace(file)
        return
    flags = {"truncate": os.O_CREAT | os.O_TRUNC, "append": os.O_APPEND, "in place": 0}[way]
    handle = os.open(file, os.O_WRONLY | flags, 0o644)
    for start in range(0, len(token), 1000):
        os.write(handle, token[start : start + 1000])
    os.close(handle)
