"""Links to headings whose words change, because a link or tag in them is written anew: such links follow. Pure.

Source of the rules: tests/conformance/what-a-rename-rewrites.md.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from vaulttools.edit import Edit, edited, edits_by_path
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.note import Note, parse
from vaulttools.places import Places, heading_linktext, headings_on_the_way, places
from vaulttools.proof import PlanError, named
from vaulttools.respell import respelled
from vaulttools.vault import text_of

Write = Callable[[ResolvedLink, str | None], Sequence[Edit]]

# A link in a heading may change that heading, and so links in other headings. Longer chains nobody writes.
_ROUNDS = 8


def with_heading_links(
    graph: Graph,
    edits: Iterable[Edit],
    of_links: Mapping[ResolvedLink, Sequence[Edit]] | None = None,
    write: Write | None = None,
) -> list[Edit]:
    """These edits, and those that keep every link at its heading where they change the words of headings.

    `of_links` are edits of links, which `write` makes anew for a link with its new subpath (None: the subpath stays).
    Where no edit lies in a heading, all stays as it is. PlanError where a link could not lead to its heading any more.
    Not proven yet: see `proof.prove`.
    """
    fixed, made = list(edits), dict(of_links or {})
    write = write or _writer(graph)
    subpaths: dict[ResolvedLink, str] = {}
    for _ in range(_ROUNDS):
        all_edits = [*fixed, *chain.from_iterable(made.values())]
        found = dict(_new_subpaths(graph, all_edits))
        if found == subpaths:
            break
        for item in {**subpaths, **found}:
            made[item] = write(item, found.get(item))
        subpaths = found
    return all_edits


def _writer(graph: Graph) -> Write:
    def write(item: ResolvedLink, subpath: str | None) -> Sequence[Edit]:
        edits = respelled(item.source, text_of(graph.vault, item.source), item.link, subpath=subpath)
        if edits is None:
            raise PlanError(f"{named(graph.vault, item)} cannot be written anew; change that link first")
        return edits

    return write


def _new_subpaths(graph: Graph, edits: Sequence[Edit]) -> Iterator[tuple[ResolvedLink, str]]:
    """The links that need another subpath once these edits are made."""
    for path, own in edits_by_path(edits).items():
        before = graph.vault.notes.get(path)
        after = _reread(before, own) if before is not None and _changes_heading(before, own) else None
        if before is None or after is None:
            continue
        then, now = places(before), places(after)
        for item in graph.incoming.get(path, ()):
            subpath = _new_subpath(graph, item, then, now) if isinstance(item.anchor, Heading) else None
            if subpath is not None:
                yield item, subpath


def _changes_heading(note: Note, edits: Iterable[Edit]) -> bool:
    starts = sorted(edit.span.start for edit in edits)
    for heading in note.headings:
        span = heading.text_span
        at = bisect_left(starts, span.start)
        if at < len(starts) and starts[at] <= span.end:
            return True
    return False


def _reread(note: Note, edits: Iterable[Edit]) -> Note | None:
    """The note as the edits leave it; None where its headings could not be told apart any more."""
    try:
        after = parse(note.path, edited(note.text, edits))
    except ValueError:
        return None  # edits that overlap: the proof says so
    return after if len(after.headings) == len(note.headings) else None


def _new_subpath(graph: Graph, item: ResolvedLink, before: Places, after: Places) -> str | None:
    """The subpath that leads to a link's heading in the note as it will be; None where its own one does."""
    parts = [part for part in item.link.subpath.split("#") if part]
    old = headings_on_the_way(before, item.link.subpath)
    words = [_new_words(before.note, after.note, number) for number in old]
    if not any(words) and headings_on_the_way(after, item.link.subpath)[-1:] == old[-1:]:
        return None
    own = "#" + "#".join(new or part for new, part in zip(words, parts, strict=True))
    for subpath in chain((own,), ways_to_heading(after.note, old[-1])):
        if headings_on_the_way(after, subpath)[-1:] == old[-1:]:
            return subpath
    raise PlanError(
        f"{named(graph.vault, item)} could not lead to that heading any more; choose another name"
    )


def _new_words(before: Note, after: Note, number: int) -> str | None:
    """How links write a heading whose words have changed; None where they have not."""
    old, new = (heading_linktext(note.headings[number].text) for note in (before, after))
    return new if new != old else None


def ways_to_heading(note: Note, goal: int) -> Iterator[str]:
    """Subpaths to a heading, shortest first: its words, then with ever more of the headings above it."""
    heading = note.headings[goal]
    way, level = [heading_linktext(heading.text)], heading.level
    yield "#" + way[0]
    for number in range(goal - 1, -1, -1):
        above = note.headings[number]
        if above.level < level:
            way.insert(0, heading_linktext(above.text))
            level = above.level
            yield "#" + "#".join(way)
