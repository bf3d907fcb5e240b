"""Related notes: notes that could link to each other and do not, each with the reason in plain words.

Three things speak for a link: the notes share words, above all those of the other's title; they share neighbours,
rare ones above all (Zhou, Lü, Zhang, Eur. Phys. J. B 71, 2009: resource allocation); notes that are much like this one
link there (Sarwar et al., WWW 2001: item-based recommendation). Weighed by hiding links and counting which come back:
`benchmarks/bench_suggest.py`.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.processes import in_shares, processes_for
from vaulttools.words import split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vaulttools.words import Words

MOST = 5
"""Related notes given for a note."""

# Words that stand for a note, and notes much like a note.
_WORDS, _ALIKE = 100, 20
# A note with few words counts as this part of the usual length, else one word in common would be all of it.
_FEW = 0.7
_LIKEWISE = 0.5
# A shared neighbour that has this part of its links with each note raises their likeness by half.
_SCARCE = 0.1
_EVERYBODY = 0.3
# The strength that gives half the highest score.
_HALF = 0.2
_BLOCK = 256
_SHOWN = 3


class Related(NamedTuple):
    """A note that `source` could link to, and why.

    `score`, 0 to 1, orders them: s / (0.2 + s), where s is the likeness of words, raised by shared neighbours up to
    double, and half the links from notes alike. It is no probability. `words` are shared, strongest first;
    `neighbours` are linked with both; `alike` are notes like the source that link to the target.
    """

    source: str
    target: str
    score: float
    words: tuple[str, ...]
    neighbours: tuple[str, ...]
    alike: tuple[str, ...]
    why: str


class _Signs(NamedTuple):
    """What is known of all notes: rows are notes in order of `paths`, all matrices are scipy CSR.

    `words` are unit rows, shorter for notes with few words; `by_word` has a row a word instead, `by_title` the same
    of titles, whose words sum to 1; `said` is the sum of both, a row a note. `joined` has a 1 where one of row and
    column links to the other, `scarce` the same by the column's number of neighbours. `out` has a 1 where the row
    links to the column, `incoming` where the column links to the row; `worth` is a link from row to column by how few
    links the column has. Notes with `most` neighbours or more are in everybody's neighbourhood, and tell nothing.
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


def find_related(
    graph: Graph, sources: Collection[str] | None = None, count: int = MOST, jobs: int = 1
) -> tuple[Related, ...]:
    """At most `count` related notes for each of the notes at `sources` (default: all), by source, best first.

    Notes that are linked already, in either direction, and excluded notes are left out. `jobs` processes share the
    work, with the same result; 0 means as many as pay.
    """
    paths = [path for path in sorted(graph.vault.notes) if path not in graph.vault.excluded]
    rows = [row for row, path in enumerate(paths) if sources is None or path in sources]
    if len(paths) < 2 or not rows:
        return ()
    signs = _read(graph, [graph.vault.notes[path] for path in paths])
    blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
    jobs = processes_for(len(rows), jobs)
    found = in_shares(lambda block: [tuple(one) for one in _related(signs, block, count)], blocks, jobs)
    return tuple(Related(*values) for values in found)


def _read(graph: Graph, notes: Sequence[Note]) -> _Signs:
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
    length = np.sqrt(np.asarray(words.multiply(words).sum(1)).ravel())
    words = (diags(1 / np.maximum(length, max(_FEW * np.median(length), 1e-9))) @ words).tocsr()
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
    most = max(_SHOWN, _EVERYBODY * size)
    return _Signs(
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


def _related(signs: _Signs, rows: Sequence[int], count: int) -> list[Related]:
    """The related notes of some rows, computed together."""
    import numpy as np

    mine = signs.words[rows]
    alike = (mine @ signs.by_word).toarray()
    alike[np.arange(len(rows)), rows] = 0
    likeness = alike + (mine @ signs.by_title).toarray()
    shared = (signs.scarce[rows] @ signs.joined).toarray()
    nearest = _nearest(alike)
    scores = likeness * (1 + shared / (shared + _SCARCE)) + _LIKEWISE * (nearest @ signs.worth).toarray()
    scores[
        np.repeat(np.arange(len(rows)), np.diff(signs.joined[rows].indptr)), signs.joined[rows].indices
    ] = 0
    scores[np.arange(len(rows)), rows] = 0
    found = []
    for number, row in enumerate(rows):
        fellows = nearest.indices[nearest.indptr[number] : nearest.indptr[number + 1]].tolist()
        own = _Own(
            row, _dense(signs.words, row), _columns(signs.out, row), _columns(signs.incoming, row), fellows
        )
        for other in _highest(scores[number], count):
            if scores[number, other] > 0:
                found.append(_reasoned(signs, own, other, float(scores[number, other])))
    return found


def _nearest(alike: "NDArray[np.float64]") -> Any:
    """Of each row the `_ALIKE` highest values, highest first, made to sum to 1."""
    import numpy as np
    from scipy.sparse import csr_matrix

    chosen = [[at for at in _highest(row, _ALIKE) if row[at] > 0] for row in alike]
    values = [row[best] / max(row[best].sum(), 1e-9) for row, best in zip(alike, chosen, strict=True)]
    ends = np.cumsum([0, *map(len, chosen)])
    columns = np.array([at for best in chosen for at in best], np.int64)
    return csr_matrix((np.concatenate([*values, np.zeros(0)]), columns, ends), alike.shape)


def _highest(values: "NDArray[np.float64]", count: int) -> list[int]:
    """The places of the highest values, highest first, ties by place."""
    import numpy as np

    values = values.round(9)
    if count < len(values):
        least = np.partition(values, len(values) - count)[len(values) - count]
        places = np.flatnonzero(values >= least)
    else:
        places = np.arange(len(values))
    return [int(at) for at in places[np.lexsort((places, -values[places]))][:count]]


class _Own(NamedTuple):
    """A note for which related ones are looked for: its words by column, rows it links to, that link it, like it."""

    row: int
    words: "NDArray[np.float64]"
    out: frozenset[int]
    incoming: frozenset[int]
    fellows: Sequence[int]


def _reasoned(signs: _Signs, own: _Own, other: int, score: float) -> Related:
    """A related note with its reasons."""
    degrees = signs.degrees
    linked, linking = _columns(signs.out, other), _columns(signs.incoming, other)
    both = [at for at in (own.out | own.incoming) & (linked | linking) if degrees[at] < signs.most]
    near = sorted(both, key=lambda at: (degrees[at], at))[:_SHOWN]

    def way(at: int) -> str:
        if at in own.out and at in linked:
            return "both link to"
        return "both are linked from" if at in own.incoming and at in linking else "both know"

    alike = [at for at in own.fellows if at in linking and at not in near][:_SHOWN]
    words = tuple(signs.terms.forms[column] for column in _common(signs.said, own.words, other))
    neighbours, others = (tuple(signs.notes[at].path for at in group) for group in (near, alike))
    why = _why(signs, [(way(at), at) for at in near], words, alike)
    score = round(score / (_HALF + score), 4)
    return Related(signs.notes[own.row].path, signs.notes[other].path, score, words, neighbours, others, why)


def _common(said: Any, mine: "NDArray[np.float64]", other: int) -> list[int]:
    """The columns of the strongest words that a note shares with the one of row `other`, strongest first."""
    import numpy as np

    part = slice(said.indptr[other], said.indptr[other + 1])
    columns = said.indices[part]
    both = mine[columns] * said.data[part]
    least = 0.0
    if len(both) > _SHOWN:
        # All that may be as strong as the last one shown; the order among these few is exact.
        least = np.partition(both, len(both) - _SHOWN)[len(both) - _SHOWN] - 1e-8
    some = np.flatnonzero((both >= least) & (mine[columns] > 0))
    found = zip(columns[some].tolist(), both[some].tolist(), strict=True)
    return [column for column, _ in sorted(found, key=lambda one: (-round(one[1], 9), one[0]))[:_SHOWN]]


def _dense(matrix: Any, row: int) -> "NDArray[np.float64]":
    """A row with its zeros."""
    import numpy as np

    part, dense = slice(matrix.indptr[row], matrix.indptr[row + 1]), np.zeros(matrix.shape[1])
    dense[matrix.indices[part]] = matrix.data[part]
    return dense


def _columns(matrix: Any, row: int) -> frozenset[int]:
    """The columns in which a row has values."""
    return frozenset(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist())


def _why(
    signs: _Signs, neighbours: Sequence[tuple[str, int]], words: Sequence[str], alike: Sequence[int]
) -> str:
    """The reasons in a sentence: "both link to Cytokines; share the words fatigue, sham"."""
    ways: dict[str, list[str]] = {}
    for way, at in neighbours:
        ways.setdefault(way, []).append(signs.notes[at].title)
    reasons = [f"{way} {', '.join(titles)}" for way, titles in sorted(ways.items(), reverse=True)]
    if words:
        reasons.append(f"share the word{'s' if len(words) > 1 else ''} {', '.join(words)}")
    if alike:
        reasons.append(f"similar notes link to it: {', '.join(signs.notes[at].title for at in alike)}")
    return "; ".join(reasons)
