"""Weighing notes against clusters: what links and words say of where each belongs."""

from math import log
from typing import TYPE_CHECKING, Any

from vaulttools.topic_overlap import same
from vaulttools.topic_weights import SMALLEST, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ODDS = 5.0
"""How many times likelier a note's place is than its probability says."""

SURE = 1 / (1 + ODDS)
"""Probability below which words alone do not place a note: that of even odds, taken times `ODDS`."""

LEAVES = 20.0
"""Odds by which another place has to be likelier before a note leaves the one it had."""

# Words come in company ("heart", "rate"), so that each tells less than its count says.
_TEMPER = 0.15
_PRIOR = 50.0
_ROUNDS = 4


def large(labels: "NDArray[np.int64]", reached: "NDArray[np.bool_]") -> "NDArray[np.int64]":
    """Labels counted from 0 by first member; clusters below `SMALLEST` and lone notes become -1."""
    import numpy as np

    # One more than needed, so that -1 finds 0.
    sizes = np.bincount(labels[reached & (labels >= 0)], minlength=labels.max(initial=-1) + 2)
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


def settle(
    weights: Weights, labels: "NDArray[np.int64]", before: "NDArray[np.int64] | None" = None
) -> tuple["NDArray[np.int64]", "NDArray[np.float64]"]:
    """Each note in the cluster its links and words speak for, after a few rounds; and its probability there.

    A note never speaks for itself: its own words are taken out of its cluster before they are compared.
    `before` has the cluster each note was in, -1 for none; to leave it, the odds must be `LEAVES` to one.
    """
    import numpy as np

    rows, homes = _homes(labels, before)
    present = weights.words[:, used_words(weights.words)].sign()
    moved, evidence = labels, np.zeros((len(labels), 0))
    for _ in range(_ROUNDS + 1):
        labels = moved
        if labels.max(initial=-1) < 0:
            return labels, np.zeros(len(labels))
        evidence = evidence_of(weights.links, present, labels)
        for_staying = evidence.copy()
        for_staying[rows, homes] += log(LEAVES)
        moved = _placed(weights, for_staying)
        if (moved == labels).all():
            break
    settled = large(labels, labels >= 0)
    if settled.max(initial=-1) < 0:
        return settled, np.zeros(len(settled))
    if (settled != labels).any():
        evidence = evidence_of(weights.links, present, settled)
    chances = _chances(evidence)
    return settled, np.where(settled >= 0, chances[np.arange(len(settled)), settled], 0.0)


def used_words(words: Any) -> "NDArray[np.intp]":
    """The columns of a sparse matrix that have entries."""
    import numpy as np

    return np.flatnonzero(np.bincount(words.indices, minlength=words.shape[1]))


def _homes(
    labels: "NDArray[np.int64]", before: "NDArray[np.int64] | None"
) -> tuple["NDArray[np.intp]", "NDArray[np.int64]"]:
    """The notes whose cluster of before is still there, and which it is now."""
    import numpy as np

    if before is None:
        before = np.full(len(labels), -1, np.int64)
    # One more than needed, so that -1 finds -1.
    now = np.full(before.max(initial=-1) + 2, -1, np.int64)
    for new, old in same(before, labels).items():
        now[old] = new
    rows = np.flatnonzero(now[before] >= 0)
    return rows, now[before][rows]


def _placed(weights: Weights, evidence: "NDArray[np.float64]") -> "NDArray[np.int64]":
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


def evidence_of(links: Any, present: Any, labels: "NDArray[np.int64]") -> "NDArray[np.float64]":
    """Log odds of each note (row) for each cluster (column), from links and words, up to a constant a row.

    `present` (notes by words, CSR) has a 1 for each telling word of a note, and no empty column.
    Links: the degree-corrected block model (Karrer, Newman, Physical Review E 83, 2011). Words: naive Bayes
    over distinctive words with a Dirichlet prior at the vault's own frequencies, tempered.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    placed = np.flatnonzero(labels >= 0)
    shape = (len(labels), int(labels.max()) + 1)
    member = csr_matrix((np.ones(len(placed)), (placed, labels[placed])), shape)
    return _link_evidence(links, member) + _TEMPER * _word_evidence(present, member, labels)


def _link_evidence(links: Any, member: Any) -> "NDArray[np.float64]":
    import numpy as np

    into = (links @ member).toarray()
    if not links.nnz:
        return np.asarray(into)
    usual = links.data.mean()
    volume = into.sum(0)
    expected = np.outer(volume, volume) / max(volume.sum(), usual)
    ratio = np.log((member.T @ into + usual) / (expected + usual))
    return np.asarray(into / usual @ ratio.T)


def _word_evidence(present: Any, member: Any, labels: "NDArray[np.int64]") -> "NDArray[np.float64]":
    import numpy as np

    counts = np.diff(present.indptr)
    homes = np.repeat(labels, counts)
    inside = homes >= 0
    columns, homes = present.indices[inside], homes[inside]
    shape = present.shape[1], member.shape[1]
    used = np.bincount(columns * shape[1] + homes, minlength=shape[0] * shape[1]).reshape(shape)
    total, base = used.sum(0), np.asarray(present.sum(0)).ravel() / max(1, present.nnz)
    odds = np.log((used + _PRIOR * base[:, None]) / (total + _PRIOR) / base[:, None])
    evidence = present @ odds
    rows = np.repeat(np.arange(len(labels)), counts)[inside]
    own = used[columns, homes] - 1
    left = total[homes] - counts[rows]
    without = np.log((own + _PRIOR * base[columns]) / (left + _PRIOR) / base[columns])
    kept = labels >= 0
    evidence[kept, labels[kept]] = np.bincount(rows, without, len(labels))[kept]
    return np.asarray(evidence)
