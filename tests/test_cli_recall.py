"""A check whose report is taken from the cache says what a check without a cache says."""

import contextlib
import io
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import Done, run
from tests.repositories import committed, git
from tests.vaults import put
from vaulttools import cli, cli_check, cli_recall, disk
from vaulttools.cli_args import parser

FILES: dict[str, str | bytes] = {
    "a.md": "---\nup: '[[b]]'\n---\n[[b]] [[gone]] ![[i.png]]\n",
    "b.md": "# T\n[[a#nowhere]] [[B]]\n",
    "c/b.md": "[[b]] %% vaulttools: ignore unresolved-link until 2999-01-01 %%\n",
    "i.png": "x",
    "w.canvas": '{"nodes": [{"type": "file", "file": "lost.md"}]}',
    ".obsidian/app.json": "{}",
}


@pytest.fixture(autouse=True)
def _every_vault_is_large_enough(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(disk, "WORTH_IT", 1)
        patch.setattr(cli_recall, "WORTH_IT", 1)
        patch.setenv("COLUMNS", "100")
        yield


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault with a fault of each common kind."""
    return put(tmp_path / "v", FILES)


class Runs:
    """Runs checks with the cache of one folder, and counts how often they really checked."""

    def __init__(
        self, vault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.vault, self.capsys, self.checked = vault, capsys, 0
        self.kept = str(vault.parent / "kept")
        really = cli_check.checked

        def counted(*given: object) -> object:
            self.checked += 1
            return really(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(cli_check, "checked", counted)

    def plain(self, *options: str) -> tuple[int, str, str]:
        """Status, stdout and stderr of a check without a cache."""
        status = cli.main(["check", str(self.vault), "--no-cache", *options])
        return (status, *self.capsys.readouterr())

    def is_remembered(self, *options: str) -> bool:
        """Whether a check with the cache was answered from it; what it says is what it says without."""
        cold = self.plain(*options)
        before = self.checked
        status = cli.main(["check", str(self.vault), "--cache-dir", self.kept, *options])
        assert (status, *self.capsys.readouterr()) == cold
        return self.checked == before


@pytest.fixture
def runs(vault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Checks of that vault."""
    return Runs(vault, capsys, monkeypatch)


def test_the_second_check_is_answered_at_once(runs: Runs) -> None:
    assert [runs.is_remembered() for _ in range(3)] == [False, True, True]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.md", "[[b]]\n"),
        ("new.md", ""),
        ("gone.md", ""),
        ("j.png", ""),
        ("w.canvas", "{"),
        (".obsidian/app.json", '{"userIgnoreFilters": ["c/"]}'),
        (".obsidian/templates.json", '{"folder": "c"}'),
        ("c/.obsidian/app.json", "{}"),
        ("vaulttools.toml", 'ignore = ["unresolved-link"]\n'),
        ("vaulttools.toml", '[severity]\nunresolved-link = "warning"\n'),
    ],
)
def test_whatever_changes_is_seen(runs: Runs, vault: Path, path: str, content: str) -> None:
    assert not runs.is_remembered()

    put(vault, {path: content})

    assert not runs.is_remembered()
    assert runs.is_remembered()


def test_a_move_and_a_deletion_are_seen(runs: Runs, vault: Path) -> None:
    runs.is_remembered()
    (vault / "b.md").rename(vault / "bb.md")
    assert not runs.is_remembered()
    (vault / "i.png").unlink()
    assert not runs.is_remembered()


def test_each_way_to_ask_has_its_own_answer(runs: Runs) -> None:
    ways = [("--verbose",), ("--format", "json"), ("--select", "miscased-link"), ("--exit-zero",)]

    assert [runs.is_remembered(*way) for way in ways] == [False] * 4
    assert [runs.is_remembered(*way) for way in ways] == [True] * 4
    assert not runs.is_remembered("--statistics")
    assert not runs.is_remembered("--verbose")  # only the newest four are kept
    assert runs.is_remembered("--exit-zero")


def test_files_are_written_from_the_cache_too_whatever_their_names(runs: Runs, vault: Path) -> None:
    cold, first, second = (vault.parent / name for name in ("cold.sarif", "a.sarif", "b.sarif"))
    runs.plain("--output", f"sarif={cold}")

    assert not runs.is_remembered("--output", f"sarif={first}")
    assert runs.is_remembered("--output", f"sarif={second}")
    assert first.read_bytes() == second.read_bytes() == cold.read_bytes()
    assert not runs.is_remembered("--output", f"junit={second}")
    assert not runs.is_remembered("--format", "sarif")


def test_colour_width_and_day_are_part_of_the_question(
    runs: Runs, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.is_remembered()
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert not runs.is_remembered()
    monkeypatch.setenv("COLUMNS", "60")
    assert not runs.is_remembered()
    monkeypatch.setattr(cli_recall.time, "strftime", lambda form: "2999-01-02")
    assert not runs.is_remembered()


def test_what_the_repository_says_is_part_of_the_question(runs: Runs, vault: Path) -> None:
    assert not runs.is_remembered("--format", "github")
    (vault.parent / ".git").mkdir()
    assert not runs.is_remembered("--format", "github")


def test_what_git_tracks_is_part_of_the_question(runs: Runs, vault: Path) -> None:
    committed(vault, {})
    assert [runs.is_remembered(*way) for way in ((), ("--tracked",))] == [False, False]
    assert [runs.is_remembered(*way) for way in ((), ("--tracked",))] == [True, True]

    put(vault, {"gone.md": ""})
    assert runs.is_remembered("--tracked")
    assert not runs.is_remembered()
    git(vault, "add", "gone.md")
    assert not runs.is_remembered("--tracked")
    git(vault, "rm", "--cached", "gone.md")
    assert runs.is_remembered("--tracked") and runs.is_remembered()


def test_a_check_that_hangs_on_more_is_always_made(runs: Runs, vault: Path) -> None:
    known = str(vault.parent / "known.jsonl")
    runs.plain("--baseline", known, "--baseline-add")
    for _ in range(2):
        assert not runs.is_remembered("--baseline", known)
    put(vault, {"vaulttools.toml": "[limits]\nunresolved-link = 0\n"})
    for _ in range(2):
        assert not runs.is_remembered()


def test_what_was_passed_over_is_said_each_time(runs: Runs, vault: Path) -> None:
    put(vault, {"inner/.obsidian/app.json": "{}", "inner/N.md": ""})

    assert "inner/ is a vault of its own" in runs.plain("--format", "github")[2]
    assert not runs.is_remembered("--format", "github")
    assert runs.is_remembered("--format", "github")


def test_a_note_that_cannot_be_read_is_said_each_time(
    runs: Runs, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_open = os.open

    def refuse(path: str, flags: int, *mode: int) -> int:
        if path.endswith("a.md"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, flags, *mode)

    monkeypatch.setattr(disk.os, "open", refuse)

    assert [runs.is_remembered() for _ in range(2)] == [False, False]
    assert runs.plain()[0] == 2


@pytest.mark.parametrize("harm", [b"", b"x" * 200, None])
def test_a_harmed_answer_counts_as_none(runs: Runs, vault: Path, harm: bytes | None) -> None:
    runs.is_remembered()
    (file,) = Path(runs.kept).glob("*.reports")
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if harm is None else harm)

    assert not runs.is_remembered()


STATES = st.lists(
    st.dictionaries(
        st.sampled_from(["a.md", "b.md", "c/a.md", "w.canvas", "i.png"]),
        st.sampled_from(
            ["", "# T\n", "[[a]] [[b#T]]", "[[c/a|b]] [[x]]", "---\naliases: x\n---\n", '{"nodes": 3}']
        ),
        min_size=1,
    ).map(lambda files: {**files, "n.md": "[[a]]"}),
    min_size=2,
    max_size=5,
)


@settings(max_examples=40)
@given(STATES, st.sampled_from([(), ("--verbose",), ("--format", "sarif"), ("--format", "json")]))
def test_any_history_of_a_vault_gives_the_same_reports_with_and_without_a_cache(
    states: list[dict[str, str]], options: tuple[str, ...]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for files in states:
            vault = put(Path(folder) / "v", files)
            for path in [path for path in vault.rglob("*") if path.is_file()]:
                if path.relative_to(vault).as_posix() not in files:
                    path.unlink()
            cold = said(vault, *options, "--no-cache")

            assert [said(vault, *options, "--cache-dir", f"{folder}/kept") for _ in range(2)] == [cold] * 2


def said(vault: Path, *options: str) -> tuple[int, str]:
    with contextlib.redirect_stdout(io.StringIO()) as stream:
        return cli.main(["check", str(vault), *options]), stream.getvalue()


def test_every_option_of_check_was_thought_of() -> None:
    """A new option makes a check unrepeatable until it is named here or in `cli_recall`."""
    beyond = {"since", "baseline", "baseline_add", "baseline_prune", "external"}
    beyond |= {"fix", "unsafe_fixes", "dry_run", "diff", "exit_non_zero_on_fix"}

    assert set(vars(parser().parse_args(["check"]))) == cli_recall._OPTIONS | beyond


def test_as_processes(tmp_path: Path) -> None:
    vault = put(tmp_path / "v", {f"n{number}.md": "[[gone]]\n" for number in range(120)})
    here = {"XDG_CACHE_HOME": str(tmp_path / "cache")}

    def check(*options: str) -> Done:
        return run("check", vault, *options, env=here)

    said = [check().out, check().out, check("--jobs", "2", "--no-cache").out]
    kept = tmp_path / "cache" / "vaulttools"

    assert len(set(said)) == 1
    assert {file.suffix for file in kept.glob(".v*")} == {".notes", ".reports"}
    assert check("--cache-dir", str(vault / "n1.md")).err.endswith(
        "n1.md is not a folder; name another with --cache-dir, or use --no-cache\n"
    )
    assert subprocess.run(["ls", str(vault)], capture_output=True).stdout.count(b"\n") == 120


def test_small_vaults_leave_no_cache(tmp_path: Path, vault: Path) -> None:
    run("check", vault, env={"XDG_CACHE_HOME": str(tmp_path / "cache")})

    assert not (tmp_path / "cache").exists()
