"""Successors: what the file or heading that a link names is called today, by the history in git. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

from vaulttools.checks import Finding
from vaulttools.checks._near import is_attachment_link, written_name
from vaulttools.checks._repair import to_file, to_heading
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.names import without_md
from vaulttools.note import Note, parse
from vaulttools.places import Places, places, resolve_subpath
from vaulttools.resolve import build_index, resolve_file

_OF_FILES = ("unresolved-link", "missing-attachment")
_OF_HEADINGS = "unresolved-heading"
REPAIRED = (*_OF_FILES, _OF_HEADINGS)
# A reworded heading keeps so much of the words below it, and so much more of them than any other new one.
_MOST, _APART = 0.6, 0.2


class Renamed(NamedTuple):
    """What something is called now, and the commit that called it so; "" is a change not committed yet."""

    now: str
    commit: str


class Version(NamedTuple):
    """One change of a note: its commit, its text before and after ("" where there was none)."""

    commit: str
    before: str
    after: str


class Reading(NamedTuple):
    """A text that a note had: its places, and the words below each of its headings."""

    places: Places
    words: Callable[[Heading], Counter[str]]


class Change(NamedTuple):
    """A `Version` whose texts were read."""

    commit: str
    before: Reading
    after: Reading


def with_history(
    graph: Graph,
    findings: Sequence[Finding],
    renamed: Mapping[str, Renamed],
    versions: Callable[[str], Sequence[Version]],
) -> tuple[Finding, ...]:
    """The findings; links whose file or heading was renamed have that as their fix, and the commit in the message.

    `renamed` leads from paths that files had before to those they have; `versions` gives the changes of the note at a
    path, newest first. The fixes are unsafe: they say what a link meant, not what it should mean.
    """
    links = {(item.source, item.link.span): item for item in graph.links if item.outcome != "resolved"}
    by_file = _file_finder(graph, renamed)
    by_heading = _heading_finder(graph, versions)
    found = []
    for finding in findings:
        item = links.get((finding.path, finding.span))
        better = None
        if item is not None and finding.check in _OF_FILES:
            better = by_file(finding, item)
        elif item is not None and finding.check == _OF_HEADINGS:
            better = by_heading(finding, item)
        found.append(better or finding)
    return tuple(found)


def _file_finder(
    graph: Graph, renamed: Mapping[str, Renamed]
) -> Callable[[Finding, ResolvedLink], Finding | None]:
    files = set(graph.vault.files)
    gone = {old: new for old, new in renamed.items() if new.now in files and old not in files}
    index = build_index([*files, *gone]) if gone else None
    fix = to_file(graph)

    def found(finding: Finding, item: ResolvedLink) -> Finding | None:
        old = resolve_file(index, item.link.linkpath, item.source).target if index else None
        new = gone.get(old or "")
        mended = fix(item, [new.now]) if new else None
        if new is None or mended is None:
            return None
        what = "file" if is_attachment_link(item) else "note"
        wanted, now = item.link.linkpath, without_md(new.now)
        message = f"no {what} is named '{wanted}'; it was renamed to '{now}' {_when(new.commit)}"
        return finding._replace(message=message, fix=mended)

    return found


def _heading_finder(
    graph: Graph, versions: Callable[[str], Sequence[Version]]
) -> Callable[[Finding, ResolvedLink], Finding | None]:
    fix = to_heading(graph)

    @cache
    def known(path: str) -> tuple[list[Change], Places]:
        note = graph.vault.notes[path]
        return changes(note, versions(path)), places(note)

    def found(finding: Finding, item: ResolvedLink) -> Finding | None:
        path = item.target or ""
        new = heading_now(*known(path), item.link.subpath)
        mended = fix(item, [new[0]]) if new else None
        if new is None or mended is None:
            return None
        owner = "this note" if path == item.source else f"'{written_name(path)}'"
        wanted = item.link.subpath.strip("#")
        message = f"{owner} has no heading '{wanted}'; it was reworded to '{new[0].text}' {_when(new[1])}"
        return finding._replace(message=message, fix=mended)

    return found


def changes(now: Note, versions: Sequence[Version]) -> list[Change]:
    """The changes of a note, each text read; what is not committed yet is one too."""
    latest = versions[0].after if versions else now.text
    all_changes = [Version("", latest, now.text), *versions] if latest != now.text else versions
    return [
        Change(one.commit, _reading(now.path, one.before), _reading(now.path, one.after))
        for one in all_changes
    ]


def _reading(path: str, text: str) -> Reading:
    note = parse(path, text)
    return Reading(places(note), cache(partial(_words_below, note)))


def _when(commit: str) -> str:
    return f"in {commit}" if commit else "since the last commit"


def heading_now(changes: Sequence[Change], now: Places, subpath: str) -> tuple[Heading, str] | None:
    """The heading that a subpath named once, under the words it has now, and the commit that gave it these.

    `changes` are newest first. None where it was not reworded but
    taken out, or where that cannot be told.
    """
    number = next((number for number, change in enumerate(changes) if _goes(change, subpath)), None)
    if number is None:
        return None
    wanted, since = subpath, changes[number].commit
    for change in reversed(changes[: number + 1]):
        if not _goes(change, wanted):
            continue
        old = resolve_subpath(change.before.places, wanted).anchor
        new = _reworded(change.before, old, change.after) if isinstance(old, Heading) else None
        if new is None:
            return None
        wanted, since = "#" + new.text.replace("#", " "), change.commit
    heading = resolve_subpath(now, wanted).anchor
    return (heading, since) if isinstance(heading, Heading) else None


def _goes(change: Change, subpath: str) -> bool:
    return _has(change.before.places, subpath) and not _has(change.after.places, subpath)


def _has(known: Places, subpath: str) -> bool:
    return resolve_subpath(known, subpath).outcome == "resolved"


def _reworded(before: Reading, old: Heading, after: Reading) -> Heading | None:
    """The one new heading below which most words stand of what stood below the old one.

    Or the heading in its place, where all other headings stayed.
    """
    olds, news = before.places.note.headings, after.places.note.headings
    texts = {heading.text for heading in olds}
    new = [heading for heading in news if heading.text not in texts and heading.level == old.level]
    words = before.words(old)
    shares = sorted(((_share(words, after.words(heading)), -heading.start) for heading in new), reverse=True)
    if shares and shares[0][0] >= _MOST and (len(shares) == 1 or shares[0][0] - shares[1][0] >= _APART):
        return next(heading for heading in new if heading.start == -shares[0][1])
    stayed = [new[0].text if heading == old else heading.text for heading in olds] if len(new) == 1 else []
    return new[0] if stayed and stayed == [heading.text for heading in news] else None


def _words_below(note: Note, heading: Heading) -> Counter[str]:
    """The words below a heading, to the next of its level or above."""
    ends = (
        one.span.start
        for one in note.headings
        if one.span.start > heading.span.start and one.level <= heading.level
    )
    return Counter(note.text[heading.span.end : next(ends, len(note.text))].split())


def _share(words: Counter[str], others: Counter[str]) -> float:
    """How much of some words there is in others."""
    return (words & others).total() / max(words.total(), 1)
