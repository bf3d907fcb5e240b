"""Regular expressions that are compiled when they are first used, so that starting up waits for none of them."""

import re
from typing import Any, cast


class _Pattern:
    """Stands in for a compiled pattern until a method of it is asked for; from then on it has its methods."""

    def __init__(self, source: str, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
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
