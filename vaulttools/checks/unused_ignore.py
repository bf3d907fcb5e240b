"""An ignore in a note that hides nothing, or cannot be understood."""

from collections.abc import Iterator

from vaulttools import checks
from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._changes import CHANGES
from vaulttools.graph import Graph
from vaulttools.ignores import NAME, read_ignores


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each ignore that cannot be understood; `lint` adds those that hide nothing."""
    known = (*checks.names(), *CHANGES)
    for path, note in graph.vault.notes.items():
        for item in read_ignores(note, known):
            if item.problem:
                yield Finding(NAME, "warning", path, item.span, item.problem)


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""An ignore in a note hides nothing, is over, or cannot be understood.

    `%% vaulttools: ignore unresolved-link %%` hides findings of a check on its own line. So do
    `ignore-next-line`, `ignore-section` (the section it stands in) and `ignore-note` for more. Several checks
    may be named, none means all; `until 2027-01-31` gives a last day; what follows ` -- ` is the reason,
    which the last day may end as well.
    An HTML comment does as well: `<!-- vaulttools: ignore-note orphan-note -- kept for the record -->`. It may
    take several lines.

    Ignores that hide nothing are left from faults that were mended, and would hide the next one.
    Checks that do not run are not held against an ignore.

    Delete it, or mend its words.
    """,
    examples=(
        Example("-- Home.md --\n[[Newtn]] %% vaulttools: ignore unresolved-link -- not yet written %%\n"),
        Example("-- Home.md --\n```\n%% vaulttools: ignore-everything %%\n```\n"),
        Example(
            "-- Home.md --\n[[Newtn]] %% vaulttools: ignore unresolved-lnk %%\n",
            (
                (
                    "Home.md",
                    "%% vaulttools: ignore unresolved-lnk %%",
                    "there is no check 'unresolved-lnk'; did you mean 'unresolved-link'?",
                ),
            ),
        ),
        Example(
            "-- Home.md --\n<!-- vaulttools: ignore-nxt-line -->\n[[Newtn]]\n",
            (
                (
                    "Home.md",
                    "<!-- vaulttools: ignore-nxt-line -->",
                    "'ignore-nxt-line' is no ignore; write ignore, ignore-next-line, ignore-section or ignore-note",
                ),
            ),
        ),
    ),
)
