"""The tests. None fails because a machine is slow: a property has as long as it takes.

None touches the repository whose hook runs them, which git names in its variables.
"""

import os

from hypothesis import settings

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")

for name in [name for name in os.environ if name.startswith("GIT_")]:
    del os.environ[name]
