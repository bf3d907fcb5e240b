"""Findings for people: where, how bad, what, the line with the place underlined, and a summary."""

from collections import Counter
from collections.abc import Iterator, Sequence

from vaulttools.checks import Finding
from vaulttools.graph import Graph
from vaulttools.outputs import Look, Output, Report
from vaulttools.outputs.extent import extent_said, left_out
from vaulttools.outputs.rows import shown
from vaulttools.outputs.terminal import Paint, escape, excerpt, painted
from vaulttools.text import LineIndex, counted
from vaulttools.vault import text_of

_PAINTS: dict[str, Paint] = {"error": "red", "warning": "yellow", "info": "blue"}
_INDENT = "    "


def render(report: Report) -> str:
    """The report: a paragraph a finding, what was skipped, a summary in the last line."""
    look = report.look
    visible = shown(report)
    pieces = (
        [_statistics(report.findings, look)]
        if look.statistics
        else list(_paragraphs(report.graph, visible, look))
    )
    hidden = 0 if look.statistics else len(report.findings) - len(visible)
    pieces += [_skipped(report.graph, look), _left_out(report.graph, look), _over(report)]
    pieces.append(_summary(report, hidden))
    return "\n".join(piece for piece in pieces if piece)


def _paragraphs(graph: Graph, findings: Sequence[Finding], look: Look) -> Iterator[str]:
    """A paragraph for each finding; findings stand in order of path, so one line index is held at a time."""
    path, lines = "", LineIndex("")
    for finding in findings:
        if finding.path != path:
            path, lines = finding.path, LineIndex(text_of(graph.vault, finding.path))
        yield _paragraph(finding, lines, look)


def _paragraph(finding: Finding, lines: LineIndex, look: Look) -> str:
    line, column = lines.position(finding.span.start)
    place = painted(f"{escape(finding.path)}:{line}:{column}:", "bold", look.colour)
    level = painted(f"{finding.severity}:", _PAINTS[finding.severity], look.colour)
    name = painted(f"[{finding.check}]", "dim", look.colour)
    head = f"{place} {level} {escape(finding.message)} {name}\n"
    if finding.span.start == finding.span.end:
        return head
    shown = excerpt(
        lines.line(line), column - 1, column - 1 + finding.span.end - finding.span.start, look.width - 4
    )
    carets = painted(shown.carets, _PAINTS[finding.severity], look.colour)
    return f"{head}{_INDENT}{shown.line}\n{_INDENT}{shown.margin}{carets}\n"


def _statistics(findings: Sequence[Finding], look: Look) -> str:
    counts = Counter((finding.check, finding.severity) for finding in findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    size = max((len(str(count)) for _, count in rows), default=0)
    longest = max((len(check) for (check, _), _ in rows), default=0)
    return "".join(
        f"{count:>{size}}  {check:<{longest}}  {painted(level, _PAINTS[level], look.colour)}\n"
        for (check, level), count in rows
    )


def _skipped(graph: Graph, look: Look) -> str:
    label = painted("skipped:", "yellow", look.colour)
    skipped = graph.vault.unreadable
    return "".join(f"{label} {escape(item.path) or '.'}: {escape(item.reason)}\n" for item in skipped)


def _left_out(graph: Graph, look: Look) -> str:
    return "".join(f"{escape(line)}\n" for line in left_out(graph, look.details))


def _over(report: Report) -> str:
    return "".join(f"{sentence}\n" for sentence in report.over.values())


def _summary(report: Report, hidden: int) -> str:
    levels = Counter(finding.severity for finding in shown(report))
    found = [counted(levels[level], level) for level in ("error", "warning", "info") if levels[level]]
    verdict = painted(", ".join(found), "bold", report.look.colour) if found else _praise(report.look)
    more = f" ({counted(hidden, 'hint')} more with --verbose)" if hidden else ""
    return f"{verdict} in {extent_said(report.graph)}{more}{_remedy(report)}\n"


def _remedy(report: Report) -> str:
    """How many of the findings shown `--fix` would mend; it passes over hints that nobody asked for."""
    asked = (item for item in report.findings if report.look.details or item.severity != "info")
    count = sum(item.fix is not None and item.fix.safe for item in asked)
    return f"; --fix mends {count:,}, --diff shows how" if count else ""


def _praise(look: Look) -> str:
    return painted("nothing to mend", "green", look.colour)


OUTPUT = Output("text", render, "for people: the line shown, the place underlined")
