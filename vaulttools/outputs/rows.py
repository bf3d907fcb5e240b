"""Findings as every report for machines needs them: where they are, in the unit its readers count in."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from vaulttools.checks import Finding
from vaulttools.outputs import Report
from vaulttools.outputs.terminal import escape
from vaulttools.text import LineIndex, Position, Span
from vaulttools.vault import Vault, text_of

Unit = Literal["code points", "utf-16", "utf-8"]
_RANKS = {"error": 0, "warning": 1, "info": 2}


class Row(NamedTuple):
    """A finding, the path of its file from the root of the repository, its place, its words on one line.

    The end is exclusive. Columns count from 1; a BOM has none, except in UTF-8, where bytes are bytes.
    """

    finding: Finding
    path: str
    start: Position
    end: Position
    message: str


class Places:
    """Turns spans into places. Findings come file by file, so the index of one file is held."""

    def __init__(self, vault: Vault, unit: Unit) -> None:
        self._vault, self._unit = vault, unit
        self._path: str | None = None
        self._lines = LineIndex("")

    def of(self, path: str, span: Span) -> tuple[Position, Position]:
        """Where a span of a file starts and ends."""
        if path != self._path:
            self._path, self._lines = path, LineIndex(text_of(self._vault, path))
        return self._position(span.start), self._position(span.end)

    def _position(self, offset: int) -> Position:
        lines = self._lines
        line = lines.position(offset).line
        before = lines.text[lines.line_start(line) : offset]
        if self._unit == "utf-8":
            return Position(line, _bytes(before) + 1)
        before = before.removeprefix("\ufeff") if line == 1 else before
        if self._unit == "utf-16":
            return Position(line, len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1)
        return Position(line, len(before) + 1)


def rows(report: Report, unit: Unit, findings: Iterable[Finding] | None = None) -> Iterator[Row]:
    """A row for each finding of a report, or for each of these, in their order."""
    places = Places(report.graph.vault, unit)
    for finding in report.findings if findings is None else findings:
        start, end = places.of(finding.path, finding.span)
        yield Row(finding, report.prefix + finding.path, start, end, escape(finding.message))


def shown(report: Report) -> list[Finding]:
    """The findings a person is to see: hints (severity info) only on request, or where they make the run fail."""
    return [item for item in report.findings if report.look.details or counts(report, item)]


def counts(report: Report, finding: Finding) -> bool:
    """Whether a finding is more than a hint: by its severity, or since it makes the run fail."""
    return finding.severity != "info" or report.fail_on == "info" or finding.check in report.over


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then hints; within these the order stays."""
    return sorted(findings, key=severity_rank)


def severity_rank(finding: Finding) -> int:
    """0 for an error, 1 for a warning, 2 for a hint."""
    return _RANKS[finding.severity]


def without_surrogates(text: str) -> str:
    """The text with undecodable bytes written out (`\\xff`): strict readers refuse half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(escape(letter) if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def _bytes(text: str) -> int:
    """The bytes of a text as they lie in its file."""
    if text.isascii():
        return len(text)
    undecodable = sum("\udc80" <= letter <= "\udcff" for letter in text)
    return len(text.encode("utf-8", "surrogatepass")) - 2 * undecodable
