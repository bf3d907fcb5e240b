"""What is known of all notes when related ones are looked for: words, titles and links, as sparse matrices."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.words import split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vaulttools.words import Words

SHOWN = 3
"""Reasons of each kind that are given."""

# Words that stand for a note; the share of all notes that whoever is linked with them tells nothing.
_WORDS, _EVERYBODY = 100, 0.3


class Signs(NamedTuple):
    """What is known of all notes: rows are notes in the order of `notes`, all matrices are scipy CSR.

    `words` are unit rows; `by_word` has a row a word instead, `by_title` the same of titles, whose words sum to 1;
    `said` is the sum of both, a row a note. `joined` has a 1 where one of row and column links to the other,
    `scarce` the same by the column's number of neighbours. `out` has a 1 where the row links to the column,
    `incoming` where the column links to the row; `worth` is a link from row to column by how few links the column
    has. Notes with `most` neighbours or more are in everybody's neighbourhood, and tell nothing.
    """

    notes: Sequence[Note]
    terms: "Words"
    words: Any
    by_word: Any
    by_title: Any
    said: Any
    joined: Any
    scarce: Any
    out: Any
    incoming: Any
    worth: Any
    degrees: Sequence[int]
    most: float


def read_signs(graph: Graph, notes: Sequence[Note]) -> Signs:
    """The signs of some notes of a graph, in the order given."""
    import numpy as np
    from scipy.sparse import csr_matrix, diags

    from vaulttools.words import read_words

    terms = read_words(notes)
    counts = terms.weights
    size = len(notes)
    met = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log((size + 1) / np.maximum(met, 1))
    words = counts.copy()
    words.data = (1 + np.log(words.data)) * rarity[words.indices]
    words = _strongest(words)
    words = (
        diags(1 / np.maximum(np.sqrt(np.asarray(words.multiply(words).sum(1)).ravel()), 1e-9)) @ words
    ).tocsr()
    place = {note.path: row for row, note in enumerate(notes)}
    ends = {
        (place[link.source], place[link.target])
        for link in graph.links
        if link.source in place and link.target in place and link.source != link.target
    }
    one, other = np.array(sorted(ends), np.int64).reshape(-1, 2).T
    out = csr_matrix((np.ones(len(ends)), (one, other)), (size, size))
    joined = (out + out.T).sign().tocsr()
    joined.sort_indices()
    degrees = np.diff(joined.indptr)
    scarce = (joined @ diags(1 / np.maximum(degrees, 1))).tocsr()
    worth = (out @ diags(1 / np.sqrt(np.maximum(np.bincount(out.indices, minlength=size), 1)))).tocsr()
    titles = _titles(notes, terms, rarity)
    most = max(SHOWN, _EVERYBODY * size)
    return Signs(
        notes, terms, words, words.T.tocsr(), titles.T.tocsr(), (words + titles).tocsr(), joined, scarce,
        out, out.T.tocsr(), worth, degrees.tolist(), most,
    )  # fmt: skip


def _strongest(words: Any) -> Any:
    """Each row's `_WORDS` highest values; the rest would cost much and change little."""
    import numpy as np
    from scipy.sparse import csr_matrix

    size = words.shape[0]
    rows = np.repeat(np.arange(size).astype(np.min_scalar_type(size)), np.diff(words.indptr))
    # What is equal stays in order of the words; small whole numbers sort in linear time.
    order = np.argsort(-words.data, kind="stable")
    order = order[np.argsort(rows[order], kind="stable")]
    kept = order[np.arange(len(order)) - words.indptr[rows[order]] < _WORDS]
    return csr_matrix((words.data[kept], (rows[kept], words.indices[kept])), words.shape)


def _titles(notes: Sequence[Note], terms: "Words", rarity: "NDArray[np.float64]") -> Any:
    """The words of titles by how rare they are, each row summing to 1."""
    from scipy.sparse import csr_matrix

    entries = []
    for row, note in enumerate(notes):
        columns = {terms.place[word] for word in split_words(note.title.lower()) if word in terms.place}
        whole = sum(rarity[column] for column in columns) or 1.0
        entries += [(rarity[column] / whole, row, column) for column in sorted(columns)]
    values, rows, columns_ = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_matrix((values, (rows, columns_)), (len(notes), len(terms.terms)))
