"""Findings as a JUnit report, which every CI server shows: a suite a file, a failed test a finding."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from vaulttools.outputs import Output, Report
from vaulttools.outputs.rows import Row, counts, rows, shown
from vaulttools.outputs.terminal import escape
from vaulttools.patterns import pattern
from vaulttools.vault import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ILLEGAL = pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """The report as XML, in ASCII. A finding fails, a hint that fails nothing is skipped, an unread file is an error.

    Names of tests hold no line numbers, so that a server can follow them from run to run.
    """
    from xml.etree.ElementTree import Element, indent, tostring

    top = Element("testsuites", name="vaulttools")
    _add_vault(top, report)
    for path, group in groupby(rows(report, "code points", shown(report)), key=lambda row: row.path):
        _add_file(top, path, [(row, counts(report, row.finding)) for row in group])
    for key in ("tests", "failures", "errors"):
        top.set(key, str(sum(int(suite.get(key, "0")) for suite in top)))
    indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(top).decode()}\n'


def _add_vault(top: "Element", report: Report) -> None:
    """A suite that says the vault was read: one test passed, and one with an error for each unread file."""
    from xml.etree.ElementTree import SubElement

    failed = [item for item in report.graph.vault.unreadable if item.failed]
    suite = _suite(top, "vaulttools", 1 + len(failed), errors=len(failed))
    count = f"{len(report.graph.vault.notes)} notes read"
    SubElement(suite, "testcase", classname="vaulttools", name=count)
    for item in failed:
        _add_error(suite, item)


def _add_error(suite: "Element", item: Unreadable) -> None:
    from xml.etree.ElementTree import SubElement

    path = _legal(item.path)
    case = SubElement(suite, "testcase", classname="vaulttools", name=f"{path} can be read")
    SubElement(case, "error", type="unreadable", message=_legal(item.reason))


def _add_file(top: "Element", path: str, found: Sequence[tuple[Row, bool]]) -> None:
    """A suite for a file: its rows, each with whether it is a failure."""
    hints = sum(not fails for _, fails in found)
    suite = _suite(top, _legal(path), len(found), failures=len(found) - hints, skipped=hints)
    seen: Counter[str] = Counter()
    for row, fails in found:
        name = f"{row.finding.check}: {row.message}"
        seen[name] += 1
        _add_case(suite, row, name if seen[name] == 1 else f"{name} ({seen[name]})", fails)


def _add_case(suite: "Element", row: Row, name: str, fails: bool) -> None:
    from xml.etree.ElementTree import SubElement

    path = _legal(row.path)
    case = SubElement(suite, "testcase", classname=path, name=_legal(name))
    place = f"{path}:{row.start.line}:{row.start.column}"
    said = f"{place}: {row.finding.severity}: {_legal(row.message)}"
    if not fails:
        SubElement(case, "skipped", message=said)
        return
    failure = SubElement(case, "failure", type=row.finding.check, message=_legal(row.message))
    failure.text = said


def _suite(top: "Element", name: str, tests: int, **counts: int) -> "Element":
    from xml.etree.ElementTree import SubElement

    numbers = {"tests": tests, "failures": 0, "errors": 0, "skipped": 0, **counts}
    return SubElement(top, "testsuite", {"name": name, **{key: str(value) for key, value in numbers.items()}})


def _legal(text: str) -> str:
    """Text that XML can hold and a person can see: what it cannot hold is written out."""
    return _ILLEGAL.sub(lambda match: f"\\u{ord(match[0]):04x}", escape(text))


OUTPUT = Output("junit", render, "JUnit XML, for CI servers")
