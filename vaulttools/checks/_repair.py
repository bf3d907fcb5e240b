"""Repairs of links that lead nowhere, as unsafe fixes: the link written anew, once it is known where it was to lead."""

from collections.abc import Callable, Sequence
from functools import cache

from vaulttools.checks import Fix
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.places import heading_linktext, places, resolve_subpath
from vaulttools.vault import text_of

ToFile = Callable[[ResolvedLink, Sequence[str]], Fix | None]
ToHeading = Callable[[ResolvedLink, Sequence[Heading]], Fix | None]


def to_file(graph: Graph) -> ToFile:
    """A function that gives the fix by which a link leads to the only one of some paths.

    None where there are several, where the link cannot be written so, or where its heading or block is
    not there.
    """
    from vaulttools.linkpaths import shortest_linkpath
    from vaulttools.resolve import build_index
    from vaulttools.respell import is_card, respelled

    index = build_index(graph.vault.files)

    def fix(item: ResolvedLink, paths: Sequence[str]) -> Fix | None:
        if len(paths) != 1 or paths[0] == item.source or not _has(graph, paths[0], item.link.subpath):
            return None
        link, path = item.link, paths[0]
        linkpath = path if is_card(link) else shortest_linkpath(index, path, item.source)
        if linkpath is not None and link.linkpath.lower().endswith(".md") and path == f"{linkpath}.md":
            linkpath = path
        edits = linkpath and respelled(
            item.source, text_of(graph.vault, item.source), link, linkpath=linkpath
        )
        return Fix(f"write '{linkpath}'", False, edits) if edits else None

    return fix


def _has(graph: Graph, path: str, subpath: str) -> bool:
    note = graph.vault.notes.get(path)
    return not subpath or note is None or resolve_subpath(note, subpath).outcome == "resolved"


def to_heading(graph: Graph) -> ToHeading:
    """A function that gives the fix by which a link leads to the only one of some headings of its note; else None."""
    from vaulttools.respell import respelled

    places_of = cache(lambda path: places(graph.vault.notes[path]))

    def fix(item: ResolvedLink, headings: Sequence[Heading]) -> Fix | None:
        if len(headings) != 1:
            return None
        subpath = "#" + heading_linktext(headings[0].text)
        if resolve_subpath(places_of(item.target), subpath).anchor != headings[0]:
            return None
        edits = respelled(item.source, text_of(graph.vault, item.source), item.link, subpath=subpath)
        return Fix(f"write '{subpath}'", False, edits) if edits else None

    return fix
