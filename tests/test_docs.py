"""Pages made from code are fresh; the schema of the settings and the reader of the settings agree."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.command import run
from tests.fresh import ROOT, pages
from tests.vaults import put
from vaulttools import checks
from vaulttools.config import KEYS, Config, most_allowed, parse_config
from vaulttools.config_text import schema, settings_text
from vaulttools.errors import ConfigError
from vaulttools.lint import OF_CHANGES, active_checks
from vaulttools.note import parse


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_made_from_code_is_fresh(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == pages()[page], "run: python tests/fresh.py"


def test_the_page_of_checks_tells_of_each() -> None:
    text = (ROOT / "docs/checks.md").read_text(encoding="utf-8")

    note = parse("checks.md", text)
    assert [heading.text for heading in note.headings if heading.level == 2] == [*checks.names(), *OF_CHANGES]
    assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufeff]", text)


def test_the_schema_knows_each_setting() -> None:
    assert tuple(schema()["properties"]) == KEYS
    Draft202012Validator.check_schema(schema())


LEVEL = st.sampled_from(["error", "warning", "info", "fatal", 1])
NAME = st.sampled_from(["unresolved-link", "orphan-note", "hijacked-link", "no-such-check"])
NAMES = st.lists(NAME, max_size=2)
LEVELS = st.dictionaries(NAME, LEVEL, max_size=2)
KINDS_OF = st.dictionaries(
    st.sampled_from(["born", 'a b"\x7f']),
    st.sampled_from(["date", "dates", "any", 3, [], ["alive"], ["", 'q"\\'], [1]]),
    max_size=2,
)
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "exclude": st.lists(st.sampled_from(["a/", "", "a\\b", 'q"\x7f']), max_size=2),
        "select": NAMES,
        "ignore": NAMES,
        "severity": LEVELS,
        "fail-on": LEVEL,
        "largest-note": st.sampled_from([0, 1, 5, True, "x"]),
        "limits": st.dictionaries(
            NAME, st.sampled_from([0, 3, -1, True, "x", "5%", "2.5%", "101%", "1 %"]), max_size=2
        ),
        "paths": st.dictionaries(
            st.sampled_from(["a/", "a\\b", 'é"\n']),
            st.fixed_dictionaries({}, optional={"ignore": NAMES, "severity": LEVELS, "fail-on": LEVEL}),
            max_size=2,
        ),
        "properties": st.dictionaries(
            st.sampled_from(["a/", "a\\b", "#person", "#a\\b", 'é"\n']),
            st.fixed_dictionaries(
                {}, optional={"required": KINDS_OF, "optional": KINDS_OF, "types": KINDS_OF}
            ),
            max_size=2,
        ),
        "external": st.fixed_dictionaries(
            {},
            optional={
                "timeout": st.sampled_from([0.1, 20, 0, 601, "20", True]),
                "retries": st.sampled_from([0, 10, 11, -1, 1.5, False]),
                "per-host": st.sampled_from([1, 64, 0, "4"]),
                "max-age": st.sampled_from([0, 0.5, 365, 366, "1 day"]),
                "accept": st.lists(st.sampled_from([100, 403, 999, 99, 1000, "403", True]), max_size=2),
                "exclude": st.lists(st.sampled_from(["a.org", "https://a/*", "", 'q"\\\x7f']), max_size=2),
                "allow-private": st.lists(st.sampled_from(["localhost", "", 1]), max_size=2),
                "retry": st.just(1),
            },
        ),
        "exlude": st.just([]),
    },
)


def accepted(table: dict[str, Any]) -> Config | None:
    try:
        config = parse_config(table, "x.toml")
        active_checks(config)
    except ConfigError:
        return None
    return config


@settings(max_examples=300)
@given(TABLES)
def test_the_schema_accepts_what_the_reader_accepts_and_what_is_shown_reads_back(
    table: dict[str, Any],
) -> None:
    config = accepted(table)

    assert Draft202012Validator(schema()).is_valid(table) == (config is not None)
    if config is not None:
        again = parse_config(tomllib.loads(settings_text(config)), "x.toml")
        assert again == config


def test_settings_are_shown_with_their_source(tmp_path: Path) -> None:
    vault = put(
        tmp_path, {"Home.md": "", "vaulttools.toml": 'fail-on = "warning"\n[limits]\norphan-note = 3\n'}
    )
    done = run("check", vault, "--show-settings")

    assert done.lines[0] == f"# from {vault}/vaulttools.toml"
    assert 'fail-on = "warning"' in done.lines
    assert "no configuration file" in run("check", ROOT / "tests", "--show-settings").out
    assert tomllib.loads(done.out)["limits"] == {"orphan-note": 3}


def test_more_findings_than_the_limit_fail_whatever_their_severity(tmp_path: Path) -> None:
    vault = put(
        tmp_path, {"a.md": "[[a]]", "b.md": "[[b]]", "vaulttools.toml": "[limits]\norphan-note = 1\n"}
    )
    done = run("check", vault, "--select", "orphan-note", "--format", "concise")

    assert (done.status, done.err) == (1, "2 findings of orphan-note, more than its limit of 1\n")
    put(vault, {"vaulttools.toml": "[limits]\norphan-note = 2\n"})
    assert run("check", vault, "--select", "orphan-note").status == 0


def test_a_limit_may_be_a_share_of_the_notes(tmp_path: Path) -> None:
    notes = {f"{name}.md": f"[[{name}]]" for name in "abcd"} | {"x.md": "", "vaulttools.toml": ""}
    vault = put(tmp_path, notes | {"vaulttools.toml": 'exclude = ["x.md"]\n[limits]\norphan-note = "75%"\n'})
    done = run("check", vault, "--select", "orphan-note", "--format", "concise")

    assert (done.status, done.err) == (
        1,
        "4 findings of orphan-note, more than its limit of 75% of 4 notes, which is 3\n",
    )
    put(vault, {"vaulttools.toml": '[limits]\norphan-note = "100%"\n'})
    assert run("check", vault, "--select", "orphan-note").status == 0


@given(st.integers(0, 10**6), st.integers(0, 10_000))
def test_a_share_is_rounded_down(notes: int, hundredths: int) -> None:
    limit = f"{hundredths // 100}.{hundredths % 100:02}%"
    assert most_allowed(limit, notes) == notes * hundredths // 10_000


def test_the_schema_is_json() -> None:
    assert json.loads((ROOT / "docs/vaulttools.schema.json").read_text()) == schema()
