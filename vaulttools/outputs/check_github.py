"""Findings as GitHub's workflow commands, which put annotations on a pull request.

GitHub shows ten annotations of a kind in a step and drops the others without a word; so the
worst come first and the rest is counted in one line.
"""

from collections import Counter
from collections.abc import Iterator

from vaulttools.checks import Finding
from vaulttools.outputs import Output, Report
from vaulttools.outputs.rows import Row, rows, shown, worst_first
from vaulttools.outputs.terminal import escape

MOST = 10
_KINDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    """A command a line: at most ten errors, ten warnings and, on request, ten hints; then what is left."""
    findings = shown(report)
    chosen = list(_first_of_each(worst_first(findings)))
    lines = [_command(row) for row in rows(report, "utf-16", chosen)]
    left = len(findings) - len(chosen)
    if left:
        noun = "finding is" if left == 1 else "findings are"
        lines.append(f"::notice::{left} more {noun} not shown here; run `vaulttools check` to see all\n")
    return "".join(lines)


def _first_of_each(findings: list[Finding]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.severity] += 1
        if seen[finding.severity] <= MOST:
            yield finding


def _command(row: Row) -> str:
    properties = {
        "file": row.path,
        "line": str(row.start.line),
        **_columns(row),
        "title": row.finding.check,
    }
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_KINDS[row.finding.severity]} {written}::{_data(row.message)}\n"


def _columns(row: Row) -> dict[str, str]:
    """GitHub takes columns only within one line."""
    if row.start.line != row.end.line:
        return {"endLine": str(row.end.line)}
    last = max(row.start.column, row.end.column - 1)  # GitHub's end is the last column that belongs to it
    return {"endLine": str(row.end.line), "col": str(row.start.column), "endColumn": str(last)}


def _data(text: str) -> str:
    return escape(text).replace("%", "%25")


def _property(text: str) -> str:
    """A value: a name holds its own line ends (they are encoded), all else that is unsafe is written out."""
    pieces = (escape(piece) for piece in text.replace("%", "%25").replace("\r", "%0D").split("\n"))
    return "%0A".join(pieces).replace(":", "%3A").replace(",", "%2C")


OUTPUT = Output("github", render, "annotations for GitHub Actions")
