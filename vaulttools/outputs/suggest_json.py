"""Suggestions for other programs: `suggest --format json`."""

from typing import Any

from vaulttools.suggest import Suggestions
from vaulttools.text import LineIndex
from vaulttools.vault import text_of


def suggest_json(found: Suggestions) -> dict[str, Any]:
    """Suggestions as `suggest --format json` prints them. Lines and columns count from 1, in code points."""
    lines: dict[str, LineIndex] = {}

    def place(source: str, start: int, end: int) -> dict[str, int]:
        if source not in lines:
            lines[source] = LineIndex(text_of(found.graph.vault, source))
        line, column = lines[source].position(start)
        return {"line": line, "column": column, "start": start, "end": end}

    return {
        "schema": 1,
        "mentions": [
            {"source": one.source, **place(one.source, *one.span), "text": one.text, "target": one.target, "score": one.score}
            for one in found.mentions
        ],
        "related": [
            {
                "source": one.source,
                "target": one.target,
                "score": one.score,
                "why": one.why,
                "words": list(one.words),
                "neighbours": list(one.neighbours),
                "alike": list(one.alike),
            }
            for one in found.related
        ],
        "repairs": [
            {
                "source": one.source,
                **place(one.source, *one.span),
                "linkpath": one.linkpath,
                "target": one.target,
                "score": one.score,
                "why": one.why,
            }
            for one in found.repairs
        ],
    }
