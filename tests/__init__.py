"""The tests. None fails because a machine is slow, nor for an example that chance has drawn.

A property has as long as it takes, and the same examples each time (`laws` says how to try others). None touches the
repository whose hook runs them, which git names in its variables.
"""

import os

from hypothesis import settings

from tests.laws import LONG

settings.register_profile("ours", deadline=None, derandomize=not LONG)
settings.load_profile("ours")

for name in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[name]
