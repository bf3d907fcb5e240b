"""A topic that split, merged, vanished, appeared or drifted since `topics.lock` was written."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, TopicCase
from vaulttools.text import Span
from vaulttools.vault import text_of

NAME = "topic-drift"
_ABSENT = "there is no topics.lock to compare with; write it with `vaulttools topics --lock`"
_REMEDY = "look at the links of these notes, or accept it with `vaulttools topics --lock`"

_LOCKED = """-- Bed.md --
[[Dream]] [[Nap]] [[Night]]
-- Dream.md --
[[Bed]] [[Nap]] [[Night]]
-- Nap.md --
[[Bed]] [[Dream]] [[Night]]
-- Night.md --
[[Bed]] [[Dream]] [[Nap]]
-- Bank.md --
[[Coin]] [[Fee]] [[Loan]]
-- Coin.md --
[[Bank]] [[Fee]] [[Loan]]
-- Fee.md --
[[Bank]] [[Coin]] [[Loan]]
-- Loan.md --
[[Bank]] [[Coin]] [[Fee]]
-- topics.lock --
{"topic": 1, "name": "Sleep"}
{"topic": 2, "name": "Money"}
{"note": "Bed.md", "topic": 1}
{"note": "Coin.md", "topic": 1}
{"note": "Dream.md", "topic": 1}
{"note": "Fee.md", "topic": 2}
{"note": "Loan.md", "topic": 2}
{"note": "Nap.md", "topic": 1}
{"note": "Night.md", "topic": 1}
"""


def run(case: TopicCase) -> Iterator[Finding]:
    """A finding for each change beyond the limit, at the topic's line in the lock."""
    from vaulttools.topic_drift import drifts, told
    from vaulttools.topic_lock import FILE, lock_of

    lock = lock_of(case.graph.vault)
    if lock is None:
        # Reported on a note, as the file it is about is not there.
        for path in sorted([*case.topics.of, *case.topics.homeless])[:1]:
            yield Finding(NAME, "error", path, Span(0, 0), _ABSENT)
        return
    for drift in drifts(lock, case.topics):
        if drift.kind != "drifted" or drift.share > case.limits.topic_drift:
            place = _line(text_of(case.graph.vault, FILE), drift.topic, lock.names.get(drift.topic, ""))
            yield Finding(NAME, "error", FILE, place, f"{told(drift)}; {_REMEDY}")


def _line(text: str, topic: int, name: str) -> Span:
    """Where a topic's line stands in the lock, or the lock's start."""
    import json

    place = 0
    for line in text.split("\n"):
        if '"name"' in line and json.loads(line) == {"topic": topic, "name": name}:
            return Span(place, place + len(line.rstrip("\r")))
        place += len(line) + 1
    return Span(0, 0)


CHECK = Check(
    name=NAME,
    severity="error",
    run=None,
    run_on_topics=run,
    default=False,
    doc="""A topic split, merged, vanished, appeared or drifted since `topics.lock` was written.

    For teams whose topics are agreed on: `vaulttools topics --lock` writes the file, a review sees when it
    changes, and CI says which notes changed a topic. A topic has drifted when more of its notes than the limit
    (`topic-drift` under `[topics]`, 0.2) left it or came to it, of the notes that the lock knows; new and
    deleted ones do not count. A note moves only where much speaks for it, so that one new note moves hardly any other.

    Look at the links of the notes that are named, or write the lock anew.
    """,
    examples=(
        Example(_LOCKED.replace('"Coin.md", "topic": 1', '"Coin.md", "topic": 2')),
        Example(
            _LOCKED,
            (
                (
                    "topics.lock",
                    '{"topic": 2, "name": "Money"}',
                    "topic 'Money' drifted by 33%: 'Coin' came; 'Bank' new; look at the links of "
                    "these notes, or accept it with `vaulttools topics --lock`",
                ),
            ),
        ),
        Example("-- Bed.md --\n", (("Bed.md", "", _ABSENT),)),
    ),
)
