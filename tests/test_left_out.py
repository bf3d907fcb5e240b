"""A green check means that notes were judged: what is left out is said, and all of it is no check."""

import json
from pathlib import Path

import pytest

from tests.command import run
from tests.repositories import committed
from tests.vaults import put
from vaulttools.config import Config
from vaulttools.disk import read_vault
from vaulttools.outputs import formats
from vaulttools.vault import Exclusion

NESTED = {"docs/.obsidian/app.json": "{}", "docs/A.md": "[[nowhere]]\n"}
ALL_EXCLUDED = [
    ({"vaulttools.toml": 'exclude = ["**"]\n'}, "`exclude` in vaulttools.toml says so"),
    ({".obsidian/app.json": '{"userIgnoreFilters": ["A"]}'}, "Obsidian's excluded files say so"),
    ({".obsidian/templates.json": '{"folder": "T"}', "A.md": None, "T/A.md": ""}, "T/ holds the templates"),
]


def test_a_vault_whose_notes_are_all_left_out_is_status_2_and_says_why(tmp_path: Path) -> None:
    put(tmp_path, NESTED)

    for folder, named in ((".", "docs"), (tmp_path, tmp_path / "docs")):
        done = run("check", folder, "--exit-zero", cwd=tmp_path)
        assert (done.status, done.out) == (2, "")
        assert done.err == (
            "vaulttools: no note is left to report on: docs/ is a vault of its own; "
            f"run `vaulttools check {named}`\n"
        )
    assert run("check", "docs", cwd=tmp_path).status == 1


@pytest.mark.parametrize(("files", "why"), ALL_EXCLUDED)
def test_a_setting_that_leaves_everything_out_is_named(
    tmp_path: Path, files: dict[str, str | None], why: str
) -> None:
    there = {path: text for path, text in ({"A.md": ""} | files).items() if text is not None}
    done = run("check", put(tmp_path, there))

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"vaulttools: no note is left to report on: {why}")
    assert len(done.err.splitlines()) == 1


def test_notes_too_large_to_be_read_are_no_green_check(tmp_path: Path) -> None:
    put(tmp_path, {"A.md": "x" * 1_000_001, "vaulttools.toml": "largest-note = 1\n"})

    done = run("check", tmp_path)

    assert (done.status, done.out) == (2, "")
    assert "A.md: larger than 1 MB; raise `largest-note` to read it" in done.err


@pytest.mark.parametrize("name", [name for name in formats("check") if name not in ("text", "markdown")])
def test_what_is_passed_over_is_said_beside_reports_that_do_not_say_it(tmp_path: Path, name: str) -> None:
    put(
        tmp_path, NESTED | {"Home.md": "", "Big.md": "x" * 1_000_001, "vaulttools.toml": "largest-note = 1\n"}
    )

    done = run("check", tmp_path, "--format", name, "--output", "text=/dev/null")

    assert done.err.splitlines() == [
        "skipped: Big.md: larger than 1 MB; raise `largest-note` to read it",
        "1 note not reported on: docs/ is a vault of its own",
    ]


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        ('select = ["broken-external-link"]', ()),
        ('select = ["unresolved-link"]', ("--ignore", "unresolved-link")),
    ],
)
def test_a_check_of_which_no_check_is_left_is_status_2(
    tmp_path: Path, settings: str, options: tuple[str, ...]
) -> None:
    put(tmp_path, {"Home.md": "[[Gone]]", "vaulttools.toml": settings})

    done = run("check", tmp_path, *options)

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("vaulttools: no check is left to run: see `select` and `ignore`")


def test_a_map_of_nothing_is_not_drawn_and_lists_say_why_they_are_empty(tmp_path: Path) -> None:
    put(tmp_path, NESTED)
    why = "no note is left to report on: docs/ is a vault of its own"

    drawn = run("map", ".", "--output", "map.html", cwd=tmp_path)
    assert (drawn.status, drawn.err) == (2, f"vaulttools: {why}; run `vaulttools map docs`\n")
    assert not (tmp_path / "map.html").exists()
    for command in ("orphans", "deadends", "unresolved", "tags", "topics", "suggest"):
        listed = run(command, ".", cwd=tmp_path)
        assert listed.status == 0
        assert f"{why}; run `vaulttools {command} docs`\n" in listed.err
    assert run("orphans", ".", "--format", "json", cwd=tmp_path).out == "[]\n"


def test_no_lock_of_no_topics_is_written(tmp_path: Path) -> None:
    put(tmp_path, NESTED)

    assert run("topics", tmp_path, "--lock").status == 2
    assert not (tmp_path / "topics.lock").exists()


def test_counts_are_those_of_what_is_reported_on(tmp_path: Path) -> None:
    put(tmp_path, {**NESTED, "README.md": "# proj\n"})

    done = run("check", ".", cwd=tmp_path)
    assert done.status == 0
    assert done.lines == [
        "1 note not reported on: docs/ is a vault of its own",
        "",
        "nothing to mend in 1 note and 0 links",
    ]
    page = run("check", ".", "--format", "markdown", cwd=tmp_path).out
    assert "\nChecked 1 note and 0 links.\n" in page
    assert "- 1 note not reported on&#58; docs/ is a vault of its own\n" in page
    summary = json.loads(run("check", ".", "--format", "json", cwd=tmp_path).out)["summary"]
    assert (summary["notes"], summary["links"]) == (2, 1)
    assert summary["excluded"] == {
        "notes": 1,
        "links": 1,
        "reasons": [{"why": "docs/ is a vault of its own", "notes": 1}],
    }


def test_templates_cost_two_words_and_a_line_on_request(tmp_path: Path) -> None:
    put(tmp_path, {".obsidian/templates.json": '{"folder": "T"}', "T/a.md": "[[x]]", "B.md": "[[B]]\n"})

    assert run("check", tmp_path).out == (
        "nothing to mend in 1 note and 1 link, 1 note excluded (2 hints more with --verbose)\n"
    )
    assert "1 note not reported on: T/ holds the templates\n" in run("check", tmp_path, "--verbose").out
    page = run("check", tmp_path, "--format", "markdown").out
    assert "\nChecked 1 note and 1 link, 1 note excluded.\n" in page


def test_many_vaults_of_their_own_are_counted(tmp_path: Path) -> None:
    put(tmp_path, {f"v{n}/{path}": "" for n in range(9) for path in (".obsidian/app.json", "N.md")})
    put(tmp_path, {"Home.md": ""})

    lines = run("check", tmp_path).lines
    assert lines[4] == "1 note not reported on: v4/ is a vault of its own"
    assert lines[5] == "4 notes not reported on: 4 more are vaults of their own"


def test_what_is_mended_does_not_change_what_is_left_out(tmp_path: Path) -> None:
    put(tmp_path, {**NESTED, "Home.md": "[[home]]\n", "vaulttools.toml": ""})

    done = run("check", tmp_path, "--fix", "--verbose")
    assert (tmp_path / "Home.md").read_text() == "[[Home|home]]\n"
    assert "1 note not reported on: docs/ is a vault of its own" in done.lines


def test_each_note_that_is_left_out_counts_once_with_the_first_reason(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            ".obsidian/templates.json": '{"folder": "docs/T"}',
            ".obsidian/app.json": '{"userIgnoreFilters": ["Old"]}',
            **NESTED,
            "docs/inner/.obsidian/app.json": "{}",
            "docs/inner/B.md": "",
            "docs/T/day.md": "",
            "node_modules/x/README.md": "",
            "Old.md": "",
            "Drafts/a.md": "",
            "Drafts/i.png": "",
            "Home.md": "",
        },
    )

    vault = read_vault(tmp_path, Config(exclude=("Drafts/", "Old.md")))

    assert vault.exclusions == (
        Exclusion("docs/ is a vault of its own", 3, "docs/"),
        Exclusion("Obsidian's excluded files say so", 1),
        Exclusion("`exclude` in the settings says so", 1),
        Exclusion("node_modules/ holds packages of others", 1),
    )
    assert len(vault.excluded) == 7


def test_init_warns_of_vaults_that_it_does_not_check(tmp_path: Path) -> None:
    committed(tmp_path, {**NESTED, "README.md": "# proj\n"})

    done = run("init", ".", cwd=tmp_path)
    assert done.status == 0
    assert done.err == (
        "vaulttools: docs/ is a vault of its own and is not checked with this one; run `vaulttools init docs`\n"
    )


HUB = {
    "Main/.obsidian/app.json": "{}",
    "Main/Newton.md": "[[Home]] and Optics\n",
    "Main/Home.md": "[[newton]]\n",
    "Work/vaulttools.toml": 'ignore = ["orphan-note"]\n',
    "Work/Plan.md": "[[Newton]]\n",
    "node_modules/x/vaulttools.toml": "",
    "node_modules/x/README.md": "",
    "Loose.md": "[[Newton]] [[loose]] [[Gone]]\n",
    "text.txt": "About Newton.\n",
}
HOLDS = "vaulttools: hub is no vault but holds these: Main, Work; name one of them"


@pytest.mark.parametrize(
    "command",
    [
        ("rename", "Newton", "Isaac"),
        ("rename", "Newton", "Isaac", "--dry-run"),
        ("merge", "Newton", "Home"),
        ("extract", "Newton#Life"),
        ("suggest", "--apply"),
        ("adopt", "text.txt", "--write"),
        ("check", "--fix", "--verbose"),
        ("check", "--fix", "--diff"),
        ("topics", "--lock"),
    ],
    ids=" ".join,
)
def test_nothing_is_changed_in_a_folder_of_vaults(tmp_path: Path, command: tuple[str, ...]) -> None:
    hub = put(tmp_path / "hub", HUB)
    before = {path: path.lstat().st_mtime_ns for path in hub.rglob("*")}

    done = run(*command, cwd=hub)

    assert (done.status, done.out) == (2, "")
    assert done.err == f"{HOLDS}, or make hub a vault with a vaulttools.toml in it\n"
    assert {path: path.lstat().st_mtime_ns for path in hub.rglob("*")} == before


@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("check", "--diff", "--verbose"),
        ("links", "Newton"),
        ("backlinks", "Newton"),
        ("orphans",),
        ("unresolved",),
        ("topics",),
        ("suggest",),
        ("adopt", "text.txt"),
        ("export",),
        ("explain", "Loose:1"),
    ],
    ids=" ".join,
)
def test_what_reads_a_folder_of_vaults_says_so_and_goes_on(tmp_path: Path, command: tuple[str, ...]) -> None:
    hub = put(tmp_path / "hub", HUB)

    done = run(*command, cwd=hub)

    assert done.status in (0, 1)
    assert done.out
    assert done.err.splitlines().count(HOLDS) == 1


def test_a_folder_of_nothing_but_vaults_is_told_of_once(tmp_path: Path) -> None:
    hub = put(tmp_path / "hub", {path: text for path, text in HUB.items() if path.startswith("Main/")})

    assert len(run("orphans", cwd=hub).err.splitlines()) == 2
    assert "hub is no vault" not in run("orphans", cwd=hub).err
    assert "vaulttools: hub is no vault but holds these: Main; name" in run("backlinks", "Home", cwd=hub).err


@pytest.mark.parametrize("own", [".obsidian/app.json", "vaulttools.toml", "pyproject.toml"])
def test_a_vault_with_vaults_in_it_is_one(tmp_path: Path, own: str) -> None:
    hub = put(tmp_path / "hub", {**HUB, own: "[tool.vaulttools]\n" if own == "pyproject.toml" else ""})

    done = run("rename", "Newton", "Isaac", cwd=hub)

    assert (done.status, done.err) == (0, "")
    assert (hub / "Main" / "Isaac.md").exists()


def test_many_vaults_of_a_folder_are_counted(tmp_path: Path) -> None:
    hub = put(tmp_path / "hub", {f"v{n}/{path}": "" for n in range(9) for path in (".obsidian/a", "N.md")})
    put(hub, {"pyproject.toml": "[project]\n", "v1/inner/.obsidian/a": "", "v1/inner/N.md": ""})

    assert "holds these: v0, v1, v2, v3, v4 and 4 more; name" in run("aliases", cwd=hub).err
