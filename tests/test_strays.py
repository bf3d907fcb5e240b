"""Patterns of the settings that fit no file are said, with what to do; what may well fit nothing is not."""

from pathlib import Path

import pytest

from tests.command import run
from tests.vaults import put
from vaulttools.config import Config, PathSettings, PropertyRules
from vaulttools.strays import strays

PATHS = ("Home.md", "Meta/Templates/day.md", "people/Newton.md", "i.png")
ROOT = "/home/me/repo/wiki"


def said(*patterns: str, is_shared: bool = False, details: bool = False) -> list[str]:
    config = Config(exclude=patterns, source="/home/me/repo/wiki/vaulttools.toml")
    if is_shared:
        config = config._replace(source="/home/me/repo/pyproject.toml")
    return strays(config, PATHS, ROOT, details)


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        ("wiki/people/**", "patterns count from the vault's root; write 'people/**'"),
        ("./repo/wiki/Drafts/", "patterns count from the vault's root; write 'Drafts/'"),
        ("Templates/**", "patterns count from the vault's root; write '**/Templates/**' for any folder"),
        ("People/", "letter case counts; see its spelling"),
        ("peopel/", "see its spelling, or take it out"),
    ],
)
def test_a_pattern_that_fits_no_file_is_said(pattern: str, remedy: str) -> None:
    assert said(pattern) == [f"vaulttools.toml: the pattern '{pattern}' of exclude fits no file; {remedy}"]


@pytest.mark.parametrize(
    "pattern",
    [
        "people/",
        "./people",
        "*.png",
        "Drafts/",
        "Drafts/**",
        "**/node_modules/**",
        "*.excalidraw.md",
        ".trash/",
    ],
)
def test_a_pattern_that_fits_or_is_common_is_not_said(pattern: str) -> None:
    assert said(pattern) == []


def test_settings_above_the_vault_may_be_meant_for_others() -> None:
    assert said("peopel/", is_shared=True) == []
    assert len(said("peopel/", is_shared=True, details=True)) == 1
    assert said("wiki/peopel/", is_shared=True)[0].startswith("pyproject.toml: the pattern 'wiki/peopel/' of")


def test_patterns_of_paths_and_properties_count_too() -> None:
    rooms = (PathSettings("people/"), PathSettings("peopel/"))
    rules = (PropertyRules("#person"), PropertyRules("poeple/"))

    lines = strays(Config(paths=rooms, properties=rules), PATHS, ROOT, False)

    assert [line.partition(" fits")[0] for line in lines] == [
        "the settings: the pattern 'peopel/' of paths",
        "the settings: the pattern 'poeple/' of properties",
    ]


def test_the_command_says_it_on_stderr_and_nothing_fails(tmp_path: Path) -> None:
    put(tmp_path, {"pyproject.toml": '[tool.vaulttools]\nexclude = ["wiki/Drafts/**"]\n', ".git/x": ""})
    put(tmp_path, {"wiki/Home.md": "[[Home]]\n", "wiki/Drafts/a.md": "[[nowhere]]\n"})

    done = run("check", "wiki", "--exit-zero", cwd=tmp_path)

    assert done.status == 0
    assert done.err == (
        "pyproject.toml: the pattern 'wiki/Drafts/**' of exclude fits no file; "
        "patterns count from the vault's root; write 'Drafts/**'\n"
    )


def test_a_backslash_is_refused_with_the_pattern(tmp_path: Path) -> None:
    put(tmp_path, {"Home.md": "", "vaulttools.toml": 'exclude = ["Templates\\\\**"]\n'})

    done = run("check", tmp_path)

    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("exclude has a backslash in 'Templates\\**'; write 'Templates/**'\n")
