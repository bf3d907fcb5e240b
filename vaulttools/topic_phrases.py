"""The phrases of a vault's titles and headings: what a topic might be called by, and how whole each is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from typing import NamedTuple

from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.word_bounds import in_katakana
from vaulttools.words import SIGNS, Words, is_cjk, is_stop_word, prose_of_heading, titles_of, word_spans

LONGEST = 4
"""Words in a phrase at most."""

IN_TITLE, IN_HEADING, IN_TAG = 1.0, 0.5, 0.25
"""How much a phrase in such a place says for a name."""

# A phrase goes over no comma, colon or bracket.
_BREAK = pattern(rf"[^\w\s{SIGNS}'’-]+")

_NONE = -1
# Languages that put the noun before what describes it.
_HEAD_FIRST = frozenset({"es", "fr", "it", "pt"})

Phrase = tuple[int, ...]
"""Columns of a phrase's words in `Words.terms`."""


class Titles(NamedTuple):
    """Phrases of titles, headings and tags: of each note, each phrase with its form and its weight as a witness.

    `whole` says from 0 to 1 how often a phrase stands for itself: "heart rate" hardly ever does where "heart
    rate variability" is meant; `heads` how often it stands where a noun does, unlike "personal". `bounded`
    are Chinese and Japanese phrases that are words, not pieces of them.
    """

    phrases: Sequence[Mapping[Phrase, tuple[str, float]]]
    whole: Mapping[Phrase, float]
    heads: Mapping[Phrase, float]
    bounded: Set[Phrase]


class _Met(NamedTuple):
    """A phrase as met in a text, and the telling words right before and after it, -1 for none."""

    phrase: Phrase
    form: str
    before: int
    after: int


def read_titles(notes: Sequence[Note], words: Words) -> Titles:
    """The phrases of all notes, in the order of the rows of `words`."""
    phrases, uses, ends, heads = [], Counter[Phrase](), Counter[Phrase](), Counter[Phrase]()
    edges: dict[Phrase, set[tuple[int, int]]] = {}
    # Notes of one kind share their headings.
    met = cache(lambda text, language: tuple(_phrases(text, words, language)))
    texts = Counter[tuple[str, str]]()
    for row, note in enumerate(notes):
        found: dict[Phrase, tuple[str, float]] = {}
        language = words.languages[row]
        for text, weight in _sources(note):
            texts[text, language] += 1
            for phrase, form, _, _ in met(text, language):
                # The first source is the strongest.
                found.setdefault(phrase, (form, weight))
        phrases.append(found)
    for (text, language), times in texts.items():
        head_first = language in _HEAD_FIRST
        for phrase, _, before, after in met(text, language):
            uses[phrase] += times
            if before == after == _NONE:
                ends[phrase] += times
            if (before if head_first else after) == _NONE:
                heads[phrase] += times
            if _NONE in (before, after) and is_cjk(words.terms[phrase[-1]]):
                edges.setdefault(phrase, set()).add((before, after))
    heads_of = {phrase: heads[phrase] / times for phrase, times in uses.items()}
    bounded = {phrase for phrase, met in edges.items() if _is_bounded(met)}
    return Titles(phrases, _wholeness(words, uses, ends), heads_of, bounded)


def _is_bounded(edges: Set[tuple[int, int]]) -> bool:
    """Does a phrase stand by itself, or at an edge of titles that go on in different ways?

    Source of the idea: Harris, "From phoneme to morpheme", Language 31 (1955).
    """
    return (_NONE, _NONE) in edges or len(edges) > 1


def _sources(note: Note) -> Iterator[tuple[str, float]]:
    yield from ((title, IN_TITLE) for title in titles_of(note))
    yield from (
        (heading, IN_HEADING)
        for heading in dict.fromkeys(prose_of_heading(head.text) for head in note.headings)
    )
    # A tag says of what kind a note is ("method") as often as what it is about.
    yield from ((tag, IN_TAG) for tag in sorted({tag.name.rpartition("/")[2] for tag in note.tags}))


def _wholeness(words: Words, uses: Counter[Phrase], ends: Counter[Phrase]) -> dict[Phrase, float]:
    """How often a phrase stands between stop words or ends, and how little one longer one takes it up."""
    longer = Counter[Phrase]()
    for phrase, count in uses.items():
        for part in (phrase[1:], phrase[:-1]):
            longer[part] = max(longer[part], count)
    whole = {}
    for phrase, count in uses.items():
        # Below 0 where a compound is met oftener: "restricted eating" beside "time-restricted eating".
        free = max(0.0, 1 - longer[phrase] / count) if count > 1 else 0.5
        # Chinese and Japanese have no words between which a phrase could be seen to end.
        bound = free if is_cjk(words.terms[phrase[-1]]) else ends[phrase] / count
        whole[phrase] = (free + bound) / 2
    return whole


def _phrases(text: str, words: Words, language: str) -> Iterator[_Met]:
    """Phrases that neither start nor end in a stop word."""
    for part in _BREAK.split(text):
        spans, has_compound = word_spans(part), "-" in part
        lower = [part[start:end].lower() for start, end in spans]
        columns = [words.place.get(word, _NONE) for word in lower]
        telling = [
            column >= 0 and (not is_stop_word(word, language) or _is_tied(part, *span))
            for column, word, span in zip(columns, lower, spans, strict=True)
        ]
        # A letter says nothing, but "Vitamin D" is more than "Vitamin".
        near = [
            column if tells or end - start == 1 else _NONE
            for column, tells, (start, end) in zip(columns, telling, spans, strict=True)
        ]
        for first, last in _stretches(telling):
            start, end = spans[first][0], spans[last][1]
            is_piece = (has_compound and _is_tied(part, start, end)) or _is_cut(part, start, end)
            if min(columns[first : last + 1]) >= 0 and not is_piece:
                before, after = (
                    near[first - 1] if first else _NONE,
                    near[last + 1] if last + 1 < len(near) else _NONE,
                )
                yield _Met(tuple(columns[first : last + 1]), part[start:end].replace("_", " "), before, after)


def _is_tied(text: str, start: int, end: int) -> bool:
    """Is a word part of a compound? "Time-restricted" needs its "time"."""
    return text[end : end + 1] == "-" or text[max(0, start - 1) : start] == "-"


def _is_cut(text: str, start: int, end: int) -> bool:
    """Is a phrase a piece of a word of katakana?"""
    return not text.isascii() and (in_katakana(text, start) or in_katakana(text, end))


def _stretches(telling: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last of each stretch of at most `LONGEST` words whose ends both tell something."""
    ends = [place for place, tells in enumerate(telling) if tells]
    # No more than `LONGEST` ends are near enough: a heading of a million words takes linear time.
    near = ((first, ends[at : at + LONGEST]) for at, first in enumerate(ends))
    return ((first, last) for first, lasts in near for last in lasts if last - first < LONGEST)
