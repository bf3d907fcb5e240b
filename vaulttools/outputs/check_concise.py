"""Findings a line each, as compilers write them: for editors, `grep` and problem matchers."""

from vaulttools.outputs import Output, Report
from vaulttools.outputs.rows import rows, shown
from vaulttools.outputs.terminal import escape


def render(report: Report) -> str:
    """`path:line:column: severity: message [check]`, a finding a line; nothing when there is none."""
    return "".join(
        f"{_path(row.path)}:{row.start.line}:{row.start.column}: {row.finding.severity}: "
        f"{row.message} [{row.finding.check}]\n"
        for row in rows(report, "code points", shown(report))
    )


def _path(path: str) -> str:
    """The path, never the start of a command to the server that shows the log (`::error::.md`)."""
    return escape(f"./{path}" if path.startswith(("::", "##[")) else path)


OUTPUT = Output("concise", render, "a finding a line: path:line:column: severity: message [check]")
