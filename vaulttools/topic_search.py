"""Finding topic clusters: which notes belong together, and how surely."""

from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.topic_weights import SMALLEST, WORD_SHARE, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SURE = 0.5
"""Probability below which words alone do not place a note."""

RUNS = 24
"""Resampled runs that clusters, stability and confidence are taken from; a third of them in large vaults."""

KEPT = 0.8
"""Share of edges that a resampled run keeps."""

# Words come in company ("heart", "rate"), so that each tells less than its count says.
_TEMPER = 0.15
_PRIOR = 50.0
_ROUNDS = 4
# Edges that all runs read together, where RUNS allows: about four seconds of one core.
_EDGES_READ = 4_000_000


class Partition(NamedTuple):
    """Which cluster each note is in (-1: none), and with what probability by the evidence of `evidence_of`.

    `runs` has a row for each resampled run and a column a note: the clusters of that run, numbered by themselves.
    """

    labels: "NDArray[np.int64]"
    chance: "NDArray[np.float64]"
    runs: "NDArray[np.int64]"


def partition(weights: Weights, seed: int, resolution: float) -> Partition:
    """Clusters of notes: what many Leiden runs agree on, then each note weighed against each cluster.

    Notes and words are nodes alike, so that a note without a link is reached through its words; after "A network
    approach to topic models" (Gerlach, Peixoto, Altmann, Science Advances 2018). Each run leaves out a fifth of all
    edges; the last one sees each edge weakened by how often its ends were apart, after "Consensus clustering in
    complex networks" (Lancichinetti, Fortunato, Scientific Reports 2, 2012). One run alone changes with its seed.
    """
    import numpy as np

    notes = len(weights.paths)
    graph = joint_graph(weights)
    if not graph.nnz:
        return Partition(np.full(notes, -1, np.int64), np.zeros(notes), np.full((1, notes), -1, np.int64))
    runs = resampled(graph, seed, resolution)
    labels = leiden(_agreed(graph, runs), seed, resolution)[:notes]
    reached = np.diff(graph.indptr)[:notes] > 0
    runs = np.where(reached, runs[:, :notes], -1)
    settled, chance = settle(weights, _large(labels, reached))
    return Partition(settled, chance, runs)


def jaccards(
    labels: "NDArray[np.int64]", others: "NDArray[np.int64]"
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Jaccard index and shared members of each cluster (row) with each of another clustering (column)."""
    import numpy as np

    count, rivals = int(labels.max(initial=-1)) + 1, int(others.max(initial=-1)) + 1
    both = (labels >= 0) & (others >= 0)
    shared = np.bincount(labels[both] * rivals + others[both], minlength=count * rivals).reshape(count, rivals)
    sizes = np.bincount(labels[labels >= 0], minlength=count)[:, None]
    theirs = np.bincount(others[others >= 0], minlength=rivals)[None, :]
    return shared / np.maximum(sizes + theirs - shared, 1), shared.astype(float)


def resampled(graph: Any, seed: int, resolution: float) -> "NDArray[np.int64]":
    """Clusters of every node, a row a run, each run without a fifth of the edges and with a seed of its own."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    # Leiden works outside the interpreter lock; the order of results does not depend on who is first.
    with ThreadPoolExecutor(max_workers=2) as pool:
        runs = [
            pool.submit(_run, graph, seed * RUNS + run, resolution)
            for run in range(min(RUNS, max(RUNS // 3, _EDGES_READ // graph.nnz)))
        ]
    return np.stack([run.result() for run in runs])


def _run(graph: Any, seed: int, resolution: float) -> "NDArray[np.int64]":
    return leiden(_thinned(graph, seed), seed, resolution)


def _thinned(graph: Any, seed: int) -> Any:
    import numpy as np
    from scipy.sparse import triu

    half = triu(graph, format="csr")
    half.data = half.data * (np.random.default_rng(seed).random(half.nnz) < KEPT)
    half.eliminate_zeros()
    return _in_order(half + half.T)


def _agreed(graph: Any, runs: "NDArray[np.int64]") -> Any:
    """The graph with each edge weakened by the share of runs that put its ends apart."""
    import numpy as np

    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    together = (runs[:, rows] == runs[:, graph.indices]).mean(0)
    agreed = graph.copy()
    agreed.data = graph.data * together**2
    agreed.eliminate_zeros()
    return agreed


def _in_order(matrix: Any) -> Any:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return matrix


def joint_graph(weights: Weights) -> Any:
    """Notes, then words, as one symmetric CSR matrix. A note's words weigh a tenth of average links."""
    import numpy as np
    from scipy.sparse import bmat

    volumes = np.asarray(weights.links.sum(1)).ravel()
    usual = volumes[volumes > 0].mean() if (volumes > 0).any() else 1.0
    words = weights.words[:, np.unique(weights.words.indices)] * (usual * WORD_SHARE)
    return _in_order(bmat([[weights.links, words], [words.T, None]]))


def leiden(graph: Any, seed: int, resolution: float) -> "NDArray[np.int64]":
    """The cluster of each row of a symmetric weighted CSR matrix; same input and seed, same answer."""
    import numpy as np
    from graspologic_native import leiden_csr

    _, found = leiden_csr(
        graph.indptr.astype(np.int64), graph.indices.astype(np.int32), graph.data.astype(np.float64),
        graph.shape[0], resolution=resolution, seed=seed,
    )  # fmt: skip
    return np.array([found[row] for row in range(graph.shape[0])], np.int64)


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


def settle(weights: Weights, labels: "NDArray[np.int64]") -> tuple["NDArray[np.int64]", "NDArray[np.float64]"]:
    """Each note moved to the cluster its links and words speak for, a few rounds over; and its probability there.

    A note never speaks for itself: its own words are taken out of its cluster before they are compared.
    """
    import numpy as np

    for _ in range(_ROUNDS):
        if labels.max(initial=-1) < 0:
            break
        moved = _placed(weights, labels, evidence_of(weights, labels))
        if (moved == labels).all():
            break
        labels = moved
    labels = _large(labels, labels >= 0)
    if labels.max(initial=-1) < 0:
        return labels, np.zeros(len(labels))
    chances = _chances(evidence_of(weights, labels))
    return labels, np.where(labels >= 0, chances[np.arange(len(labels)), labels], 0.0)


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
