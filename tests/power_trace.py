"""What a run did to a disk, change by change, read off the system calls of the real process. Needs strace."""

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults import traced

ROOT = 0
# Calls that change nothing. Any other that touches the vault, and that `_Recorder` does not know, is an error.
_LOOKING = ["access", "faccessat2", "newfstatat", "fstat", "lstat", "stat", "statx", "readlink", "getdents64"]
_LOOKING += [
    "read",
    "pread64",
    "close",
    "ioctl",
    "fcntl",
    "flock",
    "listxattr",
    "getxattr",
    "execve",
    "getcwd",
]
_UNSEEN = "read,pread64,mmap,munmap,mprotect,brk,futex,rt_sigaction,rt_sigprocmask,pselect6"
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
_EXCHANGE = "RENAME_EXCHANGE"


class Node(NamedTuple):
    """A file or folder as it was found or made; its time in nanoseconds is 0 when the run made it."""

    is_folder: bool
    mode: int
    data: bytes = b""
    time: int = 0


class Name(NamedTuple):
    """What a name in a folder stands for, after a change: a node, or nothing."""

    folder: int
    name: str
    node: int | None


class Named(NamedTuple):
    """Names that change in one step: one is made or goes, or two change when a file moves."""

    names: tuple[Name, ...]


class Filled(NamedTuple):
    """Bytes that were written into a file."""

    node: int
    at: int
    data: bytes


class Cut(NamedTuple):
    """A file that got a new length."""

    node: int
    size: int


class Moded(NamedTuple):
    """A file or folder that got a new mode."""

    node: int
    mode: int


class Flushed(NamedTuple):
    """A file or folder that was told to reach the disk, and did."""

    node: int


Change = Named | Filled | Cut | Moded | Flushed


class Record(NamedTuple):
    """A folder before a run, and all that the run did to it, in order."""

    nodes: dict[int, Node]
    names: dict[tuple[int, str], int]
    changes: tuple[Change, ...]


class Run(NamedTuple):
    """An action of `tests.edit_scene`, and what goes wrong in it: a call, which one, and an error or KILL."""

    action: str
    call: str = ""
    which: str = ""
    fault: str = ""


def record(root: Path, *runs: Run) -> tuple[Record, int]:
    """Do some runs in a folder, one after the other, and see what they do to it; and how the last one ended."""
    recorder = _Recorder(os.path.realpath(root))
    status = 0
    for run in runs:
        with tempfile.NamedTemporaryFile("r", errors="replace") as log:
            words = ["-f", "-xx", "-s", "100000000", "-o", log.name, "-e", f"trace=!{_UNSEEN}"]
            fault = "signal=KILL" if run.fault == "KILL" else f"error={run.fault}"
            more = ["-e", f"inject={run.call}:{fault}:when={run.which}"] if run.call else []
            status = traced(run.action, root, [*words, *more]).status
            recorder.opened.clear()
            for call, arguments, result in _calls(log):
                recorder.see(call, arguments, result)
    return Record(recorder.nodes, recorder.start, tuple(recorder.changes)), status


def _calls(log: Iterator[str]) -> Iterator[tuple[str, list[str], int]]:
    """The calls that succeeded, in the order in which they ended; one that a thread broke off is put together."""
    halves: dict[str, str] = {}
    for line in log:
        process, _, words = line.partition(" ")
        if words.rstrip().endswith("<unfinished ...>"):
            halves[process] = words.rpartition("<unfinished ...>")[0].rstrip()
            continue
        if words.lstrip().startswith("<..."):
            line = f"{process} {halves.pop(process)}{words.partition('resumed>')[2]}"
        found = _LINE.match(line)
        if found and int(found[4]) >= 0:
            yield found[2], found[3].split(", "), int(found[4])


class _Recorder:
    """Follows names and open files, so that each call is known by the nodes it touches."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.nodes: dict[int, Node] = {}
        self.changes: list[Change] = []
        self.opened: dict[str, list[int]] = {}  # handle: node and place
        self.names: dict[tuple[int, str], int] = {}
        self._find(Path(root), ROOT)
        self.start = dict(self.names)
        self.mask = os.umask(0)
        os.umask(self.mask)

    def _find(self, path: Path, number: int) -> None:
        status = path.lstat()
        is_folder = stat.S_ISDIR(status.st_mode)
        data = b"" if is_folder else path.read_bytes()
        self.nodes[number] = Node(is_folder, status.st_mode & 0o7777, data, status.st_mtime_ns)
        for inner in sorted(path.iterdir()) if is_folder else ():
            self.names[number, inner.name] = len(self.nodes)
            self._find(inner, len(self.nodes))

    def see(self, call: str, arguments: list[str], result: int) -> None:
        """Take in a call that succeeded."""
        known = getattr(self, f"_{call}", None)
        if known:
            known(arguments, result)
        elif call not in _LOOKING:
            assert arguments[0] not in self.opened, (call, arguments)
            assert not any(self._slot(word) for word in arguments), (call, arguments)

    def _slot(self, word: str) -> tuple[int, str] | None:
        """The folder and name that a path in quotes means; None for one outside of the vault."""
        if not word.startswith('"/') and not word.startswith(r'"\x2f'):
            return None
        path = os.fsdecode(bytes.fromhex(word.strip('"').replace(r"\x", "")))
        if not f"{path}/".startswith(f"{self.root}/"):
            return None
        folder, name = -1, ""
        for part in path[len(self.root) :].strip("/").split("/"):
            folder, name = (self.names[folder, name] if name else ROOT), part
        return folder, name

    def _node(self, slot: tuple[int, str]) -> int:
        return self.names[slot] if slot[1] else ROOT

    def _name(self, *names: Name) -> None:
        for one in names:
            if one.node is None:
                del self.names[one.folder, one.name]
            else:
                self.names[one.folder, one.name] = one.node
        self.changes.append(Named(names))

    def _make(self, slot: tuple[int, str], is_folder: bool, mode: str) -> None:
        number = len(self.nodes)
        self.nodes[number] = Node(is_folder, int(mode, 8) & ~self.mask)
        self._name(Name(*slot, number))

    def _openat(self, arguments: list[str], result: int) -> None:
        self.opened.pop(str(result), None)
        slot = self._slot(arguments[1])
        if slot is None:
            return
        if slot[1] and slot not in self.names:
            self._make(slot, False, arguments[3])
        elif "O_TRUNC" in arguments[2]:
            self.changes.append(Cut(self._node(slot), 0))
        assert "O_APPEND" not in arguments[2]
        self.opened[str(result)] = [self._node(slot), 0]

    def _lseek(self, arguments: list[str], result: int) -> None:
        if arguments[0] in self.opened:
            self.opened[arguments[0]][1] = result

    def _write(self, arguments: list[str], result: int) -> None:
        if arguments[0] in self.opened:
            node, place = self.opened[arguments[0]]
            data = bytes.fromhex(arguments[1].strip('"').replace(r"\x", ""))[:result]
            self.changes.append(Filled(node, place, data))
            self.opened[arguments[0]][1] += result

    def _ftruncate(self, arguments: list[str], _result: int) -> None:
        self.changes.append(Cut(self.opened[arguments[0]][0], int(arguments[1])))

    def _fsync(self, arguments: list[str], _result: int) -> None:
        self.changes.append(Flushed(self.opened[arguments[0]][0]))

    def _chmod(self, arguments: list[str], _result: int) -> None:
        slot = self._slot(arguments[0])
        if slot:
            self.changes.append(Moded(self._node(slot), int(arguments[1], 8)))

    def _mkdir(self, arguments: list[str], _result: int) -> None:
        slot = self._slot(arguments[0])
        if slot:
            self._make(slot, True, arguments[1])

    def _unlink(self, arguments: list[str], _result: int) -> None:
        slot = self._slot(arguments[0])
        if slot:
            self._name(Name(*slot, None))

    _rmdir = _unlink

    def _rename(self, arguments: list[str], _result: int) -> None:
        self._move(arguments[0], arguments[1], "")

    def _renameat2(self, arguments: list[str], _result: int) -> None:
        self._move(arguments[1], arguments[3], arguments[4])

    def _move(self, old: str, new: str, flags: str) -> None:
        one, two = self._slot(old), self._slot(new)
        assert one and two, "a move out of the vault"
        there = self.names[two] if flags == _EXCHANGE else None
        self._name(Name(*one, there), Name(*two, self.names[one]))
