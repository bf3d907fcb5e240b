"""Topics go on from a lock: ids, names and places stay, and what changes is said with the notes behind it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.command import run
from tests.planted import planted
from tests.test_topics import MONEY, RICH, SLEEP, SLEEPY, ring
from tests.vaults import put, vault_of_files
from vaulttools.cli import main
from vaulttools.disk import read_vault
from vaulttools.errors import VaultError
from vaulttools.graph import Graph, build_graph
from vaulttools.topic_drift import drifts, told
from vaulttools.topic_lock import FILE, Lock, followed, lock_text, parse_lock
from vaulttools.topics import Topics, find_topics
from vaulttools.vault import LinkSource

ROOT = Path(__file__).parents[1]
RINGS = {f"{name}.md": text for name, text in (ring(SLEEP, SLEEPY) | ring(MONEY, RICH)).items()}
RICH_PATHS, SLEEPY_PATHS = tuple(f"{name}.md" for name in MONEY), tuple(f"{name}.md" for name in SLEEP)


def lock_from(groups: Mapping[tuple[int, str], Iterable[str]]) -> Lock:
    of = {path: topic for (topic, _), paths in groups.items() for path in paths}
    return Lock(dict(groups.keys()), of)


def topics_of(files: Mapping[str, str], lock: Lock) -> Topics:
    return find_topics(build_graph(vault_of_files({**files, FILE: lock_text(lock)})))


def locked(graph: Graph, lock: Lock) -> Graph:
    sources = {**graph.vault.sources, FILE: LinkSource(FILE, lock_text(lock), ())}
    return graph._replace(vault=graph.vault._replace(sources=sources))


def lock_for(topics: Topics) -> Lock:
    return Lock({topic.id: topic.name for topic in topics.topics}, topics.of)


def without(graph: Graph, path: str) -> Graph:
    notes = {name: note for name, note in graph.vault.notes.items() if name != path}
    links = tuple(link for link in graph.links if path not in (link.source, link.target))
    return graph._replace(vault=graph.vault._replace(notes=notes), links=links)


def moved(before: Mapping[str, int], after: Mapping[str, int]) -> int:
    """Notes of both that are in another topic now."""
    return sum(after.get(path) != topic for path, topic in before.items() if path in after)


AGREED = lock_from({(7, "Slumber"): SLEEPY_PATHS, (3, "Riches"): RICH_PATHS})


def test_topics_keep_the_ids_and_names_of_the_lock() -> None:
    topics = topics_of(RINGS, AGREED)
    assert {topic.id: topic.name for topic in topics.topics} == AGREED.names
    assert topics.of == AGREED.of


def test_a_topic_without_a_name_in_the_lock_is_named_anew() -> None:
    topics = topics_of(RINGS, AGREED._replace(names={3: "Riches", 7: ""}))
    assert {topic.id: topic.name for topic in topics.topics} == {3: "Riches", 7: "Sleep"}


def test_a_new_topic_gets_an_id_that_was_never_used_and_a_name_that_is_free() -> None:
    lock = lock_from({(3, "Sleep"): RICH_PATHS})
    topics = topics_of(RINGS, lock)
    assert topics.of[RICH_PATHS[0]] == 3 and topics.of[SLEEPY_PATHS[0]] == 4
    assert len({topic.name for topic in topics.topics}) == 2


def test_a_note_that_much_speaks_against_leaves_its_place() -> None:
    lock = AGREED._replace(of={**AGREED.of, RICH_PATHS[0]: 7})
    assert topics_of(RINGS, lock).of == AGREED.of


def test_two_subjects_in_one_locked_topic_part() -> None:
    lock = lock_from({(1, "All"): (*SLEEPY_PATHS, *RICH_PATHS)})
    topics = topics_of(RINGS, lock)
    (split,) = (drift for drift in drifts(lock, topics) if drift.kind == "split")
    assert {topic.id for topic in topics.topics} == {1, 2}
    assert split.other == "All" and split.topic == 1 and len(split.came) == 6


def test_two_locked_topics_that_are_one_by_now_join() -> None:
    halves = lock_from(
        {(1, "Early"): SLEEPY_PATHS[:2], (2, "Late"): SLEEPY_PATHS[2:], (3, "Money"): RICH_PATHS}
    )
    everyone = " ".join(f"[[{name}]]" for name in SLEEP)
    files = {**RINGS, **dict.fromkeys(SLEEPY_PATHS, f"{SLEEPY} {everyone}")}
    topics = topics_of(files, halves)
    assert {topic.id for topic in topics.topics} == {2, 3}
    changes = [told(drift) for drift in drifts(halves, topics)]
    assert changes[0].startswith("topic 'Early' went into 'Late': ")
    assert changes[1].startswith("topic 'Late' drifted by 33%: ") and changes[1].endswith(" came")


def test_a_topic_whose_notes_are_deleted_is_gone_and_a_new_one_is_new() -> None:
    lock = lock_from({(1, "Food"): ("Apple.md", "Rice.md", "Bread.md"), (2, "Sleep"): SLEEPY_PATHS})
    found = drifts(lock, topics_of(RINGS, lock))
    assert [(drift.kind, drift.name) for drift in found] == [("appeared", "Bank"), ("vanished", "Food")]
    assert told(found[1]) == "topic 'Food' is gone, and so are its notes"


def test_an_unchanged_vault_has_no_drift_and_stays_to_the_byte() -> None:
    graph = planted(300, mixing=0.5).graph
    topics = find_topics(graph)
    again = find_topics(locked(graph, lock_for(topics)))
    assert again.of == topics.of and lock_for(again) == lock_for(topics)
    assert drifts(lock_for(topics), again) == ()


@pytest.mark.parametrize("mixing", [0.18, 0.55])
def test_a_note_more_or_less_moves_fewer_than_one_in_a_hundred(mixing: float) -> None:
    graph = planted(500, mixing=mixing).graph
    topics = find_topics(graph)
    for path in Random(1).sample(sorted(graph.vault.notes), 2):
        rest = without(graph, path)
        less = find_topics(locked(rest, lock_for(topics)))
        assert moved(topics.of, less.of) < 5
        more = find_topics(locked(graph, lock_for(less)))
        assert moved(less.of, more.of) < 5


def test_no_note_of_the_example_vault_moves_when_another_goes() -> None:
    graph = build_graph(read_vault(ROOT / "vault"))
    topics = find_topics(graph)
    for path in Random(2).sample(sorted(topics.of), 5):
        rest = find_topics(locked(without(graph, path), lock_for(topics)))
        assert moved(topics.of, rest.of) == 0


def test_the_order_of_a_lock_changes_nothing() -> None:
    graph = planted(200, mixing=0.5).graph
    lines = lock_text(lock_for(find_topics(graph))).splitlines()
    Random(3).shuffle(lines)
    shuffled = parse_lock("\n".join(lines), FILE)
    assert find_topics(locked(graph, shuffled)) == find_topics(locked(graph, lock_for(find_topics(graph))))


def test_notes_whose_folder_moved_keep_their_topic() -> None:
    lock = followed(
        Lock({1: "A"}, {"old/A.md": 1, "old/B.md": 1, "C.md": 1}), ["new/A.md", "x/B.md", "y/B.md"]
    )
    assert lock.of == {"new/A.md": 1}


LOCKS = st.builds(
    Lock,
    st.dictionaries(st.integers(1, 9), st.text(), max_size=5),
    st.dictionaries(st.text(min_size=1), st.integers(1, 9), max_size=8),
)


@given(LOCKS)
def test_what_is_written_is_read_again(lock: Lock) -> None:
    known = parse_lock(lock_text(lock), FILE)
    assert known.of == lock.of and lock.names.items() <= known.names.items()
    assert set(known.names) == {*lock.names, *lock.of.values()}
    assert lock_text(lock).isascii()


@given(LOCKS, LOCKS)
def test_a_merge_that_keeps_both_sides_is_still_a_lock(one: Lock, other: Lock) -> None:
    merged = parse_lock(lock_text(one) + lock_text(other), FILE)
    assert set(merged.of) == {*one.of, *other.of}


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD", "[]", "{", '{"topic": 1}', '{"topic": "1", "name": "A"}', '{"topic": true, "name": "A"}',
        '{"topic": 0, "name": "A"}', '{"note": 1, "topic": 1}', '{"note": "A.md", "topic": 1, "x": 2}', "[" * 9999,
    ],
)  # fmt: skip
def test_a_line_that_is_no_entry_is_named_with_a_remedy(line: str) -> None:
    with pytest.raises(VaultError, match=r"topics\.lock:2 is no entry of a lock; .*--lock"):
        parse_lock('{"topic": 1, "name": "A"}\n' + line, FILE)


NOTES = st.sampled_from([*SLEEPY_PATHS, *RICH_PATHS, "Gone.md"])


@settings(max_examples=15)
@given(st.dictionaries(NOTES, st.integers(1, 4), max_size=13))
def test_any_lock_gives_topics_that_add_up_and_a_drift_that_can_be_told(of: dict[str, int]) -> None:
    lock = Lock(dict.fromkeys(of.values(), "Topic"), of)
    topics = topics_of(RINGS, lock)
    assert len(topics.of) + len(topics.homeless) == len(RINGS)
    assert len({topic.id for topic in topics.topics}) == len(topics.topics)
    assert all(told(drift) for drift in drifts(lock, topics))


def test_a_topic_whose_notes_are_all_renamed_is_still_the_same(tmp_path: Path) -> None:
    put(tmp_path, {**RINGS, FILE: lock_text(AGREED)})
    for name in SLEEP:
        assert main(["rename", name, f"zzz {name}", "--vault", str(tmp_path)]) == 0

    assert run("check", str(tmp_path), "--select", "topic-drift").status == 0
    topics = find_topics(build_graph(read_vault(tmp_path)))
    assert {topic.id: topic.name for topic in topics.topics} == AGREED.names

    for _ in SLEEP:
        assert main(["undo", str(tmp_path)]) == 0
    assert (tmp_path / FILE).read_text() == lock_text(AGREED)


def test_notes_that_are_merged_are_no_drift(tmp_path: Path) -> None:
    put(tmp_path, {**RINGS, FILE: lock_text(AGREED)})
    for name in SLEEP[1:3]:
        assert main(["merge", name, SLEEP[0], "--vault", str(tmp_path)]) == 0

    assert run("check", str(tmp_path), "--select", "topic-drift").status == 0


def test_the_command_writes_a_lock_that_changes_nothing_the_next_time(tmp_path: Path) -> None:
    put(tmp_path, RINGS)
    first = run("topics", str(tmp_path), "--lock")
    text = (tmp_path / FILE).read_text()
    second = run("topics", str(tmp_path), "--lock")
    assert first.out == second.out and (tmp_path / FILE).read_text() == text
    assert "topics.lock holds 2 topics of 12 notes" in first.err
    assert run("check", str(tmp_path), "--select", "topic-drift").status == 0
    assert json.loads(text.splitlines()[0]).keys() == {"topic", "name"}


def test_ci_fails_when_a_topic_changed_and_says_by_which_notes(tmp_path: Path) -> None:
    put(
        tmp_path,
        {**RINGS, FILE: lock_text(AGREED._replace(of={**AGREED.of, **dict.fromkeys(RICH_PATHS[:2], 7)}))},
    )
    done = run("check", str(tmp_path), "--select", "topic-drift", "--format", "concise")
    assert done.status == 1
    assert (
        "topics.lock:1:1: error: topic 'Riches' drifted by 33%: 'Bank account', 'Bank loan' came" in done.out
    )
