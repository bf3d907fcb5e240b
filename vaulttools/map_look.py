"""How the map looks, computed once: sizes, hues, shapes, landmarks. Numbers in, numbers out."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vaulttools.layout import Places, place
from vaulttools.layout_force import Indices, Numbers, Points
from vaulttools.map_model import ATTACHMENT, GONE, NOTE, UNRESOLVED, MapData

# Eight hues a scheme, at least 10 apart (OKLab, × 100) for normal, protan and deutan eyes; contrast with the
# background at least 3 in light and 4.5 in dark. tests/test_map.py checks both.
LIGHT = ("#298afb", "#b33014", "#216d5a", "#8f41bc", "#b28c29", "#ed5d99", "#172597", "#680b49")
DARK = ("#3680d1", "#e39d4e", "#35c0a0", "#c9a6f0", "#d7e956", "#c6598f", "#a3f5fd", "#7c8619")
SHAPES = ("disc", "square", "diamond", "triangle")

_SMALL, _LARGE = 3.2, 26.0


class Look(NamedTuple):
    """What `map_data` says, drawn: a position and radius for each thing, a hue and shape for each topic.

    `order` ranks things for labels, landmarks of every topic first. `hubs` are notes that so many others
    link with that their links say little: drawn faint, and not walked through.
    """

    places: Places
    radii: tuple[float, ...]
    hues: tuple[int, ...]
    shapes: tuple[int, ...]
    order: tuple[int, ...]
    hubs: tuple[int, ...]


def look(data: MapData, last: Mapping[str, tuple[float, float]] | None = None) -> Look:
    """Positions, sizes and colours for a map. Deterministic; the layout takes nearly all of its time.

    `last` has the positions of an earlier map by slug; things that it knows stay about there.
    """
    known = last or {}
    slugs = [thing.slug.removeprefix(GONE) for thing in data.things]
    start = {at: known[slug] for at, slug in enumerate(slugs) if slug in known}
    count = len(data.things)
    links = np.asarray(data.links, np.int64).reshape(-1, 2)
    radii = _radii(links, count)
    groups = [thing.topic for thing in data.things]
    places = place(count, data.links, groups, radii, _light(data, links), start)
    points = np.column_stack([places.x, places.y]) if count else np.zeros((0, 2))
    hues, shapes = _hues(points, np.asarray(groups, np.int64), len(data.topics))
    notes = np.asarray([thing.kind == NOTE for thing in data.things], bool)
    order = _label_order(links, np.asarray(groups, np.int64), notes)
    return Look(places, radii, hues, shapes, order, _hubs(links, count))


def _light(data: MapData, links: Indices) -> list[int]:
    """Files, and missing notes that one note names: they hang on notes and shape nothing."""
    degree = np.bincount(links.ravel(), minlength=len(data.things))
    return [
        at
        for at, thing in enumerate(data.things)
        if thing.kind == ATTACHMENT or (thing.kind == UNRESOLVED and degree[at] == 1)
    ]


def _radii(links: Indices, count: int) -> tuple[float, ...]:
    """Radii by backlinks: area grows a little faster than they do, and a few giants do not set the scale."""
    backlinks = np.bincount(links[:, 1], minlength=count)
    if not count:
        return ()
    large = min(_LARGE, _SMALL + 4.2 * float(np.sqrt(backlinks.max())))
    scale = max(1.0, float(np.quantile(backlinks, 0.999)))
    radii = _SMALL + (large - _SMALL) * np.sqrt(np.minimum(1, backlinks / scale)) ** 1.15
    return tuple(radii.round(1).tolist())


def _hubs(links: Indices, count: int) -> tuple[int, ...]:
    degree = np.bincount(links.ravel(), minlength=count)
    return tuple(np.flatnonzero(degree > max(60, count / 5)).tolist())


def _hues(points: Points, groups: Indices, count: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A hue and a shape for each topic: near topics differ in hue, topics of one hue differ in shape."""
    middles, reach = _regions(points, groups, count)
    hues, shapes = np.full(count, -1, np.int64), np.zeros(count, np.int64)
    for topic in range(count):
        known = np.flatnonzero(hues >= 0)
        apart = np.hypot(*(middles[known] - middles[topic]).T) - 1.6 * (reach[known] + reach[topic])
        closeness = 10 / (1 + np.maximum(apart, 0) / (np.median(reach) + 1)) ** 2 + 0.5
        cost = np.bincount(hues[known], closeness, len(LIGHT))
        hues[topic] = int(cost.argmin())
        shapes[topic] = np.count_nonzero(hues[known] == hues[topic]) % len(SHAPES)
    return tuple(hues.tolist()), tuple(shapes.tolist())


def _regions(points: Points, groups: Indices, count: int) -> tuple[Points, Numbers]:
    """The middle of each topic and how far half of its members reach."""
    middles, reach = np.zeros((count, 2)), np.zeros(count)
    for topic in range(count):
        members = points[groups == topic]
        if len(members):
            middles[topic] = np.median(members, axis=0)
            reach[topic] = np.median(np.hypot(*(members - middles[topic]).T))
    return middles, reach


def _label_order(links: Indices, groups: Indices, notes: NDArray[np.bool_]) -> tuple[int, ...]:
    """Things by rank inside their topic, in rounds over topics, so that each has landmarks; notes first."""
    rank = _pagerank(links, len(groups))
    # Things of one rank stand near those of the next index; their names are to be spread over the map.
    strewn = np.random.RandomState(0).permutation(len(groups))
    by_topic = np.lexsort((strewn, -rank, ~notes, groups))
    inside = np.empty(len(groups))
    starts = (
        np.concatenate([[0], np.flatnonzero(np.diff(groups[by_topic])) + 1]) if len(groups) else np.zeros(1)
    )
    inside[by_topic] = np.arange(len(groups)) - np.repeat(starts, np.diff([*starts, len(groups)]).astype(int))
    order = np.lexsort((strewn, -rank, np.floor(np.log2(inside + 1)), ~notes))
    return tuple(order.tolist())


def _pagerank(links: Indices, count: int, rounds: int = 40) -> Numbers:
    """PageRank over distinct links, good enough to rank by. O(links) a round."""
    source, target = links.T
    outgoing = np.bincount(source, minlength=count)
    rank = np.full(count, 1 / max(count, 1))
    for _ in range(rounds):
        flow = np.bincount(target, (rank / np.maximum(outgoing, 1))[source], count)
        rank = 0.15 / max(count, 1) + 0.85 * (flow + rank[outgoing == 0].sum() / max(count, 1))
    return np.asarray(rank)
