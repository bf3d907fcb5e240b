"""Names of files that every disk and every link can carry, and names that some disk takes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.names import folded, name_fault, those_of


@pytest.mark.parametrize(
    "name",
    ["N.md", "a b.c.md", "naïve – 日本.md", "😀", "x..md", "console.md", "com.md", "com10.md", "lpt", "nul-1.md", "a" * 255,
     "é" * 127 + "x", "a(b)'&%$!~`{}=+,;@.md", "\x80.md"],
)  # fmt: skip
def test_most_names_are_fine(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        ([".md", ".hidden.md", "..", "..md"], "starts with a dot, which hides it"),
        (["a#b", "a^b", "a[b", "a]b", "a|b"], "holds '{}', which links cannot hold"),
        (["a<b", "a>b", "a:b", 'a"b', "a/b", "a?b", "a*b", "a\\b"], "holds {!r}, which Windows"),
        (["a\0b", "a\tb", "a\nb", "a\x1fb", "a\x7fb"], "holds {!r}, which Windows"),
        (["a\udcff.md", "\ud800", "\udfff"], "holds bytes that are not UTF-8"),
        ([" a.md", "a.md ", "a.", "a.md."], "starts or ends with a space, or ends with a dot"),
        (
            [
                "con",
                "CON.md",
                "prn.md",
                "aux.x.md",
                "nul.md",
                "nul .md",
                "com0.md",
                "COM9",
                "com¹.md",
                "lpt³.md",
            ],
            "is a device",
        ),
        (["a" * 256, "é" * 128], "is longer than 255 bytes"),
    ],
)
def test_what_is_wrong_with_a_name_is_said(names: list[str], fault: str) -> None:
    for name in names:
        assert str(name_fault(name)).startswith(fault.format(name[1:2])), name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("N.md", "n.MD"),
        ("é", "e\u0301"),
        ("É", "e\u0301"),
        ("ß", "SS"),
        ("ﬁ", "FI"),
        ("ΐ", "ϊ\u0301"),
        ("a/B", "A/b"),
    ],
)
def test_names_that_some_disk_takes_for_one_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@given(st.text(max_size=8))
def test_folding_is_done_at_once(name: str) -> None:
    assert folded(folded(name)) == folded(name)


def test_other_names_do_not_fold_alike() -> None:
    assert len({folded(name) for name in ("a", "ä", "b", "a ", "a.md", "A/a")}) == 6


def test_paths_are_known_by_other_spellings_where_they_have_no_other_namesake() -> None:
    there = {"Newton.md", "Ba\u0308r.md", "a/x.md", "X.md", "x.md"}

    assert those_of(there, {"newton.md", "B\u00e4r.md", "A/x.md", "gone.md"}) == there - {"X.md", "x.md"}
    assert those_of(there, {"x.md"}) == {"x.md"}
    assert those_of(there, frozenset()) == set()
