"""File resolution against what the app itself recorded: every link of four real vaults and of a sample vault.

The dumps give a link as [link, resolved path or null, display], where `link` is only the part after the
last "/"; so the linkpaths are taken from the note's text: those whose last part is the recorded link. One of
them must lead where the app says. Whether the right ones count as links is the business of test_truth.py.
"""

import json
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from vaulttools.properties import read_properties
from vaulttools.resolve import build_index, normalized, resolve_file

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("VAULTTOOLS_SHARED") or ROOT.parent / "shared")
TRUTH = SHARED / "truth"
VAULTS = sorted((TRUTH / "vaults").glob("*.json"))

pytestmark = pytest.mark.skipif(
    not VAULTS, reason="no ground truth: ../shared/truth is not beside the project (set VAULTTOOLS_SHARED)"
)

_WIKILINK = re.compile(r"\[\[([^\n]*?)\]\]")
_MARKDOWN = re.compile(r"\]\(<?([^)\n]*(?:\([^)\n]*\)[^)\n]*)*)>?\)")


def written_linkpaths(text: str) -> dict[str, set[str]]:
    """Everything in a text that may be a linkpath, by its last part with its subpath."""
    found: dict[str, set[str]] = {}
    for match in _WIKILINK.finditer(text):
        inner = match[1].rpartition("[[")[2]
        bar = inner.find("|", 1)
        _note(found, (inner if bar < 0 else inner[:bar]).strip().rstrip("\\").strip())
    for match in _MARKDOWN.finditer(text):
        _note(found, unquote(match[1]))
    return found


def _note(found: dict[str, set[str]], linktext: str) -> None:
    linkpath, _, subpath = linktext.partition("#")
    last = linkpath.rpartition("/")[2] + ("#" + subpath if subpath else "")
    for key in (last, linktext.rpartition("/")[2]):
        found.setdefault(key, set()).add(linkpath)


@pytest.mark.parametrize("path", VAULTS, ids=lambda path: path.stem)
def test_every_recorded_link_goes_where_the_app_says(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vault: dict[str, Any] = json.loads(path.read_text("utf-8"))
    index = build_index(vault["files"])
    rules: Counter[str] = Counter()
    wrong = []
    for source, note in vault["notes"].items():
        linkpaths = {} if note["stale"] else written_linkpaths(note["text"])
        for link, target, _ in [] if note["stale"] else note["links"]:
            matches = [
                resolve_file(index, each, source) for each in linkpaths.get(link, {link.split("#")[0]})
            ]
            right = [match.rule for match in matches if match.target == target]
            rules[right[0] if right else "wrong"] += 1
            wrong += [] if right else [(source, link, target, matches)]
    with capsys.disabled():
        told = dict(sorted(rules.items()))
        sys.stdout.write(f"\n{path.stem}: {rules.total() - len(wrong)} of {rules.total()} links; {told}\n")
    assert wrong == []


def test_every_link_of_the_sample_notes_goes_where_the_app_says(capsys: pytest.CaptureFixture[str]) -> None:
    index = build_index(json.loads((TRUTH / "tasks_vault.json").read_text("utf-8"))["files"])
    notes = json.loads((TRUTH / "tasks_cache.json").read_text("utf-8"))
    links = [(note["note"], link) for note in notes for link in note["links"] if link["resolved"] != "?"]
    wrong = [
        (source, link["link"])
        for source, link in links
        if resolve_file(index, link["link"].split("#")[0], source).target != link["resolved"]
    ]
    with capsys.disabled():
        sys.stdout.write(f"\nobsidian-tasks notes: {len(links) - len(wrong)} of {len(links)} links\n")
    assert wrong == []


def test_each_recorded_target_of_the_sample_vault_is_reached(capsys: pytest.CaptureFixture[str]) -> None:
    """Every edge of `resolvedLinks` comes from a linkpath in the text of its source."""
    vault = json.loads((TRUTH / "tasks_vault.json").read_text("utf-8"))
    index = build_index(vault["files"])
    edges = missed = 0
    for source, targets in vault["resolvedLinks"].items():
        text = vault["files"].get(source)
        if text is None or source in vault["stale"]:
            continue
        linkpaths = {each for group in written_linkpaths(text).values() for each in group} | {""}
        reached = {resolve_file(index, each, source).target for each in linkpaths}
        edges += len(targets)
        missed += len(set(targets) - reached)
        for ghost in vault["unresolvedLinks"].get(source, {}):
            edges += 1
            missed += resolve_file(index, ghost, source).target is not None
    with capsys.disabled():
        sys.stdout.write(f"\nobsidian-tasks vault: {edges - missed} of {edges} edges and unresolved links\n")
    assert missed == 0


def test_every_probe_of_the_app_gives_its_answer() -> None:
    probes = json.loads((TRUTH / "probes_1_13_7.json").read_text("utf-8"))["cases"]
    for probe in [probe for probe in probes if probe["kind"] == "dest"]:
        index = build_index([*probe["files"], probe["src"]])
        linkpath = probe["link"].partition("#")[0]
        target = resolve_file(index, linkpath, probe["src"]).target
        # One file name is stored decomposed (NFD) and reported composed (NFC).
        assert (target and normalized(target)) == (probe["dest"] and normalized(probe["dest"])), probe


def test_the_small_vault_of_2021_resolves_alike() -> None:
    small = json.loads((TRUTH / "obsimian.json").read_text("utf-8"))
    # Its list of files has the notes only.
    images = [target for links in small["dest"].values() for target in links.values() if target]
    index = build_index({*small["files"], *images})
    for source, links in small["dest"].items():
        for linkpath, target in links.items():
            assert resolve_file(index, linkpath, source).target == (target or None)


def test_no_real_frontmatter_is_called_broken(capsys: pytest.CaptureFixture[str]) -> None:
    texts = [
        note["text"] for path in VAULTS for note in json.loads(path.read_text("utf-8"))["notes"].values()
    ]
    found = [read_properties(text) for text in texts]
    with capsys.disabled():
        sys.stdout.write(f"\nfrontmatter: {sum(one.span is not None for one in found)} notes, 0 broken\n")
    assert [one.problem for one in found if one.problem] == []


def test_properties_of_the_sample_notes_are_what_the_app_recorded() -> None:
    for note in json.loads((TRUTH / "tasks_cache.json").read_text("utf-8")):
        found = read_properties(note["text"])
        assert dict(found.values) == (note["frontmatter"] or {}), note["note"]
        assert ["#" + tag.name for tag in found.tags] == (note["parseFrontMatterTags"] or []), note["note"]
        links = [(link["key"], link["link"]) for link in note["links"] if link["kind"] == "frontmatter"]
        assert [(link.property, link.linktext) for link in found.links] == links, note["note"]
