"""Renames: every link keeps its meaning and its form, whatever note it stands in."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import naive
from tests.model import FOLDERS, NAMES, Model, OnDisk, looked_at
from tests.vaults import vault_of, vault_of_files
from vaulttools.edit import Plan, texts_after
from vaulttools.graph import build_graph
from vaulttools.proof import PlanError, new_links, prove
from vaulttools.rename import plan_move
from vaulttools.rename_parts import plan_block, plan_heading, plan_property, plan_tag
from vaulttools.vault import Vault, text_of

SEQUENCES = int(os.environ.get("VAULTTOOLS_SEQUENCES", "60"))

PLAYED = settings(max_examples=SEQUENCES, stateful_step_count=20, suppress_health_check=list(HealthCheck))
TestModel = Model.TestCase
TestModel.settings = PLAYED
TestOnDisk = OnDisk.TestCase
TestOnDisk.settings = settings(PLAYED, max_examples=max(SEQUENCES // 10, 10))


def renamed(text: str, old: str, new: str) -> dict[str, str]:
    """The texts that a rename changes, by new path."""
    vault = vault_of(text)
    graph = build_graph(vault)
    return changed(vault, plan_move(graph, old, new))


def changed(vault: Vault, plan: Plan) -> dict[str, str]:
    after = prove(build_graph(vault), plan).vault
    moved = {move.old: move.new for move in plan.moves}
    paths = {moved.get(edit.path, edit.path) for edit in plan.edits}
    return {path: text_of(after, path).strip("\n") for path in sorted(paths)}


@st.composite
def linked_vaults(draw: st.DrawFn) -> dict[str, str]:
    """Vaults of files with names of their own, links by bare names and whole paths, headings that hold links."""
    path = st.builds("{}{}.md".format, FOLDERS, NAMES)
    paths = draw(
        st.lists(
            path,
            min_size=2,
            max_size=5,
            unique_by=lambda one: naive.bare(naive.folded(one.rpartition("/")[2])),
        )
    )
    forms = [path[:-3] for path in paths] + [path.rpartition("/")[2][:-3] for path in paths]
    form = st.sampled_from([form for form in forms if "[" not in form] or ["x"])
    link = st.builds("[[{}{}]]".format, form, st.sampled_from(["", "|shown"]) | form.map("#{}".format))
    title = form.map("\n# On [[{}]]\n".format) | form.map("\n## [[{}]]\n".format)
    return {path: "".join(draw(st.lists(title | link, max_size=6))) for path in paths}


@given(linked_vaults(), st.data())
def test_a_rename_and_back_leaves_every_byte_as_it_was(files: dict[str, str], data: st.DataObject) -> None:
    old = data.draw(st.sampled_from(sorted(files)))
    new = f"{old.rpartition('/')[0]}/Fresh name.md".lstrip("/")
    there = texts_after(files, proven_move(files, old, new))
    back = texts_after(there, proven_move(there, new, old))

    assert back == files


def proven_move(files: dict[str, str], old: str, new: str) -> Plan:
    """The plan of a move that cannot be refused, looked at by the naive resolver."""
    graph = build_graph(vault_of_files(files))
    plan = plan_move(graph, old, new)
    looked_at(
        files,
        texts_after(files, plan),
        plan,
        {item.source for item in new_links(graph, prove(graph, plan), plan)},
    )
    return plan


def test_a_note_that_moves_to_where_its_name_is_taken_does_not_take_links_over() -> None:
    vault = "-- s.md --\n[[N]]\n-- a/N.md --\n-- b/M.md --\n[[N]]\n"
    assert renamed(vault, "b/M.md", "b/N.md") == {"s.md": "[[a/N]]", "b/N.md": "[[a/N]]"}


def test_a_note_that_leaves_lets_other_links_alone_that_still_mean_the_same() -> None:
    assert renamed("-- s.md --\n[[N]] [[a/N]]\n-- a/N.md --\n-- b/N.md --\n", "b/N.md", "b/O.md") == {}


def test_a_link_with_an_ending_keeps_it() -> None:
    assert renamed("-- s.md --\n![[N.md#h|t]]\n-- N.md --\n# h\n", "N.md", "M.md") == {
        "s.md": "![[M.md#h|t]]"
    }


def test_an_attachment_is_followed() -> None:
    vault = "-- s.md --\n![[p.png|300]] ![x](p.png)\n-- p.png --\n"
    assert renamed(vault, "p.png", "img/q 1.png") == {"s.md": "![[q 1.png|300]] ![x](q%201.png)"}


def test_other_letters_in_a_name_are_followed() -> None:
    assert renamed("-- s.md --\n[[newton]] [[Newton]]\n-- newton.md --\n", "newton.md", "Newton.md") == {
        "s.md": "[[Newton]] [[Newton]]"
    }


def test_a_relative_link_stays_relative() -> None:
    vault = "-- a/s.md --\n[t](../b/N.md) [[./x]]\n-- b/N.md --\n-- a/x.md --\n"
    assert renamed(vault, "a/s.md", "c/d/s.md") == {"c/d/s.md": "[t](../../b/N.md) [[../../a/x]]"}


def test_a_markdown_path_that_other_programs_follow_stays_one() -> None:
    vault = "-- d/s.md --\n[t](e/N.md) [u](./e/N.md)\n-- d/e/N.md --\n"
    assert renamed(vault, "d/e/N.md", "d/M.md") == {"d/s.md": "[t](M.md) [u](./M.md)"}


@pytest.mark.parametrize(("written", "becomes"), [("e/N.md", "../d/e/N.md"), ("N.md", None)])
def test_where_links_are_relative_a_note_that_moves_keeps_them_so(written: str, becomes: str | None) -> None:
    vault = vault_of(f"-- d/s.md --\n[t]({written})\n-- d/e/N.md --\n")
    plan = plan_move(build_graph(vault), "d/s.md", "x/s.md", "relative")
    assert changed(vault, plan) == ({"x/s.md": f"[t]({becomes})"} if becomes else {})
    assert plan_move(build_graph(vault), "d/s.md", "x/s.md").edits == ()


@pytest.mark.parametrize(
    ("quoted", "becomes"),
    [
        ('"[[N]]"', '"[[it\'s]]"'),
        ("'[[N|x]]'", "'[[it''s|x]]'"),
    ],
)
def test_a_property_keeps_its_quotes(quoted: str, becomes: str) -> None:
    vault = f"-- s.md --\n---\nup: {quoted}\n---\n-- N.md --\n"
    assert renamed(vault, "N.md", "it's.md") == {"s.md": f"---\nup: {becomes}\n---"}


def test_a_canvas_keeps_its_escapes() -> None:
    card = '{"nodes":[{"type":"text","text":"\\"x\\"\\n[[N]] [t](N.md)"},{"type":"file","file":"N.md","subpath":"#h"}]}'
    vault = f"-- c.canvas --\n{card}\n-- N.md --\n# h\n"
    assert renamed(vault, "N.md", "M.md") == {
        "c.canvas": card.replace("N.md", "M.md").replace("[[N]]", "[[M]]")
    }


def test_a_name_that_is_taken_is_refused() -> None:
    for other in ("M.md", "m.md"):
        with pytest.raises(PlanError, match=r"a file 'M\.md' already"):
            renamed("-- N.md --\n-- M.md --\n", "N.md", other)
        with pytest.raises(PlanError, match=rf"a file '{other}' already"):
            renamed("-- A.md --\n-- M.md --\n", "A.md", other)


def test_a_name_that_links_cannot_hold_is_refused_where_a_link_needs_it() -> None:
    with pytest.raises(PlanError, match=r"'a#b\.md': 'a#b\.md' holds '#', which links cannot hold"):
        renamed("-- s.md --\n\n[[N]]\n-- N.md --\n", "N.md", "a#b.md")


def test_a_link_that_led_nowhere_and_finds_a_file_is_told() -> None:
    graph = build_graph(vault_of("-- s.md --\n[[M]]\n-- N.md --\n"))
    plan = plan_move(graph, "N.md", "M.md")
    assert [item.link.linkpath for item in new_links(graph, prove(graph, plan), plan)] == ["M"]


def test_links_to_a_heading_follow_where_a_link_in_it_is_written_anew() -> None:
    vault = (
        "-- Log.md --\n# TOC\n- [[#Project X]]\n\n## [[Project X]]\ntext\n### Week 1\n"
        "-- Project X.md --\n"
        '-- s.md --\n---\nup: "[[Log#Project X]]"\n---\n[[Log#project x|w]] [t](Log.md#Project%20X) [[Log#TOC#Project X#Week 1]]'
        " [[Log#Week 1]]\n"
        '-- c.canvas --\n{"nodes":[{"type":"file","file":"Log.md","subpath":"#Project X"}]}\n'
    )
    assert renamed(vault, "Project X.md", "Project (Y).md") == {
        "Log.md": "# TOC\n- [[#Project (Y)]]\n\n## [[Project (Y)]]\ntext\n### Week 1",
        "c.canvas": '{"nodes":[{"type":"file","file":"Log.md","subpath":"#Project (Y)"}]}',
        "s.md": '---\nup: "[[Log#Project (Y)]]"\n---\n[[Log#Project (Y)|w]] [t](Log.md#Project%20(Y))'
        " [[Log#TOC#Project (Y)#Week 1]] [[Log#Week 1]]",
    }


def test_a_heading_that_comes_to_be_called_like_a_later_one_does_not_take_its_links() -> None:
    vault = "-- L.md --\n# [[X]]\n# Top\n## Y\n[[#Y]] [[#X]]\n-- X.md --\n"
    assert renamed(vault, "X.md", "Y.md") == {"L.md": "# [[Y]]\n# Top\n## Y\n[[#Top#Y]] [[#Y]]"}
    with pytest.raises(PlanError, match=r"L\.md:3: \[\[#Y\]\] could not lead to that heading any more"):
        renamed("-- L.md --\n# [[X]]\n# Y\n[[#Y]]\n-- X.md --\n", "X.md", "Y.md")


def test_a_heading_with_a_link_to_a_heading_with_a_link_follows_too() -> None:
    vault = "-- L.md --\n# [[X]]\n# On [[#X]]\n[[#On X]]\n-- X.md --\n"
    assert renamed(vault, "X.md", "Y.md") == {"L.md": "# [[Y]]\n# On [[#Y]]\n[[#On Y]]"}


def test_a_heading_is_linked_by_the_path_and_the_display_text_of_a_link_in_it() -> None:
    vault = "-- L.md --\n# [[a/X|the X]]\n[[#a/X the X]] [[#A X, the X|x]]\n-- a/X.md --\n"
    assert renamed(vault, "a/X.md", "b/X.md") == {"L.md": "# [[b/X|the X]]\n[[#b/X the X]] [[#b/X the X|x]]"}


def test_headings_that_hold_a_renamed_tag_or_heading_take_their_links_along() -> None:
    vault = vault_of("-- N.md --\n# Plan #work\n# See [[#Old]]\n# Old\n[[#Plan work]] [[#See Old]]\n")
    assert changed(vault, plan_tag(build_graph(vault), "work", "job")) == {
        "N.md": "# Plan #job\n# See [[#Old]]\n# Old\n[[#Plan job]] [[#See Old]]"
    }
    assert changed(vault, plan_heading(build_graph(vault), "N.md", "Old", "New")) == {
        "N.md": "# Plan #work\n# See [[#New]]\n# New\n[[#Plan work]] [[#See New]]"
    }


def test_a_folder_cannot_go_into_itself() -> None:
    with pytest.raises(PlanError, match="into itself"):
        renamed("-- a/N.md --\n", "a", "a/b")


def test_a_heading_takes_links_through_it_along() -> None:
    vault = vault_of(
        "-- s.md --\n[[N#Plan]] [[N#Plan#Week 2|w]] [t](N.md#Plan) [[N#Other]]\n"
        "-- N.md --\n# Plan\n## Week 2\n# Other\n[[#Plan]]\n"
    )
    plan = plan_heading(build_graph(vault), "N.md", "Plan", "The plan: all")
    assert changed(vault, plan) == {
        "N.md": "# The plan: all\n## Week 2\n# Other\n[[#The plan all]]",
        "s.md": "[[N#The plan all]] [[N#The plan all#Week 2|w]] [t](N.md#The%20plan%20all) [[N#Other]]",
    }


def test_a_heading_that_takes_the_words_of_a_later_one_does_not_take_its_links() -> None:
    vault = vault_of("-- s.md --\n[[N#B]]\n-- N.md --\n# A\n# Top\n## B\n")
    plan = plan_heading(build_graph(vault), "N.md", "A", "B")
    assert changed(vault, plan)["s.md"] == "[[N#Top#B]]"


def test_of_twin_headings_the_one_above_has_to_be_named() -> None:
    graph = build_graph(vault_of("-- N.md --\n# X\n## A\n# Y\n## A\n"))
    with pytest.raises(PlanError, match=r"several headings 'A' \(lines 2, 4\)"):
        plan_heading(graph, "N.md", "A", "B")
    assert plan_heading(graph, "N.md", "Y#A", "B").edits[0].span.start == 16


@pytest.mark.parametrize("new", ["", "two\nlines", "a #"])
def test_words_that_make_no_such_heading_are_refused(new: str) -> None:
    graph = build_graph(vault_of("-- N.md --\n# A\nwords\n"))
    with pytest.raises(PlanError, match="cannot be a heading"):
        plan_heading(graph, "N.md", "A", new)


@pytest.mark.parametrize("new", ["He", "[[M]] and [[M]]"])
def test_a_heading_keeps_its_links(new: str) -> None:
    graph = build_graph(vault_of("-- N.md --\n## Of [[M]]\n-- M.md --\n"))
    with pytest.raises(PlanError, match=r"has not the links of 'Of \[\[M\]\]'; keep these in the new words"):
        plan_heading(graph, "N.md", "Of [[M]]", new)


def test_of_the_headings_of_a_note_eight_are_named() -> None:
    graph = build_graph(vault_of("-- N.md --\n" + "".join(f"# {letter}\n" for letter in "abcdefghij")))
    with pytest.raises(PlanError, match=r"no heading 'x' in 'N\.md'; it has 'a', .*'h'$"):
        plan_heading(graph, "N.md", "x", "y")
    with pytest.raises(PlanError, match=r"no heading 'x' in 'M\.md'; it has none$"):
        plan_heading(build_graph(vault_of("-- M.md --\n")), "M.md", "x", "y")


def test_a_link_that_cannot_be_written_anew_in_its_place_is_named() -> None:
    graph = build_graph(
        vault_of("-- s.md --\n---\nup: >-\n  [[N#^b|two\n  words]]\n---\n-- N.md --\n# H\nwords ^b\n")
    )
    with pytest.raises(
        PlanError, match=r"^s\.md:2: >- \[\[N#\^b\|two words\]\] cannot be written anew; change"
    ):
        plan_block(graph, "N.md", "b", "c")


def test_a_block_id_may_change_its_letters_but_not_take_another_s() -> None:
    graph = build_graph(vault_of("-- N.md --\na ^b\n\nc ^d\n"))
    assert plan_block(graph, "N.md", "b", "B").edits[0].new == "^B"
    with pytest.raises(PlanError, match=r"'N\.md' has a block '\^D' already"):
        plan_block(graph, "N.md", "b", "D")
    with pytest.raises(PlanError, match=r"there is no block '\^x' in 'N\.md'"):
        plan_block(graph, "N.md", "x", "y")


@pytest.mark.parametrize("new", ["", "a b", "a_b", "é", "^a"])
def test_what_is_no_block_id_is_refused(new: str) -> None:
    with pytest.raises(PlanError, match="cannot be a block id"):
        plan_block(build_graph(vault_of("-- N.md --\na ^b\n")), "N.md", "b", new)


def test_a_block_takes_its_links_along() -> None:
    vault = vault_of("-- s.md --\n[[N#^b]] [[N#^B|x]]\n-- N.md --\nwords ^b\n")
    plan = plan_block(build_graph(vault), "N.md", "b", "claim-1")
    assert changed(vault, plan) == {"N.md": "words ^claim-1", "s.md": "[[N#^claim-1]] [[N#^claim-1|x]]"}


def test_a_tag_takes_those_below_it_along_and_no_others() -> None:
    vault = vault_of("-- N.md --\n---\ntags: [Work, workshop, '#work/x']\n---\n#work/y #workshop `#work`\n")
    plan = plan_tag(build_graph(vault), "work", "job")
    assert (
        changed(vault, plan)["N.md"] == "---\ntags: [job, workshop, '#job/x']\n---\n#job/y #workshop `#work`"
    )


@pytest.mark.parametrize(
    ("new", "tags", "becomes"),
    [
        ("true", "[work, '#work/x']", "[\"true\", '#true/x']"),
        ("null", "work", '"null"'),
        ("1e5", "\n  - work # mine\n  - work/x", '\n  - "1e5" # mine\n  - 1e5/x'),
        ("job", r'["\u0077ork", "#w\x6frk/\u00e9"]', '["job", "#job/é"]'),
        ("job", "&t [&w work, *w]", "&t [&w job, *w]"),
    ],
)
def test_a_tag_among_properties_stays_a_text_whatever_it_is_called(new: str, tags: str, becomes: str) -> None:
    vault = vault_of(f"-- N.md --\n---\ntags: {tags}\n---\n")
    plan = plan_tag(build_graph(vault), "work", new)
    assert changed(vault, plan) == {"N.md": f"---\ntags: {becomes}\n---"}


def test_a_tag_whose_small_letters_are_more_than_its_own_loses_none() -> None:
    vault = vault_of("-- N.md --\n#İx #i\u0307x/y\n")
    assert changed(vault, plan_tag(build_graph(vault), "İx", "job")) == {"N.md": "#job #i\u0307x/y"}


def test_a_tag_that_cannot_be_written_in_its_place_is_refused() -> None:
    vault = vault_of("-- N.md --\n---\ntags: |-\n  work\n---\n")
    with pytest.raises(PlanError, match=r"the tag '#work' cannot be renamed as it is written in 'N\.md'"):
        plan_tag(build_graph(vault), "work", "null")


@pytest.mark.parametrize(
    ("card", "becomes"),
    [
        ("see #work", "see #job"),
        (r"#Work/y, #workshop\n`#work` \"#work\"\n#work", r"#job/y, #workshop\n`#work` \"#work\"\n#job"),
        (r"\u0023work #w\u006frk/\u00e9 \ud83d\ude00 #work", r"\u0023job #job/\u00e9 \ud83d\ude00 #job"),
        (r"---\ntags: [work, x]\n---\n[[N]]", r"---\ntags: [job, x]\n---\n[[N]]"),
    ],
)
def test_a_tag_is_renamed_in_the_text_cards_of_a_canvas_and_no_byte_beside_it(
    card: str, becomes: str
) -> None:
    def canvas(text: str) -> str:
        return (
            '{ "nodes":[\t{"id":"#work","type":"text" , "text":"'
            + text
            + '"},{"type":"group","label":"#work"}]}'
        )

    vault = vault_of(f"-- N.md --\n-- x.canvas --\n{canvas(card)}")
    plan = plan_tag(build_graph(vault), "work", "job")
    assert changed(vault, plan) == {"x.canvas": canvas(becomes)}


def test_broken_canvases_have_no_tags() -> None:
    vault = vault_of(
        '-- x.canvas --\n{"nodes":[{"type":"text","text":"#work"}\n-- y.canvas --\n\n-- z.base --\n#work'
    )
    with pytest.raises(PlanError, match="there is no tag"):
        plan_tag(build_graph(vault), "work", "job")


@pytest.mark.parametrize("new", ["two words", "12", "", "a#b"])
def test_what_is_no_tag_is_refused(new: str) -> None:
    with pytest.raises(PlanError, match="is not a tag"):
        plan_tag(build_graph(vault_of("-- N.md --\n#work\n")), "work", new)


def test_a_property_is_renamed_where_it_is_a_key() -> None:
    vault = vault_of('-- N.md --\n---\nkind: kind\n"Kind of": 1\n---\nkind: x\n-- M.md --\nkind: y\n')
    plan = plan_property(build_graph(vault), "kind", "type")
    assert changed(vault, plan)["N.md"] == '---\ntype: kind\n"Kind of": 1\n---\nkind: x'


def test_a_note_with_both_properties_is_named() -> None:
    with pytest.raises(PlanError, match=r"'N\.md' has both"):
        plan_property(build_graph(vault_of("-- N.md --\n---\na: 1\nb: 2\n---\n")), "a", "b")


@pytest.mark.parametrize("new", ["a: b", "#x", "- y", "null", "{a}", "'q", ""])
def test_a_name_that_no_property_can_have_is_what_is_refused(new: str) -> None:
    graph = build_graph(vault_of("-- N.md --\n---\nkind: 1\n---\n"))
    with pytest.raises(PlanError) as caught:
        plan_property(graph, "kind", new)
    assert str(caught.value) == f"'{new}' cannot be the name of a property as it stands; choose another"


@pytest.mark.parametrize("new", ["1", "a b", "日本", "true-ish", "a#b"])
def test_a_property_can_have_any_name_that_yaml_reads(new: str) -> None:
    assert plan_property(build_graph(vault_of("-- N.md --\n---\nkind: 1\n---\n")), "kind", new).edits
