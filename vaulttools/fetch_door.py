"""The door to the web: no connection goes inside a network, whatever a link, a name or a redirect says.

What a note links to may come from anywhere, and a check often runs where a request could do harm: behind a company's
firewall, in a cloud whose own services answer on private addresses. So a name is looked up here, the addresses found
are looked at, and one of these very addresses is connected to, whatever the name means a moment later. As every
connection is made here, that holds for redirects too.
"""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable
from typing import TYPE_CHECKING

from vaulttools.hosts import is_inner_name, is_public
from vaulttools.verdicts import Trouble

if TYPE_CHECKING:
    import httpcore

LookUp = Callable[[str, int], Awaitable[list[str]]]
"""From a host and a port to its addresses."""
_MOST_ADDRESSES = 4
_NO_NAME = tuple(
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)
)


class Refused(Exception):
    """A connection that was not made: the trouble, and words for it."""

    def __init__(self, trouble: Trouble, words: str) -> None:
        super().__init__(words)
        self.trouble: Trouble = trouble


def door(allow_private: Iterable[str], look_up: LookUp) -> "httpcore.AsyncNetworkBackend":
    """The one way to the network: to public addresses only, but for the hosts that are allowed by name.

    A connection it does not make is a `Refused`, where the host is the reason; else httpcore's own error.
    """
    import httpcore

    allowed = frozenset(name.lower() for name in allow_private)

    class Door(httpcore.AnyIOBackend):
        """Connects to public addresses, and to what is allowed."""

        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
        ) -> httpcore.AsyncNetworkStream:
            addresses = await _addresses(host, port, allowed, look_up)
            for number, address in enumerate(addresses, 1):
                try:
                    return await super().connect_tcp(address, port, timeout, local_address, socket_options)
                except (httpcore.ConnectError, httpcore.ConnectTimeout):
                    if number == len(addresses):
                        raise
            raise Refused("no-name", f"names a host that does not exist, '{host}'")

    return Door()


async def _addresses(host: str, port: int, allowed: Collection[str], look_up: LookUp) -> list[str]:
    """The addresses of a host that may be connected to; without one, a reason is raised as `Refused`."""
    is_allowed = host.lower().rstrip(".") in allowed
    if not is_allowed and is_inner_name(host):
        raise Refused("private", f"leads inside a network, to '{host}', and was not asked")
    try:
        found = await look_up(host, port)
    except socket.gaierror as error:
        if error.errno in _NO_NAME:
            raise Refused("no-name", f"names a host that does not exist, '{host}'") from None
        words = f"cannot be reached: its host '{host}' could not be looked up"
        raise Refused("unreachable", words) from None
    except UnicodeError:
        raise Refused("malformed", f"is malformed: '{host}' can be no host") from None
    open_to_us = found if is_allowed else [one for one in found if is_public(one)]
    if found and not open_to_us:
        raise Refused("private", f"leads inside a network, to '{host}', and was not asked")
    return open_to_us[:_MOST_ADDRESSES]


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them; socket.gaierror or UnicodeError where it does not.

    In a thread that nobody waits for: a resolver may hang for long, and Ctrl-C is not to wait for it.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(addresses)
        else:
            answer.set_exception(error)

    def ask() -> None:
        addresses: list[str] = []
        failed: Exception | None = None
        try:
            addresses = [
                str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            ]
        except (OSError, UnicodeError) as error:
            failed = error
        try:
            loop.call_soon_threadsafe(settle, addresses, failed)
        except RuntimeError:  # the loop is closed: nobody waits any more
            return

    threading.Thread(target=ask, daemon=True).start()
    return list(dict.fromkeys(await answer))
