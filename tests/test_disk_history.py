"""What git remembers of notes, against real repositories."""

from datetime import date
from pathlib import Path

import pytest

from tests.repositories import git
from tests.vaults import put
from vaulttools.disk_history import first_days, renamed_since

PARAGRAPHS = "".join(f"Line {at} of a note that is long enough to be known again.\n" for at in range(20))


def commit(root: Path, day: str, files: dict[str, str | None]) -> None:
    """Commit these texts on a day; None deletes the file."""
    put(root, {path: text for path, text in files.items() if text is not None})
    for path in (path for path, text in files.items() if text is None):
        (root / path).unlink()
    when = {f"GIT_{who}_DATE": f"{day}T12:00:00+0000" for who in ("AUTHOR", "COMMITTER")}
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", day, "--allow-empty"]):
        git(root, *words, **when)


def days(root: Path, *notes: str) -> dict[str, str]:
    return {path: day.isoformat() for path, day in first_days(str(root), notes).items()}


def test_a_note_is_as_old_as_its_first_commit(tmp_path: Path) -> None:
    commit(tmp_path, "2020-01-01", {"A.md": "one"})
    commit(tmp_path, "2021-01-01", {"A.md": "two", "B.md": "", "c.png": ""})

    assert days(tmp_path, "A.md", "B.md", "Not committed.md") == {"A.md": "2020-01-01", "B.md": "2021-01-01"}
    assert first_days(str(tmp_path), ["A.md"]) == {"A.md": date(2020, 1, 1)}


def test_a_renamed_note_keeps_its_day(tmp_path: Path) -> None:
    commit(tmp_path, "2020-01-01", {"A.md": PARAGRAPHS})
    commit(tmp_path, "2021-01-01", {"A.md": None, "B.md": PARAGRAPHS + "More.\n"})
    commit(tmp_path, "2022-01-01", {"B.md": None, "deep/\nC.md": PARAGRAPHS + "More.\n", "B.md ": ""})
    commit(tmp_path, "2023-01-01", {"A.md": "Another note of the old name.\n"})

    assert days(tmp_path, "A.md", "deep/\nC.md") == {"A.md": "2023-01-01", "deep/\nC.md": "2020-01-01"}


def test_a_vault_in_a_folder_keeps_its_days_when_the_folder_moves(tmp_path: Path) -> None:
    commit(tmp_path, "2020-01-01", {"notes/a/A.md": PARAGRAPHS, "other/A.md": ""})
    commit(tmp_path, "2021-01-01", {"notes/a/A.md": None, "docs/a/A.md": PARAGRAPHS})

    assert days(tmp_path / "docs", "a/A.md") == {"a/A.md": "2020-01-01"}


def test_a_deleted_note_that_came_back_is_as_old_as_it_was(tmp_path: Path) -> None:
    commit(tmp_path, "2020-01-01", {"A.md": "one"})
    commit(tmp_path, "2021-01-01", {"A.md": None})
    commit(tmp_path, "2022-01-01", {"A.md": "two"})

    assert days(tmp_path, "A.md") == {"A.md": "2020-01-01"}


def test_notes_of_merged_branches_have_their_days(tmp_path: Path) -> None:
    commit(tmp_path, "2020-01-01", {"A.md": ""})
    git(tmp_path, "checkout", "-qb", "side")
    commit(tmp_path, "2021-01-01", {"B.md": ""})
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, "2022-01-01", {"C.md": ""})
    git(tmp_path, "merge", "-q", "side", "-m", "merge")

    assert days(tmp_path, "A.md", "B.md", "C.md") == {
        "A.md": "2020-01-01", "B.md": "2021-01-01", "C.md": "2022-01-01"
    }  # fmt: skip


def test_without_a_full_history_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare, empty = tmp_path / "bare", tmp_path / "empty"
    bare.mkdir()
    empty.mkdir()
    git(empty, "init", "-q")
    commit(tmp_path / "whole", "2020-01-01", {"A.md": ""})
    commit(tmp_path / "whole", "2021-01-01", {"B.md": ""})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path / 'whole'}", "shallow")

    assert days(bare, "A.md") == days(empty, "A.md") == days(tmp_path / "shallow", "A.md") == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert days(tmp_path / "whole", "A.md") == {}


def test_git_says_what_was_renamed(tmp_path: Path) -> None:
    commit(tmp_path, "2020-01-01", {"notes/A.md": PARAGRAPHS, "notes/B.md": "b", "notes/C.md": "c"})
    commit(
        tmp_path,
        "2021-01-01",
        {"notes/A.md": None, "notes/x/A2.md": PARAGRAPHS + "More.\n", "notes/B.md": "d"},
    )

    assert renamed_since(str(tmp_path / "notes"), "HEAD~1") == {"A.md": "x/A2.md"}
    assert renamed_since(str(tmp_path / "notes"), "HEAD") == {}
