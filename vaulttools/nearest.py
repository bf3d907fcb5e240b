"""Nearest names: what somebody probably meant by a name that is not there."""

from collections.abc import Callable, Iterable

from vaulttools.patterns import pattern

_REACH = 2
# In figures, or as a word in Roman numerals.
_NUMBER = pattern(r"[0-9]+|\b[ivx]+\b")
# "3. Plan", "1.4 Plan": a number that counts.
_COUNT = pattern(r"[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]? +(?=[0-9 ]*[^\W0-9_])")


def nearest_finder(names: Iterable[str]) -> Callable[[str], str | None]:
    """A function that gives the name nearest to a word, or None when none is near: see `candidate_finder`."""
    near = candidate_finder(names)

    def nearest(word: str) -> str | None:
        return next(iter(near(word)), None)

    return nearest


def candidate_finder(names: Iterable[str]) -> Callable[[str], list[str]]:
    """A function that gives the names near to a word, best first; all are near in the same way.

    Near is, in this order: the same but for letter case and `-`, `_`, space; at most two letters wrong (one in a
    short word), but no number, for another number means another thing, unless it only counts ("3. Plan"); the same
    words in another order; one single name that holds all words of the wanted one. Ties go to the shorter name,
    then by alphabet. Building costs a few dictionary entries a name; a search looks at names that share a third of
    their letters.
    """
    plain: dict[str, list[str]] = {}
    for name in sorted(set(names), key=lambda name: (len(name), name)):
        plain.setdefault(_plain(name), []).append(name)
    # Each is made when it is first needed: most words are found by the one before it.
    thirds: list[dict[tuple[int, int, str], list[str]]] = []
    words: list[dict[str, list[tuple[frozenset[str], str]]]] = []

    def candidates(word: str) -> list[str]:
        wanted = _plain(word)
        if wanted in plain:
            return plain[wanted]
        if not thirds:
            thirds.append(_by_thirds(plain))
        found = _misspelt(wanted, thirds[0])
        if not found:
            if not words:
                words.append(_by_words(plain))
            found = _reworded(wanted, words[0])
        return [name for key in found for name in plain[key]]

    return candidates


def edit_distance(first: str, second: str, limit: int) -> int:
    """How many letters are wrong, missing, too many or swapped with a neighbour; above `limit`: limit + 1.

    A column of the table of distances is one integer: a bit for each letter of `first` tells whether the distance
    grows there. Hyyrö, A bit-vector algorithm for computing Levenshtein and Damerau edit distances (2003).
    """
    first, second = _without_common_ends(first, second)
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    if not first or not second:
        return len(first) + len(second)
    where: dict[str, int] = {}
    for place, letter in enumerate(first):
        where[letter] = where.get(letter, 0) | 1 << place
    last = 1 << len(first) - 1
    grows, shrinks, old_zeros, old_same, distance = 2 * last - 1, 0, 0, 0, len(first)
    for letter in second:
        same = where.get(letter, 0)
        swapped = (~old_zeros & same) << 1 & old_same
        zeros = ((same & grows) + grows ^ grows) | same | shrinks | swapped
        more, less = shrinks | ~(zeros | grows), zeros & grows
        distance += bool(more & last) - bool(less & last)
        more, less = more << 1 | 1, less << 1
        grows, shrinks = less | ~(zeros | more), zeros & more
        old_zeros, old_same = zeros, same
    return min(distance, limit + 1)


def _without_common_ends(first: str, second: str) -> tuple[str, str]:
    start = 0
    while start < len(first) and start < len(second) and first[start] == second[start]:
        start += 1
    end = 0
    while end < min(len(first), len(second)) - start and first[-1 - end] == second[-1 - end]:
        end += 1
    return first[start : len(first) - end], second[start : len(second) - end]


def _plain(name: str) -> str:
    for mark in "_-–—":
        name = name.replace(mark, " ")
    return " ".join(name.split()).casefold()


def _thirds(name: str) -> tuple[int, int]:
    return len(name) // 3, len(name) * 2 // 3


def _by_thirds(names: Iterable[str]) -> dict[tuple[int, int, str], list[str]]:
    """Names by length, number of a third, and that third's letters.

    Two wrong letters leave one of three thirds whole: so every name within reach shares a key.
    """
    index: dict[tuple[int, int, str], list[str]] = {}
    for name in names:
        one, two = _thirds(name)
        size = len(name)
        index.setdefault((size, 0, name[:one]), []).append(name)
        index.setdefault((size, 1, name[one:two]), []).append(name)
        index.setdefault((size, 2, name[two:]), []).append(name)
    return index


def _misspelt(wanted: str, index: dict[tuple[int, int, str], list[str]]) -> list[str]:
    limit = _REACH if len(wanted) > 7 else 1
    if len(wanted) < 4:
        return []
    found, letters, numbers = [], frozenset(wanted), _numbers(wanted)
    for name in _sharing_a_third(wanted, index, limit):
        # A wrong letter changes two members of the set at most; nearly all names fail this, which costs little.
        if len(letters.symmetric_difference(name)) > 2 * limit or _numbers(name) != numbers:
            continue
        distance = edit_distance(wanted, name, limit)
        if distance <= limit:
            found.append((distance, len(name), name))
    return [name for _, _, name in sorted(found)]


def _numbers(name: str) -> list[str]:
    """The numbers of a name, without zeros before them; the one that counts at the start is left out."""
    count = _COUNT.match(name)
    return [number.lstrip("0") for number in _NUMBER.findall(name, count.end() if count else 0)]


def _sharing_a_third(wanted: str, index: dict[tuple[int, int, str], list[str]], limit: int) -> set[str]:
    """The names that may be at most `limit` (1 or 2) letters away.

    Of three thirds the first can only stand at the start, the last only at the end, and the middle
    one at most a letter off either place, if the others are to hold both wrong letters (Li et al.,
    Pass-Join, 2011).
    """
    found: set[str] = set()
    for size in range(max(3, len(wanted) - limit), len(wanted) + limit + 1):
        one, two, more = size // 3, size * 2 // 3, len(wanted) - size
        keys = [(size, 0, wanted[:one]), (size, 2, wanted[two + more :])]
        for shift in range(max(-1, more - 1), min(1, more + 1) + 1):
            keys.append((size, 1, wanted[one + shift : two + shift]))
        for key in keys:
            found.update(index.get(key, ()))
    return found


def _by_words(names: Iterable[str]) -> dict[str, list[tuple[frozenset[str], str]]]:
    index: dict[str, list[tuple[frozenset[str], str]]] = {}
    for name in names:
        words = frozenset(name.split())
        for word in words:
            index.setdefault(word, []).append((words, name))
    return index


def _reworded(wanted: str, index: dict[str, list[tuple[frozenset[str], str]]]) -> list[str]:
    words = frozenset(wanted.split())
    if not words or not all(word in index for word in words):
        return []
    rarest = min(words, key=lambda word: (len(index[word]), word))
    fits = [(held, name) for held, name in index[rarest] if words <= held]
    same = sorted(name for held, name in fits if held == words and len(words) > 1)
    if same:
        return same
    return [fits[0][1]] if len(fits) == 1 and len(fits[0][0]) <= 2 * len(words) else []
