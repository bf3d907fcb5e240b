"""Asking the web: a real server on this computer that misbehaves in every way we know."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.web import Web, web
from vaulttools import fetch as module
from vaulttools.config import External
from vaulttools.errors import VaultError
from vaulttools.fetch import Means, fetch
from vaulttools.fetch_door import look_up
from vaulttools.verdicts import Outcome
from vaulttools.visits import Answer, Visit

pytest.importorskip("httpx", reason="the extra 'external' is not installed")

HERE = External(timeout=30, retries=2, allow_private=("localhost",))


class World:
    """Time that passes when somebody waits for it, and names as we like them."""

    def __init__(self, names: dict[str, list[list[str]]] | None = None) -> None:
        self.now = 1000.0
        self.waits: list[float] = []
        self.names = names or {}
        self.looked_up: list[str] = []

    @property
    def means(self) -> Means:
        return Means(lambda: self.now, self.sleep, lambda: 0.0, self.look_up)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds
        await asyncio.sleep(0)

    async def look_up(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host == "localhost":
            return ["127.0.0.1"]
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        known = self.names[host]
        return known.pop(0) if len(known) > 1 else known[0]

    @property
    def long_waits(self) -> list[float]:
        """The waits that are no mere spacing."""
        return [wait for wait in self.waits if wait > module.SPACING]


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with web() as running:
        yield running


@pytest.fixture(autouse=True)
def _one_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading all certificates takes long, and once is enough."""
    import httpx

    monkeypatch.setattr(httpx, "create_ssl_context", lambda: context(os.environ.get("SSL_CERT_FILE")))


@cache
def context(file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=file)


def asked(*urls: str, settings: External = HERE, world: World | None = None) -> list[Outcome]:
    found: dict[str, Outcome] = {}
    fetch(urls, settings, found, means=(world or World()).means)
    return [found[url] for url in urls]


def test_a_page_that_is_there_costs_one_request_and_no_body(server: Web) -> None:
    assert asked(server.url("/fine/1")) == [Outcome(200)]
    assert server.methods("/fine/1") == ["HEAD"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 418, 451, 999])
def test_a_refusal_is_believed_when_get_says_so_too(server: Web, status: int) -> None:
    path = f"/status/{status}"

    assert asked(server.url(path)) == [Outcome(status)]
    assert server.methods(path) == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [403, 404, 405, 500, 501, 503])
def test_head_may_lie(server: Web, status: int) -> None:
    assert asked(server.url(f"/head/{status}")) == [Outcome(200)]


def test_a_host_without_head_is_asked_with_get_from_then_on(server: Web) -> None:
    world = World()
    settings = HERE._replace(per_host=1)
    urls = [server.url(f"/head/405/{number}") for number in range(5)]

    assert asked(*urls, settings=settings, world=world) == [Outcome(200)] * 5
    assert sum(len(server.methods(f"/head/405/{number}")) for number in range(5)) == 6


def test_too_many_requests_is_waited_for_and_asked_again(server: Web) -> None:
    world = World()

    assert asked(server.url("/limited/7"), world=world) == [Outcome(200)]
    assert world.long_waits == [7.0]


def test_the_wait_is_the_whole_hosts(server: Web) -> None:
    world = World()
    urls = [server.url("/limited/30"), *(server.url(f"/fine/after/{number}") for number in range(3))]

    assert asked(*urls, settings=HERE._replace(per_host=1), world=world) == [Outcome(200)] * 4
    assert max(world.long_waits) >= 29


def test_a_host_that_wants_to_be_left_alone_is(server: Web) -> None:
    urls = [server.url("/limited-ever/86400"), *(server.url(f"/fine/pause/{number}") for number in range(9))]
    world = World()

    first, *others = asked(*urls, settings=HERE._replace(per_host=1), world=world)

    assert first == Outcome(429, "pause", "and wants no request for 1 day")
    assert others == [first] * 9
    assert not world.long_waits
    assert not server.methods("/fine/pause/0")


def test_what_stays_busy_is_asked_three_times_later_and_later(server: Web) -> None:
    world = World()

    assert asked(server.url("/status/503"), world=world) == [Outcome(503)]
    assert server.methods("/status/503") == ["HEAD", "GET", "GET", "GET"]
    assert world.long_waits == [1.0, 2.0]


def test_what_was_busy_only_once_is_good(server: Web) -> None:
    assert asked(server.url("/fails-once/x")) == [Outcome(200)]


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/silent/1", "timeout"),
        ("/drip/1", "timeout"),
        ("/cut/1", "protocol"),
        ("/gone/1", "protocol"),
        ("/garbage/1", "protocol"),
        ("/endless-head/1", "protocol"),
        ("/loop/1", "redirects"),
        ("/redirect/302/ftp%3A%2F%2Fa.b", "redirects"),
        ("/redirect/302/http%3A%2F%2F[", "redirects"),
    ],
)
def test_trouble_is_trouble_and_nothing_hangs(server: Web, path: str, trouble: str) -> None:
    patience = 0.2 if trouble == "timeout" else 30
    (outcome,) = asked(server.url(path), settings=HERE._replace(retries=1, timeout=patience))

    assert (outcome.status, outcome.trouble) == (None, trouble)
    assert outcome.words


def test_a_redirect_to_nowhere_is_a_status_like_any_other(server: Web) -> None:
    assert asked(server.url("/status/302")) == [Outcome(302)]


@pytest.mark.parametrize("path", ["/endless/1", "/huge/1"])
def test_a_body_is_not_read(server: Web, path: str) -> None:
    before = server.sent

    assert asked(server.url(path)) == [Outcome(200)]
    assert server.sent - before < 20_000_000


def test_redirects_are_followed_and_permanent_ones_remembered(server: Web) -> None:
    new = server.url("/fine/new")

    assert asked(server.url("/redirect/301/%2Ffine%2Fnew")) == [Outcome(200, moved=new)]
    assert asked(server.url("/redirect/302/%2Ffine%2Fnew")) == [Outcome(200)]
    assert asked(server.url("/redirect/308/%2Fredirect%252F301%252F%2Ffine%2Fnew#x"))[0].status == 200


def test_cookies_live_as_long_as_a_visit(server: Web) -> None:
    assert asked(server.url("/cookie/1"), server.url("/cookie/2")) == [Outcome(200)] * 2
    assert len(server.methods("/cookie/1")) == len(server.methods("/cookie/2")) == 2


@pytest.mark.parametrize("per_host", [1, 3])
def test_few_requests_to_one_host_at_once(per_host: int) -> None:
    with web() as server:
        urls = [server.url(f"/busy/{number}") for number in range(30)]

        assert asked(*urls, settings=HERE._replace(per_host=per_host)) == [Outcome(200)] * 30
        assert server.most_open == per_host


def test_requests_to_one_host_are_spaced(server: Web) -> None:
    world = World()
    asked(*(server.url(f"/fine/space/{number}") for number in range(10)), world=world)

    assert world.now - 1000.0 == pytest.approx(9 * module.SPACING)


def test_no_connection_leads_inside_a_network(server: Web) -> None:
    names = {
        "inner.example": [["127.0.0.1"]],
        "meta.example": [["169.254.169.254"]],
        "six.example": [["::1"]],
    }
    hosts = ["127.0.0.1", "127.1.2.3", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1",
             "0.0.0.0", "printer", "printer.local", "LOCALHOST.", *names]  # fmt: skip
    for name in (
        "127.0.0.1",
        "127.1.2.3",
        "::1",
        "::ffff:127.0.0.1",
        "169.254.169.254",
        "10.0.0.1",
        "0.0.0.0",
    ):
        names[name] = [[name]]
    before = len(server.requests)

    found = asked(*(server.url("/", host) for host in hosts), settings=External(), world=World(names))

    assert {outcome.trouble for outcome in found} == {"private"}
    assert len(server.requests) == before


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "inner.example", "[::1]"])
def test_nor_does_a_redirect_from_an_allowed_host(server: Web, inside: str) -> None:
    names = {"inner.example": [["127.0.0.1"]], "::1": [["::1"]]}
    names |= {name: [[name]] for name in ("127.0.0.1", "169.254.169.254")}
    secret = server.url("/secret", inside).replace("/", "%2F")

    (outcome,) = asked(server.url(f"/redirect/301/{secret}"), world=World(names))

    assert outcome.trouble == "private"
    assert not server.methods("/secret")


def test_the_address_that_was_looked_at_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    import httpcore

    to: list[str] = []

    async def connect(self: object, host: str, *rest: object) -> object:
        to.append(host)
        raise httpcore.ConnectError("not today")

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    world = World({"rebind.example": [["93.184.216.34"], ["127.0.0.1"]]})

    (outcome,) = asked("http://rebind.example/", world=world)

    assert to == ["93.184.216.34"]
    assert outcome.trouble == "private"  # the second try looked anew
    assert world.looked_up == ["rebind.example"] * 2


def test_of_several_addresses_each_is_tried_and_inner_ones_never(server: Web) -> None:
    assert asked(
        server.url("/fine/two", "two.example"),
        settings=HERE._replace(allow_private=("two.example",)),
        world=World({"two.example": [["127.0.0.99", "127.0.0.1"]]}),
    ) == [Outcome(200)]


def test_a_host_that_does_not_exist_is_looked_up_once() -> None:
    world = World()
    found = asked(
        *(f"https://gone.example/{number}" for number in range(20)),
        settings=HERE._replace(per_host=1),
        world=world,
    )

    assert {outcome.trouble for outcome in found} == {"no-name"}
    assert world.looked_up == ["gone.example"]
    assert not world.long_waits


def test_a_host_that_cannot_be_reached_is_given_up_as_a_whole() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        world = World()
        found = asked(
            *(f"http://localhost:{port}/{number}" for number in range(50)),
            settings=HERE._replace(per_host=1),
            world=world,
        )

    assert {outcome.trouble for outcome in found} == {"unreachable"}
    assert world.looked_up == ["localhost"] * 3
    assert world.long_waits == [1.0, 1.0]


def test_a_host_that_fails_on_every_page_is_given_up_too(server: Web) -> None:
    urls = [server.url(f"/always/503/down/{number}") for number in range(50)]
    world = World()

    assert asked(*urls, settings=HERE._replace(per_host=1), world=world) == [Outcome(503)] * 50
    assert len([one for one in server.requests if one.path.startswith("/always/503/down")]) < 80
    assert len(world.long_waits) < 15


def test_what_head_brings_does_not_hide_that_a_host_fails() -> None:
    """Pages are found one after another here: HEAD and GET take turns."""
    host, fetcher = module._Host(1), module._Asker(None, HERE, World().means)  # type: ignore[arg-type]
    head, get = Visit("https://a.example/"), Visit("https://a.example/", "GET")
    for _ in range(30):
        fetcher._learn(host, head, Answer(503), 2000.0)
        fetcher._learn(host, get, Answer(503), 2000.0)

    assert host.down == Answer(503)


def test_but_not_one_with_a_few_bad_pages(server: Web) -> None:
    urls = [server.url(f"/{('always/503', 'fine')[number % 3 == 0]}/few/{number}") for number in range(30)]

    assert {outcome.status for outcome in asked(*urls, settings=HERE._replace(per_host=1))} == {200, 503}


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http://[::1",
        "http://a b.example/",
        "https://a.example:99999/",
        f"http://{'a' * 70}.example/",
        "http://xn--a.example/",
        "https://..example/",
    ],
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    (outcome,) = asked(url)

    assert outcome.trouble in ("malformed", "no-name", "private")


@pytest.mark.parametrize("port", [65_536, 99_999, -1])
def test_a_port_that_is_none_is_no_crash(server: Web, port: int) -> None:
    url = f"http://localhost:{port}/"
    named, redirected = asked(url, server.url(f"/redirect/301/{url}"))

    assert (named.trouble, redirected.trouble) == ("malformed", "redirects")


HEADS = st.lists(
    st.one_of(
        st.sampled_from(
            [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.1 429\r\n", b"HTTP/1.1 100 Continue\r\n\r\n",
             b"HTTP/1.0 404 \xe9\r\n", b"HTTP/1.1 1000 X\r\n", b"HTTP/1.1 099 X\r\n", b"HTTP/2 200\r\n", b"Location: /raw\r\n",
             b"Location: \xe9\xff\r\n", b"Location: http://[\r\n", b"Location:\r\n", b"Location: javascript:x\r\n",
             b"Location: http://\xe9:99999/\r\n", b"Location: //\r\n", b"Set-Cookie: a=\xe9; Path=/\r\n", b"Set-Cookie: ;;=\r\n",
             b"Set-Cookie: a=b; Expires=Wed, 99 Foo 99999 99:99:99 GMT\r\n", b"Retry-After: \xff\r\n", b"Retry-After: 9999999999\r\n",
             b"Content-Length: -1\r\n", b"Content-Length: x\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: br\r\n",
             b"Upgrade: h2c\r\n", b"HTTP/1.1 101 Switching\r\n", b"X\r\n", b" folded\r\n", b"\r\n"]
        ),
        st.binary(max_size=20),
    ),
    max_size=7,
).map(b"".join)  # fmt: skip


@settings(max_examples=150, suppress_health_check=list(HealthCheck), derandomize=True)
@given(HEADS)
@example(b"HTTP/1.1 302 X\r\nLocation: /raw\r\nSet-Cookie: a=\xe9; Path=/\r\n\r\n")
@example(b"HTTP/1.1 301 X\r\nLocation: http://a.example:99999/\r\n\r\n")
@example(b"HTTP/1.1 301 X\r\nLocation: http://\xff.example/\r\n\r\n")
def test_whatever_a_server_says_is_an_outcome_and_the_address_is_not_to_blame(
    server: Web, said: bytes
) -> None:
    server.raw = said + b"\r\n\r\n"

    (outcome,) = asked(server.url("/raw"), settings=HERE._replace(retries=0))

    assert outcome.status is not None or outcome.trouble in (
        "protocol",
        "redirects",
        "timeout",
        "private",
        "no-name",
    )
    assert outcome.status is not None or outcome.words


def test_no_password_is_sent(server: Web) -> None:
    url = server.url("/secret-door").replace("localhost", "me:word@localhost")

    assert asked(url)[0].trouble == "private"
    assert not server.methods("/secret-door")


def test_we_say_who_we_are(server: Web) -> None:
    asked(server.url("/fine/who"))

    (request,) = [one for one in server.requests if one.path == "/fine/who"]
    assert request.headers["user-agent"].startswith("vaulttools/")
    assert "referer" not in request.headers and "authorization" not in request.headers


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    if not shutil.which("openssl"):
        pytest.skip("a certificate needs openssl")
    folder: Path = tmp_path_factory.mktemp("tls")
    files = str(folder / "c.pem"), str(folder / "k.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", files[0], "-keyout", files[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    return files


def test_a_certificate_nobody_vouches_for_is_trouble(certificate: tuple[str, str]) -> None:
    with web(certificate) as server:
        (outcome,) = asked(server.url("/fine"), settings=HERE)

        assert outcome.trouble == "tls"
        assert "self-signed" in outcome.words or "self signed" in outcome.words
        assert not server.requests


def test_a_certificate_of_our_own_may_be_trusted(
    certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    with web(certificate) as server:
        settings = HERE._replace(allow_private=("localhost", "other.example"))
        world = World({"other.example": [["127.0.0.1"]]})
        right, wrong = asked(
            server.url("/fine"), server.url("/fine", "other.example"), settings=settings, world=world
        )

    assert right == Outcome(200)
    assert wrong.trouble == "tls" and "other.example" in wrong.words


def test_plain_http_where_tls_is_meant(server: Web) -> None:
    assert asked(server.url("/fine").replace("http:", "https:"))[0].trouble == "tls"


def test_names_are_looked_up_by_the_system() -> None:
    assert set(asyncio.run(look_up("localhost", 80))) <= {"127.0.0.1", "::1"}


def test_names_of_odd_letters_are_no_crash() -> None:
    with pytest.raises((UnicodeError, OSError)):
        asyncio.run(look_up("a" * 70 + ".example", 80))


def test_without_httpx_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "httpx", None)

    with pytest.raises(VaultError, match=r"pip install 'vaulttools\[external\]'"):
        asked("https://a.example")
