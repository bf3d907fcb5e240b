"""Why notes are related: the words, neighbours and notes alike that speak for a link, in a sentence."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.related_signs import SHOWN, Signs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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


class Ranked(NamedTuple):
    """A note and one that it could link to, as rows; the score; and the rows of the notes most like the first."""

    source: int
    target: int
    score: float
    fellows: Sequence[int]


class _Own(NamedTuple):
    """A note for which related ones are looked for: its words by column, rows it links to, that link it, like it."""

    row: int
    words: "NDArray[np.float64]"
    out: frozenset[int]
    incoming: frozenset[int]
    fellows: Sequence[int]


def explained(signs: Signs | None, ranked: Sequence[Ranked]) -> tuple[Related, ...]:
    """Related notes with their reasons, in the order given."""
    if signs is None:
        return ()
    found: list[Related] = []
    own: _Own | None = None
    for one in ranked:
        if own is None or own.row != one.source:
            own = _Own(
                one.source,
                _dense(signs.words, one.source),
                _columns(signs.out, one.source),
                _columns(signs.incoming, one.source),
                one.fellows,
            )
        found.append(_reasoned(signs, own, one.target, one.score))
    return tuple(found)


def _reasoned(signs: Signs, own: _Own, other: int, score: float) -> Related:
    """A related note with its reasons."""
    degrees = signs.degrees
    linked, linking = _columns(signs.out, other), _columns(signs.incoming, other)
    both = [at for at in (own.out | own.incoming) & (linked | linking) if degrees[at] < signs.most]
    near = sorted(both, key=lambda at: (degrees[at], at))[:SHOWN]

    def way(at: int) -> str:
        if at in own.out and at in linked:
            return "both link to"
        return "both are linked from" if at in own.incoming and at in linking else "both know"

    alike = [at for at in own.fellows if at in linking and at not in near][:SHOWN]
    words = tuple(signs.terms.forms[column] for column in _common(signs.said, own.words, other))
    neighbours, others = (tuple(signs.notes[at].path for at in group) for group in (near, alike))
    why = _why(signs, [(way(at), at) for at in near], words, alike)
    return Related(signs.notes[own.row].path, signs.notes[other].path, score, words, neighbours, others, why)


def _common(said: Any, mine: "NDArray[np.float64]", other: int) -> list[int]:
    """The columns of the strongest words that a note shares with the one of row `other`, strongest first."""
    import numpy as np

    part = slice(said.indptr[other], said.indptr[other + 1])
    columns = said.indices[part]
    both = mine[columns] * said.data[part]
    least = 0.0
    if len(both) > SHOWN:
        # All that may be as strong as the last one shown; the order among these few is exact.
        least = np.partition(both, len(both) - SHOWN)[len(both) - SHOWN] - 1e-8
    some = np.flatnonzero((both >= least) & (mine[columns] > 0))
    found = zip(columns[some].tolist(), both[some].tolist(), strict=True)
    return [column for column, _ in sorted(found, key=lambda one: (-round(one[1], 9), one[0]))[:SHOWN]]


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
    signs: Signs, neighbours: Sequence[tuple[str, int]], words: Sequence[str], alike: Sequence[int]
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
