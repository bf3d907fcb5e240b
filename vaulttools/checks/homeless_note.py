"""A note that belongs to no topic."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.text import Span

NAME = "homeless-note"

_MONEY = """-- Bank.md --
[[Loan]] [[Fee]] interest
-- Fee.md --
[[Bank]] [[Loan]] interest
-- Loan.md --
[[Fee]] [[Bank]] interest
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each note that neither links nor words place."""
    for path in case.topics.homeless:
        message = "neither links nor words place this note in a topic; link it with the notes it belongs to"
        yield Finding(NAME, "info", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="info",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""A note belongs to no topic.

    It has no links to speak of, and shares too few words with any group of notes, so nobody comes upon it who
    reads about its subject.

    Link it with the notes it belongs to; `vaulttools suggest NOTE` names some. How many such notes a vault may have
    can be said in the settings: `homeless-note = 20`, or `homeless-note = "5%"`, under `[limits]`.
    """,
    examples=(
        Example(_MONEY),
        Example(
            _MONEY + "-- Xylophone.md --\nWooden bars.\n",
            (
                (
                    "Xylophone.md",
                    "",
                    "neither links nor words place this note in a topic; link it with the notes it belongs to",
                ),
            ),
        ),
    ),
)
