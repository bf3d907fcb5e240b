"""Our tables of what Obsidian does, as a small vault that anybody can open in the app itself and compare.

The tables are tests/conformance/*.md: our own tests run every row, and a wheel holds a copy. A row that the app's
console can answer becomes a case; `fixture` writes the cases as files and one snippet, `differences` reads back.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import resources
from typing import Any, NamedTuple

from vaulttools.errors import VaultError
from vaulttools.patterns import pattern

_CODES = {"⏎": "\n", "⇥": "\t", "¦": "|", "´": "`", "␠": " "}
_CODE = pattern(r"⟨U\+([0-9A-F]{4,6})⟩|[⏎⇥¦´␠]")
_CELL = pattern(r"`([^`]*)`")
# What Windows, and so the app, refuses in a file name.
_REFUSED = pattern(r'[*"\\<>:|?]')


class Row(NamedTuple):
    """A row of a table: its cells by column, and where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        return "".join(self.texts(column))

    def texts(self, column: str) -> list[str]:
        """The texts in backticks of a cell."""
        return [decoded(cell) for cell in _CELL.findall(self.cells[column])]


class Case(NamedTuple):
    """A row the app can answer: the files it needs, what the snippet asks, and our answer."""

    id: str
    kind: str
    files: Mapping[str, str]
    path: str
    linkpath: str
    expected: Any


def decoded(cell: str) -> str:
    """The text that a cell stands for."""
    return _CODE.sub(lambda code: chr(int(code[1], 16)) if code[1] else _CODES[code[0]], cell)


def tables() -> dict[str, str]:
    """The text of each table by file name, as packaged or, in a checkout, as the tests have it."""
    package = resources.files("vaulttools")
    for folder in (package / "assets" / "conformance", package / ".." / "tests" / "conformance"):
        if folder.is_dir():
            found = {
                path.name: path.read_text("utf-8") for path in folder.iterdir() if path.name[-3:] == ".md"
            }
            return {name: found[name] for name in sorted(found) if name != "README.md"}
    raise VaultError("the conformance tables are not installed; install vaulttools again")


def rows(found: Mapping[str, str]) -> Iterator[Row]:
    """All rows of the tables."""
    for name, text in found.items():
        columns: list[str] = []
        for number, line in enumerate(text.splitlines(), 1):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not line.startswith("|"):
                columns = []
            elif not columns:
                columns = cells
            elif not set(line) <= set("|-: "):
                yield Row(name, number, dict(zip(columns, cells, strict=True)))


def cases(found: Iterable[Row]) -> list[Case]:
    """The rows that the console can answer, as cases."""
    return [case for case in map(_case, found) if case is not None]


def _case(row: Row) -> Case | None:
    if {"linkpath", "rule"} <= row.cells.keys():
        return _file_case(row)
    for columns, (kind, column, answer) in _KINDS.items():
        if columns <= row.cells.keys():
            name, text = f"cases/{row.file[:-3]} {row.line}.md", row.text(column)
            if "\ud800" <= max(text, default="") <= "\udfff":
                return None
            expected = json.loads(row.text(answer)) if kind == "values" else row.texts(answer)
            return Case(f"{row.file}:{row.line}", kind, {name: text}, name, "", expected)
    return None


def _file_case(row: Row) -> Case | None:
    """All rows share one vault, so each row's file names, and its link, get a mark of their own.

    Left out: names that not every system can hold side by side, and the empty link, which this call cannot ask.
    """
    mark = f"{row.file[:1]}{row.line}_"
    paths, source, linkpath = row.texts("files"), row.text("from"), row.text("linkpath")
    alike = {unicodedata.normalize("NFC", path).casefold() for path in paths}
    if not linkpath or len(alike) < len(paths) or any(map(_REFUSED.search, paths)):
        return None
    files = {_marked(path, mark): "" for path in [*paths, source]}
    expected = [_marked(path, mark) for path in row.texts("goes to")]
    return Case(
        f"{row.file}:{row.line}", "file", files, _marked(source, mark), _marked(linkpath, mark), expected
    )


def _marked(path: str, mark: str) -> str:
    folder, slash, name = path.rpartition("/")
    return folder + slash + mark + name


# The columns that set a table apart: what to ask, which column has the note, which the answer.
_KINDS: dict[frozenset[str], tuple[str, str, str]] = {
    frozenset({"input", "links"}): ("links", "input", "links"),
    frozenset({"note", "headings"}): ("headings", "note", "headings"),
    frozenset({"note", "blocks"}): ("blocks", "note", "blocks"),
    frozenset({"text", "property links"}): ("property links", "text", "property links"),
    frozenset({"text", "values"}): ("values", "text", "values"),
}


def version(found: Iterable[Case]) -> str:
    """What tells one state of the cases from another."""
    told = json.dumps([case._asdict() for case in found], sort_keys=True)
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def fixture(found: list[Case]) -> dict[str, str]:
    """The files of the vault by path, the snippet `console.js` among them."""
    files: dict[str, str] = {}
    for case in found:
        files.update(case.files)
    asked = {case.id: {"kind": case.kind, "path": case.path, "linkpath": case.linkpath} for case in found}
    script = (resources.files("vaulttools") / "assets" / "conformance.js").read_text("utf-8")
    words = script.replace("VERSION", json.dumps(version(found))).replace(
        "CASES", json.dumps(asked, indent=1)
    )
    return {**files, "console.js": words}


def differences(found: list[Case], result: str) -> list[str]:
    """A line for each row whose answer by the app is not ours; `result` is what the snippet gave."""
    try:
        told = json.loads(result)
        answers, made = told["answers"], told["version"]
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError(
            "the result is not what the snippet gives; run it in Obsidian's console again"
        ) from error
    if made != version(found):
        raise VaultError(
            "the result is from other tables than ours; write the vault anew and run the snippet"
        )
    return [
        f"{case.id}: {told.get('app', 'the app')} says {_shown(answers.get(case.id))}, we say {_shown(case.expected)}"
        for case in found
        if answers.get(case.id) != case.expected
    ]


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
