"""A file or folder name that other systems or links cannot carry."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph
from vaulttools.names import name_fault
from vaulttools.text import Span

NAME = "unportable-name"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each file with such a name, and for the first file in each folder with one."""
    judged: dict[str, str | None] = {}
    for path in sorted(graph.vault.files):
        end = path.find("/")
        while end >= 0:
            if path[:end] not in judged:
                judged[path[:end]] = fault = name_fault(path[:end].rpartition("/")[2])
                if fault:
                    yield Finding(NAME, "warning", path, Span(0, 0), f"the folder's name {fault}; rename it")
            end = path.find("/", end + 1)
        fault = name_fault(path.rpartition("/")[2])
        if fault:
            yield Finding(NAME, "warning", path, Span(0, 0), f"the name {fault}; rename it")


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A name holds something that other systems, or links, cannot carry.

    `# ^ [ ] |` have a meaning in links, so the file cannot be linked to. `< > : " | ? * \\` and names
    such as `con` or with a dot or space at their end cannot be stored on Windows, and Android and
    sync services refuse most of them. Obsidian itself does not let one type such names.

    Rename the file in Obsidian, which mends the links to it.
    """,
    examples=(
        Example("-- What now - a plan (v1.2), déjà vu.md --\n-- C++ & co.md --\n"),
        Example(
            "-- What now?.md --\n-- a:b/c.md --\n-- a:b/d.md --\n-- C#.md --\n-- aux.md --\n",
            (
                ("C#.md", "", "the name holds '#', which links cannot hold; rename it"),
                (
                    "What now?.md",
                    "",
                    "the name holds '?', which Windows, Android and sync services refuse; rename it",
                ),
                (
                    "a:b/c.md",
                    "",
                    "the folder's name holds ':', which Windows, Android and sync services refuse; rename it",
                ),
                ("aux.md", "", "the name is a device on Windows; rename it"),
            ),
        ),
    ),
)
