"""The formats of `check` that other programs read: each held against its schema or grammar, hostile names too."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator

from tests.command import ROOT, run
from tests.vaults import put, vault_of
from vaulttools import outputs
from vaulttools.checks import Finding, Fix
from vaulttools.config import Config
from vaulttools.edit import Edit
from vaulttools.graph import build_graph
from vaulttools.lint import run_checks
from vaulttools.note import parse
from vaulttools.outputs import Look, Report
from vaulttools.text import Span
from vaulttools.vault import Unreadable

# The official schema, as @microsoft/jest-sarif (MIT) ships it.
SARIF = Draft4Validator(json.loads((Path(__file__).parent / "schemas/sarif-2.1.0-rtm.5.json").read_text()))


def obj(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


TEXT, FILLED, NUMBER = (
    {"type": "string"},
    {"type": "string", "minLength": 1},
    {"type": "integer", "minimum": 1},
)
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
GITLAB = Draft202012Validator(
    {
        "type": "array",
        "items": obj(
            {
                "description": FILLED,
                "check_name": FILLED,
                "fingerprint": FILLED,
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": obj({"path": FILLED, "lines": obj({"begin": NUMBER}, end=NUMBER)}),
            }
        ),
    }
)
POSITION = obj({}, line=NUMBER, column=NUMBER)
RANGE = obj({"start": POSITION}, end=POSITION)
SOURCE = obj({"name": FILLED}, url=TEXT)
# reviewdog's proto/rdf/reviewdog.proto
RDJSON = Draft202012Validator(
    obj(
        {
            "diagnostics": {
                "type": "array",
                "items": obj(
                    {"message": FILLED, "location": obj({"path": FILLED}, range=RANGE)},
                    severity={"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    source=SOURCE,
                    code=obj({"value": FILLED}, url=TEXT),
                    suggestions={"type": "array", "items": obj({"range": RANGE, "text": TEXT})},
                ),
            }
        },
        source=SOURCE,
    )
)
GITHUB_LINE = re.compile(
    r"::(error|warning|notice)(?: (?P<properties>[a-zA-Z]+=[^:,\r\n]*(?:,[a-zA-Z]+=[^:,\r\n]*)*))?::(?P<data>[^\r\n]*)"
)
FORMATS = [name for name in outputs.formats("check") if name not in ("text", "json")]
HOSTILE = [
    "a\nb.md",
    "a\r::error::b.md",
    "\x1b[31mred.md",
    "%0A::error file=x::y.md",
    "a]]>b.md",
    "\udcff\udc80.md",
    "\ud800.md",
    "\ufffe\uffff\x00.md",
    "\u2028\u202e.md",
    "::error::.md",
    "##[error]x.md",
    'q"<&>|`*_[x](0){0}.md',
    "🙂 é.md",
]


def report(text: str, details: bool = False, prefix: str = "", **config: Any) -> Report:
    graph = build_graph(vault_of(text))
    config.setdefault("select", ("unresolved-link",))
    return Report(graph, run_checks(graph, Config(**config)), None, Look(details=details), prefix)


def written(name: str, of: Report) -> str:
    return outputs.load("check", name).render(of)


def hostile_report(name: str, text: str = "😀 [[Nowhere]]\n") -> Report:
    """A finding in a file of this name, with the name in its message, and a skipped file."""
    vault = vault_of("-- Home.md --\n")
    notes = {**vault.notes, name: parse(name, text)}
    skipped = (Unreadable(name, f"cannot be read: {name}", True),)
    graph = build_graph(vault._replace(notes=notes, unreadable=skipped))
    fix = Fix(f"write '{name}'", True, (Edit(name, Span(2, 13), f"[[{name}]]"),))
    findings = [
        Finding("unresolved-link", "error", name, Span(2, 13), f"no note is named '{name}'", fix),
        Finding("orphan-note", "info", name, Span(0, 0), f"nothing links to '{name}'"),
    ]
    return Report(graph, findings, None, Look(details=True))


def valid(name: str, text: str) -> None:
    """Hold a report against the schema or the grammar of its format."""
    text.encode()
    assert not set(text) & set("\x00\x1b\x07\r\u2028\u202e")
    if name == "sarif":
        SARIF.validate(json.loads(text))
    elif name == "gitlab":
        GITLAB.validate(json.loads(text))
    elif name == "rdjson":
        RDJSON.validate(json.loads(text))
    elif name == "github":
        assert all(GITHUB_LINE.fullmatch(line) for line in text.splitlines())
    elif name == "junit":
        valid_junit(ElementTree.fromstring(text))
    elif name == "jsonl":
        assert all(json.loads(line)["check"] for line in text.splitlines())
    elif name == "concise":
        assert all(
            re.fullmatch(r"(?!::|##\[).+:\d+:\d+: \w+: .+ \[[a-z-]+\]", line) for line in text.splitlines()
        )


def valid_junit(top: ElementTree.Element) -> None:
    """As the XSD of Jenkins' xUnit plug-in wants it, and every count right."""
    assert (top.tag, set(top.keys())) == ("testsuites", {"name", "tests", "failures", "errors"})
    for key, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert int(top.attrib[key]) == len(list(top.iter(tag)))
    for suite in top:
        assert suite.tag == "testsuite" and suite.attrib["name"]
        assert len({case.attrib["name"] for case in suite}) == len(suite) == int(suite.attrib["tests"])
        for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[key]) == len(list(suite.iter(tag)))
        for case in suite:
            assert case.tag == "testcase" and set(case.keys()) == {"name", "classname"}
            assert all(inner.tag in ("failure", "error", "skipped") for inner in case)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_report_is_valid_whatever_a_file_is_called(name: str, hostile: str) -> None:
    valid(name, written(name, hostile_report(hostile)))


@settings(max_examples=50)
@given(
    st.text(st.characters(exclude_categories=()), min_size=1), st.text(st.characters(exclude_categories=()))
)
def test_a_report_is_valid_for_any_name_and_text(name: str, text: str) -> None:
    for format_name in FORMATS:
        valid(format_name, written(format_name, hostile_report(name, "x" * 13 + text)))


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_vault_gives_a_valid_report(name: str) -> None:
    valid(name, written(name, report("-- Home.md --\n[[Home]]\n")))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_one_finding_is_one_line(hostile: str) -> None:
    for name in ("concise", "github", "jsonl"):
        assert len(written(name, hostile_report(hostile)).split("\n")) == 3, name


LINK = "-- a b/é😀.md --\nx\n😀 é [[Nowhere]] y\n"


def test_concise_is_path_line_column_severity_message_check() -> None:
    assert written("concise", report(LINK, prefix="vault/")) == (
        "vault/a b/é😀.md:2:5: error: no note is named 'Nowhere'; write it or mend the link [unresolved-link]\n"
    )


def test_sarif_counts_utf_16_and_encodes_paths() -> None:
    run = json.loads(written("sarif", report(LINK, prefix="vault/")))["runs"][0]

    assert run["columnKind"] == "utf16CodeUnits"
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "vault/a%20b/%C3%A9%F0%9F%98%80.md", "uriBaseId": "ROOT"}
    assert place["region"] == {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 17}
    assert list(run["originalUriBaseIds"]) == ["ROOT"]


@pytest.mark.parametrize("hostile", [name for name in HOSTILE if "\ud800" not in name])
def test_a_sarif_path_is_the_path_on_disk(hostile: str) -> None:
    run = json.loads(written("sarif", hostile_report(hostile)))["runs"][0]

    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote_to_bytes(uri) == hostile.encode("utf-8", "surrogateescape")
    assert re.fullmatch(r"[A-Za-z0-9_.~/-]+|(?:%[0-9A-F]{2}|[A-Za-z0-9_.~/-])+", uri)


def test_a_sarif_rule_explains_its_check() -> None:
    run = json.loads(written("sarif", report(LINK)))["runs"][0]

    rule = run["tool"]["driver"]["rules"][run["results"][-1]["ruleIndex"]]
    assert rule["id"] == "unresolved-link"
    assert rule["shortDescription"]["text"] == "A link leads to a note that does not exist."
    assert "Mend the name, or write the note." in rule["help"]["text"]


def test_sarif_messages_hold_no_placeholder_and_no_link() -> None:
    run = json.loads(written("sarif", hostile_report("[x](0){0}.md")))["runs"][0]

    assert run["results"][0]["message"]["text"] == "no note is named '[x\\](0){{0}}.md'"


def fingerprints_of(text: str) -> list[str]:
    run = json.loads(written("sarif", report(text)))["runs"][0]
    return [result["partialFingerprints"]["vaulttools/v1"] for result in run["results"]]


def test_sarif_fingerprints_stay_when_lines_move_and_never_repeat() -> None:
    twice = fingerprints_of("-- a.md --\n[[Nowhere]] [[Nowhere]]\n")

    assert len(set(twice)) == 2
    assert twice == fingerprints_of("-- a.md --\nOne more.\n\n[[Nowhere]]\n\n[[Nowhere]]\n")


def many(errors: int, warnings: int, hints: int = 0) -> Report:
    base = report("-- Home.md --\n" + "[[x]]\n" * (errors + warnings + hints))
    levels = ["info"] * hints + ["warning"] * warnings + ["error"] * errors
    findings = [
        Finding("unresolved-link", level, "Home.md", Span(6 * n, 6 * n + 5), f"number {n}")  # type: ignore[arg-type]
        for n, level in enumerate(levels)
    ]
    return base._replace(findings=findings, look=Look(details=bool(hints)))


def test_sarif_leaves_out_the_mildest_beyond_5000_and_says_so() -> None:
    run = json.loads(written("sarif", many(4990, 20)))["runs"][0]

    levels = [result["level"] for result in run["results"]]
    assert (levels.count("error"), levels.count("warning")) == (4990, 10)
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == ["10 of 5010 findings are left out, the mildest"]


def test_sarif_says_what_could_not_be_read() -> None:
    run = json.loads(written("sarif", hostile_report("x.md")))["runs"][0]

    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "error"


def test_github_shows_the_worst_first_and_counts_the_rest() -> None:
    lines = written("github", many(15, 15, 12)).splitlines()

    kinds = [line[2 : line.index(" ")] for line in lines[:-1]]
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert lines[-1] == "::notice::12 more findings are not shown here; run `vaulttools check` to see all"


def test_github_columns_are_inclusive_and_count_utf_16() -> None:
    assert written("github", report(LINK)) == (
        "::error file=a b/é😀.md,line=2,endLine=2,col=6,endColumn=16,title=unresolved-link::"
        "no note is named 'Nowhere'; write it or mend the link\n"
    )


def test_github_has_no_columns_across_lines() -> None:
    base = report("-- Home.md --\nab\ncd\n")
    finding = Finding("unresolved-link", "error", "Home.md", Span(1, 4), "odd")

    assert written("github", base._replace(findings=[finding])) == (
        "::error file=Home.md,line=1,endLine=2,title=unresolved-link::odd\n"
    )


def test_github_names_are_encoded() -> None:
    line = written("github", hostile_report("%0A::error,\n x:.md")).splitlines()[0]

    assert "file=%250A%3A%3Aerror%2C%0A x%3A.md,line=1," in line


def test_gitlab_fingerprints_never_repeat() -> None:
    entries = json.loads(written("gitlab", report("-- a.md --\n" + "[[Nowhere]] " * 50)))

    assert len({entry["fingerprint"] for entry in entries}) == 50
    assert {entry["severity"] for entry in entries} == {"major"}


def test_rdjson_counts_bytes_and_suggests_safe_fixes() -> None:
    data = json.loads(written("rdjson", hostile_report("x.md", "😀 [[Nowhere]]\n")))["diagnostics"][0]

    assert data["location"]["range"] == {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 17}}
    assert data["suggestions"][0]["text"] == "[[x.md]]"


@pytest.mark.parametrize(("name", "column"), [("concise", 1), ("sarif", 1), ("rdjson", 4)])
def test_a_bom_is_no_column_except_in_bytes(name: str, column: int) -> None:
    base = report("-- a.md --\n\ufeff[[Nowhere]]\n")
    text = written(name, base)

    found = {
        "concise": lambda: int(text.split(":")[2]),
        "sarif": lambda: json.loads(text)["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
            "region"
        ]["startColumn"],
        "rdjson": lambda: json.loads(text)["diagnostics"][0]["location"]["range"]["start"]["column"],
    }[name]()
    assert found == column


def test_undecodable_bytes_are_one_byte_each_in_rdjson() -> None:
    base = report("-- a.md --\n\udcff\udcfe[[Nowhere]]\n")

    place = json.loads(written("rdjson", base._replace(findings=[base.findings[-1]])))["diagnostics"][0][
        "location"
    ]
    assert place["range"]["start"]["column"] == 3


def test_junit_fails_for_findings_and_passes_when_clean() -> None:
    broken = ElementTree.fromstring(written("junit", report(LINK, prefix="vault/")))
    clean = ElementTree.fromstring(written("junit", report("-- Home.md --\n")))

    failure = broken.find("./testsuite[@name='vault/a b/é😀.md']/testcase/failure")
    assert failure is not None and failure.attrib["type"] == "unresolved-link"
    assert (clean.attrib["tests"], clean.attrib["failures"]) == ("1", "0")


def test_junit_shows_what_xml_cannot_hold() -> None:
    text = written("junit", hostile_report("a\x1b\ufffe]]>\udcff.md"))

    assert "a\\x1b\\ufffe]]&gt;\\xff.md" in text


def test_markdown_counts_and_lists_the_worst_first() -> None:
    text = written("markdown", many(1, 1))

    assert text.startswith("## vaulttools: 1 error, 1 warning\n\nChecked 1 note and 2 links.\n")
    rows = [line for line in text.splitlines() if line.startswith("| <code>")]
    assert rows == [
        "| <code>Home.md</code>:2:1 | number 1 | unresolved-link |",
        "| <code>Home.md</code>:1:1 | number 0 | unresolved-link |",
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_takes_no_markup_from_names(hostile: str) -> None:
    lines = written("markdown", hostile_report(hostile)).splitlines()

    row = next(line for line in lines if line.startswith("| <code>"))
    assert row.count("|") == 4
    assert not set(re.sub(r"&#\d+;|</?code>", "", row)) & set("<>&`*[]_\\")


def test_reports_are_the_same_to_the_byte_whatever_the_seed_the_locale_and_the_processes(
    tmp_path: Path,
) -> None:
    files = {f"n{number}.md": f"[[m{number}]] [[n{number // 2}#H]] ![[i.png]]\n" for number in range(40)}
    vault = put(tmp_path / "v", files)
    wanted = [word for name in FORMATS for word in ("--output", f"{name}=out.{name}")]
    found = set()
    for number, (locale, jobs) in enumerate([("C", 1), ("C.UTF-8", 2), ("POSIX", 4)]):
        env = {"PYTHONHASHSEED": str(number), "LC_ALL": locale, "TZ": f"UTC+{number}"}
        folder = tmp_path / str(number)
        folder.mkdir()
        assert run("check", vault, "--verbose", *wanted, "--jobs", jobs, cwd=folder, env=env).status == 1
        found.add(tuple((folder / f"out.{name}").read_bytes() for name in FORMATS))
    assert len(found) == 1


def test_help_and_docs_name_every_format() -> None:
    said = " ".join(run("check", "--help").out.split())
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")

    for name in outputs.formats("check"):
        assert re.search(rf"\b{name}\b", said), name
        assert f"`{name}`" in page.partition("## Formats")[2], name


@pytest.mark.parametrize(
    ("outputs_given", "status", "message"),
    [
        (["sarfi=x"], 2, "there is no format 'sarfi'; did you mean 'sarif'?"),
        (["./sarfi=x"], 1, ""),
        (["json=-"], 1, ""),
        (["sarif=no/such/folder"], 2, "cannot be written"),
    ],
)
def test_outputs_go_where_they_are_sent(
    tmp_path: Path, outputs_given: list[str], status: int, message: str
) -> None:
    vault = put(tmp_path / "v", {"Home.md": "[[Gone]]\n"})
    done = run(
        "check", vault, *(word for given in outputs_given for word in ("--output", given)), cwd=tmp_path
    )

    assert done.status == status
    assert message in done.err


def test_several_reports_in_one_run_and_the_chosen_one_on_stdout(tmp_path: Path) -> None:
    vault = put(tmp_path / "v", {"Home.md": "[[Gone]]\n"})
    done = run(
        "check", vault, "--format", "concise", "--output", "sarif=a", "--output", "junit=b", cwd=tmp_path
    )

    assert done.out.startswith("Home.md:1:1: error: ")
    SARIF.validate(json.loads((tmp_path / "a").read_text()))
    valid_junit(ElementTree.fromstring((tmp_path / "b").read_text()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "v"]


def test_no_report_overwrites_another_or_becomes_a_note(tmp_path: Path) -> None:
    vault = put(tmp_path / "v", {"Home.md": "[[Gone]]\n"})

    twice = run("check", vault, "--output", "sarif=a", "--output", f"json={tmp_path}/a", cwd=tmp_path)
    assert (twice.status, twice.out) == (2, "")
    assert "two reports would go into" in twice.err
    note = run("check", vault, "--output", "markdown=v/new.md", cwd=tmp_path)
    assert (note.status, note.out) == (2, "")
    assert "v/new.md would be a note of the vault; give the output another name" in note.err
    assert [path.name for path in tmp_path.rglob("*")] == ["v", "Home.md"]
    (vault / ".reports").mkdir()
    outputs = ["markdown=new.md", "markdown=v/.reports/new.md", "json=/dev/null", "sarif=/dev/null"]
    fine = run("check", vault, *(word for given in outputs for word in ("--output", given)), cwd=tmp_path)
    assert (fine.status, fine.err) == (1, "")


@pytest.mark.parametrize("given", ["markdown=", ""])
def test_an_output_without_a_name_is_refused(tmp_path: Path, given: str) -> None:
    put(tmp_path, {"Home.md": "[[Gone]]\n"})
    done = run("check", ".", "--format", "github", "--output", given, cwd=tmp_path)

    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"vaulttools: --output '{given}' names no file; write it as --output ")
    assert [item.name for item in tmp_path.iterdir()] == ["Home.md"]
