"""What names files, headings and blocks outside of links, and follows as links do: bookmarks and bases. Pure.

Bookmarks lie in `.obsidian`; whoever reads the vault passes their text in.
"""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from vaulttools.bases import Kind, Outside, base_edits
from vaulttools.edit import Edit
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.heading_links import ways_to_heading
from vaulttools.json_texts import objects
from vaulttools.links import Spans, link_with_spans
from vaulttools.places import resolve_subpath
from vaulttools.proof import Meaning
from vaulttools.rename_parts import is_below
from vaulttools.resolve import build_index, resolve_file
from vaulttools.text import Span
from vaulttools.vault import Vault

BOOKMARKS = ".obsidian/bookmarks.json"
_HERE = Span(0, 0)


class Change(NamedTuple):
    """A vault before and after a plan, what each link has to mean in it (None: it goes), and folders with new paths."""

    before: Graph
    after: Graph
    expected: Callable[[ResolvedLink], Meaning | None]
    folders: Mapping[str, str]


class _Named(NamedTuple):
    """A file and a place in it, as they are to be named; `remark` says where the place can be named no more."""

    path: str
    subpath: str
    remark: str = ""


def outside_edits(change: Change, bookmarks: str) -> Outside:
    """The edits of bookmarks and bases for all that a plan moves or calls otherwise, but for tags."""
    marks = _bookmark_edits(change, bookmarks) if is_object(bookmarks) else Outside()
    bases = _base_edits(change)
    return Outside((*marks.edits, *bases.edits), tuple(dict.fromkeys((*marks.remarks, *bases.remarks))))


def _bookmark_edits(change: Change, text: str) -> Outside:
    edits, remarks = [], []
    for _, said in objects(text, ("path", "subpath")):
        if "path" not in said:
            continue
        path, subpath = said["path"], said.get("subpath")
        own = _Named(path.value, subpath.value if subpath else "")
        now = _named_now(change, *own[:2]) or _Named(
            _folder_now(change.folders, own.path) or own.path, own.subpath
        )
        remarks += [f"a bookmark of {now.remark}"] if now.remark else []
        for old, new in ((path, now.path), (subpath, now.subpath)):
            if old is not None and old.value != new:
                edits.append(Edit(BOOKMARKS, old.span, json.dumps(new, ensure_ascii=False)[1:-1]))
    return Outside(tuple(edits), tuple(remarks))


def _base_edits(change: Change) -> Outside:
    """What bases name: `link("N#H")`, `file.path == "f/N.md"`, `inFolder("f")`."""
    remarks: list[str] = []
    vault = change.before.vault
    if not any(path.endswith(".base") for path in vault.sources):
        return Outside()
    before = build_index(vault.files)
    after = build_index(change.after.vault.files)

    def link_now(said: str) -> str | None:
        linkpath, mark, rest = said.partition("#")
        target = resolve_file(before, linkpath, "").target if linkpath else None
        now = _named_now(change, target, mark + rest) if target else None
        if now is None:
            return None
        if now.remark:
            remarks.append(f"a base that names {now.remark}")
        if resolve_file(after, linkpath, "").target != now.path:
            linkpath = _linkpath(linkpath, target or "", now.path)
            if resolve_file(after, linkpath, "").target != now.path:
                linkpath = now.path
        return linkpath + now.subpath

    def renamed(kind: Kind, said: str) -> str | None:
        new = None
        if kind == "link":
            new = link_now(said)
        elif kind == "path" and (now := _named_now(change, said, "")):
            new = now.path
        elif kind == "folder":
            new = _folder_now(change.folders, said)
        return new if new != said else None

    found = base_edits(vault, renamed)
    return found._replace(remarks=(*found.remarks, *remarks))


def base_tag_edits(vault: Vault, old: str, new: str) -> Outside:
    """The edits of what bases name in `hasTag("a", "b/c")`, for a tag renamed with all below it."""

    def renamed(kind: Kind, said: str) -> str | None:
        tag = said.removeprefix("#")
        if kind != "tag" or not is_below(tag, old):
            return None
        return said[: len(said) - len(tag)] + new + tag[len(old) :]

    return base_edits(vault, renamed)


def _named_now(change: Change, path: str, subpath: str) -> _Named | None:
    """How a file of the vault, and a place in it, is to be named; None for another path, or where it goes."""
    vault, now = change.before.vault, change.after.vault
    if path not in vault.notes and path not in vault.attachments:
        return None
    note = vault.notes.get(path)
    anchor = resolve_subpath(note, subpath).anchor if note and subpath else None
    link = link_with_spans("canvas", False, (path, subpath, None), Spans(_HERE, _HERE, _HERE, _HERE))
    wanted = change.expected(ResolvedLink(BOOKMARKS, link, path, anchor, (), "resolved", "exact-path"))
    if wanted is None or wanted.path is None:
        return None
    if anchor is None or wanted.path not in now.notes:
        return _Named(wanted.path, subpath)
    if wanted.place is None:
        return _Named(wanted.path, "")  # the section has become the note
    new_note, number = now.notes[wanted.path], wanted.place[1]
    goal = new_note.headings[number] if wanted.place[0] == "heading" else new_note.blocks[number]
    ways = ways_to_heading(new_note, number) if isinstance(goal, Heading) else iter((f"#^{goal.id}",))
    fitting = (way for way in (subpath, *ways) if resolve_subpath(new_note, way).anchor == goal)
    now_called = next(fitting, None)
    if now_called is not None:
        return _Named(wanted.path, now_called)
    remark = f"'{path}{subpath}' cannot lead there any more: '{wanted.path}' has another heading of that name above"
    return _Named(wanted.path, subpath, remark)


def _folder_now(folders: Mapping[str, str], path: str) -> str | None:
    """The new path of a folder that moves, or of anything below one; the innermost counts."""
    above = [old for old in folders if f"{path}/".startswith(f"{old}/")]
    innermost = max(above, key=len, default=None)
    return None if innermost is None else folders[innermost] + path[len(innermost) :]


def _linkpath(said: str, old: str, new: str) -> str:
    """A linkpath for a file, in the form of the old one: the whole path or the name, with the ending or without."""
    if said == old:
        return new
    plain = new[:-3] if new.lower().endswith(".md") and not said.lower().endswith(".md") else new
    return plain if said == old[:-3] else plain.rpartition("/")[2]


def is_object(text: str) -> bool:
    """Whether a text is an object in JSON."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
