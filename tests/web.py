"""A web server that misbehaves, on this computer: what it does hangs on the path it is asked for."""

import asyncio
import contextlib
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote

_END = b"\r\n\r\n"


class Request(NamedTuple):
    """What the server was asked."""

    method: str
    path: str
    headers: dict[str, str]


class Web:
    """A running server: where it is, and what it has seen."""

    def __init__(self, port: int, scheme: str) -> None:
        self.port, self.scheme = port, scheme
        self.requests: list[Request] = []
        self.open = self.most_open = self.sent = 0
        self.times: Counter[str] = Counter()
        # What "/raw" answers, byte for byte.
        self.raw = b""

    def url(self, path: str, host: str = "localhost") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def methods(self, path: str) -> list[str]:
        """How a path was asked for, in order."""
        return [request.method for request in self.requests if request.path == path]


@contextlib.contextmanager
def web(certificate: tuple[str, str] | None = None) -> Iterator[Web]:
    """A server in a thread of its own, with TLS if it is given a certificate and its key."""
    loop = asyncio.new_event_loop()
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    found = Web(0, "https" if context else "http")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _serve(found, reader, writer)
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0, ssl=context))
    found.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield found
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _serve(found: Web, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readexactly(1)).decode("latin-1")
    if head == "\x16":  # the first byte of TLS
        await _garbage(found, writer)
        return
    head += (await reader.readuntil(_END)).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    found.requests.append(Request(method, path, headers))
    found.times[path] += 1
    found.open += 1
    found.most_open = max(found.most_open, found.open)
    try:
        await _answer(found, found.requests[-1], writer)
    finally:
        found.open -= 1


async def _answer(found: Web, request: Request, writer: asyncio.StreamWriter) -> None:
    kind, _, rest = request.path.lstrip("/").partition("/")
    if kind in _ODD:
        await _ODD[kind](found, writer)  # type: ignore[misc]
        return
    status, headers = _PLAIN[kind](found, request, unquote(rest)) if kind in _PLAIN else (200, "")
    if kind == "busy":
        await asyncio.sleep(0.02)
    writer.write(
        f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n".encode("latin-1")
    )
    await writer.drain()


_Plain = Callable[[Web, Request, str], tuple[int, str]]


def _status(found: Web, request: Request, rest: str) -> tuple[int, str]:
    return int(rest), ""


def _always(found: Web, request: Request, rest: str) -> tuple[int, str]:
    return int(rest.partition("/")[0]), ""


def _head(found: Web, request: Request, rest: str) -> tuple[int, str]:
    return (int(rest.partition("/")[0]), "") if request.method == "HEAD" else (200, "")


def _limited(found: Web, request: Request, rest: str) -> tuple[int, str]:
    """Too many requests the first time; `rest` is what Retry-After says."""
    return (429, f"Retry-After: {rest}\r\n") if found.times[request.path] == 1 else (200, "")


def _limited_ever(found: Web, request: Request, rest: str) -> tuple[int, str]:
    return 429, f"Retry-After: {rest}\r\n"


def _redirect(found: Web, request: Request, rest: str) -> tuple[int, str]:
    status, _, target = rest.partition("/")
    return int(status), f"Location: {target}\r\n"


def _loop(found: Web, request: Request, rest: str) -> tuple[int, str]:
    return 302, f"Location: {request.path}\r\n"


def _cookie(found: Web, request: Request, rest: str) -> tuple[int, str]:
    if "seen=yes" in request.headers.get("cookie", ""):
        return 200, ""
    return 302, f"Location: {request.path}\r\nSet-Cookie: seen=yes; Path=/\r\n"


def _fails_once(found: Web, request: Request, rest: str) -> tuple[int, str]:
    return (503 if found.times[request.path] <= 2 else 200), ""


_PLAIN: dict[str, _Plain] = {
    "status": _status,
    "always": _always,
    "head": _head,
    "limited": _limited,
    "limited-ever": _limited_ever,
    "redirect": _redirect,
    "loop": _loop,
    "cookie": _cookie,
    "fails-once": _fails_once,
}


async def _silent(found: Web, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _drip(found: Web, writer: asyncio.StreamWriter) -> None:
    """A head that never ends, a character at a time."""
    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def _endless(found: Web, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _pour(found, writer, b"400\r\n" + b"x" * 0x400 + b"\r\n")


async def _huge(found: Web, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
    await _pour(found, writer, b"x" * 65536)


async def _pour(found: Web, writer: asyncio.StreamWriter, data: bytes) -> None:
    while not writer.is_closing():
        writer.write(data)
        found.sent += len(data)
        await writer.drain()


async def _endless_head(found: Web, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await _pour(found, writer, b"X-Y: " + b"x" * 8000 + b"\r\n")


async def _cut(found: Web, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    await writer.drain()


async def _gone(found: Web, writer: asyncio.StreamWriter) -> None:
    return


async def _raw(found: Web, writer: asyncio.StreamWriter) -> None:
    writer.write(found.raw)
    await writer.drain()


async def _garbage(found: Web, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff lorem ipsum\r\n\r\n")
    await writer.drain()


_ODD = {
    "silent": _silent,
    "drip": _drip,
    "endless": _endless,
    "endless-head": _endless_head,
    "huge": _huge,
    "cut": _cut,
    "gone": _gone,
    "garbage": _garbage,
    "raw": _raw,
}
