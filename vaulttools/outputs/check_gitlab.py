"""Findings as GitLab's code quality report, which shows them in a merge request."""

from typing import Any

from vaulttools.lint import fingerprints
from vaulttools.outputs import Output, Report
from vaulttools.outputs.json_lines import line
from vaulttools.outputs.rows import Row, rows, without_surrogates

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report) -> str:
    """A JSON list, an entry a line, in ASCII. GitLab shows lines only; fingerprints never repeat."""
    names = fingerprints(report.graph.vault, report.findings)
    entries = [_entry(row, name) for row, name in zip(rows(report, "code points"), names, strict=True)]
    return "[" + ",\n ".join(line(entry) for entry in entries) + "]\n"


def _entry(row: Row, fingerprint: str) -> dict[str, Any]:
    return {
        "description": row.message,
        "check_name": row.finding.check,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[row.finding.severity],
        "location": {
            "path": without_surrogates(row.path),
            "lines": {"begin": row.start.line, "end": row.end.line},
        },
    }


OUTPUT = Output("gitlab", render, "a code quality report for GitLab")
