"""Names and keywords of topic clusters: words that fit all members and set them apart."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.note import Note
from vaulttools.topic_phrases import Phrase, Titles, read_titles
from vaulttools.words import TITLE_WEIGHT, Words, body, is_cjk

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEYWORDS = 8
"""Keywords given for a topic."""

ENOUGH = 0.6
"""How far members must be about a name, on average; below, a second and third part are looked for."""

_PARTS = 3
_TRIED = 30
# A word counted this often is half way to being what the note is about; a title word counts 6 by itself.
_HALF = 3.0
# A name's words are met in its topic at least so many times oftener than in the vault.
_LIFT = 1.5
# Notes outside a topic that a phrase is looked up in.
_SAMPLE = 150

# Over 1, so that words that set a topic apart win over words that merely fit it: "OCD" over "Treatments".
_APART = 1.5
# What a phrase is worth as a name that never stands whole, against one that always does.
_PIECE = 0.4


class Named(NamedTuple):
    """A topic's name, and its keywords, strongest first."""

    name: str
    keywords: tuple[str, ...]


class _Material(NamedTuple):
    """What names are made from: `about` (notes by words, CSC) says how far a note is about a word, 0 to 1."""

    notes: Sequence[Note]
    words: Words
    about: Any
    titles: Titles
    labels: "NDArray[np.int64]"
    prose: Callable[[int], str]


class _Candidate(NamedTuple):
    """A phrase a topic might be called by: how far each member is about it, its worth as a name."""

    phrase: Phrase
    form: str
    inside: "NDArray[np.float64]"
    worth: float


def name_topics(notes: Sequence[Note], words: Words, labels: "NDArray[np.int64]") -> tuple[Named, ...]:
    """A name, unique, and keywords for each cluster from 0 up; `notes` are the rows of `words`."""
    about = words.weights.copy()
    about.data = about.data / (about.data + _HALF)
    scores, lifts = _scores(about, labels)
    prose = cache(lambda row: body(notes[row].text).lower())
    material = _Material(notes, words, about.tocsc(), read_titles(notes, words), labels, prose)
    taken: set[str] = set()
    named = []
    for cluster in range(len(scores)):
        keywords = _keywords(scores[cluster], words)
        name = _name(_candidates(material, cluster, scores[cluster], lifts[cluster]), keywords, taken)
        name = _unique(name or _a_title(material, cluster), keywords, taken)
        taken.add(name.casefold())
        named.append(Named(name, keywords))
    return tuple(named)


def _scores(about: Any, labels: "NDArray[np.int64]") -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """How well each word (column) marks each cluster (row), and how many times oftener it is met there.

    Class-based TF-IDF: frequency in the class · ln(frequency in the class / in all notes), after
    Grootendorst, "BERTopic" (arXiv 2203.05794, 2022). A note counts a word at most once, so that no single
    note rules, and classes count the same whatever their size.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    placed = np.flatnonzero(labels >= 0)
    count = int(labels.max(initial=-1)) + 1
    member = csr_matrix((np.ones(len(placed)), (labels[placed], placed)), (count, len(labels)))
    sizes = np.asarray(member.sum(1)).ravel()
    share = (member @ about).toarray() / np.maximum(sizes, 1)[:, None]
    overall = np.asarray(about.sum(0)).ravel() / max(1, len(labels))
    lift = share / np.where(overall > 0, overall, 1)
    return share * np.log(np.maximum(lift, 1)), lift


def _keywords(scores: "NDArray[np.float64]", words: Words) -> tuple[str, ...]:
    import numpy as np

    best = np.lexsort((np.arange(len(scores)), -scores.round(9)))[: KEYWORDS * 2]
    return _chained([words.forms[column] for column in best if scores[column] > 0])[:KEYWORDS]


def _chained(keywords: Sequence[str]) -> tuple[str, ...]:
    """Keywords with overlapping pairs of characters joined: "参考", "考文", "文献" are "参考文献"."""
    found: list[str] = []
    for word in keywords:
        for place, other in enumerate(found):
            if is_cjk(word) and is_cjk(other) and (other[-1] == word[0] or word[-1] == other[0]):
                found[place] = other + word[1:] if other[-1] == word[0] else word + other[1:]
                break
        else:
            found.append(word)
    return tuple(dict.fromkeys(found))


def _candidates(
    material: _Material, cluster: int, scores: "NDArray[np.float64]", lifts: "NDArray[np.float64]"
) -> list[_Candidate]:
    """The likeliest names of a cluster: phrases that several of its members' titles hold."""
    import numpy as np

    members = np.flatnonzero(material.labels == cluster)
    forms: dict[Phrase, Counter[str]] = {}
    for row in members.tolist():
        for phrase, form in set(material.titles.phrases[row]):
            forms.setdefault(phrase, Counter())[form] += 1
    least = 2 if len(members) > 3 else 1
    apt = [
        phrase for phrase, found in forms.items()
        if found.total() >= least and min(lifts[phrase[0]], lifts[phrase[-1]]) >= _LIFT
    ]  # fmt: skip
    promise = {phrase: forms[phrase].total() * float(scores[list(phrase)].mean()) for phrase in apt}
    apt.sort(key=lambda phrase: (-round(promise[phrase], 9), phrase))
    return [_candidate(material, phrase, _commonest(forms[phrase]), members) for phrase in apt[:_TRIED]]


def _commonest(forms: Counter[str]) -> str:
    return max(sorted(forms), key=lambda form: (forms[form], form.islower()))


def _candidate(material: _Material, phrase: Phrase, form: str, members: "NDArray[np.intp]") -> _Candidate:
    import numpy as np

    count = len(material.notes)
    others = np.setdiff1d(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(int), members)
    inside, outside = _about(material, phrase, members), _about(material, phrase, others)
    share = len(members) / count
    overall = share * inside.mean() + (1 - share) * (outside.mean() if len(others) else 0.0)
    lift = max(1.0, float(inside.mean()) / max(float(overall), 1e-9))
    return _Candidate(
        phrase, form, inside, log(lift) ** _APART * (_PIECE + (1 - _PIECE) * material.titles.whole[phrase])
    )


def _about(material: _Material, phrase: Phrase, rows: "NDArray[np.intp]") -> "NDArray[np.float64]":
    """How far notes are about a phrase: where all its words are, how often it is said in so many words."""
    import numpy as np

    columns = (_column(material.about, column) for column in phrase)
    least = np.min([column[rows] for column in columns if column.any()], axis=0)
    if len(phrase) == 1:
        return np.asarray(least)
    said = " ".join(material.words.terms[column] for column in phrase)
    for place in np.flatnonzero(least):
        row = int(rows[place])
        count = material.prose(row).count(said) + TITLE_WEIGHT * (said in material.notes[row].title.lower())
        least[place] = min(least[place], count / (count + _HALF))
    return np.asarray(least)


def _column(matrix: Any, column: int) -> "NDArray[np.float64]":
    # By hand: scipy's own slicing takes twenty times as long.
    import numpy as np

    dense = np.zeros(matrix.shape[0])
    part = slice(matrix.indptr[column], matrix.indptr[column + 1])
    dense[matrix.indices[part]] = matrix.data[part]
    return dense


def _name(tried: Sequence[_Candidate], keywords: Sequence[str], taken: set[str]) -> str:
    """The best phrase, with a second and third where it leaves many members out; "" without any."""
    import numpy as np

    parts: list[_Candidate] = []
    left = np.ones(len(tried[0].inside)) if tried else np.ones(0)
    while len(parts) < _PARTS:
        best = _best(tried, left, parts)
        if best is None:
            break
        parts.append(best)
        left = left * (1 - best.inside)
        if 1 - left.mean() >= ENOUGH and _shown(parts).casefold() not in taken:
            break
    return _shown(parts) if parts else " · ".join(_capital(word) for word in keywords[:2])


def _best(
    tried: Sequence[_Candidate], left: "NDArray[np.float64]", parts: Sequence[_Candidate]
) -> _Candidate | None:
    """The phrase that says most of what the parts so far leave unsaid."""
    used = {column for part in parts for column in part.phrase}
    best, top = None, 0.0
    for candidate in tried:
        gain = float((left * candidate.inside).mean()) * candidate.worth
        if used.isdisjoint(candidate.phrase) and gain > top * (1 + 1e-9):
            best, top = candidate, gain
    return best


def _shown(parts: Sequence[_Candidate]) -> str:
    return " · ".join(_capital(part.form) for part in parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _a_title(material: _Material, cluster: int) -> str:
    return min(
        note.title for note, label in zip(material.notes, material.labels, strict=True) if label == cluster
    )


def _unique(name: str, keywords: Sequence[str], taken: set[str]) -> str:
    longer = (f"{name} · {_capital(word)}" for word in keywords if word.casefold() not in name.casefold())
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(choice for choice in (name, *longer, *numbered) if choice.casefold() not in taken)
