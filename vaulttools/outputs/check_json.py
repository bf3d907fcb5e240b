"""Findings for programs: `check --format json`, stable, with a version."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from vaulttools.checks import Finding, Fix
from vaulttools.lint import fingerprints
from vaulttools.outputs import Output, Report
from vaulttools.outputs.extent import extent
from vaulttools.outputs.json_lines import document
from vaulttools.outputs.rows import without_surrogates
from vaulttools.text import LineIndex
from vaulttools.vault import Vault, text_of

SCHEMA = 1


def render(report: Report) -> str:
    """One JSON object, a finding a line, in ASCII."""
    vault = report.graph.vault
    levels = Counter(item.severity for item in report.findings)
    found = extent(report.graph)
    summary = {
        "notes": len(vault.notes),
        "links": len(report.graph.links),
        "errors": levels["error"],
        "warnings": levels["warning"],
        "infos": levels["info"],
        "checks": dict(sorted(Counter(item.check for item in report.findings).items())),
        "skipped": [{"path": item.path, "reason": item.reason} for item in vault.unreadable],
        "excluded": {
            "notes": found.excluded_notes,
            "links": found.excluded_links,
            "reasons": [{"why": item.why, "notes": item.notes} for item in vault.exclusions],
        },
    }
    return document(
        {"schema": SCHEMA, "vault": vault.name, "findings": list(records(report)), "summary": summary}
    )


def records(report: Report) -> Iterator[dict[str, Any]]:
    """What programs get of each finding."""
    vault = report.graph.vault
    lines = _Lines(vault)
    for item, name in zip(report.findings, fingerprints(vault, report.findings), strict=True):
        yield _finding(item, name, lines)


class _Lines:
    """The line index of the file at hand: findings come file by file, so one is held."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._path: str | None = None
        self._index = LineIndex("")

    def range(self, path: str, start: int, end: int) -> dict[str, int]:
        """Where a span starts and ends, as a person counts."""
        if path != self._path:
            self._path, self._index = path, LineIndex(text_of(self._vault, path))
        line, column = self._index.position(start)
        end_line, end_column = self._index.position(end)
        return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _finding(item: Finding, fingerprint: str, lines: _Lines) -> dict[str, Any]:
    return {
        "check": item.check,
        "severity": item.severity,
        "path": item.path,
        **lines.range(item.path, *item.span),
        "message": item.message,
        "fingerprint": fingerprint,
        "fix": _fix(item.fix, lines),
    }


def _fix(fix: Fix | None, lines: _Lines) -> dict[str, Any] | None:
    """The fix, safe or not; None where there is none, or JSON cannot hold its text."""
    if fix is None or any(without_surrogates(edit.new) != edit.new for edit in fix.edits):
        return None
    edits = [
        {
            "path": edit.path,
            **lines.range(edit.path, *edit.span),
            "start": edit.span.start,
            "end": edit.span.end,
            "new": edit.new,
        }
        for edit in fix.edits
    ]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}


OUTPUT = Output("json", render, "one JSON object, for programs")
