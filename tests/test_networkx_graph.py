"""The graph as networkx has it: what nodes and edges say, and that files of it read back as they were."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.house import ROOT
from tests.vaults import vault_of_files
from vaulttools.analysis import unresolved
from vaulttools.disk import read_vault
from vaulttools.graph import Graph, build_graph
from vaulttools.networkx_graph import to_networkx
from vaulttools.note import parse
from vaulttools.topics import find_topics
from vaulttools.vault import Vault


def graph_of(files: Mapping[str, str]) -> Graph:
    return build_graph(vault_of_files(files))


def test_nodes_say_what_they_are() -> None:
    note = parse("a/N.md", "---\ntitle: Nice\naliases: [M, m]\ntags: [t, u]\n---\n[[gone]]")
    graph = build_graph(Vault("test", {"a/N.md": note}, ("board.canvas", "p.png")))

    made = to_networkx(graph, unresolved=True)

    assert made.nodes["a/N.md"] == {
        "kind": "note", "label": "N", "title": "Nice", "folder": "a", "excluded": False,
        "aliases": "M, m", "tags": "t, u",
    }  # fmt: skip
    assert [made.nodes[node]["kind"] for node in made] == ["note", "canvas", "attachment", "unresolved"]


def test_edges_keep_every_link_apart() -> None:
    made = to_networkx(graph_of({"A.md": "one\n![[B#h|shown]] and [[B]]", "B.md": "# h"}))

    first, second = (data for _, _, data in made.edges(data=True))
    assert (first["line"], first["column"], first["embed"], first["linktext"]) == (2, 1, True, "B#h")
    assert (first["offset"], first["length"]) == (4, 14)
    assert (first["display"], first["link_style"], first["outcome"]) == ("shown", "wikilink", "resolved")
    assert "display" not in second and "property" not in second


def test_unresolved_links_are_nodes_only_on_request() -> None:
    graph = graph_of({"A.md": "[[gone]]"})

    assert list(to_networkx(graph)) == ["A.md"]
    assert list(to_networkx(graph, unresolved=True).edges()) == [("A.md", "[[gone]]")]


def test_a_missing_note_is_one_node_with_or_without_its_ending() -> None:
    graph = graph_of({"A.md": "[[Newton]] [[Newton.md]] [n](Newton.MD)"})

    made = to_networkx(graph, unresolved=True)

    assert [item.linkpath for item in unresolved(graph)] == ["Newton"]
    assert list(made) == ["A.md", "[[Newton]]"]
    assert (made.nodes["[[Newton]]"]["label"], made.number_of_edges()) == ("Newton", 3)
    assert [data["linkpath"] for _, _, data in made.edges(data=True)] == ["Newton", "Newton.md", "Newton.MD"]


def said(made: Any) -> tuple[dict[str, Any], list[Any]]:
    """All nodes and edges of a graph with all they say; not the numbers a format gives its edges."""
    edges = [
        (source, target, key, sorted((name, value) for name, value in data.items() if name != "id"))
        for source, target, key, data in made.edges(data=True, keys=True)
    ]
    return dict(made.nodes(data=True)), sorted(edges)


def from_graphml(made: Any, folder: Path) -> Any:
    networkx.write_graphml(made, folder / "graph.graphml")
    return networkx.read_graphml(folder / "graph.graphml", force_multigraph=True)


def from_gexf(made: Any, folder: Path) -> Any:
    networkx.write_gexf(made, folder / "graph.gexf")
    assert 'mode="dynamic"' not in (folder / "graph.gexf").read_text(encoding="utf-8")
    return networkx.read_gexf(folder / "graph.gexf")


def as_multigraph(made: Any) -> Any:
    """networkx reads a file without parallel links as a graph that cannot have any."""
    return made if made.is_multigraph() else networkx.MultiDiGraph(made)


@pytest.mark.parametrize("again", [from_graphml, from_gexf])
def test_the_example_vault_is_written_and_read_back(again: Any, tmp_path: Path) -> None:
    graph = build_graph(read_vault(ROOT / "vault"))
    made = to_networkx(graph, topics=find_topics(graph), unresolved=True)

    assert said(again(made, tmp_path)) == said(made)


PIECES = st.sampled_from(
    ["[[N]]", "[[n.md|x\x1b]]", "[a\r\n\tb](N.md)", "[[gone\udcff]]", "[[\ufffe]]", "[[N| \u3000 ]]", "[[é&<>'\"]]",
     "---\naliases: [a, \"b\\x07\"]\ntitle: ' '\nup: '[[N]]'\n---\n", "#t/ü ", "\n", "\x85", "\\"]
)  # fmt: skip
PATHS = st.sampled_from(["N.md", "a/N.md", "a\x01&<'.md", "\udcff.md", "é\u200d.md", "b.canvas", "[[N]].md"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.dictionaries(PATHS, st.lists(PIECES, max_size=6).map("".join), min_size=1))
def test_any_vault_is_written_and_read_back(files: dict[str, str], tmp_path: Path) -> None:
    made = to_networkx(graph_of(files), unresolved=True)

    assert said(from_graphml(made, tmp_path)) == said(made)
    assert said(as_multigraph(from_gexf(made, tmp_path))) == said(made)


@pytest.mark.filterwarnings("ignore")  # what pydot says of its own libraries
def test_dot_is_written_and_read_back(tmp_path: Path) -> None:
    pytest.importorskip("pydot", reason="pydot is not installed: DOT is not tried")
    made = to_networkx(
        graph_of({"A.md": "---\naliases: [a]\n---\n[[B|the b]] [[B]] [[gone]]", "B.md": ""}), unresolved=True
    )

    networkx.nx_pydot.write_dot(made, tmp_path / "graph.dot")
    again = networkx.nx_pydot.read_dot(tmp_path / "graph.dot")

    nodes = {name.strip('"'): data for name, data in again.nodes(data=True)}
    assert {name: data["label"].strip('"') for name, data in nodes.items()} == dict(made.nodes(data="label"))
    assert again.number_of_edges() == 3
