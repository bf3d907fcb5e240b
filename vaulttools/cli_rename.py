"""What `rename` does: from the words on the command line to a proven plan, and the plan shown."""

import os
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vaulttools.cli_lists import named_file
from vaulttools.edit import Edit, Plan, edited, edits_by_path
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.outputs.terminal import escape, painted
from vaulttools.proof import new_links, prove
from vaulttools.rename import LinkFormat, plan_moves
from vaulttools.rename_parts import plan_block, plan_heading, plan_property, plan_tag
from vaulttools.rename_settings import (
    BOOKMARKS,
    TYPES,
    base_edits,
    base_tag_edits,
    bookmark_edits,
    type_edits,
)
from vaulttools.text import LineIndex, Span
from vaulttools.vault import text_of

_SHOWN = 20


class Planned(NamedTuple):
    """A proven plan, the texts it was made from, and what somebody should know besides."""

    plan: Plan
    texts: Mapping[str, str]
    remarks: tuple[str, ...]


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
    remarks = [f"{_count(len(found), 'link')} that led nowhere will find a file: {', '.join(found[:5])}"]
    return Planned(plan, texts, tuple(remarks if found else ()))


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
        return new + tag[len(old) :] if f"{tag}/".lower().startswith(f"{old}/".lower()) else None

    return plan._replace(edits=(*plan.edits, *base_tag_edits(graph.vault, renamed)))


def _move_plan(graph: Graph, root: str, old: str, new: str, bookmarks: str) -> Plan:
    from vaulttools.disk_settings import link_format

    folder = _folder(graph, root, old)
    path = folder or named_file(graph, old, root)
    goal = _goal(graph, root, path, new, named_on_disk=os.path.exists(old))
    if not folder:
        goal = _with_ending(path, goal)
    moves = _moves(graph, root, path, goal) if folder else {path: goal}
    if moves.keys() == set(moves.values()):
        raise VaultError(f"'{path}' is called so already")
    folders = {folder: goal} if folder else {}
    plan = plan_moves(graph, moves, _FORMATS.get(link_format(root)), f"rename {path} to {goal}")
    more = (*base_edits(graph.vault, moves, folders), *bookmark_edits(bookmarks, moves, folders))
    return plan._replace(edits=(*plan.edits, *more))


_FORMATS: dict[str | None, LinkFormat] = {
    "shortest": "shortest",
    "relative": "relative",
    "absolute": "absolute",
}


def _moves(graph: Graph, root: str, folder: str, goal: str) -> dict[str, str]:
    """Where each file of a folder goes, hidden ones too."""
    from vaulttools.disk import files_below

    if f"{goal}/".startswith(f"{folder}/") and goal != folder:
        raise VaultError(f"'{folder}' cannot be moved into itself")
    files = {*graph.vault.notes, *graph.vault.attachments, *files_below(root, folder)}
    return {path: goal + path[len(folder) :] for path in sorted(files) if path.startswith(folder + "/")}


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


def summary(plan: Plan, done: bool) -> str:
    """One line: what the plan changes. `done` says that it has happened."""
    verb = {"rename": "renamed", "merge": "merged", "extract": "extracted"}
    title = escape(plan.title)
    first = title.partition(" ")[0]
    said = verb[first] + title[len(first) :] if done else f"would {title}"
    files = len({edit.path for edit in plan.edits})
    if not files:
        return f"{said}: no link has to change"
    return f"{said}: {_count(len(plan.edits), 'change')} in {_count(files, 'file')}"


def shown(found: Planned, graph: Graph, colour: bool, everything: bool) -> str:
    """The plan as a table: where, what stands there, and what it becomes."""
    rows = list(_rows(found, graph))
    count = len(rows) if everything else _SHOWN
    place = max((len(where) for where, _, _ in rows[:count]), default=0)
    lines = [
        f"  {painted(escape(where).ljust(place), 'cyan', colour)}  {painted(escape(old), 'red', colour)}"
        f" → {painted(escape(new), 'green', colour)}"
        for where, old, new in rows[:count]
    ]
    more = len(rows) - count
    lines += [f"  … and {more:,} more (--verbose shows all)"] if more > 0 else []
    return "\n".join([summary(found.plan, False), *lines, *map(escape, found.remarks)]) + "\n"


def _rows(found: Planned, graph: Graph) -> Iterator[tuple[str, str, str]]:
    for path, edits in edits_by_path(found.plan.edits).items():
        text = found.texts[path]
        lines = LineIndex(text)
        spans = [item.link.span for item in graph.outgoing.get(path, ())]
        done: set[Span] = set()
        for edit in sorted(edits, key=lambda edit: edit.span):
            whole = next(
                (one for one in spans if one.start <= edit.span.start and edit.span.end <= one.end), edit.span
            )
            if whole not in done:
                done.add(whole)
                inside = [
                    _shifted(one, whole.start) for one in edits if whole.start <= one.span.start <= whole.end
                ]
                old = text[whole.start : whole.end]
                yield f"{path}:{lines.position(whole.start).line}", old, edited(old, inside)


def _shifted(edit: Edit, by: int) -> Edit:
    return edit._replace(span=Span(edit.span.start - by, edit.span.end - by))


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
