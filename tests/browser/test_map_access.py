"""The map enlarged, in forced colours, by keyboard and on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser

# How far the middle of an element lies inside all that clip it, after it was scrolled to.
REACHED = """[...document.querySelectorAll('#filters label')].filter((one) => {
  one.scrollIntoView({ block: 'nearest' });
  const { x, y, width, height } = one.getBoundingClientRect();
  return !one.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}).map((one) => one.innerText)"""


@pytest.mark.parametrize(
    "screen",
    [{"width": 640, "height": 400, "device_scale_factor": 2}, {"width": 844, "height": 390}, PHONE],
    ids=["200 %", "phone on its side", "phone"],
)
def test_all_filters_can_be_reached_on_a_small_screen(
    open_map: Callable[..., Any], garden_file: Path, screen: dict[str, Any]
) -> None:
    opened = open_map(garden_file, **screen, address="#/Garden")
    if opened.page.locator("#side").is_hidden():
        opened.page.locator("#show-side").click()
    if screen is PHONE:
        opened.page.locator("#grip").click()
    opened.still()

    opened.page.locator("#filters label").last.wait_for(state="attached")
    assert opened.page.locator("#filters label").count() > 4
    assert opened.ask(REACHED) == []
    # By finger or wheel, not only by script.
    assert opened.ask(
        "(() => { const s = document.querySelector('#side'); return s.scrollHeight <= s.clientHeight || ['auto', 'scroll'].includes(getComputedStyle(s).overflowY); })()"
    )


def test_forced_colours_show_words_and_the_active_hit(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file, scheme="dark", forced_colors="active", address="#/Garden")
    opened.page.locator("#detail mark").first.wait_for()
    ink, paper, around = opened.ask(
        "[getComputedStyle(document.querySelector('mark')).color, getComputedStyle(document.querySelector('mark')).backgroundColor, getComputedStyle(document.querySelector('.said')).color]"
    )
    assert ink == around, paper

    opened.page.fill("#query", "e")
    styles = opened.ask(
        "[...document.querySelectorAll('#hits li')].map((row) => getComputedStyle(row).outlineStyle)"
    )
    assert styles[0] == "solid"
    assert set(styles[1:]) == {"none"}


HELD = "document.activeElement.id || document.activeElement.tagName"


def test_focus_goes_to_the_panel_after_a_search(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("Garden")
    opened.page.keyboard.press("Enter")
    assert opened.ask(HELD) == "panel"

    opened.page.keyboard.press("Tab")
    assert opened.ask("document.activeElement.closest('#panel') !== null")
    opened.page.locator("#detail section a").first.focus()
    opened.page.keyboard.press("Enter")
    assert opened.titles() != ["Garden"]
    assert opened.ask(HELD) == "panel"


def test_focus_does_not_fall_out_of_the_list(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.keyboard.press("l")
    opened.page.keyboard.press("Escape")
    assert opened.ask(HELD) == "show-list"

    opened.page.keyboard.press("l")
    opened.page.locator("#list td a", has_text="Hive").focus()
    opened.page.keyboard.press("Enter")
    assert opened.ask(HELD) == "panel"


def test_paper_has_the_map_and_every_row_of_the_open_list(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened = open_map(large_file)
    opened.page.keyboard.press("l")
    opened.ask("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")

    rows = opened.page.locator("#list tbody tr")
    assert rows.count() == 1200
    height = opened.ask("document.body.scrollHeight")
    last, picture = rows.last.bounding_box(), opened.page.locator("#paper").bounding_box()
    assert 1200 * 15 < last["y"] < height
    assert picture["height"] > 200
    assert picture["y"] + picture["height"] <= opened.page.locator("#list").bounding_box()["y"]
    assert opened.ask("getComputedStyle(document.querySelector('#stage')).overflow") == "visible"
    assert not opened.page.locator("#list .action").first.is_visible()


def test_paper_without_the_list_has_no_rows(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.ask("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")

    assert not opened.page.locator("#list").is_visible()
    assert opened.page.locator("#paper").bounding_box()["height"] > 200
