"""Topic clusters: how well planted topics are found again and how long it takes, beside networkx Louvain.

    python benchmarks/bench_topics.py [--notes 1000 10000] [--mixing 0.18 0.55] [--seeds 1 2] [--vault FOLDER]

Both read the same graphs; Louvain sees links only, each once, no words. ARI is the adjusted Rand index with
the planted topics. Seconds by the clock, and of processor over all threads; imports are done beforehand.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import networkx

from tests.planted import Planted, adjusted_rand_index, planted
from vaulttools.graph import Graph, build_graph
from vaulttools.outputs.topics_text import render_topics_text
from vaulttools.topic_search import joint_graph, leiden, partition
from vaulttools.topic_weights import weigh
from vaulttools.topics import find_topics
from vaulttools.words import read_words


class Seconds(NamedTuple):
    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f})"


def timed(work: Callable[[], Any]) -> tuple[Seconds, Any]:
    start, used = time.perf_counter(), time.process_time()
    done = work()
    return Seconds(time.perf_counter() - start, time.process_time() - used), done


def louvain(graph: Graph, paths: list[str]) -> list[int]:
    plain = networkx.Graph()
    plain.add_nodes_from(paths)
    plain.add_edges_from((link.source, link.target) for link in graph.links if link.target)
    label = {
        path: number
        for number, group in enumerate(networkx.community.louvain_communities(plain, seed=0))
        for path in group
    }
    return [label[path] for path in paths]


def row(name: str, seconds: Seconds, truth: tuple[int, ...], labels: list[int]) -> None:
    count = len({label for label in labels if label >= 0})
    print(f"    {name:28} {seconds!s:>16}   ARI {adjusted_rand_index(truth, labels):.3f}   topics {count}")


def compare(vault: Planted) -> None:
    graph, truth = vault
    paths = sorted(graph.vault.notes)
    print(f"    planted: {len(paths)} notes, {len(graph.links)} links, {len(set(truth))} topics")
    seconds, labels = timed(lambda: louvain(graph, paths))
    row("networkx Louvain, links", seconds, truth, labels)
    reading, words = timed(lambda: read_words([graph.vault.notes[path] for path in paths]))
    weighing, weights = timed(lambda: weigh(graph, paths, words.weights))
    once, labels = timed(lambda: leiden(joint_graph(weights), 0, 1.0)[: len(paths)].tolist())
    row("one Leiden run, words too", once, truth, labels)
    finding, found = timed(lambda: partition(weights, 0, 1.0))
    row(f"{len(found.runs)} runs agreed, settled", finding, truth, found.labels.tolist())
    seconds, topics = timed(lambda: find_topics(graph))
    row("find_topics, all of it", seconds, truth, [topics.of.get(path, -1) for path in paths])
    print(f"    of which words {reading}, weights {weighing}, clusters {finding}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--mixing", type=float, nargs="+", default=[0.18, 0.55])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--words", type=int, default=120)
    parser.add_argument("--topical", type=float, default=0.1)
    parser.add_argument("--vault", type=Path)
    args = parser.parse_args()
    find_topics(planted(60, mixing=0.1).graph)
    for notes in args.notes:
        for mixing in args.mixing:
            for seed in args.seeds:
                print(f"mixing {mixing:.2f}, seed {seed}")
                compare(planted(notes, mixing=mixing, seed=seed, words=args.words, topical=args.topical))
    if args.vault:
        from vaulttools.disk import read_vault

        graph = build_graph(read_vault(args.vault))
        seconds, topics = timed(lambda: find_topics(graph))
        print(f"{args.vault.name}: {seconds}\n{render_topics_text(topics)}")


if __name__ == "__main__":
    main()
