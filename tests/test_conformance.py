"""Every row of tests/conformance/*.md, run. How to read a row: tests/conformance/README.md."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vaults import vault_of
from vaulttools.canvas import parse_source
from vaulttools.conformance import Row, cases, differences, fixture, rows, tables, version
from vaulttools.edit import Plan
from vaulttools.errors import VaultError
from vaulttools.external import canvas_links, note_links
from vaulttools.graph import Graph, build_graph
from vaulttools.links import Link
from vaulttools.note import parse
from vaulttools.places import heading_linktext, resolve_subpath
from vaulttools.proof import prove
from vaulttools.properties import read_properties
from vaulttools.rename import LinkFormat, plan_move
from vaulttools.rename_parts import plan_block, plan_heading, plan_tag
from vaulttools.resolve import build_index, resolve_file
from vaulttools.vault import text_of

FOLDER = Path(__file__).parent / "conformance"
STRENGTHS = {"D", "O", "P", "B", "I", "our choice"}


def links_of(row: Row) -> None:
    links = parse("n.md", row.text("input")).links
    assert told(links) == row.texts("links")
    if "shown" in row.cells:
        assert [link.display for link in links if link.display is not None] == row.texts("shown")


def told(links: tuple[Link, ...]) -> list[str]:
    return ["!" * link.is_embed + link.linktext for link in links]


def file_of(row: Row) -> None:
    source = row.text("from")
    match = resolve_file(build_index({*row.texts("files"), source}), row.text("linkpath"), source)
    assert [match.target] == (row.texts("goes to") or [None])
    assert match.rule == row.cells["rule"]


def edges_of(row: Row) -> None:
    links = build_graph(vault_of(row.text("vault"))).links
    assert [f"{link.source} → {link.target or '?' + link.link.linkpath}" for link in links] == row.texts(
        "edges"
    )


def outcome_of(row: Row) -> None:
    links = build_graph(vault_of(row.text("vault"))).links
    assert [link.outcome for link in links] == row.texts("outcomes")


def headings_of(row: Row) -> None:
    headings = parse("n.md", row.text("note")).headings
    assert [f"{'#' * heading.level} {heading.text}" for heading in headings] == row.texts("headings")


def blocks_of(row: Row) -> None:
    assert [block.id for block in parse("n.md", row.text("note")).blocks] == row.texts("blocks")


def place_of(row: Row) -> None:
    note = parse("n.md", row.text("note"))
    place = resolve_subpath(note, row.text("subpath"))
    shown = [place.outcome] if place.anchor is None else [note.text[slice(*place.anchor.span)].strip()]
    assert shown == row.texts("names")


def linktext_of(row: Row) -> None:
    assert heading_linktext(row.text("heading")) == row.text("linktext")


def values_of(row: Row) -> None:
    text = row.text("text")
    found = read_properties(text)
    assert json.dumps(dict(found.values), ensure_ascii=False) == row.text("values")
    if "body" in row.cells:
        assert text[found.body_start :] == row.text("body")
    else:
        assert (found.problem is not None) == (row.cells["problem"] == "yes")


def property_links_of(row: Row) -> None:
    links = read_properties(row.text("text")).links
    assert [f"{link.property}: {link.linktext}" for link in links] == row.texts("property links")


def aliases_of(row: Row) -> None:
    assert list(read_properties(row.text("text")).aliases) == row.texts("aliases")


def tags_of(row: Row) -> None:
    assert ["#" + tag.name for tag in parse("n.md", row.text("note")).tags] == row.texts("tags")


def property_tags_of(row: Row) -> None:
    assert ["#" + tag.name for tag in read_properties(row.text("text")).tags] == row.texts("property tags")


def source_of(row: Row) -> None:
    source = parse_source(row.text("file"), row.text("content"))
    assert told(source.links) == row.texts("links")
    assert (source.problem is not None) == (row.cells["problem"] == "yes")


def addresses_of(row: Row) -> None:
    column, read = ("canvas", canvas_links) if "canvas" in row.cells else ("words", note_links)
    links = read(row.text(column))
    assert [link.url for link in links] == row.texts("addresses")


def planned(graph: Graph, old: str, new: str, link_format: LinkFormat | None = None) -> Plan:
    path, _, place = old.partition("#")
    if not path:
        return plan_tag(graph, place, new.removeprefix("#"))
    if place.startswith("^"):
        return plan_block(graph, path, place[1:], new.partition("#^")[2])
    if place:
        return plan_heading(graph, path, place, new.partition("#")[2])
    return plan_move(graph, old, new, link_format)


def rename_of(row: Row) -> None:
    old, new, *format = row.texts("move")
    before = vault_of(row.text("vault"))
    graph = build_graph(before)
    plan = planned(graph, old, new, *format)
    after = prove(graph, plan).vault
    expected = vault_of(row.text("becomes"))
    changed = {edit.path for edit in plan.edits}
    moved = {move.old: move.new for move in plan.moves}
    assert {moved.get(path, path) for path in changed} == {*expected.notes, *expected.sources}
    for path in changed:
        path = moved.get(path, path)
        assert text_of(after, path).rstrip("\n") == text_of(expected, path).rstrip("\n")


# The columns that set a table apart, and what to do with its rows.
RUNNERS: dict[str, Callable[[Row], None]] = {
    "input links": links_of,
    "linkpath rule": file_of,
    "vault edges": edges_of,
    "vault outcomes": outcome_of,
    "note headings": headings_of,
    "note blocks": blocks_of,
    "subpath names": place_of,
    "heading linktext": linktext_of,
    "text values": values_of,
    "property links": property_links_of,
    "aliases text": aliases_of,
    "note tags": tags_of,
    "property tags": property_tags_of,
    "file content": source_of,
    "move becomes": rename_of,
    "addresses": addresses_of,
}
ROWS = list(rows(tables()))


def runner_for(row: Row) -> Callable[[Row], None]:
    for columns, runner in RUNNERS.items():
        if columns in row.cells or set(columns.split(" ")) <= set(row.cells):
            return runner
    raise AssertionError(f"{row.file}:{row.line}: no test reads these columns: {list(row.cells)}")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file[:-3]}-{row.line}")
def test_row(row: Row) -> None:
    assert row.cells["strength"] in STRENGTHS, "strength"
    assert row.cells["source"], "source"
    runner_for(row)(row)


def test_every_file_answers_its_question_with_rows() -> None:
    assert {row.file for row in ROWS} == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}


def test_the_fixture_holds_a_file_for_each_case_and_the_snippet_asks_all() -> None:
    found = cases(ROWS)
    files = fixture(found)

    assert len(found) > 200
    assert {case.path for case in found} <= files.keys()
    assert all(json.dumps(case.id) in files["console.js"] for case in found)
    assert "VERSION" not in files["console.js"] and "CASES" not in files["console.js"]


def test_in_the_vault_of_all_cases_our_own_answers_stay_the_same() -> None:
    """What lies beside a row in the shared vault does not change where its link goes."""
    found = cases(ROWS)
    index = build_index(fixture(found))

    for case in found:
        if case.kind == "file":
            target = resolve_file(index, case.linkpath, case.path).target
            assert [target] == (case.expected or [None]), case.id


def test_a_result_names_each_row_that_differs() -> None:
    found = cases(ROWS)
    answers = {case.id: case.expected for case in found}
    result = {"version": version(found), "app": "obsidian/9", "answers": {**answers, found[0].id: ["x"]}}

    assert differences(found, json.dumps({**result, "answers": answers})) == []
    assert [line.split(": ")[0] for line in differences(found, json.dumps(result))] == [found[0].id]


@pytest.mark.parametrize("result", ["", "[]", "{}", '{"version": "old", "answers": {}}'])
def test_another_result_is_refused(result: str) -> None:
    with pytest.raises(VaultError):
        differences(cases(ROWS), result)
