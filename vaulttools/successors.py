"""Successors: what the file or heading that a link names is called today, by the history in git. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from vaulttools.checks import Finding
from vaulttools.checks._near import is_attachment_link, written_name
from vaulttools.checks._repair import to_file, to_heading
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.names import without_md
from vaulttools.note import Note, parse
from vaulttools.places import resolve_subpath
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
    known: dict[str, list[tuple[str, Note, Note]]] = {}
    fix = to_heading(graph)

    def found(finding: Finding, item: ResolvedLink) -> Finding | None:
        path = item.target or ""
        if path not in known:
            known[path] = _changes(graph.vault.notes[path], versions(path))
        new = heading_now(known[path], graph.vault.notes[path], item.link.subpath)
        mended = fix(item, [new[0]]) if new else None
        if new is None or mended is None:
            return None
        owner = "this note" if path == item.source else f"'{written_name(path)}'"
        wanted = item.link.subpath.strip("#")
        message = f"{owner} has no heading '{wanted}'; it was reworded to '{new[0].text}' {_when(new[1])}"
        return finding._replace(message=message, fix=mended)

    return found


def _changes(now: Note, versions: Sequence[Version]) -> list[tuple[str, Note, Note]]:
    """The changes of a note, each text read; what is not committed yet is one too."""
    latest = versions[0].after if versions else now.text
    all_changes = [Version("", latest, now.text), *versions] if latest != now.text else versions
    return [(one.commit, parse(now.path, one.before), parse(now.path, one.after)) for one in all_changes]


def _when(commit: str) -> str:
    return f"in {commit}" if commit else "since the last commit"


def heading_now(
    changes: Sequence[tuple[str, Note, Note]], now: Note, subpath: str
) -> tuple[Heading, str] | None:
    """The heading that a subpath named once, under the words it has now, and the commit that gave it these.

    `changes` are commits with the note before and after, newest first. None where it was not reworded but
    taken out, or where that cannot be told.
    """
    number = next((number for number, change in enumerate(changes) if _goes(change, subpath)), None)
    if number is None:
        return None
    wanted, since = subpath, changes[number][0]
    for commit, before, after in reversed(changes[: number + 1]):
        if not _goes((commit, before, after), wanted):
            continue
        old = resolve_subpath(before, wanted).anchor
        new = _reworded(before, old, after) if isinstance(old, Heading) else None
        if new is None:
            return None
        wanted, since = "#" + new.text.replace("#", " "), commit
    heading = resolve_subpath(now, wanted).anchor
    return (heading, since) if isinstance(heading, Heading) else None


def _goes(change: tuple[str, Note, Note], subpath: str) -> bool:
    _, before, after = change
    return _has(before, subpath) and not _has(after, subpath)


def _has(note: Note, subpath: str) -> bool:
    return resolve_subpath(note, subpath).outcome == "resolved"


def _reworded(before: Note, old: Heading, after: Note) -> Heading | None:
    """The one new heading below which most words stand of what stood below the old one.

    Or the heading in its place, where all other headings stayed.
    """
    texts = {heading.text for heading in before.headings}
    new = [heading for heading in after.headings if heading.text not in texts and heading.level == old.level]
    words = _words_below(before, old)
    shares = sorted(
        ((_share(words, _words_below(after, heading)), -heading.span.start) for heading in new), reverse=True
    )
    if shares and shares[0][0] >= _MOST and (len(shares) == 1 or shares[0][0] - shares[1][0] >= _APART):
        return next(heading for heading in new if heading.span.start == -shares[0][1])
    place = before.headings.index(old)
    rest = [heading.text for heading in before.headings]
    if len(new) == 1 and [*rest[:place], new[0].text, *rest[place + 1 :]] == [
        one.text for one in after.headings
    ]:
        return new[0]
    return None


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
