"""Topics over time: how many notes change their topic when one note goes or comes, with a lock and without.

    python benchmarks/bench_lock.py [FOLDER ...] [--trials 20] [--notes 1000]

For each vault, and a made one at each mixing: the mean share of the other notes that are in another topic
afterwards, and the most in one trial. Without a lock, topics are matched by their members.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import fmean

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np

from tests.planted import planted
from vaulttools.disk import read_vault
from vaulttools.graph import Graph, build_graph
from vaulttools.topic_lock import FILE, Lock, lock_text
from vaulttools.topic_overlap import same
from vaulttools.topics import Topics, find_topics
from vaulttools.vault import LinkSource


def without(graph: Graph, path: str) -> Graph:
    notes = {name: note for name, note in graph.vault.notes.items() if name != path}
    links = tuple(link for link in graph.links if path not in (link.source, link.target))
    return graph._replace(vault=graph.vault._replace(notes=notes), links=links)


def locked(graph: Graph, topics: Topics) -> Graph:
    text = lock_text(Lock({topic.id: topic.name for topic in topics.topics}, topics.of))
    return graph._replace(vault=graph.vault._replace(sources={FILE: LinkSource(FILE, text, ())}))


def moved(before: Topics, after: Topics) -> float:
    """Percent of the notes of both that left their topic; topics are the same that share most members."""
    paths = sorted({*before.of, *before.homeless} & {*after.of, *after.homeless})
    old, new = (
        np.array([topics.of.get(path, 0) - 1 for path in paths], np.int64) for topics in (before, after)
    )
    number = {**same(old, new), -1: -1}
    return 100 * fmean(
        number.get(topic, -2) != was for topic, was in zip(new.tolist(), old.tolist(), strict=True)
    )


def shown(name: str, shares: Sequence[float]) -> str:
    return f"    {name:24} mean {fmean(shares):5.2f} %   most {max(shares):5.2f} %"


def trial(name: str, graph: Graph, trials: int) -> None:
    everything = find_topics(graph)
    chosen = Random(1).sample(sorted(everything.of), min(trials, len(everything.of)))
    less = [find_topics(without(graph, path)) for path in chosen]
    held = [find_topics(locked(without(graph, path), everything)) for path in chosen]
    more = [find_topics(locked(graph, before)) for before in held]
    print(f"{name}: {len(everything.of)} notes in {len(everything.topics)} topics, {len(chosen)} trials")
    print(shown("one less or more, free", [moved(everything, after) for after in less]))
    print(shown("one less, with a lock", [moved(everything, after) for after in held]))
    print(shown("one more, with a lock", [moved(*pair) for pair in zip(held, more, strict=True)]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaults", nargs="*", type=Path)
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--notes", type=int, default=1000)
    args = parser.parse_args()
    for folder in args.vaults:
        trial(folder.name, build_graph(read_vault(folder)), args.trials)
    for mixing in (0.18, 0.55):
        trial(f"planted, {mixing:.0%} leaving", planted(args.notes, mixing=mixing).graph, args.trials)


if __name__ == "__main__":
    main()
