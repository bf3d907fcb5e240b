"""Somebody saves in the very moment of a step: each moment by itself, at a chosen place."""

import errno
import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.edit_scene import contents, lay_out, look, strays
from vaulttools import disk_rename, disk_steps, disk_write
from vaulttools.disk_write import recover, undo, write_plan
from vaulttools.edit import Edit, Move, Plan
from vaulttools.errors import VaultError
from vaulttools.journal import Step
from vaulttools.text import Span

FILES = {"a.md": b"a", "b.md": b"b", "c.md": b"c"}
PLAN = Plan(
    "plan",
    (Edit("a.md", Span(0, 1), "A"), Edit("b.md", Span(0, 1), "B")),
    (Move("c.md", "d/e.md"),),
    (("new.md", "new"),),
)
AFTER = {"a.md": b"A", "b.md": b"B", "d/e.md": b"c", "new.md": b"new"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lay_out(tmp_path / "vault", FILES)
    return tmp_path / "vault"


def write(root: Path) -> None:
    write_plan(str(root), {path: data.decode() for path, data in FILES.items()}, PLAN)


def save(file: Path, data: bytes) -> None:
    """As editors save: a file beside, then renamed."""
    beside = file.with_name(f".{file.name}")
    beside.write_bytes(data)
    beside.replace(file)


def before_exchange(monkeypatch: pytest.MonkeyPatch, acts: dict[int, Callable[[], None]]) -> None:
    """Do something right before the n-th exchange of a run, counted from 0."""
    calls = []

    def exchange(one: str, two: str) -> None:
        acts.get(len(calls), lambda: None)()
        calls.append(one)
        disk_rename.exchange(one, two)

    monkeypatch.setattr(disk_steps, "exchange", exchange)


def before_move(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], None]) -> None:
    """Do something right before a file of this name gets a new one, the first time."""
    done = []

    def rename_new(old: str, new: str) -> None:
        if old.endswith(name) and not done:
            done.append(old)
            act()
        disk_rename.rename_new(old, new)

    monkeypatch.setattr(disk_steps, "rename_new", rename_new)


def test_a_save_right_before_the_exchange_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before_exchange(monkeypatch, {1: lambda: save(root / "b.md", b"mine")})

    with pytest.raises(
        VaultError, match=r"'b\.md' was saved by another program at this very moment; nothing was"
    ):
        write(root)

    assert contents(look(root)) == {**FILES, "b.md": b"mine"}
    assert not strays(root)


def test_the_last_of_two_saves_around_the_exchange_stays_and_the_first_is_kept(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    acts = {1: lambda: save(root / "b.md", b"first"), 2: lambda: save(root / "b.md", b"second")}
    before_exchange(monkeypatch, acts)

    with pytest.raises(VaultError, match=r"rescued/1"):
        write(root)

    assert contents(look(root)) == {**FILES, "b.md": b"second"}
    assert strays(root) == ["rescued"]
    kept = [path.read_bytes() for path in (root / ".vaulttools" / "rescued" / "1").iterdir()]
    assert b"first" in kept


def test_a_note_deleted_right_before_the_exchange_stays_deleted(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, {1: (root / "b.md").unlink})

    with pytest.raises(VaultError, match=r"'b\.md' is gone since it was read"):
        write(root)

    assert contents(look(root)) == {"a.md": b"a", "c.md": b"c"}
    assert not strays(root)


def test_a_note_deleted_between_exchange_and_look_comes_back_as_saved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_exchange(monkeypatch, {1: lambda: save(root / "b.md", b"mine"), 2: (root / "b.md").unlink})

    with pytest.raises(VaultError, match=r"'b\.md' was saved"):
        write(root)

    assert contents(look(root)) == {**FILES, "b.md": b"mine"}


def test_a_save_into_what_was_written_stays_when_all_else_goes_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_move(monkeypatch, "c.md", lambda: save(root / "a.md", b"mine"))

    with pytest.raises(
        VaultError, match=r"'a\.md' was changed since; it stays as it is; .* rescued/1|rescued/1"
    ):
        write(root)

    assert contents(look(root)) == {**FILES, "a.md": b"mine"}
    kept = [path.read_bytes() for path in (root / ".vaulttools" / "rescued" / "1").iterdir()]
    assert b"a" in kept
    assert recover(str(root)) is None


def test_a_save_of_a_file_that_moves_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before_move(monkeypatch, "c.md", lambda: save(root / "c.md", b"mine"))

    with pytest.raises(VaultError, match=r"'c\.md' was saved by another program"):
        write(root)

    assert contents(look(root)) == {**FILES, "c.md": b"mine"}
    assert not strays(root)


def test_a_file_made_where_one_is_to_arrive_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before_move(monkeypatch, "c.md", lambda: save(root / "d" / "e.md", b"mine"))

    with pytest.raises(VaultError, match=r"'d/e\.md' is there already"):
        write(root)

    assert contents(look(root)) == {**FILES, "d/e.md": b"mine"}


def test_a_save_during_an_undo_stays_and_the_change_stays_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root)
    before_exchange(monkeypatch, {1: lambda: save(root / "a.md", b"mine")})

    with pytest.raises(VaultError, match=r"'a\.md' was saved by another program"):
        undo(str(root))

    assert contents(look(root)) == {**AFTER, "a.md": b"mine"}
    assert not strays(root)


def test_a_save_after_everything_was_done_takes_all_else_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(root_: str, steps: object) -> None:
        real(root_, steps)
        if not (root / "c.md").exists() and (root / "b.md").read_bytes() == b"B":
            save(root / "b.md", b"mine")

    real = disk_steps._sync_folders
    monkeypatch.setattr(disk_steps, "_sync_folders", late)

    with pytest.raises(VaultError, match=r"'b\.md' was saved by another program meanwhile"):
        write(root)

    assert contents(look(root)) == {**FILES, "b.md": b"mine"}


@pytest.mark.parametrize("moment", ["b.md", "work/2"])
def test_where_files_cannot_change_places_a_save_stays_too(
    root: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    monkeypatch.setattr(disk_write, "can_exchange", lambda folder: False)
    before_move(monkeypatch, moment, lambda: save(root / "b.md", b"mine"))

    with pytest.raises(VaultError, match=r"was saved|is there already"):
        write(root)

    assert contents(look(root)) == {**FILES, "b.md": b"mine"}


def test_a_folder_that_a_run_cut_off_had_made_anew_gets_its_mode(root: Path) -> None:
    (root / "d").mkdir(0o755)

    disk_steps.backward(str(root), Step("rmdir", "d", before="710"))

    assert (root / "d").stat().st_mode & 0o777 == 0o710


@pytest.mark.parametrize("error", [None, errno.ENOTSUP])
def test_on_macos_the_drive_itself_writes_everything_down(
    root: Path, monkeypatch: pytest.MonkeyPatch, error: int | None
) -> None:
    def fcntl_(handle: int, what: int) -> None:
        if error:
            raise OSError(error, "not on this disk")
        told.append(what)

    told: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", fcntl_)

    disk_rename.sync_folder(str(root))

    assert told == ([] if error else [51])
