"""Nearest names: what somebody probably meant by a name that is not there, and how sure that is."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

from vaulttools.edit_distance import edit_distance
from vaulttools.patterns import pattern
from vaulttools.sieve import Sieve

_Value = TypeVar("_Value")
How = Literal["written", "letter", "order", "misspelt", "within", "alike"]
# How most names of these kinds turned out to be meant, in vaults that people wrote; the other kinds are hints.
SURE: frozenset[How] = frozenset(("written", "letter", "order"))

_REACH = 2
# A longer name is not taken apart into all words but one, so that names made to be long cost little.
_MOST_WORDS = 40
# So many names that share all but a few letters are sifted before they are looked at one by one.
_MANY = 200
# So many letters a word has at the least for one that is wrong, and for two; and for one to be surely wrong.
_LONG, _LONGER, _SURELY_LONG = 5, 10, 7
# In figures, but for zeros before them, or as a word in Roman numerals.
_NUMBER = pattern(r"[1-9][0-9]*|0(?![0-9])|\b[ivx]+\b")
_FIGURES = pattern(r"[1-9][0-9]*|0(?![0-9])")
# "3. Plan", "1.4 Plan", "03 - Plan": a number that counts.
_COUNT = pattern(r"(?:[0-9]{1,3}(?:\.[0-9]{1,3})+|[0-9]{1,3}(?:[.)]| -))[ _]+(?=[^\W\d_])")
_ARTICLE = pattern(r"(?:the|an?)[ _-]+(?=\w)")
# Signs of other kinds, such as emoji and brackets, say little.
_WORD = pattern(r"[0-9]+|[^\W\d_]+(?:\+\+|#)?|[+<>=~^$%]")
_SMALL = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to", "with"))
_NO_PLURAL = ("ss", "us", "is")


class Near(NamedTuple):
    """Names near to a word, best first, all near in the same way.

    `how` is, the surest first: "written", the same words and numbers, whatever their case, punctuation, blanks,
    plurals and articles; "letter", a letter or two wrong in one long word of several; "order", the same words in
    another order, small ones aside; "misspelt", a letter or two wrong in long words; "within", the one name that has
    all words; "alike", any one or two letters wrong, which means little among many names.
    """

    names: tuple[str, ...]
    how: How


def nearest_finder(names: Iterable[str]) -> Callable[[str], str | None]:
    """A function that gives the name nearest to a word, or None when none is near: see `Near`."""
    near = candidate_finder(names)

    def nearest(word: str) -> str | None:
        return next(iter(near(word).names), None)

    return nearest


def plain_words(name: str) -> tuple[str, ...]:
    """The words and numbers of a name as they count where writing does not; a number stands in brackets."""
    text = name.casefold().replace("'", "").replace("’", "")
    count = _COUNT.match(text)
    start = count.end() if count else 0
    article = _ARTICLE.match(text, start)
    words = _WORD.findall(text, article.end() if article else start)
    return tuple([_word(word) for word in words if word != "the"])


def starts_alike(name: str, other: str) -> bool:
    """Whether each word of a name starts as that of the other does, or with two letters that changed places."""
    words = zip(_plain(name).split(), _plain(other).split(), strict=False)
    return all(_has_start(word, meant) for word, meant in words)


class Finder(Protocol):
    """Gives the names near to a word, in the surest way in which any is near.

    Names that are merely alike are given only if `may_be_alike`.
    """

    def __call__(self, word: str, may_be_alike: bool = True) -> Near: ...


def candidate_finder(names: Iterable[str]) -> Finder:
    """A function that gives the names near to a word, in the surest way in which any is near.

    Another number is another thing ("2024-01-02", "TLS 1.3", "Part II"), unless it only counts ("3. Plan"). Ties
    go to the shorter name, then by alphabet. Building costs a few dictionary entries a name; a search looks at names
    that share all words but one, or a third of their letters.
    """
    index = _Index(names)

    def near(word: str, may_be_alike: bool = True) -> Near:
        search = _Search(index, word)
        for how, find in _WAYS:
            found = find(search) if may_be_alike or how != "alike" else []
            if found:
                return Near(tuple(found), how)
        return Near((), "within")

    return near


class _Table(Generic[_Value]):
    """Values by key. A list stands only where there are several: most keys have one, and a vault very many keys."""

    def __init__(self, pairs: Iterable[tuple[Hashable, _Value]]) -> None:
        self.held: dict[Hashable, Any] = {}
        for key, value in pairs:
            known = self.held.setdefault(key, value)
            if type(known) is list:
                known.append(value)
            elif known is not value:
                self.held[key] = [known, value]

    def at(self, key: Hashable) -> list[_Value]:
        """The values below a key, in the order of the pairs."""
        found = self.held.get(key, [])
        return found if type(found) is list else [found]


class _Index:
    """Names by what is compared. Each table is made when it is first needed: most words are found in the first."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names), key=lambda name: (len(name), name))
        self.letters = cache(_bits)
        self.sieves: dict[Hashable, Sieve[Any]] = {}

    @cached_property
    def words(self) -> list[tuple[tuple[str, ...], str]]:
        return [(plain_words(name), name) for name in self.names]

    @cached_property
    def by_writing(self) -> _Table[str]:
        return _Table(("".join(words), name) for words, name in self.words)

    @cached_property
    def by_gap(self) -> _Table[tuple[str, str]]:
        """Names by all their words but one, with that one."""
        return _Table((gap, (word, name)) for words, name in self.words for gap, word in _gaps(words))

    @cached_property
    def by_word(self) -> _Table[tuple[tuple[str, ...], str]]:
        return _Table((word, item) for item in self.words for word in dict.fromkeys(item[0]))

    @cached_property
    def plains(self) -> list[str]:
        return list(map(_plain, self.names))

    @cached_property
    def by_plain(self) -> _Table[str]:
        return _Table((plain, name) for name, plain in zip(self.names, self.plains, strict=True))

    @cached_property
    def by_third(self) -> _Table[str]:
        return _Table(pair for plain in dict.fromkeys(self.plains) for pair in _thirds(plain))

    def in_gap(self, gap: Hashable, word: str) -> Iterable[tuple[str, str]]:
        """The words that stand in a gap, with their names; of many, those that may be this word misspelt."""
        some = self.by_gap.at(gap)
        if len(some) < _MANY:
            return some
        if gap not in self.sieves:
            self.sieves[gap] = Sieve((item[0], item) for item in some)
        return self.sieves[gap].near(word, 2 if len(word) >= _LONGER else 1)

    def with_third(self, key: str, plain: str, limit: int) -> Iterable[str]:
        """The plain names that share a third; of many, those that may be near to this one."""
        some = self.by_third.at(key)
        if len(some) < _MANY:
            return some
        if key not in self.sieves:
            self.sieves[key] = Sieve((name, name) for name in some)
        return self.sieves[key].near(plain, limit)


class _Search:
    """One word that is looked for, and what all ways of looking need of it: `limit` letters may be wrong."""

    def __init__(self, index: _Index, word: str) -> None:
        self.index = index
        self.words = plain_words(word)
        self.plain = _plain(word)
        self.limit = _REACH if len(self.plain) > 7 else 1

    def written(self) -> list[str]:
        written = "".join(self.words)
        return self.index.by_writing.at(written) if written else []

    def wrong_in_one(self) -> list[str]:
        found = [
            (distance, name)
            for gap, word in _gaps(self.words)
            for other, name in self.index.in_gap(gap, word)
            if word != other and max(len(word), len(other)) >= _SURELY_LONG
            if (distance := _misspelling(word, other)) <= _REACH
        ]
        return [name for _, name in sorted(found, key=lambda item: (item[0], len(item[1]), item[1]))]

    def reordered(self) -> list[str]:
        bag = frozenset(self.words) - _SMALL
        if len(bag) < 2:
            return []
        return [name for words, name in self._holding(bag) if bag == frozenset(words) - _SMALL]

    def within(self) -> list[str]:
        bag = frozenset(self.words)
        found = self._holding(bag) if bag else []
        return [found[0][1]] if len(found) == 1 and len(found[0][0]) <= 2 * len(bag) else []

    def _holding(self, bag: frozenset[str]) -> list[tuple[tuple[str, ...], str]]:
        """The names that have all these words: looked for among those that have the rarest."""
        rarest = min((self.index.by_word.at(word) for word in sorted(bag)), key=len)
        return [item for item in rarest if bag.issubset(item[0])]

    def misspelt(self) -> list[str]:
        words = self.plain.split()
        return self._closest(lambda name: _wrong_letters(words, name.split()))

    def alike(self) -> list[str]:
        plain, limit = self.plain, self.limit
        numbers = _NUMBER.findall(plain)

        def distance(name: str) -> int:
            return edit_distance(plain, name, limit) if _NUMBER.findall(name) == numbers else limit + 1

        return self._closest(distance)

    def _closest(self, distance: Callable[[str], int]) -> list[str]:
        """The names within reach, by their distance."""
        far = [(distance(name), len(name), name) for name in self.within_reach]
        found = sorted(item for item in far if item[0] <= self.limit)
        return [name for *_, key in found for name in self.index.by_plain.at(key)]

    @cached_property
    def within_reach(self) -> list[str]:
        """Plain names that may be so near.

        A wrong letter changes two members of the set of letters at most; nearly all names fail this, at little cost.
        """
        letters, most, letters_of = _bits(self.plain), 2 * self.limit, self.index.letters
        found = _sharing_a_third(self.plain, self.index, self.limit) if len(self.plain) > 3 else ()
        return [name for name in found if (letters ^ letters_of(name)).bit_count() <= most]


_WAYS: tuple[tuple[How, Callable[[_Search], list[str]]], ...] = (
    ("written", _Search.written),
    ("letter", _Search.wrong_in_one),
    ("order", _Search.reordered),
    ("misspelt", _Search.misspelt),
    ("within", _Search.within),
    ("alike", _Search.alike),
)


def _bits(name: str) -> int:
    bits = 0
    for letter in set(name):
        bits |= 1 << ord(letter) % 61
    return bits


def _word(word: str) -> str:
    if word[0].isdigit():
        return f"<{word.lstrip('0')}>"
    is_plural = len(word) > 3 and word[-1] == "s" and not word.endswith(_NO_PLURAL)
    return word[:-1] if is_plural else word


def _gaps(words: tuple[str, ...]) -> Iterator[tuple[tuple[tuple[str, ...], int], str]]:
    """All words but one, and where that one is missing; and the one. Only for long ones, which may be misspelt."""
    for place, word in enumerate(words):
        if 1 < len(words) <= _MOST_WORDS and len(word) >= _SURELY_LONG - 1:
            yield ((*words[:place], *words[place + 1 :]), place), word


def _wrong_letters(words: Sequence[str], others: Sequence[str]) -> int:
    """How many letters of a name are wrong; more than `_REACH` where it is another name."""
    if len(words) != len(others):
        return _REACH + 1
    return sum(_misspelling(word, other) for word, other in zip(words, others, strict=True) if word != other)


def _misspelling(word: str, other: str) -> int:
    """How many letters of a word are wrong; more than `_REACH` where it is another word, or has a number in it.

    Few people get the first letter wrong, and few words of four letters are far from all others.
    """
    if not _has_start(word, other) or max(len(word), len(other)) < _LONG or not (word + other).isalpha():
        return _REACH + 1
    limit = 2 if min(len(word), len(other)) >= _LONGER else 1
    distance = edit_distance(word, other, limit)
    return distance if distance <= limit else _REACH + 1


def _has_start(word: str, other: str) -> bool:
    return word[0] == other[0] or word[:2] == other[1::-1]


def _plain(name: str) -> str:
    for mark in "_-–—":
        name = name.replace(mark, " ")
    return " ".join(name.split()).casefold()


def _thirds(name: str) -> Iterator[tuple[str, str]]:
    """A name by its length, its numbers, the number of a third, and that third's letters.

    Two wrong letters leave one of three thirds whole: so every name within reach shares a key. Names of other
    numbers are not within reach, and a vault of daily notes has very many that share a third.
    """
    size, numbers = len(name), _figures(name)
    one, two = size // 3, size * 2 // 3
    for number, third in enumerate((name[:one], name[one:two], name[two:])):
        yield f"{size} {numbers} {number} {third}", name


def _figures(name: str) -> str:
    """The numbers of a name, in figures, but for zeros before them."""
    return ",".join(_FIGURES.findall(name))


def _sharing_a_third(wanted: str, index: _Index, limit: int) -> set[str]:
    """The names that may be at most `limit` (1 or 2) letters away.

    Of three thirds the first can only stand at the start, the last only at the end, and the middle
    one at most a letter off either place, if the others are to hold both wrong letters (Li et al.,
    Pass-Join, 2011).
    """
    found: set[str] = set()
    numbers = _figures(wanted)
    for size in range(max(3, len(wanted) - limit), len(wanted) + limit + 1):
        one, two, more = size // 3, size * 2 // 3, len(wanted) - size
        keys = [f"{size} {numbers} 0 {wanted[:one]}", f"{size} {numbers} 2 {wanted[two + more :]}"]
        for shift in range(max(-1, more - 1), min(1, more + 1) + 1):
            keys.append(f"{size} {numbers} 1 {wanted[one + shift : two + shift]}")
        for key in keys:
            found.update(index.with_third(key, wanted, limit))
    return found
