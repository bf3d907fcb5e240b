"""The command line as a process: run as a person would, with what it said and how it ended."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent


class Done:
    """How a run ended."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def lines(self) -> list[str]:
        """The lines on stdout."""
        return self.out.splitlines()


def run(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Done:
    """Run `vaulttools` with these arguments. No run may end in a traceback."""
    clean = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
    }
    done = subprocess.run(
        [sys.executable, "-m", "vaulttools", *map(os.fsencode, map(str, arguments))],
        cwd=cwd,
        env={**clean, "PYTHONPATH": str(ROOT), **(env or {})},
        capture_output=True,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
