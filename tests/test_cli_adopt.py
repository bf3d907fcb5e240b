"""The `adopt` command: what it says, and where in the vault the notes go."""

from pathlib import Path

import pytest

from tests.command import Done, run
from tests.vaults import put

ARTICLE = "A new text\n\nThe heart and the brain.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return put(
        tmp_path,
        {
            "vault/.obsidian/app.json": "{}",
            "vault/Heart.md": "It beats.\n",
            "vault/In/Brain.md": "It thinks of [[Heart]].\n",
            "In/other.txt": "x",
            "new.txt": ARTICLE,
        },
    )


def adopt(home: Path, *more: object, cwd: str = "") -> Done:
    return run("adopt", home / "new.txt", "--vault", home / "vault", *more, cwd=home / cwd)


@pytest.mark.parametrize(
    ("cwd", "folder", "path"),
    [
        ("", "In", "In/A new text.md"),
        ("", "HOME/vault/In", "In/A new text.md"),
        ("", "HOME/vault/Articles/2026/", "Articles/2026/A new text.md"),
        ("", "HOME/vault", "A new text.md"),
        ("", "vault/Articles", "Articles/A new text.md"),
        ("", "./vault/Articles", "Articles/A new text.md"),
        ("vault", "./Articles", "Articles/A new text.md"),
        ("vault/In", "In", "In/A new text.md"),
        ("vault/In", "New", "New/A new text.md"),
        ("vault/In", "./New", "In/New/A new text.md"),
        ("vault/In", "../New", "New/A new text.md"),
        ("In", "", "A new text.md"),
    ],
)
def test_a_folder_is_named_from_the_vaults_root_or_as_a_path_on_the_disk(
    home: Path, cwd: str, folder: str, path: str
) -> None:
    done = adopt(home, "--folder", folder.replace("HOME", str(home)), cwd=cwd)

    assert f"becomes     {path}\n" in done.out, done.err


@pytest.mark.parametrize("option", ["--no-cache", "--diff", "--write"])
def test_a_folder_that_cannot_be_made_is_refused(home: Path, option: str) -> None:
    done = adopt(home, "--folder", "a:b", option)

    assert (done.status, done.out) == (2, "")
    assert "'a:b' cannot be made: its name holds ':'" in done.err


@pytest.mark.parametrize(
    "folder", ["HOME/In", "/Articles", "..", "../In", "./In", "In/../../x", ".obsidian", "a/.b"]
)
def test_a_folder_that_is_none_of_the_vault_is_refused(home: Path, folder: str) -> None:
    done = adopt(home, "--folder", folder.replace("HOME", str(home)), "--write")

    assert (done.status, "is no folder of the vault; name one from its root" in done.err) == (2, True)
    assert not list(home.rglob("A new text.md"))


def test_a_folder_that_is_there_from_here_goes_before_a_new_one(home: Path) -> None:
    put(home, {"vault/In/Deep/N.md": "x\n"})

    assert "becomes     In/Deep/A new text.md" in adopt(home, "--folder", "Deep", cwd="vault/In").out


def test_adopting_twice_makes_one_note(home: Path) -> None:
    assert adopt(home, "--write").status == 0
    assert adopt(home, "--write").out == "new.txt is in the vault already, as A new text.md; passed over\n"
    assert len(list((home / "vault").rglob("A new*"))) == 1
    put(home, {"copy.txt": ARTICLE.replace("new", "newer"), "again.txt": ARTICLE.replace("new", "newer")})
    done = run("adopt", home / "copy.txt", home / "again.txt", "--vault", home / "vault")
    assert "  again.txt is the same as copy.txt; passed over\n" in done.out


def test_a_second_summary_of_a_video_is_not_called_the_same(home: Path) -> None:
    text = "---\ntitle: Talk\nvideoId: abc\n---\nThe {}.\n"
    put(home, {"vault/Talk.md": text.format("heart"), "new.txt": text.format("brain")})

    remedy = "but other words; passed over: to have it too, give it another title\n"
    assert f"  new.txt has the video and title of Talk.md, {remedy}" in adopt(home).out
    put(home, {"a.txt": text.replace("Talk", "Tale"), "b.txt": text.replace("Talk", "Tale") + "More.\n"})
    done = run("adopt", home / "a.txt", home / "b.txt", "--vault", home / "vault")
    assert f"  b.txt has the video and title of a.txt, {remedy}" in done.out


def test_that_a_vault_has_no_topics_is_not_said_of_the_words_of_an_article(home: Path) -> None:
    (home / "vault/In/Brain.md").unlink()

    assert "  topic       none: the vault has no topics yet\n" in adopt(home).out


def test_properties_that_cannot_be_read_are_told_of(home: Path) -> None:
    text = "---\ntitle: Heart: a pump\n---\nThe brain. [[Hart]]\n"
    put(home, {"new.txt": text})
    fault = "the properties cannot be read, line 2: the value holds ': '; put it in quotes"

    shown = adopt(home).out
    assert f"\n  look at     {fault}\n              links of its own that lead nowhere: Hart\n" in shown
    assert f"note: Heart a pump.md: {fault}\n" in adopt(home, "--write").out
    assert (home / "vault/Heart a pump.md").read_text() == text.replace("brain", "[[Brain|brain]]")


def test_why_there_is_no_link_is_said(home: Path) -> None:
    put(home, {"new.txt": "# The heart\n\nIt is known to the [[Brain]].\n"})
    assert (
        "  new links   none: the notes it mentions are linked already; names stand where no link is put: "
        "in its own title, a heading, code, an address\n"
    ) in adopt(home).out
    put(home, {"new.txt": "# Cooking\n\nPasta.\n"})
    assert "  new links   none: no name of a note is mentioned\n" in adopt(home).out


def test_a_web_page_is_refused(home: Path) -> None:
    put(home, {"new.txt": "<!doctype html><p>x"})

    done = adopt(home, "--write")
    assert (done.status, "new.txt is a web page; copy its words from a browser" in done.err) == (2, True)


@pytest.mark.parametrize("score", ["60", "-1", "nan", "half"])
@pytest.mark.parametrize("command", ["adopt", "suggest"])
def test_a_score_that_is_none_is_refused(home: Path, command: str, score: str) -> None:
    words = ["adopt", home / "new.txt", "--vault"] if command == "adopt" else ["suggest"]
    done = run(*words, home / "vault", f"--min-score={score}")

    assert (done.status, done.out) == (2, "")
    assert f"argument --min-score: it is from 0 to 1, not {score}\n" in done.err


def test_a_new_vault_may_be_empty(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "a.txt": "Heart\n\nIt beats.\n",
            "b.txt": "Body\n\nIt has a heart.\n",
            "app/.obsidian/app.json": "{}",
        },
    )
    (tmp_path / "new").mkdir()
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]

    done = run("adopt", *files, "--vault", "new", "--write", cwd=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert (tmp_path / "new/Body.md").read_text().endswith("It has a [[Heart|heart]].\n")
    assert run("adopt", *files, cwd=tmp_path / "app").status == 0


def test_a_folder_without_notes_that_nobody_calls_a_vault_is_none(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "Heart\n\nIt beats.\n"})

    done = run("adopt", "a.txt", "--write", cwd=tmp_path)
    assert (done.status, "holds no notes; name" in done.err) == (2, True)
    assert not (tmp_path / "Heart.md").exists()
