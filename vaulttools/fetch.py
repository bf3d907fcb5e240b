"""Asking the web: many addresses at once, few of one host, with patience. `visits` says what to ask, httpx asks it.

All connections go through `fetch_door`. No proxy is used, for it would look names up elsewhere.
"""

import asyncio
import contextlib
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from vaulttools import __version__
from vaulttools.config import External
from vaulttools.errors import VaultError
from vaulttools.fetch_door import LookUp, Refused, door, look_up
from vaulttools.verdicts import Outcome
from vaulttools.visits import Answer, Visit, may_pass, next_step

if TYPE_CHECKING:
    import httpcore
    import httpx

MOST_AT_ONCE = 64
"""Requests under way at once, of all hosts."""
SPACING = 0.05
"""Seconds between the starts of two requests to one host."""
_HEADERS = {
    "User-Agent": f"vaulttools/{__version__} (checks the links of notes)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
}
# After these a host is not asked again: it is not there, has no certificate, or wants to be left alone.
_DOWN = ("no-name", "tls", "pause")
# Nor is it after so many answers in a row that may pass. Silence costs more, and so is borne fewer times.
_PATIENCE = 10


class Means(NamedTuple):
    """What depends on the world: time, sleep, chance, names. A test brings its own."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    luck: Callable[[], float] = random.random
    look_up: LookUp = look_up


def fetch(
    urls: Iterable[str],
    settings: External,
    found: dict[str, Outcome],
    tell: Callable[[], None] = lambda: None,
    means: Means | None = None,
) -> None:
    """Ask for each address and put what became of it into `found`; `tell` is called after each.

    What is in `found` when this is interrupted is right. VaultError where httpx is not installed.
    """
    try:
        import httpx  # noqa: F401
    except ImportError:
        raise VaultError(
            "--external needs httpx, which is not installed; install it with: pip install 'vaulttools[external]'"
        ) from None
    asyncio.run(_fetch_all(urls, settings, found, tell, means or Means()))


async def _fetch_all(
    urls: Iterable[str],
    settings: External,
    found: dict[str, Outcome],
    tell: Callable[[], None],
    means: Means,
) -> None:
    import httpcore
    import httpx

    pool = httpcore.AsyncConnectionPool(
        httpx.create_ssl_context(),
        max_connections=None,
        keepalive_expiry=5,
        network_backend=door(settings.allow_private, means.look_up),
    )
    async with pool, asyncio.TaskGroup() as group:
        asker = _Asker(pool, settings, means)

        async def visit(url: str) -> None:
            found[url] = await asker.visit(url)
            tell()

        for url in urls:
            group.create_task(visit(url))


class _Host:
    """What is known of a host: who asks it now, when it may be asked next, and whether it is worth it."""

    __slots__ = ("answers_no_head", "down", "failed_at", "failures", "next", "slots")

    def __init__(self, at_once: int) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self.next = 0.0
        self.down: Answer | None = None
        self.answers_no_head = False
        # In a row; those that were under way together count once.
        self.failures = 0
        self.failed_at = 0.0


class _Asker:
    """Visits addresses, with manners."""

    def __init__(self, pool: "httpcore.AsyncConnectionPool", settings: External, means: Means) -> None:
        self.pool = pool
        self.settings = settings
        self.means = means
        self.slots = asyncio.Semaphore(MOST_AT_ONCE)
        self.hosts: dict[str, _Host] = {}

    async def visit(self, url: str) -> Outcome:
        """What becomes of asking for an address."""
        import httpx

        visit, cookies = Visit(url), httpx.Cookies()
        while True:
            host = self._host(visit.url)
            visit, answer = await self._ask(visit, host, cookies)
            retries = 0 if host.down else self.settings.retries
            step = next_step(visit, answer, retries, time.time(), self.means.luck())
            if isinstance(step, Outcome):
                if step.trouble in _DOWN:
                    host.down = answer
                return step
            if step.pause:
                host.next = max(host.next, self.means.clock() + step.pause)
            elif visit.method == "HEAD" and answer.status in (405, 501):
                host.answers_no_head = True
            visit = step

    def _host(self, url: str) -> _Host:
        import httpx

        try:
            name = httpx.URL(url).host
        except (httpx.InvalidURL, ValueError):
            name = ""
        if name not in self.hosts:
            self.hosts[name] = _Host(self.settings.per_host)
        return self.hosts[name]

    async def _ask(self, visit: Visit, host: _Host, cookies: "httpx.Cookies") -> tuple[Visit, Answer]:
        """The answer to a visit's request when the host's turn has come, and the visit as it was made."""
        async with host.slots:
            while host.down is None and (wait := host.next - self.means.clock()) > 0:
                await self.means.sleep(wait)
            if host.down is not None:
                return visit, host.down
            host.next = self.means.clock() + SPACING
            if host.answers_no_head:
                visit = visit._replace(method="GET")
            async with self.slots:
                started = self.means.clock()
                answer = await _answer(self._request(visit, cookies), self.settings.timeout)
                self._learn(host, visit, answer, started)
                return visit, answer

    def _learn(self, host: _Host, visit: Visit, answer: Answer, started: float) -> None:
        """Give a host up that fails again and again, so that many links to it cost no more than a few."""
        if not may_pass(visit, answer):
            if visit.method == "GET" or (answer.status is not None and answer.status < 400):
                host.failures = 0
        elif started >= host.failed_at:
            host.failures += 1
            host.failed_at = self.means.clock()
            if host.failures > (_PATIENCE if answer.status else self.settings.retries):
                host.down = answer

    async def _request(self, visit: Visit, cookies: "httpx.Cookies") -> Answer:
        """Send a request and read the head of its answer; of the body nothing."""
        import httpcore
        import httpx

        try:
            request = httpx.Request(visit.method, visit.url, headers=_HEADERS)
        except (httpx.InvalidURL, ValueError):
            request = None
        if request is None or not request.url.host or (request.url.port or 0) not in range(65_536):
            return _malformed(visit)
        if request.url.userinfo:
            return Answer(trouble="private", words="holds a user's name or password, and was not asked")
        with contextlib.suppress(UnicodeError):  # a cookie that no header can hold
            cookies.set_cookie_header(request)
        url = request.url
        answer = await self.pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                extensions={"timeout": {"connect": self.settings.timeout}},
            )
        )
        await answer.aclose()
        response = httpx.Response(answer.status, headers=answer.headers, request=request)
        cookies.extract_cookies(response)
        headers = response.headers
        return Answer(answer.status, headers.get("location", ""), headers.get("retry-after", ""))


async def _answer(request: Awaitable[Answer], timeout: float) -> Answer:
    """The answer to a request, or what came in its place; within the time for connecting and as much again."""
    import httpcore

    try:
        async with asyncio.timeout(2 * timeout):
            return await request
    except Refused as refused:
        return Answer(trouble=refused.trouble, words=str(refused))
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        cause = error.args[0] if error.args else None
        if isinstance(cause, ssl.SSLError):
            return Answer(trouble="tls", words=f"has no safe connection: {_tls_words(cause)}")
        late = isinstance(error, httpcore.ConnectTimeout)
        return Answer(trouble="unreachable", words="cannot be reached" + (" in time" if late else ""))
    except (TimeoutError, httpcore.TimeoutException):
        return Answer(trouble="timeout", words=f"did not answer within {timeout:g} seconds")
    except (httpcore.ProtocolError, httpcore.NetworkError, OSError, ValueError):
        return Answer(trouble="protocol", words="broke off, or answered with what is no HTTP")


def _malformed(visit: Visit) -> Answer:
    if visit.hops:  # the server wrote it
        return Answer(trouble="redirects", words="redirects to what is no web address")
    return Answer(trouble="malformed", words="is malformed")


def _tls_words(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message.rstrip(".")
    return "it speaks no TLS that we know"
