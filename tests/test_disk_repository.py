"""What is said where git refuses, against real repositories."""

from pathlib import Path

import pytest

from tests.command import Done, run
from tests.repositories import committed, git
from vaulttools.disk_repository import unread_history

# git's own tests make a repository one of another user by this.
FOREIGN = {
    "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault in a repository, with a link whose note was renamed."""
    root = tmp_path / "repository"
    committed(
        root, {"notes/Home.md": "[[Newton]]\n", "notes/Newton.md": "# Life\nLong enough to be known.\n"}
    )
    (root / "notes/Newton.md").rename(root / "notes/Isaac.md")
    committed(root, {})
    return root / "notes"


def said(vault: Path, *words: str) -> Done:
    return run(words[0], vault, *words[1:], env=FOREIGN)


def refusal(vault: Path) -> str:
    root = vault.parent
    return (
        f"git reads nothing in {vault}: detected dubious ownership in repository at '{root}'; "
        f"if you trust its files: git config --global --add safe.directory {root}\n"
    )


@pytest.mark.parametrize("words", [("check", "--since", "HEAD"), ("map", "-o", "-", "--compare", "HEAD")])
def test_a_repository_of_another_user_is_told_with_the_remedy(vault: Path, words: tuple[str, ...]) -> None:
    done = said(vault, *words)

    assert (done.status, done.out, done.err) == (2, "", f"vaulttools: {refusal(vault)}")


def test_repairs_from_the_history_say_that_there_is_none(vault: Path) -> None:
    assert "renamed to 'Isaac'" in run("check", vault, "--diff", "--unsafe-fixes").err

    done = said(vault, "check", "--diff", "--unsafe-fixes")
    assert done.err.startswith(f"vaulttools: nothing is known of renamed notes: {refusal(vault)}")
    assert done.err.count("safe.directory") == 1
    assert (done.status, "Isaac" in done.err) == (1, False)


def test_suggestions_and_the_map_say_that_there_is_no_history(vault: Path, tmp_path: Path) -> None:
    assert said(vault, "suggest").err == f"vaulttools: nothing is known of renamed notes: {refusal(vault)}"
    drawn = said(vault, "map", "-o", str(tmp_path / "map.html"))
    assert drawn.err.startswith(f"vaulttools: nothing is known of the days of notes: {refusal(vault)}")
    assert drawn.status == 0


def test_what_needs_no_history_says_nothing_of_it(vault: Path) -> None:
    assert said(vault, "check", "--diff").err == "nothing would be mended\n"


def test_git_that_is_not_installed_is_told_where_there_is_a_repository(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bare").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))

    assert unread_history(str(vault)).startswith("git is not installed; ")
    assert unread_history(str(tmp_path / "bare")) == ""


def test_a_broken_pointer_to_a_repository_is_not_called_none(vault: Path) -> None:
    for file in ((vault / ".git"),):
        file.write_text("gitdir: /nowhere\n")

    done = run("check", vault, "--since", "HEAD")
    assert (done.status, done.err) == (
        2,
        "vaulttools: git rev-parse failed: not a git repository: /nowhere\n",
    )


def test_a_submodule_of_another_user_is_told_with_the_remedy(vault: Path, tmp_path: Path) -> None:
    committed(tmp_path / "up", {"S.md": ""})
    git(vault, "submodule", "add", "-q", str(tmp_path / "up"), "subm")
    committed(vault.parent, {})
    committed(vault / "subm", {"S.md": "more"})
    trusted = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": str(vault.parent),
    }

    done = run("check", vault, "--since", "HEAD", env={**FOREIGN, **trusted})
    assert done.err.startswith(
        "vaulttools: subm is a submodule that changed, but its files count as unchanged: git "
    )
    assert done.err.endswith(f"git config --global --add safe.directory {vault / 'subm'}\n")


def test_an_object_that_is_not_there_is_told(vault: Path) -> None:
    name = git(vault, "rev-parse", "HEAD~1:notes/Newton.md")
    (vault / "Isaac.md").write_text("other words")
    (vault.parent / ".git/objects" / name[:2] / name[2:]).unlink()

    done = run("check", vault, "--since", "HEAD~1")

    assert (done.status, done.out) == (2, "")
    assert (
        done.err == f"vaulttools: the repository in {vault} lacks some of its files; run `git fsck` there\n"
    )
