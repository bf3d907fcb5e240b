"""A topic that falls apart when some links and words are left out."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.text import Span

NAME = "unstable-topic"

_RING = """-- A.md --
[[B]]
-- B.md --
[[C]]
-- C.md --
[[D]]
-- D.md --
[[E]]
-- E.md --
[[F]]
-- F.md --
[[G]]
-- G.md --
[[H]]
-- H.md --
[[I]]
-- I.md --
[[J]]
-- J.md --
[[A]]
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each topic below the limit, at its best connected note."""
    for topic in case.topics.topics:
        if topic.stability < case.limits.unstable_topic:
            message = (
                f"the topic '{topic.name}' of {len(topic.members)} notes is found again only to "
                f"{topic.stability:.0%} when a fifth of links and words is left out; link its notes "
                f"with each other"
            )
            yield Finding(NAME, "info", topic.hub, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""A topic falls apart when some links and words are left out.

    Its `stable` figure, of `vaulttools topics`, is below the limit (`unstable-topic` under `[topics]`, 0.5). Such
    a group may be several subjects, or one that its notes hardly say by their links.

    Link its notes with each other, or with the topics they rather belong to.
    """,
    examples=(
        Example(
            "-- Bed.md --\n[[Nap]] [[Dream]]\n-- Nap.md --\n[[Bed]] [[Dream]]\n-- Dream.md --\n[[Bed]]\n"
        ),
        Example(
            _RING,
            (
                (
                    "C.md",
                    "",
                    "the topic 'A' of 10 notes is found again only to 38% when a fifth of links and "
                    "words is left out; link its notes with each other",
                ),
            ),
        ),
    ),
)
