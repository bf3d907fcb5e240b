"""Share work among forked processes; without `fork`, or when a worker fails, it is done right here."""

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")


def in_processes(
    work: Callable[[Sequence[str]], list[Result]], paths: Sequence[str], jobs: int
) -> list[Result]:
    """`work(paths)`, done by `jobs` processes: the results in the order of `paths`.

    Each process takes every `jobs`-th path, so that long notes spread. This process does its own
    share, then takes the results of the others through pipes.
    """
    if jobs < 2 or len(paths) < 2 or not hasattr(os, "fork"):
        return work(paths)
    results: list[Result | None] = [None] * len(paths)
    workers = [(number, _start(work, paths[number::jobs])) for number in range(1, jobs)]
    results[0::jobs] = work(paths[0::jobs])
    for number, (process, pipe) in workers:
        done = _collect(process, pipe)
        results[number::jobs] = work(paths[number::jobs]) if done is None else done
    return results  # type: ignore[return-value]  # every place has been filled


def _start(work: Callable[[Sequence[str]], list[Result]], paths: Sequence[str]) -> tuple[int, int]:
    """Fork a worker: its process id, and the pipe its results come out of."""
    outlet, inlet = os.pipe()
    process = os.fork()
    if process:
        os.close(inlet)
        return process, outlet
    status = 1
    try:
        os.close(outlet)
        import pickle

        with os.fdopen(inlet, "wb") as stream:
            pickle.dump(work(paths), stream, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's must run twice


def _collect(process: int, pipe: int) -> list[Any] | None:
    """What a worker found, or None when it failed."""
    import pickle

    with os.fdopen(pipe, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(process, 0)
    return pickle.loads(data) if status == 0 else None
