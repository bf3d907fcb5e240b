"""The names that notes are mentioned by: file names, titles, aliases; and how far each can be trusted."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from vaulttools.names import COMMON
from vaulttools.note import Note
from vaulttools.stop_words import STOP_WORDS
from vaulttools.word_bounds import is_spaced, sentence_starts
from vaulttools.words import split_words

# All apostrophes are one, and so are blanks and hyphens; none of this changes a text's length.
_SAME = str.maketrans({"’": "'", "‘": "'", "‐": " ", "‑": " ", "–": " ", "—": " ", "\xa0": " ", "-": " "})
# Half a character, which a byte that is no UTF-8 is read as, is nothing the search can take.
_SAME |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_VAGUE = COMMON.union(("maps", "notes"), *STOP_WORDS.values())
# Words of so few letters mean something else too often when written in another case ("go", "us").
_SHORT = 3
_LONGEST_ABBREVIATION = 8


class Name(NamedTuple):
    """A name of a note. `trust` says how often such a name means its note: 0 to 1.

    0.95 for several words, 0.8 for one word, 0.6 for a short one, less for two or three signs of a script
    without spaces; a third of it for words that say nothing ("Next") and names of entry notes ("Home").
    """

    text: str
    path: str
    trust: float


def folded(text: str) -> str:
    """A text in which names are looked for: lower case, one kind of apostrophe and blank; of the same length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return low.replace("-", " ") if low.isascii() else low.translate(_SAME)


def note_names(notes: Iterable[Note]) -> dict[str, tuple[Name, ...]]:
    """All names that can be looked for, by their folded form. Names without a letter, or too short, are left out."""
    found: defaultdict[str, dict[str, Name]] = defaultdict(dict)
    for note in notes:
        for text in dict.fromkeys((note.name, note.title, *note.aliases)):
            text = unicodedata.normalize("NFC", " ".join(text.replace("_", " ").split()))
            trust = _trust(text)
            # The first form of a name counts: the file's before the title's before an alias.
            if trust:
                found[folded(text)].setdefault(note.path, Name(text, note.path, trust))
    return {form: tuple(named.values()) for form, named in sorted(found.items())}


def _trust(text: str) -> float:
    letters = [one for one in text if one.isalpha()]
    if not letters:
        return 0.0
    if not is_spaced(text):
        return {1: 0.0, 2: 0.7, 3: 0.8}.get(len(letters), 0.95)
    words = split_words(text.lower())
    if is_abbreviation(text):
        return 0.8
    if len(text) < 3:
        return 0.0
    trust = 0.95 if len(words) > 1 else 0.8 if len(letters) > 4 else 0.6
    return round(trust / 3, 2) if _VAGUE.issuperset(words) else trust


def is_abbreviation(text: str) -> bool:
    """Whether a name is written in capitals only: "VNS", "COVID-19"."""
    return text.isupper() and 1 < len(text) <= _LONGEST_ABBREVIATION and " " not in text


def case_fits(name: str, text: str, start: int, end: int) -> bool:
    """Whether letter case allows that the words at `start` mean this name.

    Abbreviations, and names of up to three letters, are written as they are; so "us" is not the US. Such a
    name is not seen where a sentence's first capital may explain it ("Go"), and no name in an abbreviation.
    """
    shown = text[start:end]
    if is_abbreviation(name):
        return shown == name or shown == name.replace("-", " ")
    if len(name) <= _SHORT and is_spaced(name):
        return shown == name and not (name[0].isupper() and sentence_starts(text, start))
    return not (is_abbreviation(shown) and len(shown) < 5)


@lru_cache(maxsize=65_536)
def shown_words(linkpath: str, display: str | None) -> str:
    """The words that a link shows, folded: its display text, or the name at its linkpath's end."""
    words = display or linkpath.rpartition("/")[2].removesuffix(".md")
    return folded(" ".join(words.replace("_", " ").split()))
