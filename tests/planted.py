"""Vaults with topics planted in them, to see whether they are found again."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import comb
from random import Random
from typing import NamedTuple

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.links import Link, Spans, link_with_spans
from vaulttools.note import Note
from vaulttools.text import Span
from vaulttools.vault import Vault

_NOWHERE = Span(0, 0)


class Planted(NamedTuple):
    """A graph and the planted topic of each note, in order of path."""

    graph: Graph
    truth: tuple[int, ...]


def planted(
    notes: int, *, mixing: float, seed: int = 1, links: float = 7.2, words: int = 120, topical: float = 0.1
) -> Planted:
    """A vault of `notes` notes in about sqrt(notes) / 2.6 topics of unequal size.

    A note has `links` links on average; a share `mixing` of them goes anywhere, the rest stays in the
    topic. Some notes draw far more links than others (Pareto, 1.8). Of its `words` words, a share `topical`
    is drawn from the 40 of its topic, each of which two topics share on average; the rest from 4,000 words
    of no topic, by Zipf's law. Titles tell nothing.
    """
    draw = Random(seed)
    topics = max(4, round(notes**0.5 / 2.6))
    truth = draw.choices(range(topics), [draw.random() + 0.4 for _ in range(topics)], k=notes)
    pairs = _links(draw, truth, topics, mixing, links)
    texts = _texts(draw, truth, topics, words, topical)
    return Planted(graph_of(texts, pairs), tuple(truth))


def graph_of(texts: Sequence[str], pairs: Sequence[tuple[int, int]]) -> Graph:
    """A graph of notes with these texts and links from number to number."""
    paths = [f"{number:06}x.md" for number in range(len(texts))]
    notes = {
        path: Note(path, text, {}, (), (), (), (), (), (), ())
        for path, text in zip(paths, texts, strict=True)
    }
    links = [
        ResolvedLink(paths[source], _link(paths[target]), paths[target], None, (), "resolved", "planted")
        for source, target in sorted(pairs)
    ]
    return Graph(Vault("planted", notes), tuple(links), _by(links, 0), _by(links, 2))


def _by(links: Sequence[ResolvedLink], field: int) -> dict[str, tuple[ResolvedLink, ...]]:
    found: dict[str, list[ResolvedLink]] = {}
    for link in links:
        found.setdefault(link[field], []).append(link)
    return {path: tuple(items) for path, items in found.items()}


def _link(path: str) -> Link:
    return link_with_spans("wikilink", False, (path, "", None), Spans(*[_NOWHERE] * 4))


def _links(
    draw: Random, truth: Sequence[int], topics: int, mixing: float, mean: float
) -> list[tuple[int, int]]:
    charm = [draw.paretovariate(1.8) for _ in truth]
    groups = [[note for note, topic in enumerate(truth) if topic == at] for at in range(topics)]
    inner = [list(accumulate(charm[note] for note in group)) for group in groups]
    outer = list(accumulate(charm))
    pairs = []
    for note, topic in enumerate(truth):
        for _ in range(max(0, round(draw.gauss(mean, 3)))):
            away = draw.random() < mixing
            group, weights = (range(len(truth)), outer) if away else (groups[topic], inner[topic])
            pairs.append((note, draw.choices(group, cum_weights=weights)[0]))
    return [(source, target) for source, target in pairs if source != target]


def _texts(draw: Random, truth: Sequence[int], topics: int, words: int, topical: float) -> list[str]:
    pool = [f"topical{number}" for number in range(topics * 20)]
    own = [draw.sample(pool, 40) for _ in range(topics)]
    common = [f"common{number}" for number in range(4000)]
    rank = list(accumulate(1 / (place + 2) for place in range(4000)))
    texts = []
    for topic in truth:
        size = round(words * draw.uniform(0.5, 1.5))
        said = sum(draw.random() < topical for _ in range(size))
        found = draw.choices(own[topic], cum_weights=rank[:40], k=said)
        texts.append(" ".join(found + draw.choices(common, cum_weights=rank, k=size - said)))
    return texts


def adjusted_rand_index(left: Sequence[int], right: Sequence[int]) -> float:
    """How far two groupings agree, 1 fully, 0 as by chance.

    Source: Hubert, Arabie, J. Classification 2 (1985).
    """
    pairs = comb(len(left), 2)
    both = sum(comb(count, 2) for count in Counter(zip(left, right, strict=True)).values())
    one = sum(comb(count, 2) for count in Counter(left).values())
    other = sum(comb(count, 2) for count in Counter(right).values())
    chance = one * other / pairs
    return (both - chance) / ((one + other) / 2 - chance)
