"""Where each note stands on the map: topics apart, neighbours near, nothing on top of anything else."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vaulttools.layout_force import GOLDEN, Forces, Indices, Numbers, Points, fanned, settle
from vaulttools.layout_pack import Gaps, tray, without_overlap

# A component joins the web of the main one when it has at least this many notes and this share of them, and what has a
# group when it has no links; the others would only push the web together, and stand in the tray.
_SMALLEST_PIECE, _SMALLEST_SHARE = 4, 0.02


# Measured on a vault of 1,100 notes in 40 topics: at 0.25, 57 % of a note's ten nearest share its topic, at 0.8
# 82 %. Beyond that topics are balls with nothing to be seen inside.
_COHESION, _GRAVITY = 0.65, 0.12

# Between notes in rows that are all there is of the map: room for their names.
_ALONE = Gaps(110.0, 36.0)

# Rounds in which light things are pushed off all others.
_HANG_ROUNDS = 40


class Places(NamedTuple):
    """Positions by index, y pointing down, the whole centred on (0, 0).

    `tray_top` is where the rows of small components and orphans start, None when there are none.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    tray_top: float | None


def place(
    count: int,
    links: Sequence[tuple[int, int]],
    groups: Sequence[int],
    radii: Sequence[float],
    light: Collection[int] = (),
    start: Mapping[int, tuple[float, float]] | None = None,
) -> Places:
    """Positions for `count` things: linked ones near each other, each group a region of its own.

    `groups` has a number for each thing, -1 for none; a thing without links stands with its group. `light` things
    push nobody: they are set beside what they are linked with, once that has its place. With `start` (positions of
    an earlier run by index) what is known stays about where it was. Deterministic; 10,000 things take about six
    seconds.
    """
    if count == 0:
        return Places((), (), None)
    pairs = _distinct(links)
    sizes, homes = np.asarray(radii, float), np.asarray(groups, np.int64)
    hangs = _hangers(pairs, count, light)
    anchored = hangs < 0
    heavy = pairs[anchored[pairs].all(axis=1)]
    web, pieces = _split(heavy, anchored, homes)
    points = np.zeros((count, 2))
    if len(web):
        points[web] = _lay_web(web, heavy, homes, sizes, start or {})
    top = _add_tray(points, web, _in_order(pieces, heavy, homes), _reaches(hangs, sizes))
    _hang(points, hangs, sizes)
    points = without_overlap(points, sizes, _HANG_ROUNDS, moving=hangs >= 0)
    return _centred(points, sizes, top)


def _distinct(links: Sequence[tuple[int, int]]) -> Indices:
    """Links as sorted distinct pairs, both directions one, self-links left out."""
    pairs = np.sort(np.asarray(links, np.int64).reshape(-1, 2), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def _hangers(pairs: Indices, count: int, light: Collection[int]) -> Indices:
    """For each light thing the first heavy one it is linked with, -1 for all others."""
    is_light = np.zeros(count, bool)
    is_light[list(light)] = True
    hangs = np.full(count, -1, np.int64)
    for one, two in (pairs.T, pairs[:, ::-1].T):
        usable = is_light[one] & ~is_light[two]
        # Backwards, so that of several the first one stays.
        hangs[one[usable][::-1]] = two[usable][::-1]
    return hangs


def _hang(points: Points, hangs: Indices, radii: Numbers) -> None:
    """Set light things on rings around what they hang on, in place, the first outward from the middle."""
    placed: dict[int, int] = {}
    for index in np.flatnonzero(hangs >= 0).tolist():
        on = int(hangs[index])
        at = placed[on] = placed.get(on, -1) + 1
        ring = radii[on] + _ring(at) * (2 * radii[index] + 4)
        turn = np.arctan2(points[on, 1], points[on, 0]) + at * GOLDEN
        points[index] = points[on] + ring * np.array([np.cos(turn), np.sin(turn)])


def _ring(place: "int | Indices") -> Numbers:
    """The number of the ring of a light thing's place, from 1: eight on the first, eight more on each that follows."""
    ring: Numbers = (1 + np.sqrt(1 + np.asarray(place))) // 2
    return ring


def _reaches(hangs: Indices, radii: Numbers) -> Numbers:
    """The radii, as far as the rings of light things go."""
    light = hangs >= 0
    last = np.bincount(hangs[light], minlength=len(radii)) - 1
    widest = np.zeros(len(radii))
    np.maximum.at(widest, hangs[light], 2 * radii[light] + 4)
    reaches: Numbers = radii + _ring(last) * widest
    return reaches


def _split(pairs: Indices, anchored: NDArray[np.bool_], homes: Indices) -> tuple[Indices, list[Indices]]:
    """The things that the forces place, and the small components without a group, left for the tray."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(homes)
    shape = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, labels = connected_components(shape, directed=False)
    sizes, housed = np.bincount(labels, anchored), np.bincount(labels, anchored & (homes >= 0))
    needed = max(2, min(_SMALLEST_PIECE, sizes.max()), sizes.max() * _SMALLEST_SHARE)
    joins = anchored & ((sizes >= needed) | (housed > 0))[labels]
    rest = np.flatnonzero(~joins & anchored)
    rest = rest[np.argsort(labels[rest], kind="stable")]
    cuts = np.flatnonzero(np.diff(labels[rest])) + 1
    pieces = np.split(rest, cuts) if len(rest) else []
    return np.flatnonzero(joins), pieces


def _in_order(pieces: list[Indices], pairs: Indices, homes: Indices) -> list[Indices]:
    """Larger pieces first, then by group; within a piece the best linked thing first."""
    degree = np.bincount(pairs.ravel(), minlength=len(homes))
    sorted_pieces = [piece[np.argsort(-degree[piece], kind="stable")] for piece in pieces]
    return sorted(
        sorted_pieces, key=lambda piece: (-len(piece), int(homes[piece[0]]) % (1 << 32), int(piece[0]))
    )


def _lay_web(
    web: Indices, pairs: Indices, homes: Indices, radii: Numbers, start: Mapping[int, tuple[float, float]]
) -> Points:
    local = np.full(len(homes), -1, np.int64)
    local[web] = np.arange(len(web))
    inner = local[pairs]
    inner = inner[(inner >= 0).all(axis=1)]
    groups = np.unique(homes[web], return_inverse=True)[1].astype(np.int64)
    forces = Forces(inner, _weights(inner, groups, len(web)), groups, _COHESION, _GRAVITY)
    known = {int(local[i]): where for i, where in start.items() if local[i] >= 0}
    if len(known) > len(web) / 2:
        return _resettle(forces, known, radii[web])
    points = settle(_first_guess(inner, groups, len(web)), forces, _steps(len(web)))
    spread, distance = _spread(points, radii[web])
    # Notes with the same neighbours fall on one heap; some space around each spreads the heap out.
    return without_overlap(_reined_in(spread), radii[web], space=0.3 * distance)


def _weights(links: Indices, groups: Indices, count: int) -> Numbers:
    """How strong each link pulls: weak at hubs, so that no hub rules the map; strong inside a group."""
    degree = np.bincount(links.ravel(), minlength=count).astype(float)
    weights: Numbers = 1 / np.sqrt(degree[links[:, 0]] * degree[links[:, 1]])
    weights /= weights.mean() if len(weights) else 1.0
    inside = groups[links[:, 0]] == groups[links[:, 1]]
    return np.where(inside, weights * 2.2, weights)


# Measured on a vault of 1,100 notes and generated ones of 300 and 10,000: purity, link lengths and neighbours
# kept near are the same after twice as many steps.
def _steps(count: int) -> int:
    return 160 if count <= 3000 else 130


def _first_guess(links: Indices, groups: Indices, count: int) -> Points:
    """Each group as a disc of dots, the discs laid out by the links between them."""
    sizes = np.bincount(groups)
    numbers = np.arange(len(sizes))
    centres = fanned(numbers) * np.sqrt(numbers + 1)[:, None] * 10
    between, counts = _between(links, groups)
    weights = counts / np.sqrt(sizes[between[:, 0]] * sizes[between[:, 1]])
    pull = Forces(between, weights / weights.mean() if len(weights) else weights, numbers, 0.0, 1.0)
    centres = settle(centres, pull, 160)
    centres *= 18 * np.sqrt(count) / (np.ptp(centres, axis=0).max() + 1e-9)
    discs = np.sqrt(sizes) * 3.0
    centres = without_overlap(centres, discs, 200)
    rank = _rank_in_group(groups)
    spot = np.sqrt((rank + 0.5) / sizes[groups]) * discs[groups]
    guess: Points = centres[groups] + fanned(rank) * spot[:, None]
    return guess


def _between(links: Indices, groups: Indices) -> tuple[Indices, Numbers]:
    """Pairs of groups with links between them, and how many."""
    ends = np.sort(groups[links], axis=1)
    ends = ends[ends[:, 0] != ends[:, 1]]
    pairs, counts = np.unique(ends, axis=0, return_counts=True)
    return pairs.reshape(-1, 2), counts.astype(float)


def _rank_in_group(groups: Indices) -> Numbers:
    order = np.argsort(groups, kind="stable")
    first = np.concatenate([[0], np.cumsum(np.bincount(groups))[:-1]])
    rank = np.empty(len(groups))
    rank[order] = np.arange(len(groups)) - first[groups[order]]
    return rank


def _spread(points: Points, radii: Numbers) -> tuple[Points, float]:
    """Scaled so that the nearest neighbour of a middling note is a few radii away; and how far that is."""
    from scipy.spatial import cKDTree

    if len(points) < 2:
        return points, 0.0
    nearest = float(np.median(cKDTree(points).query(points, 2)[0][:, 1]))
    # A small vault has room to breathe; a large one must stay compact enough to be seen whole.
    room = np.interp(np.log10(len(points)), [1, 2, 3.3, 4], [11.0, 6.5, 3.6, 2.9])
    distance = float(room * np.median(radii))
    return points * (distance / max(nearest, 1e-9)), distance


def _reined_in(points: Points) -> Points:
    """Stray leaves pulled to the rim, so that they do not shrink everything else."""
    points = points - np.median(points, axis=0)
    distance = np.hypot(*points.T)
    rim = np.quantile(distance, 0.985)
    far = distance > rim
    points[far] *= ((rim + (distance[far] - rim) * 0.2) / distance[far])[:, None]
    return points


def _resettle(forces: Forces, known: Mapping[int, tuple[float, float]], radii: Numbers) -> Points:
    """Known points where they were; new ones at the middle of their known neighbours, else of their group."""
    points = np.zeros((len(radii), 2))
    fixed = np.zeros(len(radii), bool)
    for index, where in known.items():
        points[index], fixed[index] = where, True
    for _ in range(8):
        source, target = forces.links.T
        total, seen = np.zeros_like(points), np.zeros(len(radii))
        for here, there in ((source, target), (target, source)):
            np.add.at(total, here[fixed[there]], points[there[fixed[there]]])
            np.add.at(seen, here[fixed[there]], 1)
        fresh = ~fixed & (seen > 0)
        if not fresh.any():
            break
        points[fresh], fixed = total[fresh] / seen[fresh][:, None], fixed | fresh
    groups, late = forces.groups[fixed], np.flatnonzero(~fixed)
    sizes = np.bincount(groups, minlength=forces.groups.max() + 1)
    middles = np.column_stack([np.bincount(groups, part, len(sizes)) for part in points[fixed].T])
    points[late] = (middles / np.maximum(sizes, 1)[:, None])[forces.groups[late]]
    return without_overlap(points, radii)


def _add_tray(points: Points, web: Indices, pieces: list[Indices], radii: Numbers) -> float | None:
    """Set the pieces below the web, in place; where their rows start."""
    if not pieces:
        return None
    wide, bottom, gaps = 0.0, 0.0, _ALONE
    if len(web):
        wide, bottom = float(np.ptp(points[web, 0])), float((points[web, 1] + radii[web]).max())
        # Few stand far enough apart for their names; many close.
        gap = max(9.0, wide * 0.011)
        gaps = Gaps(max(gap, min(110.0, wide * 0.6 / len(pieces))), gap)
    room = [np.prod(2 * radii[piece].max() + np.array(gaps)) * len(piece) for piece in pieces]
    rows, _ = tray(pieces, radii, max(wide * 0.8, float(np.sqrt(sum(room) * 1.8))), gaps)
    middle = float(points[web, 0].min() + wide / 2) if len(web) else 0.0
    # Room for a line of words at any size of the map.
    top = bottom + (max(45.0, 0.05 * float(np.ptp(points[web, 1]))) if len(web) else 0)
    members = np.concatenate(pieces)
    points[members] = rows[members] + [middle, top]
    return top


def _centred(points: Points, radii: Numbers, top: float | None) -> Places:
    low: Points = (points - radii[:, None]).min(axis=0)
    high: Points = (points + radii[:, None]).max(axis=0)
    middle = (low + high) / 2
    across, down = ((points - middle).round(1) + 0.0).T.tolist()
    return Places(tuple(across), tuple(down), None if top is None else round(float(top - middle[1]), 1))
