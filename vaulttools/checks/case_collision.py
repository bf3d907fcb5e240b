"""Two files whose paths many disks cannot tell apart."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._files import all_files
from vaulttools.graph import Graph
from vaulttools.names import folded
from vaulttools.text import Span

NAME = "case-collision"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each file whose path is another's but for letter case or the writing of accents."""
    seen: dict[str, str] = {}
    for path in all_files(graph):
        first = seen.setdefault(folded(path), path)
        if first != path:
            how = "letter case" if first.casefold() == path.casefold() else "the way letters are encoded"
            message = f"only {how} sets this apart from '{first}'; rename one before a disk merges them"
            yield Finding(NAME, "warning", path, Span(0, 0), message)


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""Two files differ only in letter case, or only in the way accented letters are encoded.

    Windows, macOS and most sync services take them for one file, and one of the two is lost there.
    No link can tell them apart either.

    Rename one.
    """,
    examples=(
        Example("-- a/Plan.md --\n-- b/plan.md --\n"),
        Example(
            "-- Plan.md --\n-- plan.md --\n",
            (
                (
                    "plan.md",
                    "",
                    "only letter case sets this apart from 'Plan.md'; rename one before a disk merges them",
                ),
            ),
        ),
    ),
)
