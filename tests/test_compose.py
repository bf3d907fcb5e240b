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


def test_a_link_to_a_heading_that_both_have_and_nothing_sets_apart_is_named() -> None:
    with pytest.raises(
        PlanError, match=r"^A\.md:2: \[\[#H\]\] could not lead to that heading any more, for another"
    ):
        merged("-- A.md --\n# H\n[[#H]]\n-- B.md --\n# H\n", "A.md", "B.md")


def test_relative_links_of_a_merged_note_start_at_the_other_folder() -> None:
    files = merged("-- a/A.md --\n[t](../x.md)\n-- b/c/B.md --\n-- x.md --\n", "a/A.md", "b/c/B.md")
    assert files["b/c/B.md"].endswith("[t](../../x.md)\n")


def test_a_block_id_that_both_have_is_refused() -> None:
    with pytest.raises(PlanError, match=r"both notes have a block '\^b'"):
        merged("-- A.md --\nx ^b\n-- B.md --\ny ^B\n", "A.md", "B.md")


@pytest.mark.parametrize("path", ["A.md", "B.md"])
def test_a_note_in_another_encoding_is_refused(path: str) -> None:
    texts = {"A.md": "ä\n", "B.md": "ö\n", path: "x\nCaf\udce9\n"}
    complaint = refused("".join(f"-- {name} --\n{text}" for name, text in texts.items()))
    assert complaint == f"'{path}' has bytes that are not UTF-8 (line 2); save it as UTF-8 first"


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


@pytest.mark.parametrize(
    ("markdown", "link"), [(False, "[[概要\u3000一]]"), (True, "[概要\u3000一](概要%E3%80%80一.md)")]
)
def test_the_link_in_place_can_have_a_full_width_blank(markdown: bool, link: str) -> None:
    files = extracted("-- N.md --\n# A\n", "N.md#A", "概要\u3000一.md", markdown)
    assert files["N.md"] == f"{link}\n"


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


def refused(text: str) -> str:
    """Why A.md cannot be merged into B.md, or "" where it can."""
    try:
        merged(text, "A.md", "B.md")
    except PlanError as error:
        return str(error)
    return ""


def head(text: str) -> str:
    """The frontmatter of B.md once A.md is merged into it."""
    return merged(text, "A.md", "B.md")["B.md"].rpartition("---\n")[0]


def remarks(text: str) -> tuple[str, ...]:
    graph = build_graph(vault_of(text))
    found = plan_merge(graph, "A.md", "B.md")
    result(graph, found)
    return found.remarks


@pytest.mark.parametrize(
    ("properties", "line"),
    [
        ("title: foo: bar\nstatus: draft", "line 2"),
        ("a: 1\na: 2", "line 3"),
        ("- a\n- b", "line 2"),
        ("open: [", "line"),
    ],
)
def test_properties_that_cannot_be_read_are_to_be_mended_first(properties: str, line: str) -> None:
    broken, plain = f"---\n{properties}\n---\nA body\n", "words\n"
    for path, texts in (("A.md", (broken, plain)), ("B.md", (plain, broken))):
        complaint = refused(f"-- A.md --\n{texts[0]}-- B.md --\n{texts[1]}")
        assert f"mend the properties of '{path}' first" in complaint
        assert line in complaint


def test_properties_without_an_end_are_to_be_mended_first() -> None:
    complaint = refused("-- A.md --\n---\nfoo: bar\nwords\n-- B.md --\n")
    assert complaint.startswith(
        "mend the properties of 'A.md' first: the properties that start in line 1 never end"
    )


@pytest.mark.parametrize(
    "properties", ['{"title": "x"}', "  a: 1\n  b: 2", "-foo: bar", "? q\n: w", "[a]: b"]
)
def test_properties_that_cannot_be_told_apart_are_refused(properties: str) -> None:
    complaint = refused(f"-- A.md --\n---\n{properties}\n---\n-- B.md --\n")
    assert complaint == (
        "the properties of 'A.md' cannot be told apart; write each as 'key: value', on a line of its own"
    )


@pytest.mark.parametrize("properties", ['{"title": "x"}', "  a: 1\n  b: 2", "aliases: [a,\n  b]"])
def test_properties_that_cannot_be_added_to_are_refused(properties: str) -> None:
    assert "cannot be added to the properties of 'B.md' as they are written" in refused(
        f"-- A.md --\n-- B.md --\n---\n{properties}\n---\n"
    )


def test_names_and_tags_are_taken_from_properties_that_cannot_be_told_apart() -> None:
    text = '-- A.md --\n---\n{"tags": ["t"], "aliases": "a"}\n---\n-- B.md --\n'
    assert head(text) == "---\naliases:\n  - A\n  - a\ntags:\n  - t\n"


def test_keys_count_in_any_case() -> None:
    text = "-- A.md --\n---\nStatus: done\nTags: x\n---\n-- B.md --\n---\nstatus: draft\nTAGS: [y]\n---\n"
    assert head(text) == "---\nstatus: draft\nTAGS: [y, x]\naliases:\n  - A\n"
    assert remarks(text) == ("'Status' of A.md is dropped: B.md has its own",)


@pytest.mark.parametrize("value", ["draft", "", "~"])
def test_nothing_is_dropped_where_both_say_the_same_or_one_says_nothing(value: str) -> None:
    text = f"-- A.md --\n---\nStatus: {value}\n---\n-- B.md --\n---\nstatus: draft\n---\n"
    assert remarks(text) == ()


def test_yes_and_one_are_two_values() -> None:
    text = "-- A.md --\n---\nx: 1\n---\n-- B.md --\n---\nx: true\n---\n"
    assert remarks(text) == ("'x' of A.md is dropped: B.md has its own",)


def test_names_and_tags_that_are_none_to_the_app_stay() -> None:
    text = '-- A.md --\n---\ntags: [good, "my tag", 2024, "#x"]\naliases: [1984, Orwell]\n---\n-- B.md --\n'
    assert head(text) == (
        "---\naliases:\n  - A\n  - 1984\n  - Orwell\ntags:\n  - good\n  - my tag\n  - 2024\n  - x\n"
    )


def test_names_are_put_into_an_empty_list_whatever_stands_for_it() -> None:
    for value in ("", " ~", " null", " []"):
        found = head(f"-- A.md --\n-- B.md --\n---\naliases:{value}\n---\n")
        assert parse("B.md", found + "---\n").aliases == ("A",)
    assert head("-- A.md --\n-- B.md --\n---\naliases: # why\n---\n") == "---\naliases: # why\n  - A\n"


def test_properties_that_a_program_has_emptied_are_filled() -> None:
    assert head("-- A.md --\n-- B.md --\n---\n{}\n---\n") == "---\naliases:\n  - A\n"


def test_a_comment_goes_with_the_property_below_it_or_is_told() -> None:
    text = "-- A.md --\n---\n# one\nx: 1\n# two\ny: 2 # three\n---\n-- B.md --\n---\ny: 3\n---\n"
    assert head(text) == "---\ny: 3\n# one\nx: 1\naliases:\n  - A\n"
    assert remarks(text) == (
        "'y' of A.md is dropped: B.md has its own",
        "the comment '# two' in the properties of A.md is dropped",
        "the comment '# three' in the properties of A.md is dropped",
    )


def test_a_tag_that_yaml_takes_for_a_comment_is_told() -> None:
    text = "-- A.md --\n---\ntags: #foo #bar\n---\n-- B.md --\n"
    assert remarks(text) == ("the comment '#foo #bar' in the properties of A.md is dropped",)


def test_a_dropped_link_is_compared_by_what_it_means() -> None:
    text = (
        '-- a/A.md --\n---\nup: "[x](x.md)"\nto: "[[x]]"\n---\n-- b/B.md --\n---\nup: y\nto: "[[x]]"\n---\n'
    )
    graph = build_graph(vault_of(text + "-- a/x.md --\n-- b/x.md --\n"))
    found = plan_merge(graph, "a/A.md", "b/B.md")
    assert found.remarks == (
        "'to' of a/A.md is dropped: b/B.md has its own",
        "'up' of a/A.md is dropped: b/B.md has its own",
    )


def test_a_dropped_link_that_led_nowhere_is_not_missed() -> None:
    text = '-- A.md --\n---\nup: "[[none]]"\n---\n-- B.md --\n---\nup: x\n---\n'
    assert remarks(text) == ("'up' of A.md is dropped: B.md has its own",)


def test_links_in_names_of_both_notes_stay() -> None:
    text = '-- A.md --\n---\naliases: ["[[C]]"]\n---\n-- B.md --\n---\naliases: [b]\n---\n-- C.md --\n'
    assert head(text) == '---\naliases: [b, A, "[[C]]"]\n'


def test_a_byte_order_mark_stays_first() -> None:
    files = merged("-- A.md --\n\ufeffa\n-- B.md --\n\ufeffb\n", "A.md", "B.md")
    assert files["B.md"] == "\ufeff---\naliases:\n  - A\n---\nb\n\n# A\n\na\n"


def test_a_footnote_that_both_have_gets_the_next_free_label() -> None:
    text = (
        "-- A.md --\na[^1] a[^2] a[^n] `[^1]`\n\n[^1]: A one [^2]\n[^2]: A two\n[^n]: A n\n"
        "-- B.md --\nb[^1] b[^N]\n\n[^1]: B one\n[^3]: B three\n[^N]: B n\n"
    )
    assert merged(text, "A.md", "B.md")["B.md"].endswith(
        "# A\n\na[^4] a[^2] a[^n-2] `[^1]`\n\n[^4]: A one [^2]\n[^2]: A two\n[^n-2]: A n\n"
    )
    assert remarks(text) == ("footnote [^1] of A.md becomes [^4]", "footnote [^n] of A.md becomes [^n-2]")


def test_a_call_without_a_footnote_does_not_find_that_of_the_other_note() -> None:
    assert merged("-- A.md --\na[^1]\n-- B.md --\nb[^1]\n\n[^1]: B\n", "A.md", "B.md")["B.md"].endswith(
        "a[^2]\n"
    )
    assert merged("-- A.md --\na[^1]\n-- B.md --\nb[^1]\n", "A.md", "B.md")["B.md"].endswith("a[^1]\n")


def test_a_heading_with_a_footnote_is_still_found() -> None:
    a = "-- A.md --\n# H[^1] x\n\n[^1]: a\n"
    files = merged(f"{a}-- B.md --\n# H[^1] x\n\n[^1]: b\n-- s.md --\n[[A#H 1 x]]\n", "A.md", "B.md")
    assert "# H[^2] x\n" in files["B.md"]
    assert files["s.md"] == "[[B#H[ 2] x]]\n"


def test_a_link_to_a_footnote_that_would_get_another_label_is_refused() -> None:
    assert "s.md:1: [[A#[^1]] leads to a footnote that has to get a new label" in refused(
        "-- A.md --\n[^1]: a\n-- B.md --\n[^1]: b\n-- s.md --\n[[A#[^1]]]\n"
    )


def test_a_link_definition_that_both_have_is_refused_where_it_says_another_thing() -> None:
    a, b = "-- A.md --\n[z][One]\n\n[one]: https://a\n", "-- B.md --\n\n[ONE]: https://"
    assert refused(f"{a}{b}b\n") == (
        "both notes have a label [one], which would show the same in both: 'A.md' in line 3, 'B.md' in line 2; "
        "change one of them first"
    )
    assert "a label [z]" in refused("-- A.md --\n[z]\n-- B.md --\n[z]: https://b\n")
    assert not refused(f"{a}-- B.md --\n[one]: https://a\n")
    assert not refused(f"{a}-- B.md --\n`[one]`\n")


@pytest.mark.parametrize(
    ("end", "why"),
    [
        ("```\ncode", "a fenced code block that starts in line 3 has no end; end it first"),
        ("$$\nx", "a block of formulas that starts in line 3 has no end; end it first"),
        ("%%\ncomment", "a comment (%%), HTML or a footnote has no end there; end it first"),
        ("<!-- comment", "a comment (%%), HTML or a footnote has no end there; end it first"),
    ],
)
def test_a_text_is_not_buried_below_what_has_no_end(end: str, why: str) -> None:
    assert refused(f"-- A.md --\nwords\n-- B.md --\none\n\n{end}\n") == (
        f"the heading '# A' would be read in another way, were 'A.md' put below 'B.md': {why}"
    )
    assert not refused(f"-- A.md --\n-- B.md --\none\n\n{end}\n")
    assert not refused(f"-- A.md --\none\n\n{end}\n-- B.md --\nwords\n")


def test_two_halves_of_a_comment_do_not_find_each_other() -> None:
    assert "the heading '# A'" in refused("-- A.md --\n# A\nwords %%\n-- B.md --\n%% one\n")


def test_a_goal_that_is_the_note_itself_or_there_in_another_case_is_refused() -> None:
    for goal in ("Plan.md", "plan.md"):
        with pytest.raises(PlanError, match=r"there is a file 'Plan\.md' already; choose another name"):
            extracted("-- Plan.md --\n# A\n## Week 1\n## Week 2\n", "Plan.md#Week 1", goal)


@pytest.mark.parametrize(
    ("link", "then"),
    [
        ("[[#Notes]]", "[[#Notes]]"),
        ("[[#A#Notes]]", "[[#Notes]]"),
        ("[Notes](#Notes)", "[Notes](#Notes)"),
        ("[[A#Notes]]", "[[Notes]]"),
        ("[[#Notes#Sub]]", "[[#Sub]]"),
        ("[[#]]", "[[A#]]"),
        ("[top](#A)", "[top](A.md#A)"),
    ],
)
def test_links_of_a_section_to_its_own_heading_and_to_the_top_still_lead_there(link: str, then: str) -> None:
    files = extracted(
        f"-- A.md --\n# A\n\n## Notes\n- see {link}\n### Sub\n## Tail\n[[#Notes]]\n", "A.md#Notes"
    )
    assert files == {
        "A.md": "# A\n\n[[Notes]]\n\n## Tail\n[[Notes]]\n",
        "Notes.md": f"## Notes\n- see {then}\n### Sub\n",
    }


def test_a_link_definition_stands_on_both_sides_where_both_call_it() -> None:
    files = extracted("-- N.md --\n# A\n[z][1] [y]\n# B\n[w][1]\n\n[1]: u\n[Y]: v 't'\n", "N.md#A")
    assert files["A.md"] == "# A\n[z][1] [y]\n\n[1]: u\n[Y]: v 't'\n"
    files = extracted("-- N.md --\n[w][1]\n# A\n[1]: u\n# B\n", "N.md#A")
    assert files == {"N.md": "[w][1]\n[[A]]\n\n[1]: u\n\n# B\n", "A.md": "# A\n[1]: u\n"}


def test_two_definitions_of_one_label_are_not_swapped() -> None:
    with pytest.raises(PlanError, match=r"\[1\] is defined in the section and outside of it"):
        extracted("-- N.md --\n[1]: u\n# A\n[z][1]\n\n[1]: v\n", "N.md#A")


def test_what_looks_like_a_footnote_in_code_does_not_hold_a_section_back() -> None:
    assert "A.md" in extracted("-- N.md --\n# A\n`[^1]`\n# B\nb[^1]\n\n[^1]: y\n", "N.md#A")


def test_a_block_id_above_an_extracted_section_stays_at_the_end_of_its_block() -> None:
    files = extracted("-- N.md --\nwords ^b\n# A\n# B\n-- s.md --\n[[N#^b]]\n", "N.md#A")
    assert files["N.md"] == "words ^b\n\n[[A]]\n\n# B\n"
