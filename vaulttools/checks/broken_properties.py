"""Frontmatter that cannot be read."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.graph import Graph

NAME = "broken-properties"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each note whose frontmatter is no YAML that Obsidian reads."""
    for path, note in graph.vault.notes.items():
        for problem in note.problems:
            if problem.kind == NAME:
                yield Finding(NAME, "error", path, problem.span, problem.message)


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A note's frontmatter cannot be read.

    Obsidian then knows none of the note's properties: no aliases, no tags, no links in them. Common
    causes are a tab for indentation, a colon in a value without quotes, and a template's `{{braces}}`.

    Mend the YAML; put quotes round values with special characters.
    """,
    examples=(
        Example("-- Newton.md --\n---\naliases: [Sir Isaac]\n---\nBorn 1642.\n"),
        Example(
            "-- Newton.md --\n---\ntitle: Newton: a life\n---\nBorn 1642.\n",
            (
                (
                    "Newton.md",
                    "title: Newton: a life",
                    "the properties cannot be read, line 2: the value holds ': '; put it in quotes",
                ),
            ),
            movable=False,
        ),
    ),
)
