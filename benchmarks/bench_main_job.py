"""The main job on a vault, whole processes: `python benchmarks/bench_main_job.py FOLDER [RUNS]`.

Goals for 1,100 notes of 4.6 KB on two cores: `check` cold in at most 1 s, `map` in at most 10 s.
"""

import sys
import tempfile
from pathlib import Path

from measure import interleaved, python, show


def main(vault: str, runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "map.html"
        times = interleaved(
            {
                "python -c pass": python("-c", "pass"),
                "check": python("-m", "vaulttools", "check", vault),
                "topics": python("-m", "vaulttools", "topics", vault),
                "map": python("-m", "vaulttools", "map", vault, "-o", str(page)),
            },
            runs,
        )
        show(times, "python -c pass")
        print(f"the map has {page.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
