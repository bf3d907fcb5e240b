"""Topic clusters: groups of densely linked notes, found, named and judged."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.graph import Graph
from vaulttools.note import Note

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

    `members` are note paths, best connected first; `hub` is the first of them. `bridges` are members
    with many links into other topics. `keywords` set the topic apart, strongest first.
    `conductance` is the share of the members' link weight that leaves the topic (0 is best).
    `stability` is how well the topic survives when a fifth of links and words are left out (mean Jaccard
    index; 0.75 and more is stable, below 0.5 it dissolves). `coherence` is how much the keywords keep
    company (mean NPMI, -1 to 1). `topic_quality` defines each with its source.
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


class Topics(NamedTuple):
    """All topics of a vault, largest first, and where each note belongs.

    `of` has the topic id of each note that has one. `modularity` is Newman's Q of the weighted
    link graph. `homeless` are notes that neither links nor words place, sorted. `confidence` says how sure
    the place of each note in `of` is, 0 to 1. `coverage` is the share of link weight inside topics.
    `stability` is the mean over placed notes of their topic's. `agreement` is the adjusted mutual
    information with what the vault declares: "folders", "tags", where it declares any.
    """

    topics: tuple[Topic, ...]
    of: Mapping[str, int]
    modularity: float
    homeless: tuple[str, ...]
    confidence: Mapping[str, float] = {}
    coverage: float = 0.0
    stability: float = 0.0
    agreement: Mapping[str, float] = {}


class _Judged(NamedTuple):
    """All that is known before it is put into words for people."""

    weights: "Weights"
    words: "Words"
    present: Any
    labels: "NDArray[np.int64]"
    flow: "Flow"
    stability: "Stability"
    names: tuple["Named", ...]
    bridging: "NDArray[np.float64]"


def find_topics(graph: Graph, *, seed: int = 0, resolution: float = 1.0) -> Topics:
    """The topic clusters of a vault, named and judged.

    Same graph and seed, same answer to the byte, whatever order its files came in. A higher `resolution`
    gives more and smaller topics. Excluded notes take no part. Linear in text and links, about half a
    millisecond a note.
    """
    from vaulttools.topic_names import name_topics
    from vaulttools.topic_quality import flow, stability
    from vaulttools.topic_search import partition
    from vaulttools.topic_weights import weigh
    from vaulttools.words import read_words

    if resolution <= 0:
        raise ValueError(f"resolution must be above 0, not {resolution}")
    notes = [
        graph.vault.notes[path] for path in sorted(graph.vault.notes) if path not in graph.vault.excluded
    ]
    if not notes:
        return Topics((), {}, 0.0, ())
    words = read_words(notes)
    weights = weigh(graph, [note.path for note in notes], words.weights)
    found = partition(weights, seed, resolution)
    found = found._replace(labels=_by_size(found.labels))
    judged = _Judged(
        weights, words, words.weights.sign().tocsc(), found.labels, flow(weights.links, found.labels),
        stability(found), name_topics(notes, words, found.labels, weights.joined),
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
    placed = {path: label + 1 for path, label in zip(paths, labels, strict=True) if label >= 0}
    sure = {path: _short(judged.stability.notes[row]) for row, path in enumerate(paths) if path in placed}
    return Topics(
        topics,
        placed,
        _short(modularity(judged.flow)),
        tuple(path for path in paths if path not in placed),
        sure,
        _short(coverage(judged.flow)),
        _short(sum(topic.stability * len(topic.members) for topic in topics) / max(1, len(placed))),
        _agreement(notes, labels),
    )


def _topic(number: int, judged: _Judged) -> Topic:
    from vaulttools.topic_quality import coherence, conductance

    named = judged.names[number]
    members = _members(number, judged)
    columns = [
        judged.words.place[word.lower()] for word in named.keywords if word.lower() in judged.words.place
    ]
    return Topic(
        number + 1,
        named.name,
        named.keywords,
        members,
        members[0],
        _bridges(number, judged),
        _short(conductance(judged.flow)[number]),
        _short(judged.stability.topics[number]),
        _short(coherence(judged.present, columns)),
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


def _agreement(notes: Sequence[Note], labels: Sequence[int]) -> dict[str, float]:
    """Adjusted mutual information of topics with folders and tags, over the notes that have both."""
    from vaulttools.topic_quality import adjusted_mutual_information

    shared = Counter(tag for note in notes for tag in {tag.name.casefold() for tag in note.tags})
    declared = {
        "folders": [note.folder for note in notes],
        "tags": [_main_tag(note, shared, len(notes)) for note in notes],
    }
    agreement = {}
    for kind, groups in declared.items():
        both = [(group, label) for group, label in zip(groups, labels, strict=True) if group and label >= 0]
        if len({group for group, _ in both}) > 1:
            agreement[kind] = _short(adjusted_mutual_information(*zip(*both, strict=True)))
    return agreement


def _main_tag(note: Note, shared: Counter[str], notes: int) -> str:
    """The tag of a note that most notes share, of those that fewer than half do: "" without one."""
    tags = {tag.name.casefold() for tag in note.tags}
    return max(sorted(tag for tag in tags if 1 < shared[tag] < notes / 2), key=shared.__getitem__, default="")


def _short(value: float) -> float:
    # Sums of floats may differ in their last bits between machines; figures for people must not.
    return round(float(value), 6) + 0.0
