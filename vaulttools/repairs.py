"""Repairs: which file an unresolved link probably means, by its name and by what files were called once. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.links import is_web_address
from vaulttools.names import without_md
from vaulttools.nearest import How, candidate_finder, plain_words, starts_alike
from vaulttools.resolve import build_index, resolve_file
from vaulttools.text import Span

_ELSEWHERE = (0.9, "a file of this name lies in another folder")
# The score, and why.
_NEARNESS: Mapping[How, tuple[float, str]] = {
    "written": (0.9, "only capitals, punctuation, a plural or an article differ"),
    "letter": (0.85, "one word is misspelt"),
    "order": (0.8, "the same words in another order"),
    "misspelt": (0.5, "a letter or two differ"),
    "within": (0.4, "the only name with all these words"),
    "alike": (0.2, "a letter or two differ"),
}


class Repair(NamedTuple):
    """A file that an unresolved link may mean, and why.

    `score`, 0 to 1, is how sure that is: 0.97 where the file had the link's name before git saw it renamed, 0.95 for
    an alias or title of one note; 0.9, 0.85, 0.8 for a name that is surely near and 0.5, 0.4, 0.2 for one that may be,
    by how it is (`nearest.Near`).
    """

    source: str
    span: Span
    linkpath: str
    target: str
    score: float
    why: str


def find_repairs(
    graph: Graph, renames: Mapping[str, str] | None = None, sources: Collection[str] | None = None
) -> tuple[Repair, ...]:
    """The likeliest file for each link that leads to none, where one is likely; in order of source and place.

    `renames` leads from paths that files had before to those they have now, as `disk_renamed.read_renamed` gives
    them. `sources` limits the notes. Excluded notes are left out.
    """
    lost = [
        link
        for link in graph.links
        if link.outcome == "no-file" and link.source not in graph.vault.excluded
        if sources is None or link.source in sources
    ]
    if not lost:
        return ()
    finders = (_by_history(graph, renames or {}), _by_other_name(graph), _by_near_name(graph))
    return tuple(_repairs(lost, finders))


_Finder = Callable[[ResolvedLink], tuple[str, float, str] | None]


def _repairs(lost: list[ResolvedLink], finders: tuple[_Finder, ...]) -> Iterator[Repair]:
    for link in lost:
        for find in finders:
            found = find(link)
            if found is not None and found[0] != link.source:
                yield Repair(link.source, link.link.span, link.link.linkpath, *found)
                break


def _by_history(graph: Graph, renames: Mapping[str, str]) -> _Finder:
    files = set(graph.vault.files)
    gone = {old: new for old, new in renames.items() if new in files and old not in files}
    index = build_index([*files, *gone])

    def find(link: ResolvedLink) -> tuple[str, float, str] | None:
        old = resolve_file(index, link.link.linkpath, link.source).target
        return (
            (gone[old], 0.97, f"'{without_md(old)}' was renamed to '{without_md(gone[old])}'")
            if old in gone
            else None
        )

    return find


def _by_other_name(graph: Graph) -> _Finder:
    owners: dict[str, dict[str, str]] = {}
    for path, note in graph.vault.notes.items():
        for kind, name in (("title", note.title), *(("alias", alias) for alias in note.aliases)):
            owners.setdefault(name.casefold(), {}).setdefault(path, kind)

    def find(link: ResolvedLink) -> tuple[str, float, str] | None:
        found = owners.get(link.link.linkpath.casefold(), {})
        if len(found) != 1:
            return None
        path, kind = next(iter(found.items()))
        return path, 0.95, f"it is {'the title' if kind == 'title' else 'an alias'} of '{without_md(path)}'"

    return find


def _by_near_name(graph: Graph) -> _Finder:
    by_name: dict[str, list[str]] = {}
    for path in graph.vault.files:
        by_name.setdefault(_name(path), []).append(path)
    # A name without the ending of a file means a note, one with it a file of that kind.
    endings = {_ending(path) for path in graph.vault.attachments} - {""}
    near = {
        kind: candidate_finder(
            name for name, paths in by_name.items() if any(_ending(one) == kind for one in paths)
        )
        for kind in ("", *sorted(endings))
    }

    def find(link: ResolvedLink) -> tuple[str, float, str] | None:
        if is_web_address(link.link.linkpath):
            return None
        wanted = _name(link.link.linkpath)
        kind = _ending(link.link.linkpath)
        names, how = near[kind if kind in endings else ""](wanted)
        if kind not in endings:
            names = tuple(name for name in names if _is_likely(wanted, name, how, _name(link.source)))
        if not names:
            return None
        path = min(by_name[names[0]], key=lambda path: (len(path), path))
        return path, *(_ELSEWHERE if wanted == names[0] else _NEARNESS[how])

    return find


def _is_likely(wanted: str, name: str, how: How, source: str) -> bool:
    """Whether a note of a near name may be meant: most words of other letters mean another, and so do single words.

    "Slicing" is Python Slicing in the notes called Python, and nowhere else.
    """
    words = plain_words(wanted)
    if how == "within" and len(words) == 1:
        return {*plain_words(name)} <= {*words, *plain_words(source)}
    return how != "alike" or starts_alike(wanted, name)


def _ending(path: str) -> str:
    """The ending of a file that is no note, in lower case; "" for a note."""
    ending = path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path else ""
    return "" if ending == "md" else ending


def _name(path: str) -> str:
    return without_md(path.rpartition("/")[2])
