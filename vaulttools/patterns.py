"""Regular expressions that are compiled when they are first used, so that starting up waits for none of them."""

import re
import sys
from typing import Any, cast

# Before 3.11.5 a possessive loop keeps what the round took that failed half way: `(?:ab?c)*+` takes all of "aca".
# Source: https://github.com/python/cpython/issues/106052
_KEEPS = sys.version_info < (3, 11, 5)
_PARTS = r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<end>\))(?=(?:[*+?]|\{[0-9,]*\})\+)"


class _Pattern:
    """Stands in for a compiled pattern until a method of it is asked for; from then on it has its methods."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(giving_back(self._source) if _KEEPS else self._source, self._flags)
        for method in (
            "pattern",
            "match",
            "fullmatch",
            "search",
            "finditer",
            "findall",
            "split",
            "sub",
            "subn",
        ):
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, later. A source that is no pattern raises `re.error` at its first use."""
    return cast("re.Pattern[str]", _Pattern(source, flags))


def giving_back(source: str) -> str:
    """A pattern that means the same where possessive loops keep what they should not.

    Each gets a last branch that fails at once, for which the round's start is found again.
    """
    return re.sub(_PARTS, lambda part: f"|(?!){part[0]}" if part["end"] else part[0], source, flags=re.DOTALL)
