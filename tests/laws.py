"""How hard laws are tried: the same examples each time; with VAULTTOOLS_LONG set, many more and others each time."""

import os

from hypothesis import HealthCheck, settings

LONG = "VAULTTOOLS_LONG" in os.environ


def tried(examples: int = 200, long: int = 5_000) -> settings:
    """A decorator for a law: how many examples it is tried with."""
    return settings(
        max_examples=long if LONG else examples,
        derandomize=not LONG,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
