"""What the graph of a vault says: backlinks, orphans, hubs, components. Pure functions of `Graph`.

Excluded notes count as sources and targets, but no list reports them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from vaulttools.graph import Graph
from vaulttools.names import without_md

_DAMPING = 0.85
_CLOSE = 1e-8
_MOST_ROUNDS = 200


class Unresolved(NamedTuple):
    """A linkpath that names no file, how often it is written, and the files it is written in, sorted."""

    linkpath: str
    times: int
    sources: tuple[str, ...]


def backlinks(graph: Graph, path: str) -> tuple[str, ...]:
    """The other files with a link to the file at `path`, sorted, each once; none for an unknown path."""
    return tuple(sorted({item.source for item in graph.incoming.get(path, ())} - {path}))


def outgoing_links(graph: Graph, path: str) -> tuple[str, ...]:
    """The other files that the file at `path` links to, sorted, each once; none for an unknown path."""
    targets = {item.target for item in graph.outgoing.get(path, ()) if item.target is not None}
    return tuple(sorted(targets - {path}))


def unresolved(graph: Graph) -> tuple[Unresolved, ...]:
    """Linkpaths that name no file, sorted; without subpath and without ".md", as Obsidian lists them.

    A link to a missing heading or block of a file that is there is not among them.
    Source: `unresolvedLinks` of Obsidian's metadata cache.
    """
    sources: dict[str, list[str]] = {}
    for item in graph.links:
        if item.outcome == "no-file" and item.source not in graph.vault.excluded:
            sources.setdefault(without_md(item.link.linkpath), []).append(item.source)
    return tuple(
        Unresolved(name, len(found), tuple(sorted(set(found)))) for name, found in sorted(sources.items())
    )


def orphans(graph: Graph) -> tuple[str, ...]:
    """Notes that no other file links to, sorted. A note's link to itself does not save it.

    Obsidian's command line: "files with no incoming links". Its graph view calls `isolated` notes orphans.
    """
    return tuple(path for path in _reported(graph) if not backlinks(graph, path))


def dead_ends(graph: Graph) -> tuple[str, ...]:
    """Notes that link to no other file, sorted. Links that name no file lead nowhere and do not count.

    Obsidian's command line: "files with no outgoing links".
    """
    return tuple(path for path in _reported(graph) if not outgoing_links(graph, path))


def isolated(graph: Graph) -> tuple[str, ...]:
    """Notes without a link either way, to or from another file, sorted."""
    ends = set(dead_ends(graph))
    return tuple(path for path in orphans(graph) if path in ends)


def components(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Groups of notes that links join, whatever their direction: largest first, then by first path.

    Only notes join: a picture that two notes show does not. O(notes + links).
    """
    near = _near(graph)
    found, seen = [], set[str]()
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        group = [start]
        for path in group:
            fresh = near[path] - seen
            seen |= fresh
            group += fresh
        found.append(tuple(sorted(group)))
    return tuple(sorted(found, key=lambda group: (-len(group), group)))


def hubs(graph: Graph, count: int = 10) -> tuple[tuple[str, float], ...]:
    """The `count` notes with the highest PageRank, best first: (path, score).

    Scores sum to 1 over all notes; ties go by path. Parallel links count once, so a list of fifty
    links to one note is one vote. O(links) a round.
    Source: Page, Brin, Motwani, Winograd, "The PageRank citation ranking" (1999); damping 0.85, a note
    without links votes for all.
    """
    ranks = _pagerank({path: _note_targets(graph, path) for path in sorted(graph.vault.notes)})
    shown = [(path, score) for path, score in ranks.items() if path not in graph.vault.excluded]
    return tuple(sorted(shown, key=lambda ranked: (-round(ranked[1], 12), ranked[0]))[:count])


def _pagerank(targets: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    size = len(targets)
    ranks = dict.fromkeys(targets, 1 / size) if size else {}
    for _ in range(_MOST_ROUNDS):
        idle = sum(rank for path, rank in ranks.items() if not targets[path])
        fresh = dict.fromkeys(targets, (1 - _DAMPING + _DAMPING * idle) / size if size else 0.0)
        for path, linked in targets.items():
            for target in linked:
                fresh[target] += _DAMPING * ranks[path] / len(linked)
        moved = sum(abs(fresh[path] - rank) for path, rank in ranks.items())
        ranks = fresh
        if moved < _CLOSE:
            break
    return ranks


def neighbours(graph: Graph, path: str, depth: int = 1) -> tuple[tuple[str, int], ...]:
    """Notes within `depth` links of a note, either way: (path, distance), nearest first, then by path."""
    if depth < 0:
        raise ValueError(f"depth must be 0 or more, not {depth}")
    distance, edge = {path: 0}, {path}
    for step in range(1, depth + 1):
        edge = {other for here in edge for other in _around(graph, here)} - distance.keys()
        distance |= dict.fromkeys(edge, step)
    del distance[path]
    return tuple(sorted(distance.items(), key=lambda found: (found[1], found[0])))


def bridges(graph: Graph) -> tuple[str, ...]:
    """Notes whose removal would part others from each other (articulation points), sorted. O(notes + links).

    Source: Hopcroft, Tarjan, "Efficient algorithms for graph manipulation", CACM 16 (1973); networkx.
    """
    import networkx

    plain = networkx.Graph()
    for path, others in _near(graph).items():
        plain.add_edges_from((path, other) for other in sorted(others))
    return tuple(sorted(set(networkx.articulation_points(plain)) - graph.vault.excluded))


def _reported(graph: Graph) -> list[str]:
    return [path for path in sorted(graph.vault.notes) if path not in graph.vault.excluded]


def _note_targets(graph: Graph, path: str) -> tuple[str, ...]:
    return tuple(target for target in outgoing_links(graph, path) if target in graph.vault.notes)


def _around(graph: Graph, path: str) -> set[str]:
    """The other notes that a note links to or is linked from."""
    linked = {*outgoing_links(graph, path), *backlinks(graph, path)}
    return {other for other in linked if other in graph.vault.notes}


def _near(graph: Graph) -> dict[str, set[str]]:
    return {path: _around(graph, path) for path in sorted(graph.vault.notes)}
