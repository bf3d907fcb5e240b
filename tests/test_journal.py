"""Journals: steps are taken back by their inverse, and a journal on the disk is read as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.journal import Journal, Step, from_text, inverse, kept, to_text, undoing

# As it lies in `.vaulttools/undo`; a vault may hold journals of earlier versions.
STORED = (
    '{"schema": 1, "title": "rename N.md to M.md", "steps": [["swap", "a.md", ".vaulttools/work/0", "1", "2"], '
    '["mkdir", "d", "", "", ""], ["move", "N.md", "d/M.md", "3", ""]], "starts": [["N.md", "3"], ["a.md", "1"]], '
    '"ends": [["a.md", "2"], ["d/M.md", "3"]], "edited": ["a.md"], "moved": [["N.md", "d/M.md"]], "created": ["c.md"], '
    '"deleted": ["e.md"]}\n'
)
JOURNAL = Journal(
    "rename N.md to M.md",
    (
        Step("swap", "a.md", ".vaulttools/work/0", "1", "2"),
        Step("mkdir", "d"),
        Step("move", "N.md", "d/M.md", "3"),
    ),
    (("N.md", "3"), ("a.md", "1")),
    (("a.md", "2"), ("d/M.md", "3")),
    ("a.md",),
    (("N.md", "d/M.md"),),
    ("c.md",),
    ("e.md",),
)


def test_a_journal_on_the_disk_is_read_and_written_as_ever() -> None:
    assert from_text(STORED) == JOURNAL
    assert to_text(JOURNAL) == STORED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        STORED.replace('"schema": 1', '"schema": 2'),
        STORED.replace('["mkdir", "d", "", "", ""]', '["rm", "d", "", "", ""]'),
        STORED.replace('["mkdir", "d", "", "", ""]', '["mkdir", "d"]'),
        STORED.replace('"deleted": ["e.md"]', '"deleted": [1]'),
    ],
)
def test_what_is_no_journal_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        from_text(text)


@pytest.mark.parametrize(
    ("step", "back"),
    [
        (Step("swap", "a", "w/0", "1", "2"), Step("swap", "a", "w/0", "2", "1")),
        (Step("move", "a", "b", "1"), Step("move", "b", "a", "1")),
        (Step("barrier", "w/0", "w/1", "1"), Step("barrier", "w/1", "w/0", "1")),
        (Step("mkdir", "a", before="755"), Step("rmdir", "a", before="755")),
        (Step("rmdir", "a", before="755"), Step("mkdir", "a", before="755")),
    ],
)
def test_each_step_has_one_that_takes_it_back(step: Step, back: Step) -> None:
    assert inverse(step) == back
    assert inverse(back) == step


@st.composite
def _runs(draw: st.DrawFn) -> tuple[dict[str, str], list[Step], dict[str, str]]:
    """A disk, steps that can be taken there one after the other, and the disk after them: path to mark."""
    start = {path: f"mark of {path}" for path in ("a", "b", "w/0", "w/1", "wide")}
    disk, steps = dict(start), []
    for _ in range(draw(st.integers(0, 6))):
        notes, ours = [
            [path for path in sorted(disk) if path.startswith("w/") is own] for own in (False, True)
        ]
        if notes and ours and draw(st.booleans()):
            path, other = draw(st.sampled_from(notes)), draw(st.sampled_from(ours))
            steps.append(Step("swap", path, other, disk[path], disk[other]))
            disk[path], disk[other] = disk[other], disk[path]
        else:
            old = draw(st.sampled_from(sorted(disk)))
            new = draw(
                st.sampled_from([path for path in ("a", "b", "c", "w/0", "w/1", "w/2") if path not in disk])
            )
            steps.append(Step("move", old, new, disk[old]))
            disk[new] = disk.pop(old)
    return start, [*steps, Step("mkdir", "w/3")], disk


@given(_runs())
def test_what_our_folder_holds_before_and_after_is_known_from_the_steps(
    run: tuple[dict[str, str], list[Step], dict[str, str]],
) -> None:
    before, steps, after = run
    touched = {path for step in steps for path in (step.path, step.other) if path.startswith("w/")}
    for disk, done in ((before, False), (after, True)):
        assert kept(steps, "w/", done) == {path: disk[path] for path in sorted(touched & disk.keys())}


def test_undoing_twice_is_doing() -> None:
    back = undoing(JOURNAL)

    assert (back.title, back.moved) == ("undo of rename N.md to M.md", (("d/M.md", "N.md"),))
    assert (back.created, back.deleted) == (JOURNAL.deleted, JOURNAL.created)
    assert undoing(back)._replace(title=JOURNAL.title) == JOURNAL
