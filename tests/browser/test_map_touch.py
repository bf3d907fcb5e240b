"""The map under fingers: one moves it, two zoom it, a tap opens a note. On a phone's screen."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser


class Fingers:
    """Fingers on a page: each is a point (x, y)."""

    def __init__(self, page: Any) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)

    def move(
        self, starts: list[tuple[float, float]], ends: list[tuple[float, float]], steps: int = 12
    ) -> None:
        """Set the fingers down, move them to their ends, and lift them."""
        for step in range(steps + 1):
            points = [
                {"x": x + (u - x) * step / steps, "y": y + (v - y) * step / steps, "id": at}
                for at, ((x, y), (u, v)) in enumerate(zip(starts, ends, strict=True))
            ]
            kind = "touchMove" if step else "touchStart"
            self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            self.page.wait_for_timeout(16)
        self.session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        self.page.wait_for_timeout(350)


@pytest.fixture
def phone(open_map: Callable[..., Any], garden_file: Path) -> Iterator[Any]:
    yield open_map(garden_file, **PHONE)


def scale(opened: Any) -> float:
    return float(opened.ask("vaultMap.network.getScale()"))


@pytest.mark.parametrize(("apart", "is_closer"), [((40, 160), True), ((160, 40), False)])
def test_two_fingers_zoom_the_map_and_not_the_page(
    phone: Any, apart: tuple[int, int], is_closer: bool
) -> None:
    phone.page.keyboard.press("+")
    phone.still()
    before = scale(phone)
    start, end = apart

    Fingers(phone.page).move(
        [(195 - start / 2, 300), (195 + start / 2, 300)], [(195 - end / 2, 300), (195 + end / 2, 300)]
    )

    phone.still()
    assert (scale(phone) > before * 1.3) if is_closer else (scale(phone) < before / 1.3)
    assert phone.ask("visualViewport.scale") == 1
    assert phone.ask("vaultMap.state.selected") == -1


def test_the_map_zooms_about_the_fingers(phone: Any) -> None:
    note = phone.index("Garden")
    x, y = phone.spot(note)

    Fingers(phone.page).move([(x - 20, y), (x + 20, y)], [(x - 60, y), (x + 60, y)])

    phone.still()
    assert phone.spot(note) == pytest.approx((x, y), abs=25)


def test_one_finger_moves_the_map(phone: Any) -> None:
    note = phone.index("Garden")
    x, y = phone.spot(note)

    Fingers(phone.page).move([(60, 500)], [(140, 440)])

    phone.still()
    assert phone.spot(note) == pytest.approx((x + 80, y - 60), abs=14)
    assert phone.ask("vaultMap.state.selected") == -1


def test_a_tap_beside_a_note_still_opens_it(phone: Any) -> None:
    x, y = phone.spot(phone.index("Hive"))
    phone.page.touchscreen.tap(x + 14, y - 8)

    phone.until_titled("Hive")
    assert phone.ask("vaultMap.state.hovered") == -1


def test_a_topic_chosen_from_the_legend_is_seen(phone: Any) -> None:
    phone.page.locator("#show-side").tap()
    phone.page.locator("#legend .name").first.tap()

    assert phone.titles() == ["Growing"]
    assert phone.page.locator("#side").is_hidden()
    assert phone.page.locator("#show-side").get_attribute("aria-expanded") == "false"
    assert phone.ask("document.activeElement.id") == "panel"


@pytest.mark.parametrize("screen", [PHONE, {"width": 640, "height": 420}], ids=["upright", "on its side"])
def test_no_note_lies_under_the_buttons(open_vault: Callable[..., Any], screen: dict[str, Any]) -> None:
    texts = {f"Note {at}.md": f"[[Note {(at + 1) % 5}]]" for at in range(5)}
    texts["Note 2.md"] += " [[Missing]]"
    opened = open_vault(texts, {"Note": tuple(texts)}, **screen)
    box = opened.page.locator("#zoom").bounding_box()
    spots = [opened.spot(at) for at in range(5)]

    assert [(x, y) for x, y in spots if x > box["x"] - 12 and y > box["y"] - 12] == []


def test_a_tap_opens_legend_and_larger_panel(phone: Any) -> None:
    assert not phone.page.locator("#side").is_visible()
    phone.page.locator("#show-side").tap()
    phone.page.locator("#side").wait_for()
    phone.page.locator("#show-side").tap()
    phone.page.locator("#side").wait_for(state="hidden")
    low = phone.page.locator("#panel").bounding_box()["height"]
    phone.page.locator("#grip").tap()

    phone.until(f"document.querySelector('#panel').getBoundingClientRect().height > {1.5 * low}")
