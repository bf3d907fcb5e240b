"""A sieve for texts: of very many, those that may be a few wrong letters away from another."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Sieve(Generic[_Value]):
    """Values by their texts, of which those are picked whose text may be near to a wanted one.

    A wrong letter, or two that changed places, leave every other letter within reach of its place. That is looked at
    for all texts of a length at once: a number has a bit for each.
    """

    def __init__(self, items: Iterable[tuple[str, _Value]]) -> None:
        sizes: dict[int, list[tuple[str, _Value]]] = {}
        for item in items:
            sizes.setdefault(len(item[0]), []).append(item)
        self._sizes = {
            size: ([value for _, value in some], _places([text for text, _ in some]))
            for size, some in sizes.items()
        }

    def near(self, wanted: str, limit: int) -> Iterator[_Value]:
        """The values whose texts may be `limit` letters away, and few others, in any order."""
        for size in range(len(wanted) - limit, len(wanted) + limit + 1):
            if size in self._sizes:
                values, places = self._sizes[size]
                left = _left(places, (1 << len(values)) - 1, wanted, limit)
                while left:
                    yield values[left.bit_length() - 1]
                    left ^= 1 << left.bit_length() - 1


def _places(texts: Sequence[str]) -> list[dict[str, int]]:
    """For each place and each letter, the texts that have it there, as bits."""
    size = len(texts) // 8 + 1
    places: list[dict[str, bytearray]] = [{} for _ in texts[0]]
    for number, text in enumerate(texts):
        byte, bit = number >> 3, 1 << (number & 7)
        for letters, letter in zip(places, text, strict=True):
            if letter not in letters:
                letters[letter] = bytearray(size)
            letters[letter][byte] |= bit
    return [
        {letter: int.from_bytes(bits, "little") for letter, bits in letters.items()} for letters in places
    ]


def _left(places: Sequence[dict[str, int]], every: int, wanted: str, limit: int) -> int:
    """The bits of the texts of which at most `limit` letters are out of reach of their place."""
    more = [0] * (limit + 1)  # the texts with more than so many such letters
    for place, letters in enumerate(places):
        fits = 0
        for letter in set(wanted[max(place - limit, 0) : place + limit + 1]):
            fits |= letters.get(letter, 0)
        wrong = every ^ fits
        for count in range(limit, 0, -1):
            more[count] |= more[count - 1] & wrong
        more[0] |= wrong
    return every ^ more[limit]
