"""Ignores written in notes, as `%% vaulttools: ignore unresolved-link -- why %%`: read, applied, judged. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from vaulttools.checks import Finding
from vaulttools.config import no_check
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.text import LineIndex, Span
from vaulttools.vault import Vault

NAME = "unused-ignore"
VERBS = ("ignore", "ignore-next-line", "ignore-section", "ignore-note")

_SIGN = "vaulttools"
# An ignore may take several lines, in a quote too, and do without its colon.
_START = r"[\s>]*+vaulttools(?::|(?=[ \t]+ignore(?![a-z])))"
_COMMENT = pattern(
    rf"%%{_START}(?P<dim>[^%]*+(?:%(?!%)[^%]*+)*+)%%|<!--{_START}(?P<html>(?:(?!<!--)[^>]|(?<!--)>)*?)-->"
)
_NEXT_LINE = pattern(r"[\r\n][\s>]*+")
_BODY = pattern(
    r"(?P<verb>\S+)(?P<names>[^\r\n]*?)(?:\s+(?P<ends>until)(?:\s+(?P<until>\S+))?)?\s*"
    r"(?:\s--(?:\s+(?P<reason>.*))?)?",
    re.DOTALL,
)
# The end of a reason that is meant as a day: a word with a year in it, not "until 3.0.1".
_DAY_AT_END = pattern(r"\buntil\s+(?P<until>(?=\d)(?=\S*(?:19|20)\d\d)\S*[^\s.)])[.)]*$")


class Ignore(NamedTuple):
    """An ignore: where it stands, what it hides where. No `names` means every check.

    `area` is the part of the text it covers. `until` is the last day it counts, as 2027-01-31, written before
    the reason or at its end. `problem` says why it cannot be understood; then it hides nothing.
    """

    span: Span
    names: tuple[str, ...]
    area: Span
    until: str | None = None
    reason: str | None = None
    problem: str | None = None


def read_ignores(note: Note, known: Collection[str]) -> tuple[Ignore, ...]:
    """The ignores of a note, in text order; `known` are the names of all checks.

    What stands in code or in the frontmatter is none.
    """
    if _SIGN not in note.text:
        return ()
    found = _live(note.path, note.text, list(_COMMENT.finditer(note.text)))
    if not found:
        return ()
    lines = LineIndex(note.text)
    saying = _lines_that_say_something(lines, frozenset(_lines_of_ignores(lines, found)))
    return tuple(_ignore(match, note, lines, saying, known) for match in found)


def without_ignored(
    vault: Vault, findings: Iterable[Finding], judged: Collection[str], known: Collection[str], today: str
) -> tuple[list[Finding], list[Finding]]:
    """The findings that no ignore hides, and a finding for each ignore that hides none.

    `judged` are the checks that ran: an ignore of others is not called unused. `today` is such as
    "2027-01-31"; an ignore whose last day is over hides nothing.
    """
    ignores = {path: read_ignores(note, known) for path, note in vault.notes.items() if _SIGN in note.text}
    covering = {path: _covering(items, today) for path, items in ignores.items()}
    uses: dict[tuple[str, Ignore], set[str]] = {}
    left = []
    for finding in findings:
        near = covering[finding.path](finding.span.start) if finding.path in covering else ()
        hiding = [item for item in near if _hides(item, finding)]
        for item in hiding:
            uses.setdefault((finding.path, item), set()).add(finding.check)
        if not hiding:
            left.append(finding)
    unused = (
        (path, item.span, _complaint(item, uses.get((path, item), ()), judged, today))
        for path, items in ignores.items()
        for item in items
        if item.problem is None
    )
    return left, [Finding(NAME, "warning", path, span, said) for path, span, said in unused if said]


def _live(path: str, text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The comments that do not stand in code: where a link in their place would be a link."""
    pieces, end = [], 0
    for match in found:
        pieces += [text[end : match.start()], "[[", "x" * (match.end() - match.start() - 4), "]]"]
        end = match.end()
    links = {
        link.span for link in parse(path, "".join([*pieces, text[end:]])).links if link.style == "wikilink"
    }
    return [match for match in found if match.span() in links]


def _lines_of_ignores(lines: LineIndex, found: Sequence[re.Match[str]]) -> Iterator[int]:
    """The lines that hold nothing but an ignore."""
    for match in found:
        (first, before), (last, after) = map(lines.position, match.span())
        if not f"{lines.line(first)[: before - 1]}{lines.line(last)[after - 1 :]}".strip(" \t>*+-"):
            yield from range(first, last + 1)


def _lines_that_say_something(lines: LineIndex, alone: Collection[int]) -> list[int]:
    """The lines that hold more than ignores, in order."""
    numbers = range(1, len(lines) + 1)
    return [number for number in numbers if number not in alone and lines.line(number).strip(" \t>")]


def _ignore(
    match: re.Match[str], note: Note, lines: LineIndex, saying: Sequence[int], known: Collection[str]
) -> Ignore:
    span = Span(*match.span())
    body = _BODY.fullmatch(_NEXT_LINE.sub(" ", match["dim"] or match["html"] or "").strip())
    if body is None:
        return Ignore(span, (), span, problem=f"the ignore says nothing; write {_choice()}")
    names = tuple(name for name in re.split(r"[\s,]+", body["names"]) if name)
    until = _last_day(body)
    problem = _problem(body["verb"], names, until, known)
    area = span if problem else _area(body["verb"], span, note, lines, saying)
    return Ignore(span, names, area, until, body["reason"], problem)


def _last_day(body: re.Match[str]) -> str | None:
    """The day as it is written, before the reason or at its end; "" where `until` has none."""
    if body["ends"]:
        return body["until"] or ""
    end = _DAY_AT_END.search(body["reason"] or "")
    return end["until"] if end else None


def _problem(verb: str, names: Sequence[str], until: str | None, known: Collection[str]) -> str | None:
    if verb not in VERBS:
        return f"'{verb}' is no ignore; write {_choice()}"
    for name in names:
        if name not in known:
            return no_check(name, tuple(known))
    if until is not None and not _is_day(until):
        return f"'{until}' is no day; write one such as until 2027-01-31"
    return None


def _choice() -> str:
    return f"{', '.join(VERBS[:-1])} or {VERBS[-1]}"


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _area(verb: str, span: Span, note: Note, lines: LineIndex, saying: Sequence[int]) -> Span:
    first, last = (lines.position(offset).line for offset in span)
    if verb == "ignore-note":
        return Span(0, len(note.text) + 1)
    if verb == "ignore-section":
        return _section(span.start, note)
    if verb == "ignore-next-line":
        next_one = bisect_right(saying, last)
        if next_one == len(saying):
            return Span(len(note.text) + 1, len(note.text) + 1)
        first = last = saying[next_one]
    end = lines.line_start(last + 1) if last < len(lines) else len(note.text) + 1
    return Span(lines.line_start(first), end)


def _section(start: int, note: Note) -> Span:
    """From the heading over a place to the next heading of its level or above."""
    headings = note.headings
    after = bisect_right(headings, start, key=lambda heading: heading.start)
    level = headings[after - 1].level if after else 7
    later = (
        headings[number].start for number in range(after, len(headings)) if headings[number].level <= level
    )
    return Span(headings[after - 1].start if after else 0, next(later, len(note.text) + 1))


def _covering(items: Iterable[Ignore], today: str) -> Callable[[int], Sequence[Ignore]]:
    """A function that gives the ignores that cover a place: those that are understood and have not ended."""
    live = [item for item in items if item.problem is None and not _is_over(item, today)]
    bounds = sorted({bound for item in live for bound in item.area})
    found: list[list[Ignore]] = [[] for _ in range(len(bounds) + 1)]
    for item in live:
        for number in range(bisect_left(bounds, item.area.start), bisect_left(bounds, item.area.end)):
            found[number + 1].append(item)
    return lambda place: found[bisect_right(bounds, place)]


def _hides(item: Ignore, finding: Finding) -> bool:
    return (not item.names or finding.check in item.names) and finding.check != NAME


def _is_over(item: Ignore, today: str) -> bool:
    return item.until is not None and today > item.until


def _complaint(item: Ignore, hidden: Collection[str], judged: Collection[str], today: str) -> str | None:
    """What is wrong with an ignore that hides findings of the checks `hidden`, or None."""
    if _is_over(item, today):
        return f"the ignore ended on {item.until}; mend what it hid, or write a later day"
    idle = [name for name in item.names if name in judged and name not in hidden]
    if idle:
        return f"nothing here is hidden by ignoring {', '.join(idle)}; delete that"
    if not item.names and not hidden and "" in judged:
        return "nothing here is hidden by this ignore; delete it"
    return None
