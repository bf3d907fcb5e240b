"""Which file is which: told by names and by what two files hold."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from vaulttools.moves import moves


def went(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The moves between files that hold these letters."""
    return moves(*({path: Counter(held) for path, held in files.items()} for files in (old, new)))


def test_the_same_name_goes_before_most_in_common() -> None:
    assert went({"a/N": "xyz"}, {"b/N": "x", "b/M": "xyz"}) == {"a/N": "b/N"}


def test_nothing_in_common_is_no_move() -> None:
    assert went({"a/N": "x", "a/M": ""}, {"b/N": "y", "b/M": ""}) == {}


def test_of_one_name_the_nearest_in_the_tree_goes_first() -> None:
    old = {"a/x/N": "x", "b/x/N": "x", "a/N": "x"}

    assert went(old, {"a/y/N": "x", "b/y/N": "x", "y/N": "x"}) == {
        "a/x/N": "a/y/N",
        "b/x/N": "b/y/N",
        "a/N": "y/N",
    }


def test_of_other_names_it_is_the_one_with_most_in_common() -> None:
    assert went({"a": "xyz", "b": "xuv"}, {"c": "xuw", "d": "xyw"}) == {"a": "d", "b": "c"}


def test_among_more_new_files_than_old_ones_none_is_taken() -> None:
    assert went({"a": "x"}, {"b": "x", "c": "x"}) == {}
    assert went({"a": "x", "b": "x"}, {"c": "x"}) == {"a": "c"}
    assert went({"a": "x", "b": "x"}, {"c": "x", "d": "x"}) == {"a": "c", "b": "d"}


HELD = st.dictionaries(st.sampled_from(["N", "a/N", "a/M", "b/N", "b/a/N", "M"]), st.text("xyz", max_size=4))


@given(HELD, HELD)
def test_each_file_goes_to_one_place_and_has_something_in_common_with_it(
    old: dict[str, str], new: dict[str, str]
) -> None:
    gone = {path: held for path, held in old.items() if path not in new}
    came = {path: held for path, held in new.items() if path not in old}
    found = went(gone, came)

    assert len(set(found.values())) == len(found)
    assert all(set(gone[before]) & set(came[now]) for before, now in found.items())
    assert went(dict(reversed(gone.items())), dict(reversed(came.items()))) == found


def test_a_folder_of_many_notes_that_are_all_alike_is_told_quickly() -> None:
    old = {f"a/{number % 70}/{number // 70}/README.md": "x" for number in range(5_000)}

    assert went(old, {path.replace("a/", "z/", 1): "x" for path in old}) == {
        path: path.replace("a/", "z/", 1) for path in old
    }
