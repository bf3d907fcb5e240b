"""Path patterns."""

import pytest

from vaulttools.globs import path_matcher


@pytest.mark.parametrize(
    ("pattern", "fits", "misses"),
    [
        ("Drafts/", ["Drafts/a.md", "x/Drafts/y/a.md"], ["Drafts.md", "Drafts", "MyDrafts/a.md"]),
        ("Drafts", ["Drafts", "Drafts/a.md", "x/Drafts/a.md"], ["Drafts.md"]),
        ("*.excalidraw.md", ["a.excalidraw.md", "x/b.excalidraw.md"], ["excalidraw.md"]),
        ("a/*.md", ["a/b.md"], ["a/b/c.md", "x/a/b.md"]),
        ("a/**/c.md", ["a/c.md", "a/b/c.md", "a/b/b/c.md"], ["b/c.md"]),
        ("/a.md", ["a.md"], ["x/a.md"]),
        ("./a.md", ["a.md"], ["x/a.md"]),
        ("./Drafts/", ["Drafts/a.md"], ["x/Drafts/a.md", "Drafts.md"]),
        (".//a/**", ["a/b.md"], ["x/a/b.md"]),
        (".a/b.md", [".a/b.md"], ["a/b.md"]),
        ("20[0-9][0-9]-*", ["2024-01.md", "j/2024-01.md"], ["2a24-01.md"]),
        ("[!a].md", ["b.md"], ["a.md"]),
        ("a?c.md", ["abc.md"], ["ac.md", "a/c.md"]),
        ("a.md", ["a.md"], ["aXmd"]),
        ("a[.md", ["a[.md"], ["a.md"]),
        ("Log [2024-01]/", ["Log [2024-01]/a.md", "x/Log [2024-01]/a.md"], ["Log 2/a.md"]),
        ("line\nbreak.md", ["line\nbreak.md"], ["line"]),
    ],
)
def test_a_pattern_fits(pattern: str, fits: list[str], misses: list[str]) -> None:
    matches = path_matcher([pattern])

    assert [path for path in fits + misses if matches(path)] == fits


def test_several_patterns_are_alternatives_and_none_fits_nothing() -> None:
    assert path_matcher(["a.md", "b.md"])("b.md")
    assert not path_matcher([])("a.md")
