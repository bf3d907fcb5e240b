"""Laws of merging and extracting: all that two notes say is in the result, or is named, or nothing is done."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.laws import tried
from tests.strategies import notes, ordinary_notes
from tests.vaults import vault_of_files
from vaulttools.compose import Composed
from vaulttools.edit import texts_after
from vaulttools.extract import plan_extract
from vaulttools.graph import build_graph
from vaulttools.merge import plan_merge
from vaulttools.note import Note, parse
from vaulttools.proof import PlanError, prove_composed

# Frontmatter, line by line: plain, odd, broken.
_PROPERTIES = (
    "status: draft", "Status: done", "rating: 5", "title: foo: bar", "title: 'it''s'", "-foo: bar", "? q\n: w",
    "  indented: 1", "# a comment", "up: \"[[Third]]\"", "x: 1 # inline", "text: |\n  # no comment\n  more", "list:\n- a\n- b",
    "tags: [good, \"my tag\", 2024]", "tags: good", "tags:\n  - y\n  # within\n  - z", "Tags: [x]", "tags: #foo",
    "aliases: [1984, Orwell]", "aliases:", "aliases: ~", "Aliases: One", "aliases: [\n  two ]", "nil:", "a.b: \"[[Third]]\"",
    "{\"json\": 1}", "\"quoted key\": yes", "a: &x 1", "b: *x", "", "café: ü\x85", "1: one", "empty: {}", "when: 2024-01-01",
)  # fmt: skip
_heads = st.one_of(
    st.just(""),
    st.builds(
        "{}---\n{}\n---\n".format,
        st.sampled_from(["", "", "\ufeff"]),
        st.lists(st.sampled_from(_PROPERTIES), max_size=5).map("\n".join),
    ),
    st.sampled_from(["---\nfoo: bar\n", "---\n", "---\n---\n", "---\n- a\n---\n", "\ufeff"]),
)
_bodies = st.one_of(notes(8), ordinary_notes(), st.just(""))
_notes = st.builds(str.__add__, _heads, _bodies)
_ends = st.sampled_from(["\n", "\n", "\r\n"])


def _merged(a: str, b: str) -> tuple[Composed, Note]:
    """The plan that merges A into B, proven, and what B is then."""
    files = {"One.md": a, "Two.md": b, "Third.md": ""}
    graph = build_graph(vault_of_files(files))
    found = plan_merge(graph, "One.md", "Two.md")
    prove_composed(graph, found.plan, found.expected, found.added)
    return found, parse("Two.md", texts_after(files, found.plan)["Two.md"])


@tried(150)
@given(_notes, _notes, _ends)
def test_all_that_two_notes_say_is_in_the_merged_one_or_named(a: str, b: str, end: str) -> None:
    a, b = a.replace("\n", end), b.replace("\n", end)
    try:
        found, result = _merged(a, b)
    except PlanError:
        return
    note, other = parse("One.md", a), parse("Two.md", b)
    for one in (note, other):
        assert not any(problem.kind == "broken-properties" for problem in one.problems)
        for key, value in one.properties.items():
            is_named = any(f"'{key}' of {one.path} is dropped" in remark for remark in found.remarks)
            assert _is_said(result, key, value) or (one is note and is_named), (key, value)
    assert _unlabelled(_body(note)) in _unlabelled(result.text)
    assert _unlabelled(_body(other)) in _unlabelled(result.text)
    for kind in ("headings", "blocks"):
        count = len(getattr(other, kind)) + len(getattr(note, kind))
        assert len(getattr(result, kind)) - count in ((0, 1) if kind == "headings" else (0,))


def _is_said(result: Note, key: str, value: Any) -> bool:
    """Whether a property or, of names and tags, each of its items is in a note."""
    names = [name for name in result.properties if name.lower() == key.lower()]
    if key.lower() not in ("aliases", "tags"):
        return value is None or repr(value) in [repr(result.properties[name]) for name in names]
    said = [repr(item) for name in names for item in _items(result.properties[name])]
    return all(repr(item).replace("'#", "'") in said for item in _items(value))


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _body(note: Note) -> str:
    """The text of a note without frontmatter and without blank lines around it."""
    return re.sub(r"\A\ufeff?---\r?\n(?:.*?\n)??---[ \t]*(?:\r?\n|\Z)", "", note.text, flags=re.S).strip("\ufeff\r\n")


def _unlabelled(text: str) -> str:
    return re.sub(r"\[\^[^\]\s]+\]", "[^]", text)
