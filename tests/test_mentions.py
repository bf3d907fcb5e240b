"""Unlinked mentions: which names are found where, how they are judged, and that linking them changes nothing else."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.laws import tried
from tests.strategies import notes
from tests.vaults import vault_of, vault_of_files
from vaulttools.edit import texts_after
from vaulttools.graph import Graph, build_graph
from vaulttools.links import Link
from vaulttools.mention_names import folded, is_abbreviation
from vaulttools.mentions import Mention, find_mentions
from vaulttools.newlinks import LinkStyle, link_mentions, link_style
from vaulttools.note import parse
from vaulttools.properties import frontmatter_end
from vaulttools.resolve import Index, build_index, resolve_file

law = tried(150, 3_000)


def graph_of(text: str) -> Graph:
    return build_graph(vault_of(text))


def said(text: str, *names: str, every: bool = False) -> list[str]:
    """What is found in a note with this text, in a vault with notes of these names."""
    files = {f"{name}.md": "" for name in names} | {"zz note.md": text}
    found = find_mentions(build_graph(vault_of_files(files)), every=every, least=0.0)
    return [f"{one.text} > {one.target[:-3]}" for one in found]


def linked(text: str, path: str = "zz note.md", style: LinkStyle | None = None) -> str:
    """The note at `path` of the vault a text describes, with all its mentions linked."""
    graph = graph_of(text)
    linking = link_mentions(graph, find_mentions(graph, least=0.0), style or LinkStyle())
    assert not linking.refused
    return texts_after({name: note.text for name, note in graph.vault.notes.items()}, linking.plan)[path]


def test_names_titles_and_aliases_are_found() -> None:
    graph = graph_of(
        "-- N.md --\n---\ntitle: Isaac Newton\naliases: [Sir Isaac]\n---\n-- a.md --\nIsaac Newton, sir Isaac.\n-- newton n.md --\n"
    )

    assert [one.text for one in find_mentions(graph, every=True)] == ["Isaac Newton", "sir Isaac"]


def test_only_plain_text_is_searched() -> None:
    text = (
        "---\na: Vagus nerve\n---\n# Vagus nerve\n`Vagus nerve` [[x|Vagus nerve]] [Vagus nerve](http://a.b) $Vagus nerve$ "
        "%% Vagus nerve %% <b title='Vagus nerve'>x</b>\n\n```\nVagus nerve\n```\n"
    )

    assert said(text, "Vagus nerve") == []
    assert said(text + "> - **Vagus nerve**\n", "Vagus nerve") == ["Vagus nerve > Vagus nerve"]
    text = "/etc/netplan/50.yaml, obsidian://show-plugin?id=netplan, <github.com/netplan>"
    assert said(text, "Netplan") == []
    assert said(f"{text}; Bash/netplan", "Netplan") == ["netplan > Netplan"]


def test_the_longest_name_wins_and_the_own_name_is_never_linked() -> None:
    assert said("vagus nerve stimulation", "Vagus nerve", "Vagus nerve stimulation", "Nerve") == [
        "vagus nerve stimulation > Vagus nerve stimulation"
    ]
    graph = graph_of("-- Vagus nerve.md --\nThe vagus nerve is long.\n-- Vagus.md --\n")
    assert find_mentions(graph, least=0.0) == ()


def test_the_first_mention_counts_unless_all_are_asked_for() -> None:
    assert said("Old Newton and old newton", "Old Newton") == ["Old Newton > Old Newton"]
    assert len(said("Old Newton and old newton", "Old Newton", every=True)) == 2
    assert said("[[Old Newton]] and old newton", "Old Newton") == []
    assert said("[[Old Newton]] and old newton", "Old Newton", every=True) == ["old newton > Old Newton"]


def test_every_script_has_its_own_word_ends() -> None:
    assert said("О законе Ньютона, и Исаак Ньютон.", "Исаак Ньютон", "Ньютон") == [
        "Исаак Ньютон > Исаак Ньютон"
    ]
    assert said("研究迷走神经的作用", "迷走神经", "神经") == ["迷走神经 > 迷走神经"]
    assert said("日本のアニメは、アニメーション", "アニメ", every=True) == ["アニメ > アニメ"]
    assert said("เส้นประสาทเวกัสยาว", "ประสาทเวกัส") == ["ประสาทเวกัส > ประสาทเวกัส"]
    assert said("파이썬은 좋다", "파이썬") == ["파이썬 > 파이썬"]
    assert said("使用Python编程", "Python") == ["Python > Python"]


def test_bytes_that_are_no_utf_8_stand_in_no_names_way() -> None:
    text = "Caf\udce9 and \ud800 Delta, or b\udce9ta gamma of the river.\n"

    assert said(text, "Delta", "b\udce9ta gamma") == ["Delta > Delta", "b\udce9ta gamma > b\udce9ta gamma"]


def test_hyphens_blanks_underscores_and_apostrophes_are_alike() -> None:
    assert said("gut-brain axis", "Gut brain axis") == ["gut-brain axis > Gut brain axis"]
    assert said("the vagus nerve", "vagus_nerve") == ["vagus nerve > vagus_nerve"]
    assert said("Crohn’s disease", "Crohn's disease") == ["Crohn’s disease > Crohn's disease"]


def test_abbreviations_and_short_names_keep_their_case() -> None:
    assert said("tell us of vns, VNS, ai", "US", "VNS", "AI") == ["VNS > VNS"]
    assert said("Elm on. We elm. In Elm we write.", "Elm", every=True) == ["Elm > Elm"]
    assert said("IT IS AIDS", "Aids", "It") == []
    assert is_abbreviation("COVID-19") and not is_abbreviation("Vns")


def test_names_without_meaning_are_left_out_or_doubted() -> None:
    assert said("on 2024-01-01 in 7 of 2024", "2024-01-01", "7", "2024") == []
    assert find_mentions(graph_of("-- Next.md --\n-- Home.md --\n-- a.md --\nnext we go home\n")) == ()
    assert find_mentions(graph_of("-- Welcome.md --\n-- a.md --\nall are welcome\n")) == ()


def test_what_most_notes_say_without_a_link_is_discounted() -> None:
    silent = "".join(f"-- n{number}.md --\nAbout method.\n" for number in range(60))
    linking = "".join(f"-- m{number}.md --\nSee [[Method]].\n" for number in range(60))

    few = find_mentions(graph_of("-- Method.md --\n-- n.md --\nAbout method.\n"))
    many = find_mentions(graph_of("-- Method.md --\n" + silent), least=0.0)
    backed = find_mentions(graph_of("-- Method.md --\n-- n.md --\nAbout method.\n" + linking), least=0.0)
    assert [one.score for one in few] == [0.8]
    assert max(one.score for one in many) < 0.2
    assert backed[0].score > few[0].score


def test_a_name_of_two_notes_is_shared_between_them_by_their_links() -> None:
    vault = "-- a/Mercury one.md --\n---\naliases: Mercury\n---\n-- b/Mercury two.md --\n---\naliases: [Mercury]\n---\n-- n.md --\nOn Mercury.\n"

    tie = find_mentions(graph_of(vault.replace("aliases: Mercury\n", "aliases: [Mercury]\n")), least=0.0)
    won = find_mentions(
        graph_of(
            vault.replace("aliases: Mercury\n", "aliases: [Mercury]\n")
            + "-- m.md --\n[[Mercury two|Mercury]]\n-- o.md --\n[[Mercury two|Mercury]]\n"
        )
    )
    assert [one.score for one in tie] == [0.4]
    assert [one.target for one in won] == ["b/Mercury two.md"]


def test_a_path_where_paths_are_asked_for_is_a_mistake() -> None:
    with pytest.raises(ValueError, match=r"\['a.md'\]"):
        find_mentions(graph_of("-- Heart.md --\n-- a.md --\nthe heart\n"), "a.md")


def test_excluded_notes_neither_mention_nor_are_mentioned() -> None:
    text = "-- Old Newton.md --\nsee Big Apple\n-- Big Apple.md --\nsee Old Newton\n"
    vault = vault_of(text, excluded=frozenset({"Old Newton.md"}))

    assert find_mentions(build_graph(vault), least=0.0) == ()


def test_mentions_become_links_in_the_vaults_own_way() -> None:
    vault = "-- a/Vagus nerve.md --\n-- zz note.md --\nVagus nerve\n\n| x |\n| - |\n| y |\n"
    table = "-- a/Vagus nerve.md --\n-- zz note.md --\n| x |\n| - |\n| vagus nerve |\n"

    assert linked(vault).startswith("[[Vagus nerve]]\n")
    assert linked(vault.replace("Vagus nerve\n\n", "vagus nerve\n\n")).startswith(
        "[[Vagus nerve|vagus nerve]]\n"
    )
    assert linked(table).endswith("| [[Vagus nerve\\|vagus nerve]] |\n")
    assert linked(vault, style=link_style("absolute")).startswith("[[a/Vagus nerve|Vagus nerve]]\n")
    assert linked(vault, style=link_style(None, True)).startswith("[Vagus nerve](Vagus%20nerve.md)\n")
    assert linked(vault, style=link_style("relative", True)).startswith("[Vagus nerve](a/Vagus%20nerve.md)\n")


def test_a_name_that_no_wikilink_can_hold_is_written_as_a_markdown_link() -> None:
    vault = "-- Old [C].md --\n---\naliases: [Old Sea]\n---\n-- zz note.md --\nan old sea\n"

    assert linked(vault) == "an [old sea](Old%20[C].md)\n"


def test_a_mention_of_a_note_that_no_link_can_reach_is_refused() -> None:
    graph = graph_of("-- Old C#.md --\n---\naliases: [Old Sharp]\n---\n-- zz note.md --\nan old sharp\n")
    found = find_mentions(graph)

    linking = link_mentions(graph, found)
    assert linking.plan.empty
    assert linking.refused == found


NAMES = ("a b", "b", "u", "v w1", "域名", "é", "so called", "c d", "u v", "Tag", "AB")


@st.composite
def vaults(draw: st.DrawFn) -> dict[str, str]:
    """Notes in which constructs meet, sown with the names of other notes."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    files = {f"{name}.md": "" for name in names}
    for number in range(draw(st.integers(1, 2))):
        lines = draw(notes(8)).split("\n")
        for at in draw(st.lists(st.integers(0, 40), max_size=6)):
            line = at % len(lines)
            lines[line] += draw(st.sampled_from((" ", "", " - "))) + draw(st.sampled_from(names)) + " "
        files[f"n{number}.md"] = draw(st.sampled_from(("\n", "\r\n"))).join(lines)
    return files


@law
@given(vaults())
@example({"a b.md": "", "n.md": "a b [[a b]] `a b`\n# a b\n| a b |\n|-|\n| a b |\n"})
def test_mentions_never_overlap_links_headings_tags_or_each_other(files: dict[str, str]) -> None:
    graph = build_graph(vault_of_files(files))

    found = find_mentions(graph, every=True, least=0.0)
    for path, note in graph.vault.notes.items():
        here = [one for one in found if one.source == path]
        taken = [
            *(one.span for one in note.links),
            *(one.span for one in note.headings),
            *(tag.span for tag in note.tags),
        ]
        assert all(before.span.end <= after.span.start for before, after in pairwise(here))
        for one in here:
            assert one.span.start >= frontmatter_end(note.text)
            assert note.text[slice(*one.span)] == one.text
            assert one.target != path and 0 <= one.score <= 1
            assert not [span for span in taken if span.start < one.span.end and one.span.start < span.end]


@law
@given(vaults(), st.booleans(), st.sampled_from((None, "relative", "absolute")))
@example({"a b.md": "", "n.md": "a b\n-|-\n"}, False, None)
@example({"a b.md": "", "n.md": "[a b][id] (a b)\n"}, True, None)
def test_linking_mentions_changes_nothing_else(
    files: dict[str, str], markdown: bool, form: str | None
) -> None:
    graph = build_graph(vault_of_files(files))
    found = find_mentions(graph, every=True, least=0.0)
    linking = link_mentions(graph, found, link_style(form, markdown))
    done = [one for one in found if one not in linking.refused]
    assume(found)

    after = texts_after(files, linking.plan)
    assert {(edit.path, edit.span) for edit in linking.plan.edits} == {(one.source, one.span) for one in done}
    index = build_index(files)
    for path, text in after.items():
        new = parse(path, text)
        old = graph.vault.notes[path]
        assert [one.text for one in new.headings] == [one.text for one in old.headings]
        assert [tag.name for tag in new.tags] == [tag.name for tag in old.tags]
        expected = sorted(
            [
                *(link.linkpath for link in old.links),
                *(goal(index, one, new.links) for one in done if one.source == path),
            ]
        )
        assert sorted(link.linkpath for link in new.links) == expected


def goal(index: Index, mention: Mention, links: Sequence[Link]) -> str:
    """The linkpath of a new link of the note that shows the mention's words and leads to its target."""
    fits = [
        link.linkpath
        for link in links
        if (link.display if link.display is not None else link.linkpath) == mention.text
        and resolve_file(index, link.linkpath, mention.source).target == mention.target
    ]
    assert fits, f"no link shows {mention.text!r}"
    return fits[0]


@law
@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_the_words_on_the_shapes_of_a_drawing_are_no_mentions() -> None:
    drawn = "---\nexcalidraw-plugin: parsed\n---\nVagus nerve ^AbCdEfGh\n"

    assert said(drawn, "Vagus nerve", every=True) == []
    assert said("Vagus nerve ^AbCdEfGh\n", "Vagus nerve", every=True) == ["Vagus nerve > Vagus nerve"]
