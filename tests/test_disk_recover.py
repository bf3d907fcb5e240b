"""A run that ends at any of its steps is taken back to the byte; one that ends while taking back, too.

`tests.faults` does the same at every call to the system, but needs a tracer.
"""

import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.edit_scene import contents, expected, files, lay_out, look, memory_disk, plan, strays
from vaulttools import disk_write
from vaulttools.disk_write import recover, undo, write_plan
from vaulttools.journal import Step
from vaulttools.text import decode

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no way to end a run half way")


def cut_off(act: Callable[[], object], steps: int) -> bool:
    """Do something in a process that ends after so many steps, forward or back; whether it came to its end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries do not matter here
        child = os.fork()
    if not child:
        left = iter(range(steps))

        def counted(real: Callable[[str, Step], object]) -> Callable[[str, Step], object]:
            return lambda root, step: real(root, step) if next(left, None) is not None else os._exit(1)

        disk_write.forward = counted(disk_write.forward)  # type: ignore[assignment]
        disk_write.backward = counted(disk_write.backward)  # type: ignore[assignment]
        try:
            act()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=memory_disk()) as name:
        yield Path(name)


def write(root: Path) -> None:
    texts = {path: decode(data) for path, data in contents(look(root)).items() if path.endswith(".md")}
    write_plan(str(root), texts, plan(texts))


@pytest.mark.parametrize("swaps", [True, False], ids=["files change places", "files cannot change places"])
@pytest.mark.parametrize("action", ["write", "undo"])
def test_a_run_that_ends_at_any_step_is_taken_back(
    folder: Path, action: str, swaps: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not swaps:
        monkeypatch.setattr(disk_write, "can_exchange", lambda folder: False)
    for steps in range(100):
        root = folder / str(steps)
        lay_out(root, files(2))
        before = look(root)
        if action == "undo":
            write(root)
        if cut_off(partial(write, root) if action == "write" else partial(undo, str(root)), steps):
            break
        cut_off(partial(recover, str(root)), steps // 2)
        recover(str(root))
        assert look(root) == before, f"cut off after {steps} steps"
        assert not strays(root)
    assert steps > 10
    assert contents(look(root)) == (expected(files(2)) if action == "write" else files(2))
