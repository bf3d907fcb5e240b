"""A note whose links and words say another subject than its folder, tag or property."""

from collections import Counter
from collections.abc import Iterator, Mapping

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.text import Span

NAME = "misfiled-note"
_OWNED = 0.6
_SHOWN = {"folders": "it lies in", "tags": "it has the tag", "topic property": "its property says"}

_FOLDERS = """-- Sleep/Bed.md --
[[Dream]] [[Nap]] [[Night]]
-- Sleep/Dream.md --
[[Bed]] [[Nap]] [[Night]]
-- Sleep/Nap.md --
[[Bed]] [[Dream]] [[Night]]
-- Sleep/Night.md --
[[Bed]] [[Dream]] [[Nap]]
-- Money/Bank.md --
[[Fee]] [[Loan]]
-- Money/Fee.md --
[[Bank]] [[Loan]]
-- Money/Loan.md --
[[Bank]] [[Fee]]
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each note that is surely in one topic, and declared to belong to another."""
    from vaulttools.topic_declared import declared

    topics = case.topics
    notes = [case.graph.vault.notes[path] for path in sorted(topics.of)]
    names = {topic.id: topic.name for topic in topics.topics}
    for kind, groups in declared(notes).items():
        group_of = {note.path: group for note, group in zip(notes, groups, strict=True) if group}
        homes = _homes(group_of, topics.of)
        usual = {topic: group for group, topic in homes.items()}
        for path, group in group_of.items():
            topic = topics.of[path]
            is_sure = topics.confidence[path] >= case.limits.misfiled_note
            if is_sure and topic in usual and homes.get(group, topic) != topic:
                message = (
                    f"links and words put this note into '{names[topic]}', whose notes are in "
                    f"'{usual[topic]}', but {_SHOWN[kind]} '{group}'; file it there or link it with its like"
                )
                yield Finding(NAME, "info", path, Span(0, 0), message)


def _homes(group_of: Mapping[str, str], of: Mapping[str, int]) -> dict[str, int]:
    """The topic of each group that stands for one: most of the group is in it, and most of it is that group."""
    both = Counter((group, of[path]) for path, group in group_of.items())
    groups, topics = Counter(group_of.values()), Counter(of[path] for path in group_of)
    return {
        group: topic
        for (group, topic), count in sorted(both.items())
        if count > 2 and count >= _OWNED * groups[group] and count >= _OWNED * topics[topic]
    }


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""A note's links and words say another subject than its folder, tag or property.

    Only groups that stand for a topic are asked: three fifths of the notes in the folder, with the tag, or
    with the property `topic`, are in one topic, and are three fifths of it. A folder for a kind of note, such as
    `Articles`, stands for none. The note's place must be as sure as the limit (`misfiled-note` under
    `[topics]`, 0.9).

    File the note where its like is, or link it with what it belongs to.
    """,
    examples=(
        Example(_FOLDERS + "-- Money/Coin.md --\n[[Bank]] [[Fee]] [[Loan]]\n"),
        Example(
            _FOLDERS + "-- Sleep/Coin.md --\n[[Bank]] [[Fee]] [[Loan]]\n",
            (
                (
                    "Sleep/Coin.md",
                    "",
                    "links and words put this note into 'Bank', whose notes are in 'Money', but it "
                    "lies in 'Sleep'; file it there or link it with its like",
                ),
            ),
        ),
    ),
)
