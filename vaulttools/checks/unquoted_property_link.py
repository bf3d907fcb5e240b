"""A link in the properties without quotes, which YAML reads as a list."""

import re
from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.edit import Edit
from vaulttools.graph import Graph
from vaulttools.note import Note
from vaulttools.text import Span

NAME = "unquoted-property-link"
_UNQUOTED = r"(?m)^[ \t]*(?:[\w-]+[ \t]*:|-)[ \t]+(\[\[[^\[\]\r\n\"]+\]\])[ \t]*\r?$"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each `key: [[Note]]` or `- [[Note]]` in a frontmatter."""
    for path, note in graph.vault.notes.items():
        if note.properties and any(_is_nested(value) for value in note.properties.values()):
            for span in _places(note):
                text = note.text[slice(*span)]
                message = f'this is a list in a list, no link; write it in quotes: "{text}"'
                fix = Fix("put quotes round the link", False, (Edit(path, span, f'"{text}"'),))
                yield Finding(NAME, "warning", path, span, message, fix)


def _is_nested(value: object) -> bool:
    """Whether a value is, or holds, a list in a list with one text: what YAML makes of `[[x]]`."""
    if not isinstance(value, list):
        return False
    return any(isinstance(item, list) and (_is_nested(item) or _is_one_text(item)) for item in value)


def _is_one_text(value: list[object]) -> bool:
    return len(value) == 1 and isinstance(value[0], str)


def _places(note: Note) -> Iterator[Span]:
    """Where something stands in two brackets that YAML read as one text, not as a part of another."""
    from vaulttools.properties import property_texts, read_properties

    texts = {(places[0], places[len(value)]) for value, places in property_texts(note.text)}
    end = read_properties(note.text).body_start
    for match in re.finditer(_UNQUOTED, note.text[:end]):
        inner = match[1][2:-2]
        start = match.start(1) + 2 + len(inner) - len(inner.lstrip())
        if (start, start + len(inner.strip())) in texts:
            yield Span(*match.span(1))


CHECK = Check(
    name=NAME,
    severity="warning",
    run=run,
    doc="""A link in the properties stands without quotes.

    YAML reads `up: [[Note]]` as a list in a list, so Obsidian sees no link: not in the graph, not in
    the backlinks, and it is not mended on rename.

    The fix writes `up: "[[Note]]"`. It is marked unsafe because it adds a link.
    """,
    examples=(
        Example('-- Newton.md --\n-- Gravity.md --\n---\nup: "[[Newton]]"\n---\n'),
        Example("-- Place.md --\n---\nbox: [[12.5, 41.9]]\nnamed: [[a, b]]\nsee: [[[x]]]\n---\n"),
        Example(
            "-- Newton.md --\n-- Gravity.md --\n---\nup: [[Newton]]\nby:\n  - [[Newton]]\n---\n",
            (
                (
                    "Gravity.md",
                    "[[Newton]]",
                    'this is a list in a list, no link; write it in quotes: "[[Newton]]"',
                ),
                (
                    "Gravity.md",
                    "[[Newton]]",
                    'this is a list in a list, no link; write it in quotes: "[[Newton]]"',
                ),
            ),
            '-- Gravity.md --\n---\nup: "[[Newton]]"\nby:\n  - "[[Newton]]"\n---\n',
        ),
    ),
)
