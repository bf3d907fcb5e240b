"""Bare URLs and e-mail addresses as legacy remark finds them: they swallow what stands in them, brackets too."""

import re
from bisect import bisect_left
from typing import NamedTuple

from vaulttools.patterns import pattern
from vaulttools.syntax import SPACE, pattern_finder

_WWW = pattern(r"www\.|(?i:https?://)")
_HOST_STOP = pattern(r"[^A-Za-z0-9._-]|\.\.")
_PATH_STOP = pattern(rf"[{SPACE}<]")
_PATH_TAIL = "!*,.:?_~"
_ENTITY = pattern(r"&[A-Za-z]+\Z")
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._")
_HOST = pattern(r"[A-Za-z0-9._-]*+")


class _Host(NamedTuple):
    """A host's end, its last two dots and its last underscore, -1 where there is none."""

    end: int
    dot: int
    dot_before: int
    underscore: int


class Urls:
    """The bare URLs of a text. What has been found out is kept, so that all questions together are linear."""

    __slots__ = ("_closing", "_host", "_host_stop", "_opening", "_path", "_path_stop", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._host_stop = pattern_finder(text, _HOST_STOP)
        self._path_stop = pattern_finder(text, _PATH_STOP)
        self._host: tuple[int, _Host] | None = None
        self._path: tuple[int, int] | None = None
        self._opening: list[int] | None = None
        self._closing: list[int] = []

    def end(self, start: int) -> int | None:
        """Where the bare URL that starts at `start` ends, None if there is none."""
        text = self.text
        opening = _WWW.match(text, start)
        host = self._host_end(opening.end()) if opening else None
        if host is None:
            return None
        end = self._path_end(host)
        if text[end - 1] == ")":
            end = self._without_extra_parentheses(host, end)
        if text[end - 1] == ";":
            end -= 1
            if text[end - 1].isascii() and text[end - 1].isalpha():
                entity = _ENTITY.search(text, max(start, end - 64), end)
                end = entity.start() if entity else end
        return end

    def _host_end(self, start: int) -> int | None:
        """The end of a host that has a dot and no underscore in its last two parts."""
        if self.text[start : start + 1] == ".":
            return None
        stop = self._host_stop.at(start)
        stop = len(self.text) if stop < 0 else stop
        if self._host is None or self._host[0] != stop:
            self._host = stop, self._read_host(start, stop)
        host = self._host[1]
        if host.dot < start:
            return None
        last_two = start if host.dot_before < start else host.dot_before + 1
        return None if host.underscore >= last_two else host.end

    def _read_host(self, start: int, stop: int) -> _Host:
        text, end = self.text, stop
        dot = text.rfind(".", start, end)
        if stop == len(text) and text[end - 1] == ".":
            end, dot = end - 1, text.rfind(".", start, end - 1)
        return _Host(end, dot, text.rfind(".", start, max(start, dot)), text.rfind("_", start, end))

    def _path_end(self, start: int) -> int:
        """The end of the path, without marks that more likely end a sentence."""
        stop = self._path_stop.at(start)
        stop = len(self.text) if stop < 0 else stop
        if self._path is None or self._path[0] != stop:
            self._path = stop, start + len(self.text[start:stop].rstrip(_PATH_TAIL))
        return max(start, self._path[1])

    def _without_extra_parentheses(self, start: int, end: int) -> int:
        """`end` moved before the closing parentheses that nothing in the path opens."""
        if self._opening is None:
            self._opening = [match.start() for match in re.finditer(r"\(", self.text)]
            self._closing = [match.start() for match in re.finditer(r"\)", self.text)]
        last = bisect_left(self._closing, end)
        closed = last - bisect_left(self._closing, start)
        extra = closed - bisect_left(self._opening, end) + bisect_left(self._opening, start)
        return self._closing[last - extra] if extra > 0 else end


def email_spans(text: str) -> list[tuple[int, int, int]]:
    """All e-mail addresses: where each starts, its "@", and its end."""
    found, least = [], 0
    at = text.find("@")
    while at >= 0:
        start = at
        while start > least and text[start - 1] in _LOCAL:
            start -= 1
        end = _HOST.match(text, at + 1).end()  # type: ignore[union-attr]
        if start < at and _is_host(text, at + 1, end):
            found.append((start, at, end - (text[end - 1] == "." and end == len(text))))
        least = at + 1
        at = text.find("@", at + 1)
    return found


def _is_host(text: str, start: int, end: int) -> bool:
    dot = text.find(".", start, end)
    if dot < 0 or dot + 1 == end:
        return False
    return not (end == len(text) and text[end - 1] in "-_")
