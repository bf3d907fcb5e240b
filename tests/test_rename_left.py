"""What keeps an old name through a rename, and is said: bases, searches in the bookmarks, link definitions."""

import json
from collections.abc import Callable, Mapping
from functools import partial

import pytest

from tests.linear import stays_linear
from tests.vaults import vault_of_files
from vaulttools.edit import edited
from vaulttools.graph import build_graph
from vaulttools.proof import prove, same_place
from vaulttools.rename import folder_moves, plan_moves
from vaulttools.rename_left import left_remarks
from vaulttools.rename_outside import BOOKMARKS, Change, outside_edits


def remarks(
    files: Mapping[str, str], old: str, new: str, query: str = "", settings: Mapping[str, str] | None = None
) -> list[str]:
    """What is said when a note or a folder gets another path."""
    graph = build_graph(vault_of_files(files))
    paths = [*graph.vault.notes, *graph.vault.attachments]
    moves = {old: new} if old in paths else folder_moves(paths, old, new)
    plan = plan_moves(graph, moves, None, "x")
    folders = {} if old in paths else {old: new}
    change = Change(graph, prove(graph, plan), same_place(graph.vault, plan), folders)
    bookmarks = json.dumps({"items": [{"type": "search", "query": query}]})
    outside = outside_edits(change, bookmarks)
    plan = plan._replace(edits=(*plan.edits, *outside.edits))
    marks = edited(bookmarks, (edit for edit in outside.edits if edit.path == BOOKMARKS))
    return list(left_remarks(change, plan, marks, settings or {}))


@pytest.mark.parametrize(
    ("base", "old", "new", "said"),
    [
        ('filters: file.name == "N"', "f/N.md", "f/M.md", "N"),
        ("filters: 'file.name == \"N.md\"'", "f/N.md", "f/M.md", "N"),
        ('filters: "up == \\"[[f/N#H|x]]\\""', "f/N.md", "f/M.md", "f/N"),
        ('filters: file.folder.startsWith("f")', "f", "g", "f"),
        ('filters: file.path.startsWith("f/sub/")', "f", "g", "f/sub"),
        ('filters: file.name == "N"', "f/N.md", "g/N.md", None),
        ('filters: file.hasLink("N") && file.folder == "f"', "f/N.md", "f/M.md", None),
        ('filters: file.name == "Nn"', "f/N.md", "f/M.md", None),
        ('filters: file.folder.startsWith("ff")', "f", "g", None),
    ],
)
def test_a_base_that_keeps_an_old_name_is_named(base: str, old: str, new: str, said: str | None) -> None:
    found = remarks({"f/N.md": "", "b.base": f"{base}\n"}, old, new)

    assert found == ([f"'b.base' seems to name '{said}'; change it there by hand"] if said else [])


@pytest.mark.parametrize(
    ("query", "old", "new", "said"),
    [
        ("path:f/ x", "f", "g", "f"),
        ('-path:("f/sub")', "f", "g", "f/sub"),
        ("file:N.md", "f/N.md", "f/M.md", "N"),
        ("line:([[N]] #t)", "f/N.md", "f/M.md", "N"),
        ("N", "f/N.md", "f/M.md", None),
        ("path:ff", "f", "g", None),
    ],
)
def test_a_search_in_the_bookmarks_is_named(query: str, old: str, new: str, said: str | None) -> None:
    found = remarks({"f/N.md": ""}, old, new, query)

    where = "a search in the bookmarks"
    assert found == ([f"{where} seems to name '{said}'; change it there by hand"] if said else [])


@pytest.mark.parametrize(
    ("file", "text", "old", "new", "said"),
    [
        (".obsidian/templates.json", '{"folder":"f"}', "f", "g", "f"),
        (".obsidian/daily-notes.json", '{"template": "f/N", "folder": "d"}', "f/N.md", "f/M.md", "f/N"),
        (".obsidian/daily-notes.json", '{"template": "f\\u002fN.md"}', "f", "g", "f/N"),
        (".obsidian/app.json", '{"userIgnoreFilters": ["x/", "f/"]}', "f", "g", "f"),
        (
            ".obsidian/app.json",
            '{"attachmentFolderPath": "./f", "f": true, "newLinkFormat": "N"}',
            "f",
            "g",
            None,
        ),
        (".obsidian/app.json", '{"newLinkFormat": "N"}', "f/N.md", "f/M.md", None),
        (".obsidian/app.json", '["f"]', "f", "g", None),
        ("vaulttools.toml", 'exclude = ["f/**"]', "f", "g", "f/**"),
        ("vaulttools.toml", "[per-path.'f/N.md']\nignore = []", "f/N.md", "f/M.md", "f/N"),
        ("vaulttools.toml", 'exclude = ["ff/**", "*.md"]', "f", "g", None),
    ],
)
def test_settings_that_keep_an_old_path_are_named(
    file: str, text: str, old: str, new: str, said: str | None
) -> None:
    found = remarks({"f/N.md": ""}, old, new, settings={file: text})

    assert found == ([f"'{file}' seems to name '{said}'; change it there by hand"] if said else [])


@pytest.mark.parametrize(
    ("note", "old", "new", "places"),
    [
        ('[t][n]\n\n[n]: f/N.md "title"\n', "f/N.md", "f/M.md", "a.md:3"),
        ("> [n]: <f/N.md>\n", "f/N.md", "f/M.md", "a.md:1"),
        ("[n]: N\n", "f/N.md", "g/N.md", None),
        ("[n]: https://x.y/f/N.md\n", "f/N.md", "f/M.md", None),
        ("```\n[n]: f/N.md\n```\n", "f/N.md", "f/M.md", None),
        ("[n]: f/Gone.md\n", "f/N.md", "f/M.md", None),
    ],
)
def test_link_definitions_that_lose_their_note_are_named(
    note: str, old: str, new: str, places: str | None
) -> None:
    found = remarks({"a.md": note, "f/N.md": ""}, old, new)

    said = f"link definitions do not follow: {places}; change them by hand"
    assert found == ([said] if places else [])


def test_definitions_of_a_note_that_moves_itself_are_named() -> None:
    found = remarks({"d/a.md": "[n]: ./N.md\n", "d/N.md": "", "N.md": ""}, "d/a.md", "a.md")

    assert found == ["link definitions do not follow: d/a.md:1; change them by hand"]


def test_bookmarks_that_are_no_json_are_passed_over() -> None:
    graph = build_graph(vault_of_files({"N.md": ""}))
    plan = plan_moves(graph, {"N.md": "M.md"}, None, "x")
    change = Change(graph, prove(graph, plan), same_place(graph.vault, plan), {})

    assert left_remarks(change, plan, "]}", {"x.json": "]}"}) == ()


def test_many_definitions_are_looked_at_in_linear_time() -> None:
    def looked_at(size: int) -> Callable[[], object]:
        return partial(remarks, {"a.md": "[n]: N.md\n" * size, "N.md": ""}, "N.md", "M.md")

    assert stays_linear(looked_at, 400)
