"""Which hosts may be asked."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.hosts import is_inner_name, is_public, url_matcher


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
     "198.18.0.1", "192.0.2.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
     "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:a9fe:a9fe",
     "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "", "x", "1.2.3"],
)  # fmt: skip
def test_inside_a_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_on_the_open_internet(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_no_dress_makes_an_inner_address_public(address: IPv4Address) -> None:
    number = int(address)
    for dressed in (
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address((0x64FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
    ):
        assert is_public(str(dressed)) <= is_public(str(address))


def test_names_inside_a_network() -> None:
    for name in (
        "localhost",
        "LOCALHOST.",
        "printer",
        "a.local",
        "x.internal",
        "b.lan",
        "c.home.arpa",
        "d.onion",
    ):
        assert is_inner_name(name), name
    for name in ("example.org", "local.example", "a.b", "127.0.0.1", "::1"):
        assert not is_inner_name(name), name


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        (
            "example.org",
            [
                "https://example.org",
                "https://www.Example.org/x",
                "http://example.org:80?q",
                "http://u@example.org./",
            ],
            ["https://notexample.org/", "https://a.example/example.org", "http://example.org@a.example/"],
        ),
        ("https://example.org", ["https://example.org/x"], ["https://a.example/"]),
        ("example.org/", ["https://example.org/x"], ["https://a.example/"]),
        ("*.example.org", ["https://www.example.org/x"], ["https://example.org/", "https://a/b.example.org"]),
        ("example.org/wiki/*", ["http://example.org/wiki/x/y"], ["https://example.org/w"]),
        ("localhost:8000", ["http://localhost:8000", "http://localhost:8000/x"], ["http://localhost:80/"]),
        ("https://b.example/*/old", ["https://b.example/x/y/OLD"], ["https://b.example/x/older"]),
        ("http://c.example/?a[1]=*", ["http://c.example/?a[1]=2"], ["http://c.example/?a1=2"]),
        ("*/private/*", ["https://d.example/x/private/y"], ["https://d.example/privates/y"]),
        ("*", ["https://d.example/"], []),
    ],
)
def test_patterns_name_hosts_or_addresses(pattern: str, fitting: list[str], others: list[str]) -> None:
    fits = url_matcher(["none.example", pattern])

    assert [url for url in fitting if not fits(url)] == []
    assert [url for url in others if fits(url)] == []
    assert not any(map(url_matcher([]), fitting))
