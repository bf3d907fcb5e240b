"""What a rename costs: `python benchmarks/bench_edits.py VAULT NOTE [RUNS]`; works on a copy.

Rename a note with many backlinks. Goals: planned and proven in at most 1 s (a hub of 1,100 backlinks), written
with fsync in at most 3 s. The floors of the same run: reading the vault, and a bare write with fsync for each file.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from measure import median

from vaulttools.disk import read_vault
from vaulttools.disk_write import undo, write_plan
from vaulttools.edit import Plan, texts_after
from vaulttools.graph import build_graph
from vaulttools.proof import prove
from vaulttools.rename import plan_move
from vaulttools.vault import text_of


def main(vault: str, note: str, runs: int) -> None:
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = shutil.copytree(vault, Path(folder) / "vault")
        for _ in range(runs):
            _run(str(root), note, times)
    print(f"{'':<34} {'least ms':>9} {'median ms':>9}")
    for name, found in times.items():
        print(f"{name:<34} {min(found) * 1e3:>9.1f} {median(sorted(found)) * 1e3:>9.1f}")
    planned = min(map(sum, zip(times["plan"], times["prove"], strict=True)))
    print(
        f"planned and proven: {planned:.2f} s, {planned / min(times['read and parse the vault']):.1f} times the reading"
    )
    bare = min(times["bare fsync of as many files"])
    print(f"written: {min(times['write']):.2f} s, {min(times['write']) / bare:.1f} times the bare writing")


def _run(root: str, note: str, times: dict[str, list[float]]) -> None:
    def timed(name: str, start: float) -> None:
        times.setdefault(name, []).append(time.perf_counter() - start)

    start = time.perf_counter()
    graph = build_graph(read_vault(root))
    timed("read and parse the vault", start)
    start = time.perf_counter()
    plan = plan_move(graph, note, note[:-3] + " renamed.md")
    timed("plan", start)
    start = time.perf_counter()
    prove(graph, plan)
    timed("prove", start)
    texts = {edit.path: text_of(graph.vault, edit.path) for edit in plan.edits}
    start = time.perf_counter()
    _bare(root, texts, plan)
    timed("bare fsync of as many files", start)
    start = time.perf_counter()
    done = write_plan(root, texts, plan)
    timed("write", start)
    start = time.perf_counter()
    undo(root)
    timed("undo", start)
    print(f"{len(plan.edits)} edits in {len(done.edited)} files", file=sys.stderr)


def _bare(root: str, texts: dict[str, str], plan: Plan) -> None:
    """The new texts, each written beside the vault with one fsync."""
    folder = Path(tempfile.mkdtemp(dir=Path(root).parent))
    for number, text in enumerate(texts_after(texts, plan._replace(moves=())).values()):
        with open(folder / str(number), "wb") as stream:
            stream.write(text.encode("utf-8", "surrogateescape"))
            stream.flush()
            os.fsync(stream.fileno())
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
