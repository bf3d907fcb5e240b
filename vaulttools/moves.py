"""Moves: which file of now is which file of before, told by their names and by what both hold. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import product
from typing import Any

# How many pairs are looked at, those with the rarest things in common first: what many files hold tells little.
_MOST_PAIRS = 50_000
_Pair = tuple[str, str]


def moves(old: Mapping[str, Counter[Any]], new: Mapping[str, Counter[Any]]) -> dict[str, str]:
    """Where files went: old path to new path. None is paired with one that it has nothing in common with.

    `old` are files that are gone, `new` those that may have come in their place, each with what it holds. Those of
    the same name go first, the nearer in the tree the better; then those with most in common. Where
    more new files than old ones are equally likely, none is taken.
    """
    found: dict[str, str] = {}
    left, free = set(old), set(new)

    @cache
    def shared(pair: _Pair) -> int:
        one, other = old[pair[0]], new[pair[1]]
        return sum(min(one[thing], other[thing]) for thing in one.keys() & other.keys())

    def settle(pairs: Iterable[_Pair], rank: Callable[[_Pair], tuple[int, ...]]) -> None:
        for olds, news in _likeliest_first({pair: rank(pair) for pair in pairs if shared(pair)}):
            undecided, options = sorted(left.intersection(olds)), sorted(free.intersection(news))
            if len(options) > len(undecided):
                left.difference_update(undecided)  # that cannot be told, and what is less likely is no answer
                continue
            pairs_taken = dict(zip(undecided, options, strict=False))
            found.update(pairs_taken)
            left.difference_update(pairs_taken)
            free.difference_update(options)

    for depth in range(max((path.count("/") for path in old), default=0) + 1, 0, -1):
        ends = _pairs(left, free, partial(_end, depth))
        settle(ends, lambda pair: (*_nearness(*pair), shared(pair)))
    held = {**old, **new}
    settle(_pairs(left, free, held.__getitem__), lambda pair: (shared(pair), *_nearness(*pair)))
    return found


def _likeliest_first(ranks: Mapping[_Pair, tuple[int, ...]]) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Old paths for which the same new ones are equally likely, with these: the surest first."""
    levels: dict[tuple[int, ...], dict[str, list[str]]] = {}
    for (old, new), rank in sorted(ranks.items()):
        levels.setdefault(rank, {}).setdefault(old, []).append(new)
    for _, level in sorted(levels.items(), reverse=True):
        alike: dict[tuple[str, ...], list[str]] = {}
        for old, news in level.items():
            alike.setdefault(tuple(news), []).append(old)
        for options, olds in sorted(alike.items(), key=lambda item: (len(item[0]), item[0])):
            yield olds, options


def _pairs(old: Iterable[str], new: Iterable[str], things: Callable[[str], Iterable[Any]]) -> set[_Pair]:
    """The pairs of paths that share a thing, as far as these are not too many."""
    sides: dict[Any, tuple[list[str], list[str]]] = {}
    for side, paths in enumerate((old, new)):
        for path in sorted(paths):
            for thing in things(path):
                sides.setdefault(thing, ([], []))[side].append(path)
    found: set[_Pair] = set()
    for olds, news in sorted(sides.values(), key=lambda side: (len(side[0]) * len(side[1]), side)):
        if len(found) + len(olds) * len(news) > _MOST_PAIRS:
            break
        found.update(product(olds, news))
    return found


def _end(depth: int, path: str) -> list[str]:
    """The last parts of a path, so many of them, as one; nothing where it has fewer."""
    parts = path.casefold().rsplit("/", depth)
    return ["/".join(parts[-depth:])] if len(parts) >= depth else []


def _nearness(one: str, other: str) -> tuple[int, bool]:
    """How many folders two paths have in common from the root, and whether they lie equally deep."""
    folders, others = one.split("/")[:-1], other.split("/")[:-1]
    differing = (number for number, (a, b) in enumerate(zip(folders, others, strict=False)) if a != b)
    return next(differing, min(len(folders), len(others))), len(folders) == len(others)
