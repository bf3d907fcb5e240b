"""Topics are found again where they were planted, named for all their members, and the same on every run."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import block_diag, csr_array, diags

from tests.planted import Planted, adjusted_rand_index, planted
from vaulttools import topic_search
from vaulttools.disk import read_vault
from vaulttools.graph import Graph, build_graph
from vaulttools.note import parse
from vaulttools.outputs.terminal import width_of
from vaulttools.outputs.topics_text import render_topics_text, topics_json
from vaulttools.topic_evidence import compact
from vaulttools.topic_quality import adjusted_mutual_information as agreement
from vaulttools.topic_weights import weigh
from vaulttools.topics import Topics, find_topics
from vaulttools.vault import Vault
from vaulttools.words import read_words

SLEEP = ("Sleep and light", "Deep sleep", "Sleep stages", "Sleep debt", "Naps and sleep", "Sleep after noon")
MONEY = ("Bank account", "Bank loan", "Savings at a bank", "Bank holiday", "Central bank", "Bank notes")
SLEEPY = "Circadian light in the morning sets the clock that brings melatonin at night."
RICH = "Interest on the account is paid by the bank, and the loan costs a fee."


def graph_of(texts: Mapping[str, str], **rest: object) -> Graph:
    notes = {f"{name}.md": parse(f"{name}.md", text) for name, text in sorted(texts.items())}
    return build_graph(Vault("test", notes, **rest))  # type: ignore[arg-type]


def ring(names: tuple[str, ...], text: str) -> dict[str, str]:
    """Notes in a ring, each linked to the next two."""
    return {
        name: f"{text} [[{names[(at + 1) % len(names)]}]] [[{names[(at + 2) % len(names)]}]]"
        for at, name in enumerate(names)
    }


def groups(topics: Topics) -> set[frozenset[str]]:
    return {frozenset(path.removesuffix(".md") for path in topic.members) for topic in topics.topics}


@cache
def found(notes: int, mixing: float) -> tuple[Planted, Topics]:
    vault = planted(notes, mixing=mixing)
    return vault, find_topics(vault.graph)


def test_two_rings_are_two_topics_with_names_that_fit() -> None:
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH)))
    assert groups(topics) == {frozenset(SLEEP), frozenset(MONEY)}
    assert {topic.name.split(" · ")[0] for topic in topics.topics} == {"Sleep", "Bank"}
    assert topics.homeless == ()


def test_a_plain_article_without_links_finds_its_place_by_its_words() -> None:
    article = {"Untitled": "The bank asks a fee for the loan; interest goes to the account."}
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH) | article))
    assert frozenset({*MONEY, "Untitled"}) in groups(topics)
    assert topics.confidence["Untitled.md"] > 0.5


def test_a_vault_without_links_has_topics_by_its_words() -> None:
    graph = build_graph(read_vault(Path(__file__).parents[1] / "vault"))
    linked = find_topics(graph)
    topics = find_topics(graph._replace(links=(), incoming={}, outgoing={}))
    placed = sorted(topics.of.keys() & linked.of.keys())
    assert len(topics.of) > len(graph.vault.notes) * 3 / 4
    assert agreement([topics.of[path] for path in placed], [linked.of[path] for path in placed]) > 0.5


def test_a_note_that_shares_neither_links_nor_words_is_homeless() -> None:
    odd = {"Odd": "Zebras graze peacefully."}
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH) | odd))
    assert topics.homeless == ("Odd.md",)
    assert "Odd.md" not in topics.of


def test_a_line_that_all_notes_hold_joins_nothing() -> None:
    texts = ring(SLEEP, SLEEPY) | ring(MONEY, RICH)
    notes = {name: f"From: [[channel]]\n{text}" for name, text in texts.items()}
    topics = find_topics(graph_of(notes | {"channel": ""}))
    rest = {frozenset(group - {"channel"}) for group in groups(topics)}
    assert rest == {frozenset(SLEEP), frozenset(MONEY)}
    assert all(topic.hub != "channel.md" for topic in topics.topics)


def test_an_index_of_everything_joins_nothing() -> None:
    index = {"Home": " ".join(f"[[{name}]]" for name in SLEEP + MONEY)}
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH) | index))
    assert {frozenset(group - {"Home"}) for group in groups(topics)} == {frozenset(SLEEP), frozenset(MONEY)}


def test_a_chain_of_daily_notes_does_not_tie_subjects_together() -> None:
    days = [f"2026-01-{day:02}" for day in range(1, 13)]
    texts = {}
    for at, day in enumerate(days):
        names, text = (SLEEP, SLEEPY) if at < 6 else (MONEY, RICH)
        texts[day] = f"{text} [[{names[at % 6]}]] [[{names[(at + 3) % 6]}]] [[{days[(at + 1) % 12]}]]"
    topics = find_topics(graph_of(texts | ring(SLEEP, SLEEPY) | ring(MONEY, RICH)))
    assert {topics.of[f"{name}.md"] for name in SLEEP}.isdisjoint(topics.of[f"{name}.md"] for name in MONEY)
    assert all(topics.of[f"{day}.md"] == topics.of[f"{SLEEP[0]}.md"] for day in days[:6])


def test_excluded_notes_take_no_part() -> None:
    graph = graph_of(ring(SLEEP, SLEEPY), excluded=frozenset({"Deep sleep.md"}))
    topics = find_topics(graph)
    assert "Deep sleep.md" not in topics.of and "Deep sleep.md" not in topics.homeless


@pytest.mark.parametrize(
    "texts", [{}, {"A": ""}, {"A": "[[A]]"}, {"A": "[[B]]", "B": ""}, {"A": "", "B": "", "C": ""}]
)
def test_a_vault_too_small_for_topics_has_none(texts: dict[str, str]) -> None:
    topics = find_topics(graph_of(texts))
    assert topics.topics == () and topics.of == {}
    assert topics.homeless == tuple(f"{name}.md" for name in texts)
    assert render_topics_text(topics).startswith("no topics")


def test_topics_are_shown_in_short() -> None:
    topics = find_topics(graph_of({"a": "[[b]] [[c]]", "b": "[[c]]", "c": "", "d": "alone"}))

    assert repr(topics) == "<Topics: 1, of 3 notes; homeless 1>"


@pytest.mark.parametrize("resolution", [0, float("nan"), float("inf")])
def test_a_resolution_of_nothing_or_without_end_is_a_mistake(resolution: float) -> None:
    with pytest.raises(ValueError, match="resolution"):
        find_topics(graph_of({}), resolution=resolution)


@pytest.mark.parametrize(("mixing", "least"), [(0.18, 0.99), (0.55, 0.95)])
def test_planted_topics_are_found_again(mixing: float, least: float) -> None:
    vault, topics = found(1000, mixing)
    labels = [topics.of.get(path, -1) for path in sorted(vault.graph.vault.notes)]
    assert adjusted_rand_index(vault.truth, labels) >= least


@pytest.mark.parametrize(("mixing", "runs"), [(0.18, 2), (0.8, 4)])
def test_a_large_vault_is_read_quickly_where_that_is_enough(
    mixing: float, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topic_search, "_EDGES_READ", 0)
    (graph, truth), topics = found(300, mixing)
    paths = sorted(graph.vault.notes)
    weights = weigh(graph, paths, read_words([graph.vault.notes[path] for path in paths]).weights)

    partition = topic_search.partition(weights, 0, 1.0)

    assert len(partition.runs) == runs
    slow = [topics.of.get(path, -1) for path in paths]
    quick = partition.labels.tolist()
    assert adjusted_rand_index(truth, quick) >= adjusted_rand_index(truth, slow) - 0.05


def test_nodes_taken_as_one_are_found_where_they_would_be_alone() -> None:
    graph = block_diag([csr_array(np.ones((5, 5)) - np.eye(5))] * 4, format="csr")
    graph = (graph + diags([0.1], [5], shape=graph.shape) + diags([0.1], [-5], shape=graph.shape)).tocsr()
    apart = np.arange(20).reshape(1, -1)
    together = (np.arange(20) // 5).reshape(1, -1)

    for runs in (together, np.repeat(together, 3, axis=0), np.vstack([together, together // 2])):
        assert compact(topic_search.consensus(graph, runs, 0, 1.0)).tolist() == together[0].tolist()
    assert len(set(topic_search.consensus(graph, apart, 0, 1.0).tolist())) == 20


def test_one_added_note_moves_hardly_any_other() -> None:
    vault, topics = found(1000, 0.18)
    graph = vault.graph
    last = max(graph.vault.notes)
    links = tuple(link for link in graph.links if last not in (link.source, link.target))
    rest = {path: note for path, note in graph.vault.notes.items() if path != last}
    before = find_topics(graph._replace(vault=graph.vault._replace(notes=rest), links=links))
    paths = sorted(rest)
    # The number of a topic may change; whom it puts together may not.
    matched = {}
    for topic in before.topics:
        ids = [topics.of.get(path) for path in topic.members]
        matched[topic.id] = max(sorted(set(ids), key=str), key=ids.count)
    moved = sum(topics.of.get(path) != matched.get(before.of.get(path, 0)) for path in paths)
    assert moved < len(paths) / 100


def test_figures_stay_in_their_ranges() -> None:
    _, topics = found(1000, 0.18)
    assert all(0 <= value <= 1 for value in topics.confidence.values())
    assert all(0 <= topic.conductance <= 1 and 0 <= topic.stability <= 1 for topic in topics.topics)
    assert all(-1 <= topic.coherence <= 1 for topic in topics.topics)
    assert 0.5 < topics.modularity < 1 and 0.5 < topics.coverage <= 1
    assert topics.stability > 0.9


def test_every_note_is_in_one_topic_or_homeless() -> None:
    vault, topics = found(1000, 0.55)
    members = [path for topic in topics.topics for path in topic.members]
    assert sorted([*members, *topics.homeless]) == sorted(vault.graph.vault.notes)
    assert all(topics.of[path] == topic.id for topic in topics.topics for path in topic.members)
    assert len({topic.name.casefold() for topic in topics.topics}) == len(topics.topics)
    assert all(topic.hub == topic.members[0] for topic in topics.topics)


def test_the_order_of_files_and_links_changes_nothing() -> None:
    texts = ring(SLEEP, SLEEPY) | ring(MONEY, RICH)
    graph = graph_of(texts)
    notes, links = list(graph.vault.notes.items()), list(graph.links)
    Random(1).shuffle(notes)
    Random(2).shuffle(links)
    shuffled = graph._replace(vault=graph.vault._replace(notes=dict(notes)), links=tuple(links))
    assert find_topics(shuffled) == find_topics(graph)


PROGRAM = """
import sys, json
from tests.planted import planted
from vaulttools.topics import find_topics
from vaulttools.outputs.terminal import width_of
from vaulttools.outputs.topics_text import topics_json
print(json.dumps(topics_json(find_topics(planted(300, mixing=0.3).graph))))
"""


def test_the_same_input_gives_the_same_bytes_under_any_hash_seed() -> None:
    root = Path(__file__).parents[1]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("1", "77")
    }  # fmt: skip
    assert len(outputs) == 1 and json.loads(outputs.pop())["topics"]


WORDS = st.sampled_from(
    ["sleep", "bank", "light", "loan", "the", "of", "[[A]]", "[[B]]", "[[C]]", "[[gone]]", "#tag", "睡眠科学"]
)
TEXTS = st.dictionaries(st.sampled_from("ABCDEFG"), st.lists(WORDS, max_size=12).map(" ".join), max_size=7)


@settings(max_examples=25)
@given(TEXTS, st.integers(0, 3))
def test_any_vault_gets_topics_that_add_up(texts: dict[str, str], seed: int) -> None:
    topics = find_topics(graph_of(texts), seed=seed)
    assert len(topics.of) + len(topics.homeless) == len(texts)
    assert set(topics.of) == set(topics.confidence)
    assert all(len(topic.members) >= 3 and topic.name for topic in topics.topics)


def test_the_table_has_a_row_a_topic_and_the_figures_of_the_vault() -> None:
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH)))
    lines = render_topics_text(topics).splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["id", "1", "2"]
    assert "12 notes in 2 topics" in lines[-2] and "modularity" in lines[-1]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_the_table_fits_into_a_terminal(width: int) -> None:
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH)))
    table = render_topics_text(topics, width).split("\n\n")[0]
    assert max(map(width_of, table.splitlines())) <= width
    assert "Sleep" in table and ("keywords" in table) == (width > 60)
    assert width < 200 or table == render_topics_text(topics).split("\n\n")[0]


def test_json_has_the_list_of_the_export_and_the_figures_beside_it() -> None:
    topics = find_topics(graph_of(ring(SLEEP, SLEEPY) | ring(MONEY, RICH)))
    data = json.loads(json.dumps(topics_json(topics)))
    assert {"id", "name", "keywords", "size", "members", "stability"} <= data["topics"][0].keys()
    assert data["quality"].keys() == {
        "modularity", "coverage", "stability", "conductance", "coherence", "agreement",
    }  # fmt: skip


def test_topics_that_keep_company_form_areas_in_a_large_vault() -> None:
    texts = {}
    for side in "NS":
        for at in range(7):
            names = tuple(f"{side}{at}{letter}" for letter in "abcd")
            texts |= ring(
                names, f"Said of {side.lower() * 5} [[{side}{(at + 1) % 7}a]] [[{side}{(at + 3) % 7}b]]"
            )
    topics = find_topics(graph_of(texts))
    north, south = (area.topics for area in topics.areas)
    assert len(topics.topics) == 14 and len(north) == len(south) == 7
    sides = {topic.id: {path[0] for path in topic.members} for topic in topics.topics}
    assert all(len(set().union(*(sides[topic] for topic in area.topics))) == 1 for area in topics.areas)
    assert all(topic.id in topics.areas[(topic.parent or 0) - 1].topics for topic in topics.topics)
    lines = render_topics_text(topics).splitlines()
    assert len(lines) == 1 + 2 + 14 + 1 + 2 and topics_json(topics)["topics"][0]["parent"] in (1, 2)


def test_topics_linked_at_random_form_no_areas() -> None:
    assert found(1000, 0.18)[1].areas == ()
    assert len(found(1000, 0.18)[1].topics) >= 12


def test_leftovers_of_many_topics_are_no_topic() -> None:
    vault = planted(1000, mixing=0.65)
    assert len(find_topics(vault.graph).topics) == len(set(vault.truth))


def test_confidence_is_the_share_of_notes_that_are_where_they_were_planted() -> None:
    sure: dict[int, list[bool]] = {}
    for seed in (1, 2):
        vault = planted(600, mixing=0.65, seed=seed)
        topics = find_topics(vault.graph)
        truth = dict(zip(sorted(vault.graph.vault.notes), vault.truth, strict=True))
        for topic in topics.topics:
            planted_as = [truth[path] for path in topic.members]
            usual = max(sorted(set(planted_as)), key=planted_as.count)
            for path in topic.members:
                sure.setdefault(int(topics.confidence[path] * 4), []).append(truth[path] == usual)
    for quarter, right in sure.items():
        if len(right) >= 40:
            assert abs(sum(right) / len(right) - min((quarter + 0.5) / 4, 1)) < 0.25
    assert sum(sure[3]) / len(sure[3]) > 0.9 and len(sure[3]) > 800
