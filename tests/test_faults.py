"""A change of a vault that is killed or given an error is made wholly or not at all: a sample.

`python -m tests.long_edits` tries every call, and writes docs/edits-report.md.
"""

import pytest

from tests.faults import (
    ERRORS,
    kill_at,
    points,
    sample,
    scene,
    settled,
    survive_error,
    survive_kill,
    without_strace,
)

pytestmark = pytest.mark.skipif(without_strace() is not None, reason=f"no faults: {without_strace()}")


@pytest.mark.parametrize("action", ["write", "undo"])
def test_a_killed_run_is_made_wholly_or_not_at_all(action: str) -> None:
    states = set()
    for point in sample(points(action), 14):
        with scene(action) as place:
            states.add(survive_kill(action, place, point))

    assert states == {"before", "after"}


def test_a_recovery_killed_twice_still_ends_at_the_beginning() -> None:
    found = points("recover")
    for number, point in enumerate(sample(found, 6)):
        with scene("recover") as place:
            kill_at("recover", place.root, point)
            kill_at("recover", place.root, found[(number * 5) % len(found)])
            assert settled("recover", place) == "before"


@pytest.mark.parametrize("action", ["write", "undo", "recover"])
@pytest.mark.parametrize("for_good", [False, True])
def test_a_run_that_fails_says_so_and_leaves_nothing_half_done(action: str, for_good: bool) -> None:
    # A run that can write nothing for good cannot say so either.
    found = [point for point in points(action, looking=True) if point.call != "write" or not for_good]
    for number, point in enumerate(sample(found, 12)):
        with scene(action) as place:
            survive_error(action, place, point, ERRORS[number % (len(ERRORS) - for_good)], for_good)
