"""A check of a vault in which nothing changed: its report is taken from the cache, and nothing is checked again."""

import marshal
import os
import re
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from vaulttools.config import Config
from vaulttools.disk_cache import WORTH_IT, Cache, keep, key_of, recall, stamp
from vaulttools.disk_scan import Scan, is_note
from vaulttools.disk_settings import obsidian_settings, repository_prefix
from vaulttools.errors import VaultError
from vaulttools.outputs import Look
from vaulttools.patterns import pattern

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace

_NAME = "reports"
# The newest are kept: a person at the terminal, a hook and an editor each ask in their own way.
_MOST = 4
# A check with any other option depends on more than the vault and the settings.
_OPTIONS = frozenset(
    (
        "command",
        "vault",
        "format",
        "output",
        "select",
        "ignore",
        "fail_on",
        "statistics",
        "verbose",
        "tracked",
    )
) | {"show_settings", "exit_zero", "jobs", "cache_dir", "no_cache"}
# These change no report, or are looked at in another form.
_IDLE = frozenset(("vault", "format", "output", "jobs", "cache_dir", "no_cache"))
# `sarif=out.sarif`; a file of such a name is written `./sarif=out.sarif`.
_NAMED = pattern(r"([a-z][a-z0-9-]*)=(.*)", re.DOTALL)


class Done(NamedTuple):
    """What a check said: each text with its file, None for stdout; its exit status; and what goes to stderr."""

    reports: tuple[tuple[str, str | None], ...]
    status: int
    said: str


class Question(NamedTuple):
    """A check whose answer hangs on `key` and on what the vault's files hold, and the cache it may be in.

    `files` are those of its `destinations`; how they are called changes no report.
    """

    cache: Cache
    key: bytes
    files: tuple[str | None, ...]


def destinations(name: str, files: Sequence[str], root: str) -> list[tuple[str, str | None]]:
    """The reports that are asked for: each a format and a file, None for stdout.

    `files` holds `FILE` for the format `name`, or `FORMAT=FILE`. Without a plain FILE the format `name` goes
    to stdout. VaultError for a file without a name: a variable was empty; for one that two reports would go into;
    and for one that would be a note of the vault at `root`.
    """
    wanted: list[tuple[str, str | None]] = []
    for given in files:
        match = _NAMED.fullmatch(given)
        wanted.append((match[1], match[2]) if match else (name, given))
        if not wanted[-1][1]:
            raise VaultError(f"--output '{given}' names no file; write it as --output {wanted[-1][0]}=FILE")
    _refuse_lost([file for _, file in wanted if file and file != "-"], root)
    if all(other != name for other, _ in wanted):
        wanted.insert(0, (name, None))
    return [(other, None if file == "-" else file) for other, file in wanted]


def _refuse_lost(files: Sequence[str], root: str) -> None:
    """VaultError where one report would overwrite another, or be a note."""
    taken: set[str] = set()
    vault = os.path.join(os.path.realpath(root), "")
    for file in files:
        real = os.path.realpath(file)
        is_seen = real.startswith(vault) and "/." not in real[len(vault) - 1 :].replace(os.sep, "/")
        if real in taken:
            raise VaultError(f"two reports would go into {file}; give each --output a file of its own")
        if is_note(real) and is_seen:
            verb = "is" if os.path.exists(real) else "would be"
            raise VaultError(f"{file} {verb} a note of the vault; give the output another name")
        if os.path.isfile(real) or not os.path.exists(real):  # /dev/null takes them all
            taken.add(real)


def question(
    args: "Namespace", config: Config, look: Look, found: Scan, cache: Cache | None
) -> Question | None:
    """The question that a check asks; None where the answer hangs on more, or no cache is worth it."""
    beyond = any(value for name, value in vars(args).items() if name not in _OPTIONS)
    if cache is None or beyond or config.limits or len(found.notes) < WORTH_IT:
        return None
    wanted = destinations(args.format, args.output, cache.root)
    asked = (
        [(name, file is None) for name, file in wanted],
        [(name, value) for name, value in sorted(vars(args).items()) if name not in _IDLE],
        config,
        look,
        os.path.basename(os.path.realpath(cache.root)),
        repository_prefix(cache.root),
        time.strftime("%Y-%m-%d"),
        found.skipped,
        found.foreign,
    )
    parts = [ascii(asked).encode(), *obsidian_settings(cache.root)]
    parts += ["\0".join(paths).encode("utf-8", "surrogateescape") for paths in (found.notes, found.others)]
    return Question(cache, key_of(parts), tuple(file for _, file in wanted))


def answered(asked: Question | None, read: Callable[[], bytes]) -> Done | None:
    """What the same check said before, if it is known. `read` gives the keys of all files, "" when one has none."""
    reports = _all(asked.cache) if asked else {}
    if asked is None or not reports:
        return None
    keys = read()
    known = reports.get(key_of([asked.key, keys])) if keys else None
    return Done(tuple(zip(known[0], asked.files, strict=True)), *known[1:]) if known else None


def remember(asked: Question | None, keys: bytes, done: Done) -> None:
    """Keep what a check said of files with these keys; a check that could not be done is done again."""
    if asked is None or not keys or done.status == 2:
        return
    key = key_of([asked.key, keys])
    known = [item for item in _all(asked.cache).items() if item[0] != key]
    texts = tuple(text for text, _ in done.reports)
    kept = dict([*known[1 - _MOST :], (key, (texts, done.status, done.said))])
    keep(asked.cache, _NAME, stamp(), marshal.dumps(kept))


def _all(cache: Cache) -> dict[bytes, tuple[tuple[str, ...], int, str]]:
    """The reports that are kept, the newest last."""
    body = recall(cache, _NAME, stamp())
    return marshal.loads(body) if body else {}
