"""Room for everything: notes pushed off each other, and the tray for what has no place in the web."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vaulttools.layout_force import Indices, Numbers, Points, fanned

# The weight of what does not move. What is this near to standing apart does: more than that is kept free anyway.
_HELD, _SLACK = 1e12, 0.01


def without_overlap(
    points: Points,
    radii: Numbers,
    rounds: int = 80,
    space: float = 0.0,
    moving: NDArray[np.bool_] | None = None,
) -> Points:
    """The points moved apart until no disc overlaps another, `space` around each, or `rounds` are over.

    Small discs yield to large ones, so landmarks stay where the forces put them. Only `moving` ones move, if given.
    """
    points, reach = points.copy(), radii * 1.15 + space
    weight = reach if moving is None else np.where(moving, reach, _HELD)
    large = np.argsort(-reach, kind="stable")[: max(50, len(points) // 100)]
    for _ in range(rounds):
        pairs = _close_pairs(points, reach, large)
        if moving is not None:
            pairs = pairs[moving[pairs].any(axis=1)]
        if not _push_apart(points, reach, weight, pairs):
            break
    return points


def _close_pairs(points: Points, reach: Numbers, large: Indices) -> Indices:
    """Index pairs that may overlap, each once: most by one short search, those of large discs by their own."""
    from scipy.spatial import cKDTree

    tree = cKDTree(points)
    is_large = np.zeros(len(points), bool)
    is_large[large] = True
    pairs = tree.query_pairs(2 * float(np.quantile(reach, 0.97)), output_type="ndarray")
    around = tree.query_ball_point(points[large], reach[large] + reach.max())
    one = np.repeat(large, [len(near) for near in around])
    two = np.fromiter((j for near in around for j in near), np.int64, len(one))
    new = np.where(is_large[two], one < two, True)
    return np.vstack([pairs[~is_large[pairs].any(axis=1)], np.column_stack([one, two])[new]])


def _push_apart(points: Points, reach: Numbers, weight: Numbers, pairs: Indices) -> bool:
    """Move overlapping pairs apart in place, the lighter one further; False when none overlapped."""
    one, two = pairs.T
    gap = points[two] - points[one]
    distance = np.hypot(*gap.T)
    need = reach[one] + reach[two]
    overlap = need - distance
    hit = overlap > _SLACK * need
    if not hit.any():
        return False
    one, two, gap, distance, overlap = one[hit], two[hit], gap[hit], distance[hit], overlap[hit]
    same = distance < 1e-6
    gap[same], distance[same] = fanned(one[same]), 1.0
    push = (0.7 * overlap / distance)[:, None] * gap
    yielding = (weight[two] / (weight[one] + weight[two]))[:, None]
    for axis in (0, 1):
        points[:, axis] -= np.bincount(one, (push * yielding)[:, axis], len(points))
        points[:, axis] += np.bincount(two, (push * (1 - yielding))[:, axis], len(points))
    return True


class Gaps(NamedTuple):
    """Room between pieces of the tray: in a row, and between rows."""

    across: float
    down: float


def tray(pieces: Sequence[Indices], radii: Numbers, width: float, gaps: Gaps) -> tuple[Points, float]:
    """Places in rows for small components and orphans: points for all of `radii`, and the height.

    Each piece is a component, its hub first; the hub stands in the middle of a ring of the others. Rows are
    centred on x = 0 and start at y = 0; points outside the pieces stay at the origin.
    """
    points = np.zeros((len(radii), 2))
    row: list[tuple[Indices, float]] = []
    top, across = 0.0, 0.0
    for piece in [*pieces, None]:
        size = 0.0 if piece is None else 2 * _ring(piece, radii) + gaps.across
        if piece is None or (row and across + size > width):
            top += _place_row(points, radii, row, top, gaps)
            row, across = [], 0.0
        if piece is not None:
            row.append((piece, size))
            across += size
    return points, top


def _ring(piece: Indices, radii: Numbers) -> float:
    """The radius of the disc that a piece takes."""
    if len(piece) == 1:
        return float(radii[piece[0]])
    around = float(radii[piece[1:]].max())
    return (
        max(float(radii[piece[0]]) + around + 8, (len(piece) - 1) * (2 * around + 4) / (2 * np.pi)) + around
    )


def _place_row(
    points: Points, radii: Numbers, row: Sequence[tuple[NDArray[np.int64], float]], top: float, gaps: Gaps
) -> float:
    height = max((size for _, size in row), default=0.0) - gaps.across + gaps.down
    left = -sum(size for _, size in row) / 2
    for piece, size in row:
        centre = np.array([left + size / 2, top + height / 2])
        points[piece] = centre
        if len(piece) > 1:
            turn = np.linspace(0, 2 * np.pi, len(piece) - 1, endpoint=False)
            ring = _ring(piece, radii) - float(radii[piece[1:]].max())
            points[piece[1:]] = centre + ring * np.column_stack([np.cos(turn), np.sin(turn)])
        left += size
    return height
