"""Which cluster of one grouping is which of another: by the members they share."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def jaccards(
    labels: "NDArray[np.int64]", others: "NDArray[np.int64]"
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Jaccard index and shared members of each cluster (row) with each of another clustering (column)."""
    import numpy as np

    count, rivals = int(labels.max(initial=-1)) + 1, int(others.max(initial=-1)) + 1
    both = (labels >= 0) & (others >= 0)
    shared = np.bincount(labels[both] * rivals + others[both], minlength=count * rivals).reshape(
        count, rivals
    )
    sizes = np.bincount(labels[labels >= 0], minlength=count)[:, None]
    theirs = np.bincount(others[others >= 0], minlength=rivals)[None, :]
    return shared / np.maximum(sizes + theirs - shared, 1), shared.astype(float)


def same(before: "NDArray[np.int64]", labels: "NDArray[np.int64]") -> dict[int, int]:
    """For each cluster of `labels` that goes on from one of `before`, that one's number.

    Pairs that overlap most (Jaccard) find each other first, each cluster once. The two of a pair share half
    of the smaller one at least, counted over the notes that both groupings place.
    """
    import numpy as np

    placed = (before >= 0) & (labels >= 0)
    jaccard, shared = jaccards(np.where(placed, before, -1), np.where(placed, labels, -1))
    least = np.minimum(shared.sum(1)[:, None], shared.sum(0)[None, :]) / 2
    pairs = np.argwhere((shared >= least) & (shared > 0))
    order = np.lexsort((pairs[:, 1], pairs[:, 0], -jaccard[tuple(pairs.T)].round(9)))
    found: dict[int, int] = {}
    for old, new in pairs[order].tolist():
        if new not in found and old not in found.values():
            found[new] = old
    return found
