"""JSON that is quick to write and easy to compare: each item of a top list on a line of its own."""

import json
from collections.abc import Mapping
from typing import Any


def document(value: Mapping[str, Any]) -> str:
    """A JSON object: top-level lists with an item a line, all in ASCII, keys in the order given.

    ASCII survives every terminal, pipe and locale; an undecodable byte of a file name is written as a
    lone surrogate escape (`\\udcff`), from which Python's `os.fsencode` makes the byte again.
    """
    pieces = [f"{json.dumps(key)}: {_value(item)}" for key, item in value.items()]
    return "{" + ",\n ".join(pieces) + "}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(json.dumps(item) for item in value) + "]"
    return json.dumps(value)
