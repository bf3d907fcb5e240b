"""A note through which most links between two topics go."""

from collections import Counter
from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.checks._near import written_name
from vaulttools.checks._topics import neighbours
from vaulttools.text import Span

NAME = "bridge-note"
_FEWEST = 6

_TOPICS = """-- Bed.md --
[[Dark]] [[Dream]] [[Moon]] [[Nap]] [[Night]]
-- Dark.md --
[[Bed]] [[Dream]] [[Moon]] [[Nap]] [[Night]]
-- Dream.md --
[[Bed]] [[Dark]] [[Moon]] [[Nap]] [[Night]]
-- Moon.md --
[[Bed]] [[Dark]] [[Dream]] [[Nap]] [[Night]]
-- Nap.md --
[[Bed]] [[Dark]] [[Dream]] [[Moon]] [[Night]]
-- Night.md --
[[Bed]] [[Dark]] [[Dream]] [[Moon]] [[Nap]]
-- Bank.md --
[[Card]] [[Coin]] [[Debt]] [[Fee]] [[Loan]]
-- Card.md --
[[Bank]] [[Coin]] [[Debt]] [[Fee]] [[Loan]]
-- Coin.md --
[[Bank]] [[Card]] [[Debt]] [[Fee]] [[Loan]]
-- Debt.md --
[[Bank]] [[Card]] [[Coin]] [[Fee]] [[Loan]]
-- Fee.md --
[[Bank]] [[Card]] [[Coin]] [[Debt]] [[Loan]]
-- Loan.md --
[[Bank]] [[Card]] [[Coin]] [[Debt]] [[Fee]]
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each note that carries more of the links between two topics than the limit."""
    of = case.topics.of
    names = {topic.id: topic.name for topic in case.topics.topics}
    near = neighbours(case)
    between: Counter[tuple[int, int]] = Counter()
    for path, others in near.items():
        between.update((of[path], of[other]) for other in others)
    for path, others in near.items():
        mine = Counter(of[other] for other in others)
        for topic, count in sorted(mine.items()):
            total = between[of[path], topic]
            is_between = topic != of[path] and (mine[of[path]] + count) * 2 > len(others)
            if is_between and total >= _FEWEST and count > case.limits.bridge_note * total:
                message = (
                    f"{count} of the {total} links between '{names[of[path]]}' and '{names[topic]}' "
                    f"are this note's; "
                    f"without '{written_name(path)}' the topics hardly know of each other"
                )
                yield Finding(NAME, "info", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""Most links between two topics go through one note.

    The note has more than the limit (`bridge-note` under `[topics]`, 0.7) of the links between its topic and another
    that have six or more, counted once for each pair of notes. Notes most of whose links go to
    further topics, such as an index of everything, are no bridges.

    This is no fault. Take care when you change such a note, and link other notes of the two topics if
    they have to do with each other.
    """,
    examples=(
        Example(_TOPICS),
        Example(
            _TOPICS + "-- Worry.md --\n[[Bed]] [[Dark]] [[Dream]] [[Moon]] [[Nap]] [[Night]] "
            "[[Bank]] [[Card]] [[Coin]] [[Debt]] [[Fee]] [[Loan]]\n",
            (
                (
                    "Worry.md",
                    "",
                    "6 of the 6 links between 'Bed' and 'Bank' are this note's; without 'Worry' the "
                    "topics hardly know of each other",
                ),
            ),
        ),
    ),
)
