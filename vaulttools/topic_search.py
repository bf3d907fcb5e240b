"""Finding topic clusters: which notes belong together, and how surely."""

from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.topic_evidence import compact, large, settle, used_words
from vaulttools.topic_hold import anchored, cut
from vaulttools.topic_overlap import jaccards, same
from vaulttools.topic_weights import WORD_SHARE, Weights, in_order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUNS = 24
"""Resampled runs that clusters, stability and confidence are taken from; a sixth of them in large vaults."""

KEPT = 0.8
"""Share of edges that a resampled run keeps."""

WORDS_KEPT = 0.2
"""Share of edges to words, which are most of all edges, that a quick run keeps."""

CLEAR = 0.75
"""In a large vault two quick runs are enough if, of all pairs of notes that one of them puts together, both do this
share: 0.8 to 1 with planted topics of 10,000 notes, where they find the same as four full runs; 0.2 in a real vault
of 6,600 notes with few links, which needs them all."""

SCATTERED = 0.3
"""Share of a cluster's pairs of notes that runs put together, at least. Leftovers have 0.1 to 0.3, topics over 0.5."""

# Edges that all runs read together, where RUNS allows: about two seconds of one core.
_EDGES_READ = 2_000_000
_QUICK_RUNS = 2


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
    out a fifth of all edges or more; the last one sees each edge weakened by how often its ends were apart, after
    "Consensus clustering in complex networks" (Lancichinetti, Fortunato, Scientific Reports 2, 2012). One
    run alone changes with its seed. `before` has the cluster each note was in (-1: none): it is one more node
    that the note is tied to, so that a note moves only where more speaks for it than for staying.
    """
    import numpy as np

    notes = len(weights.paths)
    graph = joint_graph(weights)
    if not graph.nnz:
        return Partition(np.full(notes, -1, np.int64), np.zeros(notes), np.full((1, notes), -1, np.int64))
    runs = resampled(graph, notes, seed, resolution)
    labels = consensus(graph, runs, seed, resolution)[:notes]
    reached = np.diff(graph.indptr)[:notes] > 0
    if before is not None:
        held = cut(before, large(labels, reached), np.where(reached, runs[:, :notes], -1))
        labels = consensus(graph, runs, seed, resolution, held)[:notes]
    runs = np.where(reached, runs[:, :notes], -1)
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


def resampled(graph: Any, notes: int, seed: int, resolution: float) -> "NDArray[np.int64]":
    """Clusters of every node, a row a run: each without a fifth of the edges and with a seed of its own.

    The first `notes` nodes are notes, the others words. In a large vault two runs that read few words are
    tried first: see `CLEAR`.
    """
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    def run(number: int, words_kept: float) -> "NDArray[np.int64]":
        number += seed * RUNS
        return leiden(_thinned(graph, notes, number, words_kept), number, resolution)

    count = min(RUNS, max(RUNS // 6, _EDGES_READ // graph.nnz))
    # Leiden works outside the interpreter lock; the order of results does not depend on who is first.
    with ThreadPoolExecutor(max_workers=2) as pool:
        if count < RUNS:
            quick = list(pool.map(run, range(_QUICK_RUNS), repeat(WORDS_KEPT)))
            if _pairs_shared(*(labels[:notes] for labels in quick)) >= CLEAR:
                return np.stack(quick)
        return np.stack(list(pool.map(run, range(count), repeat(KEPT))))


def _pairs_shared(one: "NDArray[np.int64]", other: "NDArray[np.int64]") -> float:
    """Of all pairs that one of two clusterings puts together, the share that both do: 0 to 1."""
    import numpy as np

    def pairs(labels: "NDArray[np.int64]") -> int:
        sizes = np.unique(labels, return_counts=True)[1]
        return int(sizes @ (sizes - 1))

    both = pairs(_alike([one, other])[1])
    return both / max(1, pairs(one) + pairs(other) - both)


def _thinned(graph: Any, notes: int, seed: int, words_kept: float) -> Any:
    import numpy as np
    from scipy.sparse import triu

    half = triu(graph, format="csr")
    kept = np.where(half.indices < notes, KEPT, words_kept)
    # Words weigh the same beside links, however few of them are kept.
    half.data = half.data * (np.random.default_rng(seed).random(half.nnz) < kept) * (KEPT / kept)
    half.eliminate_zeros()
    return in_order(half + half.T)


def consensus(
    graph: Any,
    runs: "NDArray[np.int64]",
    seed: int,
    resolution: float,
    held: "NDArray[np.int64] | None" = None,
) -> "NDArray[np.int64]":
    """The cluster of every node when each edge is weakened by how often runs put its ends apart.

    Nodes that all runs put together go into it as one, which costs a tenth and finds the same. `held` has a
    cluster for each note, -1 for none, that it is tied to as strongly as by all its edges.
    """
    import numpy as np

    ties = np.full(graph.shape[0], -1, np.int64)
    if held is not None:
        ties[: len(held)] = held
    first, groups = _alike([*runs, ties])
    agreed = _agreed(_merged(graph, groups), runs[:, first])
    if held is not None:
        strength = np.bincount(groups, np.asarray(graph.sum(1)).ravel()).astype(float)
        agreed = anchored(agreed, strength, ties[first])
    return leiden(agreed, seed, resolution)[groups]


def _alike(labellings: Sequence["NDArray[np.int64]"]) -> tuple["NDArray[np.intp]", "NDArray[np.intp]"]:
    """Groups of nodes that all labellings put together: the first node of each group, the group of each node."""
    import numpy as np

    groups = np.zeros(len(labellings[0]), np.int64)
    for labels in labellings:
        _, first, groups = np.unique(
            groups * (labels.max() + 2) + labels, return_index=True, return_inverse=True
        )
    return first, groups


def _merged(graph: Any, groups: "NDArray[np.intp]") -> Any:
    """The graph with each group of nodes as one; what lies within a group is on the diagonal."""
    import numpy as np
    from scipy.sparse import csr_matrix

    nodes = np.arange(len(groups))
    into = csr_matrix((np.ones(len(nodes)), (nodes, groups)))
    return in_order(into.T @ graph @ into)


def _agreed(graph: Any, runs: "NDArray[np.int64]") -> Any:
    """The graph with each edge weakened by the share of runs that put its ends apart.

    Leiden knows no edge from a node to itself. So what lies on the diagonal goes to a twin of the node that has no
    other edge: the two stay together, and weigh what they weighed.
    """
    import numpy as np
    from scipy.sparse import bmat, diags

    rows = np.repeat(np.arange(graph.shape[0]), np.diff(graph.indptr))
    together = np.zeros(graph.nnz)
    for run in runs:
        together += run[rows] == run[graph.indices]
    agreed = graph.copy()
    agreed.data = graph.data * (together / len(runs)) ** 2
    inner = diags(agreed.diagonal() / 2)
    agreed.data[rows == graph.indices] = 0
    agreed = bmat([[agreed, inner], [inner, None]]).tocsr()
    agreed.eliminate_zeros()
    return in_order(agreed)


def joint_graph(weights: Weights) -> Any:
    """Notes, then words, as one symmetric CSR matrix. A note's words weigh a fifth of average links."""
    import numpy as np
    from scipy.sparse import bmat

    volumes = np.asarray(weights.links.sum(1)).ravel()
    usual = volumes[volumes > 0].mean() if (volumes > 0).any() else 1.0
    words = weights.words[:, used_words(weights.words)] * (usual * WORD_SHARE)
    return in_order(bmat([[weights.links, words], [words.T, None]]))


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
