"""Merging notes and extracting sections: nothing said is lost, and links find what they found."""

import pytest

from tests.vaults import vault_of
from vaulttools.compose import Composed
from vaulttools.edit import texts_after
from vaulttools.extract import plan_extract
from vaulttools.graph import Graph, build_graph
from vaulttools.merge import plan_merge
from vaulttools.note import parse
from vaulttools.proof import PlanError, prove_composed


def merged(text: str, path: str, into: str) -> dict[str, str]:
    graph = build_graph(vault_of(text))
    return result(graph, plan_merge(graph, path, into))


def extracted(text: str, section: str, new: str | None = None, markdown: bool = False) -> dict[str, str]:
    graph = build_graph(vault_of(text))
    path, _, heading = section.partition("#")
    return result(graph, plan_extract(graph, path, heading, new, None, markdown))


def result(graph: Graph, found: Composed) -> dict[str, str]:
    prove_composed(graph, found.plan, found.expected, found.added)
    texts = {path: file.text for path, file in [*graph.vault.notes.items(), *graph.vault.sources.items()]}
    after = texts_after(texts, found.plan)
    return {path: text for path, text in after.items() if texts.get(path) != text}


def test_a_merged_note_leaves_its_text_name_aliases_tags_and_properties() -> None:
    files = merged(
        "-- A.md --\n---\naliases: [a one]\ntags: [x]\nkind: person\n---\nWords. [[#H]]\n## H\n"
        "-- B.md --\n---\ntags:\n  - y\n---\n# B\n-- s.md --\n[[A]] [[A#H|h]] ![[A.md]]\n",
        "A.md",
        "B.md",
    )
    assert files == {
        "B.md": "---\ntags:\n  - y\n  - x\nkind: person\naliases:\n  - A\n  - a one\n---\n# B\n\n"
        "# A\n\nWords. [[#H]]\n## H\n",
        "s.md": "[[B|A]] [[B#H|h]] ![[B.md]]\n",
    }


def test_a_heading_that_both_have_is_named_with_the_one_above() -> None:
    files = merged(
        "-- A.md --\n# A\n## H\nself [[#H]]\n-- B.md --\n# B\n## H\n-- s.md --\n[[A#H]] [[B#H]]\n",
        "A.md",
        "B.md",
    )
    assert files["s.md"] == "[[B#A#H]] [[B#H]]\n"
    assert files["B.md"].endswith("# B\n## H\n\n# A\n## H\nself [[#A#H]]\n")


def test_relative_links_of_a_merged_note_start_at_the_other_folder() -> None:
    files = merged("-- a/A.md --\n[t](../x.md)\n-- b/c/B.md --\n-- x.md --\n", "a/A.md", "b/c/B.md")
    assert files["b/c/B.md"].endswith("[t](../../x.md)\n")


def test_a_block_id_that_both_have_is_refused() -> None:
    with pytest.raises(PlanError, match=r"both notes have a block '\^b'"):
        merged("-- A.md --\nx ^b\n-- B.md --\ny ^B\n", "A.md", "B.md")


def test_a_property_that_both_have_stays_and_the_other_is_told() -> None:
    graph = build_graph(
        vault_of('-- A.md --\n---\nup: "[[C]]"\n---\n-- B.md --\n---\nup: x\n---\n-- C.md --\n')
    )
    found = plan_merge(graph, "A.md", "B.md")
    assert found.remarks == ("'up' of A.md is dropped: B.md has its own",)
    assert result(graph, found)["B.md"] == "---\nup: x\naliases:\n  - A\n---\n\n"


def test_a_text_that_would_be_read_otherwise_at_its_new_place_is_refused() -> None:
    with pytest.raises(PlanError):
        merged("-- A.md --\n[[C]]\n-- B.md --\n```\nopen fence\n-- C.md --\n", "A.md", "B.md")


def test_windows_line_ends_stay() -> None:
    files = merged("-- A.md --\nwords\r\n-- B.md --\nb\r\n", "A.md", "B.md")
    assert files["B.md"] == "---\r\naliases:\r\n  - A\r\n---\r\nb\r\n\r\n# A\r\n\r\nwords\r\n"


def test_a_link_in_a_table_gets_its_name_behind_an_escaped_bar() -> None:
    files = merged("-- A.md --\n-- B.md --\n-- s.md --\n| [[A]] | x |\n| - | - |\n", "A.md", "B.md")
    assert files["s.md"] == "| [[B\\|A]] | x |\n| - | - |\n"


def test_headings_elsewhere_that_hold_a_link_take_their_links_along() -> None:
    others = "-- L.md --\n## [[A]]\n### On [[A#H]]\n[[#A]] [[#On A H]]\n-- s.md --\n[[L#A|x]]\n"
    files = merged("-- A.md --\nwords\n## H\n-- B.md --\nb\n" + others, "A.md", "B.md")
    assert files["L.md"] == "## [[B|A]]\n### On [[B#H]]\n[[#B A]] [[#On B H]]\n"
    assert files["s.md"] == "[[L#B A|x]]\n"
    files = extracted("-- A.md --\nwords\n## H\n-- B.md --\nb\n" + others, "A.md#H")
    assert files["L.md"] == "## [[A]]\n### On [[H]]\n[[#A]] [[#On H]]\n"


def test_a_section_becomes_a_note_and_a_link_stands_in_its_place() -> None:
    files = extracted(
        "-- f/N.md --\n# One\n[[#Two]]\n# Two\n[[#One]] [[#Sub]] word ^b\n## Sub\n# Three\n"
        "-- s.md --\n[[N#Two]] [[N#Two#Sub]] [[N#^b]] [[N#Three]] [[N]]\n",
        "f/N.md#Two",
    )
    assert files == {
        "f/N.md": "# One\n[[Two]]\n[[Two]]\n\n# Three\n",
        "f/Two.md": "# Two\n[[N#One]] [[#Sub]] word ^b\n## Sub\n",
        "s.md": "[[Two]] [[Two#Sub]] [[Two#^b]] [[N#Three]] [[N]]\n",
    }


def test_the_link_in_place_is_a_markdown_link_where_the_vault_says_so() -> None:
    files = extracted("-- N.md --\n# A: b\nwords\n", "N.md#A: b", markdown=True)
    assert files == {"N.md": "[A b](A%20b.md)\n", "A b.md": "# A: b\nwords\n"}


def test_the_link_in_place_is_in_the_vault_s_format_and_escaped() -> None:
    graph = build_graph(vault_of("-- f/N.md --\n# A\nwords\n"))
    assert result(graph, plan_extract(graph, "f/N.md", "A", None, "absolute", False))["f/N.md"] == "[[f/A]]\n"
    found = result(graph, plan_extract(graph, "f/N.md", "A", "g/A (b.md", "relative", True))
    assert found["f/N.md"] == "[A (b](../g/A%20%28b.md)\n"


def test_a_new_note_that_is_there_already_is_refused() -> None:
    with pytest.raises(PlanError, match=r"a file 'A\.md' already"):
        extracted("-- N.md --\n# A\n-- A.md --\n", "N.md#A")


def test_a_footnote_is_not_parted_from_its_text() -> None:
    with pytest.raises(PlanError, match=r"footnote \[\^1\] .* \(line 4\)"):
        extracted("-- N.md --\n# A\nx[^1]\n# B\n[^1]: y\n", "N.md#A")


def test_a_section_within_a_section_takes_only_itself() -> None:
    files = extracted("-- N.md --\n# A\n## B\nb\n### C\n## D\n", "N.md#A#B", "x/New.md")
    assert files == {"N.md": "# A\n[[New]]\n\n## D\n", "x/New.md": "## B\nb\n### C\n"}
    assert [heading.text for heading in parse("x.md", files["N.md"]).headings] == ["A", "D"]
