"""Whatever makes a check fail is shown, in every format for people and servers."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.command import run
from tests.vaults import put

LONELY = {"L.md": "# lonely\n", "M.md": "[[M]]\n"}
OVER = "2 findings of orphan-note, more than its limit of 0"


@pytest.fixture
def lonely(tmp_path: Path) -> Path:
    """Two notes with a hint each: nothing links to them."""
    return put(tmp_path / "v", LONELY)


def failures(text: str) -> tuple[str, str]:
    top = ElementTree.fromstring(text)
    return top.attrib["failures"], top.attrib["tests"]


@pytest.mark.parametrize("how", ["option", "setting"])
def test_hints_that_fail_are_shown(lonely: Path, how: str) -> None:
    if how == "setting":
        put(lonely, {"vaulttools.toml": 'fail-on = "info"\n'})
    words = ["--fail-on", "info"] if how == "option" else []

    text = run("check", lonely, *words)
    assert text.status == 1
    assert text.lines[0].startswith("L.md:1:1: info: nothing links to 'L'")
    assert not text.lines[-1].startswith("nothing to mend")
    assert "::notice file=L.md,line=1," in run("check", lonely, *words, "--format", "github").out
    assert "L.md:1:1: info: " in run("check", lonely, *words, "--format", "concise").out
    assert run("check", lonely, *words, "--format", "markdown").lines[0].endswith(" hints")
    failed, tests = failures(run("check", lonely, *words, "--format", "junit").out)
    assert int(failed) == int(tests) - 1 > 0


def test_what_is_over_its_limit_is_shown_and_said(lonely: Path) -> None:
    put(lonely, {"vaulttools.toml": "[limits]\norphan-note = 0\n"})

    text = run("check", lonely)
    assert (text.status, text.err, text.out.count(OVER)) == (1, "", 1)
    assert text.lines[0].startswith("L.md:1:1: info: nothing links to 'L'")
    assert text.lines[-3:] == [OVER, "", "2 infos in 2 notes and 1 link (1 hint more with --verbose)"]
    assert run("check", lonely, "--statistics").lines[-3:-1] == [OVER, ""]
    page = run("check", lonely, "--format", "markdown")
    assert page.lines[0] == "## vaulttools: 2 hints"
    assert OVER in page.out
    assert "| orphan-note | info | 2 |" in page.out and "dead-end" not in page.out
    github = run("check", lonely, "--format", "github")
    assert (github.out.count("::notice file="), github.err) == (2, OVER + "\n")
    to_file = run("check", lonely, "--output", f"text={lonely}/out.txt")
    assert to_file.err == OVER + "\n"
    assert failures(run("check", lonely, "--format", "junit").out) == ("2", "3")


def test_hints_that_fail_nothing_stay_hints(lonely: Path) -> None:
    assert run("check", lonely).out.startswith("nothing to mend")
    assert failures(run("check", lonely, "--verbose", "--format", "junit").out)[0] == "0"
    put(lonely, {"vaulttools.toml": "[limits]\norphan-note = 2\n"})
    assert run("check", lonely).out.startswith("nothing to mend")


def test_hints_that_fail_are_mended_too(tmp_path: Path) -> None:
    put(tmp_path, {"Home.md": "[[home]] [[Other]]\n", "Other.md": "[[Home]]\n"})

    assert "; --fix mends 1" in run("check", tmp_path, "--fail-on", "info").out
    assert run("check", tmp_path, "--fail-on", "info", "--select", "miscased-link", "--fix").status == 0


def test_over_the_limit_fix_is_offered_only_where_it_is_made(tmp_path: Path) -> None:
    put(tmp_path, {"Home.md": "[[home]]\n", "vaulttools.toml": "[limits]\nmiscased-link = 0\n"})

    shown = run("check", tmp_path)
    assert "Home.md:1:1: info: " in shown.out
    assert "--fix mends" not in shown.out
    assert "--fix mends 1" in run("check", tmp_path, "--verbose").out
