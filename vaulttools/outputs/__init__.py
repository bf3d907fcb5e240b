"""What an output is, and all outputs there are: one a file, named by its command and its format."""

import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vaulttools.checks import Finding, Severity
    from vaulttools.graph import Graph
    from vaulttools.topics import Topics


class Look(NamedTuple):
    """How a report for people is drawn. `width` is in columns; `details` shows findings of level info too."""

    colour: bool = False
    width: int = 100
    details: bool = False
    statistics: bool = False


class Report(NamedTuple):
    """Everything an output may show. `prefix` leads from the root of the repository to the vault: "vault/".

    Findings of `fail_on` or worse make the run fail; so do all of a check that is `over` its limit, which says it
    in a sentence.
    """

    graph: "Graph"
    findings: "Sequence[Finding]" = ()
    topics: "Topics | None" = None
    look: Look = Look()
    prefix: str = ""
    fail_on: "Severity" = "error"
    over: Mapping[str, str] = {}


class Output(NamedTuple):
    """One format: `render` gives the whole text, its last line ended. One without `topics` never shows them."""

    name: str
    render: Callable[[Report], str]
    doc: str
    topics: bool = True


def formats(command: str) -> tuple[str, ...]:
    """The formats a command can write, sorted; the files `<command>_<format>.py` of this folder."""
    start = command + "_"
    files = [file for folder in __path__ for file in os.listdir(folder)]  # noqa: PTH208
    return tuple(
        sorted(file[len(start) : -3] for file in files if file.startswith(start) and file.endswith(".py"))
    )


def load(command: str, name: str) -> Output:
    """One format of a command; an unknown one raises KeyError."""
    if name not in formats(command):
        raise KeyError(name)
    output: Output = import_module(f"{__name__}.{command}_{name}").OUTPUT
    return output
