"""Maps of content: notes that mostly list others, and so have a name for what they list."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.words import body, has_words, split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORDS_A_LINK = 20
"""A map has at most so many words for each note it links to: 9 to 18 in maps seen, 25 and more in articles."""

COVERED = 0.5
"""Share of a topic's other members that its map links to, at least."""

_ENDURED = 0.4
_FEWEST = 4
_LONGEST = 60
_MARK = pattern(r"\(?\b(?:MOC|maps? of contents?)\b\)?", re.I)
_EDGES = pattern(r"^[\W_]*(?:\d+-?[ ._][ ._-]*(?=[^\W\d]))?|[\s_:|/=*~–—-]+$")


def map_titles(
    notes: Sequence[Note], joined: Any, labels: "NDArray[np.int64]"
) -> Mapping[int, tuple[str, ...]]:
    """For each cluster that maps cover, their titles, best first.

    `joined` is source by target, 1 for a link. A map links to half of the cluster or more, to little else
    (two fifths of its links stay), and to no second cluster that well: an index of everything is no
    topic's map. Best is the one whose links and the cluster agree most (F1).
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    placed = np.flatnonzero(labels >= 0)
    shape = (len(labels), int(labels.max(initial=-1)) + 1)
    member = csr_matrix((np.ones(len(placed)), (placed, labels[placed])), shape)
    listed = np.diff(joined.indptr)
    into = np.asarray((joined @ member).toarray())
    others = np.asarray(member.sum(0)).ravel() - member.toarray()
    covered = into / np.maximum(others, 1)
    covering = (covered >= COVERED) & (into >= np.minimum(_FEWEST, others))
    alone = covering & (covering.sum(1, keepdims=True) == 1)
    fits = alone & (into >= _ENDURED * listed[:, None])
    agreed = 2 * into / np.maximum(others + listed[:, None], 1)
    found: dict[int, list[tuple[float, str, str]]] = {}
    for row, cluster in np.argwhere(fits).tolist():
        if lists(notes[row], int(listed[row])):
            best = (-round(float(agreed[row, cluster]), 9), plain_title(notes[row].title), notes[row].path)
            found.setdefault(cluster, []).append(best)
    return {cluster: tuple(title for _, title, _ in sorted(best)) for cluster, best in found.items()}


def lists(note: Note, links: int) -> bool:
    """Is a note that links to so many others mostly a list of them?"""
    if links < _FEWEST or len(note.title) > _LONGEST:
        return False
    text = body(note.text)
    # Counting a part of the words is quick, and mostly enough.
    return not has_words(text, WORDS_A_LINK * links + 1) and len(split_words(text)) <= WORDS_A_LINK * links


def plain_title(title: str) -> str:
    """A title without number, emoji and the mark "MOC": "02 Health MOC" is "Health"."""
    return _EDGES.sub("", _MARK.sub("", _EDGES.sub("", title))).replace("_", " ").strip() or title
