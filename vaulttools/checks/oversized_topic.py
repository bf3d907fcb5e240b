"""A topic that holds a large part of the vault."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.text import Span

NAME = "oversized-topic"
_TIMES = 3

_TOPICS = """-- Bed.md --
[[Dream]] [[Nap]]
-- Dream.md --
[[Bed]] [[Nap]]
-- Nap.md --
[[Bed]] [[Dream]]
-- Bank.md --
[[Fee]] [[Loan]]
-- Fee.md --
[[Bank]] [[Loan]]
-- Loan.md --
[[Bank]] [[Fee]]
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each topic above the limit, at its best connected note."""
    topics = case.topics.topics
    sizes = sorted(len(topic.members) for topic in topics)
    for topic in topics:
        size, usual = len(topic.members), sizes[len(sizes) // 2]
        if size > case.limits.oversized_topic * len(case.topics.of) and size > _TIMES * usual:
            message = (
                f"the topic '{topic.name}' holds {size} of {len(case.topics.of)} notes, where topics "
                f"usually hold {usual}; split what it is about into notes that link to their like"
            )
            yield Finding(NAME, "info", topic.hub, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""A topic holds a large part of the vault.

    It holds a larger share of all notes than the limit (`oversized-topic` under `[topics]`, 0.25), and more
    than three times as many as the vault's middle topic. So large a group is seldom one subject: a note
    that links to everything may hold it together.

    Look at its bridges and its hub (`vaulttools topics --format json`), and link notes to their like.
    """,
    examples=(
        Example(_TOPICS),
        Example(
            _TOPICS
            + "-- Home.md --\n[[A]] [[B]] [[C]] [[D]] [[E]] [[F]] [[G]] [[H]] [[I]] [[J]]\n"
            + "".join(f"-- {name}.md --\n" for name in "ABCDEFGHIJ"),
            (
                (
                    "Home.md",
                    "",
                    "the topic 'Home' holds 11 of 17 notes, where topics usually hold 3; split what "
                    "it is about into notes that link to their like",
                ),
            ),
        ),
    ),
)
