"""The commands that rename, merge and extract, as somebody types them."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.vaults import put
from vaulttools.cli import main


def files(root: Path) -> dict[str, str]:
    """What the vault holds, our own folder left out."""
    found = (path for path in root.rglob("*") if path.is_file() and ".vaulttools" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_text() for path in sorted(found)}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put(
        tmp_path,
        {
            ".obsidian/app.json": "{}\n",
            "s.md": "[[N]] and [[people/N#Life|him]] #work\n",
            "people/N.md": "---\nkind: person\n---\n# Life\nwords ^b\n",
            "people/p.png": "",
            "x/y.md": "[[N]]\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("N", "M", "people/M.md"),
        ("people/N.md", "M.md", "people/M.md"),
        ("N", "x/", "x/N.md"),
        ("N", "x", "x/N.md"),
        ("N", "/M", "M.md"),
        ("N", "new/place/M", "new/place/M.md"),
        ("p.png", "q", "people/q.png"),
        ("people", "folk", "folk/N.md"),
        ("people/", "x/people", "x/people/N.md"),
        ("people", "x/", "x/people/N.md"),
    ],
)
def test_where_a_new_name_leads(vault: Path, old: str, new: str, path: str) -> None:
    assert main(["rename", old, new]) == 0
    assert path in files(vault)
    assert main(["check", "--select", "unresolved-link,ambiguous-link"]) == 0


def test_from_another_folder_both_paths_start_there(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault.parent)
    assert main(["rename", f"{vault.name}/people/N.md", f"{vault.name}/x/M.md", "--vault", vault.name]) == 0
    assert "x/M.md" in files(vault)


def test_a_dry_run_and_a_diff_write_nothing(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(vault)
    assert main(["rename", "N", "M", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "rename people/N.md to people/M.md: 3 places in 2 files would change",
        "  s.md:1    [[N]] → [[M]]",
        "  s.md:1    [[people/N#Life|him]] → [[people/M#Life|him]]",
        "  x/y.md:1  [[N]] → [[M]]",
    ]
    assert main(["rename", "N", "M", "--diff"]) == 0
    patch = capsys.readouterr().out
    assert files(vault) == before and not (vault / ".vaulttools").exists()
    subprocess.run(["git", "apply", "-"], cwd=vault, input=patch.encode(), check=True)
    by_git = files(vault)
    put(vault, before)
    (vault / "people/M.md").unlink()
    assert main(["rename", "N", "M"]) == 0
    assert files(vault) == by_git


def test_bookmarks_bases_and_types_follow(vault: Path) -> None:
    put(
        vault,
        {
            ".obsidian/bookmarks.json": '{"items":[{"type":"group","items":[{"type":"file","path":"people/N.md"}]},'
            '{"type":"folder","path":"people"},{"type":"search","query":"people/N.md"}]}\n',
            ".obsidian/types.json": '{"types":{"kind":"text"}}\n',
            "b.base": 'filters:\n  and:\n    - file.inFolder("people")\n    - \'file.hasLink("N")\'\n'
            '    - file.hasTag("work", "home")\n',
        },
    )
    assert main(["rename", "people", "folk"]) == 0
    assert main(["rename", "N", "M"]) == 0
    assert main(["rename", "#work", "#job"]) == 0
    assert main(["rename", "--property", "kind", "type"]) == 0
    found = files(vault)
    assert json.loads(found[".obsidian/bookmarks.json"])["items"] == [
        {"type": "group", "items": [{"type": "file", "path": "folk/M.md"}]},
        {"type": "folder", "path": "folk"},
        {"type": "search", "query": "people/N.md"},
    ]
    assert found["b.base"] == (
        'filters:\n  and:\n    - file.inFolder("folk")\n    - \'file.hasLink("M")\'\n'
        '    - file.hasTag("job", "home")\n'
    )
    assert found[".obsidian/types.json"] == '{"types":{"type":"text"}}\n'
    assert found["folk/M.md"].startswith("---\ntype: person\n")
    assert found["s.md"] == "[[M]] and [[folk/M#Life|him]] #job\n"


def test_a_folder_takes_along_what_is_hidden_in_it(vault: Path) -> None:
    put(vault, {"people/.DS_Store": "x\n", "people/.hidden/N.md": "x\n"})
    assert main(["rename", "people", "folk"]) == 0
    assert {"folk/.DS_Store", "folk/.hidden/N.md"} <= files(vault).keys()
    assert not (vault / "people").exists()


def test_headings_and_blocks_are_named_as_in_links(vault: Path) -> None:
    put(vault, {"t.md": "[[N#^b]]\n"})
    assert main(["rename", "N#Life", "A life"]) == 0
    assert main(["rename", "N#^b", "^c"]) == 0
    assert files(vault)["s.md"] == "[[N]] and [[people/N#A life|him]] #work\n"
    assert files(vault)["t.md"] == "[[N#^c]]\n"


def test_everything_can_be_taken_back(vault: Path) -> None:
    before = files(vault)
    assert main(["rename", "people", "folk"]) == 0
    assert main(["merge", "N", "s"]) == 0
    assert main(["extract", "s#Life", "Life and work"]) == 0
    assert "Life and work.md" in files(vault) and "folk/N.md" not in files(vault)
    for _ in "123":
        assert main(["undo"]) == 0
    assert files(vault) == before


@pytest.mark.parametrize(
    ("new", "path"),
    [
        ([], "people/Life.md"),
        (["x/"], "x/Life.md"),
        (["x"], "x/Life.md"),
        (["/"], "Life.md"),
        (["new/"], "new/Life.md"),
        (["Years"], "people/Years.md"),
        (["new/Years"], "new/Years.md"),
    ],
)
def test_a_section_is_called_after_its_heading_wherever_it_goes(
    vault: Path, new: list[str], path: str
) -> None:
    before = files(vault)
    assert main(["extract", "N#Life", *new]) == 0
    assert files(vault).keys() - before.keys() == {path}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["rename", "Nowhere", "M"], "no note is named 'Nowhere'"),
        (["rename", "N", "N"], "is called so already"),
        (["rename", "N", "../../M"], "outside of the vault"),
        (["rename", "N", "x/y"], "there is a file 'x/y.md' already"),
        (["rename", "N#Death", "x"], "there is no heading 'Death' in 'people/N.md'; it has 'Life'"),
        (["rename", "#play", "#x"], "there is no tag '#play'"),
        (["rename", "--property", "play", "x"], "no note has a property 'play'"),
        (["rename", "p.png#a", "x"], "only notes have headings"),
        (["merge", "N", "N"], "cannot be merged into itself"),
        (["extract", "N"], "names no section; write NOTE#Heading"),
        (["extract", "N#Life", "N"], "there is a file 'people/N.md' already; choose another name"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    vault: Path, arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(vault)
    assert main(arguments) == 2
    assert complaint in capsys.readouterr().err
    assert files(vault) == before
