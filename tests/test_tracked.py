"""`check --tracked`: a file that git does not track is not there. Against real repositories and their hooks."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import ROOT, run
from tests.repositories import committed, git
from tests.test_cli_fix import contents
from tests.vaults import put
from vaulttools.disk import list_files
from vaulttools.disk_scan import scan
from vaulttools.disk_tracked import only_tracked


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault in a repository, in which nothing is amiss."""
    committed(tmp_path / "r", {"notes/A.md": "[[B]]\n", "notes/B.md": "[[A]]\n", "other.md": ""})
    return tmp_path / "r/notes"


def broken(vault: Path, *more: str, select: str = "unresolved-link,missing-attachment") -> list[str]:
    """The links that lead nowhere, as "path: message"."""
    done = run("check", vault, "--tracked", "--no-cache", "--format", "concise", "--select", select, *more)
    assert done.status == int(bool(done.lines))
    assert done.err == "" or (done.status and done.err.startswith("git does not track "))
    return [line.split(" [")[0].split("; ")[0].split(": error: ")[-1] for line in done.lines]


def test_a_note_that_was_not_added_is_not_there(vault: Path) -> None:
    put(vault, {"A.md": "[[Draft]]\n", "Draft.md": "# D\n"})
    git(vault, "add", "A.md")

    assert broken(vault) == ["no note is named 'Draft'"]
    told = run("check", vault, "--tracked", "--no-cache").err
    assert told == "git does not track 1 more file of this vault; add what links need\n"
    git(vault, "add", "-N", "Draft.md")
    assert broken(vault) == ["no note is named 'Draft'"]
    git(vault, "add", "Draft.md")
    assert broken(vault) == []


def test_attachments_and_canvases_are_left_out_too(vault: Path) -> None:
    put(vault, {"A.md": "![[i.png]] [[w.canvas]]\n", "i.png": "x", "w.canvas": '{"nodes": 3}'})
    committed(vault.parent, {".gitignore": "*.png\n*.canvas\n"})

    assert broken(vault, select="missing-attachment,broken-canvas") == [
        "no file is named 'i.png'",
        "no file is named 'w.canvas'",
    ]


def test_what_is_wrong_in_files_that_git_does_not_track_is_not_reported(vault: Path) -> None:
    put(vault, {"x.md": "[[gone]]\n", "x.canvas": "{", "d/y.md": "", "d/.obsidian/app.json": "{}"})
    (vault / "out").symlink_to("/nowhere")

    done = run("check", vault, "--tracked", "--no-cache", "--format", "json")
    assert '"skipped": []' in done.out and "x." not in done.out
    assert "2 notes" in run("check", vault, "--tracked", "--no-cache").out


def test_names_that_git_would_quote_are_known(vault: Path) -> None:
    put(vault, {"é\n.md": "[[A]]\n", '"q"\t.md': "[[A]]\n", "-x.md": "", ":(top)y.md": ""})
    (vault / "\udcff.md").write_bytes(b"")
    everything = list_files(vault)
    assert only_tracked(str(vault), everything).notes == ("A.md", "B.md")

    git(vault, "add", "-A")
    assert only_tracked(str(vault), everything) == everything


def test_deleted_renamed_and_half_staged_files(vault: Path) -> None:
    git(vault, "rm", "-q", "--cached", "B.md")
    assert broken(vault) == ["no note is named 'B'"]
    git(vault, "add", "B.md")
    git(vault, "mv", "B.md", "C.md")
    assert broken(vault) == ["no note is named 'B'"]
    put(vault, {"A.md": "[[C]]\n"})
    assert broken(vault) == []
    (vault / "C.md").unlink()
    assert broken(vault) == ["no note is named 'C'"]


def test_submodules_are_looked_into(vault: Path, tmp_path: Path) -> None:
    committed(tmp_path / "up", {"S.md": "[[A]]\n"})
    git(vault, "submodule", "add", "-q", str(tmp_path / "up"), "subm")
    put(vault, {"A.md": "[[B]] [[S]] [[T]] [[E]]\n", "subm/T.md": ""})
    committed(vault / "emb", {"E.md": ""})

    assert broken(vault) == ["no note is named 'T'", "no note is named 'E'"]
    git(vault, "add", "emb")
    assert broken(vault) == ["no note is named 'T'"]


def test_without_a_repository_or_a_tracked_note_it_is_status_2(vault: Path, tmp_path: Path) -> None:
    bare, new = put(tmp_path / "bare", {"A.md": ""}), put(vault.parent / "new", {"A.md": ""})

    done = run("check", bare, "--tracked")
    assert (done.status, done.out) == (2, "")
    assert done.err == f"vaulttools: {bare} lies in no git repository; --tracked needs one\n"
    done = run("check", new, "--tracked")
    assert (done.status, done.out) == (2, "")
    assert (
        done.err == f"vaulttools: git tracks no note in {new}; add them (git add), or leave --tracked out\n"
    )


def test_since_sees_no_untracked_files_either(vault: Path) -> None:
    committed(vault.parent, {"notes/A.md": "[[old]] [[B]]\n"})
    put(vault, {"A.md": "[[old]] [[B]] [[New]]\n", "New.md": "[[gone]]\n"})

    assert broken(vault, "--since", "HEAD") == ["no note is named 'New'"]
    git(vault, "add", "-A")
    assert broken(vault, "--since", "HEAD") == ["no note is named 'gone'"]


def hook(vault: Path, inner: str = "notes", root: str = ".") -> None:
    """A hook that checks the folder `inner` from the folder `root`."""
    file = vault.parent / ".git/hooks/pre-commit"
    tool = f'PYTHONPATH="{ROOT}" "{sys.executable}" -m vaulttools'
    words = f'check "{inner}" --tracked --no-cache --select unresolved-link'
    file.write_text(f'#!/bin/sh\ncd "{root}" && {tool} {words}\n')
    file.chmod(0o755)


def is_committed(root: Path, *words: str) -> bool:
    try:
        git(root, "commit", "-qm", "x", *words)
    except subprocess.CalledProcessError as error:
        assert b"no note is named" in error.stdout + error.stderr, error.stderr
        return False
    return True


@pytest.mark.parametrize(("inner", "root"), [("notes", "."), (".", "notes")])
def test_each_way_to_commit_is_judged_by_its_own_index(vault: Path, inner: str, root: str) -> None:
    hook(vault, inner, root)
    put(vault, {"A.md": "[[Draft]]\n", "Draft.md": "# D\n"})

    assert not is_committed(vault.parent, "-a")
    git(vault, "add", "Draft.md")
    assert not is_committed(vault.parent, "--", "notes/A.md")
    assert is_committed(vault, "-a")
    (vault / "Draft.md").unlink()
    assert not is_committed(vault.parent, "-a")


def test_the_index_of_another_repository_is_passed_over(vault: Path, tmp_path: Path) -> None:
    other = tmp_path / "other/notes"
    committed(other.parent, {"notes/A.md": "[[Draft]]\n"})
    put(other, {"Draft.md": ""})
    hook(vault, str(other))
    put(vault, {"A.md": "[[B]] more\n"})

    assert not is_committed(vault.parent, "-a")
    git(other, "add", "Draft.md")
    assert is_committed(vault.parent, "-a")


def test_in_a_linked_worktree(vault: Path, tmp_path: Path) -> None:
    git(vault, "worktree", "add", "-q", str(tmp_path / "tree"))
    hook(vault)
    put(tmp_path / "tree/notes", {"A.md": "[[Draft]]\n", "Draft.md": "# D\n"})

    assert not is_committed(tmp_path / "tree", "-a")
    git(tmp_path / "tree", "add", "-A")
    assert is_committed(tmp_path / "tree")


def test_fix_never_touches_what_git_does_not_track(vault: Path) -> None:
    select = ("--select", "miscased-link", "--no-cache")
    put(vault, {"A.md": "[[b]]\n", "new.md": "[[b]]\n"})
    before = contents(vault)

    patch = run("check", vault, "--tracked", "--diff", *select).out
    assert "a/notes/A.md" in patch and "new.md" not in patch and contents(vault) == before
    done = run("check", vault, "--tracked", "--fix", *select)
    assert contents(vault) == {**before, "A.md": b"[[B|b]]\n"}
    assert (done.status, done.err) == (0, "mended 1 finding in 1 file\n  1  A.md\n")


def test_fix_spares_links_to_what_git_does_not_track(vault: Path) -> None:
    put(vault, {"A.md": "[[Sir Isaac]] [[b]]\n", "B.md": "---\naliases: Sir Isaac\n---\n"})
    put(vault, {"Sir Isaac.md": "[[A]]\n"})
    words = ("--select", "alias-as-link,miscased-link", "--fix", "--no-cache", "--format", "concise")

    done = run("check", vault, "--tracked", *words)
    assert (vault / "A.md").read_text() == "[[Sir Isaac]] [[B|b]]\n"
    assert [line.split(":")[0] for line in done.lines] == ["notes/A.md"]


def test_fix_since_a_revision_mends_what_is_tracked_and_new(vault: Path) -> None:
    committed(vault.parent, {"notes/A.md": "[[b]]\n"})
    put(vault, {"A.md": "[[b]] and [[a]]\n", "C.md": "[[b]]\n", "new.md": "[[b]]\n"})
    git(vault, "add", "C.md")
    words = ("--fix", "--select", "miscased-link", "--no-cache", "--since", "HEAD")

    run("check", vault, "--tracked", *words)
    assert contents(vault) == {
        "A.md": b"[[b]] and [[A|a]]\n", "B.md": b"[[A]]\n", "C.md": b"[[B|b]]\n", "new.md": b"[[b]]\n"
    }  # fmt: skip


PATHS = [
    "a.md",
    "d/b.md",
    "d/.obsidian/app.json",
    "node_modules/x.md",
    ".h/y.md",
    "i.png",
    "d/w.canvas",
    "é/\n.md",
]


@settings(max_examples=10)
@given(st.sets(st.sampled_from(PATHS)), st.sets(st.sampled_from(PATHS)), st.sets(st.sampled_from(PATHS)))
def test_what_is_tracked_is_what_a_clone_would_hold(
    added: set[str], more: set[str], announced: set[str]
) -> None:
    with TemporaryDirectory() as folder:
        root, clone = Path(folder) / "r/notes", Path(folder) / "clone"
        committed(root.parent, {f"notes/{path}": "x" for path in ["Home.md", *added]})
        put(root, dict.fromkeys(more | announced, "y"))
        git(root, "checkout-index", "-q", "-a", f"--prefix={clone}/")
        for path in announced:
            git(root, "add", "-N", path)

        assert only_tracked(str(root), scan(str(root))) == scan(str(clone / "notes"))
