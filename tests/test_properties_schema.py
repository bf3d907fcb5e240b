"""Properties held against the settings: what is of a type, whose notes they are, and where findings point."""

import tomllib

import pytest

from tests.vaults import vault_of
from vaulttools.config import parse_config
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks


def found(settings: str, vault: str) -> list[str]:
    config = parse_config(tomllib.loads(settings), "t")._replace(select=("properties-schema",))
    return [
        f"{item.path}: {item.message.partition(';')[0]}"
        for item in run_checks(build_graph(vault_of(vault)), config)
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("text", ["word", "2026-01-01", "'1642'", "yes"], ["1642", "true", "[a]", "{a: b}"]),
        ("number", ["1642", "-1.5"], ["true", "'1642'", "[1]"]),
        ("checkbox", ["true", "false"], ["yes", "0", "'true'"]),
        (
            "date",
            ["2026-02-28", "'2024-02-29'"],
            ["2026-02-30", "2026-W01-1", "20260101", "2026-1-1", "soon", "2026"],
        ),
        (
            "datetime",
            ["2026-01-01T08:30:00", "2026-01-01 08:30"],
            ["2026-01-01", "2026-01-01T25:00", "08:30"],
        ),
        ("list", ["[a]", "[1, 2]"], ["a", "{a: b}"]),
        ("link", ['"[[N]]"', '"[[N#H|x]]"'], ["[[N]]", "N", '"see [[N]]"', '["[[N]]"]']),
        ("links", ['["[[N]]", "[[M]]"]'], ['"[[N]]"', '["[[N]]", M]']),
        ("any", ["a", "0", "false"], []),
    ],
)
def test_what_is_of_each_type(kind: str, good: list[str], bad: list[str]) -> None:
    def faults(value: str) -> list[str]:
        return found(f'[properties."*"]\nrequired.p = "{kind}"', f"-- a.md --\n---\np: {value}\n---\n")

    assert [value for value in good if faults(value)] == []
    assert [value for value in bad if not faults(value)] == []


def test_texts_allowed_may_stand_alone_or_in_a_list() -> None:
    settings = '[properties."*"]\noptional.p = ["a", "b"]'

    for value, is_fine in [
        ("a", True),
        ("[a, b]", True),
        ("c", False),
        ("[a, c]", False),
        ("1", False),
        ("", True),
    ]:
        assert (found(settings, f"-- a.md --\n---\np: {value}\n---\n") == []) == is_fine


@pytest.mark.parametrize("value", ["", '""', "[]", "null", "~"])
def test_an_empty_value_is_missing(value: str) -> None:
    assert found('[properties."*"]\nrequired.p = "any"', f"-- a.md --\n---\np: {value}\n---\n") == [
        "a.md: 'p' is missing"
    ]


def test_a_tag_takes_the_tags_below_it_along_and_no_others() -> None:
    vault = "-- a.md --\n#Person/dead\n-- b.md --\n#person\n-- c.md --\n#persons\n-- d.md --\n---\ntags: person\n---\n"

    assert found('[properties."#person"]\nrequired.p = "any"', vault) == [
        "a.md: 'p' is missing",
        "b.md: 'p' is missing",
        "d.md: 'p' is missing",
    ]


def test_names_match_in_any_case_and_broken_frontmatter_is_left_to_its_own_check() -> None:
    vault = "-- a.md --\n---\nBorn: 1\n---\n-- b.md --\n---\nborn: [\n---\n"

    assert found('[properties."*"]\nrequired.born = "number"', vault) == []


def test_rules_of_a_folder_and_of_a_tag_add_up() -> None:
    settings = '[properties."x/"]\nrequired.p = "any"\n[properties."#t"]\nrequired.q = "any"'

    assert found(settings, "-- x/a.md --\n#t\n-- y/x.md --\n#u\n") == [
        "x/a.md: 'p' is missing",
        "x/a.md: 'q' is missing",
    ]
