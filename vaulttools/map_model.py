"""The map's own values: things, topics, words and marks. `map_data` fills them, `map_page` writes them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

NOTE, UNRESOLVED, ATTACHMENT = 0, 1, 2

# What the permalinks of things begin with that are no more.
GONE = "gone/"


class Thing(NamedTuple):
    """Something with a place on the map: a note, a file, or a name that leads nowhere yet.

    `path` is "" for what cannot be opened. `slug` is its permalink: ASCII letters, digits and `-_./~` only.
    `topic` counts in `MapData.topics`, -1 for none. `day` is the proleptic ordinal of the day it was made.
    """

    kind: int
    title: str
    path: str
    slug: str
    folder: str
    topic: int = -1
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    day: int | None = None
    is_redacted: bool = False


class Words(NamedTuple):
    """What the panel says of a note beside its links."""

    excerpt: str
    properties: tuple[tuple[str, str], ...]
    video: str
    moments: tuple[int, ...]


class MapTopic(NamedTuple):
    """A topic as the legend shows it; `hub` and `bridges` count in `MapData.things`."""

    name: str
    keywords: tuple[str, ...]
    size: int
    hub: int
    bridges: tuple[int, ...]
    conductance: float
    stability: float


class Mark(NamedTuple):
    """A finding at a thing of the map: check, severity, message, and the title of its fix or ""."""

    thing: int
    check: str
    severity: str
    message: str
    fix: str


class Changes(NamedTuple):
    """What changed since another state of the vault, which `since` names.

    `things` has for each changed thing the kinds of its changes: "added", "gone", "renamed", "orphaned",
    "moved topic", "edited". `added` and `lost` count in `MapData.links`. `former` has the old paths of
    renamed things.
    """

    since: str
    things: Mapping[int, tuple[str, ...]]
    added: tuple[int, ...]
    lost: tuple[int, ...]
    former: Mapping[int, str] = MappingProxyType({})


class MapData(NamedTuple):
    """All a map shows.

    `links` are distinct directed pairs of things, sorted; `said` has the sentence of each, or "".
    """

    title: str
    vault: str
    things: tuple[Thing, ...]
    links: tuple[tuple[int, int], ...]
    said: tuple[str, ...]
    words: Mapping[int, Words]
    topics: tuple[MapTopic, ...]
    modularity: float
    marks: tuple[Mark, ...]
    changes: Changes | None = None


class FindingLike(Protocol):
    """The parts of a finding that the map draws."""

    @property
    def check(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def fix(self) -> Any: ...
