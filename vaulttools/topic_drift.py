"""What became of the topics of a lock: which split, merged, vanished, appeared or drifted, and by which notes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from vaulttools.topic_lock import Lock, followed
from vaulttools.topics import Topics

Kind = Literal["split", "merged", "vanished", "appeared", "drifted"]
_SHOWN = 4


class Drift(NamedTuple):
    """One change. `name` is the topic that changed, `other` the one it came from or went into, or "".

    `topic` is the id, in the lock, of the topic to look at, 0 for none. `share` says how much of the topic
    changed, 0 to 1. `left` and `came` are the notes that made the change, `fresh` those among its
    notes that the lock does not know; all by path.
    """

    kind: Kind
    topic: int
    name: str
    other: str
    share: float
    left: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()


def drifts(lock: Lock, topics: Topics) -> tuple[Drift, ...]:
    """All changes since the lock, by name of the topic; drift by even one note is one.

    Notes that are new or gone change no topic by themselves. The drift of a topic is the share of the old and
    the present members, of notes that the lock knows, that are not both (the Jaccard distance).
    """
    before = followed(lock, [*topics.of, *topics.homeless])
    old, new = _members(before.of), _members(topics.of)
    names = {**lock.names, **{topic.id: topic.name for topic in topics.topics}}
    found = [_lost(topic, old.get(topic, ()), topics.of, names) for topic in lock.names if topic not in new]
    for topic, members in new.items():
        known = tuple(path for path in members if path in before.of)
        fresh = tuple(path for path in members if path not in before.of)
        if topic not in lock.names:
            found.append(_gained(topic, known, fresh, before.of, names))
        else:
            found += _drifted(topic, old.get(topic, ()), known, fresh, names)
    return tuple(sorted(found, key=lambda drift: (drift.name, drift.kind)))


def told(drift: Drift) -> str:
    """A change in words, with the notes behind it."""
    what = {
        "split": f"split from '{drift.other}'",
        "merged": f"went into '{drift.other}'",
        "vanished": "is gone" if drift.left else "is gone, and so are its notes",
        "appeared": "is new",
        "drifted": f"drifted by {drift.share:.0%}",
    }[drift.kind]
    notes = (("left", drift.left), ("came", drift.came), ("new", drift.fresh))
    parts = [f"{_names(paths)} {how}" for how, paths in notes if paths]
    return f"topic '{drift.name}' {what}" + (f": {'; '.join(parts)}" if parts else "")


def _names(paths: tuple[str, ...]) -> str:
    shown = [f"'{path.rpartition('/')[2].removesuffix('.md')}'" for path in paths[:_SHOWN]]
    rest = len(paths) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _members(of: Mapping[str, int]) -> dict[int, tuple[str, ...]]:
    members: dict[int, list[str]] = {}
    for path, topic in sorted(of.items()):
        members.setdefault(topic, []).append(path)
    return {topic: tuple(paths) for topic, paths in sorted(members.items())}


def _lost(topic: int, members: tuple[str, ...], of: Mapping[str, int], names: Mapping[int, str]) -> Drift:
    """A topic that is no more: it went into another, or it vanished."""
    home, share = _main([of[path] for path in members if path in of], len(members))
    if share >= 0.5:
        moved = tuple(path for path in members if of.get(path) == home)
        return Drift("merged", topic, names[topic], names[home], share, moved)
    return Drift("vanished", topic, names[topic], "", 1.0, members)


def _gained(
    topic: int,
    known: tuple[str, ...],
    fresh: tuple[str, ...],
    of: Mapping[str, int],
    names: Mapping[int, str],
) -> Drift:
    """A topic that was not: it came out of another, or it appeared."""
    home, share = _main([of[path] for path in known], len(known))
    if share >= 0.5:
        moved = tuple(path for path in known if of[path] == home)
        return Drift("split", home, names[topic], names[home], share, (), moved, fresh)
    return Drift("appeared", 0, names[topic], "", 1.0, (), known, fresh)


def _main(topics: list[int], count: int) -> tuple[int, float]:
    """The topic met most, and its share of `count`."""
    home, times = min(Counter(topics).items(), key=lambda item: (-item[1], item[0]), default=(0, 0))
    return home, times / max(1, count)


def _drifted(
    topic: int, old: tuple[str, ...], known: tuple[str, ...], fresh: tuple[str, ...], names: Mapping[int, str]
) -> Iterator[Drift]:
    left, came = sorted(set(old) - set(known)), sorted(set(known) - set(old))
    if left or came:
        share = len([*left, *came]) / len({*old, *known})
        yield Drift("drifted", topic, names[topic], "", share, tuple(left), tuple(came), fresh)
