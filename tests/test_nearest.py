"""Nearest names."""

from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.vaults import vault_of
from vaulttools.checks._near import near_files
from vaulttools.edit_distance import edit_distance
from vaulttools.graph import build_graph
from vaulttools.nearest import candidate_finder, nearest_finder
from vaulttools.sieve import Sieve

NAMES = ["Newton", "Isaac Newton", "Vagus nerve", "sleep_and_memory", "Memory consolidation in sleep", "Car"]


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("Newtn", "Newton"),
        ("newton", "Newton"),
        ("Nweton", "Newton"),
        ("vagus-nerve", "Vagus nerve"),
        ("Vagsu nrve", "Vagus nerve"),
        ("memory_and_sleep", "sleep_and_memory"),
        ("Isaac", "Isaac Newton"),
        ("Cat", None),
        ("Einstein", None),
        ("", None),
        ("consolidation", None),
    ],
)
def test_the_nearest_name(wanted: str, nearest: str | None) -> None:
    assert nearest_finder(NAMES)(wanted) == nearest


@pytest.mark.parametrize(
    ("name", "wanted", "is_near"),
    [
        ("2023-07-27", "2024-03-27", False),
        ("2024-03-28 Meeting", "2024-03-27 Meeting", False),
        ("Windows 10", "Windows XP", False),
        ("World War I", "World War II", False),
        ("Pasted image 20241106172645.png", "Pasted image 20241106172617.png", False),
        ("Principia 1687", "Principa 1687", True),
        ("Chapter 1 Start", "Chapter 01 Strat", True),
        ("4. Create a workflow", "3. Create a workflow", True),
        ("1.5.4 Glob", "1.4.4 Glob", True),
        ("04 - Plan of work", "03 - Plan of work", True),
    ],
)
def test_another_number_is_another_thing_unless_it_counts(name: str, wanted: str, is_near: bool) -> None:
    assert (nearest_finder([name])(wanted) is not None) == is_near


@pytest.mark.parametrize(
    ("name", "wanted", "how"),
    [
        ("Access Control List", "access control lists", "written"),
        ("CWE-476", "CWE‑476", "written"),
        ("Microsegmentation", "micro-segmentation", "written"),
        ("the_impact_of_light", "impact_of_light", "written"),
        ("5. Summary", "summary", "written"),
        ("Love's Secret Domain", "Love’s Secret Domain", "written"),
        ("neurobiology_and_ophthalmology", "neurobiology_and_opthalmology", "letter"),
        ("Principle of Least Privilege", "least privilege principle", "order"),
        ("IDOR - Insecure Direct Object Reference", "Insecure Direct Object References (IDOR)", "order"),
        ("Word", "World", "misspelt"),
        ("Secrets management in clouds", "secrets management", "within"),
        ("Lock", "Luck", "alike"),
        ("Java Spring", "Java String", "misspelt"),
        ("IP Spoofing", "ARP Spoofing", "alike"),
        ("C++", "C", None),
        ("C", "C++", None),
        ("1.2", "12", None),
        ("🔥", "🎉", None),
        ("📹 Storytelling", "storytelling", "written"),
        ("x < y", "x > y", "alike"),
        ("word " * 4_000 + "end", "word " * 4_000 + "ends", "written"),
        ("longest " * 4_000 + "endings", "longest " * 4_000 + "endinks", "misspelt"),
        ("Part A", "Part", "within"),
    ],
)
def test_how_a_name_is_near(name: str, wanted: str, how: str | None) -> None:
    near = candidate_finder([name])(wanted)

    assert (near.how if near.names else None) == how


@pytest.mark.parametrize(
    ("file", "linkpath", "is_sure"),
    [
        ("Laws of motion.md", "law of motion", True),
        ("people/Newton.md", "persons/Newton", False),
        ("people/Newton.md", "People/newton's", True),
        ("people/Isaac Newton senior.md", "persons/Isaac Newton senior", True),
        ("Newton.md", "./Newtons", True),
        ("IPS.md", "IDS/IPS", False),
        ("b/Scoring.md", "b/Scorings", True),
        ("c/Scoring.md --\n-- b/B.md", "B/Scorings", False),
        ("c/Scoring.md --\n-- b/B.md", "b/scorings", False),
        ("c/Scoring.md --\n-- d/C.md", "D/Scorings", True),
        ("b/Scoring.md --\n-- b/B.md", "B/Scorings", True),
        ("Plan.png", "Plan.md", None),
        ("plot.png", "plott.png", True),
        ("Manual.pdf", "Manual", True),
        ("Word.md", "World", False),
        ("Isaac Newton.md", "Newton Isac", None),
        ("Isaac Newton.md", "Isaac", None),
        ("Lock.md", "Luck", None),
        ("IP Spoofing.md", "ARP Spoofing", None),
        ("obsidian graph view.png", "graph view", None),
        ("example.org.md", "https://example.org", None),
    ],
)
def test_a_note_to_come_is_no_misspelling(file: str, linkpath: str, is_sure: bool | None) -> None:
    """None: no file is near enough to speak of."""
    near = near_files(build_graph(vault_of(f"-- {file} --\n-- b.md --\n[[{linkpath}]]")))(linkpath)

    assert (near.is_sure if near.paths else None) == is_sure


def test_ties_go_to_the_shorter_name_then_by_alphabet() -> None:
    assert nearest_finder(["Bort", "Bert"])("Birt") == "Bert"


WORDS = st.text("abc ", min_size=8, max_size=16).filter(lambda word: word == " ".join(word.split()))


# No "x": alone it is a number.
@given(WORDS, st.integers(0, 15), st.integers(0, 15), st.sampled_from("wyz"))
def test_two_wrong_letters_are_always_found(name: str, first: int, second: int, letter: str) -> None:
    letters = list(name)
    letters[first % len(name)] = letters[second % len(name)] = letter
    wanted = "".join(letters)

    found = nearest_finder([name, "completely different"])(wanted)

    assert found == name


EDITS = st.lists(
    st.tuples(st.integers(0, 15), st.sampled_from(["cut", "put", "change", "swap"])), min_size=1, max_size=2
)


@given(st.text("abcd", min_size=10, max_size=18), EDITS)
def test_two_edits_of_any_kind_are_always_found(name: str, edits: list[tuple[int, str]]) -> None:
    wanted = name
    for place, kind in edits:
        at = place % (len(wanted) - 1)
        before, first, second, after = wanted[:at], wanted[at], wanted[at + 1], wanted[at + 2 :]
        wanted = (
            before
            + {"cut": second, "put": first + "x" + second, "change": "x" + second, "swap": second + first}[
                kind
            ]
            + after
        )
    assume(slow_levenshtein(name, wanted) <= 2)

    assert nearest_finder([name, "something else entirely"])(wanted) == name


_LETTERS = st.text("abcd ", min_size=1, max_size=14)
_TEMPLATES = st.tuples(_LETTERS, _LETTERS).map(
    lambda ends: [f"{ends[0]}{{}}{ends[1]}", f"{ends[0]} {{}}", "{}"]
)


@given(_TEMPLATES, st.lists(st.tuples(st.integers(0, 2), _LETTERS), min_size=2), st.data())
def test_sifting_many_names_changes_no_answer(
    templates: list[str], parts: list[tuple[int, str]], data: st.DataObject
) -> None:
    *names, wanted = (templates[number].format(part) for number, part in parts)
    if data.draw(st.booleans()):
        wanted = data.draw(st.sampled_from(names))[:-2] + data.draw(st.text("abcd ", max_size=3))

    with patch("vaulttools.nearest._MANY", 1):
        sifted = candidate_finder(names)(wanted)

    assert sifted == candidate_finder(names)(wanted)


@given(st.lists(st.text("abc", max_size=8)), st.text("abc", max_size=8), st.integers(1, 2))
def test_a_sieve_keeps_all_that_is_near(texts: list[str], wanted: str, limit: int) -> None:
    kept = list(Sieve((text, number) for number, text in enumerate(texts)).near(wanted, limit))

    near = {number for number, text in enumerate(texts) if slow_distance(text, wanted) <= limit}
    assert len(set(kept)) == len(kept)
    assert near <= set(kept)


def slow_levenshtein(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        row, before = [i], row
        for j, other in enumerate(second, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other)))
    return row[-1]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(0, 3))
def test_a_bounded_distance_is_the_distance_up_to_its_bound(first: str, second: str, limit: int) -> None:
    assert edit_distance(first, second, limit) == min(slow_distance(first, second), limit + 1)


def slow_distance(first: str, second: str) -> int:
    """Optimal string alignment by its definition."""
    table = [[i + j for j in range(len(second) + 1)] for i in range(len(first) + 1)]
    for i in range(1, len(first) + 1):
        for j in range(1, len(second) + 1):
            same = first[i - 1] == second[j - 1]
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (not same))
            if i > 1 and j > 1 and first[i - 1] == second[j - 2] and first[i - 2] == second[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def table_distance(first: str, second: str) -> int:
    """The same by the definition: the whole table of distances, swapped neighbours included."""
    table = {(i, 0): i for i in range(len(first) + 1)} | {(0, j): j for j in range(len(second) + 1)}
    for i, one in enumerate(first, 1):
        for j, two in enumerate(second, 1):
            costs = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one != two)]
            if i > 1 and j > 1 and one == second[j - 2] and two == first[i - 2]:
                costs.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(costs)
    return table[len(first), len(second)]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(1, 12))
def test_the_distance_is_that_of_the_table(first: str, second: str, limit: int) -> None:
    assert edit_distance(first, second, limit) == min(table_distance(first, second), limit + 1)
