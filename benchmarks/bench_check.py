"""How long a check takes against reading the notes: `python benchmarks/bench_check.py [NOTES | FOLDER]... [--runs N]`.

The floor is one thread that reads every note with `os.open` and `os.read`. Goals for 10,000 notes, findings printed:
at most 12 floors with nothing known, at most 3.5 when nothing changed since the last check; ten times the notes
at most eleven times the time and memory. Peers are measured beside it where they are on the PATH.
"""

import os
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from make_vault import make_vault
from measure import Times, interleaved, median, python

COLD, COLD_ONE, EDITED, WARM = (
    "nothing known",
    "nothing known, one process",
    "one note edited",
    "nothing changed",
)
PEERS = {
    "rumdl, link rules": ("rumdl", "check", "--no-cache", "--enable", "MD051,MD057", "{}"),
    "rumdl, all rules": ("rumdl", "check", "--no-cache", "{}"),
    "lychee": (
        *("lychee", "--offline", "--include-wikilinks", "--fallback-extensions", "md", "--no-progress"),
        *("--base-url", "{}", "{}"),
    ),
    "ripgrep, one thread": ("rg", "-j1", "-o", r"\[\[", "{}"),
}


class Measured(NamedTuple):
    """What one vault took: the seconds of each floor, on the clock and on the processor; the times of each command."""

    notes: int
    floor: list[float]
    floor_work: list[float]
    times: dict[str, Times]


def timed_read(paths: Sequence[str]) -> tuple[float, float]:
    """Seconds to read all files, on the clock and on the processor."""
    start, work = time.perf_counter(), time.process_time()
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        while os.read(handle, 65_536):
            pass
        os.close(handle)
    return time.perf_counter() - start, time.process_time() - work


def measured(vault: str, kept: str, runs: int) -> Measured:
    """Measure the checks of a vault, each round beginning with the floor. One note is edited in place and mended."""
    paths = [
        os.path.join(at, name) for at, _, names in os.walk(vault) for name in names if name.endswith(".md")
    ]
    floor: list[tuple[float, float]] = []
    edited, check = Path(min(paths)), ("-m", "vaulttools", "check", vault)
    text = edited.read_bytes()
    times = interleaved(
        {
            COLD: python(*check, "--no-cache"),
            COLD_ONE: python(*check, "--no-cache", "--jobs", "1"),
            WARM: python(*check, "--cache-dir", f"{kept}/warm"),
            EDITED: python(*check, "--cache-dir", f"{kept}/edited"),
            **peers(vault),
        },
        runs,
        {
            COLD: lambda: floor.append(timed_read(paths)),
            WARM: lambda: edited.write_bytes(text),
            EDITED: edits(edited, text),
        },
    )
    edited.write_bytes(text)
    return Measured(len(paths), *(sorted(column) for column in zip(*floor, strict=True)), times)


def peers(vault: str) -> dict[str, list[str]]:
    """The commands of the other tools that are here."""
    return {
        name: [vault if word == "{}" else word for word in command]
        for name, command in PEERS.items()
        if shutil.which(command[0])
    }


def edits(note: Path, text: bytes) -> Callable[[], object]:
    """A function that gives the note a text it never had."""
    count = iter(range(1_000_000))
    return lambda: note.write_bytes(text + b"\nedit %d\n" % next(count))


def show(found: Measured) -> None:
    floor, work = found.floor, found.floor_work
    print(
        f"\n{found.notes:,} notes; read floor {floor[0] * 1e3:.0f} ms, median {median(floor) * 1e3:.0f} ms\n"
    )
    print("| check | seconds, least | floors, least | floors, median | floors of processor time | MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, (clock, processor, memory) in found.times.items():
        ratios = (clock[0] / floor[0], median(clock) / median(floor), processor[0] / work[0])
        print(f"| {name} | {clock[0]:.2f} |", *(f"{ratio:.1f} |" for ratio in ratios), f"{memory[-1]:.0f} |")


def show_growth(small: Measured, large: Measured) -> None:
    """How many times the time and memory the larger vault takes, for each time the notes."""
    ratio = large.notes / small.notes
    print(f"\n{ratio:.0f} times the notes take, by processor time (memory):")
    for name in (COLD, EDITED, WARM):
        one, two = small.times[name], large.times[name]
        print(f"- {name}: {two.processor[0] / one.processor[0]:.1f} ({two.memory[-1] / one.memory[-1]:.1f})")


def main(vaults: Sequence[str], runs: int) -> None:
    every = []
    with tempfile.TemporaryDirectory() as temporary:
        for what in vaults:
            vault = f"{temporary}/{what}" if what.isdigit() else what
            if what.isdigit():
                make_vault(Path(vault), int(what))
            every.append(measured(vault, f"{temporary}/kept", runs))
            show(every[-1])
            sys.stdout.flush()
    for small, large in pairwise(every):
        show_growth(small, large)


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("vaults", nargs="*", default=["1000"], metavar="NOTES|FOLDER")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    main(given.vaults, given.runs)
