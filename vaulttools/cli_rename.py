"""What `rename`, `merge` and `extract` do: from the words on the command line to a proven plan."""

import os
from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from vaulttools.bases import property_remarks
from vaulttools.cli_goal import block_id, folder_named, goal_of, heading_words, with_ending
from vaulttools.cli_lists import named_file
from vaulttools.cli_plan import Planned
from vaulttools.edit import Plan, edited
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.proof import new_links, prove, prove_composed, same_place
from vaulttools.rename import LinkFormat, folder_moves, plan_moves
from vaulttools.rename_left import SETTINGS, left_remarks
from vaulttools.rename_outside import BOOKMARKS, Change, base_tag_edits, outside_edits
from vaulttools.rename_parts import plan_block, plan_heading, plan_property, plan_tag
from vaulttools.rename_settings import TYPES, lock_edits, type_edits
from vaulttools.text import some_of
from vaulttools.vault import text_of

if TYPE_CHECKING:
    from vaulttools.compose import Composed


class _Draft(NamedTuple):
    """A plan that is not proven yet, the folders it gives new paths to, and remarks for the user."""

    plan: Plan
    folders: Mapping[str, str] = {}
    remarks: tuple[str, ...] = ()


def planned(args: Namespace, graph: Graph, root: str) -> Planned:
    """The plan for `rename OLD NEW`, proven. VaultError where it cannot be made, with the remedy."""
    settings = _settings(root)
    plan, folders, remarks = _draft(args, graph, root, settings)
    change = Change(graph, prove(graph, plan), same_place(graph.vault, plan), folders)
    return _with_outside(change, _Draft(plan, folders, remarks), root, settings)


def merged(args: Namespace, graph: Graph, root: str) -> Planned:
    """The plan for `merge NOTE INTO`, proven."""
    from vaulttools.merge import plan_merge

    path, into = _note(graph, args.note, root), _note(graph, args.into, root)
    return _composed(graph, root, plan_merge(graph, path, into, _link_format(root)))


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
        new = goal_of(graph, root, path[: path.rfind("/") + 1], args.new, os.path.exists(name))
        new = with_ending(path, new) if new and not new.endswith("/") else new
    found = plan_extract(graph, path, heading, new, _link_format(root), markdown_links(root))
    return _composed(graph, root, found)


def _composed(graph: Graph, root: str, found: "Composed") -> Planned:
    after = prove_composed(graph, found.plan, found.expected, found.added)
    change = Change(graph, after, lambda item: (pair := found.expected(item)) and pair[1], {})
    return _with_outside(change, _Draft(found.plan, {}, found.remarks), root, _settings(root))


def _settings(root: str) -> dict[str, str]:
    """The texts of the files with settings that name files, folders and properties."""
    from vaulttools.disk import read_text

    return {file: read_text(os.path.join(root, file)) or "" for file in (BOOKMARKS, TYPES, *SETTINGS)}


def _with_outside(change: Change, draft: _Draft, root: str, settings: Mapping[str, str]) -> Planned:
    """A proven plan with the edits of bookmarks and bases, and the texts it was made from."""
    vault = change.before.vault
    outside = outside_edits(change, settings[BOOKMARKS])
    plan = draft.plan._replace(edits=(*draft.plan.edits, *outside.edits))
    bookmarks = edited(settings[BOOKMARKS], (edit for edit in outside.edits if edit.path == BOOKMARKS))
    left = left_remarks(change, plan, bookmarks, {file: settings[file] for file in SETTINGS})
    remarks = [*draft.remarks, *_found(change, plan), *outside.remarks, *left]
    for file in settings:
        if any(edit.path == file for edit in plan.edits) and _is_elsewhere(root, file):
            plan = plan._replace(edits=tuple(edit for edit in plan.edits if edit.path != file))
            remarks.append(f"'{file}' stays as it is, for it lies behind a symbolic link; mend it by hand")
    notes = {*(move.old for move in plan.moves), *plan.deletes} & vault.notes.keys()
    paths = {edit.path for edit in plan.edits} | notes
    texts = {path: settings.get(path) or text_of(vault, path) for path in sorted(paths)}
    return Planned(plan, texts, tuple(remarks))


def _found(change: Change, plan: Plan) -> list[str]:
    links = new_links(change.before, change.after, plan)
    found = list(dict.fromkeys(f"{item.source}: {item.link.linktext}" for item in links))
    return [f"links that led nowhere will find a file: {some_of(found)}"] if found else []


def _is_elsewhere(root: str, file: str) -> bool:
    """Whether a file of the settings, or the folder it lies in, is a symbolic link: nothing is written there."""
    return os.path.realpath(os.path.join(root, file)) != os.path.join(
        os.path.realpath(root), *file.split("/")
    )


def _note(graph: Graph, name: str, root: str) -> str:
    path = named_file(graph, name, root)
    if path not in graph.vault.notes:
        raise VaultError(f"'{path}' is no note")
    return path


def _link_format(root: str) -> LinkFormat | None:
    from vaulttools.disk_settings import link_format

    return _FORMATS.get(link_format(root))


def _draft(args: Namespace, graph: Graph, root: str, settings: Mapping[str, str]) -> _Draft:
    old, new = args.old, args.new
    if args.property:
        plan = plan_property(graph, old, new)
        edits = (*plan.edits, *type_edits(settings[TYPES], old, new))
        return _Draft(plan._replace(edits=edits), {}, property_remarks(graph.vault, old))
    files = set(graph.vault.files)
    if old.startswith("#") and old not in files and not os.path.isfile(old):
        return _tag_draft(graph, old[1:], new.removeprefix("#"))
    name, mark, place = old.partition("#")
    if not mark or os.path.exists(old) or old in files:
        return _move_draft(graph, root, old, new)
    path = named_file(graph, name, root)
    if path not in graph.vault.notes:
        raise VaultError(f"'{path}' is no note, and only notes have headings and blocks")
    if place.startswith("^"):
        return _Draft(plan_block(graph, path, place[1:], block_id(old, new)))
    return _Draft(plan_heading(graph, path, place, heading_words(graph.vault.notes[path], old, new)))


def _tag_draft(graph: Graph, old: str, new: str) -> _Draft:
    plan, bases = plan_tag(graph, old, new), base_tag_edits(graph.vault, old, new)
    return _Draft(plan._replace(edits=(*plan.edits, *bases.edits)), {}, bases.remarks)


def _move_draft(graph: Graph, root: str, old: str, new: str) -> _Draft:
    folder = folder_named(graph, root, old)
    path = folder or named_file(graph, old, root)
    new = new.rstrip("/") or new if folder else new  # as with `mv`: a folder that is not there is a new name
    goal = goal_of(graph, root, path, new, named_on_disk=os.path.exists(old))
    if not folder:
        goal = with_ending(path, goal)
    files = graph.vault.files
    moves = folder_moves(files, path, goal) if folder else {path: goal}
    if moves.keys() == set(moves.values()):
        raise VaultError(f"'{path}' is called so already")
    plan = plan_moves(graph, moves, _link_format(root), f"rename {path} to {goal}")
    locked = lock_edits(graph.vault, moves)
    return _Draft(plan._replace(edits=(*plan.edits, *locked)), {folder: goal} if folder else {})


_FORMATS: dict[str | None, LinkFormat] = {
    "shortest": "shortest",
    "relative": "relative",
    "absolute": "absolute",
}
