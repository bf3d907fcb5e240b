"""Edits: texts changed at their spans and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.edit import Edit, Move, Plan, edited, edits_by_path, in_one_pass, shift, texts_after
from vaulttools.text import Span


def edit(start: int, end: int, new: str, path: str = "a.md") -> Edit:
    return Edit(path, Span(start, end), new)


@st.composite
def texts_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=40))
    return text, draw(edits_of(text))


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    places = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True))
    ends = sorted(places)
    return [
        edit(start, end, draw(st.text(max_size=5))) for start, end in zip(ends[::2], ends[1::2], strict=False)
    ]


@given(texts_and_edits(), st.randoms(use_true_random=False))
def test_what_lies_between_edits_stays(case: tuple[str, list[Edit]], random: object) -> None:
    text, edits = case
    shuffled = list(edits)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    result = edited(text, shuffled)
    for one in edits:
        end = one.span.start
        start = max((other.span.end for other in edits if other.span.end <= end), default=0)
        assert text[start:end] in result
    kept = len(text) - sum(one.span.end - one.span.start for one in edits)
    assert len(result) == kept + sum(len(one.new) for one in edits)


@given(texts_and_edits(), st.data())
def test_several_passes_are_one(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, first = case
    between = edited(text, first)
    second = data.draw(edits_of(between))

    one = in_one_pass("a.md", text, [first, second])

    assert edited(text, one) == edited(between, second)
    assert len(one) <= len(first) + len(second)


@given(texts_and_edits(), st.data())
def test_a_span_is_found_again_after_edits(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    free = [at for at in range(len(text) + 1) if not any(one.span.start < at < one.span.end for one in edits)]
    start = data.draw(st.sampled_from(free))
    end = data.draw(st.sampled_from([at for at in free if at >= start]))

    inside = [one for one in edits if start <= one.span.start and one.span.end <= end]
    words = edited(
        text[start:end], [edit(one.span.start - start, one.span.end - start, one.new) for one in inside]
    )

    assert edited(text, edits)[slice(*shift(edits)(Span(start, end)))] == words


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 2, "x"), edit(1, 3, "y")],
        [edit(1, 1, "x"), edit(1, 1, "y")],
        [edit(3, 5, "x")],
        [edit(2, 1, "x")],
    ],
)
def test_overlapping_and_outlying_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited("abcd", edits)


def test_an_edit_given_twice_is_made_once() -> None:
    assert edited("abcd", [edit(1, 2, "x"), edit(1, 2, "x")]) == "axcd"


def test_an_insert_may_touch_a_replacement() -> None:
    assert edited("abcd", [edit(1, 2, "x"), edit(2, 2, "+")]) == "ax+cd"


def test_a_plan_moves_edits_creates_and_deletes() -> None:
    plan = Plan(
        "all",
        (edit(0, 1, "B"),),
        (Move("a.md", "b.md"), Move("b.md", "a.md")),
        (("new.md", "n"),),
        ("old.md",),
    )
    texts = {"a.md": "axe", "b.md": "bee", "old.md": "o"}
    assert texts_after(texts, plan) == {"b.md": "Bxe", "a.md": "bee", "new.md": "n"}


def test_an_edit_of_a_file_that_goes_does_not_matter() -> None:
    plan = Plan("x", (edit(9, 9, "x"),), deletes=("a.md",))
    assert texts_after({"a.md": "a"}, plan) == {}


@pytest.mark.parametrize(
    "plan",
    [
        Plan("x", edits=(edit(0, 0, "a"),)),
        Plan("x", moves=(Move("a", "b"),)),
        Plan("x", creates=(("a", ""),)),
        Plan("x", deletes=("a",)),
    ],
)
def test_a_plan_is_empty_only_without_any_change(plan: Plan) -> None:
    assert not plan.empty
    assert Plan("x").empty


def test_edits_are_grouped_by_path_in_their_order() -> None:
    one, two, three = edit(5, 6, "x", "b.md"), edit(0, 1, "y"), edit(1, 2, "z", "b.md")
    assert list(edits_by_path([one, two, three]).items()) == [("a.md", [two]), ("b.md", [one, three])]


def test_two_files_of_one_path_are_refused() -> None:
    with pytest.raises(ValueError, match=r"called b\.md"):
        texts_after({"a.md": "", "b.md": ""}, Plan("clash", moves=(Move("a.md", "b.md"),)))
