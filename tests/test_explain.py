"""Why the links of a line lead where they lead, and why what looks like a link is none."""

import pytest

from tests.vaults import vault_of
from vaulttools.cli_explain_line import as_json, as_text, is_place
from vaulttools.explain import LineReasons, explain_line
from vaulttools.graph import build_graph

VAULT = "-- a/N.md --\n# Plan\n## Week 2\ntext ^block1\n-- bb/N.md --\nx\n-- s.md --\n"


def reasons(text: str, line: int = 1) -> LineReasons:
    return explain_line(build_graph(vault_of(VAULT + text)), "s.md", line)


def why_not(text: str, line: int = 1) -> list[str]:
    return [one.why for one in reasons(text, line).look_alikes]


def test_a_link_says_its_rule_its_candidates_and_its_place() -> None:
    link = reasons("[[N#week 2|x]]").links[0]

    assert (link.item.target, link.item.rule, link.column) == ("a/N.md", "shortest-path", 1)
    assert [candidate.path for candidate in link.candidates] == ["a/N.md", "bb/N.md"]
    assert link.place == "the heading 'Week 2' in line 2"


def test_other_spellings_are_tried_from_the_same_note() -> None:
    spellings = {one.linkpath: one.target for one in reasons("[[bb/N]]").links[0].spellings}

    assert spellings == {"N": "a/N.md", "bb/N.md": "bb/N.md", "/bb/N": "bb/N.md"}


def test_a_place_that_is_not_there_names_the_nearest() -> None:
    assert "the nearest is 'Week 2'" in reasons("[[N#Wek 2]]").links[0].place
    assert "the nearest is '^block1'" in reasons("[[N#^blok1]]").links[0].place


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("`[[N]]`", 1, "stands in inline code"),
        ("```\n[[N]]\n```", 2, "stands in a fenced code block, opened on line 1"),
        ("a\n\n~~~\n[[N]]", 4, "stands in a fenced code block without an end, opened on line 3"),
        ("    [[N]]", 1, "stands in a code block, made by its indentation"),
        ("$$\n[[N]]\n$$", 2, "stands in a block of formulas, opened on line 1"),
        ("costs $[[N]]$", 1, "stands in a formula"),
        ("<div>\n[[N]]", 2, "stands in an HTML block, opened on line 1"),
        ("a <!-- [[N]] -->", 1, "stands in HTML or an address in angle brackets"),
        ("a \\[[N]]", 1, "stands in what a backslash keeps as plain text"),
        ("https://a.b/[[N]]", 1, "stands in a bare address, which runs to the next space"),
        ("|a|\n|-|\n|[[N|x]]|", 3, r"a '|' ends the cell of a table: write '\|'"),
        ("[[ ]]", 1, "has nothing between its brackets"),
        ("[x](My note.md)", 1, "has a space in its address: write %20, or put the address in < >"),
        ("> - ```\n>   [[N]]", 2, "stands in a fenced code block without an end, opened on line 1"),
        (
            "---\nup: [[N]]\n---",
            2,
            "stands in the properties, where only a whole text in quotes is a link, opened on line 1",
        ),
    ],
)
def test_what_only_looks_like_a_link_says_why(text: str, line: int, why: str) -> None:
    assert why_not(text, line) == [why]


def test_a_link_in_code_beside_a_true_one_is_told_apart() -> None:
    found = reasons("[[N]] `[[N]]`")

    assert len(found.links) == len(found.look_alikes) == 1


def test_the_text_names_goal_rule_and_source_and_the_json_has_the_same() -> None:
    found = reasons("[[N]] `[[M]]`")
    text, data = as_text(found, False), as_json(found)

    for words in ("goes to a/N.md", "shortest-path", "console probe of 1.13.7", "· bb/N.md", "is not a link"):
        assert words in text
    assert data["links"][0]["target"] == "a/N.md"
    assert data["look_alikes"][0]["written"] == "[[M]]"


def test_a_line_without_links_says_so_and_a_missing_line_is_an_error() -> None:
    assert "no link stands on this line" in as_text(reasons("words"), False)
    with pytest.raises(ValueError, match="lines"):
        reasons("words", 9)


def test_a_place_is_a_note_and_a_line() -> None:
    assert [is_place(words) for words in ("a/N.md:12", "N:1:4", "unresolved-link")] == [True, True, False]
