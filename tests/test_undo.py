"""`undo --dry-run` and `--diff`: what they show is what undo does, and nothing is written for it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import edit_scene
from tests.command import ROOT, run
from tests.vaults import contents, put, state
from vaulttools.disk_undo import next_undo, undo_plan
from vaulttools.disk_write import undo, write_plan
from vaulttools.edit import texts_after
from vaulttools.errors import VaultError
from vaulttools.text import decode

FILES = {
    ".obsidian/app.json": "{}",
    "Newton.md": "# Life\r\nOne.\r\n\r\n# Optics\r\nTwo [[Newton#Life]].",
    "Home.md": b"[[Newton]]\n\n\xff\x00\n\n[[newton#Life|he]]\n",
    "Isaac.md": "[[Home]]\n",
    "old/Note.md": "",
    "old/.keep": "",
    "old/inner/.hidden/state": "1",
    "old/.git/HEAD": "",
}
CHANGES = [
    ["rename", "Newton", "people/Sir Isaac"],
    ["rename", "Newton#Life", "Early life"],
    ["merge", "Newton", "Isaac"],
    ["extract", "Newton#Optics"],
    ["rename", "old", "new/place"],
    ["rename", "old", "Old"],
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put(tmp_path / "v", FILES)


def changed(root: Path, *command: str) -> None:
    done = run(*command, "--vault", root)
    assert done.status == 0, done.err


def test_a_dry_run_names_the_change_and_its_files_and_writes_nothing(root: Path) -> None:
    changed(root, "rename", "Newton", "people/Sir Isaac")
    before = state(root)

    done = run("undo", root, "--dry-run")

    assert (done.status, done.err) == (0, "")
    assert done.lines == [
        "undo of rename Newton.md to people/Sir Isaac.md: 2 files would change",
        "  move    people/Sir Isaac.md → Newton.md",
        "  edit    Home.md",
        "  edit    Newton.md",
    ]
    assert state(root) == before
    assert run("undo", root).lines[:-1] == [
        line[2:].replace("move ", "moved").replace("edit  ", "edited") for line in done.lines[1:]
    ]


@pytest.mark.parametrize("change", CHANGES, ids=" ".join)
def test_git_makes_of_the_diff_what_undo_makes(root: Path, change: list[str]) -> None:
    before = contents(root)
    changed(root, *change)
    assert contents(root) != before
    seen = state(root)

    patch = run_raw("undo", root, "--diff")
    assert state(root) == seen
    applied(root, patch)

    assert contents(root) == before


@pytest.mark.parametrize("change", CHANGES, ids=" ".join)
def test_git_makes_of_the_diff_of_a_change_what_the_change_makes(
    root: Path, tmp_path: Path, change: list[str]
) -> None:
    """Also of bytes that are no UTF-8, and of what is hidden in a folder that moves."""
    other = put(tmp_path / "other", FILES)
    applied(root, run_raw(*change, "--diff", "--vault", root))
    changed(other, *change)

    assert contents(root) == contents(other)


def applied(root: Path, patch: bytes) -> None:
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn"],
        cwd=root,
        input=patch,
        check=True,
        env={**os.environ, "GIT_DIR": os.devnull},
    )


def run_raw(*arguments: object) -> bytes:
    """What a run writes to stdout, byte for byte."""
    return subprocess.run(
        [sys.executable, "-m", "vaulttools", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    ).stdout


@pytest.mark.parametrize(
    ("change", "link", "place"),
    [
        (["rename", "Newton", "people/Sir Isaac"], "[[Sir Isaac]]", "Sir Isaac"),
        (["rename", "Newton#Life", "Early life"], "[x](Newton.md#Early%20life)", "Newton.md#Early life"),
        (["rename", "old", "new"], "[[new/Note]]", "new/Note"),
        (["extract", "Newton#Optics"], "[[Optics]]", "Optics"),
        (["merge", "Newton", "Isaac"], "[[Isaac#Life]]", "Isaac#Life"),
    ],
    ids=str,
)
def test_links_written_after_the_change_are_told_where_undo_leaves_them_behind(
    root: Path, change: list[str], link: str, place: str
) -> None:
    put(root, {"Home.md": "[[Newton]] [[Newton#Life]]\n"})
    changed(root, *change)
    put(root, {"Later.md": f"[[Home]] {link} [[nowhere]]\n"})
    note = f"note: links that find something else, or nothing, once it is undone: Later.md: {place}"

    assert run("undo", root, "--dry-run").lines[-1] == note
    assert run("undo", root, "--diff").err == f"{note}\n"
    assert run("undo", root).lines[-1] == note


def test_settings_that_cannot_be_read_do_not_hinder_undo(root: Path) -> None:
    changed(root, "rename", "Newton", "Sir Isaac")
    put(root, {"vaulttools.toml": "[", "Later.md": "[[Sir Isaac]]"})

    assert run("undo", root).status == 0
    assert (root / "Newton.md").exists()


def test_the_plan_of_an_undo_leads_back_to_the_byte(tmp_path: Path) -> None:
    root = tmp_path / "v"
    edit_scene.lay_out(root, edit_scene.files(9))
    before = {path: decode(data) for path, data in edit_scene.contents(edit_scene.look(root)).items()}
    plan = edit_scene.plan(before)
    write_plan(root, before, plan)
    after = {path: decode(data) for path, data in edit_scene.contents(edit_scene.look(root)).items()}

    back, texts = undo_plan(root)

    assert texts.items() <= after.items()
    assert texts_after(after, back) == before
    undo(root)
    assert edit_scene.contents(edit_scene.look(root)) == edit_scene.files(9)


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
def test_what_undo_would_refuse_is_said_and_nothing_is_written(root: Path, option: str) -> None:
    def said() -> str:
        before = state(root)
        done = run("undo", root, option)
        assert (done.status, done.out) == (2, "")
        assert state(root) == before
        return done.err

    assert "there is nothing to undo" in said()
    assert not (root / ".vaulttools").exists()
    changed(root, "rename", "Newton", "Sir Isaac")
    put(root, {"Newton.md": "again"})
    assert "'Newton.md' is there again" in said()
    put(root, {"Home.md": "mine"})
    assert "'Home.md' changed since \"rename Newton.md to Sir Isaac.md\"" in said()
    (root / ".vaulttools" / "undo" / "1").rename(root / ".vaulttools" / "work")
    assert "was cut off; once that has ended, run `vaulttools recover`" in said()
    assert run("undo", root / "nowhere", option).status == 2


@pytest.mark.parametrize(
    ("change", "since", "says"),
    [
        (["rename", "old", "new"], {"old/mine.md": ""}, "'old' is there again"),
        (["rename", "old/inner", "inner"], {"old/inner/mine.md": ""}, "'old/inner' is there again"),
        (["rename", "a/Only", "there/Only"], {"a": "a file"}, "'a' is there again"),
        (["rename", "a/b/Deep", "Deep"], {}, "the folder 'a' is gone since"),
        (["rename", "a/b", "b"], {}, "the folder 'a' is gone since"),
    ],
)
def test_what_stands_in_the_way_of_undo_is_said_before_anything_is_done(
    root: Path, change: list[str], since: dict[str, str], says: str
) -> None:
    put(root, {"a/Only.md": ""} if change[1] == "a/Only" else {"a/b/Deep.md": "", "a/Beside.md": ""})
    put(root, {"old/inner/Deep.md": "", "there/Note.md": ""})
    changed(root, *change[:2], f"/{change[2]}")
    if not since:
        shutil.rmtree(root / "a")
    put(root, since)
    before = contents(root)

    shown, done = run("undo", root, "--dry-run"), run("undo", root)

    assert (done.status, done.err) == (shown.status, shown.err)
    assert done.status == 2
    assert says in done.err
    assert contents(root) == before


def test_a_symbolic_link_that_was_merged_comes_back(root: Path) -> None:
    (root / "Link.md").symlink_to("old/Note.md")
    before = contents(root)
    changed(root, "merge", "Link", "Isaac")
    assert contents(root) != before

    assert run("undo", root, "--diff").status == 0
    assert run("undo", root).status == 0
    assert (root / "Link.md").readlink() == Path("old/Note.md")
    assert contents(root) == before


def test_an_undo_makes_folders_anew_that_are_there_again(root: Path) -> None:
    put(root, {"a/Only.md": "", "b/There.md": ""})
    changed(root, "rename", "a/Only", "/b/Only")
    put(root, {"a/mine.md": ""})

    assert run("undo", root).status == 0
    assert {"a/Only.md", "a/mine.md"} <= contents(root).keys()


def test_a_change_that_is_under_way_is_not_looked_into(root: Path) -> None:
    changed(root, "rename", "Newton", "Sir Isaac")
    (root / ".vaulttools" / "work").mkdir()

    with pytest.raises(VaultError, match="under way"):
        next_undo(root)
    with pytest.raises(VaultError, match="under way"):
        undo_plan(root)
