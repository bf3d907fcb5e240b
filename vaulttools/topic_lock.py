"""`topics.lock`: which topic each note was in, and what the topics were called. Pure.

The file is text: a JSON object a line, topics first, all sorted, so that git merges it line by line.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vaulttools.errors import VaultError
from vaulttools.vault import Vault

FILE = "topics.lock"
"""Its place: the vault's root."""


class Lock(NamedTuple):
    """Names by topic id, "" for a topic that is to be named anew; and the topic id of each note, by path."""

    names: Mapping[int, str]
    of: Mapping[str, int]


def lock_of(vault: Vault) -> Lock | None:
    """The lock of a vault, or None. A line that is no entry is a VaultError."""
    source = vault.sources.get(FILE)
    return parse_lock(source.text, FILE) if source else None


def parse_lock(text: str, source: str) -> Lock:
    """The lock that a text holds; a line that is no entry is a VaultError.

    Of two lines for one topic or note, as a merge may leave them, the last counts.
    """
    import json

    names: dict[int, str] = {}
    of: dict[str, int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if line.strip():
            try:
                match json.loads(line):
                    case {"topic": int(topic), "name": str(name), **rest} if _is_id(topic) and not rest:
                        names[topic] = name
                    case {"note": str(path), "topic": int(topic), **rest} if _is_id(topic) and not rest:
                        of[path] = topic
                    case _:
                        raise ValueError
            except (ValueError, RecursionError):
                raise VaultError(
                    f"{source}:{number} is no entry of a lock; mend the line, or delete the file and write it "
                    "anew with `vaulttools topics --lock`"
                ) from None
    return Lock({topic: names.get(topic, "") for topic in sorted({*names, *of.values()})}, of)


def lock_text(lock: Lock) -> str:
    """The text of a lock: topics by id, notes by path, in ASCII."""
    import json

    lines = [json.dumps({"topic": topic, "name": name}) for topic, name in sorted(lock.names.items())]
    lines += [note_line(path, topic) for path, topic in sorted(lock.of.items())]
    return "".join(line + "\n" for line in lines)


def note_line(path: str, topic: int) -> str:
    """The line of a note, without its end."""
    import json

    return json.dumps({"note": path, "topic": topic})


def followed(lock: Lock, paths: Iterable[str]) -> Lock:
    """The lock for the notes there are now, those that are gone left out.

    A note that is gone, and has the name of exactly one that is new, has moved there.
    """
    now = set(paths)
    places: dict[str, list[str]] = {}
    for path in sorted(now - lock.of.keys()):
        places.setdefault(_name(path), []).append(path)
    gone = sorted(lock.of.keys() - now)
    times = Counter(map(_name, gone))
    of = {path: topic for path, topic in lock.of.items() if path in now}
    for path in gone:
        if times[_name(path)] == len(places.get(_name(path), ())) == 1:
            of[places[_name(path)][0]] = lock.of[path]
    return Lock(lock.names, of)


def _name(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def _is_id(value: int) -> bool:
    return type(value) is int and value > 0
