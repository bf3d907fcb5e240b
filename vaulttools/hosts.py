"""Hosts: which may be asked. Addresses inside a network are none of the web's business. Pure."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from vaulttools.patterns import pattern

# Names that mean something only inside a house or a computer. Source: RFC 6761, RFC 6762, RFC 8375, RFC 9476; IANA.
_INNER = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "test",
    "invalid",
    "alt",
    "onion",
)
# IPv4 addresses as a gateway writes them (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")
_STAR = pattern(r"\*+")


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet; so has to be an IPv4 address that hides in an IPv6 one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner_address(found) if isinstance(found, IPv6Address) else None
    return all(one.is_global and not one.is_multicast for one in (found, inner) if one is not None)


def _inner_address(found: IPv6Address) -> IPv4Address | None:
    if found in _NAT64:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour


def is_inner_name(host: str) -> bool:
    """Whether a host's name has no meaning on the open internet: one without a dot, or below `local` and the like."""
    name = host.lower().rstrip(".")
    if ":" in name:  # an IPv6 address
        return False
    return "." not in name or any(name == end or name.endswith("." + end) for end in _INNER)


def url_matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Does an address fit one of the patterns? "*" stands for anything; no letter case.

    One is a host, with all hosts below it, on the port that it names or on any; or, with a path, the addresses there
    that fit it; or the whole of an address.
    """
    import re

    parts = [*map(_of_host, patterns), *(_glob(one, ".*") for one in patterns if "/" in one or ":" in one)]
    fits = re.compile("|".join(parts) or r"(?!)", re.IGNORECASE | re.DOTALL).fullmatch
    return lambda url: fits(url) is not None


def _of_host(written: str) -> str:
    bare = written.rpartition("://")[2]
    host, _, path = (written if "/" in bare else bare).partition("/")
    port = "" if ":" in host else r"(?::[0-9]*)?"
    end = f"/{_glob(path, '.*')}" if path else r"(?:[/?#].*)?"
    return rf"https?://(?:[^/?#]*[.@])?{_glob(host, '[^/?#]*')}\.?{port}{end}"


def _glob(written: str, star: str) -> str:
    import re

    return star.join(map(re.escape, _STAR.split(written)))
