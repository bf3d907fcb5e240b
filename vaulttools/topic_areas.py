"""Areas: topics of topics, for vaults with so many topics that a list of them is no overview."""

from typing import TYPE_CHECKING, Any

from vaulttools.topic_quality import flow, modularity
from vaulttools.topic_search import leiden
from vaulttools.topic_weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST = 12
"""Topics from which on they are grouped."""

CLEAR = 0.1
"""Modularity that a grouping of topics has at least. Topics that are linked at random get 0.02, real ones 0.2."""


def find_areas(weights: Weights, labels: "NDArray[np.int64]", seed: int) -> "NDArray[np.int64]":
    """The area of each cluster, largest first by notes; empty where there are few or nothing groups them.

    Topics belong together where their outer links, and the words they share, go to each other more than
    chance would have it.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    clusters = int(labels.max(initial=-1)) + 1
    none = np.zeros(0, np.int64)
    if clusters < FEWEST:
        return none
    placed = np.flatnonzero(labels >= 0)
    member = csr_matrix((np.ones(len(placed)), (placed, labels[placed])), (len(labels), clusters))
    said = (member.T @ weights.words).tocsr()
    told = np.asarray(weights.words.sum(0)).ravel()
    said_by = said.copy()
    said_by.data /= told[said.indices]
    between = csr_matrix(_outer(member.T @ weights.links @ member) + _outer(said_by @ said.T))
    areas = leiden(between, seed, 1.0)
    if modularity(flow(between, areas)) < CLEAR:
        return none
    sizes = np.bincount(areas, np.bincount(labels[placed], minlength=clusters))
    number = np.empty(len(sizes), np.int64)
    number[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return number[areas]


def _outer(matrix: Any) -> "NDArray[np.float64]":
    """What goes from one cluster to another, as shares of all that does."""
    import numpy as np

    dense = np.asarray(matrix.toarray())
    np.fill_diagonal(dense, 0)
    return dense / max(float(dense.sum()), 1e-12)
