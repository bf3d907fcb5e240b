"""A real browser for the map's tests: Chromium from the system, without a network."""

import sys
from collections.abc import Callable, Iterator, Mapping
from json import dumps
from pathlib import Path
from shutil import which
from time import monotonic
from typing import Any

import pytest

from tests.map_vaults import NO_TOPICS, garden, generated, graph_of, topics_of
from vaulttools.outputs.map_html import render_map

# The vaults of the tests one folder up.
sys.path.insert(0, str(Path(__file__).parents[1]))

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}

# Seconds that nothing takes on the slowest machine.
PATIENCE = 60

# Over once two frames are drawn: what a change of sizes asks for is asked in the first.
FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

# Notes what must never happen, before the page's own scripts run.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: once it is open, no other event loop can run in its process."""
    items.sort(key=lambda item: Path(__file__).parent in item.path.parents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; they are skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    if program is None:
        pytest.skip("needs Chromium on the PATH")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Opened:
    """A page of a map with all that went wrong in it."""

    def __init__(self, page: Any, file: Path, address: str) -> None:
        self.page, self.file = page, file
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.add_init_script(WATCH)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda message: self.errors.append(message.text) if message.type == "error" else None
        )
        page.goto(file.as_uri() + address)
        page.wait_for_selector("html[data-ready]", state="attached")
        self.still()

    def ask(self, script: str) -> Any:
        return self.page.evaluate(script)

    def rest(self, milliseconds: int = 250) -> None:
        self.page.wait_for_timeout(milliseconds)

    def until(self, script: str) -> None:
        """Waits for a condition. Playwright's own `wait_for_function` evaluates text in the page, which its policy forbids."""
        deadline = monotonic() + PATIENCE
        while not self.ask(script):
            assert monotonic() < deadline, script
            self.rest(20)

    def still(self) -> None:
        """Waits until the view rests and all is drawn as it is now."""
        self.ask(FRAMES)
        self.until("vaultMap.isStill")

    def until_titled(self, title: str) -> None:
        """Waits until the panel has this heading alone."""
        self.until(
            f"[...document.querySelectorAll('#detail h2')].map((h) => h.innerText).join('\\n') === {dumps(title)}"
        )

    def index(self, title: str) -> int:
        return int(self.page.evaluate("(title) => vaultMap.page.titles.indexOf(title)", title))

    def spot(self, thing: int) -> tuple[float, float]:
        """Where a thing is on the screen."""
        x, y = self.ask(
            f"(() => {{ const {{x, y}} = vaultMap.where({thing}), box = document.querySelector('#network canvas').getBoundingClientRect(); return [x + box.x, y + box.y]; }})()"
        )
        return x, y

    def titles(self) -> list[str]:
        return self.page.locator("#detail h2").all_inner_texts()


@pytest.fixture
def open_map(browser: Any) -> Iterator[Callable[..., Opened]]:
    """Opens an HTML file as a person would: `open_map(file, scheme=…, width=…, height=…, address="#…")`.

    Whatever the test looks at, nothing may go wrong in the page.
    """
    contexts, maps = [], []

    def opened(
        file: Path,
        scheme: str = "light",
        width: int = 1280,
        height: int = 800,
        address: str = "",
        **more: Any,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            offline=True,
            **more,
        )
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        maps.append(Opened(context.new_page(), file, address))
        return maps[-1]

    yield opened
    for context in contexts:
        context.close()
    assert [error for one in maps for error in one.errors] == []


@pytest.fixture
def open_vault(open_map: Callable[..., Opened], tmp_path: Path) -> Callable[..., Opened]:
    """Opens the map of a vault given as path: text, with topics given as name: members."""

    def opened(
        texts: Mapping[str, str], groups: Mapping[str, tuple[str, ...]] | None = None, **more: Any
    ) -> Opened:
        file = tmp_path / "map.html"
        topics = topics_of(groups) if groups else NO_TOPICS
        file.write_text(render_map(graph_of(texts), topics), encoding="utf-8")
        return open_map(file, **more)

    return opened


def written(factory: pytest.TempPathFactory, name: str, html: str) -> Path:
    file = factory.mktemp(name) / "map.html"
    file.write_text(html, encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def garden_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, "garden", render_map(*garden()))


@pytest.fixture(scope="session")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, "large", render_map(*generated(1200)))
