"""The path guard: which paths of a vault may be written, and which never."""

import os
from pathlib import Path

import pytest

from vaulttools.disk_guard import inside, is_staged, make_own, own, target
from vaulttools.errors import VaultError


@pytest.fixture
def root(tmp_path: Path) -> str:
    """A vault with a note in a folder, and a folder beside the vault."""
    (tmp_path / "vault" / "d").mkdir(parents=True)
    (tmp_path / "vault" / "d" / "a.md").write_text("a")
    (tmp_path / "vault-2").mkdir()
    (tmp_path / "vault-2" / "out.md").write_text("out")
    return str(tmp_path / "vault")


@pytest.mark.parametrize(
    "path", ["a.md", "d/a.md", "d/x/y.md", "d...md", "a..b/c.md", "a\\b.md", "a:b.md", "ü .md"]
)
def test_paths_inside_lie_below_the_root(root: str, path: str) -> None:
    assert inside(root, path) == f"{root}/{path}"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/a.md",
        "d//a.md",
        "d/",
        ".",
        "./a.md",
        "d/./a.md",
        "..",
        "../a.md",
        "d/../a.md",
        "d/..",
        "a\0.md",
    ],
)
def test_no_path_may_lead_out(root: str, path: str) -> None:
    with pytest.raises(VaultError, match="is no path inside the vault"):
        inside(root, path)


@pytest.mark.parametrize("path", ["a\\b.md", "..\\a.md", "C:a.md", "a.md:stream"])
def test_nor_in_the_words_of_windows(root: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        with pytest.raises(VaultError, match="is no path inside the vault"):
            inside(root, path)
        assert inside(root, "d/a.md") == f"{root}/d/a.md"


@pytest.mark.parametrize(
    "path",
    [".a.md", "d/.a.md", ".git/config", ".obsidian/app.json", "x/.obsidian/types.json", ".vaulttools/lock",
     ".vaulttools/work/journal.json", ".vaulttools/work/1/2", ".vaulttools/undo/1"],
)  # fmt: skip
def test_hidden_files_are_not_written(root: str, path: str) -> None:
    with pytest.raises(VaultError, match="is hidden"):
        inside(root, path)


@pytest.mark.parametrize("path", [".obsidian/bookmarks.json", ".obsidian/types.json", ".vaulttools/work/12"])
def test_but_for_those_that_name_notes_and_those_of_a_write(root: str, path: str) -> None:
    assert inside(root, path) == f"{root}/{path}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [(".vaulttools/work/0", True), (".vaulttools/work/", False), (".vaulttools/work/x", False), ("work/0", False),
     (".vaulttools/work/٣", False), (".vaulttools/work/-1", False), ("x/.vaulttools/work/0", False)],
)  # fmt: skip
def test_files_of_a_write_have_numbers(path: str, expected: bool) -> None:
    assert is_staged(path) is expected


def test_nothing_behind_a_linked_folder_is_written(root: str) -> None:
    Path(root, "linked").symlink_to("d")
    Path(root, "d", "out").symlink_to("../../vault-2")

    for path in ("linked/a.md", "d/out/out.md", "linked/new/a.md", "d/out/x/y.md"):
        with pytest.raises(VaultError, match="lies behind a symbolic link"):
            inside(root, path)
    assert inside(root, "linked") == f"{root}/linked"


def test_a_linked_file_is_written_where_it_leads(root: str) -> None:
    links = {"l.md": "d/a.md", "d/up.md": "../l.md", "d/same.md": "a.md"}
    for path, goal in links.items():
        Path(root, path).symlink_to(goal)

    assert [target(root, path) for path in ("d/a.md", *links)] == ["d/a.md"] * 4


@pytest.mark.parametrize(
    ("goal", "complaint"),
    [
        ("../vault-2/out.md", "leads out of the vault"),
        ("../out.md", "leads out of the vault"),
        ("/dev/null", "leads out of the vault"),
        (".", "leads out of the vault"),
        ("nowhere.md", "'nowhere.md' is gone"),
        ("d", "'d' is no plain file"),
        (".obsidian/app.json", "is hidden"),
        ("..hidden.md", "is hidden"),
        ("l.md", "'l.md' "),
    ],
)
def test_a_linked_file_that_leads_elsewhere_is_refused(root: str, goal: str, complaint: str) -> None:
    Path(root, ".obsidian").mkdir()
    Path(root, ".obsidian", "app.json").write_text("{}")
    Path(root, "l.md").symlink_to(goal)

    with pytest.raises(VaultError, match=complaint):
        target(root, "l.md")


@pytest.mark.parametrize(
    ("path", "complaint"), [("d", "is no plain file"), ("d/b.md", "is gone since it was read")]
)
def test_only_plain_files_are_written(root: str, path: str, complaint: str) -> None:
    with pytest.raises(VaultError, match=complaint):
        target(root, path)


def test_our_own_folder_is_made_once_and_never_through_a_link(root: str) -> None:
    assert own(root) == f"{root}/.vaulttools"
    assert own(root, "work/1") == f"{root}/.vaulttools/work/1"
    for name in ("", "", "work", "work"):
        make_own(root, name)
        assert Path(own(root, name)).is_dir()
    Path(root, ".vaulttools", "undo").symlink_to("../../vault-2")
    Path(root, ".vaulttools", "rescued").write_text("")

    for name in ("undo", "undo/1"):
        with pytest.raises(VaultError, match=r"'\.vaulttools/undo.*' is a symbolic link; delete it"):
            own(root, name)
    with pytest.raises(FileExistsError):
        make_own(root, "rescued")
