"""What the README says is so: its examples are run."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import vaulttools
from tests.command import run
from tests.house import ROOT
from tests.vaults import put, vault_of_files
from vaulttools import read_config, read_vault
from vaulttools.config import parse_config
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


FIRST, *EXAMPLES = blocks("python", (ROOT / "docs/python.md").read_text(encoding="utf-8"))


def test_the_finding_shown_is_what_check_prints(tmp_path: Path) -> None:
    (tmp_path / "Ideas.md").write_text("# Ideas\n\nSee [[Newtn|the man with the apple]].\n")
    (tmp_path / "Newton.md").write_text("[[Ideas]]\n")

    done = subprocess.run(
        [sys.executable, "-m", "vaulttools", "check", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.startswith(blocks("text")[0])
    assert done.returncode == 1


def test_the_settings_shown_are_settings() -> None:
    settings = blocks("toml")[0]

    assert parse_config(tomllib.loads(settings), "README.md").exclude == ("Templates/**",)


@pytest.mark.parametrize("page", ["README.md", "docs/ci.md"])
def test_the_ignore_shown_hides_until_its_day(page: str) -> None:
    (shown,) = re.findall(r"%% vaulttools: ignore .*? %%", (ROOT / page).read_text(encoding="utf-8"))
    graph = build_graph(vault_of_files({"Home.md": f"[[Newtn]] {shown}\n", "Ideas.md": "[[Home]]"}))

    def found(today: str) -> set[str]:
        return {
            item.check
            for item in run_checks(graph, today=date.fromisoformat(today))
            if item.path == "Home.md"
        }

    assert found("2027-01-31") == set()
    assert found("2027-02-01") == {"unresolved-link", "unused-ignore"}


def test_the_python_shown_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-c", blocks("python")[0]], capture_output=True, text=True, check=False, cwd=ROOT
    )

    assert done.returncode == 0, done.stderr
    assert "Vagal nuclei" in done.stdout or "Maps/" in done.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split()[1])
def test_each_example_of_the_page_on_python_runs(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if "import pandas" in example:
        pytest.importorskip("pandas", reason="pandas is not installed: its example is not tried")
    shutil.copytree(ROOT / "vault", tmp_path / "vault")
    put(tmp_path / "vault", {"Ideas.md": "See [[Newtn]].\n"})
    before = read_vault(tmp_path / "vault")
    monkeypatch.chdir(tmp_path)

    exec(FIRST + example, {})

    assert capsys.readouterr().out.strip()
    assert read_vault(tmp_path / "vault") == before


def test_the_pipe_of_the_architecture_page_runs() -> None:
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    pipe = "\n".join(re.findall(r"^    (\w+ += .*)$", page, re.M))
    names = {name: getattr(vaulttools, name) for name in vaulttools.__all__} | {"root": ROOT / "vault"}

    exec(pipe, names)

    assert names["page"].startswith("<!doctype html>")


def test_settings_count_in_python_as_on_the_command_line(tmp_path: Path) -> None:
    settings = 'exclude = ["Templates/"]\nignore = ["orphan-note"]\n'
    put(tmp_path, {"Home.md": "[[Newtn]]", "Templates/Day.md": "[[Date]]", "vaulttools.toml": settings})

    config = read_config(tmp_path)
    found = run_checks(build_graph(read_vault(tmp_path, config)), config)

    said = run("check", tmp_path, "--format", "jsonl", "--verbose").out.splitlines()
    assert (
        [item.check for item in found] == [json.loads(line)["check"] for line in said] == ["unresolved-link"]
    )


@pytest.mark.parametrize("page", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_every_page_linked_is_there(page: str) -> None:
    assert (ROOT / page).exists()


CHANGING = [
    shlex.split(line, comments=True)[1:]
    for block in blocks("sh")
    if "vaulttools undo" in block
    for line in block.splitlines()
]


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
@pytest.mark.parametrize("command", CHANGING, ids=" ".join)
def test_each_command_that_changes_notes_shows_first_what_it_would_do(
    tmp_path: Path, command: list[str], option: str
) -> None:
    assert "Each shows what it would do with `--dry-run` and as a patch with `--diff`." in README
    put(
        tmp_path,
        {
            ".obsidian/app.json": "{}",
            "Newton.md": "# Life\nHe.\n# Optics\nLight.\n",
            "Sir Isaac.md": "See [[newton#Life]].\n",
            "Old.md": "[[Sir Isaac]] [[Newton]]\n",
            "vaulttools.toml": 'severity = {miscased-link = "warning"}\n',
        },
    )
    if command[0] == "merge":
        put(tmp_path, {"Isaac Newton.md": "Here.\n"})
    if command[0] == "undo":
        assert run("rename", "Old", "New", cwd=tmp_path).status == 0
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}

    shown = run(*command, option, cwd=tmp_path)

    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert ("diff --git" in shown.out) == (option == "--diff")
    assert option == "--diff" or re.search("would (change|mend)|no link has to change", shown.out + shown.err)
    assert run(*command, cwd=tmp_path).status == 0
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")} != before


def test_every_command_shown_is_a_command() -> None:
    shown = set(
        re.findall(r"vaulttools ([a-z]+)[ `\n]", "\n".join(blocks("sh") + re.findall(r"`([^`\n]+)`", README)))
    )
    done = subprocess.run(
        [sys.executable, "-m", "vaulttools", "--help"], capture_output=True, text=True, check=False
    )

    assert shown
    assert all(re.search(rf"^    {command}\b", done.stdout, re.M) for command in shown), shown
