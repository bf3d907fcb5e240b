"""Names on the map: where they stand, and that they are what people aim at."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import PHONE
from tests.map_vaults import generated
from vaulttools.outputs.map_html import render_map

pytestmark = pytest.mark.browser

# A name as it is drawn: its middle on the screen, by its text.
NAMED = """(text) => { const {x, y} = document.querySelector('#network canvas').getBoundingClientRect();
return vaultMap.labels.filter(({lines}) => lines.join(' ') === text).map((label) => [label.x + x, label.y + y]); }"""


def named(opened: Any, text: str) -> list[list[float]]:
    """Where a name stands on the screen, each time that it does."""
    return opened.page.evaluate(NAMED, text)


# Pointing


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["mouse", "finger"])
def test_the_name_of_a_note_opens_it(open_vault: Callable[..., Any], screen: dict[str, Any]) -> None:
    opened = open_vault({"A rather long name.md": "[[B]]", "B.md": "", "C.md": "[[B]]"}, **screen)
    [(x, y)] = named(opened, "A rather long name")
    x += 40  # far from the dot

    if screen:
        opened.page.touchscreen.tap(x, y)
    else:
        opened.page.mouse.click(x, y)

    opened.until_titled("A rather long name")


def test_the_name_of_a_note_answers_to_the_mouse(open_vault: Callable[..., Any]) -> None:
    opened = open_vault({"A rather long name.md": "[[B]]", "B.md": "", "C.md": "[[B]]"})
    [(x, y)] = named(opened, "A rather long name")
    cursor = "getComputedStyle(document.querySelector('#network canvas')).cursor"

    for step in range(0, 50, 5):  # and still does where the name has grown or moved by that
        opened.page.mouse.move(x + step, y)
        opened.still()
        assert opened.ask("vaultMap.state.hovered") == opened.index("A rather long name"), step
        assert opened.ask(cursor) == "pointer"
    opened.page.mouse.move(x, y + 200)
    opened.still()
    assert opened.ask("vaultMap.state.hovered") == -1
    assert opened.ask(cursor) == "grab"


def test_the_name_of_a_topic_opens_it(open_map: Callable[..., Any], large_file: Path) -> None:
    opened = open_map(large_file)
    [(x, y)] = named(opened, "Theme 9")
    # Next to a letter, where no dot lies under the pointer.
    x, y = next(
        (x + dx, y)
        for dx in range(-24, 25, 4)
        if opened.ask(f"vaultMap.aimedAt({x + dx} - document.querySelector('#network').getBoundingClientRect().x, {y} - document.querySelector('#network').getBoundingClientRect().y, 9).topic") >= 0
    )  # fmt: skip

    opened.page.mouse.move(x, y)
    assert opened.ask("getComputedStyle(document.querySelector('#network canvas')).cursor") == "pointer"
    opened.page.mouse.dblclick(x, y)

    opened.until_titled("Theme 9")


def test_beside_all_names_a_click_deselects(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.mouse.click(640, 790)

    opened.until_titled("Test vault")


# Places


def away(opened: Any, text: str, note: str) -> list[float]:
    """How far a name stands from the dot of a note, in pixels across and down."""
    (x, y), spots = opened.spot(opened.index(note)), named(opened, text)
    assert len(spots) == 1, spots
    return [spots[0][0] - x, spots[0][1] - y]


def test_a_topic_called_as_a_note_has_its_name_there_whoever_is_the_hub(
    open_vault: Callable[..., Any],
) -> None:
    bees = ("Talk.md", "Bees.md", "Hive.md", "Wax.md", "Drone.md", "Queen.md")
    texts = dict.fromkeys(bees, "[[Talk]]") | {
        "Bees.md": "[[Hive]] [[Talk]]",
        "Far.md": "[[Off]]",
        "Off.md": "",
    }
    opened = open_vault(texts, {"Bees": bees})

    across, down = away(opened, "Bees", "Bees")
    assert abs(across) < 40 and abs(down) < 40


def test_missing_notes_make_no_topic_large(open_vault: Callable[..., Any]) -> None:
    bees = ("Talk.md", "Bees.md", "Hive.md", "Wax.md")
    texts = {path: f"[[Talk]] [[Bees]] {' '.join(f'[[no {path} {at}]]' for at in range(9))}" for path in bees}
    opened = open_vault(texts, {"Bees": bees})

    across, down = away(opened, "Bees", "Bees")
    assert abs(across) < 40 and abs(down) < 40


def test_a_note_called_as_a_topic_elsewhere_has_its_own_name(open_vault: Callable[..., Any]) -> None:
    texts = {f"{one}{at}.md": f"[[{one}0]] [[{one}{(at + 1) % 5}]]" for one in "ab" for at in range(5)}
    texts |= {"Bees.md": "[[b0]] [[b1]]"}
    groups = {
        "Bees": tuple(f"a{at}.md" for at in range(5)),
        "Other": (*(f"b{at}.md" for at in range(5)), "Bees.md"),
    }
    opened = open_vault(texts, groups)
    x, y = opened.spot(opened.index("Bees"))

    spots = named(opened, "Bees")
    assert len(spots) == 2
    assert min(abs(u - x) + abs(v - y) for u, v in spots) < 40


def test_a_drawing_has_the_names_at_the_same_notes(open_vault: Callable[..., Any], tmp_path: Path) -> None:
    bees = ("Talk.md", "Bees.md", "Hive.md", "Wax.md", "Drone.md", "Queen.md")
    texts = dict.fromkeys(bees, "[[Talk]]") | {"Bees.md": "[[Hive]] [[Talk]]"}
    opened = open_vault(texts, {"Bees": bees}, accept_downloads=True)
    opened.page.locator("#export summary").click()
    with opened.page.expect_download() as download:
        opened.page.locator("[data-export=svg]").click()
    download.value.save_as(tmp_path / "map.svg")

    root = ElementTree.parse(tmp_path / "map.svg").getroot()
    places = [
        (float(text.get("x", 0)), float(text.get("y", 0)))
        for text in root.iter("{http://www.w3.org/2000/svg}text")
        if text.text == "Bees"
    ]
    assert len(places) == 1
    titles, spots = opened.ask(
        """[vaultMap.page.titles, vaultMap.page.titles.map((_, i) => { const {x, y} = vaultMap.network.DOMtoCanvas(vaultMap.where(i)); return [x, y]; })]"""
    )
    away = [abs(x - places[0][0]) + abs(y - places[0][1]) for x, y in spots]
    assert titles[away.index(min(away))] == "Bees"


# For each name of a note: how many other dots it hides, and how many it would on the other side of its dot, or -1
# where there is no room.
HIDING = """(() => { const { labels, page, visible, where } = vaultMap, { clientWidth, clientHeight } = document.querySelector('#network canvas');
const spots = page.titles.map((_, i) => where(i));
const cards = ['side', 'zoom', 'time', 'minimap'].map((id) => document.getElementById(id)).filter((card) => !card.hidden)
  .map(({ offsetLeft, offsetTop, offsetWidth, offsetHeight }) => [offsetLeft - 4, offsetTop - 4, offsetLeft + offsetWidth + 4, offsetTop + offsetHeight + 4]);
const meets = ([left, top, right, bottom], [l, t, r, b]) => left < r && right > l && top < b && bottom > t;
const hides = ([left, top, right, bottom], own) => spots.filter(({ x, y }, i) => i !== own && visible[i] && x > left && x < right && y > top && y < bottom).length;
return labels.filter(({ thing }) => thing >= 0).map(({ box, thing, y }) => {
  const up = 2 * (spots[thing].y - y), other = [box[0], box[1] + up, box[2], box[3] + up];
  const isOpen = other[1] > 0 && other[3] < clientHeight && ![...cards, ...labels.filter((one) => one.thing !== thing).map((one) => one.box)].some((taken) => meets(other, taken));
  return [hides(box, thing), isOpen ? hides(other, thing) : -1];
}); })()"""


@pytest.mark.parametrize(("count", "named_landmarks"), [(60, 20), (300, 14)])
def test_names_of_landmarks_stand_where_they_hide_fewer_dots(
    open_map: Callable[..., Any], tmp_path: Path, count: int, named_landmarks: int
) -> None:
    file = tmp_path / "map.html"
    file.write_text(render_map(*generated(count)), encoding="utf-8")
    opened = open_map(file)

    landmarks = (
        "vaultMap.page.order.slice(0, 20).filter((i) => vaultMap.labels.some(({ thing }) => thing === i))"
    )
    assert len(opened.ask(landmarks)) >= named_landmarks
    assert [pair for pair in opened.ask(HIDING) if 0 <= pair[1] < pair[0]] == []


def test_the_row_of_notes_without_links_has_its_words_where_names_crowd(
    open_vault: Callable[..., Any],
) -> None:
    hub = {
        f"A long and longer name of {at}.md": f"[[A long and longer name of {at // 3}]]" for at in range(60)
    }
    opened = open_vault(
        hub | {f"Lone {at}.md": "" for at in range(9)}, {"Names": tuple(hub)}, width=390, height=500
    )

    assert len(named(opened, "Few or no links")) == 1


def test_notes_that_nobody_links_to_have_their_names_and_hide_no_other(
    open_vault: Callable[..., Any],
) -> None:
    opened = open_vault({f"A rather long name of note {at}.md": "" for at in range(24)})

    assert opened.ask("vaultMap.labels.filter(({ thing }) => thing >= 0).length") == 24
    assert [hides for hides, _ in opened.ask(HIDING) if hides] == []


def test_names_of_equal_notes_are_spread_over_the_map(open_vault: Callable[..., Any]) -> None:
    leaves = {f"Leaf {at}.md": "[[Hub]]" for at in range(200)}
    opened = open_vault(leaves | {"Hub.md": ""}, {"Leaves": tuple(leaves)})
    x, y = opened.ask(f"Object.values(vaultMap.where({opened.index('Hub')}))")
    names = opened.ask("vaultMap.labels.filter(({ thing }) => thing >= 0)")
    quarters = [(name["x"] > x, name["y"] > y) for name in names]

    assert min(quarters.count((right, low)) for right in (False, True) for low in (False, True)) > 1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("迷走神经刺激在治疗耐药性癫痫中的应用与前景", ["迷走神经刺激在治疗耐药", "性癫痫中的应用与前景"]),
        ("「睡眠」と記憶、そして感情の調整について", ["「睡眠」と記憶、そし", "て感情の調整について"]),
        ("How VNS 迷走神经刺激 helps against epilepsy", ["How VNS 迷走神经刺激", "helps against epilepsy"]),
        ("미주신경 자극과 뇌전증 치료의 새로운 전망", ["미주신경 자극과 뇌전증", "치료의 새로운 전망"]),
        ("A long name of several words that is broken", ["A long name of several", "words that is broken"]),
    ],
)
def test_a_long_name_is_broken_where_its_script_allows(
    open_vault: Callable[..., Any], title: str, lines: list[str]
) -> None:
    opened = open_vault({f"{title}.md": "[[B]]", "B.md": ""})

    assert lines in opened.ask("vaultMap.labels.map((label) => label.lines)")


def test_a_name_too_long_for_the_map_is_cut_at_the_same_width_in_every_script(
    open_vault: Callable[..., Any],
) -> None:
    titles = ["迷走神经" * 20, "nerve " * 20 + "end"]
    opened = open_vault({f"{title}.md": "[[B]]" for title in titles} | {"B.md": ""})
    shown = ["".join(label["lines"]) for label in opened.ask("vaultMap.labels")]

    for title, most in zip(titles, (28, 56), strict=True):
        [cut] = [words for words in shown if words[:2] == title[:2]]
        assert cut.endswith("…") and most * 0.8 < len(cut) <= most


def test_links_are_seen_where_there_are_no_topics(open_vault: Callable[..., Any]) -> None:
    opened = open_vault({"A.md": "[[B]]", "B.md": ""})
    (ax, ay), (bx, by) = (opened.spot(opened.index(name)) for name in "AB")
    # The canvas lies on paper, and has nothing else here.
    strongest = opened.ask(
        f"""(() => {{ const canvas = document.querySelector('#network canvas'), box = canvas.getBoundingClientRect();
        const spot = [{(ax + bx) / 2} - box.x - 6, {(ay + by) / 2} - box.y - 6];
        return Math.max(...canvas.getContext('2d').getImageData(...spot, 12, 12).data.filter((_, at) => at % 4 === 3)); }})()"""
    )

    assert strongest > 90


def test_the_two_parts_of_a_long_name_stay_two(open_vault: Callable[..., Any]) -> None:
    name = "Functional programming · Wish someone had explained"
    opened = open_vault(
        {f"{at}.md": f"[[{(at + 1) % 5}]]" for at in range(5)},
        {name: ("0.md", *(f"{at}.md" for at in range(1, 5)))},
    )
    lines = next(label["lines"] for label in opened.ask("vaultMap.labels") if label["topic"] == 0)

    assert " ".join(lines) == name


STOOD = """Object.fromEntries(vaultMap.labels.filter(({ thing }) => thing >= 0).map(({ thing, x, y }) => {
  const at = vaultMap.where(thing);
  return [thing, [x - at.x, y - at.y]];
}))"""


def test_names_keep_their_side_while_the_map_is_zoomed(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened = open_map(large_file)
    moved = seen = 0
    before = opened.ask(STOOD)
    for _ in range(40):
        opened.ask("vaultMap.network.moveTo({ scale: vaultMap.network.getScale() * 1.02 })")
        opened.still()
        now = opened.ask(STOOD)
        for thing in now.keys() & before.keys():
            moved += any(abs(now[thing][axis] - before[thing][axis]) > 12 for axis in (0, 1))
            seen += 1
        before = now

    assert seen > 400 and moved < seen / 50
