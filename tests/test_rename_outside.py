"""Bookmarks and bases: what names a file, folder, heading, block or tag outside of links follows; all else stays."""

import re
from collections.abc import Mapping
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.vaults import vault_of, vault_of_files
from vaulttools.bases import Outside
from vaulttools.edit import edited
from vaulttools.graph import build_graph
from vaulttools.merge import plan_merge
from vaulttools.proof import PlanError, prove, prove_composed, same_place
from vaulttools.rename import plan_moves
from vaulttools.rename_outside import BOOKMARKS, Change, base_tag_edits, outside_edits
from vaulttools.rename_parts import plan_block, plan_heading
from vaulttools.vault import Vault

MOVES = {"f/N.md": "g/M.md", "f/p.png": "g/é.png", 'q"\\.md': "r.md"}
NOTES = "-- N.md --\n# Plan\n## Old\nwords ^b1\n-- A.md --\ntext ^a\n## Old\n-- B.md --\n# B\n## Old\n"


def moved(vault: Vault, moves: Mapping[str, str], folders: Mapping[str, str]) -> Change:
    graph = build_graph(vault)
    plan = plan_moves(
        graph,
        {old: new for old, new in moves.items() if old in {*vault.notes, *vault.attachments}},
        None,
        "x",
    )
    return Change(graph, prove(graph, plan), same_place(vault, plan), folders)


def of_bookmarks(change: Change, text: str) -> str:
    found = outside_edits(change, text)
    assert not found.remarks
    return edited(text, (edit for edit in found.edits if edit.path == BOOKMARKS))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ('{"items":[{"type":"file","path":"f/N.md"}]}', '{"items":[{"type":"file","path":"g/M.md"}]}'),
        ('{"items":[{"path" : "f/p.png"}]}', '{"items":[{"path" : "g/é.png"}]}'),
        ('{"items":[{"path":"q\\"\\\\.md"}]}', '{"items":[{"path":"r.md"}]}'),
        ('{"items":[{"type":"folder","path":"f"}]}', '{"items":[{"type":"folder","path":"g"}]}'),
        (
            '{"items":[{"type":"folder","path":"f/sub"},{"path":"ff"}]}',
            '{"items":[{"type":"folder","path":"g/sub"},{"path":"ff"}]}',
        ),
        (
            '{"items":[{"title":"{ \\"}","items":[{"title":"}","path":"f/N.md","subpath":"#gone"}]}]}',
            '{"items":[{"title":"{ \\"}","items":[{"title":"}","path":"g/M.md","subpath":"#gone"}]}]}',
        ),
        ('{"items":[{"type":"search","query":"f/N.md"}]}', None),
        ('{"items":[{"path":"N"},{"path":"F/Nn.md"},{"path":"x"}]}', None),
        ('[{"path":"f/N.md"}]', None),
        ('{"path":"f/N.md"', None),
        ("", None),
    ],
)
def test_bookmarks_of_what_moves_follow(text: str, becomes: str | None) -> None:
    change = moved(vault_of_files(dict.fromkeys(MOVES, "")), MOVES, {"f": "g"})

    assert of_bookmarks(change, text) == (text if becomes is None else becomes)


def mark(path: str, subpath: str) -> str:
    return f'{{"items":[{{"type":"file","path":"{path}","subpath":"{subpath}","title":"#Old"}}]}}'


def test_bookmarks_of_headings_and_blocks_follow() -> None:
    graph = build_graph(vault_of(NOTES))
    heading, block = (
        plan_heading(graph, "N.md", "Plan", "The plan: all"),
        plan_block(graph, "N.md", "b1", "b2"),
    )
    by_heading = Change(graph, prove(graph, heading), same_place(graph.vault, heading), {})
    by_block = Change(graph, prove(graph, block), same_place(graph.vault, block), {})

    assert of_bookmarks(by_heading, mark("N.md", "#Plan")) == mark("N.md", "#The plan all")
    assert of_bookmarks(by_heading, mark("N.md", "#Plan#Old")) == mark("N.md", "#Old")
    for same in (
        mark("N.md", "#Old"),
        mark("N.md", "#^b1"),
        mark("A.md", "#Old"),
        mark("N.md", "#Gone"),
        mark("N.md", ""),
    ):
        assert of_bookmarks(by_heading, same) == same
    assert of_bookmarks(by_block, mark("N.md", "#^B1")) == mark("N.md", "#^b2")


def merged(vault: Vault, path: str, into: str) -> Change:
    graph = build_graph(vault)
    found = plan_merge(graph, path, into)
    after = prove_composed(graph, found.plan, found.expected, found.added)
    return Change(graph, after, lambda item: (pair := found.expected(item)) and pair[1], {})


def test_bookmarks_and_bases_follow_a_note_that_is_merged() -> None:
    vault = vault_of(
        NOTES + '-- b.base --\nfilters: file.hasLink("A") && link("A#Old") && file.path == "A.md"\n'
    )
    change = merged(vault, "A.md", "B.md")

    assert of_bookmarks(change, mark("A.md", "#Old")) == mark("B.md", "#A#Old")
    assert of_bookmarks(change, mark("A.md", "#^a")) == mark("B.md", "#^a")
    assert of_bookmarks(change, mark("B.md", "#Old")) == mark("B.md", "#Old")
    assert in_base(vault.sources["b.base"].text, outside_edits(change, "")) == (
        'filters: file.hasLink("B") && link("B#A#Old") && file.path == "B.md"\n'
    )


def in_base(filters: str, found: Outside) -> str:
    """What becomes of the only base, where nothing else changes."""
    assert {edit.path for edit in found.edits} <= {"b.base"}
    assert not found.remarks
    return edited(filters, found.edits)


def test_a_bookmark_that_can_lead_to_its_heading_no_more_is_told() -> None:
    change = merged(vault_of("-- A.md --\n# Old\n-- B.md --\n# Old\n"), "A.md", "B.md")
    found = outside_edits(change, mark("A.md", "#Old"))

    assert edited(mark("A.md", "#Old"), found.edits) == mark("B.md", "#Old")
    assert found.remarks == (
        "a bookmark of 'A.md#Old' cannot lead there any more: 'B.md' has another heading of that name above",
    )


@pytest.mark.parametrize(
    ("filters", "becomes"),
    [
        ('file.hasLink("N")', 'file.hasLink("M")'),
        ("link('N.md')", "link('M.md')"),
        ('file("f/N.md")', 'file("g/M.md")'),
        ('link("f/N")', 'link("g/M")'),
        ('link("F/n")', 'link("M")'),
        ('file.path == "f/N.md" && file.path!="f/N.md"', 'file.path == "g/M.md" && file.path!="g/M.md"'),
        ('"link(\\"N\\")"', '"link(\\"M\\")"'),
        ('link("p.png")', 'link("é.png")'),
        ('link("Twin") link("f/Twin")', 'link("Twin") link("g/Twin")'),
        ('link("Deep")', 'link("g/Taken.md")'),
        ('link("Other") link("nothing") link("x/Other.md") "N" unlink("N")', None),
        ('file.inFolder("f") file.folder == "f/sub"', 'file.inFolder("g") file.folder == "g/sub"'),
        ('file.folder != "f" file.folder=="f"', 'file.folder != "g" file.folder=="g"'),
        ('file.inFolder("ff") file.inFolder("x/f") folder == "f"', None),
    ],
)  # fmt: skip
def test_filters_that_name_what_moves_follow(filters: str, becomes: str | None) -> None:
    files = ("f/N.md", "f/p.png", "f/Deep.md", "f/Twin.md", "a/Twin.md", "x/Other.md", "Taken.md")
    vault = vault_of(f"-- b.base --\n{filters}" + "".join(f"\n-- {path} --\n" for path in files))
    moves = {**MOVES, "f/Deep.md": "g/Taken.md", "f/Twin.md": "g/Twin.md"}

    assert in_base(filters, outside_edits(moved(vault, moves, {"f": "g"}), "")) == (becomes or filters)


@pytest.mark.parametrize(
    ("filters", "becomes"),
    [
        ("file.hasTag(\"work\", '#work/x')", "file.hasTag(\"WORK\", '#WORK/x')"),
        ('"hasTag(\\"work\\")"', '"hasTag(\\"WORK\\")"'),
        ('hasTag("home", "work")', 'hasTag("home", "WORK")'),
        ('hasTag("home") == "work" || Tag("work")', None),
        ('hasTag("") hasTag()', None),
    ],
)
def test_tags_in_filters_follow(filters: str, becomes: str | None) -> None:
    vault = vault_of(f"-- b.base --\n{filters}\n-- c.canvas --\n{filters}")

    assert in_base(filters, base_tag_edits(vault, "work", "WORK")) == (becomes or filters)


QUOTED = {"Bob.md": "Bob's notes.md", "P/x.md": "P's stuff/x.md"}


@pytest.mark.parametrize(
    ("base", "becomes"),
    [
        ("- 'file.hasLink(\"Bob\")'", "- 'file.hasLink(\"Bob''s notes\")'"),
        ("- file.hasLink('Bob')", '- file.hasLink("Bob\'s notes")'),
        ("- 'file.hasLink(''Bob'')'", "- 'file.hasLink(\"Bob''s notes\")'"),
        ('- "file.hasLink(\'Bob\')"', '- "file.hasLink(\\"Bob\'s notes\\")"'),
        ('- "file.hasLink(\\"B\\x6fb\\")"', '- "file.hasLink(\\"Bob\'s notes\\")"'),
        ("- 'file.inFolder(\"P\")'", "- 'file.inFolder(\"P''s stuff\")'"),
        ('a: [link("Bob"), 1]', 'a: [link("Bob\'s notes"), 1]'),
        ('a: >-\n  link("Bob") &&\n  link("Bob")', 'a: >-\n  link("Bob\'s notes") &&\n  link("Bob\'s notes")'),
        ('a: |\n  link("Bob")\n', 'a: |\n  link("Bob\'s notes")\n'),
        ('a: link("Bob")  # link("Bob")', 'a: link("Bob\'s notes")  # link("Bob")'),
        ('a: &x link("no")\nb: *x\nc: link("Bob")', 'a: &x link("no")\nb: *x\nc: link("Bob\'s notes")'),
        ('link("Bob"): 1', 'link("Bob"): 1'),
        ('a: \'"link(\\"Bob\\")"\'', 'a: \'"link(\\"Bob\\")"\''),
    ],
)  # fmt: skip
def test_a_name_is_written_in_the_quotes_of_the_expression_and_of_yaml(base: str, becomes: str) -> None:
    vault = vault_of_files({**dict.fromkeys(QUOTED, ""), "b.base": base})

    assert in_base(base, outside_edits(moved(vault, QUOTED, {"P": "P's stuff"}), "")) == becomes


_SIGNS = st.text(st.sampled_from("ab '\"\\,:#[]{}&*!%@é-"), min_size=1, max_size=6).filter(
    lambda name: name == name.strip()
)
_STYLES = {
    "": str,
    "'": lambda said: "'" + said.replace("'", "''") + "'",
    '"': lambda said: '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"',
    "|": lambda said: f"|-\n   {said}",
}


@given(_SIGNS, _SIGNS, st.sampled_from("'\""), st.sampled_from(sorted(_STYLES)))
def test_a_base_says_the_new_name_or_nothing_is_written(old: str, new: str, mark: str, style: str) -> None:
    escaped = "".join("\\" + one if one in (mark, "\\") else one for one in old)
    said = f"file.inFolder({mark}{escaped}{mark}) && x"
    base = f"a: 1\nfilters:\n - {_STYLES[style](said)}\n - b\n"
    assume(yaml_or_none(base) == {"a": 1, "filters": [said, "b"]})
    vault = vault_of_files({"n.md": "", "b.base": base})

    try:
        found = edited(base, outside_edits(moved(vault, {}, {old: new}), "").edits)
    except PlanError:
        assert style == ""  # a text without quotes cannot hold every sign
        return
    after = yaml_or_none(found)
    assert after == {"a": 1, "filters": [ANY, "b"]}
    literal = re.fullmatch(r"file\.inFolder\((['\"])((?:\\.|(?!\1).)*)\1\) && x", after["filters"][0])
    assert literal and re.sub(r"\\(.)", r"\1", literal[2]) == new


def yaml_or_none(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def test_a_name_with_both_quotes_is_escaped() -> None:
    """Such a name has to be there already; it stays when its file goes to another folder."""
    vault = vault_of_files({"f/a'b\"c.md": "", "b.base": "link('f/a\\'b\"c')"})
    change = moved(vault, {"f/a'b\"c.md": "g/a'b\"c.md"}, {})

    assert in_base("link('f/a\\'b\"c')", outside_edits(change, "")) == "link('g/a\\'b\"c')"


def test_a_filter_that_cannot_say_a_new_name_is_refused() -> None:
    vault = vault_of_files({"Bob.md": "", "b.base": '\n[a, link("Bob")]'})

    with pytest.raises(PlanError, match=r'^b\.base:2: "Bob, my \[x" cannot be written there'):
        outside_edits(moved(vault, {"Bob.md": "Bob, my [x.md"}, {}), "")


def test_a_base_that_is_no_yaml_stays_with_a_remark_where_it_names_what_moves() -> None:
    for base, remarks in (('a: b: link("Bob")', 1), ('a: b: link("x")', 0), ('a: b: "Bob"', 0)):
        vault = vault_of_files({"Bob.md": "", "x.md": "", "b.base": base})
        found = outside_edits(moved(vault, {"Bob.md": "Bo.md"}, {}), "")

        assert found.edits == ()
        assert len(found.remarks) == remarks
        assert all(
            "'b.base' stays as it is, for it is no valid YAML (line 1:" in one for one in found.remarks
        )


def test_a_path_is_compared_as_a_whole_and_a_link_as_links_are() -> None:
    base = 'file.path == "N.md" && link("N") && file.path == "N"'
    vault = vault_of_files({"N.md": "", "b.base": base})

    assert in_base(base, outside_edits(moved(vault, {"N.md": "g/N.md"}, {}), "")) == (
        'file.path == "g/N.md" && link("N") && file.path == "N"'
    )


def test_what_a_base_names_stays_what_it_is_when_another_note_takes_its_name() -> None:
    base = 'link("N") link("N#H")'
    vault = vault_of_files({"long/N.md": "# H", "M.md": "", "b.base": base})

    assert (
        in_base(base, outside_edits(moved(vault, {"M.md": "N.md"}, {}), ""))
        == 'link("long/N.md") link("long/N.md#H")'
    )
