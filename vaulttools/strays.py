"""Strays: patterns of the settings that fit no file of the vault, each with what to do about it. Pure."""

from collections.abc import Iterator, Sequence

from vaulttools.config import Config
from vaulttools.globs import path_matcher

# Written by habit, whether there are such files yet or not; our own pages show some of them.
_COMMON = frozenset({"templates", "drafts", "node_modules", "*.excalidraw.md"})


def strays(config: Config, paths: Sequence[str], vault: str, details: bool) -> list[str]:
    """A line for each pattern that fits none of the vault's files.

    `paths` are all files of the vault, `vault` is its absolute path. Nothing is said of what people write by
    habit, nor, without `details`, of settings that lie above the vault and so may be meant for others; but all
    is said that looks like a mistake: a pattern that begins with the way to the vault, or would fit deeper or in
    other letter case.
    """
    vault = vault.replace("\\", "/")
    folder, _, source = (config.source or f"{vault}/the settings").replace("\\", "/").rpartition("/")
    lines = []
    for key, pattern in _patterns(config):
        if any(map(path_matcher([pattern]), paths)):
            continue
        remedy = _mistake(pattern, paths, vault)
        if not remedy and not _is_common(pattern) and (details or folder == vault):
            remedy = "see its spelling, or take it out"
        if remedy:
            lines.append(f"{source}: the pattern '{pattern}' of {key} fits no file; {remedy}")
    return lines


def _patterns(config: Config) -> Iterator[tuple[str, str]]:
    """The path patterns, each with the key it stands under."""
    yield from (("exclude", pattern) for pattern in config.exclude)
    yield from (("paths", room.pattern) for room in config.paths)
    yield from (("properties", rules.scope) for rules in config.properties if not rules.scope.startswith("#"))


def _mistake(pattern: str, paths: Sequence[str], vault: str) -> str:
    """What is probably wrong with a pattern that fits nothing, and what to do; "" where nothing looks wrong."""
    plain, parts = pattern.removeprefix("./").lstrip("/"), vault.split("/")
    for number in range(1, len(parts)):
        way = "/".join(parts[-number:]) + "/"
        if plain.startswith(way) and plain != way:
            return f"patterns count from the vault's root; write '{plain[len(way) :]}'"
    if any(map(path_matcher([f"**/{plain}"]), paths)):
        return f"patterns count from the vault's root; write '**/{plain}' for any folder"
    if any(map(path_matcher([pattern.lower()]), map(str.lower, paths))):
        return "letter case counts; see its spelling"
    return ""


def _is_common(pattern: str) -> bool:
    """Whether people write a pattern by habit; hidden folders are never read, and naming them is no mistake."""
    first = pattern.removeprefix("./").removeprefix("**/").strip("/").partition("/")[0]
    return first.startswith(".") or first.lower() in _COMMON
