"""What has a place on the map: notes, missing notes and files, each with its permalink, topic and day."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.map_model import ATTACHMENT, NOTE, UNRESOLVED, Thing
from vaulttools.map_redact import Hidden
from vaulttools.map_words import shown
from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.topics import Topics


def things(
    graph: Graph, topics: Topics, days: Mapping[str, date], hidden: Hidden
) -> tuple[tuple[Thing, ...], dict[str, int]]:
    """Notes, then unresolved names, then files with links; and where each path or `key_of` a link stands.

    Redacted ones come after the others of their kind, in no order that tells their names.
    """
    order = {topic.id: at for at, topic in enumerate(topics.topics)}
    home = {path: order.get(topic, -1) for path, topic in topics.of.items()}
    found = {
        path: _note(note, home.get(path, -1), days.get(path), path in hidden.paths)
        for path, note in live_notes(graph)
    }
    found.update(_named(graph, home, hidden))
    keys = sorted(found, key=lambda key: _rank(key, found[key]))
    return tuple(_distinct_slugs(found[key] for key in keys)), {key: at for at, key in enumerate(keys)}


def _rank(key: str, thing: Thing) -> tuple[int, bool, str]:
    return thing.kind, thing.is_redacted, _shuffled(key) if thing.is_redacted else key


def _named(graph: Graph, home: Mapping[str, int], hidden: Hidden) -> dict[str, Thing]:
    """What links name beside notes: missing notes, files, and the canvases the links stand in.

    Each takes the topic of most of the notes that name it. What only redacted notes name is redacted.
    """
    found: dict[str, Thing] = {}
    homes: dict[str, Counter[int]] = {}
    open_: set[str] = set()
    for link in live_links(graph):
        for key in dict.fromkeys((key_of(link), link.source)):
            if key in graph.vault.notes:
                continue
            found.setdefault(key, _ghost(key, link.link.linkpath) if key[0] == "\0" else _file(key))
            homes.setdefault(key, Counter())[home.get(link.source, -1)] += 1
            if link.source not in hidden.paths:
                open_.add(key)
    for key, counts in homes.items():
        is_open = key in open_ and key not in hidden.paths and not hidden.says(found[key].title)
        thing = found[key] if is_open else _blank(found[key].kind)
        found[key] = thing._replace(topic=min(counts, key=lambda topic: (-counts[topic], topic)))
    return found


def live_notes(graph: Graph) -> Iterable[tuple[str, Note]]:
    """The notes that are shown: all but the excluded ones."""
    return ((path, note) for path, note in graph.vault.notes.items() if path not in graph.vault.excluded)


def live_links(graph: Graph) -> Iterable[ResolvedLink]:
    """The links that are shown: those with no excluded file at either end."""
    excluded = graph.vault.excluded
    return (link for link in graph.links if link.source not in excluded and link.target not in excluded)


def key_of(link: ResolvedLink) -> str:
    """A link's target: its path, or for a missing one a key that no path can be."""
    if link.target is not None:
        return link.target
    name = link.link.linkpath.removesuffix(".md")
    return "\0" + (name.casefold() or link.source)


def _note(note: Note, topic: int, day: date | None, is_redacted: bool) -> Thing:
    if is_redacted:
        return _blank(NOTE)._replace(topic=topic)
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


def _blank(kind: int) -> Thing:
    return Thing(kind, "Redacted", "", "redacted", "", is_redacted=True)


def _shuffled(path: str) -> str:
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def slug(path: str) -> str:
    """A permalink for a path: itself without `.md` when plain ASCII, else its plain part and a hash.

    Case and Unicode forms stay apart, and a file name that is no valid text still has a link.
    """
    name = path.removesuffix(".md")
    is_plain = re.fullmatch(r"[A-Za-z0-9_./-]*", name)
    return name if is_plain else f"{plain_part(name)}~{_shuffled(path)[:8]}"


def plain_part(name: str) -> str:
    """A path without `.md` in the letters of permalinks; the page's script does the same."""
    return re.sub(r"[^A-Za-z0-9_./-]+", "-", name).strip("-")


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
_ISO_DAY = pattern(r"\s*(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def created(note: Note) -> date | None:
    """The day a note says it was made, or None. Both dates and ISO text count."""
    for key in _DAY_KEYS:
        value = note.properties.get(key)
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        match = _ISO_DAY.match(value) if isinstance(value, str) else None
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            continue
    return None
