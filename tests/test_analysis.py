"""Facts about graphs small enough to see at a glance: each key is a note, its value where it links."""

from collections.abc import Mapping

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaulttools.analysis import (
    backlinks,
    bridges,
    components,
    dead_ends,
    hubs,
    isolated,
    neighbours,
    orphans,
    outgoing_links,
    unresolved,
)
from vaulttools.graph import Graph, build_graph
from vaulttools.networkx_graph import to_networkx
from vaulttools.note import parse
from vaulttools.vault import Vault


def graph_of(links: Mapping[str, str], **rest: object) -> Graph:
    notes = {
        f"{name}.md": parse(f"{name}.md", "\n".join(f"[[{target}]]" for target in targets.split()))
        for name, targets in sorted(links.items())
    }
    return build_graph(Vault("test", notes, **rest))  # type: ignore[arg-type]


def test_a_vault_and_its_graph_are_shown_in_short() -> None:
    graph = graph_of({"A": "A B", "B": ""}, attachments=("i.png",))
    assert repr(graph.vault) == "<Vault 'test': notes 2, other files 1>"
    assert repr(graph) == "<Graph of <Vault 'test': notes 2, other files 1>: links 2>"


def test_backlinks_come_from_other_notes_once_each() -> None:
    graph = graph_of({"A": "A B B", "B": "", "C": "B"})
    assert backlinks(graph, "B.md") == ("A.md", "C.md")
    assert backlinks(graph, "A.md") == ()
    assert backlinks(graph, "no such note.md") == ()


def test_outgoing_links_name_other_files_once_each() -> None:
    graph = graph_of({"A": "A C B B nowhere", "B": "", "C": ""})
    assert outgoing_links(graph, "A.md") == ("B.md", "C.md")


def test_unresolved_linkpaths_are_counted_without_subpath_and_suffix() -> None:
    graph = graph_of({"A": "X#part X.md B", "B": "X", "C": "Y"})
    assert unresolved(graph) == (("X", 3, ("A.md", "B.md")), ("Y", 1, ("C.md",)))


def test_a_link_to_itself_saves_no_note_from_being_an_orphan_or_dead_end() -> None:
    graph = graph_of({"A": "A", "B": "C", "C": ""})
    assert orphans(graph) == ("A.md", "B.md")
    assert dead_ends(graph) == ("A.md", "C.md")
    assert isolated(graph) == ("A.md",)


def test_a_note_whose_links_lead_nowhere_is_a_dead_end() -> None:
    assert dead_ends(graph_of({"A": "nowhere"})) == ("A.md",)


def test_excluded_notes_are_not_reported_but_their_links_count() -> None:
    graph = graph_of({"A": "B", "B": ""}, excluded=frozenset({"A.md"}))
    assert orphans(graph) == ()
    assert [path for path, _ in hubs(graph)] == ["B.md"]


def test_components_join_notes_whatever_the_direction_of_links() -> None:
    graph = graph_of({"A": "B", "B": "", "C": "B", "D": "E", "E": "", "F": ""})
    assert components(graph) == (("A.md", "B.md", "C.md"), ("D.md", "E.md"), ("F.md",))


def test_parallel_links_are_one_vote() -> None:
    once = hubs(graph_of({"A": "B C", "B": "", "C": ""}))
    often = hubs(graph_of({"A": "B B B B C", "B": "", "C": ""}))
    assert once == often


def test_an_empty_vault_has_no_hubs_and_no_components() -> None:
    graph = graph_of({})
    assert (hubs(graph), components(graph), bridges(graph), orphans(graph)) == ((), (), (), ())


def test_neighbours_are_found_up_to_a_depth() -> None:
    graph = graph_of({"A": "B", "B": "C", "C": "", "D": "A"})
    assert neighbours(graph, "A.md") == (("B.md", 1), ("D.md", 1))
    assert neighbours(graph, "A.md", depth=2) == (("B.md", 1), ("D.md", 1), ("C.md", 2))
    with pytest.raises(ValueError, match="depth"):
        neighbours(graph, "A.md", depth=-1)


def test_a_bridge_holds_two_parts_together() -> None:
    assert bridges(graph_of({"A": "B", "B": "C", "C": "A D", "D": "E", "E": ""})) == ("C.md", "D.md")


NAMES = "ABCDEFGH"
GRAPHS = st.dictionaries(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(NAMES + "x"), max_size=6).map(" ".join),
    max_size=len(NAMES),
).map(graph_of)


@settings(max_examples=60)
@given(GRAPHS)
def test_hubs_agree_with_networkx(graph: Graph) -> None:
    plain = networkx.DiGraph(to_networkx(graph))
    plain.remove_edges_from(list(networkx.selfloop_edges(plain)))
    expected = networkx.pagerank(plain, tol=1e-10, max_iter=1000) if len(plain) else {}
    assert dict(hubs(graph, 99)) == pytest.approx(expected, abs=1e-6)


@settings(max_examples=60)
@given(GRAPHS)
def test_components_and_isolated_agree_with_networkx(graph: Graph) -> None:
    plain = networkx.Graph(to_networkx(graph))
    expected = {tuple(sorted(group)) for group in networkx.connected_components(plain)}
    assert set(components(graph)) == expected
    plain.remove_edges_from(list(networkx.selfloop_edges(plain)))
    assert list(isolated(graph)) == sorted(networkx.isolates(plain))


@settings(max_examples=60)
@given(GRAPHS)
def test_a_link_out_is_a_backlink_there(graph: Graph) -> None:
    for path in graph.vault.notes:
        assert all(path in backlinks(graph, target) for target in outgoing_links(graph, path))
        assert all(path in outgoing_links(graph, source) for source in backlinks(graph, path))
