"""What reports look like, to people and to programs, hostile names included."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.linear import stays_linear
from tests.vaults import vault_of
from vaulttools import outputs
from vaulttools.config import Config
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks
from vaulttools.outputs import Look, Report
from vaulttools.outputs.suggest_text import render_suggestions
from vaulttools.outputs.terminal import cut, escape, excerpt, filled, width_of
from vaulttools.suggest import suggest
from vaulttools.vault import Unreadable


def report(text: str, look: Look = Look(), **config: Any) -> Report:  # noqa: B008
    graph = build_graph(vault_of(text))
    return Report(graph, run_checks(graph, Config(**config)), None, look)


def rendered(text: str, look: Look = Look(), command: str = "check", name: str = "text") -> str:  # noqa: B008
    return outputs.load(command, name).render(report(text, look))


def test_a_finding_shows_where_what_and_the_line_underlined() -> None:
    assert rendered(
        "-- Newton.md --\nBorn.\n-- Home.md --\n[[Newton]]\n\nFound by [[Newtn|him]] in 1666.\n"
    ) == (
        "Home.md:3:10: error: no note is named 'Newtn'; did you mean 'Newton'? [unresolved-link]\n"
        "    Found by [[Newtn|him]] in 1666.\n"
        "             ^^^^^^^^^^^^^\n"
        "\n"
        "1 error in 2 notes and 2 links\n"
    )


def test_a_clean_vault_gets_one_line() -> None:
    assert rendered("-- Home.md --\n[[#]]\n") == "nothing to mend in 1 note and 1 link\n"


def test_hints_are_counted_and_shown_on_request() -> None:
    vault = "-- Home.md --\nHi.\n-- Newton.md --\nBorn.\n"

    assert rendered(vault) == "nothing to mend in 2 notes and 0 links (1 hint more with --verbose)\n"
    assert rendered(vault, Look(details=True)) == (
        "Newton.md:1:1: info: nothing links to 'Newton'; link to it from a note on the same matter [orphan-note]\n"
        "\n"
        "1 info in 2 notes and 0 links\n"
    )


def test_statistics_count_checks() -> None:
    assert rendered("-- Home.md --\n[[a1]] [[b1]] ![[c.png]]\n", Look(statistics=True)) == (
        "2  unresolved-link     error\n1  missing-attachment  error\n\n3 errors in 1 note and 3 links\n"
    )


def test_what_was_skipped_is_said_before_the_summary() -> None:
    plain = report("-- Home.md --\nHi.\n")
    vault = plain.graph.vault._replace(unreadable=(Unreadable("big\n.md", "larger than 1 MB"),))
    text = outputs.load("check", "text").render(plain._replace(graph=plain.graph._replace(vault=vault)))

    assert text == "skipped: big\\n.md: larger than 1 MB\n\nnothing to mend in 1 note and 0 links\n"


def test_colours_paint_and_change_nothing_else() -> None:
    vault = "-- Home.md --\n日本 [[Nowhere]]\n"
    painted = rendered(vault, Look(colour=True))

    assert "\x1b[1;31m^^^^^^^^^^^\x1b[0m" in painted
    pieces = painted.split("\x1b[")
    assert pieces[0] + "".join(piece.partition("m")[2] for piece in pieces[1:]) == rendered(vault)


@pytest.mark.parametrize(
    ("line", "marked", "shown", "carets"),
    [
        ("see [[x]] now", "[[x]]", "see [[x]] now", "    ^^^^^"),
        ("日本 [[x]]", "[[x]]", "日本 [[x]]", "     ^^^^^"),
        ("e\u0301 [[日]]", "[[日]]", "e\u0301 [[日]]", "  ^^^^^^"),
        ("\t\t- [[x]]", "[[x]]", "- [[x]]", "  ^^^^^"),
        ("a\x1b[2J [[x]]", "[[x]]", "a\\x1b[2J [[x]]", "         ^^^^^"),
        ("\u202ea [[x]]", "[[x]]", "\\u202ea [[x]]", "        ^^^^^"),
        ("😀 [[x]]", "[[x]]", "😀 [[x]]", "   ^^^^^"),
    ],
)
def test_carets_stand_below_what_they_mean(line: str, marked: str, shown: str, carets: str) -> None:
    start = line.index(marked)

    found = excerpt(line, start, start + len(marked), 80)

    assert (found.line, found.margin + found.carets) == (shown, carets)


def test_a_long_line_is_cut_around_the_place() -> None:
    found = excerpt("a" * 200 + " [[here]] " + "b" * 200, 201, 209, 40)

    assert found.line == "…" + "a" * 14 + " [[here]] " + "b" * 14 + "…"
    assert found.margin + found.carets == " " * 16 + "^" * 8


def test_room_that_one_side_does_not_need_goes_to_the_other() -> None:
    assert excerpt("[[here]] " + "b" * 200, 0, 8, 40).line == "[[here]] " + "b" * 30 + "…"
    assert excerpt("a" * 200 + "[[here]]", 200, 208, 40).line == "…" + "a" * 31 + "[[here]]"


def test_many_excerpts_of_one_long_line_take_linear_time() -> None:
    def work(count: int) -> Callable[[], object]:
        line = "[[here]] and there, " * count
        return lambda: [excerpt(line, start, start + 8, 80) for start in range(0, len(line), 20)]

    assert stays_linear(work, 2000)


@given(st.text(max_size=150), st.integers(0, 150), st.integers(0, 150), st.integers(20, 60))
def test_an_excerpt_fits_and_is_safe_whatever_the_line(line: str, one: int, two: int, width: int) -> None:
    start, end = sorted((min(one, len(line)), min(two, len(line))))

    found = excerpt(line, start, end, width)

    assert width_of(found.line) <= width
    assert len(found.margin + found.carets) <= width
    assert escape(found.line) == found.line


@pytest.mark.parametrize(
    "before", ["我们可以将这些计数器统统存放至 ", "plainly, we keep these counters all in ", "x\x1b "]
)
def test_a_mention_stands_in_brackets_whatever_stands_before_it(before: str) -> None:
    graph = build_graph(vault_of(f"-- Redis cache.md --\n\n-- a.md --\n{before}Redis cache，以后再说\n"))

    assert "[[Redis cache]]" in render_suggestions(suggest(graph, every=True))


def test_a_mention_names_the_path_where_several_notes_have_the_name() -> None:
    files = "-- a/Nerve.md --\n---\naliases: [Vagus]\n---\n-- b/Nerve.md --\n-- Hearts.md --\n---\naliases: [Pump]\n---\n"
    graph = build_graph(vault_of(files + "-- n.md --\nthe Pump and the Vagus\n"))
    shown = render_suggestions(suggest(graph, every=True, least=0))

    assert "→ Hearts " in shown
    assert "→ a/Nerve " in shown


@given(st.text(alphabet="ab é日本数😀e\u0301", max_size=40), st.integers(2, 30))
def test_a_text_is_cut_and_filled_by_columns(text: str, width: int) -> None:
    column = filled(cut(text, width), width)

    assert width_of(column) == width
    assert column.rstrip() == text.rstrip() or column.rstrip().endswith("…")


@given(st.text())
def test_escaped_text_holds_nothing_that_moves_the_cursor(text: str) -> None:
    assert not set(escape(text)) & set("\n\r\t\x1b\x07\x9b\u202e\u2066\u200f\u2028\x00\x7f")


def test_undecodable_bytes_are_written_as_bytes() -> None:
    assert escape("a\udcffb\ud800") == "a\\xffb\\ud800"


HOSTILE = 'a"\\\x1b[31m\n%0A::error ]]>'


@pytest.mark.parametrize("name", [HOSTILE, "\udcff", "\ud800x", "\u2028", "</script>"])
def test_hostile_names_keep_a_finding_in_its_lines(name: str) -> None:
    plain = report("-- Home.md --\n[[Nowhere]]\n")
    finding = plain.findings[0]._replace(path=name, message=f"odd '{name}'")
    text = outputs.load("check", "text").render(plain._replace(findings=[finding]))
    data = json.loads(outputs.load("check", "json").render(plain._replace(findings=[finding])))

    assert len(text.splitlines()) == 5
    assert data["findings"][0]["path"] == re.sub("[\ud800-\udfff]", "\ufffd", name)


def test_json_is_ascii() -> None:
    assert rendered("-- Home.md --\n日本 [[ünïcode]]\n", name="json").isascii()


def obj(**properties: Any) -> dict[str, Any]:
    """A JSON schema of an object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def some(of: Any) -> dict[str, Any]:
    return {"type": "array", "items": of}


TEXT, COUNT, FLAG = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "boolean"}
PLACE = {"line": COUNT, "column": COUNT, "end_line": COUNT, "end_column": COUNT}
EDIT = obj(path=TEXT, **PLACE, start=COUNT, end=COUNT, new=TEXT)
FIX = {"anyOf": [{"type": "null"}, obj(title=TEXT, safe=FLAG, edits=some(EDIT))]}
FINDING = obj(
    check=TEXT,
    severity={"enum": ["error", "warning", "info"]},
    path=TEXT,
    **PLACE,
    message=TEXT,
    fingerprint={"type": "string", "pattern": "^[0-9a-f]{16}$"},
    fix=FIX,
)
SUMMARY = obj(
    notes=COUNT,
    links=COUNT,
    errors=COUNT,
    warnings=COUNT,
    infos=COUNT,
    checks={"type": "object"},
    skipped=some(obj(path=TEXT, reason=TEXT)),
    excluded=obj(notes=COUNT, links=COUNT, reasons=some(obj(why=TEXT, notes=COUNT))),
)
CHECK_SCHEMA = obj(schema={"const": 1}, vault=TEXT, findings=some(FINDING), summary=SUMMARY)
VAULT = "-- a/N.md --\n---\naliases: [En]\ntags: [x]\n---\n# T\n\nWords. ^b1\n-- b/M.md --\nSee [[n#T|x]], [[Nope]].\n-- i.png --\n"


def test_check_json_keeps_to_its_schema() -> None:
    data = json.loads(rendered(VAULT, name="json"))

    Draft202012Validator(CHECK_SCHEMA).validate(data)
    assert data["vault"] == "vault"
    places = [(item["check"], item["line"], item["column"], item["end_column"]) for item in data["findings"]]
    assert places[-3:-1] == [("miscased-link", 1, 5, 14), ("unresolved-link", 1, 16, 24)]


def test_formats_are_the_files_of_the_folder() -> None:
    assert {"json", "sarif", "text"} <= set(outputs.formats("check"))
    assert "json" in outputs.formats("export")
    with pytest.raises(KeyError):
        outputs.load("check", "nonsense")
