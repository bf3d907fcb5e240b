"""Share the reading of notes among forked processes; where that fails or does not pay, it is done right here."""

import os
from collections.abc import Callable, Sequence

from vaulttools.note import Note

Read = Callable[[str], Note]

# Below this a process costs more than it saves.
_NOTES_A_PROCESS = 150
_MOST = 4


def in_processes(read: Read, paths: Sequence[str], jobs: int) -> list[Note | bytes]:
    """`read` of each path, done by `jobs` processes, or by as many as pay when `jobs` is 0.

    The results stand in the order of `paths`; what another process read comes as `packing.pack` makes it. Each
    takes every `jobs`-th path, so that long notes spread.
    """
    jobs = jobs or min(_processors(), len(paths) // _NOTES_A_PROCESS, _MOST)
    if jobs < 2 or len(paths) < jobs or not hasattr(os, "fork"):
        return [read(path) for path in paths]
    results: list[Note | bytes | None] = [None] * len(paths)
    workers = [(number, _start(read, paths[number::jobs])) for number in range(1, jobs)]
    results[0::jobs] = [read(path) for path in paths[0::jobs]]
    for number, (process, pipe) in workers:
        done = _collect(process, pipe)
        mine = paths[number::jobs]
        results[number::jobs] = [read(path) for path in mine] if done is None else done
    return [item for item in results if item is not None]


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(read: Read, paths: Sequence[str]) -> tuple[int, int]:
    """Fork a worker: its process id, and the pipe its results come out of."""
    outlet, inlet = os.pipe()
    process = os.fork()
    if process:
        os.close(inlet)
        return process, outlet
    status = 1
    try:
        os.close(outlet)
        import marshal

        from vaulttools.packing import pack

        with os.fdopen(inlet, "wb") as stream:
            stream.write(marshal.dumps([pack(read(path)) for path in paths]))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's must run twice


def _collect(process: int, pipe: int) -> list[Note | bytes] | None:
    """What a worker read, or None when it failed."""
    import marshal

    with os.fdopen(pipe, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(process, 0)
    return marshal.loads(data) if status == 0 else None
