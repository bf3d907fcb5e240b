"""Stale anchors that people mended by hand: found before, gone after.

Obsidian's own help vault had nine of them on eight pages until its pull request #1065. To run against that vault itself,
set OBSIDIAN_HELP to a clone of https://github.com/obsidianmd/obsidian-help (the work tree is not looked at).
"""

import os
import subprocess
from pathlib import Path

import pytest

from tests.vaults import vault_of
from vaulttools.disk import read_vault
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks
from vaulttools.vault import Vault, text_of

CLONE = os.environ.get("OBSIDIAN_HELP", "")
MENDED = "9fb7e025258a654e5928087ef53668cdfca3521d"  # "Correct misconfigured links and typos (#1065)"
HELD = (".md", ".canvas", ".base", ".json")
PAGES = {
    "Editing and formatting/Properties.md": 1,
    "Obsidian Publish/SEO.md": 1,
    "Obsidian Sync/Sync regions.md": 2,
    "Obsidian Sync/Upgrade Sync encryption.md": 1,
    "Obsidian Web Clipper/Variables.md": 1,
    "Plugins/Command palette.md": 1,
    "Plugins/Daily notes.md": 1,
    "Teams/Deploy Obsidian across your team.md": 1,
}

# The same three faults in small: a reworded heading, another note's heading sought here, a part moved away.
BEFORE = """\
-- Hotkeys.md --
# Set a hotkey
-- Sync.md --
# Regions
# Delete a vault
-- Regions.md --
First [[#Delete a vault|delete your vault]].
-- Palette.md --
See [[Hotkeys#Setting hotkeys|hotkeys]] or choose a [[Sync#Regions|region]].
-- Templates.md --
# Filters
-- Logic.md --
| a | [[Templates#Template logic\\|logic]] |
| - | - |
"""
AFTER = (
    BEFORE.replace("[[#Delete", "[[Sync#Delete")
    .replace("#Setting hotkeys", "#Set a hotkey")
    .replace("#Template logic", "")
)


def stale(vault: Vault) -> list[tuple[str, str]]:
    """The links to headings that are not there: their notes and their words."""
    found = run_checks(build_graph(vault))
    return [
        (item.path, text_of(vault, item.path)[slice(*item.span)])
        for item in found
        if item.check == "unresolved-heading"
    ]


def test_stale_anchors_of_each_kind_are_found_and_gone_once_mended() -> None:
    assert stale(vault_of(BEFORE)) == [
        ("Logic.md", "[[Templates#Template logic\\|logic]]"),
        ("Palette.md", "[[Hotkeys#Setting hotkeys|hotkeys]]"),
        ("Regions.md", "[[#Delete a vault|delete your vault]]"),
    ]
    assert stale(vault_of(AFTER)) == []


def read_at(revision: str, folder: Path) -> Vault:
    """The English help vault of a revision. Pictures and films are empty files: a partial clone lacks them."""

    def git(*words: str, given: bytes = b"") -> bytes:
        return subprocess.run(
            ["git", "-C", CLONE, *words], input=given, check=True, capture_output=True
        ).stdout

    for line in git("ls-tree", "-r", "-z", revision, "--", "en").split(b"\0"):
        if line:
            facts, _, path = line.decode().partition("\t")
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(git("cat-file", "blob", facts.split()[2]) if path.endswith(HELD) else b"")
    return read_vault(folder / "en")


@pytest.mark.skipif(not CLONE, reason="set OBSIDIAN_HELP to a clone of github.com/obsidianmd/obsidian-help")
def test_the_nine_of_the_help_vault_are_found_and_gone_once_mended(tmp_path: Path) -> None:
    before = stale(read_at(f"{MENDED}^", tmp_path / "before"))

    assert {page: sum(path == page for path, _ in before) for page, _ in before} == PAGES
    assert stale(read_at(MENDED, tmp_path / "after")) == []
