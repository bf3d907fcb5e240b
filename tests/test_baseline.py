"""Baselines: what they hide, what survives edits and renames, and that they never hide more than they hold."""

import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command import run
from tests.repositories import committed, git
from tests.vaults import put, vault_of_files
from vaulttools.baseline import Entry, baseline_text, compare, entries, entry_of, joined, parse_baseline
from vaulttools.checks import Finding
from vaulttools.config import Config
from vaulttools.errors import VaultError
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks
from vaulttools.vault import Unreadable, Vault

CHECKS = ("unresolved-link", "orphan-note")


def checked(files: Mapping[str, str]) -> tuple[Vault, tuple[Finding, ...]]:
    vault = vault_of_files(files)
    return vault, run_checks(build_graph(vault), Config(select=CHECKS))


def baseline_of(files: Mapping[str, str]) -> dict[Entry, int]:
    return dict(Counter(entries(*checked(files))))


def new(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """`path words` of each finding that the baseline of the vault before does not hold."""
    vault, findings = checked(after)
    return [
        f"{item.path} {vault.notes[item.path].text[item.span.start : item.span.end] or item.check}"
        for item in compare(vault, findings, baseline_of(before), CHECKS).new
    ]


HOME = {"Home.md": "[[Gone]] and [[Gone]], [[Home]]\n"}


def test_known_findings_are_hidden_and_new_ones_are_not() -> None:
    assert new(HOME, HOME) == []
    assert new(HOME, {"Home.md": HOME["Home.md"] + "[[Lost]]\n"}) == ["Home.md [[Lost]]"]


def test_lines_above_and_headings_change_nothing() -> None:
    assert new(HOME, {"Home.md": "# New\n\nWords.\n\n" + HOME["Home.md"]}) == []


def test_one_more_of_the_same_is_new() -> None:
    assert new(HOME, {"Home.md": HOME["Home.md"] + "[[Gone]]\n"}) == ["Home.md [[Gone]]"]


def test_a_renamed_note_takes_its_findings_along() -> None:
    assert (
        new({"a.md": "[[b]] [[Gone]]\n", "b.md": "[[a]]"}, {"c.md": "[[b]] [[Gone]]\n", "b.md": "[[c]]"})
        == []
    )


def test_a_finding_on_a_whole_note_moves_with_its_folder() -> None:
    assert new({"x/Alone.md": ""}, {"y/Alone.md": ""}) == []
    assert new({"x/Alone.md": ""}, {"x/Other.md": ""}) == ["x/Other.md orphan-note"]


BAD = "See [[Gone]].\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("a/One", "a/Two"), ("z/One", "z/Two")),
        (("a/README", "a/x/README", "a/y/README"), ("z/README", "z/x/README", "z/y/README")),
        (("a/x/README", "b/x/README"), ("a/z/README", "b/z/README")),
        (("a/One", "a/Two"), ("a/1", "a/2")),
        (("a/One", "b/Two"), ("c/Two", "One")),
        (("note", "x/n"), ("Note", "x/N")),
    ],
)
def test_whatever_moves_takes_its_findings_along(before: Sequence[str], after: Sequence[str]) -> None:
    assert new({f"{path}.md": BAD for path in before}, {f"{path}.md": BAD for path in after}) == []


def test_a_renamed_note_is_the_one_with_most_in_common_and_takes_all_along() -> None:
    before = {"a.md": "[[G1]] [[G2]] [[G3]]", "b.md": "[[G3]] [[G4]]"}
    after = {"x.md": "[[G1]] [[G2]] [[G5]]", "y.md": "[[G3]] [[G4]]"}

    assert new(before, after) == ["x.md [[G5]]"]


def test_a_note_that_is_taken_apart_and_notes_put_together_take_their_findings_along() -> None:
    apart, together = {"a.md": "[[G1]] [[G2]]", "b.md": "[[G3]]"}, {"c.md": "[[G1]] [[G2]] [[G3]]"}

    assert new(apart, together) == []
    assert [item for item in new(together, apart) if item.endswith("]]")] == []


def test_of_two_places_none_is_taken_for_the_renamed_note() -> None:
    after = {"Home.md": "[[b]] [[c]]", "b.md": "[[Gone]]", "c.md": "[[Gone]]"}

    assert new({"Home.md": "[[a]]", "a.md": "[[Gone]]"}, after) == ["b.md [[Gone]]", "c.md [[Gone]]"]


def test_a_note_that_is_still_there_gives_nothing_away() -> None:
    before = {"Home.md": "[[a]] [[b]]", "a.md": "[[Gone]]", "b.md": ""}
    after = {"Home.md": "[[a]] [[b]]", "a.md": "", "b.md": "[[Gone]]"}

    assert new(before, after) == ["b.md [[Gone]]"]


def test_checks_that_did_not_run_are_not_called_mended() -> None:
    vault, findings = checked({"Home.md": "[[Home]]"})

    assert compare(vault, findings, baseline_of(HOME), ("orphan-note",)).mended == {}
    assert sum(compare(vault, findings, baseline_of(HOME), CHECKS).mended.values()) == 2


@pytest.mark.parametrize("passed_over", ["a/Big.md", "a/"])
def test_what_could_not_be_read_is_not_called_mended(passed_over: str) -> None:
    known = baseline_of({**HOME, "a/Big.md": "[[Lost]]"})
    vault, findings = checked({**HOME, "b/Other.md": "[[Lost]]"})
    vault = vault._replace(unreadable=(Unreadable(passed_over, "too large"), Unreadable("x", "a link")))

    found = compare(vault, findings, known, CHECKS)
    assert found.mended == {}
    assert {item.path for item in found.new} == {"b/Other.md"}
    assert found.known == known


def test_a_baseline_that_an_editor_marked_as_utf_8_is_read() -> None:
    text = baseline_text(baseline_of(HOME))

    assert parse_baseline("\ufeff" + text.replace("\n", "\r\n"), "known.jsonl") == baseline_of(HOME)


def test_a_baseline_is_a_sorted_entry_a_line_and_reads_back() -> None:
    baseline = baseline_of({"b\n\udcff.md": "[[Gone]] [[Gone]]", "a.md": "[[Gone]]"})
    text = baseline_text(baseline)

    assert parse_baseline(text, "x") == baseline
    assert text.splitlines() == sorted(text.splitlines())
    assert text.isascii() and len(text.splitlines()) == len(baseline)
    assert parse_baseline(text + text, "x") == baseline


@pytest.mark.parametrize(
    "line", ["x", "[]", "{}", '{"path": "a", "check": "b", "mark": "c", "count": 0}', "[" * 9999]
)
def test_a_line_that_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises(VaultError, match=r"b\.jsonl:2 is no entry"):
        parse_baseline("\n" + line, "b.jsonl")


ONE, TWO, OLD = (f'{{"path": "{name}", "check": "c", "mark": "m", "count": 1}}\n' for name in "abo")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("base", ["", f"||||||| 1f2e\n{OLD}"])
def test_a_baseline_in_conflict_holds_both_sides_once_it_may_be_written(base: str, newline: str) -> None:
    text = f"<<<<<<< HEAD\n{ONE}{base}=======\n{TWO}>>>>>>> other\n".replace("\n", newline)

    with pytest.raises(VaultError, match=r"b\.jsonl:1 .*conflict.*--baseline-prune"):
        parse_baseline(text, "b.jsonl")
    assert parse_baseline(text, "b.jsonl", may_conflict=True) == parse_baseline(ONE + TWO, "b.jsonl")


@pytest.mark.parametrize("attributes", ["", "known.jsonl merge=union\n"])
def test_branches_that_both_add_an_entry_merge(tmp_path: Path, attributes: str) -> None:
    notes = {"docs/a.md": "[[G1]]\n", "docs/d.md": "[[G4]]\n", ".gitattributes": attributes}
    root, known = tmp_path, tmp_path / "known.jsonl"
    committed(root, notes)
    check = ("check", root / "docs", "--select", "unresolved-link", "--baseline", known)
    run(*check, "--baseline-add")
    committed(root, {})
    git(root, "checkout", "-qb", "other")
    put(root, {"docs/b.md": "[[G2]]\n"})
    run(*check, "--baseline-add")
    committed(root, {})
    git(root, "checkout", "-q", "main")
    put(root, {"docs/c.md": "[[G3]]\n"})
    run(*check, "--baseline-add")
    committed(root, {})

    if attributes:
        git(root, "merge", "-q", "other")
    else:
        with pytest.raises(subprocess.CalledProcessError):
            git(root, "merge", "-q", "other")
        assert "is in conflict" in run(*check).err
        assert run(*check, "--baseline-prune").status == 0
    assert run(*check).status == 0
    assert len(known.read_text().splitlines()) == 4


FILES = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "x/a.md", "c.md"]),
    st.lists(st.sampled_from(["[[a]]", "[[Gone]]", "[[Lost]]", "# H\n", "\n"]), max_size=6).map(" ".join),
    min_size=1,
)


def kind(entry: Entry) -> tuple[str, str]:
    """A check and the words; a finding on a whole note has none, whatever the note is called."""
    return entry.check, "" if entry == entry_of(entry.path, entry.check, "") else entry.mark


def kinds(baseline: Mapping[Entry, int]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for entry, count in baseline.items():
        counts[kind(entry)] += count
    return counts


@given(FILES, FILES)
def test_a_baseline_never_hides_more_than_it_holds_and_only_shrinks(
    before: dict[str, str], after: dict[str, str]
) -> None:
    vault, findings = checked(after)
    old = baseline_of(before)
    found = compare(vault, findings, old, CHECKS)

    fresh = Counter(entries(vault, found.new))
    hidden = kinds(Counter(entries(vault, findings))) - kinds(fresh)
    assert hidden <= kinds(old)
    assert kinds(found.known) == hidden
    assert kinds(found.known) + kinds(found.mended) == kinds(old)
    for entry, count in Counter(entries(vault, findings)).items():
        gone = sum(n for e, n in old.items() if kind(e) == kind(entry) and e.path not in vault.notes)
        assert fresh[entry] >= count - old.get(entry, 0) - gone
    assert compare(vault, findings, joined(found.known, fresh), CHECKS) == (
        (),
        joined(found.known, fresh),
        {},
    )


def test_the_command_line_adds_hides_reports_mended_and_prunes(tmp_path: Path) -> None:
    vault = put(tmp_path / "v", {"Home.md": "[[Gone]] [[Lost]]\n"})
    known = tmp_path / "known.jsonl"
    check = ("check", vault, "--select", "unresolved-link", "--baseline", known)

    assert run(*check).err.endswith("known.jsonl; write it with --baseline-add\n")
    added = run(*check, "--baseline-add")
    assert (added.status, added.err) == (0, f"{known} holds 2 findings: 2 added, 0 taken out\n")
    assert run(*check).status == 0

    put(vault, {"Home.md": "Above.\n\n[[Gone]] [[New]]\n"})
    done = run(*check, "--format", "concise")
    assert (done.status, len(done.lines)) == (1, 2)
    assert (
        "the baseline holds 1 finding of unresolved-link here that is mended; use --baseline-prune"
        in done.out
    )
    assert "'New'" in done.out

    pruned = run(*check, "--baseline-prune", "--format", "concise")
    assert (pruned.status, len(pruned.lines)) == (1, 1)
    assert len(known.read_text().splitlines()) == 1


HINTS = {"Plan.md": "# Plan [[Home]]", "Home.md": "# Home"}


@pytest.mark.parametrize(
    ("options", "held"),
    [
        ((), 0),
        (("--verbose",), 1),
        (("--select", "orphan-note"), 1),
        (("--fail-on", "info"), 1),
        (("--fail-on", "warning"), 0),
    ],
)
def test_a_baseline_holds_what_the_run_shows(tmp_path: Path, options: tuple[str, ...], held: int) -> None:
    known = tmp_path / "known.jsonl"
    vault = put(tmp_path / "v", HINTS)

    added = run("check", vault, "--baseline", known, "--baseline-add", *options)
    assert (added.status, len(known.read_text().splitlines())) == (0, held)
    assert run("check", vault, "--baseline", known, *options).status == 0


def test_a_hint_that_is_mended_fails_only_where_hints_are_shown(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    vault = put(tmp_path / "v", HINTS)
    check = ("check", vault, "--baseline", known)
    run(*check, "--baseline-add", "--verbose")
    put(vault, {"Home.md": "# Home [[Plan]]"})

    assert run(*check).status == 0
    assert "1 finding of orphan-note here that is mended" in run(*check, "--verbose").out
    assert run(*check, "--baseline-prune").status == 0
    assert known.read_text() == ""


def test_hints_over_their_limit_can_be_lived_with_too(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    vault = put(tmp_path / "v", {**HINTS, "vaulttools.toml": "[limits]\norphan-note = 0\n"})
    check = ("check", vault, "--baseline", known)
    run(*check, "--baseline-add")
    assert run(*check).status == 0
    put(vault, {"Home.md": "# Home [[Plan]]"})
    assert run(*check).status == 0
    put(vault, {"Other.md": "[[Home]]"})
    assert run(*check).status == 1


def test_where_a_folder_is_not_checked_its_entries_are_not_called_mended(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    vault = put(tmp_path / "v", {"a/Home.md": "[[Gone]]\n"})
    check = ("check", vault, "--baseline", known)
    run(*check, "--baseline-add")
    put(vault, {"vaulttools.toml": '[paths."a/"]\nignore = ["unresolved-link"]\n'})

    assert run(*check).status == 0


def test_a_baseline_is_never_a_note_and_needs_a_file(tmp_path: Path) -> None:
    vault = put(tmp_path, {"Home.md": "[[Gone]]\n"})

    assert run("check", vault, "--baseline-add").status == 2
    assert run("check", vault, "--baseline", vault / "Home.md", "--baseline-add").status == 2
    assert (vault / "Home.md").read_text() == "[[Gone]]\n"
