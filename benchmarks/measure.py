"""Measuring whole processes: their time on the clock and on the processors, interleaved."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Times(NamedTuple):
    """Seconds of a command's runs, each list sorted: on the clock, and on all processors."""

    clock: list[float]
    processor: list[float]


def interleaved(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, Times]:
    """Run each command so many times, taking turns, so that a slow spell hits all alike.

    A first run of each does not count: it leaves the compiled modules behind that an installed program has.
    """
    times = {name: Times([], []) for name in commands}
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for command in commands.values():
        _run(command, surroundings)
    for _ in range(runs):
        for name, command in commands.items():
            before, start = os.times(), time.perf_counter()
            _run(command, surroundings)
            times[name].clock.append(time.perf_counter() - start)
            after = os.times()
            used = after.children_user + after.children_system - before.children_user - before.children_system
            times[name].processor.append(used)
    return {name: Times(sorted(clock), sorted(processor)) for name, (clock, processor) in times.items()}


def _run(command: Sequence[str], surroundings: Mapping[str, str]) -> None:
    quiet = subprocess.DEVNULL
    subprocess.run(command, stdout=quiet, stderr=quiet, check=False, env=surroundings)


def median(values: Sequence[float]) -> float:
    return values[len(values) // 2]


def show(times: Mapping[str, Times], floor: str) -> None:
    """A row for each command: least and median milliseconds, and how many times the floor."""
    print(f"{'':<34} {'least ms':>9} {'median ms':>9} {'x floor':>8} {'cpu ms':>8} {'x floor':>8}")
    for name, (clock, processor) in times.items():
        base = times[floor]
        print(
            f"{name:<34} {clock[0] * 1e3:>9.1f} {median(clock) * 1e3:>9.1f} {median(clock) / median(base.clock):>8.2f}"
            f" {median(processor) * 1e3:>8.1f} {median(processor) / max(median(base.processor), 1e-9):>8.2f}"
        )


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]
