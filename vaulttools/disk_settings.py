"""What a vault's `.obsidian` folder and our own configuration say about which files count."""

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from vaulttools.config import DEFAULTS, Config, parse_config
from vaulttools.errors import ConfigError
from vaulttools.globs import path_matcher

if TYPE_CHECKING:
    from pathlib import Path

# A repeated group with a repeat inside can take longer than the universe lasts.
_ENDLESS = r"\([^()]*[+*}][^()]*\)[+*{]"
_TEMPLATE_FOLDERS = (
    ("templates.json", "folder"),
    ("plugins/templater-obsidian/data.json", "templates_folder"),
)


def excluded_paths(
    root: str, paths: Iterable[str], foreign: Iterable[str], config: Config
) -> tuple[frozenset[str], list[str]]:
    """The paths nothing is reported on, and complaints about filters that cannot be used.

    These are: what Obsidian's "excluded files" name, its template folders, folders that are not the
    writer's own, and what our own `exclude` names.
    """
    filters = [*_template_folders(root), *_obsidian_filters(root)]
    tests, complaints = _tests(filters)
    tests.append(path_matcher(config.exclude))
    prefixes = tuple(foreign)
    if not filters and not config.exclude and not prefixes:
        return frozenset(), complaints
    hidden = (path for path in paths if path.startswith(prefixes) or any(test(path) for test in tests))
    return frozenset(hidden), complaints


def find_vault_root(start: str, otherwise: str | None = None) -> str:
    """The nearest folder upward with `.obsidian` or a configuration, else `otherwise` or that folder."""
    folder = os.path.abspath(start)
    while True:
        if os.path.isdir(os.path.join(folder, ".obsidian")) or _settings_file(folder):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return otherwise or os.path.abspath(start)
        folder = above


def read_config(root: "Path | str") -> Config:
    """The configuration for a vault: the nearest one in its folder or above, within its repository.

    That is a `vaulttools.toml`, or a `pyproject.toml` with `[tool.vaulttools]`; the defaults where there is none.
    One that cannot be used is a ConfigError.
    """
    folder = os.path.abspath(root)
    while True:
        file = _settings_file(folder)
        above = os.path.dirname(folder)
        if file:
            return _parse_file(file)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return DEFAULTS
        folder = above


def repository_prefix(root: str) -> str:
    """The path from the root of the repository to the vault, with a slash at its end; "" where they are one."""
    vault = folder = os.path.realpath(root)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    inner = os.path.relpath(vault, folder).replace(os.sep, "/")
    return "" if inner == "." else inner + "/"


def obsidian_settings(root: str) -> list[bytes]:
    """What the files of `.obsidian` hold that `excluded_paths` looks into."""
    files = ["app.json", *(file for file, _ in _TEMPLATE_FOLDERS)]
    return [_bytes_of(os.path.join(root, ".obsidian", file)) for file in files]


def _settings_file(folder: str) -> str | None:
    own = os.path.join(folder, "vaulttools.toml")
    if os.path.isfile(own):
        return own
    project = os.path.join(folder, "pyproject.toml")
    return project if b"[tool.vaulttools" in _bytes_of(project) else None


def _parse_file(file: str) -> Config:
    import tomllib

    try:
        with open(file, "rb") as stream:
            settings = tomllib.load(stream)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error
    if os.path.basename(file) == "pyproject.toml":
        settings = settings.get("tool", {}).get("vaulttools", {})
    return parse_config(settings, file)


def _obsidian_filters(root: str) -> list[str]:
    filters = _json_value(root, "app.json", "userIgnoreFilters")
    return [item for item in filters if isinstance(item, str) and item] if isinstance(filters, list) else []


def link_format(root: str) -> str | None:
    """The vault's `newLinkFormat`: "shortest", "relative" or "absolute"; None where it says nothing."""
    value = _json_value(root, "app.json", "newLinkFormat")
    return value if isinstance(value, str) else None


def markdown_links(root: str) -> bool:
    """The vault's `useMarkdownLinks`: whether new links are Markdown links."""
    return _json_value(root, "app.json", "useMarkdownLinks") is True


def _template_folders(root: str) -> list[str]:
    """Where templates lie: their links are patterns, not links."""
    folders = [_json_value(root, file, key) for file, key in _TEMPLATE_FOLDERS]
    return [f"{folder.strip('/')}/" for folder in folders if isinstance(folder, str) and folder.strip("/ ")]


def _json_value(root: str, file: str, key: str) -> Any:
    """The value of a key in a file of `.obsidian`; None when file or key are missing or unusable."""
    data = _bytes_of(os.path.join(root, ".obsidian", file))
    if key.encode() not in data:
        return None
    import json

    try:
        settings = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return settings.get(key) if isinstance(settings, dict) else None


def _tests(filters: list[str]) -> tuple[list[Callable[[str], bool]], list[str]]:
    tests: list[Callable[[str], bool]] = []
    complaints = []
    for item in filters:
        if len(item) > 2 and item.startswith("/") and item.endswith("/"):
            try:
                tests.append(_regex_test(item[1:-1]))
            except (re.error, RecursionError, OverflowError) as error:
                complaints.append(f"the excluded-files filter {item!r} is passed over: {error}")
        elif any(letter in item for letter in "*?"):
            tests.append(path_matcher([item]))
        else:
            tests.append(_prefix_test(item))
    return tests, complaints


def _regex_test(pattern: str) -> Callable[[str], bool]:
    if re.search(_ENDLESS, pattern):
        raise re.error("it repeats a repeat, which can take forever")
    search = re.compile(pattern, re.IGNORECASE).search
    return lambda path: search(path) is not None


def _prefix_test(prefix: str) -> Callable[[str], bool]:
    start = prefix.lstrip("/").lower()
    return lambda path: path.lower().startswith(start)


def _bytes_of(file: str) -> bytes:
    """What a small file holds; nothing when there is none."""
    try:
        with open(file, "rb") as stream:
            return stream.read(10_000_000)
    except OSError:
        return b""
