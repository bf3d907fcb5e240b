"""The page of all checks, docs/checks.md, made from the checks themselves."""

from textwrap import dedent

from vaulttools import checks
from vaulttools.checks import Check, Example
from vaulttools.checks._changes import CHANGES

_TOP = """# Checks

What `vaulttools check` finds. This page is made from the checks themselves (`python tests/fresh.py`); every
example below is run as a test. `vaulttools explain CHECK` shows the same in a terminal.

A fix marked safe cannot change what any link means. A check marked "when selected" runs only when it is named by
`--select`, or has a severity of its own in the settings; one marked "with `--external`" only where the web is asked.

| check | severity | fix | runs | finds |
| --- | --- | --- | --- | --- |
"""


def checks_page() -> str:
    """The page in Markdown: a table of all checks, then why, wrong, right and the fix of each."""
    found = checks.load().values()
    changes = [*map(_change, CHANGES.values())]
    return _TOP + "".join([*map(_row, found), *map(_section, found), *changes])


def _change(check: Check) -> str:
    first, _, rest = check.doc.strip().partition("\n")
    return f"\n## {check.name}\n\n{check.severity}, since {check.since}\n\n{first}\n{dedent(rest).rstrip()}\n"


def _row(check: Check) -> str:
    runs = "with `--external`" if check.run_on_external else "always" if check.default else "when selected"
    first = check.doc.strip().splitlines()[0]
    return f"| [{check.name}](#{check.name}) | {check.severity} | {_fix(check)} | {runs} | {first} |\n"


def _fix(check: Check) -> str:
    return "yes" if check.fixable else "no"


def _section(check: Check) -> str:
    first, _, rest = check.doc.strip().partition("\n")
    wrong = next(example for example in check.examples if example.findings)
    right = next(example for example in check.examples if not example.findings)
    fixed = next((example for example in check.examples if example.fixed is not None), wrong)
    return (
        f"\n## {check.name}\n\n{check.severity}, since {check.since}\n\n{first}\n{dedent(rest).rstrip()}\n"
        f"\n### Wrong\n\n{_shown(fixed)}{_found(fixed)}{_mended(fixed)}\n### Right\n\n{_shown(right)}"
    )


def _shown(example: Example) -> str:
    settings = f"with these settings\n\n{_fenced(example.settings, 'toml')}\n" if example.settings else ""
    answers = f"\nwhere the web answers\n\n{_fenced(example.answers, 'text')}" if example.answers else ""
    return settings + _fenced(example.vault) + answers


def _found(example: Example) -> str:
    lines = "".join(f"{path}: {message}\n" for path, _, message in example.findings)
    return f"\nis reported as\n\n{_fenced(lines, 'text')}"


def _mended(example: Example) -> str:
    return "" if example.fixed is None else f"\nand mended to\n\n{_fenced(example.fixed)}"


def _fenced(text: str, language: str = "markdown") -> str:
    """A code block, its fence longer than any in the text, each unsafe sign written out."""
    fence = "```"
    while fence in text:
        fence += "`"
    lines = (ascii(line)[1:-1] if not line.isprintable() else line for line in text.rstrip("\n").split("\n"))
    body = "\n".join(lines)
    return f"{fence}{language}\n{body}\n{fence}\n"
