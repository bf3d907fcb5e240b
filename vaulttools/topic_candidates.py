"""What a topic might be called: phrases of its members' titles and headings, weighed against the vault."""

from collections.abc import Callable, Sequence
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.topic_phrases import IN_TAG, Phrase, Titles
from vaulttools.words import TITLE_WEIGHT, Words, is_cjk, split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HALF = 3.0
"""A word counted this often is half way to being what the note is about; a title word counts 6 by itself."""

ENOUGH = 0.6
"""How far members must be about a name, on average; below, a second part is looked for."""

SPREAD = 0.33
"""Share of members whose texts have the first part of a name, at least."""

SECOND_SPREAD = 0.3
"""The same for a second part: "Smell · Domestication" named fifteen notes after three of them."""

_TRIED = 40
# A name's words are met in its topic at least so many times oftener than in the vault.
_LIFT = 1.5
# Where no phrase is: a word of half of all notes still fits better than one note's title.
_AT_WORST = 1.1
# Notes outside a topic that a phrase is looked up in.
_SAMPLE = 150

# Over 1, so that words that set a topic apart win over words that merely fit it: "OCD" over "Treatments".
_APART = 1.5
# What a phrase is worth as a name that never stands whole, against one that always does.
_PIECE = 0.3
# A phrase says more than a word. It takes the place of a word that is met in it so often.
_PHRASE = 1.3
_MOSTLY = 0.4
# How much the share of titles with it counts for a name.
_TITLED = 0.5
# A second part adds so much to what members are about, on average.
_ADDS = 0.08
_PARTS = 2
_WORD = pattern(r"[^\W_]+")
_STEM = 4
# A second part is met in the topic so many times oftener than in the vault, or as near to it as a big topic can.
_SHARP, _NEAR = 3.0, 0.6
# A second part is chosen rather for its worth than for its reach: "Machine learning", not "Challenges".
_TASTE = 1.2


class Material(NamedTuple):
    """What names are made from: `about` (notes by words, CSC) says how far a note is about a word, 0 to 1."""

    notes: Sequence[Note]
    words: Words
    about: Any
    titles: Titles
    prose: Callable[[int], str]


class Candidate(NamedTuple):
    """A phrase a topic might be called by: how far each member is about it, its worth as a name.

    `is_sharp`: is it met so much oftener in the topic that it can be a second part?
    """

    phrase: Phrase
    form: str
    inside: "NDArray[np.float64]"
    worth: float
    is_sharp: bool


def candidates(
    material: Material,
    members: "NDArray[np.intp]",
    scores: "NDArray[np.float64]",
    lifts: "NDArray[np.float64]",
) -> list[Candidate]:
    """The likeliest names of a cluster: phrases that titles and headings of several members hold."""
    import numpy as np

    forms = _met(material, members)
    met = [phrase for phrase, found in forms.items() if _is_apt(material, phrase, found, len(members))]
    lift = {phrase: _least_lift(phrase, lifts) for phrase in met}
    apt = [phrase for phrase in met if lift[phrase] >= _LIFT] or [
        phrase for phrase in met if lift[phrase] >= _AT_WORST
    ]
    promise = {
        phrase: sum(weight for _, weight in forms[phrase]) * float(scores[list(phrase)].mean())
        for phrase in apt
    }
    apt.sort(key=lambda phrase: (-round(promise[phrase], 9), phrase))
    count = len(material.notes)
    others = np.setdiff1d(np.linspace(0, count - 1, min(count, _SAMPLE)).astype(int), members)
    return [_candidate(material, phrase, forms[phrase], members, others) for phrase in apt[:_TRIED]]


def _least_lift(phrase: Phrase, lifts: "NDArray[np.float64]") -> float:
    # Stop words in a compound, like "time" in "time-restricted", are counted nowhere.
    return min((float(lifts[column]) for column in (phrase[0], phrase[-1]) if lifts[column] > 0), default=0.0)


def _met(material: Material, members: "NDArray[np.intp]") -> dict[Phrase, list[tuple[str, float]]]:
    """The phrases of members, each with its form and weight in every member that has it."""
    forms: dict[Phrase, list[tuple[str, float]]] = {}
    for row in members.tolist():
        for phrase, met in material.titles.phrases[row].items():
            forms.setdefault(phrase, []).append(met)
    return forms


def _is_apt(material: Material, phrase: Phrase, found: Sequence[tuple[str, float]], members: int) -> bool:
    """Do enough members have it where it counts? Of what only tags say, half of them must."""
    if is_cjk(material.words.terms[phrase[-1]]) and phrase not in material.titles.bounded:
        return False
    if max(weight for _, weight in found) <= IN_TAG:
        return len(found) * 2 >= members
    return len(found) >= (2 if members > 3 else 1)


def _form(words: Words, found: Sequence[tuple[str, float]]) -> str:
    """A phrase as it is mostly written, without the capitals of a title: "Binaural beats"."""
    counts: dict[str, float] = {}
    for text, weight in found:
        form = _WORD.sub(lambda word: _plain_case(words, word[0]), text)
        counts[form] = counts.get(form, 0.0) + weight
    return max(sorted(counts), key=lambda form: counts[form])


def _plain_case(words: Words, word: str) -> str:
    column = words.place.get(word.lower())
    is_common = column is not None and words.forms[column].islower()
    return word.lower() if is_common and word.istitle() else word


def _candidate(
    material: Material,
    phrase: Phrase,
    found: Sequence[tuple[str, float]],
    members: "NDArray[np.intp]",
    others: "NDArray[np.intp]",
) -> Candidate:
    count, form = len(material.notes), _form(material.words, found)
    inside, outside = _about(material, phrase, form, members), _about(material, phrase, form, others)
    share = len(members) / count
    overall = share * inside.mean() + (1 - share) * (outside.mean() if len(others) else 0.0)
    lift = max(1.0, float(inside.mean()) / max(float(overall), 1e-9))
    worth = log(lift) ** _APART * (_PIECE + (1 - _PIECE) * material.titles.whole[phrase])
    if len(phrase) == 1:
        worth *= (_PIECE + (1 - _PIECE) * material.titles.heads[phrase]) / _PHRASE
    worth *= (sum(weight for _, weight in found) / len(members)) ** _TITLED
    return Candidate(phrase, form, inside, worth, lift >= min(_SHARP, _NEAR / share))


def _about(material: Material, phrase: Phrase, form: str, rows: "NDArray[np.intp]") -> "NDArray[np.float64]":
    """How far notes are about a phrase: where all its words are, how often it is said in so many words."""
    import numpy as np

    columns = (_column(material.about, column) for column in phrase)
    least = np.min([column[rows] for column in columns if column.any()], axis=0)
    if len(phrase) == 1:
        return np.asarray(least)
    terms = [material.words.terms[column] for column in phrase]
    said = form.lower() if is_cjk(terms[-1]) else " ".join(terms)
    for place in np.flatnonzero(least):
        row = int(rows[place])
        count = material.prose(row).count(said) + TITLE_WEIGHT * (said in material.notes[row].title.lower())
        least[place] = min(least[place], count / (count + HALF))
    return np.asarray(least)


def holders(about: Any, column: int) -> Any:
    """The rows of the notes that are about a word at all."""
    return about.indices[about.indptr[column] : about.indptr[column + 1]]


def _column(matrix: Any, column: int) -> "NDArray[np.float64]":
    # By hand: scipy's own slicing takes twenty times as long.
    import numpy as np

    dense = np.zeros(matrix.shape[0])
    part = slice(matrix.indptr[column], matrix.indptr[column + 1])
    dense[matrix.indices[part]] = matrix.data[part]
    return dense


def best_parts(tried: Sequence[Candidate]) -> list[Candidate]:
    """The best phrase, with a second where it leaves many members out; none where none fits members enough."""
    import numpy as np

    parts: list[Candidate] = []
    left = np.ones(len(tried[0].inside)) if tried else np.ones(0)
    while len(parts) < _PARTS and 1 - left.mean() < ENOUGH if len(left) else False:
        best = _best(tried, left, parts)
        if best is None:
            break
        parts.append(_extended(best, tried, parts))
        left = left * (1 - parts[-1].inside)
    return parts


def _best(
    tried: Sequence[Candidate], left: "NDArray[np.float64]", parts: Sequence[Candidate]
) -> Candidate | None:
    """The phrase that says most of what the parts so far leave unsaid."""
    best, top = None, 0.0
    taste = _TASTE if parts else 1.0
    for candidate in tried:
        gain = float((left * candidate.inside).mean())
        least = SECOND_SPREAD if parts else SPREAD
        fits = (candidate.inside > 0).mean() >= least and (
            not parts or (candidate.is_sharp and gain >= _ADDS)
        )
        if (
            fits
            and gain * candidate.worth**taste > top * (1 + 1e-9)
            and not any(_akin(candidate, part) for part in parts)
        ):
            best, top = candidate, gain * candidate.worth**taste
    return best


def _akin(one: Candidate, other: Candidate) -> bool:
    """Would two phrases say a thing twice? "Epigenetics" and "Genetic" share their letters."""
    mine, others = ({word[:_STEM] for word in split_words(part.form.casefold())} for part in (one, other))
    inner, outer = sorted((one.form.casefold(), other.form.casefold()), key=len)
    repeats = any(_is_one_word(stem, rival) for stem in mine for rival in others)
    return repeats or inner in outer


def _is_one_word(one: str, other: str) -> bool:
    """Are two stems the same, or one the plural of the other, as "tab" and "tabs"?"""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > 2 and long.startswith(short))


def _extended(word: Candidate, tried: Sequence[Candidate], parts: Sequence[Candidate]) -> Candidate:
    """The phrase in which members mostly meet a word, where there is one: "Cold exposure" for "Cold"."""
    longer = [
        other for other in tried
        if len(word.phrase) < len(other.phrase) and set(word.phrase) < set(other.phrase)
        and other.inside.mean() >= _MOSTLY * word.inside.mean()
        and not any(_akin(other, part) for part in parts)
    ]  # fmt: skip
    return max(
        longer,
        key=lambda other: (round(float(other.inside.mean()) * other.worth, 9), other.form),
        default=word,
    )
