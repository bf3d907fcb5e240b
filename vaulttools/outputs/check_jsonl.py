"""Findings for programs that read a line at a time: each the object that `--format json` has."""

from vaulttools.outputs import Output, Report
from vaulttools.outputs.check_json import records
from vaulttools.outputs.json_lines import line


def render(report: Report) -> str:
    """A JSON object a line, in ASCII; nothing when there is no finding."""
    return "".join(line(record) + "\n" for record in records(report))


OUTPUT = Output("jsonl", render, "a JSON object a line, for programs")
