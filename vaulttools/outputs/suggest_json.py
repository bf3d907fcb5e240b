"""Suggestions for other programs: `suggest --format json`."""

from typing import Any

from vaulttools.mentions import Mention
from vaulttools.related import Related
from vaulttools.repairs import Repair
from vaulttools.suggest import Suggestions
from vaulttools.text import LineIndex
from vaulttools.vault import text_of


def suggest_json(found: Suggestions) -> dict[str, Any]:
    """Suggestions as `suggest --format json` prints them. Lines and columns count from 1, in code points."""
    lines: dict[str, LineIndex] = {}

    def place(one: Mention | Repair) -> dict[str, Any]:
        if one.source not in lines:
            lines[one.source] = LineIndex(text_of(found.graph.vault, one.source))
        line, column = lines[one.source].position(one.span.start)
        return {
            "source": one.source,
            "line": line,
            "column": column,
            "start": one.span.start,
            "end": one.span.end,
        }

    return {
        "schema": 1,
        "mentions": [
            {**place(one), "text": one.text, "target": one.target, "score": one.score}
            for one in found.mentions
        ],
        "related": [_related(one) for one in found.related],
        "repairs": [
            {**place(one), "linkpath": one.linkpath, "target": one.target, "score": one.score, "why": one.why}
            for one in found.repairs
        ],
    }


def _related(one: Related) -> dict[str, Any]:
    return {
        "source": one.source,
        "target": one.target,
        "score": one.score,
        "why": one.why,
        "words": list(one.words),
        "neighbours": list(one.neighbours),
        "alike": list(one.alike),
    }
