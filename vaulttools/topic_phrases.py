"""The phrases of a vault's titles: what a topic might be called by, and how whole each is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from vaulttools.note import Note
from vaulttools.words import Words, is_cjk, is_stop_word, titles_of, word_spans

LONGEST = 4
"""Words in a phrase at most."""

Phrase = tuple[int, ...]
"""Columns of a phrase's words in `Words.terms`."""


class Titles(NamedTuple):
    """Phrases of titles, aliases and tags: of each note, with their written forms.

    `whole` says from 0 to 1 how often a phrase stands for itself: "heart rate" hardly ever does where "heart
    rate variability" is meant.
    """

    phrases: Sequence[Sequence[tuple[Phrase, str]]]
    whole: dict[Phrase, float]


def read_titles(notes: Sequence[Note], words: Words) -> Titles:
    """The phrases of all notes, in the order of the rows of `words`."""
    phrases, uses, ends = [], Counter[Phrase](), Counter[Phrase]()
    for row, note in enumerate(notes):
        found = []
        for text in (*titles_of(note), *(tag.name.rpartition("/")[2] for tag in note.tags)):
            for phrase, form, whole in _phrases(text, words, words.languages[row]):
                found.append((phrase, form))
                uses[phrase] += 1
                ends[phrase] += whole
        phrases.append(tuple(found))
    return Titles(phrases, _wholeness(words, uses, ends))


def _wholeness(words: Words, uses: Counter[Phrase], ends: Counter[Phrase]) -> dict[Phrase, float]:
    """How often a phrase stands between stop words or ends, and how little one longer one takes it up."""
    longer = Counter[Phrase]()
    for phrase, count in uses.items():
        for part in (phrase[1:], phrase[:-1]):
            longer[part] = max(longer[part], count)
    whole = {}
    for phrase, count in uses.items():
        free = 1 - longer[phrase] / count if count > 1 else 0.5
        # Chinese and Japanese have no words between which a phrase could be seen to end.
        bound = free if is_cjk(words.terms[phrase[-1]]) else ends[phrase] / count
        whole[phrase] = (free + bound) / 2
    return whole


def _phrases(text: str, words: Words, language: str) -> Iterator[tuple[Phrase, str, bool]]:
    """Phrases that neither start nor end in a stop word: columns, form, and whether it stands whole."""
    spans = word_spans(text)
    lower = [text[start:end].lower() for start, end in spans]
    telling = [word in words.place and not is_stop_word(word, language) for word in lower]
    for first in range(len(lower)):
        for last in range(first, min(first + LONGEST, len(lower))):
            if (
                telling[first]
                and telling[last]
                and all(word in words.place for word in lower[first : last + 1])
            ):
                whole = not (any(telling[first - 1 : first]) or any(telling[last + 1 : last + 2]))
                form = text[spans[first][0] : spans[last][1]].replace("_", " ")
                yield tuple(words.place[word] for word in lower[first : last + 1]), form, whole
