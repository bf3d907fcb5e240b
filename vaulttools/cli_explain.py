"""What `explain` prints about checks; made from the checks themselves."""

from textwrap import dedent, indent

from vaulttools import checks
from vaulttools.checks import Check, Example
from vaulttools.checks._changes import CHANGES
from vaulttools.config import did_you_mean
from vaulttools.errors import VaultError
from vaulttools.outputs.terminal import escape, painted


def all_checks() -> str:
    """A line for each check: name, severity, what it finds."""
    found = checks.load().values()
    size = max(len(check.name) for check in found)
    lines = [
        f"{check.name:<{size}}  {check.severity:<7}  {_first_sentence(check)}{_mark(check)}\n"
        for check in found
    ]
    return "".join(lines)


def one_check(name: str, colour: bool) -> str:
    """All about one check, with an example that is clean and one that is not. Unknown: a VaultError."""
    known = (*checks.names(), *CHANGES)
    if name not in known:
        otherwise = "name a line of a note as NOTE:LINE; `explain` lists all checks"
        raise VaultError(f"there is no check '{name}'; {did_you_mean(name, known, otherwise)}")
    check = CHANGES.get(name) or checks.load([name])[name]
    title = painted(name, "bold", colour)
    fix = "mended by a fix" if check.fixable else "not mended automatically"
    shown = "".join(_example(example, colour) for example in check.examples)
    return f"{title} ({check.severity}, {fix})\n\n{_unindented(check.doc)}\n{shown}"


def _first_sentence(check: Check) -> str:
    return check.doc.strip().splitlines()[0]


def _mark(check: Check) -> str:
    if check.run_on_external:
        return " (only with --external)"
    return "" if check.default else " (only when selected)"


def _unindented(doc: str) -> str:
    first, _, rest = doc.strip().partition("\n")
    return f"{first}\n{dedent(rest).rstrip()}\n"


def _example(example: Example, colour: bool) -> str:
    heading = painted(
        "wrong:" if example.findings else "right:", "red" if example.findings else "green", colour
    )
    found = "".join(f"  → {escape(message)}\n" for _, _, message in example.findings)
    settings = f"-- vaulttools.toml --\n{example.settings}" if example.settings else ""
    answers = f"-- the web --\n{example.answers}" if example.answers else ""
    files = "".join(escape(line) + "\n" for line in (settings + example.vault + answers).splitlines())
    return f"\n{heading}\n{indent(files, '    ')}{found}"
