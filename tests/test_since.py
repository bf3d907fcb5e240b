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


def test_notes_that_git_keeps_encrypted_are_compared_as_they_are_read(vault: Path) -> None:
    git(vault, "config", "filter.secret.clean", "tr a-z n-za-m")
    git(vault, "config", "filter.secret.smudge", "tr a-z n-za-m")
    put(vault.parent, {".gitattributes": "/notes/s/** filter=secret\n"})
    committed(
        vault.parent, {f"notes/s/{name}": "[[Gone]] [[Newton]]\n" for name in ("a.md", " b\n.md", "c.md")}
    )
    put(vault, {f"s/{name}": "[[Gone]] [[Newton]] more\n" for name in ("a.md", " b\n.md")})

    assert lines(vault) == []
    git(vault.parent, "config", "filter.secret.required", "true")
    git(vault.parent, "config", "filter.secret.smudge", "false")
    done = run("check", vault, "--since", "HEAD")
    assert (done.status, done.out) == (2, "") and done.err.startswith("vaulttools: git cat-file failed: ")


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


def test_a_note_that_is_taken_apart_takes_its_old_faults_along() -> None:
    text = [f"Line {number} with [[gone {number}]].\n" for number in range(9)]
    one, two = "".join(text[:6]), "".join(text[6:])

    assert fresh(f"-- a.md --\n{one}{two}", f"-- b.md --\n{one}-- c.md --\n{two}[[New]]\n") == [
        "c.md:4 [[New]]"
    ]


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


def test_a_note_that_was_moved_and_edited_and_whose_links_lead_elsewhere_is_reported() -> None:
    notes = "-- a/N.md --\nOne.\n-- b/N.md --\nTwo.\n"
    before, after = (f"-- {path} --\nOne.\n[[N]]\n" + notes for path in ("a/M.md", "b/M.md"))

    assert hijacked(before, after.replace("[[N]]", "[[N]]\nMore.")) == [
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


def said(root: Path, revision: str, *more: str) -> tuple[list[str], str]:
    """What is reported since a revision, "path: message" each, and what is said besides."""
    options = ("--format", "concise", "--select", "unresolved-link", "--no-cache")
    done = run("check", root, "--since", revision, *options, *more)
    return [line.split("; ")[0] for line in done.lines], done.err


def with_submodule(tmp_path: Path, path: str = "notes/subm") -> Path:
    """A repository with a vault that holds a submodule, in which is an old fault and a note that others link to."""
    committed(tmp_path / "up", {"S.md": "[[nowhere]]\n", "T.md": "x\n"})
    committed(tmp_path / "r", {"notes/H.md": "[[T]] [[old]]\n"})
    git(tmp_path / "r", "submodule", "add", "-q", f"file://{tmp_path / 'up'}", path)
    committed(tmp_path / "r", {})
    return tmp_path / "r"


def test_a_submodule_that_did_not_change_introduces_nothing(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)
    git(root, "checkout", "-qb", "work")
    committed(root, {"notes/G.md": "[[H]]\n"})

    assert said(root / "notes", "main") == ([], "")
    assert said(root, "main") == ([], "")


def test_a_submodule_that_changed_is_read_at_the_commit_it_had(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)
    put(root / "notes/subm", {"S.md": "[[nowhere]] [[lost]]\n"})
    edited = said(root / "notes", "HEAD")
    (root / "notes/subm/T.md").unlink()
    committed(root / "notes/subm", {})
    committed(root, {})

    assert edited == (["notes/subm/S.md:1:13: error: no note is named 'lost'"], "")
    assert said(root / "notes", "HEAD~1")[0] == [
        "notes/H.md:1:1: error: no note is named 'T'",
        "notes/subm/S.md:1:13: error: no note is named 'lost'",
    ]


def test_a_submodule_whose_past_is_not_here_counts_as_unchanged_and_is_told(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)
    had = git(root, "rev-parse", "--short=8", "HEAD:notes/subm")
    committed(root / "notes/subm", {"S.md": "[[nowhere]] [[lost]]\n"})
    git(tmp_path / "up", "checkout", "-q", "--detach")
    git(root / "notes/subm", "push", "-q", "origin", "main")
    git(tmp_path / "up", "checkout", "-q", "main")
    committed(root, {})
    git(tmp_path, "clone", "-q", str(root), "c")
    git(tmp_path / "c", "submodule", "--quiet", "update", "--init", "--depth=1")

    found, told = said(tmp_path / "c/notes", "HEAD~1")
    assert found == []
    assert told == (
        "vaulttools: subm is a submodule that changed, but its files count as unchanged: "
        f"its commit {had} is not here\n"
    )


def test_a_submodule_that_was_not_fetched_is_passed_over(tmp_path: Path) -> None:
    with_submodule(tmp_path)
    git(tmp_path, "clone", "-q", str(tmp_path / "r"), "plain")
    committed(tmp_path / "plain", {"notes/G.md": "[[H]] [[new]]\n"})

    assert said(tmp_path / "plain/notes", "HEAD~1") == (["notes/G.md:1:7: error: no note is named 'new'"], "")


def test_a_new_submodule_answers_for_its_faults(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)

    assert said(root / "notes", "HEAD~1") == (["notes/subm/S.md:1:1: error: no note is named 'nowhere'"], "")


def test_a_submodule_that_was_taken_out_or_moved_is_read_where_git_keeps_it(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)
    git(root, "mv", "notes/subm", "notes/moved")
    committed(root, {})
    moved = said(root / "notes", "HEAD~1")
    git(root, "rm", "-qf", "notes/moved")
    committed(root, {})

    assert moved == ([], "")
    assert said(root / "notes", "HEAD~1") == (["notes/H.md:1:1: error: no note is named 'T'"], "")
    git(tmp_path, "clone", "-q", str(root), "c")
    assert said(tmp_path / "c/notes", "HEAD~1")[0] == []
    assert said(tmp_path / "c/notes", "HEAD~1")[1].startswith(
        "vaulttools: moved is a submodule that changed, "
    )


def test_a_submodule_whose_files_became_the_vaults_own_introduces_nothing(tmp_path: Path) -> None:
    root = with_submodule(tmp_path)
    git(root, "rm", "-q", "--cached", "notes/subm")
    (root / "notes/subm/.git").unlink()
    committed(root, {"notes/subm/S.md": "[[nowhere]] [[lost]]\n"})

    assert said(root / "notes", "HEAD~1") == (["notes/subm/S.md:1:13: error: no note is named 'lost'"], "")


def test_a_repository_that_git_ignores_was_there_before(vault: Path) -> None:
    committed(vault / "ext", {"Z.md": "[[nowhere]]\n"})
    assert said(vault, "HEAD")[0] == ["notes/ext/Z.md:1:1: error: no note is named 'nowhere'"]
    put(vault.parent, {".git/info/exclude": "ext/\n"})

    assert said(vault, "HEAD") == ([], "")


LONG = "".join(f"Line {number} of a note that is long enough to be known again.\n" for number in range(9))


@pytest.mark.parametrize(("old", "new"), [("docs", "handbook"), ("a/docs", "b/c"), (".", "notes")])
def test_a_vault_whose_folder_was_renamed_is_compared_with_the_old_one(
    tmp_path: Path, old: str, new: str
) -> None:
    files = {"H.md": "[[gone]]\n" + LONG, "x/S.md": "[[H]] [[lost]]\n", "y/é\n.md": "[[old]]\n"}
    committed(tmp_path, {f"{old}/{path}": text for path, text in files.items()})
    for path in files:
        (tmp_path / new / path).parent.mkdir(parents=True, exist_ok=True)
        git(tmp_path, "mv", f"{old}/{path}", f"{new}/{path}")
    put(tmp_path / new, {"H.md": "[[gone]]\n" + LONG + "[[new]]\n", "G.md": "[[nowhere]]\n"})
    told = (
        f"vaulttools: {tmp_path / new} is compared with "
        f"'{old if old != '.' else 'the root of the repository'}', which it was renamed from, says git\n"
    )

    for base in ("HEAD", "HEAD~1"):
        found, err = said(tmp_path / new, base)
        assert found == [
            f"{new}/G.md:1:1: error: no note is named 'nowhere'",
            f"{new}/H.md:11:1: error: no note is named 'new'",
        ]
        assert err == told
        committed(tmp_path, {})


@pytest.mark.parametrize("name", [":x", ":(top)y", "a*b", "n\nl", "e[x]", " s "])
def test_a_vault_whose_folder_has_an_odd_name_was_there_before(tmp_path: Path, name: str) -> None:
    committed(tmp_path, {f"{name}/H.md": "[[gone]]\n", "acb/H.md": ""})

    assert said(tmp_path / name, "HEAD") == ([], "")


def test_a_vault_that_was_not_there_says_that_all_counts_as_new(tmp_path: Path) -> None:
    committed(tmp_path, {"docs/H.md": "[[gone]]\n"})
    (tmp_path / "docs").rename(tmp_path / "handbook")

    found, told = said(tmp_path / "handbook", "main")
    assert found == ["handbook/H.md:1:1: error: no note is named 'gone'"]
    assert told == (
        f"vaulttools: {tmp_path / 'handbook'} was not there in 'main', so all of it counts as new; "
        "if it was only renamed, add it to git first\n"
    )
    git(tmp_path, "add", "-A")
    assert said(tmp_path / "handbook", "main")[0] == []


def test_a_vault_that_git_ignores_has_not_changed(tmp_path: Path) -> None:
    committed(tmp_path, {"x": "", ".gitignore": "notes/\n"})
    put(tmp_path, {"notes/H.md": "[[gone]]\n"})

    assert said(tmp_path / "notes", "HEAD") == ([], "")


def test_what_is_no_file_of_the_vault_today_and_did_not_change_was_none_then(tmp_path: Path) -> None:
    root = tmp_path / "r"
    committed(root, {"notes/H.md": "[[out]] [[sub/T]]\n", "notes/sub/T.md": "", "out.md": ""})
    (root / "notes/out.md").symlink_to("../out.md")
    committed(root, {})
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/notes/sub/")

    assert said(root / "notes", "HEAD") == (
        [],
        "skipped: out.md: a symbolic link that leads out of the vault\n",
    )


def test_what_is_not_checked_out_is_not_missed_when_it_changed(tmp_path: Path) -> None:
    root = tmp_path / "r"
    committed(root, {"notes/H.md": "[[sub/T]] [[sub/S]]\n", "notes/sub/T.md": "", "notes/sub/S.md": ""})
    committed(root, {"notes/sub/T.md": "x"})
    git(root, "sparse-checkout", "set", "--no-cone", "/*", "!/notes/sub/")
    assert said(root / "notes", "HEAD~1") == ([], "")
    git(root, "rm", "-q", "--sparse", "notes/sub/S.md")

    assert said(root / "notes", "HEAD~1")[0] == ["notes/H.md:1:11: error: there is no note 'sub/S'"]


def test_a_linked_worktree_and_a_symbolic_link_to_the_vault_are_compared_too(
    vault: Path, tmp_path: Path
) -> None:
    git(vault.parent, "worktree", "add", "-q", str(tmp_path / "tree"))
    (tmp_path / "link").symlink_to(tmp_path / "tree/notes")
    put(tmp_path / "tree/notes", {"New.md": "[[Lost]]\n"})

    for root in (tmp_path / "tree/notes", tmp_path / "link"):
        assert said(root, "main") == (["notes/New.md:1:1: error: no note is named 'Lost'"], "")


def test_a_renamed_vault_is_known_in_a_clone_that_lacks_what_is_in_files(tmp_path: Path) -> None:
    committed(tmp_path / "r", {"docs/H.md": "[[gone]]\n", "docs/P.png": "x" * 99, "docs/Q.png": LONG})
    (tmp_path / "r/docs").rename(tmp_path / "r/notes")
    committed(tmp_path / "r", {"notes/Q.png": LONG + "more"})
    git(tmp_path / "r", "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:limit=100", f"file://{tmp_path / 'r'}", "c")
    (tmp_path / "r").rename(tmp_path / "away")

    assert said(tmp_path / "c/notes", "HEAD~1")[0] == []
