"""Names and keywords of topic clusters: words that fit all members and set them apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.note import Note
from vaulttools.words import Words, is_stop_word, split_words, titles_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEYWORDS = 8
"""Keywords given for a topic."""

ENOUGH = 0.6
"""Share of members a name has to speak of; below, a second and third part are looked for."""

_LONGEST = 4
_PARTS = 3
# A word counted this often is half way to being what the note is about; a title word counts 6 by itself.
_HALF = 3.0
_LIFT = 1.5
_TRIED = 40


class Named(NamedTuple):
    """A topic's name, and its keywords, strongest first."""

    name: str
    keywords: tuple[str, ...]


class _Candidate(NamedTuple):
    """A phrase a topic might be called by: columns of its words, how titles write it, and how much each
    note is about it (0 to 1, a row a note)."""

    columns: tuple[int, ...]
    form: str
    about: "NDArray[np.float64]"


def name_topics(notes: Sequence[Note], words: Words, labels: "NDArray[np.int64]") -> tuple[Named, ...]:
    """A name, unique in the vault, and keywords for each cluster from 0 up; `notes` as the rows of `words`."""
    about = words.weights.copy()
    about.data = about.data / (about.data + _HALF)
    scores, lifts = _scores(about, labels)
    columns = about.tocsc()
    titles = [tuple(_title_phrases(note, words, row)) for row, note in enumerate(notes)]
    taken: set[str] = set()
    named = []
    for cluster in range(len(scores)):
        keywords = _keywords(scores[cluster], words)
        inside = labels == cluster
        tried = _candidates(titles, inside, columns, scores[cluster], lifts[cluster], words)
        name = _name(tried, inside, keywords, notes, taken)
        taken.add(name.casefold())
        named.append(Named(name, keywords))
    return tuple(named)


def _scores(about: Any, labels: "NDArray[np.int64]") -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """How well each word (column) marks each cluster (row), and how many times oftener it is met there.

    Class-based TF-IDF: term frequency in the class · ln(1 + average / frequency in all classes), after
    Grootendorst, "BERTopic" (arXiv 2203.05794, 2022). A note counts a word at most once, however often it says it,
    and classes count the same whatever their size.
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

    best = np.lexsort((np.arange(len(scores)), -scores))[:KEYWORDS]
    return tuple(words.forms[column] for column in best if scores[column] > 0)


def _title_phrases(note: Note, words: Words, row: int) -> Iterator[tuple[tuple[int, ...], str]]:
    """Phrases of a note's titles and tags: columns of their words, and the phrase as written."""
    language = words.languages[row]
    for text in (*titles_of(note), *(tag.name.rpartition("/")[2] for tag in note.tags)):
        written = split_words(text)
        lower = [word.lower() for word in written]
        known = [word in words.place and not is_stop_word(word, language) for word in lower]
        for start in range(len(written)):
            for end in range(start + 1, min(start + _LONGEST, len(written)) + 1):
                if known[start] and known[end - 1] and all(word in words.place for word in lower[start:end]):
                    yield tuple(words.place[word] for word in lower[start:end]), _joined(written[start:end])


def _joined(written: Sequence[str]) -> str:
    # Pairs of Chinese or Japanese characters overlap by one.
    text = written[0]
    for word in written[1:]:
        text += word[1:] if not word.isascii() and text[-1] == word[0] and len(word) == 2 else f" {word}"
    return text


def _candidates(
    titles: Sequence[Sequence[tuple[tuple[int, ...], str]]],
    inside: "NDArray[np.bool_]",
    columns: Any,
    scores: "NDArray[np.float64]",
    lifts: "NDArray[np.float64]",
    words: Words,
) -> list[_Candidate]:
    """The likeliest names of a cluster: phrases that several members' titles hold."""
    import numpy as np

    members = np.flatnonzero(inside).tolist()
    held: Counter[tuple[int, ...]] = Counter()
    forms: dict[tuple[int, ...], Counter[str]] = {}
    for row in members:
        for phrase, form in set(titles[row]):
            forms.setdefault(phrase, Counter())[form] += 1
        held.update({phrase for phrase, _ in titles[row]})
    least = 2 if len(members) > 3 else 1
    apt = [
        phrase for phrase, count in held.items()
        if count >= least and lifts[phrase[0]] >= _LIFT and lifts[phrase[-1]] >= _LIFT
    ]  # fmt: skip
    apt.sort(key=lambda phrase: (-held[phrase] * _promise(phrase, scores), phrase))
    return [
        _Candidate(phrase, _commonest(forms[phrase]), _about(phrase, columns, titles)) for phrase in apt[:_TRIED]
    ]


def _promise(phrase: tuple[int, ...], scores: "NDArray[np.float64]") -> float:
    return float(scores[list(phrase)].max()) * len(phrase)


def _commonest(forms: Counter[str]) -> str:
    return max(sorted(forms), key=lambda form: (forms[form], form.islower()))


def _about(phrase: tuple[int, ...], columns: Any, titles: Any) -> "NDArray[np.float64]":
    """How much each note is about a phrase: as its least said word. A note with it in the title is wholly so."""
    import numpy as np

    said = [columns[:, column].toarray().ravel() for column in phrase if columns.indptr[column + 1] > columns.indptr[column]]
    return np.asarray(np.min(said, axis=0))


def _name(
    tried: Sequence[_Candidate],
    inside: "NDArray[np.bool_]",
    keywords: Sequence[str],
    notes: Sequence[Note],
    taken: set[str],
) -> str:
    """The best phrase, with a second and third where it leaves many members out or is taken."""
    import numpy as np

    parts: list[_Candidate] = []
    left = np.ones(int(inside.sum()))
    while len(parts) < _PARTS:
        best = _best(tried, inside, left, parts)
        if best is None:
            break
        parts.append(best)
        left = left * (1 - np.minimum(1, best.about[inside] * 1.5))
        if 1 - left.mean() >= ENOUGH and _shown(parts).casefold() not in taken:
            break
    name = _shown(parts) if parts else " · ".join(_capital(word) for word in keywords[:2])
    name = name or notes[int(np.flatnonzero(inside)[0])].title
    return name if name.casefold() not in taken else _told_apart(name, keywords, taken)


def _best(
    tried: Sequence[_Candidate], inside: "NDArray[np.bool_]", left: "NDArray[np.float64]", parts: Sequence[_Candidate]
) -> _Candidate | None:
    import numpy as np

    used = {column for part in parts for column in part.columns}
    best, top = None, 0.0
    for candidate in tried:
        if used.isdisjoint(candidate.columns):
            here = candidate.about[inside]
            lift = here.mean() / max(candidate.about.mean(), 1e-12)
            score = float((left * here).mean() * np.log(max(lift, 1)) * (1 + 0.15 * (len(candidate.columns) - 1)))
            if score > top * (1 + 1e-9):
                best, top = candidate, score
    return best


def _shown(parts: Sequence[_Candidate]) -> str:
    return " · ".join(_capital(part.form) for part in parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told_apart(name: str, keywords: Sequence[str], taken: set[str]) -> str:
    for word in keywords:
        longer = f"{name} · {_capital(word)}"
        if word.casefold() not in name.casefold() and longer.casefold() not in taken:
            return longer
    number = 2
    while f"{name} {number}".casefold() in taken:
        number += 1
    return f"{name} {number}"
