"""Verdicts: what an answer from the web says of an address. Good, broken or unknown. Pure.

Broken is only what says so itself: a page that is not there, an address that is none. Whatever a second look may mend,
or our own network may have caused, is unknown.
"""

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from typing import Literal, NamedTuple

Kind = Literal["good", "broken", "unknown"]
# What came in the place of an answer. "pause": the host wants to be left alone longer than a run lasts.
Trouble = Literal[
    "", "malformed", "no-name", "unreachable", "timeout", "tls", "protocol", "private", "redirects", "pause"
]

# A page is there, or may be, but not for programs, not without a login, not for this method or just now.
_REFUSALS = frozenset((401, 402, 403, 405, 406, 407, 408, 409, 418, 421, 423, 425, 426, 428, 429, 451, 999))
# Nothing went over the network, or nobody heard it.
_SILENCE = frozenset(("no-name", "unreachable", "timeout"))
# There was somebody, though no status came.
_SIGNS = frozenset(("tls", "protocol", "redirects"))


class Outcome(NamedTuple):
    """What became of asking an address: the last status, or the trouble in its place with words for it.

    `moved` is where redirects that are permanent (301, 308) lead, from the first one on without a gap; "" where
    the first is not.
    """

    status: int | None = None
    trouble: Trouble = ""
    words: str = ""
    moved: str = ""


class Verdict(NamedTuple):
    """What is to be thought of an address, why, and where it has moved for good ("" for nowhere).

    The reason goes on from "the address ", as in "answers 404 Not Found".
    """

    kind: Kind
    reason: str
    moved: str = ""


def verdicts_of(
    outcomes: Mapping[str, Outcome], accept: Collection[int] = (), has_network: bool = True
) -> dict[str, Verdict]:
    """The verdict of each address; see `verdict_of`."""
    return {url: verdict_of(outcome, accept, has_network) for url, outcome in outcomes.items()}


def verdict_of(outcome: Outcome, accept: Collection[int] = (), has_network: bool = True) -> Verdict:
    """The verdict of one address; `accept` are statuses that count as good beside 200 to 299.

    A name that does not exist is a broken address only where there is a network (`has_answers`): without one, no
    name is found.
    """
    status, trouble = outcome.status, outcome.trouble
    if status is None:
        is_broken = trouble == "malformed" or (trouble == "no-name" and has_network)
        return Verdict("broken" if is_broken else "unknown", outcome.words)
    reason = f"answers {status} {phrase(status)}".rstrip() + (f" {outcome.words}" if outcome.words else "")
    if 200 <= status < 300 or status in accept:
        return Verdict("good", reason, outcome.moved)
    # 4xx that no standard knows are house rules of a server, mostly against programs: 420, 430, 498.
    is_broken = 400 <= status < 500 and status not in _REFUSALS and phrase(status) != ""
    return Verdict("broken" if is_broken else "unknown", reason)


def has_answers(outcomes: Iterable[Outcome]) -> bool:
    """Whether anybody answered, be it badly."""
    return any(item.status is not None or item.trouble in _SIGNS for item in outcomes)


def is_silent(outcome: Outcome) -> bool:
    """Whether nobody answered; which may be our own network's fault."""
    return outcome.status is None and outcome.trouble in _SILENCE


def phrase(status: int) -> str:
    """The words for a status, "" for an unknown one."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
