"""A check of a vault in which nothing changed: its report is taken from the cache, and nothing is checked again."""

import marshal
import os
import time
from typing import NamedTuple

from vaulttools.config import Config
from vaulttools.disk_cache import Cache, keep, key_of, recall, stamp
from vaulttools.disk_settings import obsidian_settings, repository_prefix
from vaulttools.outputs import Look

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace

    from vaulttools.disk import Files

_NAME = "reports"
# The newest are kept: a person at the terminal, a hook and an editor each ask in their own way.
_MOST = 4
# A check with any other option depends on more than the vault and the settings.
_OPTIONS = frozenset(
    ("command", "vault", "format", "output", "select", "ignore", "fail_on", "statistics", "verbose")
) | {"show_settings", "exit_zero", "jobs", "cache_dir", "no_cache"}


class Done(NamedTuple):
    """What a check said: each text with its file, None for stdout; and its exit status."""

    reports: tuple[tuple[str, str | None], ...]
    status: int


class Question(NamedTuple):
    """A check whose answer hangs on nothing but `key`, and the cache it may be in."""

    cache: Cache
    key: bytes


def question(
    args: "Namespace", config: Config, look: Look, files: "Files", cache: Cache | None
) -> Question | None:
    """The question that a check asks; None where the answer depends on more, or is not to be kept."""
    beyond = any(value for name, value in vars(args).items() if name not in _OPTIONS)
    unreadable = (*files.found.skipped, *files.unread)
    if cache is None or not files.keys or beyond or config.limits or any(item.failed for item in unreadable):
        return None
    asked = (
        sorted(vars(args).items()),
        config,
        look,
        os.path.basename(os.path.realpath(files.root)),
        repository_prefix(files.root),
        time.strftime("%Y-%m-%d"),
        unreadable,
        files.found.foreign,
    )
    parts = [ascii(asked).encode(), *obsidian_settings(files.root)]
    parts += ["\0".join(paths).encode("utf-8", "surrogateescape") for paths in files.found[:2]]
    return Question(cache, key_of([*parts, b"".join(files.keys.values())]))


def answered(asked: Question | None) -> Done | None:
    """What the same check said before, if it is known."""
    found = _all(asked.cache).get(asked.key) if asked else None
    return Done(*found) if found else None


def remember(asked: Question | None, done: Done) -> None:
    """Keep what a check said."""
    if asked is not None:
        known = [item for item in _all(asked.cache).items() if item[0] != asked.key]
        kept = dict([*known[1 - _MOST :], (asked.key, tuple(done))])
        keep(asked.cache, _NAME, stamp(), marshal.dumps(kept))


def _all(cache: Cache) -> dict[bytes, tuple[tuple[tuple[str, str | None], ...], int]]:
    """The reports that are kept, the newest last."""
    body = recall(cache, _NAME, stamp())
    return marshal.loads(body) if body else {}
