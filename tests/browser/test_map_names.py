"""Names on the map: where they stand, and that they are what people aim at."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import PHONE

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
    opened.rest(400)

    assert opened.titles() == ["A rather long name"]


def test_the_name_of_a_note_answers_to_the_mouse(open_vault: Callable[..., Any]) -> None:
    opened = open_vault({"A rather long name.md": "[[B]]", "B.md": "", "C.md": "[[B]]"})
    [(x, y)] = named(opened, "A rather long name")
    cursor = "getComputedStyle(document.querySelector('#network canvas')).cursor"

    for step in range(0, 50, 5):  # and still does where the name has grown or moved by that
        opened.page.mouse.move(x + step, y)
        opened.rest(60)
        assert opened.ask("vaultMap.state.hovered") == opened.index("A rather long name"), step
        assert opened.ask(cursor) == "pointer"
    opened.page.mouse.move(x, y + 200)
    opened.rest(60)
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
    opened.rest(400)

    assert opened.titles() == ["Theme 9"]


def test_beside_all_names_a_click_deselects(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.rest(400)
    opened.page.mouse.click(640, 790)
    opened.rest(400)

    assert opened.titles() == ["Test vault"]


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
