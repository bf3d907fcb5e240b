"""What the map shows, as values: things, links, topics, words. No positions, no HTML."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.map_model import (
    ATTACHMENT,
    NOTE,
    UNRESOLVED,
    FindingLike,
    MapData,
    MapTopic,
    Mark,
    Thing,
    Words,
)
from vaulttools.map_redact import Hidden
from vaulttools.map_words import excerpt, moments, sentence, shown
from vaulttools.note import Note
from vaulttools.topics import Topics


def map_data(
    graph: Graph,
    topics: Topics,
    findings: Iterable[FindingLike] = (),
    *,
    title: str | None = None,
    days: Mapping[str, date] | None = None,
    redacted: Collection[str] = (),
) -> MapData:
    """What the map of a vault shows. O(notes + links).

    `days` says when a note was made where its properties do not. Of `redacted` paths neither a name nor a
    word remains, here or in other notes' sentences.
    """
    hidden = Hidden(graph, frozenset(redacted))
    things, index = _things(graph, topics, days or {}, hidden)
    pairs = _pairs(graph, index)
    said = tuple(_sentence(graph, link, hidden) for link in pairs.values())
    words = {index[path]: _words(note) for path, note in _live_notes(graph) if path not in hidden.paths}
    words = {key: _without(value, hidden) for key, value in words.items()}
    return MapData(
        title=shown(title or graph.vault.name) or "Vault",
        vault=shown(graph.vault.name),
        things=things,
        links=tuple(pairs),
        said=said,
        words=words,
        topics=tuple(_topics(topics, things, index, hidden)),
        modularity=topics.modularity,
        marks=tuple(_marks(findings, index, hidden)),
    )


def _live_notes(graph: Graph) -> Iterable[tuple[str, Note]]:
    return ((path, note) for path, note in graph.vault.notes.items() if path not in graph.vault.excluded)


def _things(
    graph: Graph, topics: Topics, days: Mapping[str, date], hidden: Hidden
) -> tuple[tuple[Thing, ...], dict[str, int]]:
    """Notes, then unresolved names, then linked files; and where each path or `ghost` key stands.

    Redacted notes come after the others, in no order that tells their names.
    """
    order = {topic.id: at for at, topic in enumerate(topics.topics)}
    home = {path: order.get(topic, -1) for path, topic in topics.of.items()}
    notes = sorted(_live_notes(graph), key=lambda item: _shuffled(item[0]) if item[0] in hidden.paths else "")
    found = {
        path: _note(note, home.get(path, -1), days.get(path), path in hidden.paths) for path, note in notes
    }
    homes: dict[str, Counter[int]] = {}
    for link in _live_links(graph):
        key = _key(link)
        if key not in graph.vault.notes:
            homes.setdefault(key, Counter())[home.get(link.source, -1)] += 1
            found.setdefault(key, _ghost(key, link.link.linkpath) if link.target is None else _file(key))
            if hidden.says(found[key].title):
                found[key] = _blank(found[key].kind, key)
        if link.source not in found:
            found[link.source] = _file(link.source)
    for key, counts in homes.items():
        found[key] = found[key]._replace(topic=max(sorted(counts), key=lambda topic: counts[topic]))
    kinds = {key: (thing.kind, key if thing.kind else "") for key, thing in found.items()}
    keys = sorted(found, key=kinds.__getitem__)
    return tuple(_distinct_slugs(found[key] for key in keys)), {key: at for at, key in enumerate(keys)}


def _live_links(graph: Graph) -> Iterable[ResolvedLink]:
    excluded = graph.vault.excluded
    return (link for link in graph.links if link.source not in excluded and link.target not in excluded)


def _key(link: ResolvedLink) -> str:
    """A link's target: its path, or for a missing one a key that no path can be."""
    if link.target is not None:
        return link.target
    name = link.link.linkpath.removesuffix(".md")
    return "\0" + (name.casefold() or link.source)


def _pairs(graph: Graph, index: Mapping[str, int]) -> dict[tuple[int, int], ResolvedLink]:
    """The first link of each pair of things, in order of the pairs; links into the same note left out."""
    pairs: dict[tuple[int, int], ResolvedLink] = {}
    for link in _live_links(graph):
        pair = index[link.source], index[_key(link)]
        if pair[0] != pair[1]:
            pairs.setdefault(pair, link)
    return dict(sorted(pairs.items()))


def _note(note: Note, topic: int, day: date | None, is_redacted: bool) -> Thing:
    if is_redacted:
        return _blank(NOTE, note.path)._replace(topic=topic)
    tags = tuple(dict.fromkeys(shown(tag.name) for tag in note.tags))
    aliases = tuple(shown(alias) for alias in note.aliases)
    made = created(note) or day
    return Thing(NOTE, shown(note.title) or "Untitled", shown(note.path), slug(note.path), shown(note.folder),
                 topic, tags, aliases, made.toordinal() if made else None)  # fmt: skip


def _ghost(key: str, written: str) -> Thing:
    """A missing note, by the first writing of its name."""
    return Thing(UNRESOLVED, shown(written) or "(no name)", "", slug("missing/" + key[1:]), "")


def _file(path: str) -> Thing:
    folder, _, name = path.rpartition("/")
    return Thing(ATTACHMENT, shown(name), shown(path), slug(path), shown(folder))


def _blank(kind: int, path: str) -> Thing:
    return Thing(kind, "Redacted", "", "redacted", "", is_redacted=True)


def _shuffled(path: str) -> str:
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def slug(path: str) -> str:
    """A permalink for a path: itself without `.md` when plain ASCII, else its plain part and a hash.

    Case and Unicode forms stay apart, and a file name that is no valid text still has a link.
    """
    name = path.removesuffix(".md")
    simple = re.sub(r"[^A-Za-z0-9_./-]+", "-", name)
    return simple if simple == name else f"{simple.strip('-')}~{_shuffled(path)[:8]}"


def _distinct_slugs(things: Iterable[Thing]) -> Iterable[Thing]:
    """The things with slugs made distinct: "a" and "a.md", or redacted ones, would share one."""
    seen: Counter[str] = Counter()
    for thing in things:
        seen[thing.slug] += 1
        yield thing if seen[thing.slug] == 1 else thing._replace(slug=f"{thing.slug}~{seen[thing.slug]}")


_DAY_KEYS = (
    "created",
    "date created",
    "date_created",
    "created_at",
    "creation date",
    "date",
    "published",
    "Date",
)
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def created(note: Note) -> date | None:
    """The day a note says it was made, or None. Both dates and ISO text count."""
    for key in _DAY_KEYS:
        value = note.properties.get(key)
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        match = _ISO_DAY.match(value) if isinstance(value, str) else None
        try:
            return date(*map(int, match.groups())) if match else None
        except ValueError:
            continue
    return None


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


def _words(note: Note) -> Words:
    pairs = (
        (shown(str(key)), _value(value))
        for key, value in note.properties.items()
        if key not in _SHOWN_ELSEWHERE
    )
    return Words(excerpt(note), tuple((key, value) for key, value in pairs if value), *moments(note))


def _value(value: object) -> str:
    """A property's value in words, cut to a line; "" for nothing."""
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_value, value[:12])))
    if value is None or isinstance(value, Mapping):
        return ""
    text = shown(str(value)).replace("[[", "").replace("]]", "").strip()
    return text if len(text) <= 120 else text[:119] + "…"


def _sentence(graph: Graph, link: ResolvedLink, hidden: Hidden) -> str:
    note = graph.vault.notes.get(link.source)
    if note is None or link.source in hidden.paths or link.target in hidden.paths:
        return ""
    said = sentence(note.text, link.link)
    return "" if hidden.says(said) else said


def _without(words: Words, hidden: Hidden) -> Words:
    properties = tuple(item for item in words.properties if not hidden.says(" ".join(item)))
    return words._replace(excerpt="" if hidden.says(words.excerpt) else words.excerpt, properties=properties)


def _topics(
    topics: Topics, things: Sequence[Thing], index: Mapping[str, int], hidden: Hidden
) -> Iterable[MapTopic]:
    sizes = Counter(thing.topic for thing in things if thing.kind == NOTE)
    for at, topic in enumerate(topics.topics):
        # Names and keywords are made of members' words, so one redacted member makes them unsafe.
        open_ = not hidden.paths.intersection(topic.members)
        yield MapTopic(
            shown(topic.name) if open_ else f"Topic {at + 1}",
            tuple(map(shown, topic.keywords)) if open_ else (),
            sizes[at],
            index.get(topic.hub, -1),
            tuple(index[path] for path in topic.bridges if path in index),
            round(topic.conductance, 3),
            round(topic.stability, 3),
        )


def _marks(findings: Iterable[FindingLike], index: Mapping[str, int], hidden: Hidden) -> Iterable[Mark]:
    for finding in findings:
        if finding.path in index and finding.path not in hidden.paths and not hidden.says(finding.message):
            fix = getattr(finding.fix, "title", "") if finding.fix is not None else ""
            yield Mark(
                index[finding.path], finding.check, str(finding.severity), shown(finding.message), shown(fix)
            )
