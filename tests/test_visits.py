"""What follows from an answer: laws, and the cases that people know link checkers by."""

from email.utils import formatdate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaulttools.verdicts import Outcome, Trouble
from vaulttools.visits import (
    LONGEST_PAUSE,
    MOST_HOPS,
    Answer,
    Visit,
    may_pass,
    next_step,
    pause_before,
    retry_after,
)

NOW = 1_800_000_000.0
START = Visit("https://a.example/b")
TROUBLES: list[Trouble] = ["malformed", "no-name", "unreachable", "timeout", "tls", "protocol", "private"]
HEADERS = st.one_of(
    st.just(""),
    st.text(max_size=30),
    st.integers(-5, 10**12).map(str),
    st.floats(NOW - 1e6, NOW + 1e6).map(lambda time: formatdate(time, usegmt=True)),
)
LOCATIONS = st.one_of(
    st.just(""),
    st.text(max_size=30),
    st.sampled_from(
        ["/c", "https://b.example/", "//c.example", "ftp://a", "http://[", "?x", "#y", "x" * 3000]
    ),
)
ANSWERS = st.one_of(
    st.builds(Answer, st.integers(100, 999), LOCATIONS, HEADERS),
    st.sampled_from(TROUBLES).map(lambda trouble: Answer(trouble=trouble, words="w")),
)
COMMON = st.sampled_from(
    [Answer(301, "/c"), Answer(302, "/d"), Answer(503), Answer(429, retry_after="1"), Answer(404)]
)


@given(st.lists(st.one_of(ANSWERS, COMMON), min_size=1), st.integers(0, 10), st.floats(0, 1))
def test_every_visit_ends_soon_and_waits_no_longer_than_it_may(
    answers: list[Answer], retries: int, luck: float
) -> None:
    visit, requests, waited = START, 0, 0.0
    while True:
        step = next_step(visit, answers[requests % len(answers)], retries, NOW, luck)
        requests += 1
        if isinstance(step, Outcome):
            break
        assert step.url.startswith(("http://", "https://", "HTTP://", "HTTPS://")) or "://" in step.url
        assert 0 <= step.pause <= LONGEST_PAUSE
        assert "#" not in step.url
        waited += step.pause
        visit = step

    assert requests <= 1 + MOST_HOPS + 1 + retries + 1
    assert waited <= retries * LONGEST_PAUSE
    assert (step.status is None) <= bool(step.trouble and step.words)


@given(ANSWERS)
def test_head_alone_never_says_that_a_page_is_gone(answer: Answer) -> None:
    step = next_step(START, answer, 2, NOW, 0.5)

    if isinstance(step, Outcome) and step.status is not None and step.trouble != "pause":
        assert 200 <= step.status < 300


@given(st.floats(0, 1), st.integers(0, 10**6))
def test_pauses_double_and_are_capped(luck: float, tries: int) -> None:
    assert 0 < pause_before(tries, luck) <= LONGEST_PAUSE
    assert pause_before(tries, luck) <= pause_before(tries + 1, luck)
    assert pause_before(0, 0) == 1.0 and pause_before(2, 0) == 4.0


@given(HEADERS, st.floats(0, 4e9))
@example("9" * 5000, NOW)
@example("٣", NOW)
@example("Wed, 21 Oct 2015 07:28:00", NOW)
@example("Wed, 99 Oct 2015 07:28:00 GMT", NOW)
@example("Wed, 21 Oct 0000 07:28:00 GMT", NOW)
@example("Mon, 01 Jan 9999999999 00:00:00 GMT", NOW)
def test_any_header_gives_seconds_or_nothing(written: str, now: float) -> None:
    found = retry_after(written, now)

    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        (formatdate(NOW + 30, usegmt=True), 30.0),
        (formatdate(NOW - 30, usegmt=True), 0.0),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(written: str, seconds: float | None) -> None:
    assert retry_after(written, NOW) == seconds


def test_the_server_is_never_asked_sooner_than_it_wishes() -> None:
    step = next_step(START, Answer(429, retry_after="42"), 2, NOW, 0.0)

    assert isinstance(step, Visit)
    assert (step.pause, step.tries, step.method) == (42.0, 1, "GET")


def test_a_wish_longer_than_a_run_ends_the_visit() -> None:
    for wish, words in (("3600", "1 hour"), ("7200", "2 hours"), ("90", "2 minutes"), ("200000", "2 days")):
        assert next_step(START, Answer(429, retry_after=wish), 2, NOW, 0.0) == Outcome(
            429, "pause", f"and wants no request for {words}"
        )


def test_only_redirects_that_are_permanent_from_the_start_move_an_address() -> None:
    def after(*answers: Answer) -> str:
        visit = START
        for answer in answers:
            step = next_step(visit, answer, 2, NOW, 0.0)
            assert isinstance(step, Visit)
            visit = step
        done = next_step(visit, Answer(200), 2, NOW, 0.0)
        assert isinstance(done, Outcome)
        return done.moved

    assert after() == ""
    assert after(Answer(301, "/c")) == "https://a.example/c"
    assert after(Answer(308, "//d.example/e#f")) == "https://d.example/e"
    assert after(Answer(301, "/c"), Answer(308, "/d")) == "https://a.example/d"
    assert after(Answer(301, "/c"), Answer(302, "/d"), Answer(301, "/e")) == "https://a.example/c"
    assert after(Answer(302, "/c"), Answer(301, "/d")) == ""


def test_what_may_pass() -> None:
    get = START._replace(method="GET")

    assert may_pass(get, Answer(503)) and not may_pass(START, Answer(503))
    assert may_pass(START, Answer(429)) and may_pass(START, Answer(trouble="timeout"))
    assert not may_pass(get, Answer(404)) and not may_pass(get, Answer(trouble="tls"))
