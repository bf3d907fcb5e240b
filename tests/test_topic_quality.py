"""Quality figures agree with other implementations and with what their definitions say."""

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_matrix, csr_matrix

from vaulttools.topic_evidence import compact
from vaulttools.topic_quality import (
    adjusted_mutual_information,
    coherence,
    conductance,
    coverage,
    flow,
    modularity,
    stability,
)
from vaulttools.topic_search import Partition, leiden
from vaulttools.topic_weights import telling_words

KARATE = networkx.karate_club_graph()
HALVES = np.array([0 if KARATE.nodes[node]["club"] == "Mr. Hi" else 1 for node in KARATE])
LINKS = csr_matrix(networkx.to_scipy_sparse_array(KARATE, weight="weight"))
GROUPS = st.lists(st.integers(0, 3), min_size=2, max_size=30)


def test_modularity_coverage_and_conductance_agree_with_networkx() -> None:
    sides = [set(np.flatnonzero(side == HALVES).tolist()) for side in (0, 1)]
    found = flow(LINKS, HALVES)
    assert modularity(found) == pytest.approx(networkx.community.modularity(KARATE, sides))
    total = KARATE.size("weight")
    inside = sum(KARATE.subgraph(side).size("weight") for side in sides)
    assert coverage(found) == pytest.approx(inside / total)
    cut = networkx.cut_size(KARATE, sides[0], weight="weight")
    assert conductance(found)[0] == pytest.approx(cut / networkx.volume(KARATE, sides[0], weight="weight"))


def test_figures_of_no_links_are_zero() -> None:
    found = flow(csr_matrix((3, 3)), np.array([0, 0, -1]))
    assert (modularity(found), coverage(found), conductance(found).tolist()) == (0.0, 0.0, [0.0])


def test_words_always_together_cohere_fully_and_never_together_not_at_all() -> None:
    present = csc_matrix([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    assert coherence(present, [0, 1]) == pytest.approx(1)
    assert coherence(present, [0, 2]) == pytest.approx(-1)
    assert coherence(present, [0]) == 0


def test_adjusted_mutual_information_of_a_known_case() -> None:
    # Values of scikit-learn 1.5's adjusted_mutual_info_score.
    assert adjusted_mutual_information([0, 0, 1, 1], [0, 0, 1, 1]) == pytest.approx(1)
    assert adjusted_mutual_information([1, 1, 1, 2, 2, 2], [1, 1, 2, 2, 3, 3]) == pytest.approx(
        0.298792, abs=1e-5
    )


@settings(max_examples=60)
@given(GROUPS, st.randoms(use_true_random=False))
def test_adjusted_mutual_information_is_symmetric_and_full_with_itself(
    groups: list[int], draw: object
) -> None:
    others = list(groups)
    draw.shuffle(others)  # type: ignore[attr-defined]
    assert adjusted_mutual_information(groups, groups) == pytest.approx(1)
    there = adjusted_mutual_information(groups, others)
    assert there == pytest.approx(adjusted_mutual_information(others, groups), abs=1e-9)
    renamed = [f"group {group}" for group in groups]
    assert there == pytest.approx(adjusted_mutual_information(renamed, others), abs=1e-9)


def test_clusters_found_in_every_run_are_fully_stable() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, -1])
    runs = np.array([[5, 5, 5, 2, 2, 2, 9], [0, 0, 0, 1, 1, 1, 1]])
    found = stability(Partition(labels, np.where(labels < 0, 0.0, 1.0), runs))
    assert found.topics.tolist() == [1.0, pytest.approx((1 + 0.75) / 2)]
    assert found.notes.tolist() == [1, 1, 1, 1, 1, 1, 0]


def test_leiden_splits_two_cliques_and_leaves_lone_nodes_alone() -> None:
    graph = networkx.disjoint_union(networkx.complete_graph(5), networkx.complete_graph(5))
    graph.add_node(10)
    labels = leiden(csr_matrix(networkx.to_scipy_sparse_array(graph, dtype=float)), 0, 1.0)
    assert len(set(labels[:5])) == len(set(labels[5:10])) == 1
    assert len({labels[0], labels[5], labels[10]}) == 3


@given(st.lists(st.integers(-1, 4), min_size=1, max_size=20))
def test_compact_numbers_clusters_by_first_note_and_keeps_them(labels: list[int]) -> None:
    short = compact(np.array(labels)).tolist()
    assert [label < 0 for label in short] == [label < 0 for label in labels]
    firsts = [label for at, label in enumerate(short) if label >= 0 and label not in short[:at]]
    assert firsts == list(range(len(firsts)))
    assert len(set(zip(labels, short, strict=True))) == len(set(labels))


def test_words_that_linked_notes_share_tell_more_than_rare_ones() -> None:
    # Word 0 is in the six notes that are linked with each other, word 1 in as many, but anywhere.
    counts = csr_matrix(
        np.array([[1, 1], [1, 0], [1, 1], [1, 0], [1, 1], [1, 0], [0, 1], [0, 1], [0, 1], [0, 0]], float)
    )
    links = np.zeros((10, 10))
    links[np.triu_indices(6, 1)] = 1
    links[6, 9] = links[7, 9] = links[8, 9] = 1
    words = telling_words(counts, csr_matrix(links)).toarray()
    assert words[0, 0] > words[0, 1] > 0
