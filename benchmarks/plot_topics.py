"""Topic clusters: how well planted topics are found again as links leave them, beside other libraries.

    python benchmarks/plot_topics.py [--notes 1000] [--seeds 1 2 3] [--plot docs/topics.svg]

Prints the mean adjusted Rand index over the seeds for each share of links that leave their topic, and draws
it; then how often notes of a given confidence are right. All read the same links, each pair once; only we
read words too. leidenalg and igraph take part where they are installed (both GPL, so no dependency of ours).
"""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

sys.path.insert(0, str(Path(__file__).parents[1]))

import networkx

from tests.planted import Planted, adjusted_rand_index, planted
from vaulttools.graph import Graph
from vaulttools.topics import Topics, find_topics

MIXING = (0.1, 0.18, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
COLOURS = ("#0b6e4f", "#c8553d", "#3d5a98", "#b8860b")
Pairs = list[tuple[int, int]]


def pairs(graph: Graph, paths: Sequence[str]) -> Pairs:
    place = {path: number for number, path in enumerate(paths)}
    ends = {tuple(sorted((place[link.source], place[link.target]))) for link in graph.links if link.target}
    return sorted((one, other) for one, other in ends if one != other)


def louvain(notes: int, links: Pairs) -> list[int]:
    graph = networkx.Graph(links)
    graph.add_nodes_from(range(notes))
    groups = networkx.community.louvain_communities(graph, seed=0)
    label = {note: number for number, group in enumerate(groups) for note in group}
    return [label[note] for note in range(notes)]


def peers() -> dict[str, Callable[[int, Pairs], list[int]]]:
    known = {"networkx Louvain": louvain}
    try:
        import igraph
        import leidenalg
    except ImportError:
        print("igraph and leidenalg are not installed and left out")
        return known

    def leiden(notes: int, links: Pairs) -> list[int]:
        graph = igraph.Graph(notes, links)
        return leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, seed=0).membership

    def igraph_leiden(notes: int, links: Pairs) -> list[int]:
        random.seed(0)
        graph = igraph.Graph(notes, links)
        return graph.community_leiden("modularity", n_iterations=2).membership

    return {**known, "leidenalg": leiden, "igraph Leiden": igraph_leiden}


def confidences(vault: Planted, topics: Topics) -> list[tuple[float, bool]]:
    """For each placed note its confidence, and whether its topic is mostly of its planted kind."""
    truth = dict(zip(sorted(vault.graph.vault.notes), vault.truth, strict=True))
    found = []
    for topic in topics.topics:
        kinds = [truth[path] for path in topic.members]
        usual = max(sorted(set(kinds)), key=kinds.count)
        found += [(topics.confidence[path], truth[path] == usual) for path in topic.members]
    return found


def reliability(found: Sequence[tuple[float, bool]]) -> None:
    print("\n| confidence | notes | mean | right |\n| --- | ---: | ---: | ---: |")
    for tenth in range(10):
        inside = [(sure, right) for sure, right in found if min(9, int(sure * 10)) == tenth]
        if inside:
            mean, right = fmean(sure for sure, _ in inside), fmean(right for _, right in inside)
            print(
                f"| {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} | {len(inside):,} | {mean:.2f} | {right:.2f} |"
            )


def figure(rows: dict[str, list[float]]) -> str:
    """The lines as SVG, 640 by 360, readable on light and dark pages."""

    def at(mixing: float, index: float) -> str:
        return f"{50 + (mixing - 0.1) / 0.65 * 430:.1f},{320 - index * 290:.1f}"

    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif" font-size="13">',
        '<rect width="640" height="360" fill="#fff"/>',
    ]
    for tenth in range(0, 11, 2):
        left, _, y = at(0.1, tenth / 10).partition(",")
        parts.append(f'<path d="M{left} {y}H480" stroke="#ddd"/>')
        parts.append(
            f'<text x="42" y="{float(y) + 4:.1f}" text-anchor="end" fill="#444">{tenth / 10:.1f}</text>'
        )
    for mixing in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        x = at(mixing, 0).partition(",")[0]
        parts.append(f'<text x="{x}" y="338" text-anchor="middle" fill="#444">{mixing:.0%}</text>')
    parts.append('<text x="265" y="356" text-anchor="middle" fill="#444">links that leave their topic</text>')
    ends = sorted(rows, key=lambda name: -rows[name][-1])
    heights: list[float] = []
    for name, colour in zip(rows, COLOURS, strict=False):
        line = " ".join(at(mixing, index) for mixing, index in zip(MIXING, rows[name], strict=True))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
    for name in ends:
        y = max(float(at(0, rows[name][-1]).partition(",")[2]) + 4, heights[-1] + 16 if heights else 0)
        heights.append(y)
        colour = COLOURS[list(rows).index(name)]
        parts.append(f'<text x="488" y="{y:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    others = peers()
    rows: dict[str, list[float]] = {name: [] for name in ("vaulttools", *others)}
    sure: list[tuple[float, bool]] = []
    print(f"| links that leave | {' | '.join(rows)} |\n| ---: |{' ---: |' * len(rows)}")
    for mixing in MIXING:
        scores: dict[str, list[float]] = {name: [] for name in rows}
        for seed in args.seeds:
            vault = planted(args.notes, mixing=mixing, seed=seed)
            paths = sorted(vault.graph.vault.notes)
            topics = find_topics(vault.graph)
            mine = [topics.of.get(path, -1) for path in paths]
            scores["vaulttools"].append(adjusted_rand_index(vault.truth, mine))
            links = pairs(vault.graph, paths)
            for name, find in others.items():
                scores[name].append(adjusted_rand_index(vault.truth, find(len(paths), links)))
            sure += confidences(vault, topics)
        for name, found in scores.items():
            rows[name].append(fmean(found))
        print(f"| {mixing:.0%} | " + " | ".join(f"{rows[name][-1]:.3f}" for name in rows) + " |")
    reliability(sure)
    if args.plot:
        args.plot.write_text(figure(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
