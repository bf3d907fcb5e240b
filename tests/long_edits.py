"""Every fault at every call, and thousands of races: `python -m tests.long_edits` writes docs/edits-report.md.

It takes about half an hour on two quiet processors. Any vault that is neither as before nor as planned
stops it with the call that did it.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.faults import (
    CHANGING,
    ERRORS,
    Point,
    kill_at,
    points,
    scene,
    settled,
    survive_error,
    survive_kill,
    without_strace,
)
from tests.races import race

REPORT = Path(__file__).parents[1] / "docs" / "edits-report.md"
RACES = 10_000
_RACES_AT_ONCE = 500


class Job(NamedTuple):
    """A row of the report, and one case of it."""

    row: str
    act: Callable[..., Counter[str]]
    words: tuple[object, ...]


def jobs() -> Iterator[Job]:
    """Everything to try."""
    for notes in (1, 20, 200):
        for point in points("write", notes):
            yield Job(f"write of {notes + 8} files killed", _kill, ("write", notes, point))
    for notes in (1, 20):
        for point in points("undo", notes):
            yield Job(f"undo of {notes + 8} files killed", _kill, ("undo", notes, point))
        again = points("recover", notes)
        for number, point in enumerate(again):
            second = again[number * 7 % len(again)]
            yield Job(f"recovery of {notes + 8} files killed twice", _kill_twice, (notes, point, second))
    for action in ("write", "undo", "recover"):
        for number, point in enumerate(points(action, looking=True)):
            chosen = (
                ERRORS if action == "write" and point.call in CHANGING else [ERRORS[number % len(ERRORS)]]
            )
            for error in chosen:
                yield Job(f"{action} given an error", _fail, (action, point, error, False))
            if point.call in CHANGING and point.call != "write":
                yield Job(
                    f"{action} on a disk that fails for good",
                    _fail,
                    (action, point, ERRORS[number % 5], True),
                )
    for seed in range(RACES // _RACES_AT_ONCE):
        yield Job("race with a program that saves", race, (_RACES_AT_ONCE, seed))


def _kill(action: str, notes: int, point: Point) -> Counter[str]:
    with scene(action, notes) as place:
        return Counter([survive_kill(action, place, point)])


def _kill_twice(notes: int, first: Point, second: Point) -> Counter[str]:
    with scene("recover", notes) as place:
        kill_at("recover", place.root, first)
        kill_at("recover", place.root, second)
        return Counter([settled("recover", place)])


def _fail(action: str, point: Point, error: str, for_good: bool) -> Counter[str]:
    with scene(action) as place:
        return Counter([survive_error(action, place, point, error, for_good)])


def _do(job: Job) -> Counter[str]:
    try:
        return job.act(*job.words)
    except AssertionError as error:
        raise AssertionError(f"{job.row}, {job.words}: {error}") from error


def report(found: dict[str, Counter[str]]) -> str:
    """The page: a row for each kind of fault."""
    lines = [
        "# What was tried on edits",
        "",
        "Made by `python -m tests.long_edits`. A *case* is a run of a plan that edits, moves, swaps, re-cases, creates",
        "and deletes files, with one thing going wrong; [edits.md](edits.md) says what is promised. After each case the",
        "vault was compared file by file, with modes and times. No case ended in any other state than those shown, left",
        "a file lying about, or lost a save.",
        "",
        "| what went wrong | cases | ended |",
        "| --- | ---: | --- |",
    ]
    for row, ends in found.items():
        shown = ", ".join(f"{end}: {count:,}" for end, count in sorted(ends.items()))
        lines.append(f"| {row} | {ends.total():,} | {shown} |")
    total = sum(ends.total() for ends in found.values())
    return "\n".join([*lines, "", f"Altogether {total:,} cases.", ""])


def main() -> int:
    """Try everything and write the report."""
    if without_strace():
        sys.stderr.write(f"cannot be done: {without_strace()}\n")
        return 2
    found: dict[str, Counter[str]] = {}
    todo = list(jobs())
    with ProcessPoolExecutor(4) as pool:
        for number, (job, ends) in enumerate(zip(todo, pool.map(_do, todo, chunksize=4), strict=True)):
            found.setdefault(job.row, Counter()).update(ends)
            if number % 100 == 0:
                sys.stderr.write(f"{number:,} of {len(todo):,}\n")
    REPORT.write_text(report(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
