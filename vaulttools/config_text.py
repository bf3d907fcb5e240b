"""The configuration as text: as the TOML that would give it, and as the JSON Schema editors check it by."""

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from vaulttools import checks
from vaulttools.config import (
    COUNT,
    DEFAULTS,
    EXTERNAL_NUMBERS,
    KINDS,
    LEVELS,
    MEGABYTES,
    SHARE,
    STATUS,
    TOPIC_LIMIT,
    Bounds,
    Config,
    External,
    TopicLimits,
)
from vaulttools.lint import OF_CHANGES

_DESCRIPTIONS = {
    "exclude": "Path patterns, counted from the vault's root, of files nothing is reported on; they stay link targets.",
    "select": "Run only these checks; without it, the default ones.",
    "ignore": "Checks that do not run, even if selected.",
    "severity": "Severities of checks that differ from their own; naming an optional check here turns it on.",
    "fail-on": "The least severity that makes `check` exit with 1.",
    "largest-note": "Notes of more megabytes than this are passed over, and that is said.",
    "limits": 'The most findings of a check, or their share of the notes ("5%"); more make `check` exit with 1.',
    "properties": "The properties of notes, by path pattern or tag ('#person'): each a type, or the texts allowed.",
    "topics": "Where the checks of topics draw their lines; their pages say what each number means.",
    "external": "How `check --external` asks the web; docs/ci.md says what each means.",
    "paths": "Settings of their own for files that fit a path pattern, counted from the vault's root.",
}


def settings_text(config: Config) -> str:
    """The settings as TOML: every key, defaults included. Reading it gives the same settings."""
    lines = [
        f"# from {config.source}" if config.source else "# no configuration file: these are the defaults"
    ]
    tables: list[str] = []
    for field in (name for name in config._fields if name not in ("source", "paths", "properties")):
        value, key = getattr(config, field), field.replace("_", "-")
        if isinstance(value, TopicLimits | External):
            value = _by_key(value)
        if isinstance(value, Mapping):
            tables += ["", f"[{key}]", *_pairs(value)]
        else:
            lines.append(f"{key} = {_value(value)}")
    for room in config.paths:
        tables += ["", f"[paths.{_text(room.pattern)}]", f"ignore = {_value(room.ignore)}"]
        tables += [f"severity = {{ {', '.join(_pairs(room.severity))} }}"]
    for rules in config.properties:
        tables += ["", f"[properties.{_text(rules.scope)}]"]
        tables += [f"required = {{ {', '.join(_pairs(rules.required))} }}"]
        tables += [f"optional = {{ {', '.join(_pairs(rules.optional))} }}"]
    return "\n".join([*lines, *tables]) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of `vaulttools.toml`, from the settings there are and the checks there are."""
    names = [*checks.names(), *OF_CHANGES]
    some_checks = {"type": "array", "items": {"enum": list(checks.names())}}
    ignored = {"type": "array", "items": {"enum": names}}
    levels = {
        "type": "object",
        "propertyNames": {"enum": names},
        "additionalProperties": {"enum": list(LEVELS)},
    }
    share = {"type": "string", "pattern": f"^(?:{SHARE.pattern})$"}
    limits = {**levels, "additionalProperties": {"anyOf": [_number(COUNT), share]}}
    text: dict[str, Any] = {"type": "string", "minLength": 1}
    # A tag may hold what a path pattern may not.
    glob, scope = {"pattern": r"^[^\\]*$"}, {"pattern": r"^(?:#|[^\\]*$)"}
    of_a_path = _table({"ignore": ignored, "severity": levels})
    properties: dict[str, dict[str, Any]] = {
        "exclude": {"type": "array", "items": {**text, **glob}},
        "select": some_checks,
        "ignore": ignored,
        "severity": levels,
        "fail-on": {"enum": list(LEVELS)},
        "largest-note": _number(MEGABYTES),
        "limits": limits,
        "topics": _table(_numbers(DEFAULTS.topics, dict.fromkeys(_by_key(DEFAULTS.topics), TOPIC_LIMIT))),
        "paths": {"type": "object", "propertyNames": glob, "additionalProperties": of_a_path},
        "properties": {"type": "object", "propertyNames": scope, "additionalProperties": _rules()},
        "external": _table(_external({"type": "array", "items": text})),
    }
    described = {
        key: {"description": _DESCRIPTIONS[key], **value, **_default(key)}
        for key, value in properties.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of vaulttools (vaulttools.toml, or [tool.vaulttools] in pyproject.toml)",
        **_table(described),
    }


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _rules() -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}, "minItems": 1}
    kinds = {"type": "object", "additionalProperties": {"anyOf": [{"enum": list(KINDS)}, texts]}}
    return _table({"required": kinds, "optional": kinds})


def _external(texts: dict[str, Any]) -> dict[str, Any]:
    return {
        **_numbers(DEFAULTS.external, EXTERNAL_NUMBERS),
        "accept": {"type": "array", "items": _number(STATUS)},
        "exclude": texts,
        "allow-private": texts,
    }


def _numbers(defaults: TopicLimits | External, bounds: Mapping[str, Bounds]) -> dict[str, Any]:
    values = _by_key(defaults)
    return {key: {**_number(bounds[key]), "default": values[key]} for key in bounds}


def _number(bounds: Bounds) -> dict[str, Any]:
    most = {"maximum": bounds.most} if isfinite(bounds.most) else {}
    return {"type": "integer" if bounds.is_whole else "number", "minimum": bounds.least, **most}


def _default(key: str) -> dict[str, Any]:
    value = getattr(DEFAULTS, key.replace("-", "_"))
    return {"default": value} if isinstance(value, str | int) else {}


def _by_key(settings: TopicLimits | External) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in settings._asdict().items()}


def _pairs(table: Any) -> list[str]:
    return [f"{_text(key)} = {_value(value)}" for key, value in sorted(table.items())]


def _value(value: Any) -> str:
    return f"[{', '.join(map(_text, value))}]" if isinstance(value, tuple) else _text(value)


def _text(value: str | float) -> str:
    """A TOML string, or a number. TOML has JSON's escapes, and one for DEL, which must not stand bare."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
