"""Where the records of the real app lie; see tests/conformance/README.md. They are not part of the project."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("VAULTTOOLS_SHARED", ROOT.parent / "shared"))


def load(name: str) -> Any:
    """A file of the app's records; the test is skipped, with a clear line, where they are absent."""
    path = SHARED / "truth" / name
    if not path.is_file():
        pytest.skip(f"the app's own records are not here: {name} (set VAULTTOOLS_SHARED)")
    return json.loads(path.read_text(encoding="utf-8"))
