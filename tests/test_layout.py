"""Where things stand: determinism, room for all, topics apart, trays, and what stays put."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from tests.map_vaults import generated
from vaulttools.layout import Places, place
from vaulttools.layout_pack import without_overlap
from vaulttools.map_data import map_data
from vaulttools.map_look import look


def chain(count: int) -> list[tuple[int, int]]:
    return [(at, at + 1) for at in range(count - 1)]


def overlaps(places: Places, radii: list[float]) -> int:
    points = np.column_stack([places.x, places.y])
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    need = np.add.outer(radii, radii)
    return int(((apart < need * 0.98) & ~np.eye(len(radii), dtype=bool)).sum()) // 2


def test_nothing_takes_no_place() -> None:
    assert place(0, [], [], []) == Places((), (), None)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_linked_notes_have_finite_places(count: int) -> None:
    places = place(count, chain(count), [0] * count, [4.0] * count)

    assert np.isfinite(places.x).all() and np.isfinite(places.y).all()
    assert len({*zip(places.x, places.y, strict=True)}) == count


def test_a_note_that_links_only_to_itself_stands_in_the_tray() -> None:
    assert place(1, [(0, 0)], [-1], [4.0]).tray_top is not None


def test_the_same_input_gives_the_same_places() -> None:
    first = place(60, chain(60), [at // 20 for at in range(60)], [4.0] * 60)

    assert first == place(60, chain(60), [at // 20 for at in range(60)], [4.0] * 60)


def test_discs_do_not_overlap() -> None:
    radii = [3.0 + at % 9 for at in range(150)]
    links = chain(100) + [(0, at) for at in range(2, 100, 3)]

    assert overlaps(place(150, links, [at // 25 for at in range(150)], radii), radii) == 0


def test_points_on_one_spot_come_apart() -> None:
    apart = without_overlap(np.zeros((9, 2)), np.full(9, 2.0))

    assert len(np.unique(apart.round(3), axis=0)) == 9


def test_orphans_and_small_components_stand_below_the_web() -> None:
    places = place(40, [*chain(30), (30, 31)], [-1] * 40, [4.0] * 40)

    assert places.tray_top is not None
    assert max(places.y[:30]) < places.tray_top <= min(places.y[30:])


def test_a_note_without_links_stands_with_its_group() -> None:
    """An article whose words put it in a topic has found its place."""
    groups = [at // 20 for at in range(60)] + [1, 1, -1]
    places = place(63, chain(60), groups, [4.0] * 63)
    points = np.column_stack([places.x, places.y])
    middles = np.array([points[start : start + 20].mean(axis=0) for start in (0, 20, 40)])
    apart = np.hypot(*(points[60:62, None] - middles).transpose(2, 0, 1))

    assert apart.argmin(axis=1).tolist() == [1, 1]
    assert places.tray_top is not None and places.y[62] >= places.tray_top > max(places.y[:62])


def test_notes_without_links_are_discs_by_group() -> None:
    places = place(90, [], [at // 30 for at in range(90)], [4.0] * 90)

    assert places.tray_top is None
    assert purity(np.column_stack([places.x, places.y]), np.arange(90) // 30) > 0.9


def test_a_new_note_without_links_joins_its_group_where_that_was() -> None:
    groups = [at // 20 for at in range(60)]
    before = place(60, chain(60), groups, [4.0] * 60)
    start = {at: (before.x[at], before.y[at]) for at in range(60)}
    after = place(61, chain(60), [*groups, 2], [4.0] * 61, start=start)
    middles = [np.mean([after.x[at : at + 20], after.y[at : at + 20]], axis=1) for at in (0, 20, 40)]

    assert np.hypot(*(np.array(middles) - [after.x[60], after.y[60]]).T).argmin() == 2


def test_linked_things_of_a_piece_in_the_tray_stay_together() -> None:
    places = place(43, [*chain(30), (30, 31), (30, 32)], [-1] * 43, [4.0] * 43)

    near = max(np.hypot(places.x[at] - places.x[30], places.y[at] - places.y[30]) for at in (31, 32))
    assert near < 40


def test_a_star_over_everything_does_not_rule_the_map() -> None:
    groups = [0, *(1 + at // 30 for at in range(90))]
    inside = [(1 + at, 1 + at // 30 * 30 + (at + step) % 30) for at in range(90) for step in (1, 2)]
    star = [(at, 0) for at in range(1, 91)]

    places = place(91, inside + star, groups, [4.0] * 91)

    middles = [
        np.mean(np.column_stack([places.x, places.y])[1 + 30 * g : 31 + 30 * g], axis=0) for g in range(3)
    ]
    spread = [np.std(np.column_stack([places.x, places.y])[1 + 30 * g : 31 + 30 * g]) for g in range(3)]
    assert (
        min(np.hypot(*(middles[a] - middles[b])) for a, b in ((0, 1), (0, 2), (1, 2))) > 1.2 * max(spread) / 2
    )


def test_light_things_stand_beside_what_they_hang_on() -> None:
    places = place(31, [*chain(30), (7, 30)], [0] * 31, [4.0] * 31, light=[30])

    assert np.hypot(places.x[30] - places.x[7], places.y[30] - places.y[7]) < 40


def test_light_things_lie_on_nothing() -> None:
    links = chain(90) + [(at % 90, at) for at in range(90, 300)]
    radii = [3.0 + at % 4 for at in range(300)]
    places = place(300, links, [at // 15 for at in range(300)], radii, light=range(90, 300))
    bare = place(90, chain(90), [at // 15 for at in range(90)], radii[:90])

    assert overlaps(places, radii) == 0
    assert np.ptp(places.x[:90]) == pytest.approx(np.ptp(bare.x[:90]), abs=0.3)


def test_what_hangs_on_things_in_the_tray_has_room_there() -> None:
    links = chain(30) + [(30, at) for at in range(40, 80)] + [(31, at) for at in range(80, 120)]
    places = place(
        120, links, [at // 15 if at < 30 else -1 for at in range(120)], [4.0] * 120, range(40, 120)
    )
    left, right = sorted([places.x[40:80], places.x[80:120]])

    assert max(left) < min(right)
    assert min(places.y[40:120]) > max(places.y[:30])


def test_notes_that_all_link_to_one_and_few_to_each_other_fall_on_no_heap() -> None:
    """Where the same forces act on many, the grid of the forces is too coarse to part them."""
    links = [(0, at) for at in range(1, 600)] + [(at, at + 20) for at in range(1, 580, 3)]
    places = place(600, links, [at % 20 for at in range(600)], [4.0] * 600)
    points = np.column_stack([places.x, places.y])
    nearest = cKDTree(points).query(points, 2)[0][:, 1]

    assert np.quantile(nearest, 0.75) < 3 * np.quantile(nearest, 0.25)


def test_known_places_hardly_move_when_a_note_is_added() -> None:
    before = place(50, chain(50), [0] * 50, [4.0] * 50)
    known = {at: (before.x[at], before.y[at]) for at in range(50)}

    after = place(51, [*chain(50), (20, 50)], [0] * 51, [4.0] * 51, start=known)

    moved = np.hypot(np.subtract(after.x[:50], before.x), np.subtract(after.y[:50], before.y))
    assert float(np.median(moved)) < 8


@pytest.mark.parametrize("count", [300, 1500])
def test_layout_quality_on_generated_vaults(count: int) -> None:
    data = map_data(*generated(count))
    result = look(data)
    points = np.column_stack([result.places.x, result.places.y])
    homes = np.array([thing.topic for thing in data.things])
    links = np.array(data.links)
    length = np.hypot(*(points[links[:, 0]] - points[links[:, 1]]).T)
    inside = homes[links[:, 0]] == homes[links[:, 1]]

    assert length[inside].mean() / length[~inside].mean() <= 0.45
    assert purity(points, homes) >= 0.75
    assert min(fill(points)) >= 0.8


def purity(points: np.ndarray, homes: np.ndarray) -> float:
    """The share of the ten nearest notes that are of the same topic."""
    from scipy.spatial import cKDTree

    near = cKDTree(points).query(points, 11)[1][:, 1:]
    return float((homes[near] == homes[:, None]).mean())


def fill(points: np.ndarray) -> tuple[float, float]:
    """The share of each side of the box that 98 % of the notes fill."""
    low, high = np.quantile(points, 0.01, axis=0), np.quantile(points, 0.99, axis=0)
    return tuple(((high - low) / np.ptp(points, axis=0)).tolist())
