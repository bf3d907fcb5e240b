"""Ignores in notes: what they hide, for how long, and which are reported as unused."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linear import stays_linear
from tests.vaults import vault_of, vault_of_files
from vaulttools import checks
from vaulttools.config import Config
from vaulttools.graph import build_graph
from vaulttools.ignores import read_ignores
from vaulttools.lint import run_checks
from vaulttools.note import parse

CHECKS = Config(select=("unresolved-link", "missing-attachment", "unused-ignore"))


def lines(body: str, today: str = "2027-01-01", config: Config = CHECKS) -> list[str]:
    """`line check` of each finding in a note of this text."""
    graph = build_graph(vault_of_files({"Home.md": body}))
    return [
        f"{body.count(chr(10), 0, item.span.start) + 1} {item.check}"
        for item in run_checks(graph, config, date.fromisoformat(today))
    ]


@pytest.mark.parametrize("form", ["%% vaulttools: {} %%", "<!-- vaulttools: {} -->", "%%vaulttools:{}%%"])
def test_an_ignore_hides_what_stands_on_its_line(form: str) -> None:
    note = f"[[a1]] {form.format('ignore unresolved-link')}\n[[b1]]\n"

    assert lines(note) == ["2 unresolved-link"]


@pytest.mark.parametrize("form", ["%%\n{}\n%%", "%%\r\n  {}\r\n\r\n%%", "<!--\n{}\n-->", "<!-- {}\n-->"])
def test_the_marks_of_an_ignore_may_stand_on_lines_of_their_own(form: str) -> None:
    above = form.format("vaulttools: ignore-next-line -- not yet") + "\n"

    assert lines(f"{above}[[a1]]\n") == lines(f"{above * 2}[[a1]]\n") == []
    assert lines(f"[[a1]]\n\n{form.format('vaulttools: ignore-note')}\n") == []
    assert lines(f"[[a1]] {form.format('vaulttools: ignore')}\n") == []


@pytest.mark.parametrize("form", ["%%{}%%", "<!--{}-->"])
def test_an_ignore_may_take_several_lines(form: str) -> None:
    above = form.format(" vaulttools: ignore-next-line\nunresolved-link\r\n-- not\n\nyet until 2027-01-31 ")
    quoted = form.format("\n> vaulttools: ignore-next-line unresolved-link\n> -- not yet\n> ")

    assert lines(f"{above}\n[[a1]]\n") == lines(f"> {quoted}\n> [[a1]]\n") == []
    assert lines(f"{above}\n[[a1]]\n", today="2027-02-01")[1:] == ["6 unresolved-link"]
    assert lines(form.format("vaulttools: ignore\nthis link ")) == ["1 unused-ignore"]


def test_an_ignore_does_without_its_colon_but_prose_is_none() -> None:
    assert lines("%% vaulttools ignore-note %%\n[[a1]]\n") == []
    assert lines("%% vaulttools ignored this, %%\n[[a1]]\n") == ["2 unresolved-link"]


def test_the_next_line_is_the_next_that_says_something() -> None:
    note = "%% vaulttools: ignore-next-line unresolved-link %%\n\n[[a1]]\n[[b1]]\n"

    assert lines(note) == ["4 unresolved-link"]


def test_ignores_stack_above_a_line() -> None:
    above = "%% vaulttools: ignore-next-line unresolved-link %%\n<!-- vaulttools: ignore-next-line missing-attachment -->\n"

    assert lines(f"{above}[[a1]] ![[b.png]]\n") == []


def test_a_section_ends_at_the_next_heading_of_its_level_or_above() -> None:
    note = (
        "[[a1]]\n# One\n[[b1]]\n## Two\n[[c1]]\n%% vaulttools: ignore-section unresolved-link %%\n"
        "### Three\n[[d1]]\n## Four\n[[e1]]\n"
    )

    assert lines(note) == ["1 unresolved-link", "3 unresolved-link", "10 unresolved-link"]


def test_above_the_first_heading_the_section_is_what_stands_there() -> None:
    assert lines("%% vaulttools: ignore-section %%\n[[a1]]\n# One\n[[b1]]\n") == ["4 unresolved-link"]


@pytest.mark.parametrize("reason", ["a > b", "see Inbox -> Newton", "> 3"])
def test_a_reason_in_html_may_hold_what_ends_a_tag(reason: str) -> None:
    note = f"[[a1]] <!-- vaulttools: ignore unresolved-link -- {reason} --> [[b1]] <!-- else -->\n"

    assert lines(note) == []


def test_a_whole_note_is_ignored() -> None:
    assert lines("[[a1]]\n\n[[b1]] %% vaulttools: ignore-note unresolved-link %%\n") == []


def test_only_the_named_checks_are_hidden_and_several_may_be_named() -> None:
    assert lines("[[a1]] ![[b.png]] %% vaulttools: ignore unresolved-link %%\n") == ["1 missing-attachment"]
    for names in ("unresolved-link missing-attachment", "unresolved-link,missing-attachment", ""):
        assert lines(f"[[a1]] ![[b.png]] %% vaulttools: ignore {names} -- why not %%\n") == [], names


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    note = "[[a1]] %% vaulttools: ignore unresolved-link until 2027-01-31 -- to be written %%\n"

    assert lines(note, "2027-01-31") == []
    assert lines(note, "2027-02-01") == ["1 unresolved-link", "1 unused-ignore"]


@pytest.mark.parametrize("end", ["until 2027-01-31", "until  2027-01-31.", "(until 2027-01-31)"])
def test_the_last_day_may_stand_at_the_end_of_the_reason(end: str) -> None:
    note = f"[[a1]] %% vaulttools: ignore unresolved-link -- to be written {end} %%\n"

    assert lines(note, "2027-01-31") == []
    assert lines(note, "2027-02-01") == ["1 unresolved-link", "1 unused-ignore"]


@pytest.mark.parametrize("today", [date(2027, 1, 31), datetime(2027, 1, 31, 23, 59), None])
def test_a_day_is_a_date_with_or_without_its_hour(today: date | None) -> None:
    note = "[[a1]] %% vaulttools: ignore unresolved-link until 2027-01-31 %%\n"

    assert run_checks(build_graph(vault_of_files({"Home.md": note})), CHECKS, today) == ()


@pytest.mark.parametrize("today", ["2027-01-31", "1.2.2026", ""])
def test_a_day_that_is_a_text_is_refused_whether_or_not_an_ignore_ends(today: Any) -> None:
    with pytest.raises(ValueError, match="today must be"):
        run_checks(build_graph(vault_of_files({"Home.md": ""})), CHECKS, today)


def test_a_day_before_the_reason_counts_whatever_the_reason_ends_with() -> None:
    note = "[[a1]] %% vaulttools: ignore unresolved-link until 2027-01-31 -- not before until 2027-06-30 %%\n"

    assert lines(note, "2027-02-01") == ["1 unresolved-link", "1 unused-ignore"]


@pytest.mark.parametrize(
    "reason", ["until Newton comes", "broken until 3.0.1", "until 2027-01-31 at least", "until"]
)
def test_a_reason_that_ends_in_no_day_is_a_reason(reason: str) -> None:
    assert lines(f"[[a1]] %% vaulttools: ignore unresolved-link -- {reason} %%\n", "2099-01-01") == []


def test_unused_ignores_are_reported() -> None:
    assert lines("%% vaulttools: ignore unresolved-link %%\n") == ["1 unused-ignore"]
    assert lines("[[a1]] %% vaulttools: ignore unresolved-link missing-attachment %%\n") == [
        "1 unused-ignore"
    ]


def test_an_ignore_of_a_check_that_does_not_run_is_not_called_unused() -> None:
    config = Config(select=("missing-attachment", "unused-ignore"))

    assert (
        lines("[[a1]] %% vaulttools: ignore unresolved-link %% %% vaulttools: ignore %%\n", config=config)
        == []
    )


def test_an_ignore_of_everything_is_unused_where_there_is_nothing() -> None:
    assert "1 unused-ignore" in lines("Words. %% vaulttools: ignore %%\n", config=Config())


@pytest.mark.parametrize(
    "shown",
    [
        "`%% vaulttools: ignore-note %%`",
        "```\n%% vaulttools: ignore-note %%\n```",
        "    %% vaulttools: ignore-note %%",
    ],
)
def test_what_stands_in_code_is_no_ignore(shown: str) -> None:
    assert lines(f"[[a1]]\n\n{shown}\n") == ["1 unresolved-link"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "ignore-all",
            "'ignore-all' is no ignore; write ignore, ignore-next-line, ignore-section or ignore-note",
        ),
        ("ignore zzz", "there is no check 'zzz'; 'vaulttools explain' lists all checks"),
        ("ignore unresolved-lnk", "there is no check 'unresolved-lnk'; did you mean 'unresolved-link'?"),
        ("ignore until 2027-02-30", "'2027-02-30' is no day; write one such as until 2027-01-31"),
        ("ignore until", "'' is no day; write one such as until 2027-01-31"),
        ("ignore -- soon until 2027-02-30", "'2027-02-30' is no day; write one such as until 2027-01-31"),
        ("ignore -- soon until 31.1.2027", "'31.1.2027' is no day; write one such as until 2027-01-31"),
        ("ignore -- soon until 2027", "'2027' is no day; write one such as until 2027-01-31"),
        ("", "the ignore says nothing; write ignore, ignore-next-line, ignore-section or ignore-note"),
    ],
)
def test_an_ignore_that_cannot_be_understood_hides_nothing_and_is_reported(words: str, message: str) -> None:
    graph = build_graph(vault_of(f"-- Home.md --\n[[a1]] %% vaulttools: {words} %%\n"))

    found = {item.check: item.message for item in run_checks(graph, CHECKS)}
    assert set(found) == {"unresolved-link", "unused-ignore"}
    assert found["unused-ignore"] == message


def test_the_report_of_an_unused_ignore_cannot_be_ignored_by_itself() -> None:
    assert lines("%% vaulttools: ignore-note unused-ignore %%\n") == ["1 unused-ignore"]


def test_crlf_notes_are_ignored_alike() -> None:
    assert lines("%% vaulttools: ignore-next-line %%\r\n\r\n[[a1]]\r\n[[b1]]\r\n") == ["4 unresolved-link"]


_PIECES = st.lists(
    st.sampled_from(
        ["%% vaulttools: ", "%%\nvaulttools ", "<!-- vaulttools: ", "ignore", "ignore-next-line", "-section", " until 2027-01-01", " -- ",
         "%%", "-->", "\n", "\r\n", "# A\n", "`", "```\n", "[[x]]", "%", " ", "> "]
    )
)  # fmt: skip


@given(_PIECES)
def test_any_text_can_be_read_and_areas_lie_in_the_note(pieces: list[str]) -> None:
    note = parse("a.md", "".join(pieces))

    for item in read_ignores(note, checks.names()):
        assert 0 <= item.span.start < item.span.end <= len(note.text)
        assert 0 <= item.area.start <= item.area.end <= len(note.text) + 1


def test_many_ignores_are_read_in_linear_time() -> None:
    note = parse("a.md", "[[x]] %% vaulttools: ignore unresolved-link %%\n" * 5_000)

    assert len(read_ignores(note, checks.names())) == 5_000
    for hostile in ("<!-- vaulttools: ignore > -", "%%\n\n", "<!-- vaulttools: ignore\n\n", "\n> "):
        assert read_ignores(parse("a.md", f"vaulttools {hostile * 50_000}"), checks.names()) == ()


# Notes of `n` pieces.
MANY: dict[str, Callable[[int], str]] = {
    "on their lines": lambda n: "[[x]] %% vaulttools: ignore unresolved-link %%\n" * n,
    "stacked": lambda n: "%% vaulttools: ignore-next-line %%\n" * n + "[[x]]\n",
    "of sections": lambda n: "# A\n%% vaulttools: ignore-section %%\n[[x]]\n\n" * n,
}


@pytest.mark.parametrize("family", MANY)
def test_many_ignores_hide_in_linear_time(family: str) -> None:
    def work(size: int) -> Callable[[], object]:
        graph = build_graph(vault_of_files({"a.md": MANY[family](size)}))
        return partial(run_checks, graph, CHECKS)

    assert stays_linear(work, 400)


def test_an_ignore_of_what_only_a_comparison_finds_is_understood_and_never_unused() -> None:
    assert lines("[[Home]] %% vaulttools: ignore hijacked-link -- meant %%\n") == []


def test_a_stale_baseline_cannot_be_ignored_in_a_note() -> None:
    assert lines("%% vaulttools: ignore-note stale-baseline %%\n") == ["1 unused-ignore"]
