"""The view of the map: it fits its window, moves by key, and its address and the way back lead where they say."""

from collections.abc import Callable
from json import dumps
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

VIEW = "[vaultMap.network.getScale(), ...Object.values(vaultMap.network.getViewPosition())]"
SCALE = "vaultMap.network.getScale()"

# Counts the frames that come so late that the map may be taken to rest before them.
COUNT_STOPS = """(() => {
    let last = performance.now();
    window.stops = 0;
    const tick = () => {
        const now = performance.now();
        if (now - last > 100) window.stops += 1;
        last = now;
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
})()"""


# Size


@pytest.mark.parametrize(
    ("before", "after"),
    [((1400, 900), (390, 844)), ((390, 844), (844, 390)), ((390, 844), (1400, 900))],
    ids=["narrower", "on its side", "wider"],
)
def test_a_map_that_is_seen_whole_stays_so_in_another_window(
    open_map: Callable[..., Any], large_file: Path, before: tuple[int, int], after: tuple[int, int]
) -> None:
    fresh = open_map(large_file, width=after[0], height=after[1])
    opened = open_map(large_file, width=before[0], height=before[1])
    opened.page.set_viewport_size({"width": after[0], "height": after[1]})
    wanted = fresh.ask(VIEW)
    opened.until(f"Math.abs({SCALE} - {wanted[0]}) < 1e-6")

    assert opened.ask(VIEW) == pytest.approx(wanted)
    assert opened.page.locator("#side").is_visible() == fresh.page.locator("#side").is_visible()


def test_topics_lie_over_no_map_at_any_width(open_map: Callable[..., Any], garden_file: Path) -> None:
    for width in (699, 700, 701, 760, 1000, 1001):
        opened = open_map(garden_file, width=width)
        left = opened.ask("document.querySelector('#side').getBoundingClientRect().right")
        assert left == 0 or min(opened.spot(at)[0] for at in range(7)) > left, width


def test_closed_topics_leave_their_room_to_the_map(open_map: Callable[..., Any], large_file: Path) -> None:
    opened = open_map(large_file, width=1100, height=900)
    before = opened.ask(VIEW)

    opened.page.keyboard.press("t")
    opened.still()
    assert opened.ask(SCALE) > before[0] * 1.1

    opened.page.keyboard.press("t")
    opened.still()
    assert opened.ask(VIEW) == pytest.approx(before)


def test_the_small_map_lies_over_nothing_that_is_linked(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened, count = open_map(large_file), 0
    for thing in opened.ask("vaultMap.page.order")[:12]:
        opened.ask(f"vaultMap.select(vaultMap.slugOf({thing}))")
        opened.still()
        shown = opened.page.locator("#minimap").bounding_box()
        count += shown is not None
        for other in opened.ask(f"[...vaultMap.surroundings({thing}, 1).keys()]") if shown else ():
            x, y = opened.spot(other)
            inside = 0 < x - shown["x"] < shown["width"] and 0 < y - shown["y"] < shown["height"]
            assert not inside, (thing, other)
    assert count > 3


def test_a_view_that_moves_by_itself_is_painted_once_it_rests(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened = open_map(large_file)
    opened.page.emulate_media(reduced_motion="no-preference")
    opened.still()
    before, view = opened.ask("vaultMap.rebuilds"), opened.ask(VIEW)
    opened.ask(COUNT_STOPS)
    opened.ask("vaultMap.select(vaultMap.slugOf(vaultMap.page.order[0]))")
    opened.until(f"vaultMap.isStill && String({VIEW}) !== {dumps(','.join(map(str, view)))}")

    # On a slow machine the map may seem to rest between two frames.
    assert opened.ask("vaultMap.rebuilds") - before - 1 <= opened.ask("stops")


# Keys


@pytest.mark.parametrize("held", ["tab", "click"])
def test_arrows_move_the_map_that_has_the_focus(
    open_map: Callable[..., Any], garden_file: Path, held: str
) -> None:
    opened = open_map(garden_file)
    if held == "tab":
        opened.page.locator("#network").focus()
    else:
        opened.page.mouse.click(640, 790)
    _, x, y = opened.ask(VIEW)

    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowDown")
    _, right, down = opened.ask(VIEW)
    assert right > x
    assert down > y

    opened.page.locator("#panel").focus()
    opened.page.keyboard.press("ArrowRight")
    assert opened.ask(VIEW)[1] == right


def test_the_map_is_one_stop_of_the_tab_key(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#network").focus()
    opened.page.keyboard.press("Tab")

    assert opened.ask("document.activeElement.closest('#network')") is None


def test_the_skip_link_keeps_the_note(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.locator(".skip").focus()
    opened.page.keyboard.press("Enter")
    opened.still()

    assert opened.titles() == ["Garden"]
    assert opened.ask("[location.hash, document.activeElement.id]") == ["#/Garden", "panel"]


def test_the_export_menu_closes_again(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    menu, summary = opened.page.locator("#export .menu"), opened.page.locator("#export summary")

    summary.click()
    opened.page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert opened.titles() == ["Garden"]
    assert opened.ask("document.activeElement.tagName") == "SUMMARY"

    summary.click()
    opened.page.mouse.click(640, 790)
    assert not menu.is_visible()

    summary.click()
    for _ in range(4):
        opened.page.keyboard.press("Tab")
    assert not menu.is_visible()


# Addresses


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("#/Gerden", "Gerden"),
        ("#topic/99", "topic/99"),
        ("#/%E0%A4%A", "%E0%A4%A"),
        ("#way/Hive:Gerden", "Gerden"),
        ("#way/Gerden:Hive", "Gerden"),
        ("#way/Hive", "way/Hive"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(
    open_map: Callable[..., Any], garden_file: Path, address: str, told: str
) -> None:
    opened = open_map(garden_file, address=address)
    assert told in opened.page.locator("#notice").inner_text()

    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#notice").inner_text() == ""
    assert opened.ask("location.hash") == ""


def test_other_parts_of_an_address_are_passed_over(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#section")

    assert opened.page.locator("#notice").inner_text() == ""


def test_back_leads_from_a_way_to_its_first_note(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    for key in ("/", *"Hive", "Enter", "p", "/", *"Soil", "Enter"):
        opened.page.keyboard.press(key)
    assert opened.titles() == ["Hive → Soil"]
    before = opened.ask(VIEW)
    opened.page.keyboard.press("2")  # is for notes, not for ways
    assert opened.ask(VIEW) == before

    opened.page.go_back()
    opened.until_titled("Hive")
    opened.page.go_back()
    opened.until_titled("Test vault")


def test_a_way_has_an_address(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    for key in ("/", *"Hive", "Enter", "p", "/", *"Soil", "Enter"):
        opened.page.keyboard.press(key)
    address = opened.ask("location.hash")
    assert address == "#way/Hive:Soil"

    opened.page.reload()
    opened.until_titled("Hive → Soil")
    opened.page.go_back()
    opened.until_titled("Hive")
    opened.page.go_forward()
    opened.until_titled("Hive → Soil")
    opened.page.get_by_role("button", name="Back to the note").click()
    assert opened.titles() == ["Hive"]
    assert open_map(garden_file, address=address).titles() == ["Hive → Soil"]


def test_an_address_whose_ends_have_no_way_between_them_opens_the_first(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    for address in ("#way/Garden:Alone", "#way/Garden:Garden"):
        opened = open_map(garden_file, address=address)
        assert opened.titles() == ["Garden"]
        assert ("No way leads" in opened.page.locator("#notice").inner_text()) == ("Alone" in address)


def test_an_address_of_a_way_shows_both_ends_whatever_is_filtered(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#choose-tag").select_option(label="outdoors (2)")
    opened.ask("location.hash = '#way/Hive:Soil'")

    opened.until("vaultMap.focus?.route?.length === 4")


def test_a_page_already_set_for_paper_prints_its_map(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#topic/1")
    opened.page.emulate_media(media="print")
    opened.still()
    opened.page.pdf()

    opened.page.emulate_media(media="screen")
    opened.still()
    assert opened.ask("vaultMap.labels.length") > 0


def test_a_phone_can_switch_between_light_and_dark(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, width=320, height=640)
    opened.page.locator("#theme").click()

    assert opened.ask("document.documentElement.dataset.theme") == "dark"
    assert opened.ask("document.documentElement.scrollWidth") <= 320
