"""How strongly notes and words belong together: the weights that topic clusters are found with.

A link counts less the more notes share its ends (a `From:` line, an index note) and the less its two ends
speak of the same things. Nothing is listed by name; a vault's own figures decide.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.graph import Graph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_PER_NOTE = 24
"""Distinctive words that stand for a note. More add noise, fewer lose plain articles."""

WORD_SHARE = 0.5
"""Weight of a note's words beside the links of an average linked note."""

# A link between ends without a word in common still counts a little: it was put there by a person.
_UNLIKE, _ALIKE = 0.15, 2.5
_DATE_CHAIN = 0.1
_DIGIT = re.compile(r"\d")
_PLAIN = re.compile(r"[\W_]+")


class Weights(NamedTuple):
    """What clusters are found from; rows are the notes of `paths`, in that order.

    `links` is a symmetric scipy CSR matrix of discounted link weights, notes by notes; `joined` the same with
    1 for each pair that has a link. `words` (notes by words) has each note's distinctive words by TF-IDF, rows
    summing to 1 or 0.
    """

    paths: tuple[str, ...]
    links: Any
    joined: Any
    words: Any


def weigh(graph: Graph, paths: Sequence[str], counts: Any) -> Weights:
    """The weights of notes, from their links and their word counts (a CSR matrix, a row a note)."""
    words = distinctive_words(counts)
    joined = _pairs(graph, paths)
    weights = joined.multiply(_rarity(joined)).tocsr() if joined.nnz else joined
    weights = _likened(weights, words, joined)
    weights = _unchained(weights, paths)
    both = (joined + joined.T).tocsr()
    both.data[:] = 1
    return Weights(tuple(paths), _sorted(weights + weights.T), _sorted(both), words)


def distinctive_words(counts: Any) -> Any:
    """Each row's strongest words by (1 + ln count) · ln(notes / notes with the word), rows summing to 1.

    Words of one note only join nothing and are left out.
    Source: Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28 (1972).
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    notes = counts.shape[0]
    met = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.where(met > 1, np.log(notes / np.maximum(met, 1)), 0.0)
    scores = (1 + np.log(counts.data)) * rarity[counts.indices]
    rows = np.repeat(np.arange(notes), np.diff(counts.indptr))
    order = np.lexsort((counts.indices, -scores, rows))
    rank = np.arange(len(order)) - np.repeat(counts.indptr[:-1], np.diff(counts.indptr))
    kept = order[(rank < WORDS_PER_NOTE) & (scores[order] > 0)]
    strongest = csr_matrix((scores[kept], (rows[kept], counts.indices[kept])), counts.shape)
    return _sorted(_scaled(strongest, np.asarray(strongest.sum(1)).ravel()))


def _pairs(graph: Graph, paths: Sequence[str]) -> Any:
    """Source by target: 1 + ln(links) for each pair of notes, itself left out."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {path: number for number, path in enumerate(paths)}
    ends = [
        (place[link.source], place[link.target])
        for link in graph.links
        if link.target in place and link.source in place and link.source != link.target
    ]
    rows, columns = (np.array(ends, np.int64).reshape(-1, 2)).T
    pairs = csr_matrix((np.ones(len(ends)), (rows, columns)), (len(paths), len(paths)))
    pairs.sum_duplicates()
    pairs.data = 1 + np.log(pairs.data)
    return pairs


def _rarity(pairs: Any) -> Any:
    """For each link, how little its ends are shared: ln(notes/linkers) / ln(notes), both ends multiplied.

    As a word in every note tells nothing, so does a link that every note holds, or a note that links to all.
    """
    import numpy as np

    notes = pairs.shape[0]
    scale = np.log(notes + 1)
    linkers = np.bincount(pairs.indices, minlength=notes)
    listed = np.diff(pairs.indptr)
    share = np.log((notes + 1) / np.maximum(np.stack([linkers, listed]), 1)) / scale
    rows = np.repeat(np.arange(notes), listed)
    rarity = pairs.copy()
    rarity.data = share[0][pairs.indices] * share[1][rows]
    return rarity


def _likened(weights: Any, words: Any, joined: Any) -> Any:
    """Weights times how alike the words of both ends are, against the vault's usual linked pair."""
    import numpy as np

    unit = _scaled(words, np.sqrt(np.asarray(words.multiply(words).sum(1)).ravel()))
    unit = _lent(unit, joined)
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    alike = np.asarray(unit[rows].multiply(unit[weights.indices]).sum(1)).ravel()
    usual = alike[alike > 0].mean() if (alike > 0).any() else 0.0
    silent = np.asarray(unit.sum(1)).ravel() == 0
    known = ~(silent[rows] | silent[weights.indices])
    weights.data *= np.where(known & (usual > 0), np.clip(alike / (usual or 1), _UNLIKE, _ALIKE), 1.0)
    return weights


def _lent(unit: Any, joined: Any) -> Any:
    """Notes with few words of their own borrow those of the notes they are linked with.

    So an empty hub is judged by whether its neighbours are alike: a topic's index is, a source's list is not.
    """
    import numpy as np

    poor = np.flatnonzero(np.diff(unit.indptr) < WORDS_PER_NOTE // 3)
    if not len(poor):
        return unit
    around = (joined + joined.T).tocsr()[poor] @ unit
    lent = unit.tolil()
    mean = _scaled(around, np.sqrt(np.asarray(around.multiply(around).sum(1)).ravel()))
    lent[poor] = mean.tolil()
    return lent.tocsr()


def _unchained(weights: Any, paths: Sequence[str]) -> Any:
    """Links between notes named by date or number alike ("2026-01-01" to "2026-01-02") tell of order, not subject."""
    shapes = [_date_shape(path) for path in paths]
    for row, shape in enumerate(shapes):
        if shape:
            for at in range(weights.indptr[row], weights.indptr[row + 1]):
                if shapes[weights.indices[at]] == shape:
                    weights.data[at] *= _DATE_CHAIN
    return weights


def _date_shape(path: str) -> str:
    """A name with its digits masked, "" where digits are not the better part of it."""
    name = _PLAIN.sub("", path.rpartition("/")[2].removesuffix(".md"))
    digits = len(_DIGIT.findall(name))
    return _DIGIT.sub("0", name) if digits * 2 > len(name) else ""


def _scaled(matrix: Any, by: "NDArray[np.float64]") -> Any:
    import numpy as np
    from scipy.sparse import diags

    return (diags(1 / np.where(by > 0, by, 1)) @ matrix).tocsr()


def _sorted(matrix: Any) -> Any:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return matrix
