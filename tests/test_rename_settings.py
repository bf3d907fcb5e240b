"""Property types and `topics.lock`: what names a property or a note follows; all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vaults import vault_of_files
from vaulttools.edit import edited
from vaulttools.rename_settings import TYPES, lock_edits, type_edits
from vaulttools.topic_lock import FILE, Lock, lock_text, parse_lock

MOVES = {"f/N.md": "g/M.md", 'q"\\.md': "r.md"}


@pytest.mark.parametrize(
    ("text", "old", "new", "becomes"),
    [
        ('{"types":{"kind":"text","x":"y"}}', "kind", "type", '{"types":{"type":"text","x":"y"}}'),
        ('{"types": {"père": "text"}}', "père", "mère", '{"types": {"mère": "text"}}'),
        ('{"types":{"types":"text"}}', "types", "kinds", '{"types":{"kinds":"text"}}'),
        ('{"types":{"kind":"text","type":"text"}}', "kind", "type", None),
        ('{"types":{"x":"kind"}}', "kind", "type", None),
        ('{"types":{"kinds":"text"},"kind":1}', "kind", "type", None),
        ('{"types":[]}', "kind", "type", None),
        ("{}", "kind", "type", None),
        ("", "kind", "type", None),
    ],
)
def test_the_type_of_a_property_goes_with_its_name(
    text: str, old: str, new: str, becomes: str | None
) -> None:
    edits = list(type_edits(text, old, new))

    assert {edit.path for edit in edits} <= {TYPES}
    assert edited(text, edits) == (text if becomes is None else becomes)


def test_a_lock_of_topics_follows_in_whatever_form_its_lines_are() -> None:
    text = (
        '\ufeff{"topic": 1, "name": "f/N.md"}\r\n{"note":"f/N.md","topic":1} \r\n'
        '{"topic": 2, "note": "q\\u0022\\\\.md"}\nno entry {"note": "f/N.md"\n{"note": "f/Nn.md", "topic": 2}'
    )
    vault = vault_of_files({FILE: text})

    assert edited(text, lock_edits(vault, MOVES)) == (
        '\ufeff{"topic": 1, "name": "f/N.md"}\r\n{"note": "g/M.md", "topic": 1} \r\n'
        '{"note": "r.md", "topic": 2}\nno entry {"note": "f/N.md"\n{"note": "f/Nn.md", "topic": 2}'
    )
    assert list(lock_edits(vault_of_files({}), MOVES)) == []


ALL_PATHS = ["a.md", "b.md", "f/a.md", "é.md", 'q"\\.md']
PATHS = st.sampled_from(ALL_PATHS)


@given(st.dictionaries(PATHS, st.integers(1, 3)), st.data())
def test_each_note_that_moves_takes_its_topic_along(of: dict[str, int], data: st.DataObject) -> None:
    """`of` may hold notes that are gone, and one that moves may take the path of such a one."""
    notes = data.draw(st.lists(PATHS, unique=True))
    goals = data.draw(st.permutations([*ALL_PATHS, "new.md", "x/new.md"]))
    moves = {old: new for old, new in zip(notes, goals, strict=False) if old != new}
    text = lock_text(Lock({}, of))

    after = parse_lock(edited(text, lock_edits(vault_of_files({FILE: text}), moves)), FILE).of

    gone = {path: topic for path, topic in of.items() if path not in moves and path not in moves.values()}
    assert after == gone | {moves[path]: of[path] for path in moves if path in of}
