"""The texts in JSON, with the place where each is written, so that one can be changed and no byte beside it."""

import json
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from vaulttools.patterns import pattern
from vaulttools.text import Span

# A run of anything that is neither text nor structure (numbers, words, white space) needs no token.
_TOKEN = pattern(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\]]|,', re.S)


class JsonText(NamedTuple):
    """A JSON text: what it says, how it is written with its quotes, and where that starts."""

    value: str
    raw: str
    start: int

    @property
    def span(self) -> Span:
        """The characters between the quotes."""
        return Span(self.start + 1, self.start + len(self.raw) - 1)


Way = list[tuple[str, bool]]


def objects(text: str, keys: Container[str]) -> Iterator[tuple[Way, dict[str, JsonText]]]:
    """Each object of valid JSON: the way to it, and its own texts under these keys; the last of equal keys counts.

    The way has, for each open bracket, the key it stands under and whether it is an object; read it before the next
    object is asked for. An object comes where it ends, so after those in it. O(length).
    """
    way: Way = []
    texts: list[dict[str, JsonText]] = []
    key: str | None = None
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "{[":
            way.append((key or "", token == "{"))
            texts.append({})
            key = None
        elif token in "}]":
            if token == "}":
                yield way, texts[-1]
            way.pop()
            texts.pop()
        elif token == ",":
            key = None
        elif way and way[-1][1] and key is None:
            key = _said(token)
        elif key is not None and key in keys:
            texts[-1][key] = JsonText(_said(token), token, match.start())


def _said(token: str) -> str:
    """What a JSON text says."""
    return json.loads(token) if "\\" in token else token[1:-1]
