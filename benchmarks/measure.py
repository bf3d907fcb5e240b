"""Measuring whole processes: their time on the clock and on the processors and their memory, taking turns."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Times(NamedTuple):
    """What a command's runs took, each list sorted: seconds on the clock, seconds on all processors, megabytes."""

    clock: list[float]
    processor: list[float]
    memory: list[float]


def interleaved(
    commands: Mapping[str, Sequence[str]], runs: int, before: Mapping[str, Callable[[], object]] | None = None
) -> dict[str, Times]:
    """Run each command so many times, taking turns, so that a slow spell hits all alike.

    A first run of each does not count: it leaves the compiled modules behind that an installed program has.
    `before` has what is to be done before each run of a command, at no cost to it.
    """
    times = {name: Times([], [], []) for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            if before and name in before:
                before[name]()
            taken = _run(command)
            if number:
                for values, value in zip(times[name], taken, strict=True):
                    values.append(value)
    return {name: Times(*(sorted(values) for values in found)) for name, found in times.items()}


def _run(command: Sequence[str]) -> tuple[float, float, float]:
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    quiet, start = subprocess.DEVNULL, time.perf_counter()
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=surroundings)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - start
    return clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def median(values: Sequence[float]) -> float:
    return values[len(values) // 2]


def show(times: Mapping[str, Times], floor: str) -> None:
    """A row for each command: least and median milliseconds, and how many times the floor."""
    print(f"{'':<34} {'least ms':>9} {'median ms':>9} {'x floor':>8} {'cpu ms':>8} {'x floor':>8}")
    for name, (clock, processor, _) in times.items():
        base = times[floor]
        print(
            f"{name:<34} {clock[0] * 1e3:>9.1f} {median(clock) * 1e3:>9.1f} {median(clock) / median(base.clock):>8.2f}"
            f" {median(processor) * 1e3:>8.1f} {median(processor) / max(median(base.processor), 1e-9):>8.2f}"
        )


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]
