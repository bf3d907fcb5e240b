"""Renaming and moving files: which links have to be written anew, and how. Pure: the result is a `Plan`.

Every link of the vault is resolved as it is and as it will be; those that would mean something else are
written anew, whatever note they stand in. Source of each rule: tests/conformance/what-a-rename-rewrites.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from vaulttools.edit import Edit, Move, Plan
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.heading_links import with_heading_links
from vaulttools.linkpaths import absolute_linkpath, relative_linkpath, shortest_linkpath
from vaulttools.names import name_fault
from vaulttools.proof import PlanError, named
from vaulttools.resolve import Index, build_index, normalized, resolve_file
from vaulttools.respell import is_card, is_markdown, respelled
from vaulttools.vault import text_of

LinkFormat = Literal["shortest", "relative", "absolute"]


class Relinking(NamedTuple):
    """What links are written anew on: the graph as it is, and the files as they will be.

    `link_format` is the vault's own `newLinkFormat`; None where it says nothing, and links keep their form.
    """

    graph: Graph
    files: Index
    link_format: LinkFormat | None


class Aim(NamedTuple):
    """A link that leads to a file, the note it will stand in, and the file it then has to lead to."""

    item: ResolvedLink
    source: str
    target: str

    @property
    def old(self) -> str:
        """The file the link leads to as it is."""
        return self.item.target or ""


def plan_move(graph: Graph, old: str, new: str, link_format: LinkFormat | None = None) -> Plan:
    """The plan that gives a file, or a folder with all in it, another path; every link goes with it.

    Paths are whole and vault-relative. PlanError where something is called `new` already, or where a link
    could not be written so that it still means the same. Not proven yet: see `proof.prove`. O(links).
    """
    files = graph.vault.files
    moves = {old: new} if old in files else folder_moves(files, old.rstrip("/"), new.rstrip("/"))
    if not moves:
        raise PlanError(f"there is no file or folder '{old}' in the vault")
    return plan_moves(graph, moves, link_format, f"rename {old} to {new}")


def folder_moves(files: Iterable[str], old: str, new: str) -> dict[str, str]:
    """Where each file of a folder goes; the writer takes along what is hidden in it. PlanError for a place in it."""
    if new.startswith(f"{old}/"):
        raise PlanError(f"'{old}' cannot be moved into itself")
    return {path: new + path[len(old) :] for path in files if path.startswith(old + "/")}


def plan_moves(graph: Graph, moves: Mapping[str, str], link_format: LinkFormat | None, title: str) -> Plan:
    """The plan for several files at once: old path to new path."""
    moves = {old: new for old, new in moves.items() if old != new}
    paths = [moves.get(path, path) for path in graph.vault.files]
    _refuse_collisions(paths, set(moves.values()))
    relinking = Relinking(graph, build_index(paths), link_format)

    def written(item: ResolvedLink, subpath: str | None = None) -> tuple[Edit, ...]:
        target = item.target or ""
        aim = Aim(item, moves.get(item.source, item.source), moves.get(target, target))
        return relinked(relinking, aim, subpath)

    leading = [item for item in graph.links if item.target is not None and item.link.linkpath]
    of_links = {item: found for item in leading if (found := written(item))}
    edits = with_heading_links(graph, (), of_links, written)
    return Plan(title, tuple(edits), tuple(Move(*move) for move in sorted(moves.items())))


def _refuse_collisions(paths: list[str], new: set[str]) -> None:
    """No two files may have one path, nor paths that a disk or a link cannot tell apart."""
    taken: dict[str, str] = {}
    for path in paths:
        is_first = normalized(path) not in taken
        other = taken.setdefault(normalized(path), path)
        if not is_first and (path in new or other in new):
            raise PlanError(f"there is a file '{other}' already; choose another name")


def relinked(
    relinking: Relinking, aim: Aim, subpath: str | None = None, display: str | None = None
) -> tuple[Edit, ...]:
    """The edits that make a link lead to its aim; none where it does so by itself.

    `subpath` is the link's new one, None where it stays; `display` its new words where it has to be written
    anew, None for those it would have. PlanError where the link cannot be written so.
    """
    item = aim.item
    text = text_of(relinking.graph.vault, item.source)
    linkpaths: Iterable[str | None] = (None,)
    if _has_to_change(relinking, aim):
        linkpaths = (one for one in _spellings(relinking, aim, text) if _reaches(relinking, aim, one))
    display = display or _display(aim, text)
    for linkpath in linkpaths:
        edits = respelled(item.source, text, item.link, linkpath, subpath, display if linkpath else None)
        if edits is not None:
            return edits
    _refuse_name(aim)
    raise PlanError(
        f"{named(relinking.graph.vault, item)} cannot be written so that it leads to '{aim.target}'; "
        "change that link first, or choose another name"
    )


def _refuse_name(aim: Aim) -> None:
    """PlanError where it is a new name that is to blame for a link that cannot be written."""
    for part in aim.target.split("/"):
        fault = None if part in aim.old.split("/") else name_fault(part)
        if fault:
            raise PlanError(f"no link could lead to '{aim.target}': '{part}' {fault}; choose another name")


def _has_to_change(relinking: Relinking, aim: Aim) -> bool:
    """Whether a link would mean another file, or its file only by luck or by other letters than before."""
    linkpath = aim.item.link.linkpath
    if not linkpath:
        return aim.target != aim.source
    if not _reaches(relinking, aim, linkpath):
        return True
    if aim.target != aim.old and _spells(linkpath, aim.old) and not _spells(linkpath, aim.target):
        return True
    if is_card(aim.item.link):
        return linkpath == aim.old != aim.target
    return relinking.link_format == "relative" and _was_relative(aim)


def _spells(linkpath: str, path: str) -> bool:
    """Whether the link has the letters of the path's end, in the same case."""
    end = linkpath
    while end.startswith(("./", "../", "/")):
        end = end.partition("/")[2]
    return path.endswith((end, end + ".md"))


def _was_relative(aim: Aim) -> bool:
    """Whether a link was the path from its note to the file, as other programs follow it, and no longer is."""
    linkpath = aim.item.link.linkpath
    if _joined(aim.item.source, linkpath) not in (aim.old, aim.old[:-3]):
        return False
    return _joined(aim.source, linkpath) not in (aim.target, aim.target[:-3])


def _joined(source: str, linkpath: str) -> str:
    """The file at a path from a note's folder. Links with "./" or "../" are not asked about: they are nothing else."""
    return "/".join([*source.split("/")[:-1], linkpath])


def _reaches(relinking: Relinking, aim: Aim, linkpath: str) -> bool:
    now = resolve_file(relinking.files, linkpath, aim.source)
    return now.target == aim.target and len(now.rivals) <= len(aim.item.rivals)


def _spellings(relinking: Relinking, aim: Aim, text: str) -> Iterator[str]:
    """Linkpaths for the file, best first: in the vault's own format or the link's own form, then any."""
    target, link = aim.target, aim.item.link
    with_ending = is_markdown(text, link) or link.linkpath.lower().endswith(".md") or is_card(link)
    own: str | None = target
    if not is_card(link):
        own = _in_format(relinking, aim) if relinking.link_format else _in_form(relinking, aim, text)
    for linkpath in (own, shortest_linkpath(relinking.files, target, aim.source)):
        if linkpath is not None:
            named = linkpath + ".md"  # an ending too many reaches nothing, and is passed over
            yield from (named, linkpath) if with_ending else (linkpath, named)
    yield target


def _in_format(relinking: Relinking, aim: Aim) -> str | None:
    formats = {"shortest": shortest_linkpath, "relative": relative_linkpath, "absolute": absolute_linkpath}
    return formats[relinking.link_format or "shortest"](relinking.files, aim.target, aim.source)


def _in_form(relinking: Relinking, aim: Aim, text: str) -> str | None:
    """The new linkpath in the form of the old one: relative, a bare name, the whole path or the end of it."""
    linkpath, old, new = aim.item.link.linkpath, aim.old, aim.target
    if linkpath.startswith("/"):
        return None  # the app takes a leading "/" away too
    if linkpath.startswith(("./", "../")):
        found = relative_linkpath(relinking.files, new, aim.source)
        plain = found is not None and not found.startswith(".")
        return f"./{found}" if plain and linkpath.startswith("./") and "/" in aim.source else found
    path = new[:-3] if _is_note(new) else new
    if "/" not in linkpath:
        return _name(path)
    if is_markdown(text, aim.item.link) and _joined(aim.item.source, linkpath) in (old, old[:-3]):
        return relative_linkpath(relinking.files, new, aim.source)
    if normalized(linkpath) in (normalized(old), normalized(old[:-3])):
        return path
    return "/".join(path.split("/")[-(linkpath.count("/") + 1) :])


def _is_note(path: str) -> bool:
    return path[-3:].lower() == ".md"


def _display(aim: Aim, text: str) -> str | None:
    """A new display text for a Markdown link that showed the old name of its file; else None."""
    old, new = _name(aim.old), _name(aim.target)
    if aim.item.link.display not in (old, old[:-3]) or not is_markdown(text, aim.item.link):
        return None
    return new if aim.item.link.display == old or not _is_note(new) else new[:-3]


def _name(path: str) -> str:
    return path.rpartition("/")[2]
