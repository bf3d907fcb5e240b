"""Laws of writing: what is on the disk is what was planned, and what is taken back is what was there."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edit_scene import contents, lay_out, look, memory_disk, strays
from tests.races import race
from vaulttools.disk_write import undo, write_plan
from vaulttools.edit import Edit, Move, Plan, texts_after
from vaulttools.errors import VaultError
from vaulttools.text import Span, decode, encode

_NAMES = ("a", "b", "A", "ä", "a\u0308", "c d", "ß", "z")
_folders = st.lists(st.sampled_from(_NAMES), max_size=2).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)
_paths = st.builds(
    lambda folder, name, end: folder + name + end,
    _folders,
    st.sampled_from(_NAMES),
    st.sampled_from([".md", ".md", ".png"]),
)
_data = st.binary(max_size=30) | st.sampled_from([b"\xef\xbb\xbfx\r\n\r", b"\xff\xc3\x28", b"[[a]]\n"])


def _fits(files: Mapping[str, object]) -> bool:
    """Whether no file is also a folder."""
    return not any(other.startswith(f"{path}/") for path in files for other in files)


_vaults = st.dictionaries(_paths, _data, max_size=7).filter(_fits)


@st.composite
def _plans(draw: st.DrawFn) -> tuple[dict[str, bytes], Plan]:
    files = draw(_vaults)
    texts = {path: decode(data) for path, data in files.items()}
    edits, moves, deletes = [], [], []
    for path, text in texts.items():
        places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True)))
        edits += [
            Edit(path, Span(*pair), draw(st.text(max_size=4)))
            for pair in zip(places[::2], places[1::2], strict=False)
        ]
        match draw(st.integers(0, 5)):
            case 0:
                deletes.append(path)
            case 1 | 2:
                moves.append(Move(path, draw(_paths | st.sampled_from(sorted(texts)))))
    creates = draw(st.dictionaries(_paths, st.text(max_size=9), max_size=2))
    return files, Plan("plan", tuple(edits), tuple(moves), tuple(creates.items()), tuple(deletes))


@given(_plans())
def test_what_is_written_is_what_was_planned_and_undo_brings_all_back(
    case: tuple[dict[str, bytes], Plan],
) -> None:
    files, plan = case
    with tempfile.TemporaryDirectory(dir=memory_disk()) as folder:
        root = Path(folder, "vault")
        root.mkdir()
        lay_out(root, files)
        texts = {path: decode(data) for path, data in files.items()}
        before = look(root)
        try:
            write_plan(str(root), texts, plan)
        except VaultError:
            assert look(root) == before
        else:
            wanted = {path: encode(text) for path, text in texts_after(texts, plan).items()}
            assert contents(look(root)) == wanted
            if (root / ".vaulttools" / "undo").exists():
                undo(str(root))
            assert look(root) == before
        assert not strays(root)


@given(_plans())
@settings(max_examples=40)
def test_a_disk_on_which_files_cannot_change_places_gives_the_same(
    case: tuple[dict[str, bytes], Plan],
) -> None:
    from unittest.mock import patch

    with patch("vaulttools.disk_write.can_exchange", lambda folder: False):
        test_what_is_written_is_what_was_planned_and_undo_brings_all_back.hypothesis.inner_test(case)  # type: ignore[attr-defined]


def test_a_save_by_another_program_is_never_lost() -> None:
    ends = race(150, seed=1)

    assert ends.total() == 150
    assert any(end.startswith("refused") for end in ends)
    assert any(end.startswith("written") for end in ends)
