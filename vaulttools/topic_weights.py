"""How strongly notes and words belong together: the weights that topic clusters are found with.

A link counts less the more notes share its ends (a `From:` line, an index note) and the less its two ends
speak of the same things. Nothing is listed by name; a vault's own figures decide.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.graph import Graph
from vaulttools.patterns import pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SMALLEST = 3
"""Notes a topic has at least; smaller groups join the topic nearest to them, or stay homeless."""

WORDS_PER_NOTE = 16
"""Telling words that stand for a note. More add noise, fewer lose plain articles."""

WORD_SHARE = 0.2
"""Weight of a note's words beside the links of an average linked note: words support, links decide."""

# A link between ends without a word in common still counts a little: it was put there by a person.
_UNLIKE, _ALIKE = 0.15, 2.5
_DATE_CHAIN = 0.1
_RARITY = 0.5
_FEW = 2.0
_LINKS_READ = 20_000
_DIGIT = pattern(r"\d")
_PLAIN = pattern(r"[\W_]+")


class Weights(NamedTuple):
    """What clusters are found from; rows are the notes of `paths`, in that order.

    `links` is a symmetric scipy CSR matrix of discounted link weights, notes by notes; `joined` has a 1 where
    the note of the row links to that of the column. `words` (notes by words) has each note's telling words,
    rows summing to 1 or 0.
    """

    paths: tuple[str, ...]
    links: Any
    joined: Any
    words: Any


def weigh(graph: Graph, paths: Sequence[str], counts: Any) -> Weights:
    """The weights of notes, from their links and their word counts (a CSR matrix, a row a note)."""
    joined = _pairs(graph, paths)
    words = telling_words(counts, joined)
    weights = joined.multiply(_rarity(joined)).tocsr() if joined.nnz else joined
    weights = _likened(weights, words, joined)
    weights = _unchained(weights, paths)
    return Weights(tuple(paths), in_order(weights + weights.T), joined.sign(), words)


def telling_words(counts: Any, joined: Any) -> Any:
    """Each row's strongest words, summing to 1 (or 0): (1 + ln count) · how telling the word is.

    A word tells the subject when linked notes share it more than chance: ln(shared / expected). A little
    rarity, ln(notes / notes with the word), decides where links are few. Words of one or two notes join
    nothing. Source of rarity: Spärck Jones, J. Documentation 28 (1972). Rarity alone would choose
    misspellings and numbers.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    notes = counts.shape[0]
    met = np.bincount(counts.indices, minlength=counts.shape[1])
    telling = _shared_by_links(counts, joined) + _RARITY * np.log(notes / np.maximum(met, 1))
    telling[met < SMALLEST] = 0
    rows = np.repeat(np.arange(notes), np.diff(counts.indptr))
    some = np.flatnonzero(telling[counts.indices] > 0)
    rows, columns = rows[some], counts.indices[some]
    scores = (1 + np.log(counts.data[some])) * telling[columns]
    # In 65,000 steps, since whole numbers sort in linear time; what is equal stays in order of the words.
    steps = (scores * (65_535 / max(scores.max(initial=0.0), 1e-12))).astype(np.uint16)
    order = np.argsort(65_535 - steps, kind="stable")
    order = order[np.argsort(rows[order].astype(np.min_scalar_type(notes)), kind="stable")]
    starts = np.searchsorted(rows, np.arange(notes))
    kept = order[np.arange(len(order)) - starts[rows] < WORDS_PER_NOTE]
    strongest = csr_matrix((scores[kept], (rows[kept], columns[kept])), counts.shape)
    return in_order(_scaled(strongest, np.asarray(strongest.sum(1)).ravel()))


def _shared_by_links(counts: Any, joined: Any) -> "NDArray[np.float64]":
    """For each word ln(linked pairs that share it / pairs that chance would give), or 0 if that is more."""
    import numpy as np
    from scipy.sparse import triu

    pairs = triu(joined + joined.T, k=1).tocoo()
    # Evenly spaced links are enough, and keep the cost of large vaults level.
    chosen = np.unique(np.linspace(0, max(0, pairs.nnz - 1), min(pairs.nnz, _LINKS_READ)).astype(np.int64))
    one, other = pairs.row[chosen], pairs.col[chosen]
    present = counts.sign()
    shared = np.asarray(present[one].multiply(present[other]).sum(0)).ravel()
    ends = np.bincount(np.concatenate([one, other]), minlength=counts.shape[0])
    usual = np.asarray(present.T @ ends).ravel() / max(1, ends.sum())
    return np.asarray(np.log((shared + _FEW) / (len(chosen) * usual**2 + _FEW)).clip(0))


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
    """Links between notes of one date format ("2026-01-01" to "2026-01-02") tell of order, not subject."""
    import numpy as np

    numbers: dict[str, int] = {"": 0}
    shapes = np.array([numbers.setdefault(_date_shape(path), len(numbers)) for path in paths], np.int64)
    rows = np.repeat(shapes, np.diff(weights.indptr))
    weights.data[(rows > 0) & (rows == shapes[weights.indices])] *= _DATE_CHAIN
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


def in_order(matrix: Any) -> Any:
    """The matrix as CSR, the columns of each row in order: so that equal matrices are equal to the byte."""
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return matrix
