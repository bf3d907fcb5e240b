"""Visits: asking for an address, step by step. What to ask next, of whom, and how long to wait before. Pure.

HEAD first; where it does not say "good", GET, for many servers answer HEAD wrongly. What may pass is asked again, later
each time and never sooner than the server wishes (Retry-After; RFC 9110, 10.2.3). `fetch` does the asking.
"""

from typing import Literal, NamedTuple
from urllib.parse import urljoin

from vaulttools.patterns import pattern
from vaulttools.text import counted
from vaulttools.verdicts import Outcome, Trouble

MOST_HOPS = 10
LONGEST_PAUSE = 60.0
"""Seconds. A server that wants to be left alone for longer is not asked again in this run."""
FIRST_PAUSE = 1.0
_LONGEST_ADDRESS = 2000

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_WORTH_ANOTHER_TRY = frozenset(("unreachable", "timeout", "protocol"))
_SECONDS = pattern(r"[0-9]{1,9}\Z")
_WEB = pattern(r"(?i:https?)://[^/?#]")


class Answer(NamedTuple):
    """What one request brought: a status with the headers that matter, or the trouble in its place, in words."""

    status: int | None = None
    location: str = ""
    retry_after: str = ""
    trouble: Trouble = ""
    words: str = ""


class Visit(NamedTuple):
    """The next request: what, how, and after a pause of how many seconds, which is the whole host's.

    `tries` counts what went wrong so far, `hops` the redirects. `moved` is as in `Outcome`; `is_permanent` says
    that all redirects so far were.
    """

    url: str
    method: Literal["HEAD", "GET"] = "HEAD"
    pause: float = 0.0
    tries: int = 0
    hops: int = 0
    moved: str = ""
    is_permanent: bool = True


def next_step(visit: Visit, answer: Answer, retries: int, now: float, luck: float) -> Visit | Outcome:
    """What follows from an answer: another request, or the end.

    `retries` is how often one may try again, `now` the time in seconds since 1970, `luck` from 0 to 1 spreads
    the pauses.
    """
    status = answer.status
    if status is None:
        if answer.trouble in _WORTH_ANOTHER_TRY and visit.tries < retries:
            return _again(visit, pause_before(visit.tries, luck))
        return Outcome(None, answer.trouble, answer.words)
    if status in _REDIRECTS and answer.location:
        return _redirected(visit, answer)
    if 200 <= status < 300:
        return Outcome(status, moved=visit.moved)
    wish = retry_after(answer.retry_after, now)
    is_told_to_wait = status == 429 or (status in _PASSING and wish is not None)
    if visit.method == "HEAD" and not is_told_to_wait:
        return visit._replace(method="GET", pause=0.0)
    if status in _PASSING and wish is not None and wish > LONGEST_PAUSE:
        return Outcome(status, "pause", f"and wants no request for {_time(wish)}")
    if status not in _PASSING or visit.tries >= retries:
        return Outcome(status)
    return _again(visit, max(wish or 0.0, pause_before(visit.tries, luck)))


def may_pass(visit: Visit, answer: Answer) -> bool:
    """Whether an answer is of the kind that another day may mend. What HEAD brings says little of that."""
    if answer.status is None:
        return answer.trouble in _WORTH_ANOTHER_TRY
    return answer.status == 429 or (answer.status in _PASSING and visit.method == "GET")


def _again(visit: Visit, pause: float) -> Visit:
    return visit._replace(method="GET", pause=pause, tries=visit.tries + 1)


def _redirected(visit: Visit, answer: Answer) -> Visit | Outcome:
    if visit.hops >= MOST_HOPS:
        return Outcome(None, "redirects", f"redirects more than {MOST_HOPS} times")
    try:
        url = urljoin(visit.url, answer.location.strip()).partition("#")[0]
    except ValueError:
        url = ""
    if not _WEB.match(url) or len(url) > _LONGEST_ADDRESS:
        return Outcome(None, "redirects", "redirects to what is no web address")
    is_permanent = visit.is_permanent and answer.status in _PERMANENT
    moved = url if is_permanent else visit.moved
    return visit._replace(url=url, pause=0.0, hops=visit.hops + 1, moved=moved, is_permanent=is_permanent)


def pause_before(tries: int, luck: float) -> float:
    """Seconds to wait after so many failures before the next try: twice as long each time, spread by luck."""
    return min(FIRST_PAUSE * 2.0 ** min(tries, 16) * (1 + luck / 2), LONGEST_PAUSE)


def retry_after(written: str, now: float) -> float | None:
    """The seconds that a `Retry-After` header asks for, as a number or a date; None where it says neither."""
    written = written.strip()
    if _SECONDS.match(written):
        return float(written)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(written).timestamp() - now)
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None


def _time(seconds: float) -> str:
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return counted(round(seconds / size), name)
    return f"{seconds:.0f} seconds"
