"""What `export` says of a vault: every file, link and topic, true to what was read."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.command import ROOT, run
from tests.test_outputs import COUNT, FLAG, TEXT, obj, some
from tests.vaults import put, vault_of
from vaulttools import outputs
from vaulttools.checks import Finding, Fix
from vaulttools.edit import Edit
from vaulttools.graph import Graph, build_graph
from vaulttools.outputs import Report
from vaulttools.outputs.export_csv import COLUMNS
from vaulttools.text import Span


def graph_of(text: str, excluded: frozenset[str] = frozenset()) -> Graph:
    return build_graph(vault_of(text, excluded=excluded))


def exported(graph: Graph) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(outputs.load("export", "json").render(Report(graph)))
    return data


def files_of(graph: Graph) -> dict[str, dict[str, Any]]:
    return {item["path"]: item for item in exported(graph)["files"]}


MAYBE_TEXT = {"type": ["string", "null"]}
SPAN = {"type": "array", "items": COUNT, "minItems": 2, "maxItems": 2}
PLACED = {"line": COUNT, "start": COUNT, "end": COUNT}
HEADING = {"level": COUNT, "text": TEXT, **PLACED, "text_span": SPAN}
BLOCK = {"id": TEXT, **PLACED}
FILE = obj(
    path=TEXT,
    kind={"enum": ["note", "attachment", "canvas", "base", "unread"]},
    title=TEXT,
    aliases=some(TEXT),
    tags=some(TEXT),
    headings=some(obj(**HEADING)),
    blocks=some(obj(**BLOCK)),
    backlinks=some(TEXT),
    orphan=FLAG,
    deadend=FLAG,
    topic={"type": ["integer", "null"]},
    excluded=FLAG,
    properties={"type": "object"},
    timestamps=some(obj(attribute=TEXT, label=TEXT, seconds={"type": ["integer", "null"]}, **PLACED)),
    tag_places=some(obj(name=TEXT, in_properties=FLAG, **PLACED)),
    problems=some(
        obj(
            kind={"enum": ["broken-properties", "undecodable-bytes", "broken-canvas"]}, message=TEXT, **PLACED
        )
    ),
)
LINK = obj(
    source=TEXT,
    line=COUNT,
    column=COUNT,
    start=COUNT,
    end=COUNT,
    original=TEXT,
    style={"enum": ["wikilink", "markdown", "property", "canvas"]},
    embed=FLAG,
    property=MAYBE_TEXT,
    linkpath=TEXT,
    subpath=TEXT,
    display=MAYBE_TEXT,
    linkpath_span=SPAN,
    subpath_span=SPAN,
    display_span=SPAN,
    target=MAYBE_TEXT,
    outcome={"enum": ["resolved", "no-file", "no-heading", "no-block"]},
    rule=TEXT,
    rivals=some(TEXT),
    anchor={
        "anyOf": [
            {"type": "null"},
            obj(kind={"const": "heading"}, **HEADING),
            obj(kind={"const": "block"}, **BLOCK),
        ]
    },
)
NUMBER = {"type": "number"}
TOPIC = obj(
    id=COUNT,
    name=TEXT,
    keywords=some(TEXT),
    size=COUNT,
    members=some(TEXT),
    stability=NUMBER,
    parent={"type": ["integer", "null"]},
    hub=TEXT,
    bridges=some(TEXT),
    conductance=NUMBER,
    coherence=NUMBER,
    modularity=NUMBER,
    confidence=some(NUMBER),
)
EXPORT_SCHEMA = obj(
    schema={"const": 1},
    vault=TEXT,
    files=some(FILE),
    links=some(LINK),
    topics=some(TOPIC),
    areas=some(obj(id=COUNT, name=TEXT, keywords=some(TEXT), topics=some(COUNT))),
    skipped=some(obj(path=TEXT, reason=TEXT)),
)

VAULT = "-- a/N.md --\n---\naliases: [En]\ntags: [x]\n---\n# T\n\nWords. ^b1\n-- b/M.md --\nSee [[n#T|x]], [[Nope]].\n-- i.png --\n"


def test_the_export_keeps_to_its_schema() -> None:
    data = exported(graph_of(VAULT))

    Draft202012Validator(EXPORT_SCHEMA).validate(data)
    assert [item["path"] for item in data["files"]] == ["a/N.md", "b/M.md", "i.png"]
    assert data["files"][0]["headings"] == [
        {"level": 1, "text": "T", "line": 5, "start": 32, "end": 35, "text_span": [34, 35]}
    ]
    assert data["files"][0]["backlinks"] == ["b/M.md"]
    link = data["links"][0]
    assert (link["original"], link["target"], link["display"]) == ("[[n#T|x]]", "a/N.md", "x")


def test_the_export_of_the_example_vault_keeps_to_its_schema_topics_and_all() -> None:
    data = strictly(run("export", ROOT / "vault").out)

    Draft202012Validator(EXPORT_SCHEMA).validate(data)
    assert all(topic["hub"] == topic["members"][0] for topic in data["topics"])
    assert all(len(topic["confidence"]) == topic["size"] == len(topic["members"]) for topic in data["topics"])
    assert data["topics"] == json.loads(run("topics", ROOT / "vault", "--format", "json").out)["topics"]


def test_every_span_covers_what_it_names() -> None:
    text = "---\nup: '[[a|b]]'\ntags: [x]\n---\n# 😀 T #\n\nSee [[a#^b|the é]], [x](a.md#%F0%9F%98%80%20T) #y. ^b\n\n"
    text += (
        '<a class="yt-timestamp" data-t="01:00:05">[1:00:05]</a> <a class="yt-timestamp" data-t="x">[y]</a>\n'
    )
    data = exported(graph_of(f"-- a.md --\n{text}"))
    (file,) = data["files"]
    said = [(link["linkpath_span"], link["subpath_span"], link["display_span"]) for link in data["links"]]

    assert [[text[slice(*span)] for span in spans] for spans in said] == [
        ["a", "", "b"], ["a", "#^b", "the é"], ["a.md", "#%F0%9F%98%80%20T", "x"],
    ]  # fmt: skip
    (heading,), (block,) = file["headings"], file["blocks"]
    assert text[slice(*heading["text_span"])] == heading["text"] == "😀 T"
    assert [link["anchor"] for link in data["links"]] == [
        None, {"kind": "block", **block}, {"kind": "heading", **heading},
    ]  # fmt: skip
    assert [text[item["start"] : item["end"]] for item in file["tag_places"]] == ["x", "#y"]
    assert [(item["label"], item["seconds"], item["line"]) for item in file["timestamps"]] == [
        ("1:00:05", 3605, 9), ("y", None, 9),
    ]  # fmt: skip


def test_properties_are_values_that_every_parser_takes() -> None:
    yaml = "born: 1643-01-04\ndone: true\nrate: .nan\nmost: [.inf, -.inf, 1.5]\nid: 20240101123456789012\n"
    yaml += f"huge: 0x{'f' * 300}\nin: {{a: [null, x\udce9]}}\n"
    data = strictly(outputs.load("export", "json").render(Report(graph_of(f"-- a.md --\n---\n{yaml}---\n"))))

    assert data["files"][0]["properties"] == {
        "born": "1643-01-04", "done": True, "rate": None, "most": [None, None, 1.5],
        "id": 20240101123456789012.0, "huge": None, "in": {"a": [None, "x\ufffd"]},
    }  # fmt: skip


def test_what_could_not_be_read_as_meant_is_said() -> None:
    files = files_of(graph_of("-- a.md --\n---\na: [\n---\n\udce9\n-- b.canvas --\n{\n-- c.md --\n"))

    assert [(item["kind"], item["line"]) for item in files["a.md"]["problems"]] == [
        ("broken-properties", 3), ("undecodable-bytes", 4),
    ]  # fmt: skip
    assert [item["kind"] for item in files["b.canvas"]["problems"]] == ["broken-canvas"]
    assert files["c.md"]["problems"] == []


def test_an_excluded_note_is_marked_and_its_links_count_as_those_of_any_other() -> None:
    graph = graph_of(
        "-- a.md --\n[[b]]\n-- b.md --\n-- t.md --\n[[b]]\n-- u.md --\n-- i.png --\n",
        frozenset({"t.md", "u.md"}),
    )
    files = files_of(graph)

    assert {path: item["excluded"] for path, item in files.items()} == {
        "a.md": False, "b.md": False, "i.png": False, "t.md": True, "u.md": True,
    }  # fmt: skip
    assert [path for path, item in files.items() if item["orphan"]] == ["a.md", "t.md", "u.md"]
    assert [path for path, item in files.items() if item["deadend"]] == ["b.md", "u.md"]


def test_a_link_of_a_note_to_itself_saves_it_neither_way() -> None:
    files = files_of(graph_of("-- a.md --\n[[a]]\n", frozenset({"a.md"})))

    assert (files["a.md"]["orphan"], files["a.md"]["deadend"], files["a.md"]["backlinks"]) == (True, True, [])


def test_what_was_not_read_is_said_and_is_no_attachment(tmp_path: Path) -> None:
    vault = put(tmp_path, {"a.md": "[[big]] [[i.png]]", "big.md": b"x" * 1_100_000, "i.png": ""})
    put(vault, {"vaulttools.toml": "largest-note = 1\n"})
    (vault / "gone.md").symlink_to(vault / "nowhere.md")
    done = run("export", vault, "--no-topics")
    data = json.loads(done.out)

    reason = "larger than 1 MB; raise `largest-note` to read it"
    circle = "a symbolic link that leads nowhere or round in a circle"
    assert data["skipped"] == [{"path": "big.md", "reason": reason}, {"path": "gone.md", "reason": circle}]
    assert [(item["path"], item["kind"]) for item in data["files"]] == [
        ("a.md", "note"), ("big.md", "unread"), ("i.png", "attachment"), ("vaulttools.toml", "attachment"),
    ]  # fmt: skip
    assert [item["target"] for item in data["links"]] == ["big.md", "i.png"]
    assert (done.status, done.err) == (0, f"skipped: big.md: {reason}\nskipped: gone.md: {circle}\n")


def test_the_map_says_what_was_not_read(tmp_path: Path) -> None:
    vault = put(tmp_path / "v", {"a.md": "", "b.md": "", "vaulttools.toml": "largest-note = 1\n"})
    put(vault, {"big\n.md": b"x" * 1_100_000})
    done = run("map", vault, "--output", tmp_path / "map.html")

    assert "skipped: big\\n.md: larger than 1 MB" in done.err
    assert done.status == 0


def test_a_canvas_is_one_in_any_letter_case(tmp_path: Path) -> None:
    card = '{"nodes": [{"type": "file", "file": "a.md"}]}'
    data = json.loads(run("export", put(tmp_path, {"a.md": "", "Up.CANVAS": card, "B.Base": ""})).out)

    assert [(item["path"], item["kind"]) for item in data["files"]] == [
        ("B.Base", "base"), ("Up.CANVAS", "canvas"), ("a.md", "note"),
    ]  # fmt: skip
    assert [(item["source"], item["target"]) for item in data["links"]] == [("Up.CANVAS", "a.md")]


def strictly(text: str) -> Any:
    """What a JSON parser reads that takes nothing but Unicode and JSON's own numbers."""

    def refuse(word: str) -> None:
        raise ValueError(f"no JSON: {word}")

    found = json.loads(text, parse_constant=refuse)
    json.dumps(found, ensure_ascii=False).encode()
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ("export",),
        ("topics", "--format", "json"),
        ("suggest", "--format", "json"),
        ("unresolved", "--format", "json"),
        ("orphans", "--format", "json"),
        ("aliases", "--format", "json"),
        *[
            ("check", "--verbose", "--exit-zero", "--format", name)
            for name in ("json", "sarif", "gitlab", "rdjson")
        ],
    ],
    ids=lambda arguments: arguments[0] + arguments[-1],
)
def test_bytes_that_are_no_utf_8_are_read_by_every_parser(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    vault = put(
        tmp_path,
        {
            "Caf.md": b"---\naliases: [caf\xe9]\n---\n# \xe9 \xf0\x9f\x98\x80\nSee [[caf\xe9|\xe9]] [[CAF]]\n\nCaf \xe9\n"
        },
    )
    (vault / os.fsdecode(b"na\xefve.md")).write_bytes(b"[[caf]] \\udce9 [[na\xefve]]")

    assert strictly(run(arguments[0], vault, *arguments[1:]).out)


def test_a_text_with_a_byte_that_is_no_utf_8_keeps_its_length() -> None:
    (link,) = exported(graph_of("-- a.md --\n\udce9 😀 [[caf\udce9|\\udce9\ud83d]]\n"))["links"]

    assert link["original"] == "[[caf\ufffd|\\udce9\ufffd]]"
    assert link["end"] - link["start"] == len(link["original"])


def test_a_fix_that_json_cannot_hold_is_left_out() -> None:
    graph = graph_of("-- a.md --\n[[a]]\n")
    fix = Fix("write it", True, (Edit("a.md", Span(0, 5), "[[\udce9]]"),))
    finding = Finding("unresolved-link", "error", "a.md", Span(0, 5), "gone", fix)

    assert (
        strictly(outputs.load("check", "json").render(Report(graph, [finding])))["findings"][0]["fix"] is None
    )


def keys_of(schema: dict[str, Any], before: str = "") -> Iterator[str]:
    """The keys of an object, and behind a dot those of the objects in it."""
    for key, inner in schema["properties"].items():
        yield before + key
        for one in inner.get("anyOf", [inner]):
            one = one.get("items", one)
            if "properties" in one:
                yield from keys_of(one, f"{before}{key}.")


def test_the_page_of_the_export_tells_of_each_key() -> None:
    page = (ROOT / "docs/export.md").read_text(encoding="utf-8")
    tables = [
        re.findall(r"^\| `([\w.]+)` \|", table, re.M)
        for table in page.split("| key | what |\n| --- | --- |\n")[1:]
    ]
    top = [key for key in keys_of(EXPORT_SCHEMA) if not re.match("(files|links|topics|areas)[.]", key)]

    assert tables[0] == top
    for told, schema in zip(tables[1:], (FILE, LINK, TOPIC), strict=True):
        assert len(told) == len(set(told))
        assert set(told) == set(keys_of(schema))
    assert f"`{','.join(COLUMNS)}`" in page
    assert set(re.findall(r"^\| `(\w+)` \| .* \| .* \|$", page, re.M)) == set(outputs.formats("export"))
