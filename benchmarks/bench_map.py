"""The map in a real browser beside stock pyvis on the same graph: python -m benchmarks.bench_map 1000 10000 --stock."""

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple

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

TURN_WHEEL = """(steps) => new Promise((done) => {
  const [clientX, clientY] = [620, 430], stage = document.elementFromPoint(clientX, clientY);
  const turn = (step) => {
    if (step === steps) return done();
    const deltaY = step < steps / 2 ? -60 : 60;
    stage.dispatchEvent(new WheelEvent('wheel', {deltaY, clientX, clientY, bubbles: true, cancelable: true}));
    requestAnimationFrame(() => turn(step + 1));
  };
  requestAnimationFrame(() => turn(0)); })"""

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


class Measured(NamedTuple):
    """A map made, opened and moved: seconds, megabytes, frames a second, milliseconds.

    `cpu` are processor times: of the building process; of the page's main thread until it was ready, and
    for a frame while panning. They bear other work on the machine; clock times and frames do not.
    """

    build_cpu: float
    size: float
    open: float
    open_cpu: float
    pan: float
    pan_p95: float
    pan_cpu: float
    wheel: float
    wheel_p95: float
    wheel_cpu: float
    heap: float
    longest: float


# fmt: off
HEAD = (
    "notes", "what", "build cpu", "MB", "open s", "cpu s", "pan fps", "p95 ms", "cpu/frame", "wheel fps", "p95 ms",
    "cpu/frame", "heap MB", "longest ms",
)
# fmt: on
WIDTHS = (8, 14, 10, 7, 8, 7, 9, 8, 10, 10, 8, 10, 9, 12)


def main() -> None:
    """Print a row for each size and kind of map, and how ours compares with stock pyvis in the same run."""
    options = arguments()
    print("".join(f"{head:>{width}}" for head, width in zip(HEAD, WIDTHS, strict=True)))
    for count in options.sizes:
        graph, topics = generated(count)
        kinds = ("ours", "stock", "stock, still")[: 3 if options.stock else 1]
        rows: dict[str, list[Measured | None]] = {what: [] for what in kinds}
        for _ in range(options.runs):
            for what in kinds:
                rows[what].append(report(what, graph, topics, options.limit))
        found = {what: middle(runs) for what, runs in rows.items()}
        for what, row in found.items():
            cells = (
                [f"> {options.limit:.0f} s"]
                if row is None
                else [f"{value:.2f}" if value < 10 else f"{value:.0f}" for value in row]
            )
            print(
                "".join(
                    f"{cell:>{width}}"
                    for cell, width in zip((f"{count:,}", what, *cells), WIDTHS, strict=False)
                ),
                flush=True,
            )
        compare(found, options.limit)


def middle(runs: list[Measured | None]) -> Measured | None:
    """The median of each figure; None when a run took too long."""
    whole = [run for run in runs if run is not None]
    return Measured(*map(statistics.median, zip(*whole, strict=True))) if len(whole) == len(runs) else None


def compare(found: dict[str, Measured | None], limit: float) -> None:
    """Print how many times sooner, lighter and smoother ours is than each other map."""
    ours = found["ours"]
    for what, row in found.items():
        if what == "ours" or ours is None:
            continue
        if row is None:
            print(f"{'':8}  ours opens more than {limit / ours.open:.0f} times sooner than {what}")
            continue
        times = (
            f"open {row.open / ours.open:.1f} times sooner ({row.open_cpu / ours.open_cpu:.1f} by processor)"
        )
        frames = (
            f"pan {ours.pan / row.pan:.1f} times the frames ({row.pan_cpu / ours.pan_cpu:.1f} by processor)"
        )
        weight = f"heap {ours.heap / row.heap:.0%}, file {ours.size / row.size:.0%}"
        print(f"{'':8}  against {what}: {times}, {frames}, {weight}", flush=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--stock", action="store_true", help="also pyvis as it is, with physics and without")
    parser.add_argument(
        "--runs", type=int, default=1, help="so many times each, taking turns; medians are shown"
    )
    parser.add_argument("--limit", type=float, default=120, help="seconds to wait for a page")
    return parser.parse_args()


def report(what: str, graph: Graph, topics: Topics, limit: float) -> Measured | None:
    """Build, open and move one map; None when it does not open in time."""
    with tempfile.TemporaryDirectory() as folder:
        file, start = Path(folder) / "map.html", time.process_time()
        if what == "ours":
            file.write_text(render_map(graph, topics), encoding="utf-8")
        else:
            stock_pyvis(graph, file, is_moving=what == "stock")
        build, size = time.process_time() - start, file.stat().st_size / 1e6
        seen = in_browser(file, what, limit)
        return None if seen is None else Measured(build, size, *seen)


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


def in_browser(file: Path, what: str, limit: float) -> tuple[float, ...] | None:
    """Open the file and measure: the figures of `Measured` from `open` on; None beyond `limit` seconds."""
    from playwright.sync_api import TimeoutError, sync_playwright

    program = which("chromium") or which("chromium-browser") or which("google-chrome")
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=program, args=ARGUMENTS)
        page = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.add_init_script(WATCH_TASKS)
        try:
            opened = ready(page, file, what, limit)
        except TimeoutError:
            browser.close()
            return None
        used = busy(session)
        page.evaluate("long.length = 0")
        page.evaluate(COUNT_FRAMES, "mapOfStock")
        pan, wheel = moved(page, session, pan_about), moved(page, session, wheel_about)
        longest = page.evaluate("Math.max(0, ...long)")
        session.send("HeapProfiler.collectGarbage")
        heap = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
        browser.close()
    return opened, used, *pan, *wheel, heap, longest


def busy(session: Any) -> float:
    """Seconds of processor that the page's main thread has used."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


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


def moved(page: Any, session: Any, act: Any) -> tuple[float, float, float]:
    """While `act` moves the map: frames a second, the 95th percentile of their times, processor for each."""
    page.wait_for_timeout(400)
    page.evaluate("frames_.length = 0")
    before = busy(session)
    act(page)
    times, used = page.evaluate("frames_.slice()"), busy(session) - before
    if len(times) < 3:
        return 1.0, 1000.0, 1000 * used
    return 1000 / statistics.mean(times), statistics.quantiles(times, n=20)[-1], 1000 * used / len(times)


def pan_about(page: Any) -> None:
    """Drag 600 pixels there and back, twice. Each step waits for its frame; waiting longer would miss the next."""
    mouse = page.mouse
    mouse.move(560, 640)
    mouse.down()
    for step in range(240):
        mouse.move(560 + 300 * (1 - abs(step % 120 - 60) / 30), 640 - step % 60)
    mouse.up()


def wheel_about(page: Any) -> None:
    """Zoom in and out again in small steps, one a frame: the browser answers its own wheel only every other frame."""
    page.mouse.move(620, 430)
    page.evaluate(TURN_WHEEL, 120)


if __name__ == "__main__":
    main()
