"""How fast notes are read on one core: `python benchmarks/bench_parse.py [FOLDER] [NOTES] [RUNS]`.

Megabytes a second of `note.parse`, properties included, for the notes of a folder, else for a generated vault and for
each kind of text. Beside it, in the same run, a floor: one pass of the shortest pattern that finds most wikilinks; and,
where it lies beside the project, the sketch that the goal of 50 MB/s came from, which is not exact, with our properties
and moments added. It prints and never judges.
"""

import gc
import importlib
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import make_vault

from vaulttools.note import parse
from vaulttools.properties import read_properties
from vaulttools.transcripts import timestamps

_SKETCH = Path(os.environ.get("VAULTTOOLS_SHARED") or Path(__file__).parents[2] / "shared") / "scan-prototype"
_FLOOR = re.compile(r"\[\[[^\]]+\]\]")
_NOTE = 4_300  # characters


def main(notes: int, runs: int, folder: Path | None = None) -> None:
    """Measure each kind of text in turns with the floor, and print the best runs, by processor time."""
    gc.disable()
    kinds = {"notes of a folder": read(folder)} if folder else made(notes)
    print(f"best of {runs} runs, processor time")
    heads = f"{'kind of text':<22} {'MB':>5} {'MB/s':>7} {'µs a note':>10} {'links a KB':>11} {'x floor':>8}"
    print(f"{heads} {'sketch, MB/s':>13}")
    for kind, texts in kinds.items():
        size = sum(len(text.encode()) for text in texts.values()) / 1e6
        links = sum(len(parse(path, text).links) for path, text in texts.items())
        taken, floor, sketched = least(texts, runs)
        sketch = f"{size / sketched:>13.1f}" if sketched else f"{'not here':>13}"
        print(
            f"{kind:<22} {size:>5.1f} {size / taken:>7.1f} {taken / len(texts) * 1e6:>10.1f}"
            f" {links / size / 1e3:>11.2f} {taken / floor:>8.1f} {sketch}"
        )


def made(notes: int) -> dict[str, Mapping[str, str]]:
    """A generated vault, and notes that hold one kind of text each."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        root.mkdir()
        make_vault.make_vault(root, notes)
        vault = read(root)
    chance = random.Random(1)
    words = sorted({"".join(chance.choices(make_vault.SYLLABLES, k=3)) for _ in range(6_000)})
    names = make_vault.names_of(chance, words, notes)
    prose, link = partial(make_vault.prose, chance, words), partial(make_vault.link, chance, names)
    blocks: dict[str, Callable[[int], str]] = {
        "prose": lambda number: f"## {prose(3)}\n\n{prose(60)}.\n\n{prose(40)}.\n",
        "prose with links": lambda number: f"{prose(20)} {link(number)} {prose(8)}, {link(number)}.\n",
        "nothing but links": lambda number: f"{link(number)} {link(number)}\n",
        "lists": partial(make_vault.bullets, chance, words, names),
        "tables": partial(make_vault.table, chance, words, names),
        "code": partial(make_vault.code, chance, words, names),
        "callouts": partial(make_vault.quote, chance, words, names),
        "inline trouble": lambda number: (
            f"{prose(9)} $x_i$ and ``a`` *{prose(2)} **{prose(2)}*** {prose(5)}\n"
        ),
    }
    kinds = {
        kind: {f"{number}.md": filled(block, number) for number in range(notes // 4)}
        for kind, block in blocks.items()
    }
    fronts = (make_vault.frontmatter(chance, words, name) + "\n" for name in names)
    return {
        "generated vault": vault,
        **kinds,
        "properties only": {f"{name}.md": next(fronts) for name in names},
    }


def filled(block: Callable[[int], str], number: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < _NOTE:
        parts.append(block(number))
    return "\n".join(parts)


def read(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8", "surrogateescape") for path in sorted(root.rglob("*.md"))}


def least(texts: Mapping[str, str], runs: int) -> tuple[float, float, float]:
    """The least times of parsing all texts, of the floor and of the sketch (0 without it), seconds, in turns."""
    readers = [parse, lambda _, text: _FLOOR.findall(text), *sketch()]
    times = [
        min(column)
        for column in zip(*[[seconds(one, texts) for one in readers] for _ in range(runs)], strict=True)
    ]
    return times[0], times[1], times[2] if len(times) > 2 else 0.0


def sketch() -> list[Callable[[str, str], object]]:
    """The sketch with what it leaves out, if it is here."""
    if not (_SKETCH / "rescan.py").is_file():
        return []
    sys.path.append(str(_SKETCH))
    scan = importlib.import_module("rescan").scan
    return [lambda _, text: (scan(text), read_properties(text), timestamps(text))]


def seconds(reader: Callable[[str, str], object], texts: Mapping[str, str]) -> float:
    start = time.process_time()
    for path, text in texts.items():
        reader(path, text)
    return time.process_time() - start


if __name__ == "__main__":
    words = sys.argv[1:]
    folder = Path(words.pop(0)) if words and not words[0].isdigit() else None
    numbers = [int(word) for word in words] + [1000, 5][len(words) :]
    main(numbers[0], numbers[1], folder)
