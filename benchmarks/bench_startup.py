"""How long the command line takes to start: `python benchmarks/bench_startup.py [RUNS]`.

Goal: `--help` and a check of one note at most 0.15 s above the interpreter's own start, better at
most 4 times a bare `python -c pass`.
"""

import sys
import tempfile
from pathlib import Path

from measure import interleaved, median, python, show


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "Home.md").write_text("---\ntags: [a]\n---\n# Home\n[[Home]]\n")
        times = interleaved(
            {
                "python -c pass": python("-c", "pass"),
                "python -c 'import argparse'": python("-c", "import argparse"),
                "vaulttools --help": python("-m", "vaulttools", "--help"),
                "vaulttools check (one note)": python("-m", "vaulttools", "check", folder),
                "vaulttools unresolved (one note)": python("-m", "vaulttools", "unresolved", folder),
            },
            runs,
        )
    show(times, "python -c pass")
    bare = median(times["python -c pass"].clock)
    for name in ("vaulttools --help", "vaulttools check (one note)"):
        print(
            f"{name}: {(median(times[name].clock) - bare) * 1e3:.0f} ms above the interpreter's own (goal: 150)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
