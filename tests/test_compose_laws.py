"""Laws of merging and extracting: all that two notes say is in the result, or is named, or nothing is done."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws import tried
from tests.linear import stays_linear
from tests.strategies import notes, ordinary_notes
from tests.vaults import vault_of_files
from vaulttools.compose import Composed
from vaulttools.edit import texts_after
from vaulttools.extract import plan_extract
from vaulttools.graph import Graph, build_graph
from vaulttools.merge import plan_merge
from vaulttools.note import Note, parse
from vaulttools.proof import PlanError, prove_composed
from vaulttools.rename_parts import plan_heading

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
    return re.sub(r"\A\ufeff?---\r?\n(?:.*?\n)??---[ \t]*(?:\r?\n|\Z)", "", note.text, flags=re.S).strip(
        "\ufeff\r\n"
    )


def _unlabelled(text: str) -> str:
    return re.sub(r"\[\^[^\]\s]+\]", "[^]", text)


_labels = st.sampled_from(["1", "2", "3", "a", "A", "long-note", "a-2"])
_lines = st.one_of(
    st.builds("says[^{}]".format, _labels),
    st.builds("[says][{}]".format, _labels),
    st.builds("[^{}]: told".format, _labels),
    st.builds("[{}]: https://told".format, _labels),
    st.sampled_from(["# Head", "## Sub", "# Other ^id", "says `[^1]: told`", "- says", "> says", "told"]),
)


@st.composite
def _labelled(draw: st.DrawFn, name: str) -> str:
    """A text in which every word that says or tells something is another."""
    lines = draw(st.lists(_lines, max_size=9))
    numbered = [
        line.replace("says", f"{name}{at}").replace("told", f"{name}{at}") for at, line in enumerate(lines)
    ]
    return "".join(line + "\n\n" for line in numbered)


def _shown(text: str) -> dict[str, str | None]:
    """What each call of a footnote or definition shows, read by plain patterns: the first definition counts."""
    told = {}
    for label, words in re.findall(r"(?m)^\[(\^?[\w-]+)\]: (.*)$", text):
        told.setdefault(label.lower(), words)
    calls = re.findall(r"(?m)^(\w+)\[(\^[\w-]+)\]$|^\[(\w+)\]\[([\w-]+)\]$", text)
    return {note or link: told.get((label or key).lower()) for note, label, link, key in calls}


@tried(300)
@given(_labelled("a"), _labelled("b"))
def test_every_footnote_and_definition_of_merged_notes_shows_what_it_showed(a: str, b: str) -> None:
    try:
        _, result = _merged(a, b)
    except PlanError:
        return
    assert _shown(result.text) == {**_shown(a), **_shown(b)}


@tried(300)
@given(_labelled("a"), st.sampled_from(["Head", "Sub", "Head#Sub", "Other id"]))
def test_an_extracted_section_and_the_rest_show_and_hold_what_the_note_did(text: str, section: str) -> None:
    files = {"One.md": text}
    graph = build_graph(vault_of_files(files))
    try:
        found = plan_extract(graph, "One.md", section, None, None, False)
        prove_composed(graph, found.plan, found.expected, found.added)
    except PlanError:
        return
    after = texts_after(files, found.plan)
    assert _shown("".join(after.values())) == _shown(text)
    for one in after.values():
        assert _shown(one).items() <= _shown(text).items()
    lines = "\n".join(after.values()).splitlines()
    assert all(line in lines for line in text.splitlines())
    assert sum(len(parse(path, one).headings) for path, one in after.items()) == len(
        parse("x.md", text).headings
    )


@tried(60)
@given(_notes, _notes, _ends)
def test_no_text_makes_them_fail_but_with_a_reason(a: str, b: str, end: str) -> None:
    # These names are those that the texts link to.
    files = {
        "a.md": a.replace("\n", end),
        "c.md": b + "\n\n# H\n\n[[a#H]] [[#H]] ![[a]] [a](a.md#h)\n\n# T\n",
    }
    graph = build_graph(vault_of_files(files))
    heads = [("c.md", "H"), *(("a.md", heading.text) for heading in graph.vault.notes["a.md"].headings[:1])]
    plans = [partial(plan_extract, graph, *head, None, "relative", True) for head in heads]
    for plan in (
        partial(plan_merge, graph, "a.md", "c.md"),
        partial(plan_merge, graph, "c.md", "a.md"),
        *plans,
    ):
        with suppress(PlanError):
            found = plan()
            prove_composed(graph, found.plan, found.expected, found.added)
            texts_after(files, found.plan)


def _sections(count: int) -> str:
    return "".join(f"## Part {n}\nwords ^b{n}\n\n[[#Part {n}]] [[#^b{n}]]\n\n" for n in range(count))


COMPOSED: dict[str, Callable[[Graph], Composed]] = {
    "extract": lambda graph: plan_extract(graph, "A.md", "Part 1", None, None, False),
    "merge": lambda graph: plan_merge(graph, "A.md", "B.md"),
    "rename": lambda graph: Composed(plan_heading(graph, "A.md", "Part 1", "Goal"), lambda _: None),
}


@pytest.mark.parametrize("command", COMPOSED)
def test_a_note_of_many_sections_is_changed_in_linear_time(command: str) -> None:
    def work(count: int) -> Callable[[], object]:
        graph = build_graph(vault_of_files({"A.md": _sections(count), "B.md": "# B\n"}))
        return lambda: COMPOSED[command](graph)

    assert stays_linear(work, 200)
