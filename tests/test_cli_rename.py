"""The commands that rename, merge and extract, as somebody types them."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.linear import stays_linear
from tests.repositories import git
from tests.vaults import put
from vaulttools.cli import main
from vaulttools.disk import read_vault
from vaulttools.edit import Plan
from vaulttools.graph import Graph, build_graph
from vaulttools.proof import prove


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
            "LICENSE": "",
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
        ("N", "On v1.2", "people/On v1.2.md"),
        ("N", "Node.js", "people/Node.js.md"),
        ("p.png", "Diagram v1.2", "people/Diagram v1.2.png"),
        ("p.png", "x/Scan 2024.01", "x/Scan 2024.01.png"),
        ("p.png", "q.PNG", "people/q.PNG"),
        ("p.png", "q.webp", "people/q.webp"),
        ("LICENSE", "COPYING v2.0", "COPYING v2.0"),
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


@pytest.mark.parametrize(
    ("new", "path"),
    [
        ("VAULT/people/M.md", "people/M.md"),
        ("VAULT/M", "M.md"),
        ("VAULT/x", "x/N.md"),
        ("VAULT/x/", "x/N.md"),
        ("VAULT/new/", "new/N.md"),
        ("VAULT", "N.md"),
        ("VAULT/", "N.md"),
        ("LINK/x/M.md", "x/M.md"),
        ("/x/M", "x/M.md"),
        ("/VAULT/M", "VAULT/M.md"),
    ],
)
def test_a_new_place_can_be_one_on_the_disk(
    vault: Path, tmp_path_factory: pytest.TempPathFactory, new: str, path: str
) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(vault)
    if not new.startswith("/"):
        new = new.replace("VAULT", str(vault)).replace("LINK", str(link))
    assert main(["rename", str(vault / "people/N.md"), new]) == 0
    assert path in files(vault)


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


@pytest.mark.parametrize("option", ["--dry-run", "--diff"])
@pytest.mark.parametrize(
    ("command", "why"),
    [
        (["rename", "x/y", "a#b"], "'x/a#b.md' cannot be made: its name holds '#'"),
        (["rename", "N", "a:b"], "'people/a:b.md' cannot be made: its name holds ':'"),
        (["rename", "x", "people.md/aux"], "'people.md/aux' cannot be made: its name is a device on Windows"),
        (["rename", "N", "PEOPLE/N"], "'PEOPLE' and 'people' are one name to many disks"),
        (["extract", "N#Life", "a?"], "'people/a?.md' cannot be made: its name holds '?'"),
        (["merge", "N", "s"], "'s.md' is read-only"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_dry_run_and_a_diff_refuse_what_would_be_refused(
    vault: Path, capsys: pytest.CaptureFixture[str], command: list[str], why: str, option: str
) -> None:
    (vault / "s.md").chmod(0o444 if command[0] == "merge" else 0o644)
    assert main([*command, option]) == 2
    shown = capsys.readouterr()
    assert why in shown.err and shown.out == ""
    assert main(command) == 2
    assert capsys.readouterr().err == shown.err


def test_a_dry_run_tells_of_hard_links(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (vault / ".twin").hardlink_to(vault / "s.md")
    assert main(["rename", "N", "M", "--dry-run"]) == 0
    assert "note: 's.md' had other names outside of what was edited" in capsys.readouterr().out


def test_a_name_that_no_link_can_hold_is_what_is_refused(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rename", "N", "C# notes"]) == 2
    assert capsys.readouterr().err == (
        "vaulttools: no link could lead to 'people/C# notes.md': 'C# notes.md' holds '#', which links cannot hold; "
        "choose another name\n"
    )


def test_a_patch_applies_where_the_vault_lies_below_the_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = put(tmp_path / "repository/vault", {"N.md": "x", "s.md": "[[N]]\n"})
    git(folder.parent, "init", "-q")
    assert main(["rename", "N", "M", "--diff", "--vault", str(folder)]) == 0
    patch = capsys.readouterr().out
    subprocess.run(["git", "apply", "-"], cwd=folder.parent, input=patch.encode(), check=True)

    assert files(folder) == {"M.md": "x", "s.md": "[[M]]\n"}


@pytest.mark.parametrize(
    ("links", "command", "there"),
    [
        ({"D/lnk.md": "../A.md"}, ["rename", "A", "Q"], "Q.md"),
        ({"D/lnk.md": "../A.md"}, ["rename", "A", "x/"], "x/A.md"),
        ({"D/lnk.md": "../A.md"}, ["merge", "A", "L"], "L.md"),
        ({"q.png": "p.png"}, ["rename", "p.png", "r.png"], "r.png"),
        ({"top.md": "P/B.md"}, ["rename", "P", "S"], "S/B.md"),
    ],
)
def test_a_file_that_a_symbolic_link_leads_to_can_be_moved(
    tmp_path: Path, links: dict[str, str], command: list[str], there: str
) -> None:
    root = put(tmp_path, {"A.md": "a", "L.md": "[[A]]", "p.png": "x", "P/B.md": "b", "D/e.md": ""})
    for link, goal in links.items():
        (root / link).symlink_to(goal)

    assert main([*command, "--vault", str(root)]) == 0
    assert (root / there).is_file()


@pytest.mark.parametrize(
    ("note", "text", "rename", "after"),
    [
        ("Old.md", "[x](Old.md#100%)", ["Old", "New name"], "[x](New%20name.md#100%25)"),
        ("50%.md", "[x](50%.md#A)", ["50%#A", "A B"], "[x](50%25.md#A%20B)"),
        ("Old.md", "[[Old#^x#A]] [[Old#100%]]", ["Old", "New"], "[[New#^x#A]] [[New#100%]]"),
    ],
)
def test_each_half_of_a_link_is_written_so_that_both_are_read(
    tmp_path: Path, note: str, text: str, rename: list[str], after: str
) -> None:
    root = put(tmp_path, {note: "# x\n## A\n# 100%\n", "L.md": text})

    assert main(["rename", *rename, "--vault", str(root)]) == 0
    assert (root / "L.md").read_text() == after


def test_a_way_over_a_part_with_a_caret_is_followed(tmp_path: Path) -> None:
    root = put(tmp_path, {"N.md": "# x\n## [[A]]\n", "A.md": "a", "L.md": "[[N#^x#A]]"})

    assert main(["rename", "A", "C", "--vault", str(root)]) == 0
    assert (root / "L.md").read_text() == "[[N#^x#C]]"


def test_a_patch_comes_with_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = put(tmp_path, {"A.md": "a", "b.base": 'filters:\n - file.hasLink("A")\n  x: [\n'})

    assert main(["rename", "A", "B", "--diff", "--vault", str(root)]) == 0
    said = capsys.readouterr()
    assert "note: " in said.err and "b.base" in said.err
    assert "note: " not in said.out


def test_headings_with_links_follow_in_the_changed_notes_too(tmp_path: Path) -> None:
    root = put(tmp_path, {"A.md": "x\n", "B.md": "# B\n# See [[A]]\n", "L.md": "[[B#See A]]"})
    assert main(["merge", "A", "B", "--vault", str(root)]) == 0
    assert (root / "L.md").read_text() == "[[B#See B A]]"

    root = put(tmp_path / "v", {"N.md": "# T\n## S\n### on [[#T]]\n[[#on T]]\n"})
    assert main(["extract", "N#S", "--vault", str(root)]) == 0
    assert "### on [[N#T]]\n[[#on N T]]\n" in (root / "S.md").read_text()


def test_bases_name_tags_and_properties_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = 'filters:\n  and:\n    - file.tags.contains("done")\n    - status == "a"\nviews:\n  - order: [note.status]\n'
    root = put(
        tmp_path,
        {
            "A.md": "---\nStatus: a\n---\n#done\n",
            "c.base": base,
            "d.base": "views: []\n",
            ".obsidian/types.json": '{"types": {"STATUS" : "text"}}',
        },
    )
    assert main(["rename", "#done", "#fin", "--vault", str(root)]) == 0
    assert (root / "c.base").read_text() == base.replace("done", "fin")
    assert "note: " not in capsys.readouterr().out

    assert main(["rename", "--property", "status", "state", "--vault", str(root)]) == 0
    assert "note: 'c.base' seems to name the property 'status'" in (said := capsys.readouterr().out)
    assert "d.base" not in said
    assert (root / ".obsidian/types.json").read_text() == '{"types": {"state" : "text"}}'


def test_settings_that_lie_elsewhere_stop_no_rename(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bookmarks = '{"items":[{"type":"file","path":"N.md"}]}'
    put(tmp_path, {"shared/bookmarks.json": bookmarks, "v/N.md": "x", "v/a.md": "[[N]]"})
    (tmp_path / "v/.obsidian").symlink_to("../shared")

    assert main(["rename", "N", "Z", "--vault", str(tmp_path / "v")]) == 0
    assert "'.obsidian/bookmarks.json' stays as it is, for it lies behind" in capsys.readouterr().out
    assert (tmp_path / "shared/bookmarks.json").read_text() == bookmarks
    assert (tmp_path / "v/a.md").read_text() == "[[Z]]"


def test_two_renames_at_once_break_no_link(tmp_path: Path) -> None:
    ends = set()
    for wait in (0, 0.02, 0.05, 0.1, 0.2):
        root = put(
            tmp_path / str(wait), {f"n{n}.md": "[[M]]" for n in range(60)} | {"f/N.md": "f", "g/M.md": "g"}
        )
        command = [sys.executable, "-m", "vaulttools", "rename", "--vault", str(root)]
        one = subprocess.Popen(
            [*command, "f/N.md", "f/M.md"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        time.sleep(wait)
        other = subprocess.Popen(
            [*command, "g/M.md", "h/M.md"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        for run in (one, other):
            said = (run.communicate()[1] or b"").decode()
            assert run.returncode == 0 or "run it again" in said, said
        ends.add((one.returncode, other.returncode))
        assert main(["check", str(root), "--select", "unresolved-link", "--no-cache"]) == 0
        goals = {item.target for item in build_graph(read_vault(root)).links}
        assert goals == {"g/M.md" if other.returncode else "h/M.md"}
    assert (2, 2) not in ends


def test_what_was_not_read_could_not_follow(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(vault, {"vaulttools.toml": "largest-note = 1\n", "Big.md": "[[N]]" + "x" * 1_100_000})
    before = files(vault)

    assert main(["rename", "N", "M"]) == 2
    assert "'Big.md' was not read (larger than 1 MB" in capsys.readouterr().err
    assert files(vault) == before


def test_what_is_no_folder_is_said_before_anything_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for command in ("undo", "recover"):
        assert main([command, str(tmp_path / "nothing")]) == 2
        assert f"{tmp_path / 'nothing'} does not exist; name the folder" in capsys.readouterr().err


def test_a_dry_run_shows_links_in_links_whole(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(vault, {"s.md": "[a ![[N]] b](people/N.md) and [[N]]\n", "x/y.md": "\n"})
    assert main(["rename", "N", "M", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  s.md:1  [a ![[N]] b](people/N.md) → [a ![[M]] b](people/M.md)",
        "  s.md:1  [[N]] → [[M]]",
    ]


def test_a_dry_run_is_linear_in_the_links_of_a_note(tmp_path: Path) -> None:
    def run(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        put(folder, {f"old/N{n}.md": "" for n in range(count)})
        put(folder, {"hub.md": " ".join(f"[[old/N{n}]]" for n in range(count))})
        return lambda: main(["rename", "old", "new", "--dry-run", "--vault", str(folder)])

    assert stays_linear(run, 100)


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


@pytest.mark.parametrize(
    ("old", "new", "heading"),
    [
        ("N#Life", "Life #2", "Life #2"),
        ("N#Life", "C# basics", "C# basics"),
        ("N#Life", "Learning C#", "Learning C#"),
        ("N#Life", "#Work", "Work"),
        ("N#Life", "  Work ", "Work"),
        ("N#Life", "# Work", "Work"),
        ("N#Life", "N#Work #2", "Work #2"),
        ("people/N.md#Life", "people/N.md#Work", "Work"),
        ("people/N.md#Life", "N#Work", "N#Work"),
    ],
)
def test_a_heading_gets_the_whole_of_its_new_words(vault: Path, old: str, new: str, heading: str) -> None:
    assert main(["rename", old, new]) == 0
    assert files(vault)["people/N.md"].splitlines()[3] == f"# {heading}"
    assert main(["check", "--select", "unresolved-heading"]) == 0
    assert main(["rename", f"N#{heading}", f"N#{heading} 2"]) == 0
    assert files(vault)["people/N.md"].splitlines()[3] == f"# {heading} 2"


def test_a_heading_named_with_those_above_it_may_be_so_in_its_new_words(vault: Path) -> None:
    put(vault, {"t.md": "# A\n## B\n"})
    assert main(["rename", "t#A#B", "t#A#C"]) == 0
    assert main(["rename", "t#A#C", "#A#D"]) == 0
    assert main(["rename", "t#A#D", "A#E"]) == 0
    assert files(vault)["t.md"] == "# A\n## A#E\n"


def test_of_a_folder_and_its_note_one_has_to_be_said(
    vault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(vault, {"Plans.md": "", "Plans/one.md": "", "x/y/people.md": "", "people/N/z.md": ""})
    before = files(vault)
    for old in ("Plans", "people", "people/N"):
        assert main(["rename", old, "Work"]) == 2
        assert f"'{old}' is a folder and a note; write '{old}/' or '{old}.md'" in capsys.readouterr().err
    monkeypatch.chdir(vault / "people")
    assert main(["rename", "N", "Work"]) == 2
    monkeypatch.chdir(vault)
    assert files(vault) == before
    assert main(["rename", "Plans/", "Work"]) == 0
    assert main(["rename", "Plans.md", "Work.md"]) == 0
    assert main(["rename", "people.md", "Folk"]) == 0
    assert {"Work/one.md", "Work.md", "x/y/Folk.md"} <= files(vault).keys()


def test_a_merge_and_an_extract_take_bookmarks_and_bases_along(vault: Path) -> None:
    bookmarks = '{"items":[{"type":"file","path":"people/N.md","subpath":"#Life"},{"type":"file","path":"people/N.md"}]}'
    put(
        vault,
        {".obsidian/bookmarks.json": bookmarks, "b.base": "filters: file.hasLink(\"N\") && link('N#^b')\n"},
    )
    assert main(["extract", "N#Life", "M"]) == 0
    moved = files(vault)
    assert moved[".obsidian/bookmarks.json"] == bookmarks.replace(
        'N.md","subpath":"#Life"', 'M.md","subpath":""'
    )
    assert moved["b.base"] == "filters: file.hasLink(\"N\") && link('M#^b')\n"
    assert main(["merge", "people/M", "s"]) == 0
    assert json.loads(files(vault)[".obsidian/bookmarks.json"])["items"][0]["path"] == "s.md"
    assert files(vault)["b.base"] == "filters: file.hasLink(\"N\") && link('s#^b')\n"
    for _ in "12":
        assert main(["undo"]) == 0
    assert files(vault)[".obsidian/bookmarks.json"] == bookmarks


def test_an_extract_says_which_lost_links_find_the_new_note(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(vault, {"c.md": "[[Gone]] [[Lost]]\n", "d.md": "# Gone\n[[Gone]]\n# Rest\n[[Gone]]\n"})

    assert main(["extract", "d#Gone", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "note: links that led nowhere will find a file: Gone.md: Gone, c.md: Gone, d.md: Gone\n" in said


def test_a_note_whose_name_starts_like_a_tag_is_renamed(vault: Path) -> None:
    put(vault, {"#odd.md": "x\n"})

    assert main(["rename", "#odd.md", "even"]) == 0
    assert {"even.md"} <= files(vault).keys()


def test_links_to_the_vault_and_to_its_folders_are_followed(
    vault: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    links = tmp_path_factory.mktemp("links")
    (links / "vault").symlink_to(vault)
    (links / "people").symlink_to(vault / "people")

    assert main(["rename", "people/N.md", f"{links}/vault/", "--vault", f"{links}/vault"]) == 0
    assert main(["rename", "s", f"{links}/people/"]) == 0
    assert main(["rename", f"{links}/people", "folk"]) == 0
    assert {"N.md", "folk/s.md", "folk/p.png", "x/y.md"} <= files(vault).keys()


def test_what_a_rename_leaves_is_said(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(vault, {"b.base": 'filters: file.name == "N"\n', "d.md": "[t][n]\n\n[n]: people/N.md\n"})

    assert main(["rename", "N", "M"]) == 0
    said = capsys.readouterr().out
    assert "note: 'b.base' seems to name 'N'; change it there by hand\n" in said
    assert "note: link definitions do not follow: d.md:3; change them by hand\n" in said


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
        (
            ["rename", "p.png", "q.md"],
            "'people/p.png' is no note, and rename makes none of it; leave out the '.md'",
        ),
        (["rename", "N", "q.png"], "'q.png' would be no note any more; write 'q.png.md' if"),
        (["extract", "N#Life", "q.pdf"], "write 'q.pdf.md' if"),
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


def test_settings_that_the_app_saves_meanwhile_are_not_written_over(
    vault: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(vault, {"s.md": "---\nkind: x\n---\n", ".obsidian/types.json": '{"types":{"kind":"text"}}'})
    saved = '{"types":{"a new one":"date","kind":"text"}}'

    def proven(graph: Graph, plan: Plan) -> Graph:
        put(vault, {".obsidian/types.json": saved})
        return prove(graph, plan)

    monkeypatch.setattr("vaulttools.cli_rename.prove", proven)

    assert main(["rename", "--property", "kind", "type"]) == 2
    assert ".obsidian/types.json" in capsys.readouterr().err
    assert (vault / ".obsidian/types.json").read_text() == saved
