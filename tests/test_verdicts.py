"""What an answer says of an address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.verdicts import Outcome, Trouble, has_answers, is_silent, verdict_of

TROUBLES: list[Trouble] = [
    "malformed", "no-name", "unreachable", "timeout", "tls", "protocol", "private", "redirects",
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        ("good", (200, 202, 204, 206, 299)),
        ("broken", (400, 404, 410, 411, 414, 422, 431)),
        (
            "unknown",
            (
                300,
                304,
                401,
                402,
                403,
                405,
                406,
                407,
                408,
                418,
                420,
                425,
                429,
                430,
                444,
                451,
                498,
                500,
                502,
                503,
                504,
                520,
                999,
                103,
            ),
        ),
    ],
)
def test_only_what_says_so_itself_is_broken(kind: str, statuses: tuple[int, ...]) -> None:
    for status in statuses:
        assert verdict_of(Outcome(status)).kind == kind, status


def test_trouble_is_no_fault_of_the_address_but_for_two_kinds() -> None:
    broken = [trouble for trouble in TROUBLES if verdict_of(Outcome(None, trouble, "w")).kind == "broken"]

    assert broken == ["malformed", "no-name"]
    assert verdict_of(Outcome(None, "no-name", "w"), has_network=False).kind == "unknown"
    assert verdict_of(Outcome(None, "malformed", "w"), has_network=False).kind == "broken"


@given(st.integers(100, 999), st.lists(st.integers(100, 999)))
def test_what_is_accepted_is_good_and_a_reason_is_one_line(status: int, accept: list[int]) -> None:
    verdict = verdict_of(Outcome(status, moved="https://a.b"), accept)

    assert (status in accept) <= (verdict.kind == "good")
    assert verdict.reason.startswith(f"answers {status}")
    assert "\n" not in verdict.reason and verdict.reason == verdict.reason.strip()
    assert bool(verdict.moved) == (verdict.kind == "good")


def test_reasons_read_well() -> None:
    assert verdict_of(Outcome(404)).reason == "answers 404 Not Found"
    assert verdict_of(Outcome(999)).reason == "answers 999"
    assert verdict_of(Outcome(429, "pause", "and wants no request for 1 day")).reason == (
        "answers 429 Too Many Requests and wants no request for 1 day"
    )


def test_somebody_answered_or_nobody() -> None:
    silence = [
        Outcome(None, "no-name", "w"),
        Outcome(None, "unreachable", "w"),
        Outcome(None, "timeout", "w"),
    ]

    assert all(map(is_silent, silence)) and not has_answers(silence)
    assert not has_answers([*silence, Outcome(None, "private", "w"), Outcome(None, "malformed", "w")])
    for sign in (
        Outcome(404),
        Outcome(None, "tls", "w"),
        Outcome(None, "protocol", "w"),
        Outcome(None, "redirects", "w"),
    ):
        assert has_answers([*silence, sign]) and not is_silent(sign)
