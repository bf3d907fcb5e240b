"""What a change introduced, against real git repositories: equal to the report now less the report then."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import ROOT, run
from tests.repositories import committed, git
from tests.vaults import put, vault_of
from vaulttools.config import DEFAULTS, Config
from vaulttools.disk import read_vault
from vaulttools.disk_git import read_vault_at
from vaulttools.graph import Graph, build_graph
from vaulttools.lint import run_checks
from vaulttools.since import hijacked_links, introduced
from vaulttools.vault import text_of


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A repository whose vault has one old fault."""
    root = tmp_path / "repository"
    committed(
        root, {"notes/Home.md": "[[Newton]] [[Old fault]]\n", "notes/a/Newton.md": "# Life\n[[Home]]\n"}
    )
    return root / "notes"


def lines(vault: Path, *more: str) -> list[str]:
    done = run(
        "check",
        vault,
        "--since",
        "HEAD",
        "--format",
        "concise",
        "--select",
        "unresolved-link,unresolved-heading",
        *more,
    )
    assert done.err == ""
    return [line.split("; ")[0] for line in done.lines]


def test_nothing_changed_nothing_is_reported(vault: Path) -> None:
    assert lines(vault) == []


def test_a_deleted_target_is_reported_where_the_link_stands(vault: Path) -> None:
    (vault / "a/Newton.md").unlink()

    assert lines(vault) == ["notes/Home.md:1:1: error: no note is named 'Newton'"]


def test_a_renamed_heading_is_reported_in_the_note_that_did_not_change(vault: Path) -> None:
    committed(vault.parent, {"notes/b.md": "[[Newton#Life]]\n"})
    put(vault, {"a/Newton.md": "# Works\n[[Home]]\n"})

    assert [line.split(": ")[0] for line in lines(vault)] == ["notes/b.md:1:1"]


def test_a_new_twin_that_takes_over_links_is_reported(vault: Path) -> None:
    put(vault, {"Newton.md": "[[Home]]\n"})

    assert lines(vault) == [
        "notes/Home.md:1:1: warning: 'Newton' led to 'a/Newton.md' and now leads to 'Newton.md'"
    ]
    assert lines(vault, "--ignore", "hijacked-link") == []


@pytest.mark.parametrize("names", ["hijacked-link", "hijacked-link, unresolved-link", ""])
def test_an_ignore_in_the_note_hides_a_link_that_was_taken_over(vault: Path, names: str) -> None:
    ignore = f"%% vaulttools: ignore {names} -- meant %%"
    put(vault, {"Newton.md": "[[Home]]\n", "Home.md": f"[[Newton]] [[Old fault]] {ignore}\n"})

    done = run("check", vault, "--since", "HEAD", "--format", "concise", "--ignore", "unresolved-link")
    assert done.lines == []


def test_a_moved_target_takes_its_links_along(vault: Path) -> None:
    (vault / "b").mkdir()
    (vault / "a/Newton.md").rename(vault / "b/Newton.md")

    assert lines(vault) == []


def test_a_branch_answers_for_its_own_changes_only(vault: Path) -> None:
    root = vault.parent
    git(root, "branch", "work")
    committed(root, {"notes/Home.md": "[[Newton]]\n"}, "mend the old fault on main")
    git(root, "checkout", "-q", "work")
    put(vault, {"New.md": "[[Lost]]\n"})

    done = run("check", vault, "--since", "main", "--format", "concise", "--select", "unresolved-link")
    assert [line.split(": ")[0] for line in done.lines] == ["notes/New.md:1:1"]


def test_it_works_inside_a_hook(vault: Path) -> None:
    hook = vault.parent / ".git/hooks/pre-commit"
    tool = f'PYTHONPATH="{ROOT}" "{sys.executable}" -m vaulttools'
    hook.write_text(f"#!/bin/sh\n{tool} check notes --since HEAD --select unresolved-link\n")
    hook.chmod(0o755)
    put(vault, {"New.md": "[[Lost]]\n"})
    git(vault.parent, "add", "-A")

    with pytest.raises(subprocess.CalledProcessError) as failed:
        git(vault.parent, "commit", "-m", "x")
    assert b"notes/New.md" in failed.value.stdout + failed.value.stderr or b"'Lost'" in failed.value.stderr


def test_files_that_git_ignores_were_there_before(vault: Path) -> None:
    committed(vault.parent, {".gitignore": "*.png\n", "notes/c.md": "![[i.png]]\n"})
    put(vault, {"i.png": "x"})

    done = run(
        "check",
        vault,
        "--since",
        "HEAD",
        "--select",
        "unused-attachment,missing-attachment",
        "--format",
        "concise",
    )
    assert done.lines == []


@pytest.mark.parametrize("name", ["é\n.md", "\udcff.md", "a\tb.md", '"q".md'])
def test_odd_names_are_compared_too(vault: Path, name: str) -> None:
    (vault / os.fsdecode(os.fsencode(name))).write_bytes(b"[[Gone]]\n")
    committed(vault.parent, {})

    assert lines(vault) == []


def test_what_cannot_be_compared_is_status_2_with_a_remedy(vault: Path, tmp_path: Path) -> None:
    def said(root: Path, revision: str) -> tuple[int, str]:
        done = run("check", root, "--since", revision)
        return done.status, done.err.removeprefix("vaulttools: ").strip()

    bare = put(tmp_path / "bare", {"Home.md": ""})
    assert said(bare, "HEAD") == (2, f"{bare} lies in no git repository; comparing needs one")
    assert said(vault, "nowhere") == (2, "git knows no revision 'nowhere'; see git log")
    assert said(vault, "--all")[0] == 2
    committed(vault.parent, {"notes/x.md": "[[Home]]"})
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{vault.parent}", "shallow")
    assert said(tmp_path / "shallow/notes", "HEAD~1") == (
        2,
        "git knows no revision 'HEAD~1'; the clone is shallow; fetch all of it (fetch-depth: 0)",
    )
    git(vault.parent, "checkout", "-q", "--orphan", "other")
    git(vault.parent, "commit", "-qm", "x")
    assert said(vault, "main") == (2, "'main' and the current commit have no common past; see git log")


def fresh(before: str, after: str, *more: str) -> list[str]:
    """`path:line words` of what the vault `after` has and `before` has not."""
    then, now = (build_graph(vault_of(text)) for text in (before, after))
    config = Config(select=("unresolved-link", "unresolved-heading", *more))
    found = introduced(then, now, run_checks(then, config), run_checks(now, config))
    texts = [(item, text_of(now.vault, item.path)) for item in found]
    return [
        f"{item.path}:{text.count(chr(10), 0, item.span.start) + 1} {text[slice(*item.span)] or item.check}"
        for item, text in texts
    ]


TODO = "See [[TODO]].\n"


def test_of_equal_faults_the_one_in_a_line_of_its_own_change_is_new() -> None:
    text = [f"Line {number}." for number in range(1, 25)]
    text[1] = text[22] = "[[TODO]]"
    before = "-- H.md --\n" + "\n".join(text)

    assert fresh(before, "-- H.md --\n" + "\n".join([*text[:4], "[[TODO]]", *text[4:]])) == [
        "H.md:5 [[TODO]]"
    ]
    assert fresh(before, before + "\n[[TODO]]") == ["H.md:25 [[TODO]]"]
    assert fresh(before, "-- H.md --\n[[todo]]\n" + "\n".join(text)) == ["H.md:1 [[todo]]"]


def test_a_line_that_was_moved_is_not_the_new_one() -> None:
    before = "-- H.md --\nOld [[TODO]].\n" + "Words.\n" * 5

    assert fresh(before, "-- H.md --\nNew [[TODO]].\n" + "Words.\n" * 5 + "Old [[TODO]].\n") == [
        "H.md:1 [[TODO]]"
    ]


@pytest.mark.parametrize("edit", ["", "And more.\n"])
def test_notes_that_move_take_their_old_faults_along(edit: str) -> None:
    before = f"-- a/One.md --\n{TODO}-- a/Two.md --\n{TODO}"
    after = f"-- z/One.md --\n{edit}{TODO}-- z/Two.md --\n{TODO}[[New]]\n"

    assert fresh(before, after, "orphan-note") == ["z/Two.md:2 [[New]]"]


def test_a_renamed_note_is_known_by_its_lines() -> None:
    text = "One.\n[[TODO]]\nThree.\n"
    before = f"-- a.md --\n{text}-- b.md --\n{TODO}"

    assert fresh(before, f"-- c.md --\n{text}Four.\n-- d.md --\n{TODO}", "orphan-note") == []


def test_a_note_in_the_place_of_another_is_not_taken_for_it() -> None:
    before = "-- a.md --\nOne.\nTwo.\nThree.\n"

    assert fresh(before, "-- b.md --\nFour.\nFive.\nThree.\n", "orphan-note") == ["b.md:1 orphan-note"]


def test_links_that_follow_a_renamed_note_stay_the_faults_they_were() -> None:
    links = "[[Newton#Nope]] [life](Newton.md#Nope) [[Newton#Nope]] [[a/Newton#Nope]]\n"
    before = f"-- H.md --\n{links}-- a/Newton.md --\n[[#Nope]] [[Newton#Life]]\n# Life\n# Works\n# Death\n"
    after = (
        before.replace("Newton.md#", "Isaac%20Newton.md#")
        .replace("Newton.md -", "Isaac Newton.md -")
        .replace("Newton#", "Isaac Newton#")
    )

    assert fresh(before, after) == []
    assert fresh(before, after.replace(links, "") + "[[Isaac Newton#Nay]]") == [
        "a/Isaac Newton.md:5 [[Isaac Newton#Nay]]"
    ]
    assert len(fresh(before, after.replace("-- H.md --\n", "-- H.md --\n[[Isaac Newton#Nope]]\n"))) == 1


def test_a_rename_of_our_own_introduces_nothing(vault: Path) -> None:
    bad = {f"notes/{name}.md": "Words.\n[[Newton#Nope]] and [n](a/Newton.md#No)\n" for name in "bcd"}
    committed(vault.parent, bad)
    assert run("rename", "Newton", "Isaac Newton", cwd=vault).status == 0
    assert "Isaac" in (vault / "b.md").read_text()

    assert lines(vault) == []
    assert run("rename", "a/", "people/", cwd=vault).status == 0
    assert lines(vault) == []


def hijacked(before: str, after: str) -> list[str]:
    then, now = (build_graph(vault_of(text)) for text in (before, after))
    return [item.message.split(";")[0] for item in hijacked_links(then, now)]


def test_a_deleted_target_whose_name_another_note_has_hijacks() -> None:
    before = "-- Home.md --\n[[N]]\n-- N.md --\nOne.\n-- x/N.md --\nTwo.\n"

    assert hijacked(before, before.replace("-- N.md --\nOne.\n", "")) == [
        "'N' led to 'N.md', which is gone and now leads to 'x/N.md'"
    ]


def test_a_moved_note_whose_links_lead_elsewhere_is_reported() -> None:
    notes = "-- a/N.md --\nOne.\n-- b/N.md --\nTwo.\n"

    assert hijacked("-- a/M.md --\n[[N]]\n" + notes, "-- b/M.md --\n[[N]]\n" + notes) == [
        "'N' led to 'a/N.md' and now leads to 'b/N.md'"
    ]


CHECKS = Config(
    select=(
        "unresolved-link",
        "unresolved-heading",
        "orphan-note",
        "duplicate-note-name",
        "missing-attachment",
    )
)
BODIES = st.lists(
    st.sampled_from(["[[a]]", "[[b#H]]", "[[x/a]]", "![[i.png]]", "[[Gone]]", "# H\n", "\n"]), max_size=5
).map(" ".join)
STATES = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "x/a.md", "x/c.md", "i.png", ".obsidian/d.md", "é.canvas"]),
    BODIES,
    min_size=1,
)


def keys(graph: Graph) -> Counter[tuple[str, str, str]]:
    found = run_checks(graph, CHECKS)
    return Counter(
        (
            item.check,
            item.path,
            " ".join(text_of(graph.vault, item.path)[slice(*item.span)].casefold().split()),
        )
        for item in found
    )


@settings(max_examples=25)
@given(st.lists(STATES, min_size=2, max_size=3), st.booleans())
def test_the_report_is_the_full_report_now_less_the_full_report_then(
    states: list[dict[str, str]], is_committed: bool
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        first = ""
        for state in states:
            for path in root.rglob("*"):
                if path.is_file() and ".git" not in path.parts:
                    path.unlink()
            state = {**state, "Home.md": "[[Home]]"}
            if not first or is_committed:
                first = first or committed(root, state)
                committed(root, state)
            else:
                put(root, state)
        now = read_vault(root)
        then = read_vault_at(str(root), first, now, DEFAULTS)
    expected_then = {path for path in states[0] if not path.startswith(".")} | {"Home.md"}
    assert {*then.notes, *then.attachments} == expected_then
    assert all(then.notes[path].text == {**states[0], "Home.md": "[[Home]]"}[path] for path in then.notes)
    is_rename_possible = not set(then.notes) <= set(now.notes)
    old, new = build_graph(then), build_graph(now)
    found = introduced(old, new, run_checks(old, CHECKS), run_checks(new, CHECKS))
    shown = Counter(
        (item.check, item.path, " ".join(text_of(now, item.path)[slice(*item.span)].casefold().split()))
        for item in found
    )
    full = keys(new) - keys(old)
    assert shown <= full if is_rename_possible else shown == full
