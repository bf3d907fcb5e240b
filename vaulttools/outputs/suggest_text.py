"""Suggestions for a person: what could be linked, with the words around it, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from vaulttools.mention_names import folded
from vaulttools.mentions import Mention
from vaulttools.names import without_md
from vaulttools.outputs.terminal import cut, escape, excerpt, filled, painted, width_of
from vaulttools.related import Related
from vaulttools.repairs import Repair
from vaulttools.suggest import Suggestions
from vaulttools.text import LineIndex, counted
from vaulttools.vault import text_of

PAIRS = 15
"""Pairs of related notes shown for a whole vault."""

# Below this the reasons are thin; programs get them all the same.
_WORTH_SHOWING = 0.2

_T = TypeVar("_T", Mention, Repair)


def render_suggestions(found: Suggestions, width: int = 100, colour: bool = False) -> str:
    """Suggestions in three parts, each with a heading; a part without any is left out."""
    parts = [*_mentions(found, width, colour), *_repairs(found, colour), *_related(found, width, colour)]
    if parts:
        return "\n".join(parts)
    return "nothing to suggest: no likely mention without a link, and no likely file for a link that leads nowhere\n"


def _mentions(found: Suggestions, width: int, colour: bool) -> Iterator[str]:
    note, called = found.note, _names(found)

    def line(one: Mention, lines: LineIndex) -> str:
        return _mention(one, called(one.target), lines, width, colour)

    inner = [one for one in found.mentions if note in (one.source, None)]
    outer = [one for one in found.mentions if note not in (one.source, None)]
    for some, what in (
        (inner, ": names of notes that stand there without a link"),
        (outer, " of this note in other notes"),
    ):
        if some:
            head = counted(len(some), "unlinked mention") + what
            yield _part(head, _by_source(found, some, line, colour), colour)


def _mention(one: Mention, name: str, lines: LineIndex, width: int, colour: bool) -> str:
    """A line: where, the words with the mention in brackets, the note, the score."""
    line, column = lines.position(one.span.start)
    # Where the words are the name, saying it twice would only take their room.
    goal = "" if _said(one.text) == _said(name) else f"→ {cut(escape(name), width * 2 // 5)}  "
    tail = f"{goal}{one.score:.2f}"
    room = max(30, width - 8 - 4 - width_of(tail) - 2)
    shown = excerpt(lines.line(line), column - 1, column - 1 + len(one.text), room)
    inner = painted(f"[[{shown.marked}]]", "green", colour)
    after = filled(shown.after, room - width_of(shown.before + shown.marked))
    return f"{line:>6}  {shown.before}{inner}{after}  {painted(tail, 'dim', colour)}\n"


def _names(found: Suggestions) -> Callable[[str], str]:
    """A function that gives what a note is called by: its name, or its path where others have that name too."""
    notes = found.graph.vault.notes
    counts = Counter(note.name.casefold() for note in notes.values())
    return lambda path: notes[path].name if counts[notes[path].name.casefold()] == 1 else without_md(path)


def _said(name: str) -> str:
    return folded(" ".join(name.replace("_", " ").split()))


def _repairs(found: Suggestions, colour: bool) -> Iterator[str]:
    if not found.repairs:
        return
    head = f"{counted(len(found.repairs), 'link')} that lead nowhere, and the file that is probably meant"
    head = head.replace("lead nowhere", "leads nowhere") if len(found.repairs) == 1 else head
    yield _part(
        head, _by_source(found, found.repairs, lambda one, lines: _repair(one, lines, colour), colour), colour
    )


def _repair(one: Repair, lines: LineIndex, colour: bool) -> str:
    line = lines.position(one.span.start).line
    written = painted(f"[[{escape(one.linkpath)}]]", "red", colour)
    return f"{line:>6}  {written} → {painted(escape(without_md(one.target)), 'green', colour)}  ({escape(one.why)})\n"


def _related(found: Suggestions, width: int, colour: bool) -> Iterator[str]:
    related = [one for one in found.related if one.score >= _WORTH_SHOWING]
    if not related:
        return
    if found.note is not None:
        body = "".join(_reason(one, escape(without_md(one.target)), width, colour) for one in related)
        yield _part("related notes that are not linked with this one", body, colour)
        return
    pairs = _pairs(related)
    shown = pairs[:PAIRS]
    more = f", the likeliest of {len(pairs):,}; name a note to see its own" if len(pairs) > len(shown) else ""
    head = f"{counted(len(shown), 'pair')} of notes that could be linked{more}"
    body = "".join(
        _reason(one, f"{escape(without_md(one.source))} – {escape(without_md(one.target))}", width, colour)
        for one in shown
    )
    yield _part(head, body, colour)


def _pairs(related: Sequence[Related]) -> list[Related]:
    """Each pair once, with its better score, best first."""
    best: dict[frozenset[str], Related] = {}
    for one in sorted(related, key=lambda one: (-one.score, one.source, one.target)):
        best.setdefault(frozenset((one.source, one.target)), one)
    return list(best.values())


def _reason(one: Related, names: str, width: int, colour: bool) -> str:
    from textwrap import wrap

    why = wrap(escape(one.why), max(40, width - 8), break_long_words=False, break_on_hyphens=False)
    body = "".join(f"        {painted(line, 'dim', colour)}\n" for line in why)
    return f"  {one.score:.2f}  {painted(names, 'bold', colour)}\n{body}"


def _by_source(
    found: Suggestions, items: Iterable[_T], render: Callable[[_T, LineIndex], str], colour: bool
) -> str:
    """The lines of each source below its path."""
    blocks = []
    for source, group in groupby(items, key=lambda item: item.source):
        lines = LineIndex(text_of(found.graph.vault, source))
        blocks.append(f"  {painted(escape(source), 'bold', colour)}\n")
        blocks += [render(one, lines) for one in group]
    return "".join(blocks)


def _part(head: str, body: str, colour: bool) -> str:
    return f"{painted(head[0].upper() + head[1:], 'cyan', colour)}\n\n{body}"
