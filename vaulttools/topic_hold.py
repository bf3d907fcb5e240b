"""Holding clusters where they were: what a lock says of before, as ties that the search can weigh."""

from typing import TYPE_CHECKING, Any

from vaulttools.topic_weights import SMALLEST, in_order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STAY = 1.0
"""How much a note's place of before weighs, against all its links and words together."""

PART = 0.2
"""Share of a cluster that a part has at least, to be cut off from it."""

APART, TOGETHER = 0.1, 0.5
"""A part is cut off where runs put it with the rest less often than this, and its own notes together more often."""


def anchored(graph: Any, strength: "NDArray[np.float64]", before: "NDArray[np.int64]") -> Any:
    """The graph with one more node for each cluster of `before`, tied to the notes that were in it.

    `strength` is the weight of a node's own edges. After the temporal smoothing of "Evolutionary clustering"
    (Chakrabarti, Kumar, Tomkins, KDD 2006).
    """
    import numpy as np
    from scipy.sparse import bmat, csr_matrix

    held = np.flatnonzero(before >= 0)
    shape = (graph.shape[0], int(before.max(initial=-1)) + 1)
    ties = csr_matrix((strength[held] * STAY, (held, before[held])), shape)
    return in_order(bmat([[graph, ties], [ties.T, None]]))


def cut(
    before: "NDArray[np.int64]", free: "NDArray[np.int64]", runs: "NDArray[np.int64]"
) -> "NDArray[np.int64]":
    """Clusters of before, without the parts that have become clusters of their own, which get new numbers.

    A tie to one node would hold any two halves together for ever. `free` has the clusters found without
    ties, `runs` those of each run, a row a run.
    """
    import numpy as np

    after = before.copy()
    for old in range(int(before.max(initial=-1)) + 1):
        rows = np.flatnonzero((before == old) & (free >= 0))
        names, sizes = np.unique(free[rows], return_counts=True)
        order = np.argsort(-sizes, kind="stable")
        least = max(SMALLEST, PART * len(rows))
        parts = [rows[free[rows] == names[at]] for at in order if sizes[at] >= least]
        for part in parts[1:]:
            if _is_own(part, parts[0], runs):
                after[part] = after.max() + 1
    return after


def _is_own(part: "NDArray[np.intp]", rest: "NDArray[np.intp]", runs: "NDArray[np.int64]") -> bool:
    import numpy as np

    whole, across = [], []
    for run in runs:
        count = int(max(run[part].max(), run[rest].max())) + 1
        mine = np.bincount(run[part][run[part] >= 0], minlength=count) / len(part)
        theirs = np.bincount(run[rest][run[rest] >= 0], minlength=count) / len(rest)
        whole.append(mine @ mine)
        across.append(mine @ theirs)
    return float(np.mean(across)) < APART and float(np.mean(whole)) > TOGETHER
