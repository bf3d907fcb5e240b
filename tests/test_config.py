"""Settings: what is read from a table, and what is refused with the file, the key and a remedy."""

import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.vaults import put, vault_of
from vaulttools.config import (
    DEFAULTS,
    Config,
    External,
    PathSettings,
    PropertyRules,
    TopicLimits,
    parse_config,
)
from vaulttools.disk import read_vault
from vaulttools.errors import ConfigError
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks
from vaulttools.topics import Topics
from vaulttools.vault import Vault


def test_an_empty_table_gives_the_defaults() -> None:
    assert parse_config({}, "vaulttools.toml") == DEFAULTS._replace(source="vaulttools.toml")


def test_every_key_is_read() -> None:
    settings = {
        "exclude": ["Drafts/"],
        "select": ["unresolved-link"],
        "ignore": ["orphan-note"],
        "severity": {"orphan-note": "warning"},
        "fail-on": "warning",
        "largest-note": 5,
        "paths": {"Daily/": {"ignore": ["orphan-note"], "severity": {"unresolved-link": "info"}}},
        "external": {
            "timeout": 5,
            "retries": 0,
            "per-host": 2,
            "max-age": 0.5,
            "accept": [403, 999],
            "exclude": ["example.org"],
            "allow-private": ["localhost"],
        },
    }

    assert parse_config(settings, "t") == Config(
        exclude=("Drafts/",),
        select=("unresolved-link",),
        ignore=("orphan-note",),
        severity={"orphan-note": "warning"},
        fail_on="warning",
        largest_note=5,
        paths=(PathSettings("Daily/", ("orphan-note",), {"unresolved-link": "info"}),),
        external=External(5.0, 0, 2, 0.5, (403, 999), ("example.org",), ("localhost",)),
        source="t",
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"exlude": []}, "t.toml: unknown key 'exlude'; did you mean 'exclude'?"),
        ({"zzz": 1}, "t.toml: unknown key 'zzz'; known are exclude, external, fail-on"),
        ({"exclude": "Drafts"}, "t.toml: exclude must be a list of words"),
        ({"exclude": [1]}, "t.toml: exclude must be a list of words"),
        ({"exclude": ["a/", "T\\**"]}, r"t.toml: exclude has a backslash in 'T\**'; write 'T/**'"),
        ({"paths": {"a\\b": {}}}, r"t.toml: paths has a backslash in 'a\b'; write 'a/b'"),
        ({"properties": {"a\\b": {}}}, r"t.toml: properties has a backslash in 'a\b'; write 'a/b'"),
        ({"fail-on": "fatal"}, 't.toml: fail-on must be "error", "warning" or "info", not \'fatal\''),
        ({"fail-on": ["error"]}, "t.toml: fail-on must be"),
        ({"severity": {"orphan-note": 3}}, "t.toml: severity.orphan-note must be"),
        ({"external": {"retrie": 3}}, "t.toml: unknown key 'external.retrie'; did you mean 'retries'?"),
        (
            {"external": {"retries": 1.5}},
            "t.toml: external.retries must be a whole number from 0 to 10, not 1.5",
        ),
        ({"external": {"timeout": 0}}, "t.toml: external.timeout must be a number from 0.1 to 600, not 0"),
        (
            {"external": {"timeout": "20s"}},
            "t.toml: external.timeout must be a number from 0.1 to 600, not '20s'",
        ),
        (
            {"external": {"max-age": True}},
            "t.toml: external.max-age must be a number from 0 to 365, not True",
        ),
        (
            {"external": {"accept": ["403"]}},
            "t.toml: external.accept must be a list of HTTP statuses, such as",
        ),
        ({"external": {"accept": [99]}}, "t.toml: external.accept must be a list of HTTP statuses, such as"),
        ({"external": {"exclude": "a"}}, "t.toml: external.exclude must be a list of words"),
        ({"external": []}, "t.toml: external must be a table"),
        ({"severity": "info"}, "t.toml: severity must be a table"),
        ({"largest-note": 0}, "t.toml: largest-note must be a whole number of megabytes"),
        ({"largest-note": True}, "t.toml: largest-note must be a whole number of megabytes"),
        ({"paths": {"a": {"ignor": []}}}, "t.toml: unknown key 'paths.\"a\".ignor'; did you mean 'ignore'?"),
        ({"paths": {"a": 1}}, 't.toml: paths."a" must be a table'),
        (
            {"properties": {"P/": {"requird": {}}}},
            "t.toml: unknown key 'properties.\"P/\".requird'; did you mean 'required'?",
        ),
        (
            {"properties": {"P/": {"required": {"born": "nubmer"}}}},
            't.toml: properties."P/".required.born must be a type, or a list of the texts allowed, '
            "not 'nubmer'; did you mean 'number'?",
        ),
    ],
)
def test_what_is_odd_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(settings, "t.toml")

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"exclude": "Templates/**"}, 'exclude must be a list of words, such as exclude=("...",)'),
        ({"exclude": ("",)}, "exclude must be a list of words"),
        ({"select": "orphan-note"}, 'select must be a list of words, such as select=("...",)'),
        ({"ignore": "orphan-note"}, 'ignore must be a list of words, such as ignore=("...",)'),
        ({"severity": {"unresolved-link": "warn"}}, "severity.unresolved-link must be"),
        ({"severity": (("unresolved-link", "info"),)}, "severity must be a table"),
        ({"fail_on": "bananas"}, 'fail_on must be "error", "warning" or "info", not \'bananas\''),
        ({"largest_note": 0}, "largest_note must be a whole number of megabytes"),
        ({"limits": {"orphan-note": "many"}}, "limits.orphan-note must be the most findings allowed"),
        ({"topics": {"bridge-note": 0.5}}, "topics must be a TopicLimits, such as topics=TopicLimits()"),
        ({"topics": TopicLimits(2)}, "topics.bridge-note must be a number from 0 to 1"),
        (
            {"external": External(accept=("403",))},
            "external.accept must be a list of HTTP statuses, such as accept=(403,",
        ),
        (
            {"external": External(exclude="a.org")},
            'external.exclude must be a list of words, such as exclude=("...",)',
        ),
        (
            {"paths": PathSettings("Daily/")},
            'paths must be a list of PathSettings, such as paths=(PathSettings("..."),)',
        ),
        ({"paths": {"Daily/": {}}}, "paths must be a list of PathSettings"),
        ({"paths": (PathSettings("a"), PathSettings("b", "x"))}, 'paths."b".ignore must be a list of words'),
        (
            {"properties": (PropertyRules("P/", {"born": "nubmer"}),)},
            'properties."P/".required.born must be a type',
        ),
    ],
)
def test_what_is_odd_is_refused_where_no_file_was_read_too(
    wrong: dict[str, Any], message: str, tmp_path: Path
) -> None:
    config = Config(**wrong)
    graph = build_graph(vault_of("-- Home.md --\n[[Newtn]]\n"))

    with pytest.raises(ConfigError) as while_reading:
        read_vault(put(tmp_path, {"Home.md": ""}), config)
    with pytest.raises(ConfigError) as while_checking:
        run_checks(graph, config)

    assert str(while_reading.value).startswith(f"Config: {message}")
    assert str(while_checking.value) == str(while_reading.value)


def test_what_settings_may_say_may_be_said_in_python() -> None:
    config = Config(
        exclude=("Templates/**",),
        ignore=["orphan-note"],  # type: ignore[arg-type]
        severity={"unresolved-link": "info"},
        limits={"orphan-note": "5%"},
        topics=TopicLimits(bridge_note=1),
        paths=(PathSettings("a", ("dead-end",)), PathSettings("a", (), {"dead-end": "info"})),
        properties=(PropertyRules("#person", {"born": "date", "state": ("alive", "dead")}),),
        external=External(accept=(403,)),
        source="vaulttools.toml",
    )

    findings = run_checks(build_graph(vault_of("-- Home.md --\n[[Newtn]]\n")), config)

    assert [(item.check, item.severity) for item in findings] == [("unresolved-link", "info")]


DEFAULT_MAPPINGS = [
    Config().severity, Config().limits, PathSettings("a").severity, PropertyRules("a").required,
    PropertyRules("a").optional, Vault("v", {}).sources, Topics((), {}, 0.0, ()).confidence,
]  # fmt: skip


@pytest.mark.parametrize("mapping", DEFAULT_MAPPINGS)
def test_a_default_cannot_be_changed_for_all(mapping: Any) -> None:
    with pytest.raises(TypeError, match="does not support item assignment"):
        mapping["orphan-note"] = "error"
    assert mapping == {} == dict(mapping)
    assert (repr(mapping), "orphan-note" in mapping) == ("{}", False)


def test_settings_can_be_pickled() -> None:
    config = Config(paths=(PathSettings("a"),), properties=(PropertyRules("a"),))

    assert pickle.loads(pickle.dumps(config)) == config
