"""Findings as SARIF 2.1.0, which GitHub's code scanning and many editors read."""

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent
from typing import Any
from urllib.parse import quote_from_bytes

from vaulttools import __version__, checks
from vaulttools.checks import Check, Finding, Fix
from vaulttools.checks._changes import CHANGES
from vaulttools.lint import fingerprints
from vaulttools.outputs import Output, Report
from vaulttools.outputs.json_lines import line
from vaulttools.outputs.rows import Places, Row, rows, severity_rank, without_surrogates
from vaulttools.outputs.terminal import escape
from vaulttools.text import Position

# GitHub shows so many results of a run.
MOST = 5_000
BASE = "ROOT"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """One log with one run, a rule and a result a line, in ASCII.

    Columns count UTF-16 code units, as `columnKind` says. Paths are relative to the root of the
    repository. Fingerprints stay when lines are put in above. More than 5,000 findings: the worst stay, and a
    notification counts the others.
    """
    names = fingerprints(report.graph.vault, report.findings)
    chosen = _most_severe(report.findings)
    rules = _rules(report.findings)
    run = {
        "tool": {"driver": {"name": "vaulttools", "version": __version__, "rules": list(rules.values())}},
        "automationDetails": {"id": "vaulttools/"},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {BASE: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(report, len(report.findings) - len(chosen))],
        "results": list(_results(report, chosen, [names[number] for number in chosen], list(rules))),
    }
    return _document(run)


def _document(run: dict[str, Any]) -> str:
    """The log: small parts on a line each, so that two logs can be compared."""
    parts = [f"{line(key)}: {_listed(value)}" for key, value in run.items()]
    body = ",\n ".join(parts)
    return f'{{"$schema": {line(_SCHEMA)}, "version": "2.1.0", "runs": [{{\n {body}}}]}}\n'


def _listed(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(line(item) for item in value) + "]"
    return line(value)


def _most_severe(findings: Sequence[Finding]) -> list[int]:
    """The numbers of the findings that are kept, in order."""
    numbers = sorted(range(len(findings)), key=lambda number: severity_rank(findings[number]))
    return sorted(numbers[:MOST])


def _rules(findings: Sequence[Finding]) -> dict[str, dict[str, Any]]:
    """The rules these findings are from, by name, sorted."""
    names = sorted({finding.check for finding in findings})
    known = {**CHANGES, **checks.load(name for name in names if name in checks.names())}
    return {name: _rule(known[name]) if name in known else {"id": name} for name in names}


def _rule(check: Check) -> dict[str, Any]:
    first, _, rest = check.doc.strip().partition("\n")
    text = _message(f"{first}\n{dedent(rest).rstrip()}".strip())
    return {
        "id": check.name,
        "shortDescription": {"text": _message(first)},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": ["links", "notes"]},
    }


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    """How the run went: files that were passed over, results that are left out."""
    skipped = report.graph.vault.unreadable
    notes = [
        _notification(
            "error" if item.failed else "note", f"{escape(item.path) or '.'}: {escape(item.reason)}"
        )
        for item in skipped
    ]
    if left_out:
        notes.append(
            _notification("warning", f"{left_out} of {left_out + MOST} findings are left out, the mildest")
        )
    return {
        "executionSuccessful": not any(item.failed for item in skipped),
        **({"toolExecutionNotifications": notes} if notes else {}),
    }


def _notification(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": {"text": _message(text)}}


def _results(
    report: Report, chosen: Sequence[int], names: Sequence[str], rules: list[str]
) -> Iterator[dict[str, Any]]:
    places = Places(report.graph.vault, "utf-16")
    findings = [report.findings[number] for number in chosen]
    for row, name in zip(rows(report, "utf-16", findings), names, strict=True):
        finding = row.finding
        fix = _fix(finding.fix, report.prefix, places)
        yield {
            "ruleId": finding.check,
            "ruleIndex": rules.index(finding.check),
            "level": _LEVELS[finding.severity],
            "message": {"text": _message(row.message)},
            "locations": [{"physicalLocation": {"artifactLocation": _file(row.path), "region": _place(row)}}],
            "partialFingerprints": {"vaulttools/v1": name},
            **({"fixes": [fix]} if fix else {}),
        }


def _place(row: Row) -> dict[str, int]:
    """A region; only the line where the whole file is meant."""
    if row.finding.span.start == row.finding.span.end:
        return {"startLine": row.start.line}
    return _region(row.start, row.end)


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(fix: Fix | None, prefix: str, places: Places) -> dict[str, Any] | None:
    """The safe fix as replacements; None where there is none, or JSON cannot hold its text."""
    if not fix or not fix.safe or any(without_surrogates(edit.new) != edit.new for edit in fix.edits):
        return None
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        region = _region(*places.of(edit.path, edit.span))
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.new}}
        changes.setdefault(edit.path, []).append(replacement)
    return {
        "description": {"text": _message(escape(fix.title))},
        "artifactChanges": [
            {"artifactLocation": _file(prefix + path), "replacements": items}
            for path, items in changes.items()
        ],
    }


def _file(path: str) -> dict[str, str]:
    """A relative reference: percent-encoded byte by byte, and no scheme before a colon."""
    data = path.encode("utf-8", "surrogateescape" if _is_from_disk(path) else "surrogatepass")
    return {"uri": quote_from_bytes(data, safe="/"), "uriBaseId": BASE}


def _is_from_disk(path: str) -> bool:
    return not re.search("[\ud800-\udc7f\udd00-\udfff]", path)


def _message(text: str) -> str:
    """Plain text: SARIF takes `{0}` for a placeholder and `[text](target)` for a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")


OUTPUT = Output("sarif", render, "SARIF 2.1.0, for code scanning")
