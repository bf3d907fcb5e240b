"""Is a function linear? Judged by processor time, which other programs hardly change, and far from the border."""

import gc
import time
from collections.abc import Callable

# Four times the input costs a linear function four times as much, a quadratic one sixteen times.
LIMIT = 9
# Below this the clock and the cache say more than the function does.
FLOOR = 0.03


def stays_linear(run: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Does the work `run(n)` prepares grow no faster than `n`? `size` is the smaller of the two sizes."""
    return any(least(run(4 * size)) <= LIMIT * max(least(run(size)), FLOOR) for _ in range(3))


def least(work: Callable[[], object]) -> float:
    """The least processor time of three runs, seconds."""
    times = []
    gc.collect()
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)
