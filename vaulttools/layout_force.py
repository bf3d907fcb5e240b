"""ForceAtlas2 with its repulsion on a grid: every note pushes every other in O(n + grid · log grid)."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Numbers = NDArray[np.float64]
Indices = NDArray[np.int64]


# How strong points push each other. Every pull grows with distance, so this sets only the scale of the whole.
_REPULSION = 20.0

# The golden angle: of things that turn by it, one after the other, no two look the same way.
GOLDEN = 2.399963

# So many points push each other one by one. Of more, in the last part of the steps, the nearest ones do.
_FEW, _NEAREST, _LAST = 250, 6, 0.15


class Forces(NamedTuple):
    """What pulls: `links` is (m, 2) with a weight each; `groups` numbers the group of each point.

    `cohesion` pulls each point to the middle of its group, `gravity` to the middle of all, both in
    proportion to the distance: against a push by 1/distance that fills a disc evenly. `flatness`
    squeezes the disc into an ellipse that is so many times wider than high.
    """

    links: Indices
    weights: Numbers
    groups: Indices
    cohesion: float
    gravity: float
    flatness: float = 1.15


class _Pace(NamedTuple):
    """How fast all points move, as ForceAtlas2 adapts it from one step to the next."""

    speed: float = 1.0
    efficiency: float = 1.0


def settle(start: Points, forces: Forces, steps: int) -> Points:
    """Positions after `steps` steps from `start`. The same input gives the same output.

    A note's mass is one more than the weight of its links, not their number: with plain degree the hubs
    of a vault are thrown to the rim of their topics.
    Source: Jacomy et al. 2014, "ForceAtlas2, a Continuous Graph Layout Algorithm".
    """
    points, pace = start.astype(float).copy(), _Pace()
    mass = 1.0 + _gather(forces.links, forces.weights, len(points))
    before = np.zeros_like(points)
    for step in range(steps):
        push = _repulsion(points, mass)
        if len(points) > _FEW and step >= steps * (1 - _LAST):
            push += _nearby(points, mass)
        force = push * (mass * _REPULSION)[:, None]
        force += _attraction(points, forces) - _gravity(points, forces) * mass[:, None]
        swing = np.hypot(*(force - before).T)
        pull = np.hypot(*(force + before).T) / 2
        pace = _next_pace(pace, float((mass * swing).sum()), float((mass * pull).sum()), len(points))
        points += _capped(force * (pace.speed / (1 + np.sqrt(pace.speed * swing)))[:, None], points)
        before = force
    return points


def _gather(links: Indices, weights: Numbers, count: int) -> Numbers:
    ends = np.bincount(links[:, 0], weights, count) + np.bincount(links[:, 1], weights, count)
    return np.asarray(ends, dtype=float)


def _attraction(points: Points, forces: Forces) -> Points:
    source, target = forces.links.T
    pull = forces.weights[:, None] * (points[target] - points[source])
    columns = [
        np.bincount(source, part, len(points)) - np.bincount(target, part, len(points)) for part in pull.T
    ]
    return np.column_stack(columns)


def _gravity(points: Points, forces: Forces) -> Points:
    sizes = np.bincount(forces.groups)[:, None]
    sums = np.column_stack([np.bincount(forces.groups, part) for part in points.T])
    middles = sums / np.maximum(sizes, 1)
    pull: Points = forces.cohesion * (points - middles[forces.groups])
    pull += forces.gravity * points * [1.0, forces.flatness]
    return pull


def _next_pace(pace: _Pace, swing: float, pull: float, count: int) -> _Pace:
    """The global speed: fast while notes move straight, slow once they swing to and fro."""
    jitter = 0.05 * np.sqrt(count)
    tolerance = jitter * max(np.sqrt(jitter), min(10.0, jitter * pull / count**2))
    efficiency = pace.efficiency
    if swing > 2 * pull:
        efficiency, tolerance = max(efficiency * 0.5, 0.05), max(tolerance, 1.0)
    target = tolerance * efficiency * pull / max(swing, 1e-12)
    if swing > tolerance * pull:
        efficiency = max(efficiency * 0.7, 0.05)
    elif pace.speed < 1000:
        efficiency *= 1.3
    return _Pace(pace.speed + min(target - pace.speed, pace.speed * 0.5), efficiency)


def _capped(steps: Points, points: Points) -> Points:
    """Steps no longer than a twentieth of the whole, so that nothing is flung out."""
    longest = 0.05 * (np.ptp(points, axis=0).max() + 1)
    shrink = np.minimum(1, longest / np.maximum(np.hypot(*steps.T), 1e-12))
    capped: Points = steps * shrink[:, None]
    return capped


def _repulsion(points: Points, mass: Numbers) -> Points:
    """The push of all masses on each point, by 1/distance: few pair by pair, many by a convolution on a grid.

    Masses are shared out to the four grid points around them, and forces read back with the
    same shares, so that no point pushes itself.
    """
    if len(points) <= _FEW:
        return _pairwise(points, mass)
    from scipy.fft import irfft2, rfft2

    size = _grid_size(len(points))
    low = points.min(0)
    step = _step(points)
    places = (points - low) / step + 1
    cells = places.astype(np.int64)
    (u, v), flat = (places - cells).T, cells[:, 0] * size + cells[:, 1]
    shares = (((1 - u) * (1 - v), 0), ((1 - u) * v, 1), (u * (1 - v), size), (u * v, size + 1))
    field = sum(np.bincount(flat + shift, share * mass, size * size) for share, shift in shares)
    spectrum = rfft2(np.asarray(field, np.float32).reshape(size, size), (2 * size, 2 * size))
    pushed = np.empty_like(points)
    for axis, kernel in enumerate(_kernels(size)):
        push = irfft2(spectrum * kernel, (2 * size, 2 * size))[:size, :size].ravel() / step
        pushed[:, axis] = sum(share * push[flat + shift] for share, shift in shares)
    return pushed


def _nearby(points: Points, mass: Numbers) -> Points:
    """The push of the nearest points on each, where the grid is too coarse to tell them apart.

    Without it, points on which the same forces act fall on one spot, as where all notes link to one.
    """
    from scipy.spatial import cKDTree

    reach = 2 * _step(points)
    apart, near = cKDTree(points).query(points, _NEAREST + 1, distance_upper_bound=reach)
    row, place = np.nonzero(apart[:, 1:] < reach)
    other, distance = near[:, 1:][row, place], apart[:, 1:][row, place]
    gap = points[row] - points[other]
    alike = distance < 1e-9
    gap[alike] = 1e-3 * fanned(row[alike])
    strength = mass[other] * (1 - distance / reach) ** 2 / (np.square(gap).sum(axis=1) + 1e-3)
    return np.column_stack([np.bincount(row, strength * part, len(points)) for part in gap.T])


def fanned(numbers: Numbers | Indices) -> Points:
    """A direction for each number, so that points on one spot leave it in different ones."""
    turn = numbers * GOLDEN
    return np.column_stack([np.cos(turn), np.sin(turn)])


def _step(points: Points) -> float:
    """How far apart the lines of the grid are."""
    return float((np.ptp(points, axis=0).max() * 1.02 + 1e-9) / (_grid_size(len(points)) - 3))


def _pairwise(points: Points, mass: Numbers) -> Points:
    apart = points[:, None, :] - points[None, :, :]
    pushes: Points = (apart * (mass / (np.square(apart).sum(axis=2) + 1e-3))[:, :, None]).sum(axis=1)
    return pushes


def _grid_size(count: int) -> int:
    return int(np.clip(2 ** np.ceil(np.log2(np.sqrt(count + 1) * 1.1)), 128, 512))


@lru_cache(maxsize=4)
def _kernels(size: int) -> tuple[Any, Any]:
    """The spectra of d/|d|² along both axes; kept, because every step needs them again."""
    from scipy.fft import rfft2

    axis = np.fft.fftfreq(2 * size, 1 / (2 * size))
    across, down = axis[:, None], axis[None, :]
    squared = across**2 + down**2 + 0.5
    return rfft2((across / squared).astype(np.float32)), rfft2((down / squared).astype(np.float32))
