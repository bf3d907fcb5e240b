"""Plans as patches: what git and patch make of them is what the plan makes of the texts."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vaults import put
from vaulttools.edit import Edit, Move, Plan, texts_after
from vaulttools.edit_diff import unified_diff
from vaulttools.text import Span, decode, encode

LINES = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve\n"


def edit(text: str, old: str, new: str, path: str = "a.md") -> Edit:
    start = text.index(old)
    return Edit(path, Span(start, start + len(old)), new)


def held(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): decode(path.read_bytes())
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def applied(texts: dict[str, str], patch: str, *command: str) -> dict[str, str]:
    """The files after a command has read the patch. No git configuration counts."""
    with TemporaryDirectory() as folder:
        put(Path(folder), texts)
        done = subprocess.run(
            command,
            cwd=folder,
            input=encode(patch),
            capture_output=True,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        )
        assert done.returncode == 0, done.stderr.decode() + patch
        return held(Path(folder))


GIT = ("git", "apply", "--whitespace=nowarn", "--unidiff-zero")
PATCH = ("patch", "-p1", "--binary", "--no-backup-if-mismatch", "--quiet")


def test_only_edited_lines_are_shown_with_three_around_them() -> None:
    texts = {"a.md": LINES}
    plan = Plan("x", (edit(LINES, "two", "2"), edit(LINES, "eleven", "11\n11b")))

    assert unified_diff(texts, plan) == (
        "diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n"
        "@@ -1,5 +1,5 @@\n one\n-two\n+2\n three\n four\n five\n"
        "@@ -8,5 +8,6 @@\n eight\n nine\n ten\n-eleven\n+11\n+11b\n twelve\n"
    )


def test_later_hunks_count_the_lines_that_came_and_went_before() -> None:
    plan = Plan("x", (edit(LINES, "one\n", "0\n1\n"), edit(LINES, "ten\neleven\n", "")))

    assert unified_diff({"a.md": LINES}, plan).split("+++ b/a.md\n")[1] == (
        "@@ -1,4 +1,5 @@\n-one\n+0\n+1\n two\n three\n four\n"
        "@@ -7,6 +8,4 @@\n seven\n eight\n nine\n-ten\n-eleven\n twelve\n"
    )


@pytest.mark.parametrize(("second", "hunks"), [("six", 1), ("nine", 1), ("ten", 2)])
def test_near_changes_share_a_hunk(second: str, hunks: int) -> None:
    plan = Plan("x", (edit(LINES, "two", "2"), edit(LINES, second, "x")))

    assert unified_diff({"a.md": LINES}, plan).count("@@ -") == hunks


@pytest.mark.parametrize(
    ("edits", "changed"),
    [
        ([("two", "2"), ("four", "4")], "-two +2 -four +4"),
        ([("two\nthree\nfour", "2"), ("six", "6")], "-two -three -four +2 -six +6"),
        ([("two\nthree", "2"), ("five", "5")], "-two -three +2 -five +5"),
        ([("two\n", "")], "-two"),
        ([("two", "two\n2")], "+2"),
        ([("two\n", "2\n\ntwo\n")], "+2 +"),
        ([("ne\ntwo\nthr", "x")], "-one -two -three +oxee"),
        ([("two", "2"), ("three", "3")], "-two -three +2 +3"),
        ([("twelve\n", "twelve\n\n")], "+"),
    ],
)
def test_only_lines_that_differ_are_marked(edits: list[tuple[str, str]], changed: str) -> None:
    patch = unified_diff({"a.md": LINES}, Plan("x", tuple(edit(LINES, *one) for one in edits)))

    lines = patch.partition("+++ b/a.md\n")[2].splitlines()
    assert " ".join(line for line in lines if line[0] in "+-") == changed


@pytest.mark.parametrize(
    ("text", "edits", "percent"),
    [
        ("", [], 100),
        ("abcd", [], 100),
        ("abcd", [(0, 1, "x")], 75),
        ("abcd", [(0, 4, "")], 0),
        ("ab", [(0, 0, "xx")], 50),
    ],
)
def test_how_much_of_a_renamed_file_stays(text: str, edits: list[tuple[int, int, str]], percent: int) -> None:
    made = tuple(Edit("a.md", Span(start, end), new) for start, end, new in edits)
    patch = unified_diff({"a.md": text}, Plan("x", (*made, *made), (Move("a.md", "b.md"),)))

    assert f"\nsimilarity index {percent}%\n" in patch


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a b é.md", "a/a b é.md"),
        ("a\\b.md", r'"a/a\\b.md"'),
        ('a"b.md', r'"a/a\"b.md"'),
        ("d /b.md", '"a/d /b.md"'),
        ("\a\b\t\n\v\f\r\x01\x7f\x85.md", r'"a/\a\b\t\n\v\f\r\001\177\302\205.md"'),
    ],
)
def test_each_kind_of_name_is_quoted_as_git_does_it(name: str, quoted: str) -> None:
    patch = unified_diff({name: ""}, Plan("x", deletes=(name,)))

    assert patch.startswith(f"diff --git {quoted} ")


def test_a_plan_that_changes_nothing_is_no_patch() -> None:
    assert unified_diff({"a.md": LINES}, Plan("x", (edit(LINES, "two", "two"),))) == ""
    assert unified_diff({}, Plan("x")) == ""


def test_a_renamed_file_says_from_where_and_how_much_is_left() -> None:
    text = "# Title\n" * 9 + "end"
    patch = unified_diff({"a.md": text}, Plan("x", (edit(text, "end", "END"),), (Move("a.md", "b c.md"),)))

    assert patch == (
        "diff --git a/a.md b/b c.md\nsimilarity index 96%\nrename from a.md\nrename to b c.md\n"
        "--- a/a.md\n+++ b/b c.md\t\n"
        "@@ -7,4 +7,4 @@\n # Title\n # Title\n # Title\n"
        "-end\n\\ No newline at end of file\n+END\n\\ No newline at end of file\n"
    )


def test_names_are_quoted_as_git_quotes_them() -> None:
    texts = {'a"b\n\udcff é.md': "x\n"}

    assert unified_diff(texts, Plan("x", deletes=tuple(texts))).splitlines()[:3] == [
        r'diff --git "a/a\"b\n\377 é.md" "b/a\"b\n\377 é.md"',
        "deleted file mode 100644",
        '--- "a/a\\"b\\n\\377 é.md"\t',
    ]


@pytest.mark.parametrize("command", [GIT, PATCH], ids=["git", "patch"])
@pytest.mark.parametrize("prefix", ["", "notes/deep er/"])
def test_a_patch_from_the_root_of_the_repository_reaches_the_vault(
    command: tuple[str, ...], prefix: str
) -> None:
    patch = unified_diff({"a.md": LINES}, Plan("x", (edit(LINES, "two", "2"),)), prefix)

    assert applied({f"{prefix}a.md": LINES}, patch, *command) == {f"{prefix}a.md": LINES.replace("two", "2")}


PIECES = ("a", "b", "[[N]]", "\n", "\n", "\r\n", "\r", "\x0c", "\x00", "\u2028", "\ufeff", "\udcff", "é", "+", "-", "@@ ", "\\ ", " ", "\t", "--- a/x\n")  # fmt: skip
TEXTS = (
    st.lists(st.sampled_from(PIECES), max_size=30)
    .map("".join)
    .filter(lambda text: decode(encode(text)) == text)
)
NAMES = ("a.md", "b c.md", "é.md", 'q"\\.md', "t\tn\nr\r.md", "d/a.md", "d /e f/g.md", "\udcff.md", "c")


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, str], Plan]:
    """Files, and a plan that edits, moves, makes and deletes some of them."""
    texts = draw(st.dictionaries(st.sampled_from(NAMES), TEXTS, max_size=4))
    spare = draw(st.permutations([name for name in NAMES if name not in texts]))
    edits: list[Edit] = []
    moves, deletes = [], []
    for path in sorted(texts):
        fate = draw(st.sampled_from(["edit", "edit", "move", "delete", "stay"]))
        if fate == "delete":
            deletes.append(path)
        if fate in ("edit", "move"):
            places = sorted(draw(st.lists(st.integers(0, len(texts[path])), max_size=8, unique=True)))
            spans = zip(places[::2], places[1::2], strict=False)
            edits += [Edit(path, Span(start, end), draw(TEXTS)) for start, end in spans]
        if fate == "move" and spare:
            moves.append(Move(path, spare.pop()))
    creates = tuple((name, draw(TEXTS)) for name in spare[: draw(st.integers(0, 1))])
    return texts, Plan("any", tuple(edits), tuple(moves), creates, tuple(deletes))


@settings(max_examples=150)
@given(cases())
def test_git_makes_of_the_patch_what_the_plan_makes_of_the_texts(case: tuple[dict[str, str], Plan]) -> None:
    texts, plan = case
    patch = unified_diff(texts, plan)

    assert (texts if not patch else applied(texts, patch, *GIT)) == texts_after(texts, plan)


def test_two_files_may_change_names() -> None:
    texts = {"a.md": "a\n", "b.md": "b\n"}
    plan = Plan("swap", moves=(Move("a.md", "b.md"), Move("b.md", "a.md")))

    assert applied(texts, unified_diff(texts, plan), *GIT) == {"a.md": "b\n", "b.md": "a\n"}
