"""A property that is missing, or is not what the settings ask for."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vaulttools.checks import Check, Example, Finding
from vaulttools.config import Config, Kind, PropertyRules
from vaulttools.globs import path_matcher
from vaulttools.graph import Graph
from vaulttools.linkparts import whole_link, whole_markdown_link
from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end
from vaulttools.text import Span

NAME = "properties-schema"
_DATE = pattern(r"\d{4}-\d\d-\d\d")
_DATETIME = pattern(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?")
# What a property of each type has to be, and how one is written.
_WANTED = {
    "text": "a text",
    "number": "a number, such as 1642",
    "checkbox": "true or false",
    "date": "a date, such as 1642-12-25",
    "datetime": "a date with a time, such as 1642-12-25T08:30:00",
    "list": "a list, such as [one, two]",
    "link": 'a link in quotes, such as "[[Newton]]"',
    "links": 'a list of links, such as ["[[Newton]]", "[[Hooke]]"]',
    "any": "a value",
}


def run(graph: Graph, config: Config) -> Iterator[Finding]:
    """A finding for each property that a note lacks, or that is of another type, by the settings."""
    rooms = [(_fits(rules), rules) for rules in config.properties]
    for path, note in graph.vault.notes.items() if rooms else ():
        for fits, rules in rooms:
            if fits(note):
                for span, message in _faults(note, rules):
                    yield Finding(NAME, "error", path, span, message)


def _fits(rules: PropertyRules) -> Callable[[Note], bool]:
    if not rules.scope.startswith("#"):
        fits = path_matcher([rules.scope])
        return lambda note: fits(note.path)
    wanted = rules.scope[1:].lower()
    return lambda note: any(f"{tag.name.lower()}/".startswith(f"{wanted}/") for tag in note.tags)


def _faults(note: Note, rules: PropertyRules) -> Iterator[tuple[Span, str]]:
    if any(problem.kind == "broken-properties" for problem in note.problems):
        return  # nothing is known of them, and that is reported already
    held = {key.lower(): (key, value) for key, value in note.properties.items()}
    for is_required, kinds in ((True, rules.required), (False, rules.optional)):
        for name, kind in kinds.items():
            key, value = held.get(name.lower(), (name, None))
            if _is_empty(value):
                if is_required:
                    yield (
                        _place(note, key),
                        f"'{name}' is missing; notes in '{rules.scope}' need {_wanted(kind)}",
                    )
            elif not _is(value, kind):
                yield _place(note, key), f"'{name}' is {_said(value)}; write {_wanted(kind)}"


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _is(value: object, kind: Kind) -> bool:
    """Whether a value that is not empty is of a type, or one or several of the texts allowed."""
    if isinstance(kind, tuple):
        return value in kind or (isinstance(value, list) and all(item in kind for item in value))
    return _TESTS[kind](value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None and _is_day(value)


def _is_datetime(value: object) -> bool:
    return isinstance(value, str) and _DATETIME.fullmatch(value) is not None and _is_day(value)


def _is_day(text: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_link(value: object) -> bool:
    return isinstance(value, str) and (whole_link(value) or whole_markdown_link(value) is not None)


def _are_links(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_link, value))


_TESTS: Mapping[str, Callable[[object], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": _is_number,
    "checkbox": lambda value: isinstance(value, bool),
    "date": _is_date,
    "datetime": _is_datetime,
    "list": lambda value: isinstance(value, list),
    "link": _is_link,
    "links": _are_links,
    "any": lambda value: True,
}


def _wanted(kind: Kind) -> str:
    if isinstance(kind, str):
        return _WANTED[kind]
    words = ", ".join(f"'{word}'" for word in kind)
    return words if len(kind) == 1 else f"one of {words}"


def _said(value: Any) -> str:
    """A value as a message names it: its type, and what it says where that is short."""
    if isinstance(value, bool):
        return f"the checkbox {str(value).lower()}"
    if isinstance(value, str):
        words = " ".join(value.split())
        return f"the text '{words if len(words) <= 40 else words[:39] + '…'}'"
    if isinstance(value, list):
        return "a list"
    return "a group of properties" if isinstance(value, dict) else f"the number {value}"


def _place(note: Note, key: str) -> Span:
    """The line of a property, from its key on; the start of the note where it has none."""
    end = frontmatter_end(note.text)
    found = re.compile(rf"^[\"']?{re.escape(key)}[\"']?[ \t]*:[^\r\n]*", re.M).search(note.text, 0, end)
    return Span(*found.span()) if found else Span(0, 0)


_SETTINGS = """\
[properties."People/"]
required = { born = "date", status = ["alive", "dead"] }
optional = { by = "links" }

[properties."#book"]
required = { author = "link" }
"""

CHECK = Check(
    name=NAME,
    severity="error",
    run=lambda graph: (),
    configured=run,
    doc="""A property is missing, or is not of the type that the settings ask for.

    Bases, Dataview and scripts rely on properties; one note in which a date is a text drops out of every table
    without a word. The settings say which properties notes have, by folder or other path pattern, or by tag
    (nested tags included); without them nothing is reported. A property is `text`, `number`, `checkbox`, `date`,
    `datetime`, `list`, `link`, `links` or `any`, or one or several of a list of texts. `required` ones must be
    filled, `optional` ones may be empty or absent. Letters of names match in any case, as in the app.

    Fill the property in, or mend its value; a number that is meant as text goes in quotes.
    """,
    examples=(
        Example(
            "-- People/Newton.md --\n---\nborn: 1642-12-25\nstatus: dead\nby: ['[[Opticks]]']\n---\n"
            "-- Opticks.md --\n---\ntags: [book/science]\nAuthor: '[[Newton]]'\n---\n"
            "-- Notes.md --\nNo rules for me.\n",
            settings=_SETTINGS,
        ),
        Example("-- People/Newton.md --\nNo settings, no findings.\n"),
        Example(
            "-- People/Newton.md --\n---\nborn: in winter\nstatus: asleep\nby: Opticks\n---\n"
            "-- Opticks.md --\n---\ntags: [book]\nauthor: 1642\n---\n",
            (
                (
                    "Opticks.md",
                    "author: 1642",
                    "'author' is the number 1642; write a link in quotes, such as \"[[Newton]]\"",
                ),
                (
                    "People/Newton.md",
                    "born: in winter",
                    "'born' is the text 'in winter'; write a date, such as 1642-12-25",
                ),
                (
                    "People/Newton.md",
                    "status: asleep",
                    "'status' is the text 'asleep'; write one of 'alive', 'dead'",
                ),
                (
                    "People/Newton.md",
                    "by: Opticks",
                    "'by' is the text 'Opticks'; write a list of links, such as [\"[[Newton]]\", \"[[Hooke]]\"]",
                ),
            ),
            settings=_SETTINGS,
        ),
        Example(
            "-- People/Newton.md --\n---\nborn:\n---\n",
            (
                (
                    "People/Newton.md",
                    "",
                    "'status' is missing; notes in 'People/' need one of 'alive', 'dead'",
                ),
                (
                    "People/Newton.md",
                    "born:",
                    "'born' is missing; notes in 'People/' need a date, such as 1642-12-25",
                ),
            ),
            settings=_SETTINGS,
        ),
    ),
)
