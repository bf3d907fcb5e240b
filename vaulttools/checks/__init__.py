"""What a check is, and all checks there are: one a file, found by looking into this folder."""

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple

from vaulttools.edit import Edit
from vaulttools.text import Span

if TYPE_CHECKING:
    from vaulttools.config import Config, TopicLimits
    from vaulttools.external import Asked
    from vaulttools.graph import Graph
    from vaulttools.topics import Topics

Severity = Literal["error", "warning", "info"]


class Fix(NamedTuple):
    """Edits that mend a finding. A safe one cannot change what any link means."""

    title: str
    safe: bool
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """Something a check found: in which file, under which characters, and what to do about it."""

    check: str
    severity: Severity
    path: str
    span: Span
    message: str
    fix: Fix | None = None


class Example(NamedTuple):
    """A small vault as text (`-- path --` starts a file) and what the check finds in it.

    Each of `findings` is (path, text under the span, message). `fixed` holds the files as all fixes
    leave them, None where nothing is mended. `movable` says that the findings stay the same when
    words are put in front of the notes' text. `settings` is the TOML that the check needs, if any; `answers` what
    the web says of addresses: a line each, as "https://a.org/b 404", or "301 https://a.org/c" for one that moved.
    """

    vault: str
    findings: tuple[tuple[str, str, str], ...] = ()
    fixed: str | None = None
    movable: bool = True
    settings: str = ""
    answers: str = ""


class TopicCase(NamedTuple):
    """What the checks of topics look at. The topics are found once a run, when the first of them asks."""

    graph: "Graph"
    topics: "Topics"
    limits: "TopicLimits"


class Check(NamedTuple):
    """One check. `name` says the bad thing; the first line of `doc` says it in a sentence.

    `run` gives the findings in any order; it may report on excluded files, `lint` drops those. A check of
    topics has `run_on_topics` in its place. A check with `default` False runs only when it is selected by name.
    Where findings depend on the settings, `configured` gives those that `run` cannot. A check of what the web
    says has `run_on_external`, and runs only where the web was asked (`--external`). `since` is the version that
    brought the check.
    """

    name: str
    severity: Severity
    run: "Callable[[Graph], Iterable[Finding]] | None"
    examples: tuple[Example, ...]
    doc: str
    default: bool = True
    configured: "Callable[[Graph, Config], Iterable[Finding]] | None" = None
    run_on_topics: "Callable[[TopicCase], Iterable[Finding]] | None" = None
    run_on_external: "Callable[[Iterable[Asked]], Iterable[Finding]] | None" = None
    since: str = "0.1.0"

    @property
    def fixable(self) -> bool:
        """Whether some example is mended."""
        return any(example.fixed is not None for example in self.examples)


def names() -> tuple[str, ...]:
    """The names of all checks, sorted; none of them is imported."""
    return tuple(sorted(module.replace("_", "-") for module in _modules()))


def load(wanted: Iterable[str] | None = None) -> dict[str, Check]:
    """The checks of these names, or all of them, by name; a name that is none raises KeyError."""
    known = names()
    chosen = known if wanted is None else tuple(sorted(set(wanted)))
    for name in chosen:
        if name not in known:
            raise KeyError(name)
    return {name: _check(name) for name in chosen}


def _check(name: str) -> Check:
    module = import_module(f"{__name__}.{name.replace('-', '_')}")
    check: Check = module.CHECK
    return check


def _modules() -> list[str]:
    """The modules of this package. Listing the folder is ten times quicker than importing pkgutil."""
    try:
        files = [file for folder in __path__ for file in os.listdir(folder)]  # noqa: PTH208
    except OSError:  # the package lies in a zip
        import pkgutil

        return [module.name for module in pkgutil.iter_modules(__path__)]
    return [file[:-3] for file in files if file.endswith(".py") and not file.startswith("_")]
