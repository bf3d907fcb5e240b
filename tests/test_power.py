"""A power cut at any moment leaves a vault that is as before or as planned: a sample, and what the disks can lose.

`python -m tests.long_edits` tries many more, and writes docs/edits-report.md.
"""

import pytest

from tests.edit_scene import contents, look, strays
from tests.faults import scene, without_strace
from tests.power import Story, disk_after, restarted, states, survive_cut, tell, tell_on, unflushed
from tests.power_trace import (
    ROOT,
    Change,
    Cut,
    Filled,
    Flushed,
    Moded,
    Name,
    Named,
    Node,
    Record,
    Run,
    record,
)
from vaulttools import disk_write
from vaulttools.disk_write import recover, undo, write_plan
from vaulttools.edit import Plan
from vaulttools.errors import VaultError

traced = pytest.mark.skipif(without_strace() is not None, reason=f"no power cuts: {without_strace()}")
OLD, NEW = Node(False, 0o644, b"old", 1), Node(False, 0o644)
MADE = Named((Name(ROOT, "b", 2),))
RENAMED = Named((Name(ROOT, "a", None), Name(ROOT, "c", 1)))


def disks(*changes: Change) -> set[tuple[tuple[str, bytes], ...]]:
    """What can lie on a disk after a power cut that comes when these changes have been asked for: a file `a` before."""
    nodes = {ROOT: Node(True, 0o755), 1: OLD, 2: NEW, 3: Node(True, 0o755)}
    run = Record(nodes, {(ROOT, "a"): 1}, changes)
    return {
        tuple((path, node.data) for path, node in state.disk.items()) for state in states(run) if state.ended
    }


A, B = ("a", b"old"), ("b", b"new!")


def test_what_was_not_flushed_may_be_there_or_not_whole_or_in_part() -> None:
    written = Filled(2, 0, b"new!")

    assert disks(MADE, written) == {(A,), (A, B), (A, ("b", b"")), (A, ("b", b"ne")), (A, ("b", bytes(4)))}
    assert disks(MADE, written, Flushed(2)) == {(A,), (A, B)}
    assert disks(MADE, written, Flushed(2), Flushed(ROOT)) == {(A, B)}
    assert disks(MADE, Flushed(2), written) > {(A,), (A, B), (A, ("b", b"ne"))}
    assert disks(Cut(1, 0)) == {(A,), (("a", b""),)}


def test_a_move_happens_wholly_or_not_at_all_and_in_the_order_of_its_names() -> None:
    taken = Named((Name(ROOT, "a", 2),))

    assert disks(RENAMED) == {(A,), (("c", b"old"),)}
    assert disks(RENAMED, taken) == {(A,), (("c", b"old"),), (("a", b""), ("c", b"old"))}


def test_what_lies_in_a_folder_is_lost_with_the_name_of_the_folder() -> None:
    made, into = Named((Name(ROOT, "d", 3),)), Named((Name(ROOT, "a", None), Name(3, "a", 1)))

    assert disks(made, into) == {(A,), (A, ("d", b"")), (("d", b""), ("d/a", b"old")), ()}
    assert () not in disks(made, Flushed(ROOT), into)


def test_a_change_is_safe_once_all_its_folders_were_flushed() -> None:
    into = Named((Name(ROOT, "a", None), Name(3, "a", 1)))

    assert unflushed([into, Flushed(ROOT)]) == [0]
    assert unflushed([into, Flushed(ROOT), Flushed(3)]) == []
    assert unflushed([into, Flushed(3), Moded(1, 0o600), Flushed(ROOT)]) == [2]


@traced
@pytest.mark.parametrize("action", ["write", "undo", "recover"])
def test_a_record_holds_all_that_a_run_did(action: str) -> None:
    with scene(action) as place:
        run, status = record(place.root, Run(action))

        whole = {
            path: node.data
            for path, node in disk_after(run, range(len(run.changes))).items()
            if not node.is_folder
        }
        assert status == 0
        assert {path: data for path, data in whole.items() if ".vaulttools" not in path} == contents(
            look(place.root)
        )


@traced
@pytest.mark.parametrize("action", ["write", "undo", "recover"])
def test_after_a_power_cut_a_vault_is_as_before_or_as_planned(action: str) -> None:
    ends = set(tell(Story(action, 1, (Run(action),)), stride=7))

    assert ends == ({"before"} if action == "recover" else {"before", "after"})


@traced
@pytest.mark.parametrize("folders", [False, True])
def test_without_its_flushes_the_writer_would_lose_texts(folders: bool) -> None:
    with scene("write") as place:
        run, _ = record(place.root, Run("write"))
        kept = [
            change
            for change in run.changes
            if not isinstance(change, Flushed) or run.nodes[change.node].is_folder != folders
        ]

        with pytest.raises((AssertionError, VaultError)):
            for state in states(run._replace(changes=tuple(kept))):
                survive_cut("write", place, state, "", by_writing=False)


@traced
@pytest.mark.parametrize(
    "run",
    [
        Run("write", "renameat2", "1", "EINVAL"),
        Run("write", "fsync", "14", "KILL"),
        Run("write", "renameat2", "12", "EIO"),
        Run("undo", "renameat2", "12", "EIO"),
    ],
)
def test_a_power_cut_after_another_fault_does_no_harm_either(run: Run) -> None:
    assert set(tell(Story(run.action, 1, (run, Run("recover"))), stride=15)) <= {"before", "after"}


@traced
def test_a_power_cut_while_one_is_recovered_from_does_no_harm_either() -> None:
    assert set(tell_on(Story("write", 1, (Run("write"),)), stride=220)) == {"before"}


@traced
def test_a_record_that_is_thrown_away_goes_wholly_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_write, "MOST_UNDO", 1)
    with scene("write") as place:
        write_plan(str(place.root), {}, Plan("first", creates=(("first.md", "1"),)))
        first = look(place.root)
        run, _ = record(place.root, Run("write"))
        for state in [*states(run)][-60::4]:
            with restarted(state.disk, place) as here:
                recover(str(here.root))
                records = {path.name for path in (here.root / ".vaulttools" / "undo").iterdir()}
                if "2" in records:
                    undo(str(here.root))
                assert look(here.root) == first
                if "1" in records:
                    undo(str(here.root))
                    assert look(here.root) == place.before


@traced
def test_what_was_rescued_from_a_save_stays_rescued() -> None:
    path = "notes/0/Note 0.md"
    with scene("recover") as place:
        (place.root / path).write_bytes(b"mine")
        run, _ = record(place.root, Run("recover"))
        for state in [*states(run)][::12]:
            with restarted(state.disk, place) as here:
                recover(str(here.root))

                assert contents(look(here.root)) == {**contents(place.before), path: b"mine"}
                kept = (here.root / ".vaulttools" / "rescued" / "1").iterdir()
                assert contents(place.before)[path] in [file.read_bytes() for file in kept]
                assert strays(here.root) == ["rescued"]
