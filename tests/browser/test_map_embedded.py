"""The map inside another page, where it may have no address of its own."""

import base64
import html
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import PATIENCE

pytestmark = pytest.mark.browser


def outer(way: str, page: str) -> str:
    """A page that shows a map in a frame, in one of the ways in which others do so."""
    if way.startswith("srcdoc"):
        sandbox = ' sandbox="allow-scripts"' if way == "srcdoc, sandboxed" else ""
        return f'<iframe srcdoc="{html.escape(page)}"{sandbox}></iframe>'
    packed = base64.b64encode(page.encode()).decode()
    if way == "data":
        return f'<iframe src="data:text/html;base64,{packed}"></iframe>'
    return f"""<iframe></iframe><script>
        const bytes = Uint8Array.from(atob("{packed}"), (one) => one.charCodeAt(0));
        document.querySelector("iframe").src = URL.createObjectURL(new Blob([bytes], {{ type: "text/html" }}));
        </script>"""


@pytest.mark.parametrize("way", ["srcdoc", "srcdoc, sandboxed", "blob", "data"])
def test_an_embedded_map_opens_and_closes_notes(
    browser: Any, garden_file: Path, tmp_path: Path, way: str
) -> None:
    file = tmp_path / "outer.html"
    page = outer(way, garden_file.read_text(encoding="utf-8"))
    file.write_text(
        f"<!doctype html><meta charset=utf-8><style>iframe {{ width: 1200px; height: 700px }}</style>{page}",
        encoding="utf-8",
    )
    context = browser.new_context(
        offline=True, reduced_motion="reduce", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(PATIENCE * 1000)
    try:
        errors: list[str] = []
        opened = context.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(file.as_uri())
        opened.wait_for_selector("iframe")
        frame = opened.frames[-1]
        frame.wait_for_selector("html[data-ready]", state="attached")
        heading = frame.locator("#detail h2")

        frame.locator("#detail li a", has_text="Garden").click()
        assert heading.inner_text() == "Garden"
        frame.locator("#detail li a", has_text="Soil").first.click()
        assert heading.inner_text() == "Soil"
        opened.keyboard.press("Escape")
        assert heading.inner_text() == "Test vault"
        assert errors == []
    finally:
        context.close()
