"""`Config`: what `vaulttools.toml`, or `[tool.vaulttools]` in a `pyproject.toml`, asks for. Pure."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeGuard

from vaulttools.empty import EMPTY
from vaulttools.errors import ConfigError
from vaulttools.patterns import pattern

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")


class PathSettings(NamedTuple):
    """What is different for the files that fit a pattern: checks not run, severities changed."""

    pattern: str
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Level] = EMPTY


Kind = str | tuple[str, ...]
KINDS = ("text", "number", "checkbox", "date", "datetime", "list", "link", "links", "any")


class PropertyRules(NamedTuple):
    """What properties some notes have: those whose path fits the pattern `scope`, or that have the tag "#scope".

    Each property has one of `KINDS`, or the texts that it may be. "link" is a text that is a wikilink,
    "links" a list of these; "any" is anything that is not empty.
    """

    scope: str
    required: Mapping[str, Kind] = EMPTY
    optional: Mapping[str, Kind] = EMPTY


class Bounds(NamedTuple):
    """Which numbers a setting may be: from `least` to `most`, both included."""

    least: float
    most: float = float("inf")
    is_whole: bool = False


class TopicLimits(NamedTuple):
    """Where the checks of topics draw their lines, each from 0 to 1; the checks' pages say what of."""

    bridge_note: float = 0.7
    misfiled_note: float = 0.9
    oversized_topic: float = 0.25
    topic_drift: float = 0.2
    topic_without_hub: float = 0.2
    unstable_topic: float = 0.5


class External(NamedTuple):
    """How `check --external` asks the web.

    `timeout` is in seconds, for connecting and once more for the answer; `retries` how often what may pass is
    tried again; `per_host` how many requests to a host are under way at once; `max_age` the days for which a good
    address is not asked again. `accept` are statuses that count as good beside 200 to 299. `exclude` holds hosts and
    address patterns (see `hosts.url_matcher`), `allow_private` hosts that are asked though they lie inside a network.
    """

    timeout: float = 20.0
    retries: int = 2
    per_host: int = 4
    max_age: float = 1.0
    accept: tuple[int, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_private: tuple[str, ...] = ()


class Config(NamedTuple):
    """All settings. `select` empty means the default checks; `source` is the file they come from.

    `exclude` holds path patterns (see `globs`): files that fit stay link targets but nothing is
    reported on them. A finding of `fail_on` or worse makes `check` exit with 1. A limit is a number of findings, or
    a share of the notes: "5%".
    """

    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Level] = EMPTY
    fail_on: Level = "error"
    largest_note: int = 100
    limits: Mapping[str, int | str] = EMPTY
    topics: TopicLimits = TopicLimits()
    paths: tuple[PathSettings, ...] = ()
    properties: tuple[PropertyRules, ...] = ()
    external: External = External()
    source: str | None = None


DEFAULTS = Config()
# What messages call a configuration that was made in Python.
_NO_FILE = "Config"
MEGABYTES = Bounds(1, is_whole=True)
# How many findings a limit may allow, where it is no share.
COUNT = Bounds(0, is_whole=True)
TOPIC_LIMIT = Bounds(0, 1)
# The numbers of `[external]`.
EXTERNAL_NUMBERS = {
    "timeout": Bounds(0.1, 600),
    "retries": Bounds(0, 10, is_whole=True),
    "per-host": Bounds(1, 64, is_whole=True),
    "max-age": Bounds(0, 365),
}
STATUS = Bounds(100, 999, is_whole=True)
# A share of the notes, as a limit is written: from "0%" to "100%".
SHARE = pattern(r"(100|[0-9]{1,2}(?:\.[0-9]{1,2})?)%")


def parse_config(settings: Mapping[str, Any], source: str) -> Config:
    """The configuration that a table of settings describes; anything unknown or odd is a ConfigError.

    Names of checks are not looked at here: `lint` knows them.
    """
    return Config(**_read(settings, _READERS, source, ""), source=source)


def refuse_odd(config: Config) -> None:
    """ConfigError for a configuration made in Python that no settings file could ask for: a text for a list."""
    for name, kind in (("topics", TopicLimits), ("external", External)):
        if not isinstance(getattr(config, name), kind):
            raise ConfigError(
                f"{_NO_FILE}: {name} must be a {kind.__name__}, such as {name}={kind.__name__}()"
            )
    for name, parts in (("paths", PathSettings), ("properties", PropertyRules)):
        value = getattr(config, name)
        if not isinstance(value, tuple | list) or not all(isinstance(item, parts) for item in value):
            shown = _listed(_NO_FILE, name, f'{parts.__name__}("...")')
            raise ConfigError(f"{_NO_FILE}: {name} must be a list of {parts.__name__}, such as {shown}")
    for name, value in config._asdict().items():
        if name not in ("paths", "properties", "source"):
            _READERS[name.replace("_", "-")](_as_read(value), _NO_FILE, name)
    for room in config.paths:
        _paths({room.pattern: _as_read(_without(room, "pattern"))}, _NO_FILE, "paths")
    for rules in config.properties:
        _rules({rules.scope: _as_read(_without(rules, "scope"))}, _NO_FILE, "properties")


def _without(settings: PathSettings | PropertyRules, name: str) -> dict[str, Any]:
    return {key: value for key, value in settings._asdict().items() if key != name}


def _as_read(value: Any) -> Any:
    """A value as a settings file would hold it: tables for settings of our own, lists for tuples."""
    if isinstance(value, TopicLimits | External):
        return {key.replace("_", "-"): _as_read(item) for key, item in value._asdict().items()}
    if isinstance(value, Mapping):
        return {key: _as_read(item) for key, item in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _read(table: Mapping[str, Any], readers: Mapping[str, Any], source: str, place: str) -> dict[str, Any]:
    """The values of a table by field, each by its key's own reader. `place` stands before the keys in messages."""
    for key in table:
        if key not in readers:
            raise ConfigError(f"{source}: unknown key '{place}{key}'; {did_you_mean(key, readers)}")
    return {key.replace("-", "_"): readers[key](table[key], source, place + key) for key in table}


def _texts(value: object, source: str, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        shown = _listed(source, key, '"..."')
        raise ConfigError(f"{source}: {key} must be a list of words, such as {shown}")
    return tuple(value)


def _globs(value: object, source: str, key: str) -> tuple[str, ...]:
    return tuple(_glob(item, source, key) for item in _texts(value, source, key))


def _glob(pattern: str, source: str, key: str) -> str:
    if "\\" in pattern:
        written = pattern.replace("\\", "/")
        raise ConfigError(f"{source}: {key} has a backslash in '{pattern}'; write '{written}'")
    return pattern


def _listed(source: str, key: str, items: str) -> str:
    """How a list is written: in a settings file, or in Python."""
    return f"{key.rpartition('.')[2]}=({items},)" if source == _NO_FILE else f"{key} = [{items}]"


def _level(value: object, source: str, key: str) -> Level:
    for level in LEVELS:
        if value == level:
            return level
    raise ConfigError(f'{source}: {key} must be "error", "warning" or "info", not {value!r}')


def _limits(value: object, source: str, key: str) -> dict[str, int | str]:
    table = _table(value, source, key)
    for name, limit in table.items():
        is_share = isinstance(limit, str) and SHARE.fullmatch(limit)
        if not is_share and not _is_number(limit, COUNT):
            raise ConfigError(
                f"{source}: {key}.{name} must be the most findings allowed, such as {name} = 20, "
                f'or their share of the notes, such as {name} = "5%"'
            )
    return table


def _levels(value: object, source: str, key: str) -> dict[str, Level]:
    return {name: _level(item, source, f"{key}.{name}") for name, item in _table(value, source, key).items()}


def _paths(value: object, source: str, key: str) -> tuple[PathSettings, ...]:
    found = []
    for glob, settings in _table(value, source, key).items():
        place = f'{key}."{glob}"'
        table = _table(settings, source, place)
        found.append(
            PathSettings(_glob(glob, source, key), **_read(table, _PATH_READERS, source, f"{place}."))
        )
    return tuple(found)


def _rules(value: object, source: str, key: str) -> tuple[PropertyRules, ...]:
    found = []
    for scope, rules in _table(value, source, key).items():
        place = f'{key}."{scope}"'
        table = _table(rules, source, place)
        scope = scope if scope.startswith("#") else _glob(scope, source, key)
        found.append(PropertyRules(scope, **_read(table, _RULE_READERS, source, f"{place}.")))
    return tuple(found)


def _kinds(value: object, source: str, key: str) -> dict[str, Kind]:
    return {name: _kind(item, source, f"{key}.{name}") for name, item in _table(value, source, key).items()}


def _kind(value: object, source: str, key: str) -> Kind:
    if isinstance(value, str) and value in KINDS:
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    near = did_you_mean(value, KINDS) if isinstance(value, str) else f"known are {', '.join(KINDS)}"
    raise ConfigError(
        f"{source}: {key} must be a type, or a list of the texts allowed, not {value!r}; {near}"
    )


def _topics(value: object, source: str, key: str) -> TopicLimits:
    return TopicLimits(**_read(_table(value, source, key), _TOPIC_READERS, source, f"{key}."))


def _external(value: object, source: str, key: str) -> External:
    return External(**_read(_table(value, source, key), _EXTERNAL_READERS, source, f"{key}."))


def _megabytes(value: object, source: str, key: str) -> float:
    if not _is_number(value, MEGABYTES):
        raise ConfigError(f"{source}: {key} must be a whole number of megabytes, such as {key} = 100")
    return value


def _topic_limit(value: object, source: str, key: str) -> float:
    if not _is_number(value, TOPIC_LIMIT):
        name = key.rpartition(".")[2]
        raise ConfigError(f"{source}: {key} must be a number from 0 to 1, such as {name} = 0.5")
    return float(value)


def _external_number(value: object, source: str, key: str) -> float:
    bounds = EXTERNAL_NUMBERS[key.rpartition(".")[2]]
    if not _is_number(value, bounds):
        kind = "whole number" if bounds.is_whole else "number"
        raise ConfigError(
            f"{source}: {key} must be a {kind} from {bounds.least:g} to {bounds.most:g}, not {value!r}"
        )
    return value if bounds.is_whole else float(value)


def _is_number(value: object, bounds: Bounds) -> TypeGuard[float]:
    """Whether a value is a number in these bounds. True and False are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return bounds.least <= value <= bounds.most and (isinstance(value, int) or not bounds.is_whole)


def _statuses(value: object, source: str, key: str) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(_is_number(item, STATUS) for item in value):
        shown = _listed(source, key, "403, 999")
        raise ConfigError(f"{source}: {key} must be a list of HTTP statuses, such as {shown}")
    return tuple(value)


def _table(value: object, source: str, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{source}: {key} must be a table, such as [{key}]")
    return value


def most_allowed(limit: int | str, notes: int) -> int:
    """How many findings a limit allows in a vault of so many notes."""
    if isinstance(limit, int):
        return limit
    return notes * round(100 * float(limit.rstrip("%"))) // 10_000


def did_you_mean(word: str, known: Mapping[str, Any] | tuple[str, ...], otherwise: str = "") -> str:
    """The end of a message about an unknown word: the nearest known one, or else other advice or all of them."""
    from vaulttools.nearest import nearest_finder

    near = nearest_finder(known)(word)
    return f"did you mean '{near}'?" if near else otherwise or f"known are {', '.join(sorted(known))}"


def no_check(name: str, known: tuple[str, ...]) -> str:
    """What is said of a name that no check has."""
    remedy = did_you_mean(name, known, "'vaulttools explain' lists all checks")
    return f"there is no check '{name}'; {remedy}"


_PATH_READERS: dict[str, Any] = {"ignore": _texts, "severity": _levels}
_RULE_READERS: dict[str, Any] = {"required": _kinds, "optional": _kinds}
_TOPIC_READERS: dict[str, Any] = {name.replace("_", "-"): _topic_limit for name in TopicLimits._fields}
_EXTERNAL_READERS: dict[str, Any] = {
    **dict.fromkeys(EXTERNAL_NUMBERS, _external_number),
    "accept": _statuses,
    "exclude": _texts,
    "allow-private": _texts,
}
_READERS: dict[str, Any] = {
    "exclude": _globs,
    "select": _texts,
    "ignore": _texts,
    "severity": _levels,
    "fail-on": _level,
    "largest-note": _megabytes,
    "limits": _limits,
    "topics": _topics,
    "paths": _paths,
    "properties": _rules,
    "external": _external,
}
KEYS = tuple(_READERS)
