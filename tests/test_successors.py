"""Repairs with proof from real git repositories: renamed notes and reworded headings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.command import run
from tests.linear import stays_linear
from tests.repositories import committed, git
from tests.vaults import put
from vaulttools.note import parse
from vaulttools.places import places
from vaulttools.successors import Version, changes, heading_now

LAWS = "# Life\nBorn in 1642, in Woolsthorpe.\n\n# Laws of motion\nForce is mass times acceleration.\nEvery action has a reaction.\n"


def repaired(vault: Path) -> tuple[str, list[str]]:
    """The patch's new lines, and what the run says on stderr."""
    done = run("check", vault, "--diff", "--unsafe-fixes")
    new = [line[1:] for line in done.out.splitlines() if line.startswith("+") and not line.startswith("+++")]
    return "\n".join(new), done.err.splitlines()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A repository whose vault has a note on Newton and two notes that link to it."""
    committed(
        tmp_path / "r",
        {
            "notes/Isaac Newton.md": LAWS,
            "notes/a.md": "See [[Isaac Newton|him]] and ![[Isaac Newton#Laws of motion]].\n",
            "notes/b.md": "[[notes of my own]] [x](Isaac%20Newton.md#Life)\n",
        },
    )
    return tmp_path / "r" / "notes"


def test_a_note_renamed_in_a_commit_gets_its_links_back(vault: Path) -> None:
    git(vault, "mv", "Isaac Newton.md", "Physicist.md")
    commit = committed(vault.parent, {})

    text, said = repaired(vault)
    assert text == (
        "See [[Physicist|him]] and ![[Physicist#Laws of motion]].\n[[notes of my own]] [x](Physicist.md#Life)"
    )
    assert said[0] == "would mend 3 findings in 2 files"
    (proof,) = {line.rpartition(" ")[2] for line in said if "was renamed to 'Physicist' in" in line}
    assert commit.startswith(proof)

    done = run("check", vault, "--fix", "--unsafe-fixes", "--format", "concise")
    assert [line.split(": ")[-1].split(";")[0] for line in done.lines] == [
        "no note is named 'notes of my own'"
    ]


def test_the_commit_is_named_without_its_signature(vault: Path) -> None:
    git(vault, "mv", "Isaac Newton.md", "Physicist.md")
    committed(vault.parent, {})
    signed = git(vault, "cat-file", "commit", "HEAD").replace("\n\n", "\ngpgsig x\n\n", 1)
    put(vault.parent, {".git/signed": signed + "\n"})
    commit = git(vault, "hash-object", "-t", "commit", "-w", str(vault.parent / ".git/signed"))
    git(vault, "reset", "-q", commit)
    git(vault, "config", "log.showSignature", "true")

    assert f"was renamed to 'Physicist' in {commit[:7]}" in "\n".join(repaired(vault)[1])


def test_several_renames_in_a_row_are_followed_and_folders_are_written_where_needed(vault: Path) -> None:
    for old, new in [("Isaac Newton.md", "N1.md"), ("N1.md", "N2.md"), ("N2.md", "x/Z.md")]:
        (vault / "x").mkdir(exist_ok=True)
        git(vault, "mv", old, new)
        committed(vault.parent, {})
    committed(vault.parent, {"notes/y/Z.md": "Another.\n"})

    assert "See [[x/Z|him]]" in repaired(vault)[0]


def test_a_rename_that_is_staged_counts_already(vault: Path) -> None:
    git(vault, "mv", "Isaac Newton.md", "Physicist.md")

    assert "[[Physicist|him]]" in repaired(vault)[0]


def test_a_note_that_took_the_old_name_and_was_deleted_has_no_successor(vault: Path) -> None:
    git(vault, "mv", "Isaac Newton.md", "Physicist.md")
    committed(vault.parent, {})
    committed(vault.parent, {"notes/Isaac Newton.md": "A ship.\n"})
    git(vault, "rm", "-q", "Isaac Newton.md")
    assert repaired(vault)[0] == ""

    committed(vault.parent, {})
    assert repaired(vault)[0] == ""


def test_a_note_deleted_has_no_successor(vault: Path) -> None:
    git(vault, "rm", "-q", "Isaac Newton.md")
    committed(vault.parent, {"notes/Other.md": "Nothing alike.\n"})

    assert repaired(vault)[0] == ""


def test_a_link_whose_heading_is_gone_from_the_renamed_note_is_left_alone(vault: Path) -> None:
    git(vault, "mv", "Isaac Newton.md", "Physicist.md")
    put(vault, {"Physicist.md": LAWS.replace("# Laws of motion", "# Other words altogether")})
    committed(vault.parent, {})

    assert "![[Isaac Newton#Laws of motion]]" in repaired(vault)[0]


def test_a_reworded_heading_gets_its_links_back(vault: Path) -> None:
    commit = committed(
        vault.parent, {"notes/Isaac Newton.md": LAWS.replace("Laws of motion", "Three principles")}
    )

    text, said = repaired(vault)
    assert "![[Isaac Newton#Three principles]]" in text
    what = "'Isaac Newton' has no heading 'Laws of motion'; it was reworded to 'Three principles' in"
    assert f"  a.md: {what} {commit[:8]}" in said


def test_a_heading_is_followed_through_several_commits_and_renames_of_its_note(vault: Path) -> None:
    committed(vault.parent, {"notes/Isaac Newton.md": LAWS.replace("Laws of motion", "Three principles")})
    git(vault, "mv", "Isaac Newton.md", "Physicist.md")
    committed(vault.parent, {"notes/a.md": "[[Physicist#Laws of motion]]\n"})
    committed(
        vault.parent,
        {"notes/Physicist.md": "# New\n\n" + LAWS.replace("Laws of motion", "Dynamics: how things move")},
    )

    assert repaired(vault)[0].splitlines()[0] == "[[Physicist#Dynamics how things move]]"


def test_a_heading_reworded_and_not_committed_yet_counts_too(vault: Path) -> None:
    put(vault, {"Isaac Newton.md": LAWS.replace("Laws of motion", "Three principles")})

    assert "![[Isaac Newton#Three principles]]" in repaired(vault)[0]


@pytest.mark.parametrize(
    "after",
    [
        LAWS.partition("# Laws")[0],
        LAWS.partition("# Laws")[0] + "# Other\nWords about something else.\n\n# More\nAnd more of it.\n",
        LAWS.replace("# Laws of motion", "# One").replace("Every", "# Two\nEvery"),
    ],
    ids=["taken out", "replaced", "split"],
)
def test_what_cannot_be_told_is_left_alone(vault: Path, after: str) -> None:
    committed(vault.parent, {"notes/Isaac Newton.md": after})

    assert repaired(vault)[0] == ""


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    vault = put(tmp_path, {"a.md": "[[Gone]]\n", "Other.md": "[[a#Lost]]\n"})

    text, said = repaired(vault)

    assert (text, said) == ("", ["nothing would be mended"])


def test_many_reworded_headings_are_found_in_linear_time() -> None:
    def work(size: int) -> Callable[[], object]:
        olds, news = (
            "".join(f"## {words.format(number)}\nwhat is said of {number}\n\n" for number in range(size))
            for words in ("{0}. Part {0}", "Part {}")
        )
        now = parse("n.md", news)
        seen = [Version("abc", olds, news)]
        wanted = [f"#{number}. Part {number}" for number in range(size)]
        return lambda: list(map(partial(heading_now, changes(now, seen), places(now)), wanted))

    assert stays_linear(work, 50)
