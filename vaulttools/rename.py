"""Renaming and moving files: which links have to be written anew, and how. Pure: the result is a `Plan`.

Every link of the vault is resolved as it is and as it will be; those that would mean something else are
written anew, whatever note they stand in. Source of each rule: tests/conformance/what-a-rename-rewrites.md.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from vaulttools.edit import Edit, Move, Plan
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.linkpaths import absolute_linkpath, relative_linkpath, shortest_linkpath
from vaulttools.proof import PlanError
from vaulttools.resolve import FileMatch, Index, build_index, normalized, resolve_file
from vaulttools.respell import is_card, is_markdown, respelled
from vaulttools.text import LineIndex
from vaulttools.vault import text_of

LinkFormat = Literal["shortest", "relative", "absolute"]


class Renaming(NamedTuple):
    """What a rename is planned on: the graph, where files go, and the files as they will be.

    `link_format` is the vault's own `newLinkFormat`; None where it says nothing, and links keep their form.
    """

    graph: Graph
    moves: Mapping[str, str]
    files: Index
    link_format: LinkFormat | None

    def after(self, path: str) -> str:
        """The path a file will have."""
        return self.moves.get(path, path)


def plan_move(graph: Graph, old: str, new: str, link_format: LinkFormat | None = None) -> Plan:
    """The plan that gives a file, or a folder with all in it, another path; every link goes with it.

    Paths are whole and vault-relative. PlanError where something is called `new` already, or where a link
    could not be written so that it still means the same. Not proven yet: see `proof.prove`. O(links).
    """
    files = [*graph.vault.notes, *graph.vault.attachments]
    moves = {old: new} if old in files else _folder_moves(files, old.rstrip("/"), new.rstrip("/"))
    if not moves:
        raise PlanError(f"there is no file or folder '{old}' in the vault")
    return plan_moves(graph, moves, link_format, f"rename {old} to {new}")


def _folder_moves(files: list[str], old: str, new: str) -> dict[str, str]:
    if f"{new}/".startswith(f"{old}/") and new != old:
        raise PlanError(f"'{old}' cannot be moved into itself")
    return {path: new + path[len(old) :] for path in files if path.startswith(old + "/")}


def plan_moves(graph: Graph, moves: Mapping[str, str], link_format: LinkFormat | None, title: str) -> Plan:
    """The plan for several files at once: old path to new path."""
    moves = {old: new for old, new in moves.items() if old != new}
    paths = [moves.get(path, path) for path in [*graph.vault.notes, *graph.vault.attachments]]
    _refuse_collisions(paths, set(moves.values()))
    renaming = Renaming(graph, moves, build_index(paths), link_format)
    edits = [edit for item in graph.links for edit in _edits(renaming, item)]
    return Plan(title, tuple(edits), tuple(Move(*move) for move in sorted(moves.items())))


def _refuse_collisions(paths: list[str], new: set[str]) -> None:
    """No two files may have one path, nor paths that a disk or a link cannot tell apart."""
    taken: dict[str, str] = {}
    for path in paths:
        other = taken.setdefault(normalized(path), path)
        if (path in new or other in new) and (other != path or paths.count(path) > 1):
            raise PlanError(f"there is a file '{other}' already; choose another name")


def _edits(renaming: Renaming, item: ResolvedLink) -> tuple[Edit, ...]:
    """The edits that keep the meaning of one link; none where it keeps it by itself."""
    if item.target is None or not item.link.linkpath:
        return ()
    now = resolve_file(renaming.files, item.link.linkpath, renaming.after(item.source))
    if not _has_to_change(renaming, item, now):
        return ()
    text = text_of(renaming.graph.vault, item.source)
    for linkpath in _spellings(renaming, item, is_markdown(text, item.link)):
        if _reaches(renaming, item, linkpath):
            edits = respelled(item.source, text, item.link, linkpath, display=_display(renaming, item, text))
            if edits is not None:
                return edits
    line = LineIndex(text).position(item.link.span.start).line
    written = text[slice(*item.link.span)]
    raise PlanError(
        f"{item.source}:{line}: {written} cannot be written so that it leads to "
        f"'{renaming.after(item.target)}'; change that link first, or choose another name"
    )


def _has_to_change(renaming: Renaming, item: ResolvedLink, now: FileMatch) -> bool:
    """Whether a link would mean another file, or its file only by luck or by other letters than before."""
    target = item.target or ""
    wanted = renaming.after(target)
    if now.target != wanted or len(now.rivals) > len(item.rivals):
        return True
    if wanted != target and _spells(item.link.linkpath, target) and not _spells(item.link.linkpath, wanted):
        return True
    if is_card(item.link):
        return item.link.linkpath == target != wanted
    return renaming.link_format == "relative" and _was_relative(renaming, item)


def _spells(linkpath: str, path: str) -> bool:
    """Whether the link has the letters of the path's end, in the same case."""
    end = linkpath
    while end.startswith(("./", "../", "/")):
        end = end.partition("/")[2]
    return path.endswith((end, end + ".md"))


def _was_relative(renaming: Renaming, item: ResolvedLink) -> bool:
    """Whether a link was the path from its note to the file, as other programs follow it, and no longer is."""
    target, linkpath = item.target or "", item.link.linkpath
    if _joined(item.source, linkpath) not in (target, target[:-3]):
        return False
    wanted = renaming.after(target)
    return _joined(renaming.after(item.source), linkpath) not in (wanted, wanted[:-3])


def _joined(source: str, linkpath: str) -> str:
    folders = source.split("/")[:-1]
    for part in linkpath.split("/"):
        if part == "..":
            folders = folders[:-1] if folders else ["", ""]
        elif part != ".":
            folders.append(part)
    return "/".join(folders)


def _reaches(renaming: Renaming, item: ResolvedLink, linkpath: str) -> bool:
    now = resolve_file(renaming.files, linkpath, renaming.after(item.source))
    return now.target == renaming.after(item.target or "") and len(now.rivals) <= len(item.rivals)


def _spellings(renaming: Renaming, item: ResolvedLink, markdown: bool) -> Iterator[str]:
    """Linkpaths for the file, best first: in the vault's own format or the link's own form, then any."""
    target, source = renaming.after(item.target or ""), renaming.after(item.source)
    with_ending = markdown or item.link.linkpath.lower().endswith(".md") or is_card(item.link)
    own = _in_format(renaming, target, source) if renaming.link_format else _in_form(renaming, item)
    if is_card(item.link):
        own = target
    for linkpath in (own, shortest_linkpath(renaming.files, target, source)):
        if linkpath is not None:
            named = linkpath if linkpath.lower().endswith(".md") or not _is_note(target) else linkpath + ".md"
            yield from (named, linkpath) if with_ending else (linkpath, named)
    yield from (target, "/" + target)


def _in_format(renaming: Renaming, target: str, source: str) -> str | None:
    formats = {"shortest": shortest_linkpath, "relative": relative_linkpath, "absolute": absolute_linkpath}
    return formats[renaming.link_format or "shortest"](renaming.files, target, source)


def _in_form(renaming: Renaming, item: ResolvedLink) -> str | None:
    """The new linkpath in the form of the old one: relative, a bare name, the whole path or the end of it."""
    linkpath, old = item.link.linkpath, item.target or ""
    new, source = renaming.after(old), renaming.after(item.source)
    if linkpath.startswith("/"):
        return None  # the app takes a leading "/" away too
    if linkpath.startswith(("./", "../")):
        found = relative_linkpath(renaming.files, new, source)
        plain = found is not None and not found.startswith((".", "/"))
        return f"./{found}" if plain and linkpath.startswith("./") and "/" in source else found
    text = text_of(renaming.graph.vault, item.source)
    if "/" in linkpath and is_markdown(text, item.link) and _joined(item.source, linkpath) in (old, old[:-3]):
        return relative_linkpath(renaming.files, new, source)
    path = new[:-3] if _is_note(new) else new
    if normalized(linkpath) in (normalized(old), normalized(old[:-3])):
        return path
    return "/".join(path.split("/")[-(linkpath.count("/") + 1) :])


def _is_note(path: str) -> bool:
    return path[-3:].lower() == ".md"


def _display(renaming: Renaming, item: ResolvedLink, text: str) -> str | None:
    """A new display text for a Markdown link that showed the old name of its file; else None."""
    old, new = _name(item.target or ""), _name(renaming.after(item.target or ""))
    shown = item.link.display is not None and item.link.display in (old, old[:-3])
    if old == new or not shown or not is_markdown(text, item.link):
        return None
    return new if item.link.display == old or not _is_note(new) else new[:-3]


def _name(path: str) -> str:
    return path.rpartition("/")[2]
