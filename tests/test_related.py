"""Related notes and repairs: what is proposed, for which reason, and what is left out."""

import pytest

from tests.vaults import vault_of
from vaulttools import processes, related
from vaulttools.graph import Graph, build_graph
from vaulttools.related import Related, find_related
from vaulttools.repairs import find_repairs

BREATH = "-- {}.md --\nSlow breathing calms the heart; the {} of breathing counts. [[Hub]]\n"
VAULT = (
    "-- Hub.md --\nA list.\n"
    + BREATH.format("One", "rhythm")
    + BREATH.format("Two", "rhythm")
    + "-- Three.md --\nRhythm of breathing. [[One]]\n"
    + "-- Cars.md --\nEngines burn petrol in cylinders.\n"
    + "-- Trucks.md --\nTrucks burn diesel in cylinders of engines.\n"
)


def graph_of(text: str) -> Graph:
    return build_graph(vault_of(text))


def best(graph: Graph, path: str) -> Related:
    return find_related(graph, [path])[0]


def test_notes_are_related_by_words_and_neighbours_and_the_reason_says_so() -> None:
    found = best(graph_of(VAULT), "One.md")

    assert found.target == "Two.md"
    assert "breathing" in found.words
    assert found.neighbours == ("Hub.md",)
    assert found.why.startswith("both link to Hub; share the words ")


def test_notes_without_links_are_related_by_words_alone() -> None:
    assert best(graph_of(VAULT), "Cars.md").target == "Trucks.md"


def test_a_single_word_in_common_is_not_all_that_two_short_notes_say() -> None:
    long = "".join(
        f"-- {name}.md --\n" + " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in words) + "\n"
        for name, words in {
            "A": range(40),
            "B": range(8, 48),
            "C": range(100, 140),
            "D": range(200, 240),
        }.items()
    )

    found = {one.source: one for one in find_related(graph_of(long + "-- E.md --\nbook\n-- F.md --\nbook\n"))}

    assert (found["A.md"].target, found["E.md"].target) == ("B.md", "F.md")
    assert found["E.md"].score < found["A.md"].score


def test_linked_and_excluded_notes_are_not_proposed() -> None:
    linked = find_related(graph_of(VAULT), ["Three.md"])
    without = find_related(build_graph(vault_of(VAULT, excluded=frozenset({"Two.md"}))))

    assert "One.md" not in {one.target for one in linked}
    assert "Two.md" not in {path for one in without for path in (one.source, one.target)}


def test_scores_fall_and_lie_between_0_and_1_and_one_note_gives_what_all_give() -> None:
    graph = graph_of(VAULT)

    everything = find_related(graph)
    for path in graph.vault.notes:
        own = [one for one in everything if one.source == path]
        assert [one.score for one in own] == sorted((one.score for one in own), reverse=True)
        assert all(0 < one.score < 1 for one in own)
        assert tuple(own) == find_related(graph, [path])


def test_processes_share_the_work_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["red", "blue", "green", "slow", "fast", "calm", "wild", "warm", "cold", "deep"]
    texts = [
        f"-- {n}.md --\n{words[n % 10]} {words[n // 3 % 10]} {words[n // 7 % 10]} [[{n // 2}]]\n"
        for n in range(60)
    ]
    graph = graph_of("".join(texts))
    monkeypatch.setattr(related, "_BLOCK", 7)

    alone = find_related(graph)
    assert len({one.source for one in alone}) > 50
    assert find_related(graph, jobs=3) == find_related(graph, jobs=99) == alone

    # A process that fails has its share done by the others.
    monkeypatch.setattr(processes, "marshal", None)
    assert find_related(graph, jobs=3) == alone


def test_small_and_empty_vaults_give_nothing() -> None:
    assert find_related(graph_of("-- a.md --\n")) == ()
    assert find_related(graph_of("-- a.md --\n-- b.md --\n")) == ()
    assert find_repairs(graph_of("-- a.md --\n")) == ()


def repaired(text: str, renames: dict[str, str] | None = None) -> list[tuple[str, str, float]]:
    return [(one.linkpath, one.target, one.score) for one in find_repairs(graph_of(text), renames)]


def test_links_that_lead_nowhere_find_the_file_that_is_meant() -> None:
    vault = "-- a/Newton.md --\n---\naliases: [Sir Isaac]\n---\n-- b/Vagus nerve.md --\n-- slug_name.md --\n---\ntitle: Good title\n---\n"

    assert repaired(vault + "-- n.md --\n[[Newtn]]") == [("Newtn", "a/Newton.md", 0.5)]
    assert repaired(vault + "-- n.md --\n[[x/Newton]]") == [("x/Newton", "a/Newton.md", 0.9)]
    assert repaired(vault + "-- n.md --\n[[vagus-nerve]]") == [("vagus-nerve", "b/Vagus nerve.md", 0.9)]
    assert repaired(vault + "-- n.md --\n[[sir isaac]]") == [("sir isaac", "a/Newton.md", 0.95)]
    assert repaired(vault + "-- n.md --\n[[Good title]]") == [("Good title", "slug_name.md", 0.95)]
    assert repaired(vault + "-- n.md --\n[[nerve vagus]]") == [("nerve vagus", "b/Vagus nerve.md", 0.8)]
    assert repaired(vault + "-- n.md --\n[[Something else]]") == []


def test_a_link_that_means_something_else_is_not_repaired() -> None:
    vault = "-- Java MOC.md --\n-- Python OOP.md --\n-- external links.md --\n-- Docker Moodle.md --\n-- n.md --\n"

    assert repaired(vault + "[[Java OOP]] [[OOP]] [[internal links]]") == []
    assert repaired(vault + "[[https://github.com/42ae/docker-moodle]]") == []
    assert [target for _, target, _ in repaired(vault + "[[Jav MOC]]")] == ["Java MOC.md"]
    assert [target for _, target, _ in repaired(vault + "-- Python lists.md --\n[[OOP]]")] == [
        "Python OOP.md"
    ]


def test_words_parted_by_any_sign_are_several() -> None:
    vault = "-- docker/Docker compose Condition.md --\n-- n.md --\n[[docker:condition]]"

    assert [target for _, target, _ in repaired(vault)] == ["docker/Docker compose Condition.md"]


def test_history_knows_better_than_names() -> None:
    vault = "-- a/Newton.md --\n-- a/Newtons.md --\n-- n.md --\n[[Isaac]] [[Newtonn]]\n"

    found = find_repairs(
        graph_of(vault), {"old/Isaac.md": "a/Newton.md", "Newtonn.md": "a/Newtons.md", "x.md": "gone.md"}
    )
    assert [(one.linkpath, one.target, one.score) for one in found] == [
        ("Isaac", "a/Newton.md", 0.97),
        ("Newtonn", "a/Newtons.md", 0.97),
    ]
    assert found[0].why == "'old/Isaac' was renamed to 'a/Newton'"


def test_a_link_is_repaired_by_a_file_of_its_own_kind() -> None:
    vault = "-- n.md --\n[[filtre]] [[filtre.ts]] [[Notez]]\n-- Notes.md --\n-- x/filter.ts --\n"

    assert [(target) for _, target, _ in repaired(vault)] == ["x/filter.ts", "Notes.md"]
