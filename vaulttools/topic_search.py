"""Finding topic clusters: which notes belong together, and how surely."""

from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.topic_evidence import compact, large, settle
from vaulttools.topic_hold import anchored, cut
from vaulttools.topic_overlap import jaccards, same
from vaulttools.topic_weights import WORD_SHARE, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUNS = 24
"""Resampled runs that clusters, stability and confidence are taken from; a sixth of them in large vaults, where
four find the same topics as eight (planted topics, 10,000 notes)."""

KEPT = 0.8
"""Share of edges that a resampled run keeps."""

SCATTERED = 0.3
"""Share of a cluster's pairs of notes that runs put together, at least. Leftovers have 0.1 to 0.3, topics over 0.5."""

# Edges that all runs read together, where RUNS allows: about two seconds of one core.
_EDGES_READ = 2_000_000


class Partition(NamedTuple):
    """Which cluster each note is in (-1: none), and with what probability by the evidence of `evidence_of`.

    `runs` has a row for each resampled run and a column a note: the clusters of that run, numbered by
    themselves.
    """

    labels: "NDArray[np.int64]"
    chance: "NDArray[np.float64]"
    runs: "NDArray[np.int64]"


def partition(
    weights: Weights, seed: int, resolution: float, before: "NDArray[np.int64] | None" = None
) -> Partition:
    """Clusters of notes: what many Leiden runs agree on, then each note weighed against each cluster.

    Notes and words are nodes alike, so that a note without a link is reached through its words; after "A
    network approach to topic models" (Gerlach, Peixoto, Altmann, Science Advances 2018). Each run leaves
    out a fifth of all edges; the last one sees each edge weakened by how often its ends were apart, after
    "Consensus clustering in complex networks" (Lancichinetti, Fortunato, Scientific Reports 2, 2012). One
    run alone changes with its seed. `before` has the cluster each note was in (-1: none): it is one more node
    that the note is tied to, so that a note moves only where more speaks for it than for staying.
    """
    import numpy as np

    notes = len(weights.paths)
    graph = joint_graph(weights)
    if not graph.nnz:
        return Partition(np.full(notes, -1, np.int64), np.zeros(notes), np.full((1, notes), -1, np.int64))
    runs = resampled(graph, seed, resolution)
    agreed = _agreed(graph, runs)
    labels = leiden(agreed, seed, resolution)[:notes]
    reached = np.diff(graph.indptr)[:notes] > 0
    runs = np.where(reached, runs[:, :notes], -1)
    if before is not None:
        held = cut(before, large(labels, reached), runs)
        strength = np.asarray(graph.sum(1)).ravel()
        labels = leiden(anchored(agreed, strength, held), seed, resolution)[:notes]
    settled, chance = settle(weights, large(labels, reached), before)
    scattered = _scattered(settled, runs, before)
    if scattered:
        rest = compact(np.where(np.isin(settled, scattered), -1, settled))
        settled, chance = settle(weights, rest, before)
    return Partition(settled, chance, runs)


def _scattered(
    labels: "NDArray[np.int64]", runs: "NDArray[np.int64]", before: "NDArray[np.int64] | None"
) -> list[int]:
    """Clusters whose notes runs seldom put together: leftovers, which no name can fit. Held ones stay."""
    import numpy as np

    held = set() if before is None else set(same(before, labels))
    sizes = np.bincount(labels[labels >= 0], minlength=int(labels.max(initial=-1)) + 1)
    pairs = np.zeros(len(sizes))
    for run in runs:
        _, shared = jaccards(labels, run)
        pairs += (shared * (shared - 1)).sum(1)
    together = pairs / np.maximum(sizes * (sizes - 1), 1) / len(runs)
    return [number for number in np.flatnonzero(together < SCATTERED).tolist() if number not in held]


def resampled(graph: Any, seed: int, resolution: float) -> "NDArray[np.int64]":
    """Clusters of every node, a row a run: each without a fifth of the edges and with a seed of its own."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    # Leiden works outside the interpreter lock; the order of results does not depend on who is first.
    with ThreadPoolExecutor(max_workers=2) as pool:
        runs = [
            pool.submit(_run, graph, seed * RUNS + run, resolution)
            for run in range(min(RUNS, max(RUNS // 6, _EDGES_READ // graph.nnz)))
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
    together = np.zeros(graph.nnz)
    for run in runs:
        together += run[rows] == run[graph.indices]
    agreed = graph.copy()
    agreed.data = graph.data * (together / len(runs)) ** 2
    agreed.eliminate_zeros()
    return agreed


def _in_order(matrix: Any) -> Any:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return matrix


def joint_graph(weights: Weights) -> Any:
    """Notes, then words, as one symmetric CSR matrix. A note's words weigh a fifth of average links."""
    import numpy as np
    from scipy.sparse import bmat

    volumes = np.asarray(weights.links.sum(1)).ravel()
    usual = volumes[volumes > 0].mean() if (volumes > 0).any() else 1.0
    words = weights.words[:, np.unique(weights.words.indices)] * (usual * WORD_SHARE)
    return _in_order(bmat([[weights.links, words], [words.T, None]]))


def leiden(graph: Any, seed: int, resolution: float) -> "NDArray[np.int64]":
    """The cluster of each row of a symmetric weighted CSR matrix; same input and seed, same answer.

    A row without edges is a cluster by itself. O(edges), some 70 ms a 100,000.
    Source: Traag, Waltman, van Eck, "From Louvain to Leiden", Scientific Reports 9 (2019).
    """
    import numpy as np
    from graspologic_native import leiden_csr

    labels: NDArray[np.int64] = np.arange(graph.shape[0]) + graph.shape[0]
    joined = np.flatnonzero(np.diff(graph.indptr))
    # The library panics on a graph without edges.
    if len(joined):
        dense = graph[joined][:, joined] if len(joined) < graph.shape[0] else graph
        _, found = leiden_csr(
            dense.indptr.astype(np.int64), dense.indices.astype(np.int32), dense.data.astype(np.float64),
            dense.shape[0], resolution=resolution, seed=seed,
        )  # fmt: skip
        labels[joined] = [found[row] for row in range(len(joined))]
    return labels
