"""How good topic clusters are: every figure with its definition and source.

All work on the weighted link graph of `topic_weights`, notes by notes, symmetric; `labels` has the cluster of
each row, -1 for none.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.topic_evidence import ODDS
from vaulttools.topic_overlap import jaccards
from vaulttools.topic_search import Partition

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Flow(NamedTuple):
    """Link weight within and around clusters: `inside` and `volume` by cluster, `total` of the vault.

    An inner link counts twice in `inside`, once for each end, as it does in `volume`.
    """

    inside: "NDArray[np.float64]"
    volume: "NDArray[np.float64]"
    total: float


class Stability(NamedTuple):
    """By cluster and by note, both from 0 to 1; see `stability`."""

    topics: "NDArray[np.float64]"
    notes: "NDArray[np.float64]"


def flow(links: Any, labels: "NDArray[np.int64]") -> Flow:
    """Where link weight goes. O(links)."""
    import numpy as np

    rows = np.repeat(np.arange(len(labels)), np.diff(links.indptr))
    count = int(labels.max(initial=-1)) + 1
    here, there = labels[rows], labels[links.indices]
    inner = (here == there) & (here >= 0)
    inside = np.bincount(here[inner], links.data[inner], count).astype(float)
    volume = np.bincount(here[here >= 0], links.data[here >= 0], count).astype(float)
    return Flow(inside, volume, float(links.data.sum()))


def modularity(found: Flow) -> float:
    """Newman's Q: link weight inside clusters less what chance would put there; 0.3 to 0.8 is usual.

    Source: Newman, Girvan, Physical Review E 69, 026113 (2004).
    """
    return float(modularities(found).sum())


def modularities(found: Flow) -> "NDArray[np.float64]":
    """By cluster, its part of the modularity."""
    total = found.total or 1.0
    return found.inside / total - (found.volume / total) ** 2


def coverage(found: Flow) -> float:
    """The share of link weight that stays inside a cluster, 0 to 1.

    Source: Fortunato, Physics Reports 486 (2010).
    """
    return float(found.inside.sum() / found.total) if found.total else 0.0


def conductance(found: Flow) -> "NDArray[np.float64]":
    """By cluster, the share of its members' link weight that leaves it: 0 is best, 0 also without links.

    Source: Kannan, Vempala, Vetta, J. ACM 51 (2004); for a cluster of more than half the vault theirs is
    larger.
    """
    import numpy as np

    return np.where(found.volume > 0, 1 - found.inside / np.where(found.volume > 0, found.volume, 1), 0.0)


def coherence(present: Any, columns: Sequence[int]) -> float:
    """How much the given words keep company in notes: mean NPMI of their pairs, -1 never to 1 always.

    `present` is a CSC matrix, notes by words. Pairs are counted over notes, not windows.
    Source: Bouma, "Normalized PMI" (GSCL 2009); Röder, Both, Hinneburg, WSDM 2015.
    """
    import numpy as np

    if len(columns) < 2:
        return 0.0
    notes = present.shape[0]
    chosen = present[:, list(columns)]
    both = (chosen.T @ chosen).toarray() / notes
    single = both.diagonal()
    one, other = np.triu_indices(len(columns), 1)
    pair = both[one, other]
    met = np.maximum(pair, 1e-12)
    npmi = np.log(met / (single[one] * single[other])) / -np.log(np.minimum(met, 1 - 1e-12))
    return float(np.where(pair > 0, npmi, -1.0).mean())


def stability(found: Partition) -> Stability:
    """How well clusters and places of notes survive when a fifth of links and words are left out.

    Topics: the mean over runs of the best Jaccard index with a cluster of that run; 0.75 and more is
    stable, below 0.5 dissolved. Source: Hennig, "Cluster-wise assessment of cluster stability", CSDA 52
    (2007). Notes: the share of their topic's fellow members that a run puts with them, mean over runs,
    times the probability of their place. Source: Monti et al., "Consensus clustering", Machine Learning 52
    (2003), item consensus. That is too low for a probability: its odds are taken times `ODDS`, which makes it one
    on planted topics (docs/topics.md has the table).
    """
    import numpy as np

    labels = found.labels
    placed = labels >= 0
    topics, notes = np.zeros(int(labels.max(initial=-1)) + 1), np.zeros(len(labels))
    if not len(topics):
        return Stability(topics, notes)
    for run in found.runs:
        jaccard, shared = jaccards(labels, run)
        topics += jaccard.max(1, initial=0.0)
        sizes = np.bincount(labels[placed], minlength=len(topics))
        there = placed & (run >= 0)
        notes[there] += (shared[labels[there], run[there]] - 1) / np.maximum(sizes[labels[there]] - 1, 1)
    agreed = notes * found.chance / len(found.runs)
    return Stability(topics / len(found.runs), ODDS * agreed / (1 + (ODDS - 1) * agreed))


def adjusted_mutual_information(left: Sequence[Hashable], right: Sequence[Hashable]) -> float:
    """How far two groupings of the same things agree: 1 fully, 0 as chance would; max-normalised by the mean.

    Source: Vinh, Epps, Bailey, "Information theoretic measures for clusterings comparison", JMLR 11 (2010).
    O(groups · groups + distinct sizes · distinct sizes · size).
    """
    import numpy as np

    total = len(left)
    rows, columns = Counter(left), Counter(right)
    if total == 0 or len(rows) == len(columns) == 1 or len(rows) == len(columns) == total:
        return 1.0
    joint = Counter(zip(left, right, strict=True))
    shared = np.array(list(joint.values()), float)
    expected_by_chance = np.array([rows[one] * columns[other] for one, other in joint], float)
    mutual = float((shared / total * np.log(shared * total / expected_by_chance)).sum())
    chance = _expected(Counter(rows.values()), Counter(columns.values()), total)
    mean = (_entropy(rows, total) + _entropy(columns, total)) / 2
    return float((mutual - chance) / (mean - chance)) if abs(mean - chance) > 1e-12 else 0.0


def _entropy(groups: Counter[Hashable], total: int) -> float:
    import numpy as np

    share = np.array(sorted(groups.values()), float) / total
    return float(-(share * np.log(share)).sum())


def _expected(rows: Counter[int], columns: Counter[int], total: int) -> float:
    """Mutual information two groupings of these sizes share by chance (hypergeometric)."""
    import numpy as np
    from scipy.special import gammaln

    whole = 0.0
    for one, times in sorted(rows.items()):
        for other, repeats in sorted(columns.items()):
            shared = np.arange(max(1, one + other - total), min(one, other) + 1, dtype=float)
            left = (total, shared, one - shared, other - shared, total - one - other + shared)
            above = sum(gammaln(size + 1) for size in (one, other, total - one, total - other))
            chance = np.exp(above - sum(gammaln(size + 1) for size in left))
            gain = shared / total * np.log(total * shared / (one * other))
            whole += times * repeats * float((gain * chance).sum())
    return whole
