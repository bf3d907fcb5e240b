"""Findings as a Markdown summary: for GitHub's job summary, a comment, a wiki page."""

from collections import Counter

from vaulttools.checks import Finding
from vaulttools.outputs import Output, Report
from vaulttools.outputs.extent import extent_said, left_out
from vaulttools.outputs.rows import Row, rows, shown, worst_first
from vaulttools.outputs.terminal import escape
from vaulttools.patterns import pattern
from vaulttools.text import counted

# GitHub takes a summary of a megabyte; so many rows stay well below.
MOST = 1_000
_LIVE = pattern(r"[^\w .'/-]|(?<!\w)_|_(?!\w)|'(?=')")


def render(report: Report) -> str:
    """A verdict, a table of counts, a table of findings, the worst first."""
    findings = worst_first(shown(report))
    vault = report.graph.vault
    pieces = [f"## vaulttools: {_verdict(findings)}\n\nChecked {extent_said(report.graph)}.\n"]
    if lines := left_out(report.graph, report.look.details):
        pieces.append("".join(f"- {_text(line)}\n" for line in lines))
    if report.over:
        pieces.append("".join(f"- {sentence}\n" for sentence in report.over.values()))
    if vault.unreadable:
        skipped = "".join(f"- {_code(item.path)}: {_text(item.reason)}\n" for item in vault.unreadable)
        pieces.append(f"### Skipped\n\n{skipped}")
    if findings:
        pieces += [_counts(findings), _table(report, findings)]
    return "\n".join(pieces)


def _verdict(findings: list[Finding]) -> str:
    levels: Counter[str] = Counter(finding.severity for finding in findings)
    named = (("error", "error"), ("warning", "warning"), ("info", "hint"))
    said = [counted(levels[level], noun) for level, noun in named if levels[level]]
    return ", ".join(said) or "nothing to mend"


def _counts(findings: list[Finding]) -> str:
    counts = Counter((finding.severity, finding.check) for finding in findings)
    lines = [f"| {check} | {level} | {count:,} |\n" for (level, check), count in counts.items()]
    return "| check | severity | findings |\n| --- | --- | ---: |\n" + "".join(lines)


def _table(report: Report, findings: list[Finding]) -> str:
    lines = [_line(row) for row in rows(report, "code points", findings[:MOST])]
    left = len(findings) - MOST
    rest = f"\nand {left:,} more\n" if left > 0 else ""
    return "| where | what | check |\n| --- | --- | --- |\n" + "".join(lines) + rest


def _line(row: Row) -> str:
    place = f"{_code(row.path)}:{row.start.line}:{row.start.column}"
    return f"| {place} | {_text(row.message)} | {row.finding.check} |\n"


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """Text that no Markdown reader takes for markup: every sign that could be one is an entity."""
    return _LIVE.sub(lambda match: f"&#{ord(match[0])};", escape(text))


OUTPUT = Output("markdown", render, "a summary in Markdown, for a job summary or a comment")
