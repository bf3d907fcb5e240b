"""The map in a real browser beside stock pyvis on the same graph: python -m benchmarks.bench_map 1000 10000 --stock."""

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from shutil import which
from typing import Any

from tests.map_vaults import generated
from vaulttools.graph import Graph
from vaulttools.outputs.map_html import render_map
from vaulttools.topics import Topics

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# Frames in which the map really was redrawn, by the time between them.
COUNT_FRAMES = """(name) => { window.frames_ = []; let last = 0, due = false;
  (window[name] || window.vaultMap).network.on('afterDrawing', () => { due = true; });
  const tick = (now) => {
    if (due) { if (last) frames_.push(now - last); last = now; due = false; } requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }"""


WATCH_TASKS = """window.long = [];
  new PerformanceObserver((list) => list.getEntries().forEach((task) => long.push(task.duration)))
  .observe({type: 'longtask', buffered: true})"""

# pyvis shows the graph once its physics has come to rest and the loading bar is gone.
STOCK_IS_THERE = "typeof network === 'object' && network && network.body.nodeIndices.length > 0"
STOCK_IS_STILL = (
    STOCK_IS_THERE
    + """ && (document.getElementById('loadingBar')
  ? document.getElementById('loadingBar').style.display === 'none' : network.physics.stabilized)"""
)

HEAD = (
    "notes",
    "what",
    "build s",
    "HTML MB",
    "open s",
    "pan fps (p95 ms)",
    "wheel fps (p95 ms)",
    "heap MB",
    "longest ms",
)
WIDTHS = (8, 13, 8, 8, 8, 17, 19, 8, 11)


def main() -> None:
    """Print a row for each size."""
    options = arguments()
    print("".join(f"{head:>{width}}" for head, width in zip(HEAD, WIDTHS, strict=True)))
    for count in options.sizes:
        graph, topics = generated(count)
        for what in ("ours", "stock", "stock, still")[: 3 if options.stock else 1]:
            row = (f"{count:,}", what, *report(what, graph, topics, options.limit))
            print("".join(f"{cell:>{width}}" for cell, width in zip(row, WIDTHS, strict=False)), flush=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--stock", action="store_true", help="also pyvis as it is, with physics and without")
    parser.add_argument("--limit", type=float, default=120, help="seconds to wait for a page")
    return parser.parse_args()


def report(what: str, graph: Graph, topics: Topics, limit: float) -> tuple[str, ...]:
    """Build, open and move one map: the cells of its row."""
    with tempfile.TemporaryDirectory() as folder:
        file, start = Path(folder) / "map.html", time.perf_counter()
        if what == "ours":
            file.write_text(render_map(graph, topics), encoding="utf-8")
        else:
            stock_pyvis(graph, file, is_moving=what == "stock")
        build, size = time.perf_counter() - start, file.stat().st_size / 1e6
        return f"{build:.1f}", f"{size:.2f}", *in_browser(file, what, limit)


def stock_pyvis(graph: Graph, file: Path, is_moving: bool) -> None:
    """The page most people make with pyvis; nodes and edges set directly, for adding them takes minutes."""
    from pyvis.network import Network

    network = Network(cdn_resources="in_line", directed=True)
    index = {path: at for at, path in enumerate(graph.vault.notes)}
    network.nodes = [
        {"id": at, "label": graph.vault.notes[path].name, "shape": "dot"} for path, at in index.items()
    ]
    network.edges = [
        {"from": index[link.source], "to": index[link.target], "arrows": "to"}
        for link in graph.links
        if link.target
    ]
    if not is_moving:
        network.options = {
            "physics": {"enabled": False}, "edges": {"smooth": False}, "layout": {"improvedLayout": False}
        }  # fmt: skip
        side = len(index) ** 0.5
        for at, node in enumerate(network.nodes):
            node.update(x=at % side * 60, y=at // side * 60)
    file.write_text(network.generate_html(), encoding="utf-8")


def in_browser(file: Path, what: str, limit: float) -> tuple[str, ...]:
    """Open the file and measure; one cell "> limit" when it takes longer than `limit` seconds."""
    from playwright.sync_api import TimeoutError, sync_playwright

    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=program, args=[*ARGUMENTS, "--enable-precise-memory-info"]
        )
        page = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
        page.add_init_script(WATCH_TASKS)
        try:
            opened = ready(page, file, what, limit)
        except TimeoutError:
            return (f"> {limit:.0f}",)
        page.evaluate("long.length = 0")
        page.evaluate(COUNT_FRAMES, "mapOfStock")
        pan, wheel = moved(page, pan_about), moved(page, wheel_about)
        heap = page.evaluate("(globalThis.gc && gc(), performance.memory.usedJSHeapSize / 1e6)")
        longest = page.evaluate("Math.max(0, ...long)")
        browser.close()
    return f"{opened:.2f}", pan, wheel, f"{heap:.1f}", f"{longest:.0f}"


def ready(page: Any, file: Path, what: str, limit: float) -> float:
    """Seconds until the first settled drawing."""
    page.set_default_timeout(limit * 1000)
    page.goto(file.as_uri(), wait_until="commit")
    if what == "ours":
        page.wait_for_selector("html[data-ready]", state="attached")
        return float(page.evaluate("+document.documentElement.dataset.ready")) / 1000
    page.wait_for_function(STOCK_IS_STILL if what == "stock" else STOCK_IS_THERE, polling=200)
    page.evaluate(
        "new Promise((done) => { mapOfStock = {network}; network.once('afterDrawing', done); network.redraw(); })"
    )
    return float(page.evaluate("performance.now()")) / 1000


def moved(page: Any, act: Any) -> str:
    """Frames a second and the 95th percentile of their times while `act` moves the map."""
    page.wait_for_timeout(400)
    page.evaluate("frames_.length = 0")
    act(page.mouse)
    times = page.evaluate("frames_.slice()")
    if len(times) < 3:
        return "under 2"
    p95 = statistics.quantiles(times, n=20)[-1]
    return f"{1000 / statistics.mean(times):.0f} ({p95:.0f})"


def pan_about(mouse: Any) -> None:
    """Drag 600 pixels there and back, twice."""
    mouse.move(560, 640)
    mouse.down()
    for step in range(240):
        mouse.move(560 + 300 * (1 - abs(step % 120 - 60) / 30), 640 - step % 60)
        time.sleep(1 / 90)
    mouse.up()


def wheel_about(mouse: Any) -> None:
    """Zoom in and out again in small steps."""
    mouse.move(620, 430)
    for step in range(120):
        mouse.wheel(0, -60 if step < 60 else 60)
        time.sleep(1 / 90)


if __name__ == "__main__":
    main()
