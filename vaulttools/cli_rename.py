"""What `rename`, `merge` and `extract` do: from the words on the command line to a proven plan."""

import os
from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vaulttools.cli_lists import named_file
from vaulttools.cli_plan import Planned
from vaulttools.edit import Plan
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.proof import new_links, prove, prove_composed
from vaulttools.rename import LinkFormat, plan_moves
from vaulttools.rename_parts import is_below, plan_block, plan_heading, plan_property, plan_tag
from vaulttools.rename_settings import (
    BOOKMARKS,
    TYPES,
    base_edits,
    base_tag_edits,
    bookmark_edits,
    lock_edits,
    type_edits,
)
from vaulttools.vault import text_of

if TYPE_CHECKING:
    from vaulttools.compose import Composed


def planned(args: Namespace, graph: Graph, root: str) -> Planned:
    """The plan for `rename OLD NEW`, proven. VaultError where it cannot be made, with the remedy."""
    from vaulttools.disk import read_text

    settings = {file: read_text(os.path.join(root, file)) or "" for file in (BOOKMARKS, TYPES)}
    plan = _plan(args, graph, root, settings)
    after = prove(graph, plan)
    texts = {edit.path: settings.get(edit.path) or text_of(graph.vault, edit.path) for edit in plan.edits}
    texts |= {
        move.old: graph.vault.notes[move.old].text for move in plan.moves if move.old in graph.vault.notes
    }
    found = [f"{item.source}: {item.link.linktext}" for item in new_links(graph, after, plan)]
    remark = f"links that led nowhere will find a file: {', '.join(found[:5])}{' …' * (len(found) > 5)}"
    return Planned(plan, texts, (remark,) if found else ())


def merged(args: Namespace, graph: Graph, root: str) -> Planned:
    """The plan for `merge NOTE INTO`, proven."""
    from vaulttools.merge import plan_merge

    path, into = _note(graph, args.note, root), _note(graph, args.into, root)
    return _composed(graph, plan_merge(graph, path, into, _link_format(root)))


def extracted(args: Namespace, graph: Graph, root: str) -> Planned:
    """The plan for `extract NOTE#Heading [NEW]`, proven."""
    from vaulttools.disk_settings import markdown_links
    from vaulttools.extract import plan_extract

    name, mark, heading = args.section.partition("#")
    if not (name and mark and heading):
        raise VaultError(f"'{args.section}' names no section; write NOTE#Heading")
    path = _note(graph, name, root)
    new = None
    if args.new:
        # A path without a name: what NEW means then ends with "/", or is empty, where it means a folder.
        new = _goal(graph, root, path[: path.rfind("/") + 1], args.new, os.path.exists(name))
        new = _with_ending(path, new) if new and not new.endswith("/") else new
    found = plan_extract(graph, path, heading, new, _link_format(root), markdown_links(root))
    return _composed(graph, found)


def _composed(graph: Graph, found: "Composed") -> Planned:
    prove_composed(graph, found.plan, found.expected, found.added)
    paths = {*(edit.path for edit in found.plan.edits), *found.plan.deletes}
    return Planned(found.plan, {path: text_of(graph.vault, path) for path in paths}, found.remarks)


def _note(graph: Graph, name: str, root: str) -> str:
    path = named_file(graph, name, root)
    if path not in graph.vault.notes:
        raise VaultError(f"'{path}' is no note")
    return path


def _link_format(root: str) -> LinkFormat | None:
    from vaulttools.disk_settings import link_format

    return _FORMATS.get(link_format(root))


def _plan(args: Namespace, graph: Graph, root: str, settings: Mapping[str, str]) -> Plan:
    old, new = args.old, args.new
    if args.property:
        plan = plan_property(graph, old, new)
        return plan._replace(edits=(*plan.edits, *type_edits(settings[TYPES], old, new)))
    if old.startswith("#"):
        return _tag_plan(graph, old[1:], new.removeprefix("#"))
    name, mark, place = old.partition("#")
    if mark and not os.path.exists(old) and old not in graph.vault.attachments:
        path, wanted = named_file(graph, name, root), new.rpartition("#")[2] if "#" in new else new
        if path not in graph.vault.notes:
            raise VaultError(f"'{path}' is no note, and only notes have headings and blocks")
        if place.startswith("^"):
            return plan_block(graph, path, place[1:], wanted.removeprefix("^"))
        return plan_heading(graph, path, place, wanted)
    return _move_plan(graph, root, old, new, settings[BOOKMARKS])


def _tag_plan(graph: Graph, old: str, new: str) -> Plan:
    plan = plan_tag(graph, old, new)

    def renamed(tag: str) -> str | None:
        return new + tag[len(old) :] if is_below(tag, old) else None

    return plan._replace(edits=(*plan.edits, *base_tag_edits(graph.vault, renamed)))


def _move_plan(graph: Graph, root: str, old: str, new: str, bookmarks: str) -> Plan:
    folder = _folder(graph, root, old)
    path = folder or named_file(graph, old, root)
    new = new.rstrip("/") or new if folder else new  # as with `mv`: a folder that is not there is a new name
    goal = _goal(graph, root, path, new, named_on_disk=os.path.exists(old))
    if not folder:
        goal = _with_ending(path, goal)
    moves = _moves(graph, path, goal) if folder else {path: goal}
    if moves.keys() == set(moves.values()):
        raise VaultError(f"'{path}' is called so already")
    folders = {folder: goal} if folder else {}
    plan = plan_moves(graph, moves, _link_format(root), f"rename {path} to {goal}")
    more = (
        *base_edits(graph.vault, moves, folders),
        *bookmark_edits(bookmarks, moves, folders),
        *lock_edits(graph.vault, moves),
    )
    return plan._replace(edits=(*plan.edits, *more))


_FORMATS: dict[str | None, LinkFormat] = {
    "shortest": "shortest",
    "relative": "relative",
    "absolute": "absolute",
}


def _moves(graph: Graph, folder: str, goal: str) -> dict[str, str]:
    """Where each file of a folder goes; the writer takes along what is hidden in it."""
    if goal.startswith(f"{folder}/"):
        raise VaultError(f"'{folder}' cannot be moved into itself")
    files = [*graph.vault.notes, *graph.vault.attachments]
    return {path: goal + path[len(folder) :] for path in files if path.startswith(folder + "/")}


def _folder(graph: Graph, root: str, name: str) -> str | None:
    """The folder of the vault that is meant, or None where it is none."""
    inner = _inside(root, name) if os.path.isdir(name) else name.strip("/")
    start = f"{inner}/"
    files = [*graph.vault.notes, *graph.vault.attachments]
    return inner if inner and any(path.startswith(start) for path in files) else None


def _goal(graph: Graph, root: str, path: str, new: str, named_on_disk: bool) -> str:
    """The path in the vault that NEW means for the file or folder at `path`.

    A bare name stays in its folder; "/" at the end, or a folder that is there, moves into it. A path
    starts where OLD's did: at the current folder where OLD was found there, else at the root.
    """
    from_here = named_on_disk and os.path.realpath(os.getcwd()) != os.path.realpath(root)
    if "/" not in new:
        goal = f"{path.rpartition('/')[0]}/{new}".lstrip("/")
        return goal if not _is_folder(graph, new) else f"{new}/{path.rpartition('/')[2]}"
    relative = new.startswith(("./", "../")) or (from_here and not new.startswith("/"))
    goal = _inside(root, new) if relative else os.path.normpath(new.strip("/")).replace(os.sep, "/")
    goal = "" if goal == "." else goal
    if goal.startswith("../"):
        raise VaultError(f"'{new}' lies outside of the vault")
    if new.endswith("/") or _is_folder(graph, goal):
        return f"{goal}/{path.rpartition('/')[2]}".lstrip("/")
    return goal


def _is_folder(graph: Graph, path: str) -> bool:
    return any(file.startswith(f"{path}/") for file in [*graph.vault.notes, *graph.vault.attachments])


def _inside(root: str, name: str) -> str:
    return os.path.relpath(os.path.abspath(name), os.path.realpath(root)).replace(os.sep, "/")


def _with_ending(old: str, new: str) -> str:
    """The new path with the old one's ending, where it was left out."""
    ending = "." + old.rpartition(".")[2] if "." in old.rpartition("/")[2] else ""
    if old.lower().endswith(".md"):
        return new if new.lower().endswith(".md") else new + ending
    return new if "." in new.rpartition("/")[2] else new + ending
