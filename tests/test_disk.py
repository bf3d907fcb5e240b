"""The disk reader on real folders, hostile ones among them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vaults import put
from vaulttools import disk
from vaulttools.config import Config
from vaulttools.disk import (
    find_vault_root,
    list_files,
    read_config,
    read_keys,
    read_vault,
    write_text_atomically,
)
from vaulttools.errors import ConfigError, VaultError
from vaulttools.note import Note, parse
from vaulttools.processes import in_processes
from vaulttools.text import encode
from vaulttools.vault import Vault


def skipped(vault: Vault) -> dict[str, str]:
    return {item.path: item.reason for item in vault.unreadable}


def test_notes_and_attachments_are_read_sorted(tmp_path: Path) -> None:
    put(tmp_path, {"b/N.md": "# N", "a.md": "[[N]]", "b/i.png": b"\x89PNG", "B.MD": "x"})

    vault = read_vault(tmp_path)

    assert vault.name == tmp_path.name
    assert list(vault.notes) == ["B.MD", "a.md", "b/N.md"]
    assert vault.attachments == ("b/i.png",)
    assert vault.unreadable == ()


def test_bytes_are_kept(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# T\r\n\xff\x00 [[x]]\r"
    put(tmp_path, {"a.md": data})

    assert encode(read_vault(tmp_path).notes["a.md"].text) == data


def test_names_with_a_dot_in_front_do_not_exist(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "", ".trash/b.md": "", ".git/c.md": "", ".hidden.md": "", "d/.e/f.md": ""})

    assert list(read_vault(tmp_path).notes) == ["a.md"]


def test_a_folder_named_as_a_note_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, {"x.md/inner.md": "hello"})

    assert list(read_vault(tmp_path).notes) == ["x.md/inner.md"]


@pytest.mark.parametrize("missing", ["nowhere", "a.md"])
def test_what_is_no_folder_is_refused(tmp_path: Path, missing: str) -> None:
    put(tmp_path, {"a.md": ""})

    with pytest.raises(VaultError, match="name the folder"):
        read_vault(tmp_path / missing)


def test_a_folder_without_notes_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"i.png": ""})

    with pytest.raises(VaultError, match="holds no notes"):
        read_vault(tmp_path)


def test_symbolic_links_are_reported_and_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside", {"secret.md": "secret"})
    root = put(tmp_path / "vault", {"a.md": "", "sub/b.md": "", ".git/config": "x"})
    (root / "out").symlink_to(outside)
    (root / "out.md").symlink_to(outside / "secret.md")
    (root / "round").symlink_to(root)
    (root / "self").symlink_to(root / "self")
    (root / "twin").symlink_to(root / "sub")
    (root / "gone.md").symlink_to(root / "nowhere.md")
    (root / "config.md").symlink_to(root / ".git" / "config")
    (root / "same.md").symlink_to(root / "sub" / "b.md")

    vault = read_vault(root)

    assert list(vault.notes) == ["a.md", "same.md", "sub/b.md"]
    assert skipped(vault) == {
        "out": "a symbolic link that leads out of the vault",
        "out.md": "a symbolic link that leads out of the vault",
        "round": "a symbolic link to a folder of this vault, which Obsidian passes over too",
        "self": "a symbolic link that leads nowhere or round in a circle",
        "twin": "a symbolic link to a folder of this vault, which Obsidian passes over too",
        "gone.md": "a symbolic link that leads nowhere or round in a circle",
        "config.md": "a symbolic link to something that is no file of this vault",
    }
    assert not any(item.failed for item in vault.unreadable)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": ""})
    os.mkfifo(tmp_path / "p.md")

    assert skipped(read_vault(tmp_path)) == {"p.md": "not a regular file"}


def test_strange_names_are_read(tmp_path: Path) -> None:
    names = ["line\nbreak.md", "tab\t.md", "\x1b[31m.md", "\u202eflip.md", "ünï.md"]
    put(tmp_path, {name: name for name in names})
    raw = os.fsencode(tmp_path) + b"/bad\xff.md"
    handle = os.open(raw, os.O_WRONLY | os.O_CREAT)
    os.close(handle)

    assert set(read_vault(tmp_path).notes) == {*names, "bad\udcff.md"}


def test_a_note_over_the_limit_is_skipped_but_still_a_target(tmp_path: Path) -> None:
    put(tmp_path, {"big.md": b"x" * 1_500_000, "a.md": "[[big]]"})

    vault = read_vault(tmp_path, Config(largest_note=1))

    assert list(vault.notes) == ["a.md"]
    assert "big.md" in vault.attachments
    assert skipped(vault) == {"big.md": "larger than 1 MB; raise `largest-note` to read it"}


def test_a_long_note_is_read_whole(tmp_path: Path) -> None:
    put(tmp_path, {"long.md": b"0123456789\n" * 300_000})

    assert len(read_vault(tmp_path).notes["long.md"].text) == 3_300_000


def test_a_note_that_cannot_be_opened_is_a_failure_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"a.md": "", "locked.md": "x"})
    real_open = os.open

    def refuse(path: str, flags: int) -> int:
        if path.endswith("locked.md"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, flags)

    monkeypatch.setattr(disk.os, "open", refuse)
    vault = read_vault(tmp_path)

    assert list(vault.notes) == ["a.md"]
    assert vault.attachments == ("locked.md",)
    assert [tuple(item) for item in vault.unreadable] == [
        ("locked.md", "cannot be read: Permission denied", True)
    ]


def test_a_folder_that_cannot_be_read_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"a.md": "", "locked/b.md": ""})
    real_scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked/"):
            raise PermissionError(13, "Permission denied", path)
        return real_scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    vault = read_vault(tmp_path)

    assert [(item.path, item.failed) for item in vault.unreadable] == [("locked/", True)]


def excluded(root: Path, filters: str, config: Config = Config()) -> set[str]:  # noqa: B008
    put(root, {".obsidian/app.json": filters})
    return set(read_vault(root, config).excluded)


FILES: dict[str, str | bytes] = {
    "Drafts/a.md": "",
    "drafts.md": "",
    "b.md": "",
    "f.woff2": "",
    "x/Drafts/c.md": "",
}


@pytest.mark.parametrize(
    ("filters", "hidden"),
    [
        ('{"userIgnoreFilters": ["Drafts/"]}', {"Drafts/a.md"}),
        ('{"userIgnoreFilters": ["drafts"]}', {"Drafts/a.md", "drafts.md"}),
        ('{"userIgnoreFilters": ["/dra.*\\\\.md$/"]}', {"Drafts/a.md", "drafts.md", "x/Drafts/c.md"}),
        ('{"userIgnoreFilters": ["*.woff2"]}', {"f.woff2"}),
        ('{"userIgnoreFilters": null}', set()),
        ('{"userIgnoreFilters": "Drafts/"}', set()),
        ('{"userIgnoreFilters": [3, ""]}', set()),
        # What the app does with it nobody knows: better a finding too many than a check of nothing.
        ('{"userIgnoreFilters": ["/"]}', set()),
        ('{"userIgnoreFilters": ["Log [2024-01]*"]}', set()),
        ('{"userIgnoreFilters": ', set()),
        ("[" * 100_000 + '"userIgnoreFilters"', set()),
        ("[]", set()),
        ("", set()),
    ],
)
def test_excluded_files_of_obsidian(tmp_path: Path, filters: str, hidden: set[str]) -> None:
    assert excluded(put(tmp_path, FILES), filters) == hidden


@pytest.mark.parametrize("regex", ["/[/", "/(a+)+$/", "/(?P<x/"])
def test_a_regex_that_cannot_be_used_is_reported(tmp_path: Path, regex: str) -> None:
    put(tmp_path, {**FILES, ".obsidian/app.json": '{"userIgnoreFilters": ["' + regex + '", "b.md"]}'})

    vault = read_vault(tmp_path)

    assert vault.excluded == {"b.md"}
    assert list(skipped(vault)) == [".obsidian/app.json"]


def test_our_own_excludes(tmp_path: Path) -> None:
    put(tmp_path, FILES)

    assert read_vault(tmp_path, Config(exclude=("Drafts/",))).excluded == {"Drafts/a.md", "x/Drafts/c.md"}


def test_templates_and_other_peoples_folders_are_read_but_not_reported_on(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            ".obsidian/templates.json": '{"folder": "Templates"}',
            "Templates/day.md": "[[{{date}}]]",
            "node_modules/lib/README.md": "",
            "inner/.obsidian/app.json": "{}",
            "inner/a.md": "",
            "b.md": "",
        },
    )

    vault = read_vault(tmp_path)

    assert set(vault.notes) == {"Templates/day.md", "node_modules/lib/README.md", "inner/a.md", "b.md"}
    assert vault.excluded == set(vault.notes) - {"b.md"}


def test_more_processes_give_the_same_vault(tmp_path: Path) -> None:
    put(tmp_path, {f"n{n}.md": f"---\ntitle: T{n}\n---\n# H\n[[n{n + 1}|x]]" for n in range(25)})

    assert read_vault(tmp_path, jobs=1) == read_vault(tmp_path, jobs=3)


def test_a_worker_that_fails_is_made_up_for() -> None:
    here = os.getpid()

    def read(path: str) -> Note:
        if os.getpid() != here:
            raise RuntimeError("a worker falls")
        return parse(path, "x")

    assert in_processes(read, ["a", "b", "c"], 2) == [parse(path, "x") for path in "abc"]


def test_where_there_is_no_forking_one_process_does_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {f"{n}.md": f"[[{n // 2}]]" for n in range(9)})
    found = list_files(tmp_path)
    keys = read_keys(tmp_path, found, jobs=3)
    vault = read_vault(tmp_path, jobs=3)

    monkeypatch.delattr(os, "fork")

    assert read_keys(tmp_path, found, jobs=3) == keys
    assert read_vault(tmp_path, jobs=3) == vault


def test_the_vault_is_the_nearest_folder_upward_with_obsidian_or_settings(tmp_path: Path) -> None:
    put(tmp_path, {"v/.obsidian/app.json": "{}", "v/a/b/n.md": "", "w/vaulttools.toml": "", "w/a/n.md": ""})
    put(
        tmp_path,
        {"p/pyproject.toml": "[tool.vaulttools]\n", "p/a/n.md": "", "q/pyproject.toml": "[tool.x]\n"},
    )

    for inner, root in [("v/a/b", "v"), ("w/a", "w"), ("p/a", "p"), ("q", "q")]:
        assert find_vault_root(str(tmp_path / inner)) == str(tmp_path / root)


def test_settings_come_from_the_nearest_file_within_the_repository(tmp_path: Path) -> None:
    put(tmp_path, {"vaulttools.toml": 'ignore = ["a"]', "repo/.git/x": "", "repo/v/n.md": ""})
    assert read_config(str(tmp_path / "repo" / "v")) == Config()

    put(tmp_path, {"repo/pyproject.toml": '[tool.vaulttools]\nignore = ["b"]\n'})
    assert read_config(str(tmp_path / "repo" / "v")).ignore == ("b",)

    put(tmp_path, {"repo/v/vaulttools.toml": 'ignore = ["c"]'})
    assert read_config(str(tmp_path / "repo" / "v")).ignore == ("c",)


def test_settings_are_found_above_a_link_to_the_vault_and_above_the_vault(tmp_path: Path) -> None:
    put(tmp_path, {"r/vaulttools.toml": 'ignore = ["r"]', "r/w/n.md": "", "q/x.md": ""})
    (tmp_path / "link").symlink_to("r/w")
    (tmp_path / "q/link").symlink_to("../r/w")
    assert read_config(str(tmp_path / "link")).ignore == ("r",)
    assert read_config(str(tmp_path / "q/link")).ignore == ("r",)

    put(tmp_path, {"q/vaulttools.toml": 'ignore = ["q"]'})
    assert read_config(str(tmp_path / "q/link")).ignore == ("q",)


def test_settings_that_are_a_link_are_not_called_skipped(tmp_path: Path) -> None:
    put(tmp_path, {"outside.toml": 'ignore = ["a"]', "v/n.md": ""})
    (tmp_path / "v/vaulttools.toml").symlink_to("../outside.toml")

    assert read_config(str(tmp_path / "v")).ignore == ("a",)
    assert read_vault(str(tmp_path / "v")).unreadable == ()


@pytest.mark.parametrize(
    "text",
    [
        "[tool.vaulttools]\nignore = ['b']",
        "[tool]\nvaulttools = {ignore = ['b']}",
        "tool.vaulttools.ignore = ['b']",
        "[ tool . 'vaulttools' ]\nignore = ['b']",
        "\ufeff[tool.vaulttools]\r\nignore = ['b']\r\n",
    ],
)
def test_our_table_is_found_however_it_is_written(tmp_path: Path, text: str) -> None:
    put(tmp_path, {"pyproject.toml": text})

    assert read_config(str(tmp_path)).ignore == ("b",)


@pytest.mark.parametrize(
    "text",
    [
        "# [tool.vaulttools] is one folder up",
        "[tool.vaulttools-more]",
        "[[tool]]\n# vaulttools",
        "vaulttools = 1",
    ],
)
def test_a_project_that_only_speaks_of_us_hides_no_settings_above(tmp_path: Path, text: str) -> None:
    put(tmp_path, {"vaulttools.toml": 'ignore = ["a"]', "v/pyproject.toml": text})

    assert read_config(str(tmp_path / "v")).ignore == ("a",)


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("pyproject.toml", b"[[tool.vaulttools]]\nignore = []", r"such as \[tool\.vaulttools\]"),
        ("pyproject.toml", b"[tool.vaulttools]\nignore = [", "cannot be read: "),
        ("vaulttools.toml", b"x = " + b"[" * 5000, "too many brackets"),
        ("vaulttools.toml", "ignore = []".encode("utf-16"), "save it as UTF-8$"),
    ],
)
def test_settings_of_a_wrong_shape_are_one_clear_line(
    tmp_path: Path, file: str, content: bytes, message: str
) -> None:
    put(tmp_path, {file: content})

    with pytest.raises(ConfigError, match=message):
        read_config(str(tmp_path))


def test_settings_that_are_no_file_are_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked/vaulttools.toml").symlink_to("gone.toml")
    put(tmp_path, {"folder/vaulttools.toml/N.md": ""})

    for vault in ("linked", "folder"):
        with pytest.raises(ConfigError, match="is no file, or a link that leads nowhere"):
            read_config(str(tmp_path / vault))


@pytest.mark.parametrize("content", [b"exclude = [", b"\xff", b"tool = 3\nexlude = []"])
def test_settings_that_cannot_be_used_name_their_file(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, {"vaulttools.toml": content})

    with pytest.raises(ConfigError, match=r"vaulttools\.toml"):
        read_config(str(tmp_path))


def test_outputs_are_written_whole_and_leave_nothing_beside(tmp_path: Path) -> None:
    put(tmp_path, {"out.json": "old"})

    write_text_atomically(tmp_path / "out.json", "new \udcff")

    assert (tmp_path / "out.json").read_bytes() == b"new \\udcff"
    assert [file.name for file in tmp_path.iterdir()] == ["out.json"]


def test_outputs_never_replace_a_note(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "mine"})

    with pytest.raises(VaultError, match="is a note"):
        write_text_atomically(tmp_path / "a.md", "report")
    assert (tmp_path / "a.md").read_text() == "mine"


@pytest.mark.parametrize("target", ["missing/out.json", "."])
def test_an_output_that_cannot_be_written_is_said(tmp_path: Path, target: str) -> None:
    with pytest.raises(VaultError, match="cannot be written"):
        write_text_atomically(tmp_path / target, "x")


def test_a_failed_write_leaves_the_old_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"out.json": "old"})

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(VaultError, match="No space left"):
        write_text_atomically(tmp_path / "out.json", "new")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("out.json", "old")]


def test_reading_starts_no_heavy_library(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": "plain"})
    code = "import sys; from vaulttools.disk import read_vault; read_vault(sys.argv[1]); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert not {"pathlib", "tomllib", "json", "pickle"} & set(done.stdout.split())
