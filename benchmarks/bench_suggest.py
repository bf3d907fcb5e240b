"""How good and how quick suggestions are: `python benchmarks/bench_suggest.py [VAULT ...] [--notes N]`.

Links of the vaults (default: the example vault) are hidden, one in five, and looked for again: the share of them
among the ten best (recall at 10) and of notes whose best is one of them (precision at 1), beside two simple methods.
Notes that a vault excludes are left out for all three.
Names are planted in a generated vault, in four scripts, and where they must not be found; then the scan is timed
against reading the same notes. No garbage is looked for, as in the command line.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.make_vault import make_vault
from vaulttools.disk import read_vault
from vaulttools.graph import Graph, build_graph
from vaulttools.mentions import find_mentions
from vaulttools.note import parse
from vaulttools.related import find_related
from vaulttools.vault import Vault

ROOT = Path(__file__).parents[1]
HIDDEN, BEST, SEEDS = 0.2, 10, (1, 2, 3)
# A note that more notes than this link to is everybody's neighbour: hiding its links asks nothing.
EVERYBODY = 0.3


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("vaults", nargs="*", default=[str(ROOT / "vault")])
    args.add_argument("--notes", type=int, default=10_000, help="size of the generated vault")
    given = args.parse_args()
    gc.disable()
    for folder in given.vaults:
        hidden_links(folder)
    with tempfile.TemporaryDirectory() as folder:
        make_vault(Path(folder) / "vault", given.notes)
        planted_names(read_vault(Path(folder) / "vault"))


def hidden_links(folder: str) -> None:
    """Print what comes back of hidden links, the mean over seeds."""
    vault = read_vault(folder)
    asked = {path: note for path, note in vault.notes.items() if path not in vault.excluded}
    graph = build_graph(vault._replace(notes=asked))
    methods: dict[str, Callable[[Graph], Mapping[str, list[str]]]] = {
        "suggest": ours, "words only": words_only, "Adamic-Adar": adamic_adar,
    }  # fmt: skip
    figures: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for seed in SEEDS:
        left, hidden = without_some_links(graph, seed)
        for name, method in methods.items():
            figures[name].append(judged(method(left), hidden))
    print(
        f"\n{Path(folder).name}: {len(graph.vault.notes):,} notes, one link in five hidden, mean of {len(SEEDS)} seeds"
    )
    print(f"{'method':<14} recall@10  precision@1")
    for name, found in figures.items():
        recall, precision = (sum(column) / len(found) for column in zip(*found, strict=True))
        print(f"{name:<14} {recall:>9.3f}  {precision:>11.3f}")


def without_some_links(graph: Graph, seed: int) -> tuple[Graph, dict[str, set[str]]]:
    """The graph with a fifth of its linked pairs taken out, words kept; and what was hidden, by source."""
    notes, chance = graph.vault.notes, random.Random(seed)
    pairs = sorted(
        {
            (link.source, link.target)
            for link in graph.links
            if link.source in notes and link.target in notes and link.source != link.target
            if link.link.style in ("wikilink", "markdown") and not link.link.is_embed
        }
    )
    linkers: dict[str, int] = defaultdict(int)
    for _, target in pairs:
        linkers[target] += 1
    pairs = [pair for pair in pairs if linkers[pair[1]] <= EVERYBODY * len(notes)]
    hidden = set(chance.sample(pairs, int(len(pairs) * HIDDEN)))
    changed = dict(notes)
    for path in sorted({source for source, _ in hidden}):
        text = notes[path].text
        for item in sorted(graph.outgoing[path], key=lambda item: -item.link.span.start):
            link = item.link
            if (path, item.target) in hidden and link.style in ("wikilink", "markdown") and not link.is_embed:
                # The words of the display text stay; a bare link's name would be the answer.
                text = text[: link.span.start] + (link.display or "") + text[link.span.end :]
        changed[path] = parse(path, text)
    left = build_graph(graph.vault._replace(notes=changed))
    still = {(link.source, link.target) for link in left.links} | {
        (link.target, link.source) for link in left.links
    }
    gone: dict[str, set[str]] = defaultdict(set)
    for source, target in hidden - still:
        gone[source].add(target)
    return left, gone


def judged(found: Mapping[str, list[str]], hidden: Mapping[str, set[str]]) -> tuple[float, float]:
    """Recall at 10 over all hidden links, precision at 1 over all notes that lost one."""
    back = sum(len(targets & set(found.get(source, [])[:BEST])) for source, targets in hidden.items())
    first = sum(
        found.get(source, [""])[:1] != [] and found.get(source, [""])[0] in targets
        for source, targets in hidden.items()
    )
    return back / sum(map(len, hidden.values())), first / len(hidden)


def ours(graph: Graph) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in find_related(graph, count=BEST):
        found[one.source].append(one.target)
    return found


def words_only(graph: Graph) -> Mapping[str, list[str]]:
    """Cosine of TF-IDF words."""
    import numpy as np
    from scipy.sparse import diags

    from vaulttools.words import read_words

    counts = read_words(list(graph.vault.notes.values())).weights
    met = np.maximum(np.bincount(counts.indices, minlength=counts.shape[1]), 1)
    counts.data = (1 + np.log(counts.data)) * np.log((counts.shape[0] + 1) / met)[counts.indices]
    length = np.sqrt(np.asarray(counts.multiply(counts).sum(1)).ravel())
    unit = diags(1 / np.maximum(length, 1e-9)) @ counts
    return best(graph, (unit @ unit.T).toarray())


def adamic_adar(graph: Graph) -> Mapping[str, list[str]]:
    """Shared neighbours, each by 1 / ln(its neighbours). Source: Adamic, Adar, Social Networks 25 (2003)."""
    import numpy as np

    joined = links_of(graph)
    rare = 1 / np.log(np.maximum(joined.sum(0), 2))
    return best(graph, (joined * rare) @ joined)


def links_of(graph: Graph):
    import numpy as np

    place = {path: number for number, path in enumerate(graph.vault.notes)}
    joined = np.zeros((len(place), len(place)))
    for link in graph.links:
        if link.source in place and link.target in place and link.source != link.target:
            joined[place[link.source], place[link.target]] = joined[
                place[link.target], place[link.source]
            ] = 1
    return joined


def best(graph: Graph, scores) -> Mapping[str, list[str]]:
    import numpy as np

    paths = list(graph.vault.notes)
    scores = np.where(links_of(graph) > 0, 0, scores)
    np.fill_diagonal(scores, 0)
    order = np.argsort(-scores.round(9), axis=1, kind="stable")[:, :BEST]
    return {path: [paths[at] for at in order[row] if scores[row, at] > 0] for row, path in enumerate(paths)}


OTHER_NAMES = (
    "迷走神经刺激",
    "自律神経系の研究",
    "ประสาทเวกัสของมนุษย์",
    "Блуждающий нерв",
    "Исаак Ньютон",
    "Ångström Übergröße",
)
DECOYS = (
    "`{name}`", "```\n{name}\n```", "[[{name}]]", "[x {name}](http://a.b)", "https://a.b/{name}", "${name}$",
    "# {name}",
    "%% {name} %%", "<!-- {name} -->", "pre{name}post", "    {name}", '<b title="{name}">x</b>', "non-{name}",
)  # fmt: skip


def planted_names(vault: Vault) -> None:
    """Print recall of planted names, false alarms, and the pace of the scan."""
    chance = random.Random(1)
    notes = dict(vault.notes)
    for name in OTHER_NAMES:
        notes[f"other/{name}.md"] = parse(f"other/{name}.md", "")
    paths, targets = sorted(vault.notes), sorted(notes)
    wanted: set[tuple[str, str]] = set()
    decoys: set[tuple[str, str]] = set()
    for path in paths:
        sort, target = chance.random(), chance.choice(targets)
        name = target.rpartition("/")[2][:-3]
        linked = f"[[{name}" in notes[path].text or name.replace(" ", "%20") in notes[path].text
        if target == path or linked or sort > 0.5 or name in notes[path].text:
            continue
        shown = name if sort < 0.15 else name[0].lower() + name[1:]
        if sort < 0.3:
            notes[path] = parse(path, f"{notes[path].text}\n\nSome words, then {shown}, and more.\n")
            wanted.add((path, target))
        else:
            decoy = chance.choice(DECOYS).format(name=shown)
            notes[path] = parse(path, f"{notes[path].text}\n\n{decoy}\n")
            decoys.add((path, target))
    graph = build_graph(vault._replace(notes=dict(sorted(notes.items()))))
    started, begun = time.process_time(), time.perf_counter()
    found = find_mentions(graph)
    scan, clock = time.process_time() - started, time.perf_counter() - begun
    pairs = {(one.source, one.target) for one in found}
    started = time.process_time()
    for note in graph.vault.notes.values():
        parse(note.path, note.text)
    reading = time.process_time() - started
    print(
        f"\ngenerated vault: {len(notes):,} notes and names, {len(wanted):,} planted mentions, {len(decoys):,} decoys"
    )
    print(f"recall {len(wanted & pairs) / len(wanted):.4f}, decoys taken for mentions {len(decoys & pairs)}")
    print(f"other mentions, which the generator's random words make: {len(pairs - wanted - decoys):,}")
    print(
        f"all mentions in {clock:.2f} s by the clock, {scan:.2f} s processor time,"
        f" {scan / reading:.2f} of reading the notes ({reading:.2f} s)"
    )


if __name__ == "__main__":
    main()
