"""Links written anew: only the part that changes, and so that it is read back as meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.edit import edited
from vaulttools.note import parse
from vaulttools.respell import respelled


def written(text: str, **parts: str) -> str | None:
    """The text with its one link written anew."""
    (link,) = parse("a.md", text).links
    edits = respelled("a.md", text, link, **parts)
    return None if edits is None else edited(text, edits)


@pytest.mark.parametrize(
    ("text", "parts", "becomes"),
    [
        ("[N](N.md)", {"linkpath": "M.md", "display": "M [x]"}, "[M [x]](M.md)"),
        ("[N](N.md)", {"display": "a] b"}, "[a\\] b](N.md)"),
        ("[t](N.md 'title')", {"linkpath": "M 1.md"}, "[t](M%201.md 'title')"),
        ("[t](<N.md>)", {"linkpath": "M 1 (x).md"}, "[t](<M 1 (x).md>)"),
        ("[t](<N.md>)", {"linkpath": "a<b>.md"}, "[t](<a%3Cb%3E.md>)"),
        ("[t](N.md)", {"linkpath": "a (b.md"}, "[t](a%20%28b.md)"),
        ("[t](N.md)", {"linkpath": "50%20.md"}, "[t](50%2520.md)"),
        ("[t](N.md#h)", {"subpath": "#A b"}, "[t](N.md#A%20b)"),
        ("[[N#h|t]]", {"subpath": "#^b"}, "[[N#^b|t]]"),
        ("[[N]]", {"linkpath": "M", "display": "N"}, "[[M|N]]"),
        ("| [[N]] | x", {"display": "N"}, "| [[N\\|N]] | x"),
        ("![[N.png|30]]", {"linkpath": "M.png"}, "![[M.png|30]]"),
        ("a | b\n[[N]]\nc | d", {"display": "N"}, "a | b\n[[N|N]]\nc | d"),
        ("[[N]]", {"linkpath": "N"}, "[[N]]"),
    ],
)
def test_a_part_is_written_in_the_link_s_own_escaping(text: str, parts: dict[str, str], becomes: str) -> None:
    assert written(text, **parts) == becomes


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[[N]]", {"linkpath": "a|b"}),
        ("[[N]]", {"linkpath": "a#b"}),
        ("[[N]]", {"subpath": "#a]]b"}),
        ("[[N]]", {"subpath": "#a|b"}),
        ("[[N]]", {"subpath": "#a[[b"}),
        ("[[N]]", {"subpath": "#a\nb"}),
        ("[[N]]", {"display": "a]]b"}),
        ("[[N]]", {"display": "a[[b"}),
        ("[[N]]", {"display": "a|b"}),
        ("[[N]]", {"display": "a\nb"}),
        ("[[N]]", {"display": "a "}),
        ("[[N]]", {"display": " a"}),
        ("[t](N.md)", {"linkpath": "a#b.md"}),
        ("[t](N.md)", {"display": "a\n\nb"}),
        ("---\nup: >-\n  [[N]]\n---\n", {"linkpath": "M"}),
    ],
)
def test_what_a_link_cannot_say_in_its_place_is_not_written(text: str, parts: dict[str, str]) -> None:
    after = written(text, **parts)
    assert after is None or parse("a.md", after).links[0].linkpath == parts.get("linkpath")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12), st.booleans())
def test_a_destination_that_is_written_is_read_back(name: str, in_angles: bool) -> None:
    text = "[t](<N.md>)" if in_angles else "[t](N.md)"
    after = written(text, linkpath=name + ".md")

    assert after is None or [link.linkpath for link in parse("a.md", after).links] == [name + ".md"]
