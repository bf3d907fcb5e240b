"""Related notes: notes that could link to each other and do not, each with the reason in plain words.

Three things speak for a link: the notes share words, above all those of the other's title; they share neighbours,
rare ones above all (Zhou, Lü, Zhang, Eur. Phys. J. B 71, 2009: resource allocation); notes that are much like this one
link there (Sarwar et al., WWW 2001: item-based recommendation). Weighed by hiding links and counting which come back:
`benchmarks/bench_suggest.py`.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from vaulttools.graph import Graph
from vaulttools.related_reasons import Ranked, Related, explained
from vaulttools.related_signs import Signs, read_signs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 5
"""Related notes given for a note."""

WORTH_SHOWING = 0.2
"""Below this score the reasons are thin; programs get them all the same."""

# Notes much like a note.
_ALIKE = 20
_LIKEWISE = 0.5
# A shared neighbour that has this part of its links with each note raises their likeness by half.
_SCARCE = 0.1
# The strength that gives half the highest score.
_HALF = 0.2
_BLOCK = 256

_Pair = TypeVar("_Pair", Related, Ranked)


def find_related(
    graph: Graph, sources: Collection[str] | None = None, count: int = MOST
) -> tuple[Related, ...]:
    """At most `count` related notes for each of the notes at `sources` (default: all), by source, best first.

    Notes that are linked already, in either direction, and excluded notes are left out.
    """
    signs, ranked = _ranked(graph, sources, count)
    return explained(signs, ranked)


def likeliest_pairs(graph: Graph, most: int) -> tuple[tuple[Related, ...], int]:
    """The first `most` of `best_pairs` among all related notes, and how many there are.

    Much quicker than `find_related`, as reasons are looked for only for these.
    """
    signs, ranked = _ranked(graph, None, MOST)
    pairs = best_pairs(ranked)
    return explained(signs, pairs[:most]), len(pairs)


def best_pairs(related: Iterable[_Pair]) -> list[_Pair]:
    """Each pair once, with its better score, best first; none whose reasons are thin."""
    best: dict[frozenset[str | int], _Pair] = {}
    for one in sorted(related, key=lambda one: (-one.score, one.source, one.target)):
        if one.score >= WORTH_SHOWING:
            best.setdefault(frozenset((one.source, one.target)), one)
    return list(best.values())


def _ranked(graph: Graph, sources: Collection[str] | None, count: int) -> tuple[Signs | None, list[Ranked]]:
    """Who is related to whom, by row, best first, and what tells why; without two notes nothing does."""
    paths = [path for path in sorted(graph.vault.notes) if path not in graph.vault.excluded]
    rows = [row for row, path in enumerate(paths) if sources is None or path in sources]
    if len(paths) < 2 or not rows:
        return None, []
    signs = read_signs(graph, [graph.vault.notes[path] for path in paths])
    found: list[Ranked] = []
    for start in range(0, len(rows), _BLOCK):
        found += _related(signs, rows[start : start + _BLOCK], count)
    return signs, found


def _related(signs: Signs, rows: Sequence[int], count: int) -> list[Ranked]:
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
        for other in _highest(scores[number], count):
            score = float(scores[number, other])
            if score > 0:
                found.append(Ranked(row, other, round(score / (_HALF + score), 4), fellows))
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
