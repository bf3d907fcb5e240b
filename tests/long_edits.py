"""Every fault at every call, and thousands of races: `python -m tests.long_edits` writes docs/edits-report.md.

With a word, such as `race` or `killed`, only the rows with that word are made anew. Any vault that is neither
as before nor as planned stops it with the call that did it.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.edit_scene import files
from tests.faults import (
    CHANGING,
    ERRORS,
    Point,
    kill_at,
    points,
    sample,
    scene,
    settled,
    survive_error,
    survive_kill,
    without_strace,
)
from tests.model import Model, OnDisk
from tests.power import Story, tell, tell_on
from tests.power_trace import Run
from tests.races import race

REPORT = Path(__file__).parents[1] / "docs" / "edits-report.md"
RACES = 10_000
_RACES_AT_ONCE = 500
HISTORIES = {
    "random history of a vault in memory": (Model, 10_000),
    "random history of a vault on disk": (OnDisk, 1_000),
}
_AT_ONCE = 250
_HEAD = ["| what went wrong | cases | ended |", "| --- | ---: | --- |"]


class Job(NamedTuple):
    """A row of the report, and one case of it."""

    row: str
    act: Callable[..., Counter[str]]
    words: tuple[object, ...]


def jobs() -> Iterator[Job]:
    """Everything to try."""
    yield from _kills()
    yield from _power_cuts()
    yield from _errors()
    for row, (machine, count) in HISTORIES.items():
        for number in range(count // _AT_ONCE):
            yield Job(row, _play, (machine, number))
    for number in range(RACES // _RACES_AT_ONCE):
        yield Job("race with a program that saves", race, (_RACES_AT_ONCE, number))


def _kills() -> Iterator[Job]:
    for notes in (1, 20, 200):
        size = len(files(notes))
        for action in ("write", "undo"):
            for point in points(action, notes):
                yield Job(f"{action} of {size} files killed", _kill, (action, notes, point))
        again = points("recover", notes)
        for number, point in enumerate(again):
            second = again[number * 7 % len(again)]
            yield Job(f"recovery of {size} files killed twice", _kill_twice, (notes, point, second))
    for command, notes in (("rename", 20), ("merge", 1), ("extract", 1)):
        for point in points(command, notes):
            yield Job(f"command `{command}` killed", _kill, (command, notes, point))


def _power_cuts() -> Iterator[Job]:
    for action in ("write", "undo", "recover"):
        for notes, stride in ((1, 1), (20, 2), (200, 40)):
            row = f"power cut in {action} of {len(files(notes))} files"
            yield Job(row, _cut, (Story(action, notes, (Run(action),)), stride))
        yield Job("power cut, and one in the recovery", _cut_twice, (Story(action, 1, (Run(action),)), 12))
        found = points(action)
        for row, fault, chosen in (("a kill", "KILL", found), ("an error", "EIO", sample(found, 25))):
            for point in chosen:
                run = Run(action, point.call, str(point.number), fault)
                yield Job(f"power cut after {row}", _cut, (Story(action, 1, (run, Run("recover"))), 6))
    for which in ("1", "1+"):
        run = Run("write", "renameat2", which, "EINVAL")
        yield Job("power cut where files cannot change places", _cut, (Story("write", 20, (run,)), 3))


def _errors() -> Iterator[Job]:
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


def _play(machine: type[Model], number: int) -> Counter[str]:
    """Histories of notes created, edited, moved, merged, deleted and taken back, up to twenty steps each."""
    often = settings(
        max_examples=_AT_ONCE,
        stateful_step_count=20,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(type(machine.__name__, (machine,), {})), settings=often)
    return Counter({"every link means what it meant": _AT_ONCE})


def _kill(action: str, notes: int, point: Point) -> Counter[str]:
    with scene(action, notes) as place:
        return Counter([survive_kill(action, place, point)])


def _kill_twice(notes: int, first: Point, second: Point) -> Counter[str]:
    with scene("recover", notes) as place:
        kill_at("recover", place.root, first)
        kill_at("recover", place.root, second)
        return Counter([settled("recover", place)])


def _cut(story: Story, stride: int) -> Counter[str]:
    return Counter(tell(story, stride))


def _cut_twice(story: Story, stride: int) -> Counter[str]:
    return Counter(tell_on(story, stride))


def _fail(action: str, point: Point, error: str, for_good: bool) -> Counter[str]:
    with scene(action) as place:
        return Counter([survive_error(action, place, point, error, for_good)])


def _do(job: Job) -> Counter[str]:
    try:
        return job.act(*job.words)
    except AssertionError as error:
        raise AssertionError(f"{job.row}, {job.words}: {error}") from error


def report(rows: Mapping[str, str]) -> str:
    """The page: a row for each kind of fault."""
    lines = [
        "# What was tried on edits",
        "",
        "Made by `python -m tests.long_edits`. A *case* is a run of a plan that edits, moves, swaps, re-cases, creates",
        "and deletes files, with one thing going wrong; [edits.md](edits.md) says what is promised. After each case the",
        "vault was compared file by file, with modes and times. No case ended in any other state than those shown, left",
        "a file lying about, or lost a save. A *history* is up to twenty steps of a random vault: notes created, edited,",
        "moved, renamed, merged, deleted and taken back; a second resolver that shares no code looks at every link.",
        "A case of a *power cut* is a state that a real run could have left on a disk that lost what was not flushed.",
        "",
        *_HEAD,
    ]
    return "\n".join([*lines, *(rows[row] for row in sorted(rows)), ""])


def _rows() -> dict[str, str]:
    """The rows of the report as it is."""
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    lines = [line for line in text.splitlines() if line.startswith("|") and line not in _HEAD]
    return {line.split("|")[1].strip(): line for line in lines}


def _add(row: str, ends: Counter[str]) -> None:
    shown = ", ".join(f"{end}: {count:,}" for end, count in sorted(ends.items()))
    rows = _rows() | {row: f"| {row} | {ends.total():,} | {shown} |"}
    REPORT.write_text(report(rows), encoding="utf-8")


def main(word: str = "") -> int:
    """Try everything, or the rows with a word, and write the report."""
    if without_strace():
        sys.stderr.write(f"cannot be done: {without_strace()}\n")
        return 2
    todo = [job for job in jobs() if word in job.row]
    with ProcessPoolExecutor(4) as pool:
        ends = {}
        for row in dict.fromkeys(job.row for job in todo):
            own = [job for job in todo if job.row == row]
            ends[row] = pool.map(_do, own, chunksize=min(4, 1 + len(own) // 16))
        for row, found in ends.items():
            sys.stderr.write(f"{row}\n")
            _add(row, sum(found, Counter()))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
