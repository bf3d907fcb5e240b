"""What was learned of web addresses before, kept in the cache: only what was good, and for a while."""

import json
from collections.abc import Mapping
from typing import Any

from vaulttools.disk_cache import Cache, keep, key_of, recall
from vaulttools.verdicts import Outcome

_NAME = "addresses"
# Of this form, not of this version: what a server said stays true when we change.
_KEY = key_of([b"addresses 1"])
_DAY = 86_400


def recall_outcomes(held: Cache, now: float, max_age: float) -> dict[str, tuple[float, Outcome]]:
    """The outcomes that were kept, each with its time (seconds since 1970), none older than so many days.

    What is missing, harmed or from the future counts as nothing.
    """
    body = recall(held, _NAME, _KEY)
    if body is None:
        return {}
    try:
        entries = json.loads(body)
        return {
            url: (float(time), Outcome(status, moved=moved))
            for url, (time, status, moved) in entries.items()
            if _is_entry(url, time, status, moved) and now - max_age * _DAY < time <= now
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}


def keep_outcomes(held: Cache, outcomes: Mapping[str, tuple[float, Outcome]]) -> None:
    """Keep outcomes that have a status, each with its time, in place of all that were kept."""
    entries = {url: (time, item.status, item.moved) for url, (time, item) in sorted(outcomes.items())}
    keep(held, _NAME, _KEY, json.dumps(entries).encode())


def _is_entry(url: Any, time: Any, status: Any, moved: Any) -> bool:
    return (
        isinstance(url, str)
        and isinstance(time, int | float)
        and type(status) is int
        and isinstance(moved, str)
    )
