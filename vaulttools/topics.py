"""Topic clusters: groups of densely linked notes, found, named and judged."""

from collections.abc import Mapping, Sequence
from itertools import count
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.empty import EMPTY
from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.topic_declared import declared, declared_by_maps
from vaulttools.topic_lock import followed, lock_of
from vaulttools.topic_overlap import same
from vaulttools.vault import Vault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vaulttools.topic_names import Named
    from vaulttools.topic_quality import Flow, Stability
    from vaulttools.topic_weights import Weights
    from vaulttools.words import Words

BRIDGES = 3
"""Bridges given for a topic."""

_SPREAD = 0.5
_FEWEST = 4


class Topic(NamedTuple):
    """One topic cluster.

    `id` counts from 1, largest topic first; with a `topics.lock` it stays the topic's own.
    `members` are note paths, best connected first; `hub` is the first of them. `bridges` are members
    with many links into other topics. `keywords` set the topic apart, strongest first.
    `conductance` is the share of the members' link weight that leaves the topic (0 is best).
    `stability` is how well the topic survives when a fifth of links and words are left out (mean Jaccard
    index; 0.75 and more is stable, below 0.5 it dissolves). `coherence` is how much the keywords keep
    company (mean NPMI, -1 to 1). `modularity` is its part of the whole vault's. `parent` is the id of its
    area, if the vault has areas. `topic_quality` defines each figure with its source.
    """

    id: int
    name: str
    keywords: tuple[str, ...]
    members: tuple[str, ...]
    hub: str
    bridges: tuple[str, ...]
    conductance: float
    stability: float
    coherence: float = 0.0
    modularity: float = 0.0
    parent: int | None = None


class Area(NamedTuple):
    """A topic of topics. `id` counts from 1, largest first; `topics` are ids, largest topic first."""

    id: int
    name: str
    keywords: tuple[str, ...]
    topics: tuple[int, ...]


class Topics(NamedTuple):
    """All topics of a vault, largest first, and where each note belongs.

    `of` has the topic id of each note that has one. `modularity` is Newman's Q of the weighted
    link graph. `homeless` are notes that neither links nor words place, sorted. `confidence` says how sure
    the place of each note in `of` is, 0 to 1. `coverage` is the share of link weight inside topics.
    `stability` is the mean over placed notes of their topic's. `agreement` is the adjusted mutual
    information with what the vault declares: "folders", "tags", "topic property", "maps", where it declares
    any. `conductance` and `coherence` are means over placed notes too. `areas` group topics where there are many.
    """

    topics: tuple[Topic, ...]
    of: Mapping[str, int]
    modularity: float
    homeless: tuple[str, ...]
    confidence: Mapping[str, float] = EMPTY
    coverage: float = 0.0
    stability: float = 0.0
    agreement: Mapping[str, float] = EMPTY
    conductance: float = 0.0
    coherence: float = 0.0
    areas: tuple[Area, ...] = ()

    def __repr__(self) -> str:
        """In short, as a vault's."""
        return f"<Topics: {len(self.topics)}, of {len(self.of)} notes; homeless {len(self.homeless)}>"


class _Before(NamedTuple):
    """What a lock says of the notes: their clusters of before, whose topics have the ids of `topics`."""

    labels: "NDArray[np.int64] | None"
    topics: tuple[int, ...]
    names: Mapping[int, str]

    @classmethod
    def of_vault(cls, vault: Vault, paths: Sequence[str]) -> "_Before":
        """From the vault's lock, if it has one."""
        import numpy as np

        lock = lock_of(vault)
        if lock is None:
            return cls(None, (), {})
        of = followed(lock, paths).of
        topics = tuple(sorted(set(of.values())))
        place = {topic: number for number, topic in enumerate(topics)}
        labels = np.array([place.get(of.get(path, 0), -1) for path in paths], np.int64)
        return cls(labels, topics, lock.names)

    def ids(self, labels: "NDArray[np.int64]") -> tuple[int, ...]:
        """The id of each cluster: the one of before where it goes on, else the next that was never used."""
        old = {} if self.labels is None else same(self.labels, labels)
        fresh = count(max(self.names, default=0) + 1)
        clusters = range(int(labels.max(initial=-1)) + 1)
        return tuple(self.topics[old[number]] if number in old else next(fresh) for number in clusters)

    def named(self, ids: Sequence[int]) -> dict[int, str]:
        """The names that clusters keep."""
        return {number: self.names[topic] for number, topic in enumerate(ids) if self.names.get(topic)}


class _Judged(NamedTuple):
    """All that is known before it is put into words for people."""

    weights: "Weights"
    words: "Words"
    present: Any
    labels: "NDArray[np.int64]"
    ids: tuple[int, ...]
    flow: "Flow"
    stability: "Stability"
    names: tuple["Named", ...]
    areas: "NDArray[np.int64]"
    area_names: tuple["Named", ...]
    bridging: "NDArray[np.float64]"


def find_topics(graph: Graph, *, seed: int = 0, resolution: float = 1.0) -> Topics:
    """The topic clusters of a vault, named and judged.

    Same graph and seed, same answer to the byte, whatever order its files came in. A higher `resolution`
    gives more and smaller topics. Excluded notes take no part. Where the vault has a `topics.lock`, topics
    go on from it: same ids and names, and a note moves only where much speaks for it. Linear in text and
    links, about half a millisecond a note.
    """
    import numpy as np

    from vaulttools.topic_areas import find_areas
    from vaulttools.topic_names import name_topics, read_material
    from vaulttools.topic_quality import flow, stability
    from vaulttools.topic_search import partition
    from vaulttools.topic_weights import weigh
    from vaulttools.words import read_words

    if not 0 < resolution < inf:
        raise ValueError(f"resolution must be above 0 and finite, not {resolution}")
    notes = [
        graph.vault.notes[path] for path in sorted(graph.vault.notes) if path not in graph.vault.excluded
    ]
    if not notes:
        return Topics((), {}, 0.0, ())
    paths = [note.path for note in notes]
    before = _Before.of_vault(graph.vault, paths)
    words = read_words(notes)
    weights = weigh(graph, paths, words.weights)
    found = partition(weights, seed, resolution, before.labels)
    found = found._replace(labels=_by_size(found.labels))
    ids = before.ids(found.labels)
    areas = find_areas(weights, found.labels, seed)
    # One more than needed, so that -1 finds -1.
    wide = np.append(areas, -1)[found.labels] if len(areas) else found.labels
    material = read_material(notes, words)
    names = name_topics(material, found.labels, weights.joined, before.named(ids))
    judged = _Judged(
        weights, words, words.weights.sign().tocsc(), found.labels, ids, flow(weights.links, found.labels),
        stability(found), names,
        areas, name_topics(material, wide, weights.joined, {}) if len(areas) else (),
        _bridging(weights, found.labels),
    )  # fmt: skip
    return _topics(notes, judged)


def _by_size(labels: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """Clusters numbered largest first, ties by first note."""
    import numpy as np

    sizes = np.bincount(labels[labels >= 0], minlength=labels.max(initial=-1) + 1)
    number = np.empty(len(sizes), np.int64)
    number[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return np.where(labels >= 0, number[labels], -1) if len(sizes) else labels


def _topics(notes: Sequence[Note], judged: _Judged) -> Topics:
    from vaulttools.topic_quality import coverage, modularity

    paths, labels = judged.weights.paths, judged.labels.tolist()
    topics = tuple(_topic(number, judged) for number in range(len(judged.names)))
    placed = {path: judged.ids[label] for path, label in zip(paths, labels, strict=True) if label >= 0}
    sure = {path: _short(judged.stability.notes[row]) for row, path in enumerate(paths) if path in placed}
    return Topics(
        topics,
        placed,
        _short(modularity(judged.flow)),
        tuple(path for path in paths if path not in placed),
        sure,
        _short(coverage(judged.flow)),
        _mean(topics, "stability"),
        _agreement(notes, judged.weights, labels),
        _mean(topics, "conductance"),
        _mean(topics, "coherence"),
        _areas(judged),
    )


def _mean(topics: Sequence[Topic], figure: str) -> float:
    """The mean over placed notes of a figure of their topics."""
    placed = sum(len(topic.members) for topic in topics)
    return _short(sum(getattr(topic, figure) * len(topic.members) for topic in topics) / max(1, placed))


def _areas(judged: _Judged) -> tuple[Area, ...]:
    inside: list[list[int]] = [[] for _ in judged.area_names]
    for topic, home in enumerate(judged.areas.tolist()):
        inside[home].append(judged.ids[topic])
    return tuple(
        Area(number + 1, named.name, named.keywords, tuple(inside[number]))
        for number, named in enumerate(judged.area_names)
    )


def _topic(number: int, judged: _Judged) -> Topic:
    from vaulttools.topic_quality import coherence, conductance, modularities

    named = judged.names[number]
    members = _members(number, judged)
    return Topic(
        judged.ids[number],
        named.name,
        named.keywords,
        members,
        members[0],
        _bridges(number, judged),
        _short(conductance(judged.flow)[number]),
        _short(judged.stability.topics[number]),
        _short(coherence(judged.present, named.columns)),
        _short(modularities(judged.flow)[number]),
        int(judged.areas[number]) + 1 if len(judged.areas) else None,
    )


def _members(number: int, judged: _Judged) -> tuple[str, ...]:
    """Members by link weight inside the topic, then by confidence, then by path."""
    import numpy as np

    rows = np.flatnonzero(judged.labels == number)
    inner = np.asarray(judged.weights.links[rows][:, rows].sum(1)).ravel()
    order = np.lexsort((rows, -judged.stability.notes[rows].round(9), -inner.round(9)))
    return tuple(judged.weights.paths[row] for row in rows[order])


def _bridging(weights: "Weights", labels: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """For each note whose links spread over topics, its link weight into others: participation 0.5 or more.

    Source: Guimerà, Amaral, Nature 433 (2005). 0 for all other notes.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    links, rows = weights.links, np.arange(len(labels))
    # Notes without a topic count as one more topic, column 0.
    into = links @ csr_matrix(
        (np.ones(len(rows)), (rows, labels + 1)), (len(rows), labels.max(initial=-1) + 2)
    )
    total = np.asarray(into.sum(1)).ravel()
    squares = np.asarray(into.multiply(into).sum(1)).ravel() / np.maximum(total, 1e-12) ** 2
    outside = (total - np.asarray(into[rows, labels + 1]).ravel()).round(9)
    return np.where((np.diff(links.indptr) >= _FEWEST) & ((1 - squares).round(9) >= _SPREAD), outside, 0.0)


def _bridges(number: int, judged: _Judged) -> tuple[str, ...]:
    """Members with the most link weight into other topics, of those that bridge."""
    import numpy as np

    rows = np.flatnonzero((judged.labels == number) & (judged.bridging > 0))
    return tuple(
        judged.weights.paths[row] for row in rows[np.lexsort((rows, -judged.bridging[rows]))[:BRIDGES]]
    )


def _agreement(notes: Sequence[Note], weights: "Weights", labels: Sequence[int]) -> dict[str, float]:
    """Adjusted mutual information of topics with each declaration, over the notes that have both."""
    from vaulttools.topic_quality import adjusted_mutual_information

    agreement = {}
    for kind, groups in {**declared(notes), "maps": declared_by_maps(notes, weights.joined)}.items():
        both = [(group, label) for group, label in zip(groups, labels, strict=True) if group and label >= 0]
        if len({group for group, _ in both}) > 1:
            agreement[kind] = _short(adjusted_mutual_information(*zip(*both, strict=True)))
    return agreement


def _short(value: float) -> float:
    # Sums of floats may differ in their last bits between machines; figures for people must not.
    return round(float(value), 6) + 0.0
