"""The other formats of `export`, each read back by a reader that is not ours."""

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from tests.command import ROOT, run
from tests.test_export import exported, graph_of
from tests.vaults import put, vault_of_files
from vaulttools import cli, outputs
from vaulttools.cli_args import parser
from vaulttools.graph import Graph, build_graph
from vaulttools.outputs import Report
from vaulttools.outputs.export_csv import COLUMNS
from vaulttools.topics import find_topics
from vaulttools.vault import Unreadable

FORMATS = ("csv", "dot", "gexf", "graphml", "json")
HOSTILE = (
    "plain", "a\nb", "a\r\nb", "\x1b[31mred", "a\\", 'a\\"b', "a'b", 'q"<&>|`*', "]]>", "</data>", "<!--", "&eacute;",
    "\udcff\udc80", "\ud800", "\ufffe\x00", "\u2028\u202e\x85", "\\N\\G\\n", "🙂 é 日本", "=1+1", "+a", "-a", "@a", "\ta",
    "a,b;c", "{|}", "a -> b", "#!$", "_:x", " ", "n0", "topic",
)  # fmt: skip


def hostile_graph() -> Graph:
    """Notes of such names, each with a heading, tag, alias and property of it, in a ring of links."""
    files = {}
    for name, following in zip(HOSTILE, [*HOSTILE[1:], HOSTILE[0]], strict=True):
        head = f"---\naliases: [{json.dumps(name)}]\ntitle: {json.dumps(name)}\n---\n# {name}\n"
        files[f"{name}.md"] = (
            f"{head}\n[[{following}]] [[{following}#x|{name}]] [[none {name}]] [[a|={name}]]\n"
        )
    return build_graph(vault_of_files(files, name='v"\\\udcff'))


def written(graph: Graph, name: str, topics: bool = False) -> str:
    return outputs.load("export", name).render(Report(graph, topics=find_topics(graph) if topics else None))


def read(graph: Graph, name: str, topics: bool = False) -> Any:
    """What networkx reads of what we write."""
    stream = io.BytesIO(written(graph, name, topics).encode())
    return networkx.read_graphml(stream) if name == "graphml" else networkx.read_gexf(stream)


def test_the_help_names_every_format() -> None:
    assert outputs.formats("export") == FORMATS
    shown = " ".join(run("export", "--help").out.split())
    assert "json, csv, dot, gexf or graphml (default: json)" in shown


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_every_file_and_every_link(name: str) -> None:
    text = "-- a.md --\n---\naliases: [x, y]\n---\n#t #u [[b]] [[b|c]] [[B#h]] [[nope]] [[a]] ![[i.png]]\n-- b.md --\n"
    network = read(graph_of(text + "-- i.png --\n-- P.CANVAS --\n{}\n"), name)

    assert network.is_directed() and network.is_multigraph()
    assert {node: said["kind"] for node, said in network.nodes(data=True)} == {
        "a.md": "note", "b.md": "note", "i.png": "attachment", "P.CANVAS": "canvas", "[[nope]]": "unresolved",
    }  # fmt: skip
    assert sorted(network.edges()) == [
        ("a.md", "[[nope]]"), ("a.md", "a.md"), *[("a.md", "b.md")] * 3, ("a.md", "i.png"),
    ]  # fmt: skip
    assert (network.nodes["a.md"]["aliases"], network.nodes["a.md"]["tags"]) == ("x, y", "t, u")
    assert network.nodes["a.md"]["excluded"] is False


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_no_two_links_have_one_id(name: str) -> None:
    top = ElementTree.fromstring(
        written(graph_of("-- a.md --\n[[b]] [[b]] [[c]]\n-- b.md --\n[[a]]\n"), name)
    )
    ids = [element.get("id") for element in top.iter() if element.tag.endswith("}edge")]

    assert ids == ["0", "1", "2", "3"]


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_reads_hostile_names(name: str) -> None:
    network = read(hostile_graph(), name)
    kinds = [said["kind"] for _, said in network.nodes(data=True)]

    assert kinds.count("note") == len(HOSTILE)
    assert {"a\\nb.md", 'q"<&>|`*.md', "</data>.md", "\\udcff\\udc80.md", "🙂 é 日本.md", "=1+1.md"} <= set(
        network
    )


def test_what_was_not_read_is_unread_in_every_format() -> None:
    graph = graph_of("-- a.md --\n[[big]]\n-- big.md.png --\n")
    vault = graph.vault._replace(attachments=("big.md",), unreadable=(Unreadable("big.md", "too large"),))
    graph = build_graph(vault)

    assert [read(graph, name).nodes["big.md"]["kind"] for name in ("graphml", "gexf")] == ["unread"] * 2
    assert '"big.md" [label="big.md", class=unread];' in written(graph, "dot")
    assert [item["kind"] for item in exported(graph)["files"]] == ["note", "unread"]


def test_csv_has_a_row_for_each_link_with_the_values_of_json() -> None:
    graph = hostile_graph()
    rows = list(csv.DictReader(io.StringIO(written(graph, "csv"), newline="")))
    links = exported(graph)["links"]

    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(links) > 3 * len(HOSTILE)
    for row, link in zip(rows, links, strict=True):
        for key in ("source", "original", "linkpath", "subpath", "display", "target"):
            cell, value = row[key], link[key] or ""
            assert cell == (f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") and value else value)
        assert (row["start"], row["embed"]) == (str(link["start"]), "false")


def test_csv_is_as_rfc_4180_has_it() -> None:
    text = '-- a.md --\n# T\n\nx ^b\n-- b/a.md --\n-- c.md --\nup [[a#T|x, "y"]]\n![[a#^b]]\n[[nope]]\n'

    assert written(graph_of(text), "csv") == "\r\n".join([
        "source,line,column,start,end,original,style,embed,property,linkpath,subpath,display,target,outcome,rule,"
        "rivals,anchor,anchor_line",
        'c.md,1,4,3,17,"[[a#T|x, ""y""]]",wikilink,false,,a,#T,"x, ""y""",a.md,resolved,exact-path,,T,1',
        "c.md,2,1,18,27,![[a#^b]],wikilink,true,,a,#^b,,a.md,resolved,exact-path,,^b,3",
        "c.md,3,1,28,36,[[nope]],wikilink,false,,nope,,,,no-file,none,,,", "",
    ])  # fmt: skip


def test_csv_has_the_same_bytes_whatever_the_locale(tmp_path: Path) -> None:
    vault = put(tmp_path, {"a.md": "[[日本]]\n"})
    there = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    assert run("export", vault, "--no-topics", "--format", "csv", env=there).out == run(
        "export", vault, "--no-topics", "--format", "csv", env={"PYTHONUTF8": "1"}
    ).out  # fmt: skip


def test_a_table_of_links_waits_for_no_topics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(graph: Graph) -> None:
        raise AssertionError("CSV has no topics")

    monkeypatch.setattr("vaulttools.topics.find_topics", never)
    vault, out = put(tmp_path / "v", {"a.md": "[[b]]"}), str(tmp_path / "links.csv")

    assert cli.export(parser().parse_args(["export", str(vault), "--format", "csv", "--output", out])) == 0


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_hostile_names_and_shows_them() -> None:
    graph = hostile_graph()
    done = subprocess.run(
        ["dot", "-Tjson0", "-Kneato", "-Gmaxiter=1"],
        input=written(graph, "dot").encode(),
        capture_output=True,
        check=True,
    )
    nodes = [item for item in json.loads(done.stdout)["objects"] if "nodes" not in item]

    assert done.stderr == b""
    assert len(nodes) == len(read(graph, "graphml"))
    assert len([item for item in nodes if item.get("class") == "note"]) == len(HOSTILE)


def test_dot_joins_links_between_two_files_and_boxes_topics() -> None:
    graph = graph_of('-- a "x".md --\n[[b]] [[b|y]] [[nope]]\n-- b.md --\n[[a "x"]]\n')
    topics = find_topics(graph)
    text = outputs.load("export", "dot").render(Report(graph))

    assert text.splitlines() == [
        'digraph "vault" {',
        '  node [shape=box, style=rounded, fontname="sans-serif"];',
        '  "a \\"x\\".md" [label="a \\"x\\"", class=note];',
        '  "b.md" [label="b", class=note];',
        '  "[[nope]]" [label="nope", class=unresolved, style="rounded,dashed"];',
        '  "a \\"x\\".md" -> "b.md" [weight=2];',
        '  "a \\"x\\".md" -> "[[nope]]";',
        '  "b.md" -> "a \\"x\\".md";',
        "}",
    ]
    boxed = outputs.load("export", "dot").render(Report(graph, topics=topics))
    assert boxed.count("subgraph cluster_") == len(topics.topics)


@pytest.mark.parametrize("name", FORMATS)
def test_the_bytes_are_the_same_whatever_the_hash_seed(name: str) -> None:
    said = {
        run("export", ROOT / "vault", "--format", name, env={"PYTHONHASHSEED": seed}).out
        for seed in ("0", "77")
    }

    assert len(said) == 1


def test_no_format_tells_the_day() -> None:
    assert "lastmodified" not in written(graph_of("-- a.md --\n"), "gexf")


@pytest.mark.parametrize("name", FORMATS)
def test_a_vault_without_links_is_written_too(name: str) -> None:
    assert written(graph_of("-- a.md --\n"), name).endswith("\n")
