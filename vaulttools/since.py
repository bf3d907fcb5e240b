"""What a change introduced: findings that were not there before, and links that now lead elsewhere. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from vaulttools.baseline import compare, entries
from vaulttools.checks import Finding
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.vault import text_of

HIJACKED = "hijacked-link"


def introduced(
    then: Graph, now: Graph, before: Sequence[Finding], found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """The findings of `now` that `then` does not have, wherever they stand.

    A finding is the same when check, note and the words it points at are; a renamed note takes its
    findings along (`baseline.compare`).
    """
    known = Counter(entries(then.vault, before))
    checks = {finding.check for finding in before}
    return compare(now.vault, found, known, checks).new


def hijacked_links(then: Graph, now: Graph) -> Iterator[Finding]:
    """A finding for each link whose words stayed while it came to lead to another file.

    Where the old file is gone and the new one is new, the file was moved and the link went along.
    """
    old_files = {*then.vault.notes, *then.vault.attachments}
    new_files = {*now.vault.notes, *now.vault.attachments}
    moved = moved_notes(then, now)
    for source, items in now.outgoing.items():
        was = _targets(then, moved.get(source, source))
        for key, item in _numbered(now, source, items):
            old = was.get(key)
            if old is None or item.target is None or old == item.target or moved.get(item.target) == old:
                continue
            if old in new_files or item.target in old_files:
                yield Finding(
                    HIJACKED, "warning", source, item.link.span, _message(item, old, old in new_files)
                )


def moved_notes(then: Graph, now: Graph) -> dict[str, str]:
    """Where notes stood before that were moved and not edited: the new path to the old one."""
    gone: dict[str, list[str]] = {}
    for path, note in then.vault.notes.items():
        if path not in now.vault.notes:
            gone.setdefault(note.text, []).append(path)
    new: dict[str, list[str]] = {}
    for path, note in now.vault.notes.items():
        if path not in then.vault.notes and note.text in gone:
            new.setdefault(note.text, []).append(path)
    return {paths[0]: gone[text][0] for text, paths in new.items() if len(paths) == len(gone[text]) == 1}


def _targets(graph: Graph, source: str) -> dict[tuple[str, int], str | None]:
    return {key: item.target for key, item in _numbered(graph, source, graph.outgoing.get(source, ()))}


def _numbered(
    graph: Graph, source: str, items: Sequence[ResolvedLink]
) -> Iterator[tuple[tuple[str, int], ResolvedLink]]:
    """The links of a note, each with its words and its number among links of the same words."""
    text = text_of(graph.vault, source)
    seen: Counter[str] = Counter()
    for item in items:
        words = text[item.link.span.start : item.link.span.end]
        seen[words] += 1
        yield (words, seen[words]), item


def _message(item: ResolvedLink, old: str, is_there: bool) -> str:
    remedy = f"write the folder into the link if you mean '{old}'" if is_there else "mend the link"
    gone = "" if is_there else ", which is gone"
    return f"'{item.link.linkpath}' led to '{old}'{gone} and now leads to '{item.target}'; {remedy}"
