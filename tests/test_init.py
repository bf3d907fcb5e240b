"""What `init` writes, and the files for CI servers: each is run or read as the server would."""

import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import ROOT, run
from tests.repositories import committed
from tests.vaults import put
from vaulttools.config import Config, parse_config
from vaulttools.init import HOOK, WORKFLOW, addition, starter_files


def test_init_writes_three_files_and_says_so(tmp_path: Path) -> None:
    committed(tmp_path, {"my notes/Home.md": "[[Home]]\n"})
    done = run("init", tmp_path / "my notes")

    assert (done.status, done.lines) == (
        0,
        [
            "wrote my notes/vaulttools.toml",
            "wrote .github/workflows/vault.yml",
            "wrote .pre-commit-config.yaml",
        ],
    )
    assert run("check", tmp_path / "my notes").status == 0


def test_init_never_overwrites(tmp_path: Path) -> None:
    put(tmp_path, {"Home.md": "", "pyproject.toml": "[tool.vaulttools]\n", ".pre-commit-config.yaml": "mine"})
    first, second = run("init", tmp_path), run("init", tmp_path)

    kept = "kept .pre-commit-config.yaml: it does not check this vault; add this below `repos:`"
    assert first.lines[:3] == [
        f"kept {tmp_path}/pyproject.toml: the settings of this vault",
        "wrote .github/workflows/vault.yml",
        kept,
    ]
    assert second.lines[1:3] == ["kept .github/workflows/vault.yml: it checks this vault already", kept]
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "mine"


def pasted(folder: Path, kept: str, printed: list[str]) -> None:
    """Do as `init` says: put what it printed behind the end of a file."""
    file = folder / kept
    file.write_text(file.read_text() + "\n".join(printed) + "\n")


def test_init_of_a_second_vault_says_what_to_add(tmp_path: Path) -> None:
    committed(tmp_path, {"docs/A.md": "", "my wiki/B.md": ""})
    run("init", "docs", cwd=tmp_path)

    lines = run("init", "my wiki", cwd=tmp_path).lines

    workflow, hook = ".github/workflows/vault.yml", ".pre-commit-config.yaml"
    assert lines[:2] == [
        "wrote my wiki/vaulttools.toml",
        f"kept {workflow}: it does not check this vault; add this to its steps",
    ]
    middle = lines.index(f"kept {hook}: it does not check this vault; add this below `repos:`")
    pasted(tmp_path, workflow, lines[2:middle])
    pasted(tmp_path, hook, lines[middle + 1 :])
    steps = yaml.safe_load((tmp_path / workflow).read_text())["jobs"]["check"]["steps"]
    assert [step["env"]["VAULT"] for step in steps[-2:]] == ["docs", "my wiki"]
    assert (steps[-1]["run"], steps[-1]["if"]) == (steps[-2]["run"], "${{ !cancelled() }}")
    assert [step.get("run", "").startswith("pipx") for step in steps].count(True) == 1
    hooks = yaml.safe_load((tmp_path / hook).read_text())["repos"]
    assert [repo["hooks"][0]["args"] for repo in hooks] == [["docs"], ["my wiki"]]
    for vault in ("docs", "my wiki"):
        assert run("init", vault, cwd=tmp_path).lines[1:] == [
            f"kept {workflow}: it checks this vault already",
            f"kept {hook}: it checks this vault already",
        ]


OTHERS_HOOKS = (
    "repos:\n  - repo: https://x.org/y\n    rev: v1\n    hooks:\n      - id: ruff\n        args: [docs]\n"
)


def test_init_gives_a_team_with_hooks_and_a_workflow_of_its_own_the_whole_of_ours(tmp_path: Path) -> None:
    workflow = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n"
    files = {".pre-commit-config.yaml": OTHERS_HOOKS, ".github/workflows/vault.yml": workflow}
    committed(tmp_path, {"docs/A.md": "", **files})

    lines = run("init", "docs", cwd=tmp_path).lines

    middle = next(number for number, line in enumerate(lines) if line.startswith("kept .pre-commit"))
    pasted(tmp_path, ".github/workflows/vault.yml", lines[2:middle])
    pasted(tmp_path, ".pre-commit-config.yaml", lines[middle + 1 :])
    steps = yaml.safe_load((tmp_path / ".github/workflows/vault.yml").read_text())["jobs"]["a"]["steps"]
    assert steps[1]["run"].startswith("pipx install vaulttools==") and "if" not in steps[2]
    repos = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"]
    assert [repo["hooks"][0]["id"] for repo in repos] == ["ruff", "vaulttools-check"]


@pytest.mark.parametrize(
    ("path", "text", "inner", "is_checked"),
    [
        (HOOK, "repos: [{repo: u, hooks: [{id: vaulttools-check, args: [notes]}]}]", "notes", True),
        (HOOK, "repos: [{repo: u, hooks: [{id: vaulttools-check, args: [./notes/]}]}]", "notes", True),
        (HOOK, "repos: [{repo: u, hooks: [{id: vaulttools-check, args: [notes]}]}]", "note", False),
        (HOOK, "repos: [{repo: u, hooks: [{id: vaulttools-check, args: [.]}]}]", "", True),
        (HOOK, "repos: [{repo: u, hooks: [{id: vaulttools-check}]}]", "", True),
        (HOOK, "repos: [{repo: u, hooks: [{id: vaulttools-check}]}]", "notes", False),
        (HOOK, "repos: [{repo: local, hooks: [{id: vaulttools, entry: vaulttools check wiki}]}]", "", False),
        (HOOK, OTHERS_HOOKS, "docs", False),
        (HOOK, "repos: [", "docs", False),
        (HOOK, "", "docs", False),
        (WORKFLOW, "jobs: {a: {steps: [{uses: o/vaulttools@v1, with: {vault: a b}}]}}", "a b", True),
        (WORKFLOW, "jobs: {a: {steps: [{uses: o/vaulttools@v1, with: {vault: a b}}]}}", "", False),
        (WORKFLOW, "jobs: {a: {steps: [{uses: o/vaulttools@v1, with: {since: HEAD}}]}}", "", True),
        (WORKFLOW, "jobs: {a: {steps: [{run: \"vaulttools check 'a b' --x\"}]}}", "a b", True),
        (WORKFLOW, "jobs: {a: {steps: [{run: vaulttools check, working-directory: wiki}]}}", "wiki", True),
        (WORKFLOW, "jobs: {a: {steps: [{run: vaulttools check it's wiki}]}}", "wiki", True),
        (
            WORKFLOW,
            "on: {push: {paths: [wiki]}}\njobs: {a: {steps: [{run: vaulttools check docs}]}}",
            "wiki",
            False,
        ),
        (WORKFLOW, "jobs: {a: {steps: [{run: make wiki}, {run: vaulttools check docs}]}}", "wiki", False),
    ],
)
def test_what_checks_a_vault_already_is_told_from_what_does_not(
    path: str, text: str, inner: str, is_checked: bool
) -> None:
    assert (addition(path, text, inner) == "") is is_checked


def test_init_of_no_folder_is_status_2(tmp_path: Path) -> None:
    assert run("init", tmp_path / "nowhere").status == 2
    assert run("init", put(tmp_path, {".git/x": "", "${{ x }}/a.md": ""}) / "${{ x }}").status == 2


@pytest.mark.parametrize("inner", ["", "notes", '"; rm -rf / #', "a b/é", "-x", "🧠 Brain\x7f\\U"])
def test_starter_files_are_what_they_say_whatever_the_folder(inner: str) -> None:
    settings, workflow, hook = starter_files(inner).values()

    assert parse_config(tomllib.loads(settings), "x") == Config(source="x")
    step = yaml.safe_load(workflow)["jobs"]["check"]["steps"][-1]
    vault = f"./{inner}" if inner.startswith("-") else inner or "."
    assert step["env"]["VAULT"] == vault
    assert inner == "" or inner not in step["run"] or inner in ("-x",)
    checks = yaml.safe_load(hook)["repos"][0]["hooks"][0]
    assert (checks["entry"], checks["args"]) == ("vaulttools check --tracked", [vault])


def action() -> dict[str, Any]:
    value: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return value


def acted(tmp_path: Path, **inputs: str) -> tuple[int, str, str, str]:
    """Run the action's check as a runner would: status, log, outputs, summary."""
    runner = tmp_path / "runner"
    tool = runner / "vaulttools/bin"
    tool.mkdir(parents=True, exist_ok=True)
    for name, words in (("vaulttools", "-m vaulttools"), ("python", "")):
        (tool / name).write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" {words} "$@"\n')
        (tool / name).chmod(0o755)
    step = action()["runs"]["steps"][1]
    given = {name: item["default"] for name, item in action()["inputs"].items()} | inputs
    env = {
        name: given[re.fullmatch(r"\$\{\{ inputs\.([a-z-]+) \}\}", value)[1]]
        for name, value in step["env"].items()
    }  # type: ignore[index]
    places = {
        "RUNNER_TEMP": runner,
        "GITHUB_OUTPUT": runner / "output",
        "GITHUB_STEP_SUMMARY": runner / "summary",
    }
    for file in ("output", "summary"):
        (runner / file).write_text("")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=tmp_path,
        env={**os.environ, **env, **{name: str(path) for name, path in places.items()}},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, (runner / "output").read_text(), (runner / "summary").read_text()


def test_the_action_annotates_counts_and_sums_up(tmp_path: Path) -> None:
    committed(tmp_path, {"notes/Home.md": "[[Home]] [[Gone]]\n"})
    status, log, outputs, summary = acted(tmp_path, vault="notes")

    assert status == 1
    assert log.startswith(
        "::error file=notes/Home.md,line=1,endLine=1,col=10,endColumn=17,title=unresolved-link::"
    )
    assert "errors=1\n" in outputs and "warnings=0\n" in outputs and "\nvaulttools.sarif\n" in outputs
    assert summary.startswith("## vaulttools: 1 error\n")
    assert json.loads((tmp_path / "vaulttools.sarif").read_text())["version"] == "2.1.0"


def test_the_action_shows_hints_that_fail(tmp_path: Path) -> None:
    committed(tmp_path, {"notes/L.md": "# lonely\n"})
    status, log, _, summary = acted(tmp_path, vault="notes", **{"fail-on": "info"})

    assert status == 1
    assert log.startswith("::notice file=notes/L.md,line=1,")
    assert re.match(r"## vaulttools: \d hint", summary)


def test_the_action_writes_no_sarif_file_where_none_is_wanted(tmp_path: Path) -> None:
    committed(tmp_path, {"notes/Home.md": "[[Gone]]\n"})
    status, log, outputs, _ = acted(tmp_path, vault="notes", sarif="")

    assert (status, log[:8], outputs[:9]) == (1, "::error ", "errors=1\n")
    assert sorted(item.name for item in tmp_path.iterdir()) == [".git", "notes", "runner"]


def test_the_action_passes_a_clean_vault_and_runs_no_input(tmp_path: Path) -> None:
    committed(tmp_path, {"notes/Home.md": "[[Home]]\n"})

    assert acted(tmp_path, vault="notes", since="HEAD")[0] == 0
    for hostile in ('"; touch owned; "', "$(touch owned)", "--exit-zero"):
        assert acted(tmp_path, vault=hostile)[0] == 2
        assert acted(tmp_path, vault="notes", since=hostile)[0] == 2
    assert not (tmp_path / "owned").exists()


def test_the_action_puts_inputs_into_the_environment_only() -> None:
    for step in action()["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert "uses" not in step


def test_the_problem_matcher_reads_concise_lines(tmp_path: Path) -> None:
    matchers = json.loads((ROOT / "docs/ci/vaulttools-matcher.json").read_text())["problemMatcher"]
    put(tmp_path, {"a b/Home: x.md": "[[Home: x]] [[Gone]] [[home: X]]\n"})
    chosen = ("--select", "unresolved-link,miscased-link")
    lines = run("check", tmp_path, "--format", "concise", *chosen).lines

    found = []
    for line, matcher in itertools.product(lines, matchers):
        pattern = matcher["pattern"][0]
        if match := re.fullmatch(pattern["regexp"], line):
            severity = match[pattern["severity"]] if "severity" in pattern else matcher["severity"]
            parts = [match[pattern[part]] for part in ("file", "line", "column", "code")]
            found.append((severity, *parts))
    assert found == [
        ("error", "a b/Home: x.md", "1", "13", "unresolved-link"),
        ("notice", "a b/Home: x.md", "1", "22", "miscased-link"),
    ]


def test_the_hook_checks_the_whole_vault_on_deletions_too() -> None:
    hook, fix = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    assert (hook["pass_filenames"], hook["always_run"], hook["require_serial"]) == (False, True, True)
    assert hook["entry"] == "vaulttools check --tracked"
    assert fix["entry"] == "vaulttools check --tracked --fix --exit-non-zero-on-fix"
    assert (fix["pass_filenames"], fix["stages"]) == (False, ["manual"])


def test_the_gitlab_job_writes_the_reports_it_names(tmp_path: Path) -> None:
    job = yaml.safe_load((ROOT / "docs/ci/vaulttools.gitlab-ci.yml").read_text())["check-vault"]
    put(tmp_path, {"Home.md": "[[Gone]]\n"})
    words = [word.strip('"') for word in job["script"][-1].split()][1:-2]

    assert run(*words, tmp_path, cwd=tmp_path).status == 1
    for report in job["artifacts"]["reports"].values():
        assert (tmp_path / report).stat().st_size
