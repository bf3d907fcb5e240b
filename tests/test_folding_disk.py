"""Writing on disks that take `a.md` and `A.md` for one file, and on those that store accents apart."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.command import run
from tests.edit_scene import contents, lay_out, look, strays
from tests.repositories import committed, git
from vaulttools.disk_write import undo, write_plan
from vaulttools.edit import Edit, Move, Plan
from vaulttools.errors import VaultError
from vaulttools.text import Span, decode

ROOT = Path(__file__).parents[1]


def missing() -> str | None:
    """Why there can be no such disk here."""
    if not os.access("/dev/fuse", os.W_OK):
        return "there is no /dev/fuse"
    if importlib.util.find_spec("fuse") is None:
        return "fusepy is not installed"
    try:
        import fuse  # noqa: F401
    except (ImportError, OSError) as error:
        return f"fusepy cannot be used: {error}"
    return None


pytestmark = pytest.mark.skipif(missing() is not None, reason=f"no folding disk: {missing()}")


@pytest.fixture(params=["keep", "nfd"])
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder on such a disk."""
    source, place = tmp_path / "source", tmp_path / "place"
    source.mkdir()
    place.mkdir()
    words = [sys.executable, "-m", "tests.folding_disk", str(source), str(place), request.param]
    with subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        for _ in range(200):
            if place.is_mount() or process.poll() is not None:
                break
            time.sleep(0.05)
        if not place.is_mount():
            assert process.stderr is not None
            process.kill()
            pytest.skip(f"may not mount here: {process.stderr.read()[-200:]}")
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", str(place)], check=True)


def laid_out(disk: Path) -> Path:
    root = disk / "vault"
    files = {"a.md": b"[[d]]", "Bär.md": b"b", "Folder/c.md": b"c", "Folder/.hidden": b"h", "d.md": b"d"}
    lay_out(root, files)
    return root


def same(name: str) -> str:
    return normalize("NFC", name)


def write(root: Path, edits: tuple[Edit, ...], *moves: tuple[str, str]) -> dict[str, bytes]:
    """Write, and give what is there then; names as they are listed, but composed."""
    listed = {same(path): path for path in look(root)}
    texts = {path: decode(data) for path, data in contents(look(root)).items()}
    edits = tuple(edit._replace(path=listed[edit.path]) for edit in edits)
    plan = Plan("plan", edits, tuple(Move(listed[old], new) for old, new in moves))
    write_plan(str(root), texts, plan)
    return {same(path): data for path, data in contents(look(root)).items()}


def test_a_change_of_case_is_a_rename(disk: Path) -> None:
    root = laid_out(disk)
    before = contents(look(root))

    after = write(root, (Edit("d.md", Span(0, 1), "D"),), ("d.md", "D.md"), ("Bär.md", "BÄR.md"))

    assert after == {
        "a.md": b"[[d]]",
        "BÄR.md": b"b",
        "Folder/c.md": b"c",
        "Folder/.hidden": b"h",
        "D.md": b"D",
    }
    undo(str(root))
    assert contents(look(root)) == before
    assert not strays(root)


def test_a_folder_changes_its_case(disk: Path) -> None:
    root = laid_out(disk)
    before = contents(look(root))

    after = write(root, (Edit("Folder/c.md", Span(0, 1), "C"),), ("Folder/c.md", "folder/c.md"))

    assert [path for path in after if path.lower().startswith("folder")] == ["folder/.hidden", "folder/c.md"]
    assert after["folder/c.md"] == b"C"
    undo(str(root))
    assert contents(look(root)) == before


def test_swaps_and_chains_work(disk: Path) -> None:
    root = laid_out(disk)
    before = contents(look(root))

    after = write(root, (), ("a.md", "D.md"), ("d.md", "A.md"))

    assert {path: after[path] for path in ("A.md", "D.md")} == {"A.md": b"d", "D.md": b"[[d]]"}
    undo(str(root))
    assert contents(look(root)) == before


@pytest.mark.parametrize("new", ["A.MD", "bär.md", "BA\u0308R.md", "folder/d.md", "FOLDER"])
def test_a_name_that_is_another_in_other_letters_is_taken(disk: Path, new: str) -> None:
    root = laid_out(disk)
    before = look(root)

    with pytest.raises(VaultError, match=r"one name to many disks|is there already|symbolic"):
        write(root, (), ("d.md", new))

    assert look(root) == before


def test_a_file_that_git_knows_by_another_spelling_is_tracked_and_was_there_before(disk: Path) -> None:
    root = disk / "r"
    committed(root, {"Bär.md": "[[Gone]]\n", "newton.md": "[[Lost]]\n", "Home.md": "[[Bär]] [[newton]]\n"})
    git(root, "config", "core.ignorecase", "true")
    git(root, "rm", "-rq", "--cached", ".")
    for name in ("Bär.md", "newton.md", "Home.md"):
        blob = git(root, "hash-object", "-w", name)
        git(root, "update-index", "--add", "--cacheinfo", f"100644,{blob},{normalize('NFC', name)}")
    git(root, "commit", "-qm", "composed, as git does it on a Mac", "--allow-empty")
    (root / "newton.md").rename(root / "x")
    (root / "x").rename(root / "Newton.md")
    assert git(root, "diff", "--name-only", "HEAD") == ""

    options = ("--format", "concise", "--no-cache", "--select", "unresolved-link")
    since, tracked = (
        run("check", root, "--since", "HEAD", *options),
        run("check", root, "--tracked", *options),
    )
    assert (since.lines, since.err) == ([], "")
    assert [line.split("'")[1] for line in tracked.lines] == ["Gone", "Lost"]
    assert tracked.err == ""
