"""Findings in the Reviewdog Diagnostic Format, from which reviewdog writes review comments.

Columns count bytes of UTF-8, ends are exclusive: reviewdog's proto/rdf/reviewdog.proto says so.
"""

from typing import Any

from vaulttools.checks import Fix
from vaulttools.outputs import Output, Report
from vaulttools.outputs.json_lines import line
from vaulttools.outputs.rows import Places, Row, rows, without_surrogates
from vaulttools.text import Position


def render(report: Report) -> str:
    """One JSON object, a finding a line, in ASCII."""
    places = Places(report.graph.vault, "utf-8")
    found = [line(_diagnostic(row, places)) for row in rows(report, "utf-8")]
    return '{"source": {"name": "vaulttools"}, "diagnostics": [' + ",\n ".join(found) + "]}\n"


def _diagnostic(row: Row, places: Places) -> dict[str, Any]:
    suggested = _suggestions(row, row.finding.fix, places)
    return {
        "message": row.message,
        "location": {"path": without_surrogates(row.path), "range": _range(row.start, row.end)},
        "severity": row.finding.severity.upper(),
        "code": {"value": row.finding.check},
        **({"suggestions": suggested} if suggested else {}),
    }


def _suggestions(row: Row, fix: Fix | None, places: Places) -> list[dict[str, Any]]:
    """The safe fix, where it touches no other file and leaves text that every reader can hold."""
    edits = fix.edits if fix and fix.safe else ()
    if any(edit.path != row.finding.path or without_surrogates(edit.new) != edit.new for edit in edits):
        return []
    return [{"range": _range(*places.of(edit.path, edit.span)), "text": edit.new} for edit in edits]


def _range(start: Position, end: Position) -> dict[str, Any]:
    return {"start": start._asdict(), "end": end._asdict()}


OUTPUT = Output("rdjson", render, "Reviewdog Diagnostic Format")
