"""The words of notes: what each is about, as weighted counts that can be compared and shown."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end
from vaulttools.quick import FORMULA
from vaulttools.stop_words import CJK_STOP_CHARACTERS, STOP_WORDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TEXT_LIMIT = 4_000
"""Characters of a note's text that are read: two pages tell the subject, and headings are read to the end."""

# Where a word stands says how much it tells. A word of the body counts 1 each time.
TITLE_WEIGHT, HEADING_WEIGHT, TAG_WEIGHT = 6, 2, 4

# What stands in "$…$" and "$$…$$" is no prose: its commands would name topics. Prices are none.
_FORMULA = rf"\$\$(?:[^$\n]|\n(?!\n))*+\$\$|{FORMULA}"
# Names of embedded files, destinations of links and kinds of callouts are for programs: "Pasted image.png" would be a
# topic. Every alternative starts with a literal, so that the scan skips ahead to the next candidate.
_FOR_PROGRAMS = (
    r"</?[A-Za-z][^<>\n]*>|https?://[^\s)>\]]+|www\.[^\s)>\]]+"
    r"|!\[\[?[^\[\]|\#\n]*\.\w{1,5}(?:\#[^\[\]|\n]*)?(?=[|\]])|\]\([^()\s]*\)|\[![\w-]+\]"
    rf"|{_FORMULA}"
)
_NOISE = pattern(rf"```.*?(?:```|\Z)|`[^`\n]*`|%%.*?%%|<!--.*?-->|{_FOR_PROGRAMS}", re.S)
# The code in a heading is what it is about: "`git rebase`".
_NOISE_OF_HEADINGS = pattern(_FOR_PROGRAMS)
_MARKS = ("`", "<", "://", "%%", "www.", "$", "![", "](", "[!")
# Signs that belong to the letter before: accents, points and vowels of Hebrew, Arabic and the scripts of India.
SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0970-\u0dff"
_WORD = pattern(rf"[^\W\d_](?:[^\W_]|[{SIGNS}])*")
_CJK = pattern("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# ASCII that is neither letter nor digit parts words; other bytes wait until the few distinct words are known.
_SPACES = bytes(byte if byte >= 128 or chr(byte).isalnum() else 32 for byte in range(256))
_FIELDS = 4
# From so many notes on, words of a single one are passed over: they are half of all and join nothing.
_LARGE = 500

_CODES = tuple(STOP_WORDS)
_LISTED = frozenset().union(*STOP_WORDS.values())
_NONE = [False] * len(_CODES)


class Words(NamedTuple):
    """The words of some notes.

    `weights` is a scipy CSR matrix, a row a note in the order given, a column a word: times met, a title's
    words 6 times. `terms` are the words in lower case, sorted; stop words of the note's language are left
    out and plurals folded where the vault has the singular. `forms` are the words as mostly written.
    `languages` has a code for each note. `place` gives the column of a lower-case word, plurals included.
    """

    terms: tuple[str, ...]
    forms: tuple[str, ...]
    weights: Any
    languages: tuple[str, ...]
    place: Mapping[str, int]


def body(text: str) -> str:
    """The prose of a note: no frontmatter, code, formulas, comments, HTML tags, embedded files or addresses."""
    start = frontmatter_end(text)
    # Long frontmatter leaves as many characters of prose as none does.
    text = text[start : TEXT_LIMIT if start < TEXT_LIMIT else start + TEXT_LIMIT]
    return _NOISE.sub(" ", text) if _is_noisy(text) else text


def prose_of_heading(text: str) -> str:
    """The prose of a heading, code included: no formulas, HTML tags, embedded files or addresses."""
    return _NOISE_OF_HEADINGS.sub(" ", text) if _is_noisy(text) else text


def _is_noisy(text: str) -> bool:
    # Looking for a few marks is ten times quicker than looking for all noise.
    return any(mark in text for mark in _MARKS)


def split_words(text: str) -> list[str]:
    """The words of a text as written: a letter, then letters and digits. Chinese and Japanese as pairs."""
    if text.isascii() or not _CJK.search(text):
        return _WORD.findall(text)
    return [text[start:end] for start, end in word_spans(text)]


def has_words(text: str, count: int) -> bool:
    """Has a text so many words, as far as its ASCII letters tell? Of more than that `split_words` knows."""
    return len(text.encode("ascii", "ignore").translate(_SPACES, b"0123456789").split()) >= count


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of `split_words` stand; pairs of Chinese and Japanese characters overlap by one."""
    if text.isascii() or not _CJK.search(text):
        return [word.span() for word in _WORD.finditer(text)]
    spans: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        at = word.start()
        for run in _CJK.finditer(text, *word.span()):
            spans += [(at, run.start())] if run.start() > at else []
            starts = range(run.start(), max(run.end() - 1, run.start() + 1))
            spans += [(start, min(start + 2, run.end())) for start in starts]
            at = run.end()
        spans += [(at, word.end())] if at < word.end() else []
    return spans


def is_stop_word(word: str, language: str) -> bool:
    """Does a lower-case word say nothing in this language? Single letters and joining pairs never do."""
    if is_cjk(word):
        return len(word) < 2 or not CJK_STOP_CHARACTERS.isdisjoint(word)
    return len(word) < 2 or word in STOP_WORDS.get(language, ())


def is_cjk(word: str) -> bool:
    """Is it a run of Chinese or Japanese characters?"""
    return not word.isascii() and _CJK.fullmatch(word) is not None


def titles_of(note: Note) -> tuple[str, ...]:
    """The names a note goes by, each once: title, file name, aliases."""
    title = note.title
    if title == note.name and not note.aliases:
        return (title,)
    named: dict[tuple[str, ...], str] = {}
    for name in (title, note.name, *note.aliases):
        named.setdefault(tuple(split_words(name.lower())), name)
    return tuple(named.values())


def read_words(notes: Sequence[Note]) -> Words:
    """The words of notes, weighted by where they stand. Linear in the length of the texts."""
    import numpy as np
    from scipy.sparse import coo_matrix

    # Numbers are given out in order of first sight; all is sorted later.
    seen: defaultdict[bytes, int] = defaultdict(count().__next__)
    fields = [field for note in notes for field in _fields(note)]
    sizes = np.fromiter((len(tokens) for tokens, _ in fields), np.int64, len(fields))
    columns = np.fromiter(
        map(seen.__getitem__, chain.from_iterable(tokens for tokens, _ in fields)), np.int32
    )
    weights = np.repeat(np.fromiter((weight for _, weight in fields), np.float64, len(fields)), sizes)
    rows = np.repeat(np.arange(len(fields)) // _FIELDS, sizes)
    tokens = coo_matrix((weights, (rows, columns)), (len(notes), len(seen))).tocsc()
    tokens.sum_duplicates()
    raw = list(seen)
    if len(notes) >= _LARGE:
        several = np.flatnonzero(np.diff(tokens.indptr) > 1)
        tokens, raw = tokens[:, several], [raw[number] for number in several]
    return _words(tokens.tocsr(), raw)


def _fields(note: Note) -> Iterator[tuple[list[bytes], int]]:
    yield _tokens(body(note.text)), 1
    yield _tokens(" ".join([prose_of_heading(heading.text) for heading in note.headings])), HEADING_WEIGHT
    yield _tokens(titles_of(note)[0]), TITLE_WEIGHT
    yield _tokens(" ".join(sorted({tag.name for tag in note.tags}))), TAG_WEIGHT


def _tokens(text: str) -> list[bytes]:
    # Bytes, since splitting them is many times faster than a pattern over text.
    return text.encode("utf-8", "replace").translate(_SPACES).split()


def _words(tokens: Any, raw: Sequence[bytes]) -> Words:
    """Words from tokens: case, plurals and scripts folded, stop words out."""
    import numpy as np
    from scipy.sparse import csr_matrix

    parts = [split_words(token.decode()) for token in raw]
    known = {part.lower() for found in parts for part in found}
    fold = _folds(known)
    terms = sorted({fold.get(word, word) for word in known})
    place = {word: number for number, word in enumerate(terms)}
    for word, single in fold.items():
        place[word] = place[single]
    columns = np.fromiter((place[part.lower()] for found in parts for part in found), np.int32)
    ends = np.cumsum([0, *map(len, parts)])
    spread = csr_matrix((np.ones(len(columns)), columns, ends), (len(raw), len(terms)))
    every = (tokens @ spread).tocsr()
    languages = _languages(every, terms)
    totals = np.asarray(tokens.sum(0)).ravel()
    forms = _forms(parts, totals, terms, place)
    weights = _without_stop_words(every, terms, languages)
    return Words(tuple(terms), forms, weights, tuple(_CODES[number] for number in languages), place)


def _folds(words: set[str]) -> dict[str, str]:
    """Plurals to singulars, where both are words of the vault: needs no list and invents no word."""
    folds = {}
    for word in words:
        if len(word) > 3 and word[-1] == "s" and word[-2] != "s" and word not in _LISTED:
            # "Property" before "propertie", which somebody has mistyped.
            singles = (
                word[:-3] + "y" if word[-3:] == "ies" else "",
                word[:-1],
                word[:-2] if word[-2] == "e" else "",
            )
            single = next((single for single in singles if single in words), "")
            # One step only: "s" must not fold on into a third word.
            if single and single[-1] != "s":
                folds[word] = single
    return folds


def _stops_in(word: str) -> Sequence[bool]:
    return [word in STOP_WORDS[code] for code in _CODES] if word in _LISTED else _NONE


def _silent(terms: Sequence[str]) -> "NDArray[np.bool_]":
    """A row a word, a column a language of `_CODES`: is it a stop word there?"""
    import numpy as np

    silent = np.zeros((len(terms), len(_CODES)), bool)
    for number, word in enumerate(terms):
        if word in _LISTED or len(word) < 3:
            silent[number] = [is_stop_word(word, code) for code in _CODES]
    return silent


def _languages(weights: Any, terms: Sequence[str]) -> "NDArray[np.intp]":
    """The place in `_CODES` for each row: whose stop words are met most; below three, the vault's usual."""
    import numpy as np
    from scipy.sparse import csr_matrix

    # Nearly all words are in no list.
    listed = csr_matrix(np.array([_stops_in(word) for word in terms], float).reshape(-1, len(_CODES)))
    met = ((weights > 0) @ listed).toarray()
    best = met.argmax(1)
    sure = met.max(1, initial=0) >= 3
    usual = np.bincount(best[sure], minlength=len(_CODES)).argmax()
    return np.where(sure, best, usual)


def _without_stop_words(weights: Any, terms: Sequence[str], languages: "NDArray[np.intp]") -> Any:
    import numpy as np

    rows = np.repeat(languages, np.diff(weights.indptr))
    weights.data[_silent(terms)[weights.indices, rows]] = 0
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights


def _forms(
    parts: Sequence[Sequence[str]],
    totals: "NDArray[np.float64]",
    terms: Sequence[str],
    place: Mapping[str, int],
) -> tuple[str, ...]:
    """The commonest written form of each word, lower case winning ties: "HRV" stays "HRV"."""
    counts: Counter[str] = Counter()
    for found, total in zip(parts, totals.tolist(), strict=True):
        for part in found:
            counts[part] += total
    best: dict[int, tuple[float, bool, str]] = {}
    for form, times in counts.items():
        number = place[form.lower()]
        # A folded plural is not the form of its singular.
        rank = (times if form.lower() == terms[number] else -1.0, form.islower(), form)
        if number not in best or rank > best[number]:
            best[number] = rank
    return tuple(best[number][2] for number in range(len(terms)))
