"""What a change introduced: findings that were not there before, and links that now lead elsewhere. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from vaulttools.baseline import Baseline, Entry, compare, entries, entry_of, words_at
from vaulttools.checks import Finding
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.moves import moves
from vaulttools.text import LineIndex, Span
from vaulttools.vault import Vault, text_of

HIJACKED = "hijacked-link"


def introduced(
    then: Graph, now: Graph, before: Sequence[Finding], found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """The findings of `now` that `then` does not have, wherever they stand.

    A finding is the same when check, note and the words it points at are. A note that moved takes its
    findings along, and links written anew for a note that moved stay the same. Of more findings of the same words
    than there were, those in lines that were not touched are the old ones.
    """
    went = _moved_files(then, now)
    known = Counter(_entries_now(then, now, went, before, {*entries(now.vault, found)}))
    checks = {finding.check for finding in before}
    order = _likeliest_known(then.vault, now.vault, went, known, found)
    return compare(now.vault, found, known, checks, order).new


def _moved_files(then: Graph, now: Graph) -> dict[str, str]:
    """Where notes, canvases and bases went, by their texts: old path to new path."""
    went = {old: new for new, old in moved_notes(then, now).items()}
    olds, news = ({*graph.vault.notes, *graph.vault.sources} for graph in (then, now))
    gone = {path: _lines(then.vault, path) for path in olds - news - went.keys()}
    came = {path: _lines(now.vault, path) for path in news - olds - {*went.values()}}
    for old, new in moves(gone, came).items():
        has_same_name = old.rpartition("/")[2] == new.rpartition("/")[2]
        size = max(gone[old].total(), came[new].total())
        # As much as git asks for before it calls a file renamed.
        if has_same_name or 2 * (gone[old] & came[new]).total() >= size:
            went[old] = new
    return went


def _lines(vault: Vault, path: str) -> Counter[str]:
    """The lines of a file that say something."""
    return Counter(line for line in map(str.strip, text_of(vault, path).split("\n")) if line)


def _entries_now(
    then: Graph, now: Graph, went: Mapping[str, str], before: Sequence[Finding], mine: Collection[Entry]
) -> Iterator[Entry]:
    """The entries that findings of `then` would have now: under today's paths, and with the words of today's links.

    One that is not among those of now, `mine`, did not go with its note: it keeps the path it had.
    """
    moved = {*went.values()}
    meanings = cache(lambda path: _meanings(then, path, went))
    spans = cache(lambda path: {meaning: span for span, meaning in _meanings(now, path, {}).items()})
    for finding in before:
        path = went.get(finding.path, finding.path)
        words = words_at(then.vault, finding)
        if words and went:
            meaning = meanings(finding.path).get(finding.span)
            span = None
            if meaning and (path != finding.path or meaning[0] in moved):
                span = spans(path).get(meaning)
            words = text_of(now.vault, path)[span.start : span.end] if span else words
        entry = entry_of(path, finding.check, words)
        yield entry if entry in mine else entry_of(finding.path, finding.check, words)


def _meanings(graph: Graph, path: str, went: Mapping[str, str]) -> dict[Span, tuple[str, ...]]:
    """What each link of a file that leads to another says, however it is written: by where it stands.

    Target, subpath, display text, style, and a number among links that are equal in all of these.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[Span, tuple[str, ...]] = {}
    for item in graph.outgoing.get(path, ()):
        if item.target is not None:
            link = item.link
            said = (went.get(item.target, item.target), link.subpath, link.display or "", link.style)
            seen[said] += 1
            found[link.span] = (*said, str(seen[said]))
    return found


def _likeliest_known(
    then: Vault, now: Vault, went: Mapping[str, str], known: Baseline, found: Sequence[Finding]
) -> list[int]:
    """The numbers of the findings, those first that are likeliest to be known ones.

    First come lines that a comparison line by line leaves alone, then lines whose words stood in the old text.
    """
    mine = entries(now, found)
    counts = Counter(mine)
    origin = {new: old for old, new in went.items()}

    @cache
    def lines(path: str) -> tuple[LineIndex, set[str], set[int]]:
        old, index = LineIndex(text_of(then, origin.get(path, path))), LineIndex(text_of(now, path))
        olds, news = ([text.line(number + 1) for number in range(len(text))] for text in (old, index))
        return index, set(olds), _untouched(olds, news)

    def rank(number: int) -> int:
        entry = mine[number]
        if not 0 < known.get(entry, 0) < counts[entry]:
            return 0
        index, olds, untouched = lines(entry.path)
        line = index.position(found[number].span.start).line
        return 0 if line in untouched else 1 if index.line(line) in olds else 2

    return sorted(range(len(found)), key=rank)


def _untouched(old: Sequence[str], new: Sequence[str]) -> set[int]:
    """The numbers, from 1, of the new lines that were there before, in the same order."""
    from difflib import SequenceMatcher

    ends = next(
        (number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    blocks = SequenceMatcher(None, old[ends:], new[ends:]).get_matching_blocks()
    kept = {ends + block.b + number + 1 for block in blocks for number in range(block.size)}
    return kept | set(range(1, ends + 1))


def hijacked_links(then: Graph, now: Graph) -> Iterator[Finding]:
    """A finding for each link whose words stayed while it came to lead to another file.

    Where the old file is gone and the new one is new, the file was moved and the link went along.
    """
    old_files = set(then.vault.files)
    new_files = set(now.vault.files)
    moved = {new: old for old, new in _moved_files(then, now).items()}
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
