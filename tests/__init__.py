"""The tests. None fails because a machine is slow: a property has as long as it takes."""

from hypothesis import settings

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")
