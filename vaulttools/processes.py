"""Share work among forked processes; where that fails or does not pay, it is done right here."""

import marshal
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from vaulttools.note import Note

T = TypeVar("T")

# Below this a process costs more than it saves.
_NOTES_A_PROCESS = 150
_MOST = 4


class Worker(NamedTuple):
    """A forked process: its id, and the pipe its result comes out of."""

    process: int
    outlet: int


def in_processes(read: "Callable[[str], Note]", paths: Sequence[str], jobs: int) -> "list[Note | bytes]":
    """`read` of each path, done by `jobs` processes, or by as many as pay when `jobs` is 0.

    The results stand in the order of `paths`; what another process read comes as `packing.pack` makes it. Each
    takes every `jobs`-th path, so that long notes spread.
    """
    jobs = processes_for(len(paths), jobs)
    if jobs < 2:
        return [read(path) for path in paths]
    from vaulttools.packing import pack

    def packed(number: int) -> bytes:
        return marshal.dumps([pack(read(path)) for path in paths[number::jobs]])

    results: list[Note | bytes | None] = [None] * len(paths)
    workers = [(number, start(packed, number)) for number in range(1, jobs)]
    results[0::jobs] = [read(path) for path in paths[0::jobs]]
    for number, worker in workers:
        done = collect(worker)
        mine = paths[number::jobs]
        results[number::jobs] = [read(path) for path in mine] if done is None else marshal.loads(done)
    return [item for item in results if item is not None]


def in_shares(
    work: Callable[[T], list[tuple[Any, ...]]], parts: Sequence[T], jobs: int
) -> list[tuple[Any, ...]]:
    """All that `work` gives for each part, in the order of `parts`, done by up to `jobs` processes.

    It gives tuples of plain values, which `marshal` carries.
    """
    jobs = min(jobs, len(parts))

    def share(number: int) -> list[list[tuple[Any, ...]]]:
        return [work(part) for part in parts[number::jobs]]

    workers = [
        (number, start(lambda number: marshal.dumps(share(number)), number)) for number in range(1, jobs)
    ]
    done: list[list[tuple[Any, ...]]] = [[] for _ in parts]
    done[0::jobs] = share(0)
    for number, worker in workers:
        result = collect(worker)
        done[number::jobs] = share(number) if result is None else marshal.loads(result)
    return [item for items in done for item in items]


def processes_for(count: int, jobs: int) -> int:
    """How many processes are to share so many notes: `jobs`, as many as pay where that is 0; 1 without forking."""
    if not hasattr(os, "fork"):
        return 1
    return max(1, min(jobs or min(_processors(), count // _NOTES_A_PROCESS, _MOST), count))


def start(work: Callable[[int], bytes], number: int) -> Worker:
    """Fork a process that does `work(number)`."""
    outlet, inlet = os.pipe()
    process = os.fork()
    if process:
        os.close(inlet)
        return Worker(process, outlet)
    status = 1
    try:
        os.close(outlet)
        with os.fdopen(inlet, "wb") as stream:
            stream.write(work(number))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's must run twice


def collect(worker: Worker) -> bytes | None:
    """What a worker made, or None when it failed."""
    with os.fdopen(worker.outlet, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(worker.process, 0)
    return data if status == 0 else None


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
