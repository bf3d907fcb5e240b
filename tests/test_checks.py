"""Every check against its own examples, as they are and in the shapes that break careless tools."""

import tomllib
from collections.abc import Callable

import pytest

from tests.vaults import answers, files_of, vault_of, vault_of_files
from vaulttools import checks
from vaulttools.checks import Check, Example, Finding
from vaulttools.config import Config, parse_config
from vaulttools.edit import Edit
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks
from vaulttools.vault import Vault, text_of
from vaulttools.verdicts import verdicts_of

Change = Callable[[str], str]


def as_it_is(text: str) -> str:
    return text


def with_crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_bom(text: str) -> str:
    return "\ufeff" + text


def behind_frontmatter(text: str) -> str:
    if text.startswith("---\n"):
        return text.replace("---\n", "---\nkind: example\n", 1)
    return "---\nkind: example\n---\n" + text


def behind_an_astral_character(text: str) -> str:
    if not text.startswith("---\n"):
        return "\U0001d518\n\n" + text
    end = text.index("\n---\n", 3) + len("\n---\n")
    return text[:end] + "\U0001d518\n\n" + text[end:]


CHECKS = checks.load()
ALWAYS: tuple[Change, ...] = (as_it_is, with_crlf, with_bom)
WHERE_MOVABLE: tuple[Change, ...] = (behind_frontmatter, behind_an_astral_character)
CASES = [
    pytest.param(check, example, change, id=f"{name}-{number}-{change.__name__}")
    for name, check in CHECKS.items()
    for number, example in enumerate(check.examples)
    for change in ALWAYS + (WHERE_MOVABLE if example.movable else ())
]


def changed(text: str, change: Change) -> dict[str, str]:
    return {path: change(text) if path.endswith(".md") else text for path, text in files_of(text).items()}


def applied(text: str, edits: list[Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        text = text[: edit.span.start] + edit.new + text[edit.span.end :]
    return text


@pytest.mark.parametrize(("check", "example", "change"), CASES)
def test_a_check_finds_what_its_examples_say(check: Check, example: Example, change: Change) -> None:
    vault = vault_of_files(changed(example.vault, change))

    config = parse_config(tomllib.loads(example.settings), "vaulttools.toml")
    verdicts = verdicts_of(answers(example.answers)) if example.answers else None
    found = run_checks(build_graph(vault), config._replace(select=(check.name,)), None, verdicts)

    shown = [
        (
            item.path,
            text_of(vault, item.path)[item.span.start : item.span.end].replace("\r\n", "\n"),
            item.message,
        )
        for item in found
    ]
    assert shown == list(example.findings)
    assert all(item.check == check.name and item.severity == check.severity for item in found)
    assert fixed_files(vault, found) == (changed(example.fixed, change) if example.fixed is not None else {})


def fixed_files(vault: Vault, found: tuple[Finding, ...]) -> dict[str, str]:
    """The texts that the fixes of these findings leave, of the files they touch."""
    edits: dict[str, list[Edit]] = {}
    for item in found:
        for edit in item.fix.edits if item.fix else ():
            edits.setdefault(edit.path, []).append(edit)
    return {path: applied(text_of(vault, path), items) for path, items in edits.items()}


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("%% [[N#gone]] %%", "info"),
        ("%%\n\n[[N#gone]]\n\n%%", "info"),
        ("a %%b\n[[N#gone]] c%% d", "info"),
        ("a %%b\n\n[[N#gone]] c%% d", "error"),
        ("%%a%% [[N#gone]] %%b%%", "error"),
        ("`%%` [[N#gone]] `%%`", "error"),
        ("```\n%%\n```\n[[N#gone]]\n\n```\n%%\n```", "error"),
        ("[[N#gone]]", "error"),
    ],
)
def test_a_place_asked_for_in_a_comment_is_a_hint(text: str, severity: str) -> None:
    for place in ("#gone", "#^gone"):
        graph = build_graph(vault_of(f"-- N.md --\nx\n-- a.md --\n{text.replace('#gone', place)}\n"))
        found = run_checks(graph, Config(select=("unresolved-heading", "unresolved-block")))
        assert [item.severity for item in found] == [severity]


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_says_what_it_is(name: str) -> None:
    check = CHECKS[name]

    assert check.name == name
    assert check.doc.strip().splitlines()[0].endswith(".")
    assert any(not example.findings for example in check.examples), "no clean example"
    assert any(example.findings for example in check.examples), "no example with a finding"


@pytest.mark.parametrize("name", CHECKS)
def test_messages_are_one_line_in_lower_case_without_a_full_stop(name: str) -> None:
    for example in CHECKS[name].examples:
        for _, _, message in example.findings:
            assert "\n" not in message
            assert not message.endswith(".")
            assert not message[0].isupper()


def test_names_come_from_the_files_and_importing_one_imports_no_other() -> None:
    assert "unresolved-link" in checks.names()
    assert list(checks.load(["orphan-note"])) == ["orphan-note"]
    with pytest.raises(KeyError):
        checks.load(["no-such-check"])
