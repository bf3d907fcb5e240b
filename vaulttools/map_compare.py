"""Two states of a vault on one map: what came, what went, what changed its place in the web."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from vaulttools.graph import Graph
from vaulttools.map_model import GONE, NOTE, Changes, MapData, Thing


class State(NamedTuple):
    """A vault at one time: what its map shows, and the graph that came from."""

    data: MapData
    graph: Graph


class _Indexed(NamedTuple):
    """A state with its things by their present path (or slug, where they have none) and those with links."""

    data: MapData
    graph: Graph
    at: dict[str, int]
    linked: frozenset[int]


def compared(now: State, then: State, name: str, renamed: Mapping[str, str] | None = None) -> MapData:
    """The map of `now` with what is gone since `then` still on it, and all changes told.

    `name` says when `then` was; `renamed` leads from old paths to present ones. Notes that are or were
    redacted are not compared: that one came or went would say too much.
    """
    after = _indexed(now, {})
    before = _indexed(then, _surely_renamed(now, then, renamed or {}))
    topics = _matched(after, before)
    gone = [key for key in before.at if key not in after.at]
    place = {**after.at, **{key: len(after.data.things) + at for at, key in enumerate(gone)}}
    links, said, added, lost = _joined_links(after, before, place)
    words = {
        place[key]: before.data.words[before.at[key]] for key in gone if before.at[key] in before.data.words
    }
    return after.data._replace(
        things=after.data.things + tuple(_gone(before.data.things[before.at[key]], topics) for key in gone),
        links=links,
        said=said,
        words={**after.data.words, **words},
        changes=Changes(name, _all_kinds(after, before, place, topics), added, lost, _former(after, before)),
    )


def _surely_renamed(now: State, then: State, renamed: Mapping[str, str]) -> dict[str, str]:
    """Those of the renamings whose old path is gone and whose new one is new."""
    present = {thing.path for thing in now.data.things}
    past = {thing.path for thing in then.data.things}
    return {old: new for old, new in renamed.items() if old not in present and new not in past}


def _indexed(state: State, renamed: Mapping[str, str]) -> _Indexed:
    things = state.data.things
    at = {
        renamed.get(thing.path, thing.path) or thing.slug: at
        for at, thing in enumerate(things)
        if not thing.is_redacted
    }
    return _Indexed(*state, at, frozenset(end for link in state.data.links for end in link))


def _former(after: _Indexed, before: _Indexed) -> dict[int, str]:
    """The old paths of what was renamed, by place."""
    pairs = (
        (after.at[key], before.data.things[at].path, key) for key, at in before.at.items() if key in after.at
    )
    return {place: path for place, path, key in pairs if path and path != key}


def _gone(thing: Thing, topics: Mapping[int, int]) -> Thing:
    return thing._replace(topic=topics.get(thing.topic, -1), slug=GONE + thing.slug)


def _matched(after: _Indexed, before: _Indexed) -> dict[int, int]:
    """For each earlier topic the present one that has most of its notes."""
    shared: dict[int, Counter[int]] = {}
    for key in before.at.keys() & after.at.keys():
        was, now = before.data.things[before.at[key]].topic, after.data.things[after.at[key]].topic
        if was >= 0 and now >= 0:
            shared.setdefault(was, Counter())[now] += 1
    return {was: min(counts, key=lambda now: (-counts[now], now)) for was, counts in shared.items()}


def _all_kinds(
    after: _Indexed, before: _Indexed, place: Mapping[str, int], topics: Mapping[int, int]
) -> dict[int, tuple[str, ...]]:
    """How each changed thing changed, by its place on the joined map, in order of places."""
    found: dict[int, tuple[str, ...]] = {}
    for key, at in sorted(place.items(), key=lambda item: item[1]):
        if key not in before.at:
            found[at] = () if _was_redacted(before, key) else ("added",)
        elif key not in after.at:
            found[at] = ("gone",)
        else:
            found[at] = _kinds(after, before, key, topics)
    return {at: kinds for at, kinds in found.items() if kinds}


def _was_redacted(before: _Indexed, key: str) -> bool:
    return key in before.graph.vault.notes and key not in before.at


def _kinds(after: _Indexed, before: _Indexed, key: str, topics: Mapping[int, int]) -> tuple[str, ...]:
    """What changed of a thing that is in both states."""
    now, was = after.data.things[after.at[key]], before.data.things[before.at[key]]
    renamed = ("renamed",) if was.path and was.path != now.path else ()
    if now.kind != NOTE or was.kind != NOTE:
        return renamed
    new, old = after.graph.vault.notes.get(now.path), before.graph.vault.notes.get(was.path)
    found = {
        "orphaned": before.at[key] in before.linked and after.at[key] not in after.linked,
        "moved topic": was.topic >= 0 and now.topic >= 0 and topics.get(was.topic) != now.topic,
        "edited": new is not None and old is not None and new.text != old.text,
    }
    return (*renamed, *(kind for kind, is_so in found.items() if is_so))


def _joined_links(
    after: _Indexed, before: _Indexed, place: Mapping[str, int]
) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...], tuple[int, ...], tuple[int, ...]]:
    """All links of both states, their sentences, and the indexes of the new and the lost ones."""
    moved = {at: place[key] for key, at in before.at.items()}
    old = {
        (moved[one], moved[two]): said
        for (one, two), said in zip(before.data.links, before.data.said, strict=True)
        if one in moved and two in moved
    }
    new = dict(zip(after.data.links, after.data.said, strict=True))
    known = {at for at, thing in enumerate(after.data.things) if thing.is_redacted}
    known.update(at for key, at in after.at.items() if _was_redacted(before, key))
    links = tuple(sorted(new.keys() | old.keys()))
    added = tuple(at for at, link in enumerate(links) if link not in old and not known.intersection(link))
    lost = tuple(at for at, link in enumerate(links) if link not in new)
    return links, tuple(new[link] if link in new else old[link] for link in links), added, lost
