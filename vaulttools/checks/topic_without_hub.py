"""A topic in which no note is linked with many of the others."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.checks._near import written_name
from vaulttools.checks._topics import neighbours
from vaulttools.text import Span

NAME = "topic-without-hub"
_FEWEST = 6

_ARTICLES = """-- Bed.md --
Sleep at night: dream and nap.
-- Dark.md --
Sleep at night: dream and nap.
-- Moon.md --
Sleep at night: dream and nap.
-- Pillow.md --
Sleep at night: dream and nap.
-- Rest.md --
Sleep at night: dream and nap.
-- Snore.md --
Sleep at night: dream and nap.
-- Bank.md --
[[Loan]] [[Fee]]
-- Fee.md --
[[Bank]] [[Loan]]
-- Loan.md --
[[Fee]]
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each topic whose best linked note reaches too few of the others, at that note."""
    near = neighbours(case)
    for topic in case.topics.topics:
        members = set(topic.members)
        reach = {path: len(near[path] & members) for path in topic.members}
        best = max(topic.members, key=lambda path: reach[path])
        if len(members) >= _FEWEST and reach[best] < case.limits.topic_without_hub * (len(members) - 1):
            message = (
                f"no note holds the topic '{topic.name}' together: of {len(members)} notes even "
                f"'{written_name(best)}' is linked with only {reach[best]}; write a note that lists them"
            )
            yield Finding(NAME, "info", best, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""No note of a topic is linked with many of the others.

    The best linked note of a topic of six notes or more reaches less than the limit of the others
    (`topic-without-hub` under `[topics]`, 0.2), by links in either direction. Who comes to such a topic finds
    no way around in it.

    Write a map of content: a note that lists the topic's notes.
    """,
    examples=(
        Example(_ARTICLES + "-- Night.md --\n[[Bed]] [[Dark]] [[Moon]] [[Pillow]] [[Rest]] [[Snore]]\n"),
        Example(
            _ARTICLES,
            (
                (
                    "Bed.md",
                    "",
                    "no note holds the topic 'Bed' together: of 6 notes even 'Bed' is linked with "
                    "only 0; write a note that lists them",
                ),
            ),
        ),
    ),
)
