"""The few exceptions. What users wrote never raises; these are for wrong calls and the outside world."""


class VaultError(Exception):
    """Something outside went wrong; the message says what, where and what to do. Exit status 2."""


class ConfigError(VaultError):
    """A configuration file cannot be used."""
