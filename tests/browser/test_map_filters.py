"""Filters: what the map leaves out, that it says so, and the ways back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

SHOWN = "vaultMap.page.titles.filter((_, i) => vaultMap.visible[i])"


def notice(opened: Any) -> str:
    return str(opened.page.locator("#notice").inner_text())


def filtered(open_map: Callable[..., Any], file: Path, **more: Any) -> Any:
    """The garden with only the notes tagged #outdoors: Garden and Soil."""
    opened = open_map(file, **more)
    opened.page.locator("#filters label", has_text="Tag").locator("select").select_option(
        label="outdoors (2)"
    )
    return opened


def test_the_notice_stays_as_long_as_the_filter(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = filtered(open_map, garden_file, address="#/Garden")
    assert notice(opened).startswith("2 of 8 shown")
    opened.page.locator("#network").focus()

    opened.page.keyboard.press("Escape")
    assert opened.titles() == ["Test vault"]
    assert notice(opened).startswith("2 of 8 shown")
    opened.page.locator("#legend .name").first.click()
    assert notice(opened).startswith("2 of 8 shown")


def test_a_menu_of_filters_keeps_the_focus(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#choose-tag").focus()
    opened.page.keyboard.press("ArrowDown")

    assert len(opened.ask(SHOWN)) == 2
    assert opened.ask("document.activeElement.id") == "choose-tag"


@pytest.mark.parametrize("way", ["button", "Esc"])
def test_filters_can_be_cleared(open_map: Callable[..., Any], garden_file: Path, way: str) -> None:
    opened = filtered(open_map, garden_file)
    if way == "button":
        opened.page.locator("#notice button").click()
    else:
        opened.page.locator("#network").focus()
        opened.page.keyboard.press("Escape")

    assert notice(opened) == ""
    assert len(opened.ask(SHOWN)) == 8  # all but the attachment
    assert opened.page.locator("#filters label", has_text="Tag").locator("select").input_value() == ""
    assert opened.ask("document.activeElement.id") == "network"


def test_escape_clears_filters_last(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = filtered(open_map, garden_file, address="#/Garden")
    opened.page.locator("#show-list").click()
    seen = []
    for _ in range(3):
        opened.page.keyboard.press("Escape")
        seen.append((opened.page.locator("#list").is_visible(), *opened.titles(), len(opened.ask(SHOWN))))

    assert seen == [(False, "Garden", 2), (False, "Test vault", 2), (False, "Test vault", 8)]


def test_the_notice_of_a_route_does_not_hide_that_of_a_filter_for_good(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = filtered(open_map, garden_file, address="#/Garden")
    opened.page.keyboard.press("p")
    assert notice(opened).startswith("Choose the note")

    opened.page.keyboard.press("Escape")
    assert notice(opened).startswith("2 of 8 shown")


def test_notes_without_a_way_between_them_are_told(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.keyboard.press("p")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("Alone")
    opened.page.keyboard.press("Enter")

    assert notice(opened) == "No way leads from “Garden” to “Alone”"
    opened.page.keyboard.press("Escape")
    assert notice(opened) == ""


def test_a_topic_that_was_hidden_shows_when_it_is_opened(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#legend .head .text").click()  # hide all
    opened.page.locator("#legend .name", has_text="Growing").click()

    assert {"Garden", "Soil", "Water"} <= set(opened.ask(SHOWN))
    assert "Hive" not in opened.ask(SHOWN)
    assert opened.page.locator("#legend .key").first.get_attribute("aria-pressed") == "true"


def test_a_topic_without_notes_in_the_filter_shows_when_it_is_opened(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = filtered(open_map, garden_file)
    opened.page.locator("#legend .name", has_text="Bees").click()

    assert {"Bees", "Talk", "Hive"} <= set(opened.ask(SHOWN))
    assert notice(opened) == ""


def test_a_topic_with_notes_in_the_filter_keeps_it(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = filtered(open_map, garden_file)
    opened.page.locator("#legend .name", has_text="Growing").click()

    assert opened.ask(SHOWN) == ["Garden", "Soil"]


def test_hiding_the_selected_note_leaves_no_arrows_behind(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.locator("#legend .key").first.click()
    opened.still()

    assert opened.titles() == ["Garden"]
    assert opened.ask("vaultMap.focus") is None
    assert opened.page.locator("#depth").inner_text() == "hidden by a filter"
    opened.page.locator("#legend .key").first.click()
    assert opened.ask("vaultMap.focus.near.size") == 4
    assert opened.page.locator("#depth").inner_text() == "1 link, 3 notes"


def test_the_words_of_the_depth_follow_the_filters(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Water")
    assert opened.page.locator("#depth").inner_text() == "1 link, 2 notes"

    opened.page.locator("#show-unresolved").uncheck()
    assert opened.page.locator("#depth").inner_text() == "1 link, 1 note"


def test_a_way_with_a_hidden_note_is_not_drawn(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Soil")
    opened.page.keyboard.press("p")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("Hive")
    opened.page.keyboard.press("Enter")
    assert opened.ask("vaultMap.focus.route.length") == 4

    opened.page.locator("#legend .key").last.click()  # the topic of Hive
    assert not opened.ask("vaultMap.focus?.route")


VIEW = "[vaultMap.network.getScale(), ...Object.values(vaultMap.network.getViewPosition())]"


def choose_folder(opened: Any, folder: str) -> None:
    """Shows only the notes of a folder, by the menu."""
    opened.page.locator("#choose-folder").select_option(
        value=str(opened.page.evaluate("(name) => vaultMap.page.folderNames.indexOf(name)", folder))
    )
    opened.still()


def test_few_hits_are_brought_into_sight_and_the_view_comes_back(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened = open_map(large_file)
    for key in ("Tab", *["+"] * 6, *["ArrowLeft"] * 9):
        opened.page.keyboard.press(key)
    before = opened.ask(VIEW)

    for folder in ("Topic 15", "Topic 12"):
        choose_folder(opened, folder)
        spots = opened.ask(
            "vaultMap.page.titles.map((_, i) => i).filter((i) => vaultMap.visible[i]).map((i) => [vaultMap.where(i).x, vaultMap.where(i).y])"
        )
        stage = opened.page.locator("#network").bounding_box()
        edge = opened.ask("document.querySelector('#side').getBoundingClientRect().right")
        across, down = zip(*spots, strict=True)
        assert len(spots) > 3
        assert edge < min(across) and max(across) < stage["width"]
        assert min(down) > 0 and max(down) < stage["height"]
        assert max(max(across) - min(across), max(down) - min(down)) > 100

    opened.page.locator("#notice button").click()
    opened.still()
    assert opened.ask(VIEW) == pytest.approx(before)


def test_a_view_that_was_moved_stays_when_the_filter_goes(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened = open_map(large_file)
    choose_folder(opened, "Topic 15")
    opened.page.locator("#zoom-in").click()
    opened.still()
    before = opened.ask(VIEW)
    opened.page.locator("#notice button").click()
    opened.still()

    assert opened.ask(VIEW) == pytest.approx(before)


def two_topics() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Two topics of ten notes; every other note is tagged #half, one is tagged #one."""
    groups = {name: tuple(f"{name} {at}.md" for at in range(10)) for name in ("Left", "Right")}
    texts = {
        f"{name} {at}.md": f"[[{name} {(at + 1) % 10}]] [[{name} {at * 7 % 10}]] {'#half' * (at % 2)}"
        for name in groups
        for at in range(10)
    }
    return texts | {"Left 5.md": "[[Left 6]] #half #one"}, groups


def test_hits_that_are_in_sight_leave_the_view(open_vault: Callable[..., Any]) -> None:
    opened = open_vault(*two_topics())
    before = opened.ask(VIEW)
    opened.page.locator("#choose-tag").select_option(label="half (10)")
    opened.still()

    assert opened.ask(VIEW) == pytest.approx(before)


def test_the_name_of_a_topic_stands_at_the_notes_that_are_shown(open_vault: Callable[..., Any]) -> None:
    opened = open_vault(*two_topics())
    opened.page.locator("#choose-tag").select_option(label="one (1)")
    opened.page.locator("#fit").click()
    opened.still()
    [name] = opened.ask("vaultMap.labels.filter(({topic}) => topic === 0)")
    spot = opened.ask(f"vaultMap.where({opened.index('Left 5')})")

    assert abs(name["x"] - spot["x"]) < 60 and abs(name["y"] - spot["y"]) < 60


def test_a_topic_that_is_filtered_out_has_no_name_on_the_map(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file)
    names = "vaultMap.labels.map(({lines}) => lines.join(' '))"
    assert {"Growing", "Bees"} <= set(opened.ask(names))

    opened.page.locator("#choose-tag").select_option(label="outdoors (2)")
    opened.still()
    assert "Growing" in opened.ask(names)
    assert "Bees" not in opened.ask(names)
