"""How long a check takes against reading the notes: `python benchmarks/bench_check.py [NOTES | FOLDER] [RUNS]`.

The floor is one thread that reads every note with `os.open` and `os.read`. Goal for 10,000 notes:
at most 12 floors, findings printed.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from make_vault import make_vault
from measure import interleaved, python, show


def read_floor(folder: str) -> float:
    """Seconds to read every note below a folder, the walk not counted; the best of three."""
    paths = [
        os.path.join(at, name) for at, _, names in os.walk(folder) for name in names if name.endswith(".md")
    ]
    return min(timed_read(paths) for _ in range(3))


def timed_read(paths: list[str]) -> float:
    start = time.perf_counter()
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        while os.read(handle, 65_536):
            pass
        os.close(handle)
    return time.perf_counter() - start


def main(vault: str, runs: int) -> None:
    times = interleaved(
        {
            "python -c pass": python("-c", "pass"),
            "check": python("-m", "vaulttools", "check", vault),
            "check --jobs 1": python("-m", "vaulttools", "check", vault, "--jobs", "1"),
            "check --jobs 2": python("-m", "vaulttools", "check", vault, "--jobs", "2"),
            "check --format json": python("-m", "vaulttools", "check", vault, "--format", "json"),
            "check --statistics": python("-m", "vaulttools", "check", vault, "--statistics"),
            "unresolved": python("-m", "vaulttools", "unresolved", vault),
            "export --no-topics": python("-m", "vaulttools", "export", vault, "--no-topics"),
        },
        runs,
    )
    floor = read_floor(vault)
    show(times, "python -c pass")
    print(f"\nread floor: {floor * 1e3:.0f} ms")
    for name, (clock, _) in times.items():
        print(
            f"{name:<34} {clock[0] / floor:>8.1f} floors at least, {clock[len(clock) // 2] / floor:.1f} in the median"
        )
    print(f"most memory of a run: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    what, times_each = [*sys.argv[1:], "1000"][0], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if what.isdigit():
        with tempfile.TemporaryDirectory() as temporary:
            make_vault(Path(temporary) / "vault", int(what))
            main(str(Path(temporary) / "vault"), times_each)
    else:
        main(what, times_each)
