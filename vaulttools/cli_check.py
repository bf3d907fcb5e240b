"""What `check` does around the checks: which reports go where, and what the exit status is."""

import os
import re
from collections.abc import Sequence

from vaulttools import outputs
from vaulttools.config import did_you_mean
from vaulttools.errors import VaultError
from vaulttools.outputs import Output, Report

# `sarif=out.sarif`; a file of such a name is written `./sarif=out.sarif`.
_NAMED = re.compile(r"([a-z][a-z0-9-]*)=(.+)", re.DOTALL)


def wanted_outputs(name: str, files: Sequence[str]) -> list[tuple[Output, str | None]]:
    """The reports to write, each with its file; None is stdout.

    `files` holds `FILE` for the format `name`, or `FORMAT=FILE`. Without a plain FILE the format `name` goes
    to stdout. An unknown format is a VaultError.
    """
    wanted: list[tuple[Output, str | None]] = []
    chosen = known_output("check", name)
    for given in files:
        match = _NAMED.fullmatch(given)
        wanted.append((known_output("check", match[1]), match[2]) if match else (chosen, given))
    if all(output is not chosen for output, _ in wanted):
        wanted.insert(0, (chosen, None))
    return [(output, None if file == "-" else file) for output, file in wanted]


def known_output(command: str, name: str) -> Output:
    """One format of a command. An unknown one is a VaultError with the nearest name."""
    known = outputs.formats(command)
    if name not in known:
        raise VaultError(f"there is no format '{name}'; {did_you_mean(name, known)}")
    return outputs.load(command, name)


def plain(report: Report) -> Report:
    """The report as it goes into a file: without colours."""
    return report._replace(look=report.look._replace(colour=False))


def repository_prefix(root: str) -> str:
    """The path from the root of the repository to the vault, with a slash at its end; "" where they are one."""
    vault = folder = os.path.realpath(root)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    inner = os.path.relpath(vault, folder).replace(os.sep, "/")
    return "" if inner == "." else inner + "/"
