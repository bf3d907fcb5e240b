"""What a vault's `.obsidian` folder and our own configuration say about which files count."""

import os
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.config import DEFAULTS, Config, parse_config
from vaulttools.disk_scan import FOREIGN_NAMES, SETTINGS_FILES
from vaulttools.errors import ConfigError
from vaulttools.globs import path_matcher
from vaulttools.vault import Exclusion

if TYPE_CHECKING:
    from pathlib import Path

# A repeated group with a repeat inside can take longer than the universe lasts.
_ENDLESS = r"\([^()]*[+*}][^()]*\)[+*{]"
_TEMPLATE_FOLDERS = (
    ("templates.json", "folder"),
    ("plugins/templater-obsidian/data.json", "templates_folder"),
)
_SETTINGS_FILES = tuple(f"/{file}" for file in SETTINGS_FILES)


class Reason(NamedTuple):
    """Why a path is not reported on, as a clause; `vault` is the folder where that is a vault of its own, else ""."""

    why: str
    vault: str = ""


def excluded_because(
    root: str, paths: Iterable[str], foreign: Iterable[str], config: Config
) -> tuple[dict[str, Reason], list[str]]:
    """The paths nothing is reported on, each with the first reason; and complaints about unusable filters.

    These are: folders that are not the writer's own, template folders, what Obsidian's "excluded files" name,
    and what our own `exclude` names.
    """
    others = outermost(foreign)
    tests = [
        (_prefix_test(folder), Reason(f"{folder} holds the templates")) for folder in _template_folders(root)
    ]
    filters, complaints = _tests(_obsidian_filters(root))
    tests += [(test, Reason("Obsidian's excluded files say so")) for test in filters]
    if config.exclude:
        source = os.path.basename(config.source) if config.source else "the settings"
        tests.append((path_matcher(config.exclude), Reason(f"`exclude` in {source} says so")))
    because = {}
    for path in paths if tests or others else ():
        folder = _folder_around(path, others)
        reason = _of_others(folder) if folder else next((why for test, why in tests if test(path)), None)
        if reason is not None:
            because[path] = reason
    return because, complaints


def tallied(because: Mapping[str, Reason], notes: Iterable[str]) -> tuple[Exclusion, ...]:
    """For how many of these notes each reason counts: vaults of their own first, else by name."""
    counts = Counter(because[path] for path in notes if path in because)
    in_order = sorted(counts.items(), key=lambda item: (not item[0].vault, item[0]))
    return tuple(Exclusion(reason.why, count, reason.vault) for reason, count in in_order)


def is_vault(folder: str) -> bool:
    """Whether a folder that is not the writer's own (`Scan.foreign`) is a vault: else it holds packages."""
    return folder.rstrip("/").rpartition("/")[2] not in FOREIGN_NAMES


def _of_others(folder: str) -> Reason:
    if is_vault(folder):
        return Reason(f"{folder} is a vault of its own", folder)
    return Reason(f"{folder} holds packages of others")


def outermost(folders: Iterable[str]) -> list[str]:
    """The folders that lie in no other of them, sorted."""
    outer: list[str] = []
    for folder in sorted(folders):
        if not outer or not folder.startswith(outer[-1]):
            outer.append(folder)
    return outer


def _folder_around(path: str, outer: list[str]) -> str | None:
    """The one of some outermost folders that a path lies in, or None. O(log folders): packages are many."""
    number = bisect_right(outer, path)
    return outer[number - 1] if number and path.startswith(outer[number - 1]) else None


def is_vault_root(folder: str) -> bool:
    """Whether a folder says that it is a vault: it has `.obsidian` or settings of ours in it."""
    return os.path.isdir(os.path.join(folder, ".obsidian")) or _settings_file(folder) is not None


def inner_vaults(root: str, foreign: Iterable[str], files: Iterable[str]) -> list[str]:
    """The vaults in a folder that is none itself, with a slash at the end, the outermost only; none in a vault.

    `foreign` are folders as in `Scan`, `files` those among which settings of ours may lie.
    """
    if is_vault_root(root):
        return []
    folders = {path.rpartition("/")[0] for path in files if path.endswith(_SETTINGS_FILES)}
    own = {f"{folder}/" for folder in folders if folder and _settings_file(os.path.join(root, folder))}
    packages = {folder for folder in own if not FOREIGN_NAMES.isdisjoint(folder.split("/"))}
    return [folder for folder in outermost({*foreign, *own} - packages) if is_vault(folder)]


def find_vault_root(start: str, otherwise: str | None = None) -> str:
    """The nearest folder upward with `.obsidian` or a configuration, else `otherwise` or that folder."""
    folder = os.path.abspath(start)
    while True:
        if is_vault_root(folder):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return otherwise or os.path.abspath(start)
        folder = above


def read_config(root: "Path | str") -> Config:
    """The configuration for a vault: the nearest one in its folder or above, within its repository.

    That is a `vaulttools.toml`, or a `pyproject.toml` with `[tool.vaulttools]`; the defaults where there is none.
    Where a symbolic link leads to the vault, it is looked for above the link, then above the folder itself.
    One that cannot be used is a ConfigError.
    """
    file = _nearest_settings(os.path.abspath(root)) or _nearest_settings(os.path.realpath(root))
    return _parse_file(file) if file else DEFAULTS


def _nearest_settings(folder: str) -> str | None:
    while True:
        file = _settings_file(folder)
        above = os.path.dirname(folder)
        if file or above == folder or os.path.exists(os.path.join(folder, ".git")):
            return file
        folder = above


def repository_root(root: str) -> str | None:
    """The folder of the repository that a vault lies in; None where it lies in none."""
    folder = os.path.realpath(root)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def repository_prefix(root: str) -> str:
    """The path from the root of the repository to the vault, with a slash at its end; "" where they are one."""
    folder = repository_root(root)
    inner = os.path.relpath(os.path.realpath(root), folder).replace(os.sep, "/") if folder else "."
    return "" if inner == "." else inner + "/"


def obsidian_settings(root: str) -> list[bytes]:
    """What the files of `.obsidian` hold that `excluded_because` looks into."""
    files = ["app.json", *(file for file, _ in _TEMPLATE_FOLDERS)]
    return [_bytes_of(os.path.join(root, ".obsidian", file)) for file in files]


def _settings_file(folder: str) -> str | None:
    own = os.path.join(folder, "vaulttools.toml")
    if os.path.lexists(own):
        return own
    project = os.path.join(folder, "pyproject.toml")
    return project if os.path.isfile(project) and _may_hold_ours(_bytes_of(project)) else None


def _may_hold_ours(project: bytes) -> bool:
    """Whether a `pyproject.toml` has settings of ours, or speaks of us where it cannot be read."""
    if b"vaulttools" not in project:
        return False
    try:
        tools = _toml(project).get("tool", {})
    except ValueError:
        return True
    return isinstance(tools, dict) and "vaulttools" in tools


def _parse_file(file: str) -> Config:
    if not os.path.isfile(file):
        raise ConfigError(f"{file} is no file, or a link that leads nowhere; put it right or take it away")
    try:
        with open(file, "rb") as stream:
            settings = _toml(stream.read())
    except UnicodeDecodeError:
        raise ConfigError(f"{file} is not UTF-8; save it as UTF-8") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from error
    if os.path.basename(file) == "pyproject.toml":
        settings = settings["tool"]["vaulttools"]
        if not isinstance(settings, dict):
            raise ConfigError(f"{file}: tool.vaulttools must be a table, such as [tool.vaulttools]")
    return parse_config(settings, file)


def _toml(data: bytes) -> dict[str, Any]:
    """What TOML says, with a BOM before it or without; ValueError where it is none."""
    import tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("it holds too many brackets in one another") from None


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
        elif item.strip("/"):
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
