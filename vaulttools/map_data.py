"""What the map shows, as values: things, links, topics, words. No positions, no HTML."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.map_model import (
    NOTE,
    FindingLike,
    MapData,
    MapTopic,
    Mark,
    Thing,
    Words,
)
from vaulttools.map_redact import Hidden
from vaulttools.map_things import key_of, live_links, live_notes, things
from vaulttools.map_words import excerpt, moments, sentence, shown, visible
from vaulttools.note import Note
from vaulttools.topics import Topic, Topics


def map_data(
    graph: Graph,
    topics: Topics,
    findings: Iterable[FindingLike] = (),
    *,
    title: str | None = None,
    days: Mapping[str, date] | None = None,
    redacted: Collection[str] = (),
    unsaid: Collection[str] = (),
) -> MapData:
    """What the map of a vault shows. O(notes + links).

    `days` says when a note was made where its properties do not. Of `redacted` paths neither a name nor a
    word remains, here or in other notes' sentences; nor of the `unsaid` names, given in lower case.
    """
    hidden = Hidden(graph, frozenset(redacted), frozenset(unsaid))
    found, index = things(graph, topics, days or {}, hidden)
    pairs = _pairs(graph, index)
    text_of = cache(lambda path: visible(graph.vault.notes[path].text))
    said = tuple(_sentence(graph, link, hidden, text_of) for link in pairs.values())
    words = {
        index[path]: _without(_words(note, text_of(path)), path, hidden)
        for path, note in live_notes(graph)
        if path not in hidden.paths
    }
    return MapData(
        title=shown(title or graph.vault.name) or "Vault",
        vault=shown(graph.vault.name),
        things=found,
        links=tuple(pairs),
        said=said,
        words=words,
        topics=tuple(_topics(graph, topics, found, index, hidden)),
        modularity=topics.modularity,
        marks=tuple(_marks(findings, index, hidden)),
    )


def _pairs(graph: Graph, index: Mapping[str, int]) -> dict[tuple[int, int], ResolvedLink]:
    """The first link of each pair of things, in order of the pairs; links into the same note left out."""
    pairs: dict[tuple[int, int], ResolvedLink] = {}
    for link in live_links(graph):
        pair = index[link.source], index[key_of(link)]
        if pair[0] != pair[1]:
            pairs.setdefault(pair, link)
    return dict(sorted(pairs.items()))


_SHOWN_ELSEWHERE = {
    "title",
    "aliases",
    "alias",
    "tags",
    "tag",
    "videoId",
    "cssclasses",
    "cssclass",
    "position",
}


def _words(note: Note, text: str) -> Words:
    pairs = (
        (shown(str(key)), _value(value))
        for key, value in note.properties.items()
        if key not in _SHOWN_ELSEWHERE
    )
    return Words(excerpt(text), tuple((key, value) for key, value in pairs if value), *moments(note))


def _value(value: object) -> str:
    """A property's value in words, cut to a line; "" for nothing."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_value, value[:12])))
    if value is None or isinstance(value, Mapping):
        return ""
    text = shown(str(value)).replace("[[", "").replace("]]", "").strip()
    return text if len(text) <= 120 else text[:119] + "…"


def _sentence(graph: Graph, link: ResolvedLink, hidden: Hidden, text_of: Callable[[str], str]) -> str:
    if link.source not in graph.vault.notes or not hidden.paths.isdisjoint((link.source, link.target)):
        return ""
    said = sentence(text_of(link.source), link.link)
    return "" if hidden.says(said, link.source) else said


def _without(words: Words, path: str, hidden: Hidden) -> Words:
    properties = tuple(item for item in words.properties if not hidden.says(" ".join(item), path))
    return words._replace(
        excerpt="" if hidden.says(words.excerpt, path) else words.excerpt, properties=properties
    )


def _safe_name(graph: Graph, topic: Topic, members: Sequence[str], hidden: Hidden) -> str:
    """A topic's name where some members are redacted: its own if an open one is called so, else the first one's."""
    titles = [
        title for title in (graph.vault.notes[path].title for path in members) if not hidden.says(title)
    ]
    return shown(topic.name if topic.name in titles else titles[0]) if titles else ""


def _topics(
    graph: Graph, topics: Topics, things: Sequence[Thing], index: Mapping[str, int], hidden: Hidden
) -> Iterable[MapTopic]:
    sizes = Counter(thing.topic for thing in things if thing.kind == NOTE)
    for at, topic in enumerate(topics.topics):
        # Names and keywords are made of members' words, so one redacted member makes them unsafe.
        open_ = [path for path in topic.members if path not in hidden.paths]
        is_safe = len(open_) == len(topic.members)
        yield MapTopic(
            shown(topic.name) if is_safe else _safe_name(graph, topic, open_, hidden) or f"Topic {at + 1}",
            tuple(map(shown, topic.keywords)) if is_safe else (),
            sizes[at],
            index.get(topic.hub, -1),
            tuple(index[path] for path in topic.bridges if path in index),
            round(topic.conductance, 3),
            round(topic.stability, 3),
        )


def _marks(findings: Iterable[FindingLike], index: Mapping[str, int], hidden: Hidden) -> Iterable[Mark]:
    for finding in findings:
        if (
            finding.path in index
            and finding.path not in hidden.paths
            and not hidden.says(finding.message, finding.path)
        ):
            fix = getattr(finding.fix, "title", "") if finding.fix is not None else ""
            yield Mark(
                index[finding.path], finding.check, str(finding.severity), shown(finding.message), shown(fix)
            )
