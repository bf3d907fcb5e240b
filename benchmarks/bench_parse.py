"""How fast notes are read on one core: `python benchmarks/bench_parse.py [NOTES] [RUNS]`.

Megabytes a second of `note.parse` over the notes of a generated vault, properties included, beside a floor in the
same run: one pass of the shortest pattern that finds most wikilinks. It prints and never judges.
"""

import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from make_vault import make_vault

from vaulttools.note import parse

_FLOOR = re.compile(r"\[\[[^\]]+\]\]")


def main(notes: int, runs: int) -> None:
    """Measure both in turns and print the best of each, by processor time."""
    texts = texts_of(notes)
    size = sum(len(text.encode()) for text in texts.values()) / 1e6
    readers: dict[str, Callable[[str, str], object]] = {
        "floor: one findall": lambda _, text: _FLOOR.findall(text),
        "note.parse": parse,
    }
    best = {name: min(seconds(read, texts) for _ in range(runs)) for name, read in readers.items()}
    print(f"{len(texts):,} notes, {size:.1f} MB, best of {runs} runs, processor time")
    for name, taken in best.items():
        pace, each = size / taken, taken / len(texts) * 1e6
        print(
            f"{name:<20} {pace:>9.1f} MB/s {each:>9.1f} µs a note {taken / best['floor: one findall']:>8.1f} x floor"
        )


def texts_of(notes: int) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        root.mkdir()
        make_vault(root, notes)
        return {path.name: path.read_text("utf-8") for path in sorted(root.rglob("*.md"))}


def seconds(read: Callable[[str, str], object], texts: Mapping[str, str]) -> float:
    start = time.process_time()
    for path, text in texts.items():
        read(path, text)
    return time.process_time() - start


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [1000, 5][len(numbers) :]))
