"""Bookmarks, property types and bases: what names a file, a folder, a property or a tag follows; all else stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vaults import vault_of, vault_of_files
from vaulttools.edit import Edit, edited
from vaulttools.rename_settings import (
    BOOKMARKS,
    TYPES,
    base_edits,
    base_tag_edits,
    bookmark_edits,
    lock_edits,
    type_edits,
)
from vaulttools.topic_lock import FILE, Lock, lock_text, parse_lock

MOVES = {"f/N.md": "g/M.md", "f/p.png": "g/é.png", 'q"\\.md': "r.md"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ('{"items":[{"type":"file","path":"f/N.md"}]}', '{"items":[{"type":"file","path":"g/M.md"}]}'),
        ('{"items":[{"path" : "f/p.png"}]}', '{"items":[{"path" : "g/é.png"}]}'),
        ('{"items":[{"path":"q\\"\\\\.md"}]}', '{"items":[{"path":"r.md"}]}'),
        ('{"items":[{"type":"folder","path":"f"}]}', '{"items":[{"type":"folder","path":"g"}]}'),
        ('{"items":[{"type":"search","query":"f/N.md"}]}', None),
        ('{"items":[{"path":"f/N"},{"path":"f/Nn.md"},{"path":"x"}]}', None),
        ('[{"path":"f/N.md"}]', None),
        ('{"path":"f/N.md"', None),
        ("", None),
    ],
)
def test_bookmarks_of_what_moves_follow(text: str, becomes: str | None) -> None:
    edits = list(bookmark_edits(text, MOVES, {"f": "g"}))

    assert {edit.path for edit in edits} <= {BOOKMARKS}
    assert edited(text, edits) == (text if becomes is None else becomes)


@pytest.mark.parametrize(
    ("text", "old", "new", "becomes"),
    [
        ('{"types":{"kind":"text","x":"y"}}', "kind", "type", '{"types":{"type":"text","x":"y"}}'),
        ('{"types": {"père": "text"}}', "père", "mère", '{"types": {"mère": "text"}}'),
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


def in_base(filters: str, edits: list[Edit]) -> str:
    assert {edit.path for edit in edits} <= {"b.base"}
    return edited(filters, edits)


@pytest.mark.parametrize(
    ("filters", "becomes"),
    [
        ('file.hasLink("N")', 'file.hasLink("M")'),
        ("link('N.md')", "link('M.md')"),
        ('file("f/N.md")', 'file("g/M.md")'),
        ('link("f/N")', 'link("g/M")'),
        ('link("F/n")', 'link("M")'),
        ('file.path == "f/N.md" && file.path!="f/N.md"', 'file.path == "g/M.md" && file.path!="g/M.md"'),
        ('"link(\\"N\\")"', '"link(\\"M\\")"'),
        ('link("p.png")', 'link("é.png")'),
        ('link("Twin") link("f/Twin")', 'link("Twin") link("g/Twin")'),
        ('link("Deep")', 'link("g/Taken.md")'),
        ('link("Other") link("nothing") link("x/Other.md") "N" unlink("N")', None),
        ('file.inFolder("f") file.folder == "f/sub"', 'file.inFolder("g") file.folder == "g/sub"'),
        ('file.folder != "f" file.folder=="f"', 'file.folder != "g" file.folder=="g"'),
        ('file.inFolder("ff") file.inFolder("x/f") folder == "f"', None),
    ],
)  # fmt: skip
def test_filters_that_name_what_moves_follow(filters: str, becomes: str | None) -> None:
    files = ("f/N.md", "f/p.png", "f/Deep.md", "f/Twin.md", "a/Twin.md", "x/Other.md", "Taken.md")
    vault = vault_of(f"-- b.base --\n{filters}" + "".join(f"\n-- {path} --\n" for path in files))
    moves = {**MOVES, "f/Deep.md": "g/Taken.md", "f/Twin.md": "g/Twin.md"}

    assert in_base(filters, list(base_edits(vault, moves, {"f": "g"}))) == (becomes or filters)


@pytest.mark.parametrize(
    ("filters", "becomes"),
    [
        ("file.hasTag(\"work\", '#work/x')", "file.hasTag(\"WORK\", '#WORK/X')"),
        ('"hasTag(\\"work\\")"', '"hasTag(\\"WORK\\")"'),
        ('hasTag("home", "work")', 'hasTag("home", "WORK")'),
        ('hasTag("home") == "work" || Tag("work")', None),
        ('hasTag("") hasTag()', None),
    ],
)
def test_tags_in_filters_follow(filters: str, becomes: str | None) -> None:
    def renamed(tag: str) -> str | None:
        return None if tag == "home" else tag.upper() or "EMPTY"

    vault = vault_of(f"-- b.base --\n{filters}\n-- c.canvas --\n{filters}")

    assert in_base(filters, list(base_tag_edits(vault, renamed))) == (becomes or filters)
