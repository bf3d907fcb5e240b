"""Finding topic clusters: which notes belong together, and how surely."""

from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.topic_weights import WORD_SHARE, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST = 3
"""Notes a topic has at least; smaller groups join the topic nearest to them, or stay homeless."""

SURE = 0.5
"""Confidence below which words alone do not place a note."""

# Words come in company ("heart", "rate"), so that each tells less than its count says.
_TEMPER = 0.15
_PRIOR = 50.0
_ROUNDS = 4


class Partition(NamedTuple):
    """Which cluster each note is in (-1: none), and with what confidence from 0 to 1."""

    labels: "NDArray[np.int64]"
    confidence: "NDArray[np.float64]"


def partition(weights: Weights, seed: int, resolution: float) -> Partition:
    """Clusters of notes: Leiden over notes and words together, then each note weighed against each cluster.

    Words are nodes of the graph as notes are, so that a note without a link is reached through the words it
    shares; after "A network approach to topic models" (Gerlach, Peixoto, Altmann, Science Advances 2018).
    Leiden: Traag, Waltman, van Eck, Scientific Reports 9 (2019). O(links + words) a round.
    """
    import numpy as np

    notes = len(weights.paths)
    nothing = np.full(notes, -1, np.int64)
    graph = joint_graph(weights)
    if not graph.nnz:
        return Partition(nothing, np.zeros(notes))
    labels = leiden(graph, seed, resolution)[:notes]
    labels = _large(labels, _reached(graph, notes))
    return settle(weights, labels)


def joint_graph(weights: Weights) -> Any:
    """Notes, then words, as one symmetric CSR matrix. Each note's words weigh as half an average note's links."""
    import numpy as np
    from scipy.sparse import bmat

    volumes = np.asarray(weights.links.sum(1)).ravel()
    usual = volumes[volumes > 0].mean() if (volumes > 0).any() else 1.0
    words = weights.words * (usual * WORD_SHARE)
    graph = bmat([[weights.links, words], [words.T, None]]).tocsr()
    graph.sort_indices()
    return graph


def leiden(graph: Any, seed: int, resolution: float) -> "NDArray[np.int64]":
    """The cluster of each row of a symmetric weighted CSR matrix; same input and seed, same answer."""
    import numpy as np
    from graspologic_native import leiden_csr

    _, found = leiden_csr(
        graph.indptr.astype(np.int64), graph.indices.astype(np.int32), graph.data.astype(np.float64),
        graph.shape[0], resolution=resolution, seed=seed,
    )  # fmt: skip
    return np.array([found[row] for row in range(graph.shape[0])], np.int64)


def _reached(graph: Any, notes: int) -> "NDArray[np.bool_]":
    import numpy as np

    return np.diff(graph.indptr)[:notes] > 0


def _large(labels: "NDArray[np.int64]", reached: "NDArray[np.bool_]") -> "NDArray[np.int64]":
    """Labels counted from 0 by first member; clusters below `SMALLEST` and lone notes become -1."""
    import numpy as np

    sizes = np.bincount(labels[reached], minlength=labels.max(initial=-1) + 1)
    kept = reached & (sizes[labels] >= SMALLEST)
    return compact(np.where(kept, labels, -1))


def compact(labels: "NDArray[np.int64]") -> "NDArray[np.int64]":
    """The same clusters, numbered from 0 in order of their first note; -1 stays."""
    import numpy as np

    values, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.argsort(np.where(values < 0, -1, first), kind="stable")
    number = np.empty(len(values), np.int64)
    number[order] = np.arange(len(values)) - (1 if len(values) and values[0] < 0 else 0)
    return number[inverse]


def settle(weights: Weights, labels: "NDArray[np.int64]", rounds: int = _ROUNDS) -> Partition:
    """Move each note to the cluster its links and words speak for, a few rounds over.

    A note never speaks for itself: its own words are taken out of its cluster before they are compared.
    """
    import numpy as np

    if labels.max(initial=-1) < 0:
        return Partition(labels, np.zeros(len(labels)))
    for _ in range(rounds):
        evidence = evidence_of(weights, labels)
        moved = _placed(weights, labels, evidence)
        if (moved == labels).all():
            break
        labels = moved
    labels = _large(labels, labels >= 0)
    if labels.max(initial=-1) < 0:
        return Partition(labels, np.zeros(len(labels)))
    chance = _chances(evidence_of(weights, labels))
    sure = np.where(labels >= 0, chance[np.arange(len(labels)), labels], 0.0)
    return Partition(labels, sure)


def _placed(weights: Weights, labels: "NDArray[np.int64]", evidence: "NDArray[np.float64]") -> "NDArray[np.int64]":
    import numpy as np

    best = evidence.argmax(1)
    linked = np.diff(weights.links.indptr) > 0
    told = linked | ((np.diff(weights.words.indptr) > 0) & (_chances(evidence).max(1) >= SURE))
    return np.where(told, best, -1)


def _chances(evidence: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Evidence (log odds) to probabilities, rows summing to 1."""
    import numpy as np

    powers = np.exp(evidence - evidence.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def evidence_of(weights: Weights, labels: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Log odds of each note (row) for each cluster (column), from links and words, up to a constant a row.

    Links: the degree-corrected block model (Karrer, Newman, Physical Review E 83, 2011). Words: naive Bayes
    over distinctive words with a Dirichlet prior at the vault's own frequencies, tempered.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    placed = np.flatnonzero(labels >= 0)
    shape = (len(labels), int(labels.max()) + 1)
    member = csr_matrix((np.ones(len(placed)), (placed, labels[placed])), shape)
    return _link_evidence(weights.links, member) + _TEMPER * _word_evidence(weights.words, member, labels)


def _link_evidence(links: Any, member: Any) -> "NDArray[np.float64]":
    import numpy as np

    into = (links @ member).toarray()
    usual = links.sum() / max(1, links.nnz)
    volume = into.sum(0)
    expected = np.outer(volume, volume) / max(volume.sum(), 1e-12)
    ratio = np.log((member.T @ into + usual) / (expected + usual))
    return np.asarray(into / max(usual, 1e-12) @ ratio.T)


def _word_evidence(words: Any, member: Any, labels: "NDArray[np.int64]") -> "NDArray[np.float64]":
    import numpy as np

    present = words.copy()
    present.data = np.ones_like(present.data)
    used = (present.T @ member).toarray()
    total, base = used.sum(0), np.asarray(present.sum(0)).ravel()
    base = base / max(base.sum(), 1)
    odds = np.log((used + _PRIOR * base[:, None]) / (total + _PRIOR) / np.where(base > 0, base, 1)[:, None])
    evidence = present @ odds
    rows = np.repeat(np.arange(len(labels)), np.diff(present.indptr))
    inside = labels[rows] >= 0
    rows, columns = rows[inside], present.indices[inside]
    own = used[columns, labels[rows]] - 1
    left = total[labels[rows]] - np.diff(present.indptr)[rows]
    without = np.log((own + _PRIOR * base[columns]) / (left + _PRIOR) / base[columns])
    kept = labels >= 0
    evidence[kept, labels[kept]] = np.bincount(rows, without, len(labels))[kept]
    return np.asarray(evidence)
