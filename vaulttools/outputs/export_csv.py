"""The links as a table: CSV as RFC 4180 has it, for spreadsheets, pandas and databases."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from vaulttools.outputs import Output, Report
from vaulttools.outputs.cells import inert
from vaulttools.outputs.export_json import links

_PLAIN = (
    *("source", "line", "column", "start", "end", "original", "style", "embed", "property"),
    *("linkpath", "subpath", "display", "target", "outcome", "rule"),
)
COLUMNS = (*_PLAIN, "rivals", "anchor", "anchor_line")


def render(report: Report) -> str:
    """A line of names, then a row a link; lines end in CRLF. A cell is empty where JSON has null.

    The values are those of the JSON export; `rivals` are joined by ", "; `anchor` is the heading's text or the
    block's id with its caret.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for link in links(report.graph):
        writer.writerow([inert(cell) for cell in _cells(link)])
    return re.sub("[\ud800-\udfff]", "\ufffd", stream.getvalue())


def _cells(link: dict[str, Any]) -> Iterator[Any]:
    for name in _PLAIN:
        value = link[name]
        yield str(value).lower() if isinstance(value, bool) else value
    anchor = link["anchor"] or {}
    yield ", ".join(link["rivals"])
    yield f"^{anchor['id']}" if "id" in anchor else anchor.get("text")
    yield anchor.get("line")


OUTPUT = Output("csv", render, "CSV: a row a link", topics=False)
