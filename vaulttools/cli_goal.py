"""What OLD and NEW of `rename` mean: from words on the command line to paths in the vault, and to words of headings."""

import os

from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.names import ATTACHED, SHOWN
from vaulttools.note import Note
from vaulttools.places import comparable
from vaulttools.rename_parts import heading_named
from vaulttools.resolve import build_index, resolve_file


def folder_named(graph: Graph, root: str, name: str) -> str | None:
    """The folder of the vault that is meant, or None where it is none. VaultError where it may be a note as well."""
    # A folder of this name may lie here, outside of the vault, and another in it.
    here = _inside(root, name) if os.path.isdir(name) else ""
    inner = here if here and _is_folder(graph, here) else name.strip("/")
    if not inner or not _is_folder(graph, inner):
        return None
    if not name.lower().endswith(("/", ".md")) and _is_note(graph, inner, name):
        raise VaultError(f"'{name}' is a folder and a note; write '{name}/' or '{name}.md'")
    return inner


def _is_note(graph: Graph, path: str, name: str) -> bool:
    """Whether a note lies beside the folder at `path`, or a link with its bare name would find one."""
    if f"{path}.md" in graph.vault.notes:
        return True
    index = build_index(graph.vault.files)
    return "/" not in name and resolve_file(index, name, "").target in graph.vault.notes


def goal_of(graph: Graph, root: str, path: str, new: str, named_on_disk: bool) -> str:
    """The path in the vault that NEW means for the file or folder at `path`.

    A bare name stays in its folder; "/" at the end, or a folder that is there, moves into it. A path
    starts where OLD's did: at the current folder where OLD was found there, else at the root. With "/" in front it
    starts at the root, unless it says where on the disk the vault lies.
    """
    from_here = named_on_disk and os.path.realpath(os.getcwd()) != os.path.realpath(root)
    if "/" not in new:
        goal = f"{path.rpartition('/')[0]}/{new}".lstrip("/")
        return goal if not _is_folder(graph, new) else f"{new}/{path.rpartition('/')[2]}"
    on_disk = new.startswith(("./", "../")) or (from_here and not new.startswith("/"))
    on_disk = on_disk or (os.path.isabs(new) and not _inside(root, new).startswith("../"))
    goal = _inside(root, new) if on_disk else os.path.normpath(new.strip("/")).replace(os.sep, "/")
    goal = "" if goal == "." else goal
    if goal.startswith("../"):
        raise VaultError(f"'{new}' lies outside of the vault")
    if not goal or new.endswith("/") or _is_folder(graph, goal):
        return f"{goal}/{path.rpartition('/')[2]}".lstrip("/")
    return goal


def _is_folder(graph: Graph, path: str) -> bool:
    return any(file.startswith(f"{path}/") for file in graph.vault.files)


def _inside(root: str, name: str) -> str:
    folder, last = os.path.split(os.path.abspath(name))
    place, base = os.path.join(os.path.realpath(folder), last), os.path.realpath(root)
    if os.path.relpath(place, base).startswith(".."):  # a link to the vault, or to a folder in it
        place = os.path.realpath(name)
    return os.path.relpath(place, base).replace(os.sep, "/")


def with_ending(old: str, new: str) -> str:
    """The new path with the old one's ending, where it ends neither so nor as a file of another known kind.

    A dot alone is no ending: "Diagram v1.2". VaultError where a note would become an attachment, or the reverse.
    """
    name, ending = new.rpartition("/")[2], os.path.splitext(old)[1]
    kind = os.path.splitext(name)[1].lower()
    if ending.lower() == ".md":
        if kind in SHOWN:
            raise VaultError(
                f"'{name}' would be no note any more; write '{name}.md' if the note is to be called so"
            )
        return new if kind == ".md" else new + ending
    if kind == ".md":
        raise VaultError(f"'{old}' is no note, and rename makes none of it; leave out the '.md'")
    return new if kind == ending.lower() or kind in SHOWN or kind in ATTACHED else new + ending


def heading_words(note: Note, old: str, new: str) -> str:
    """The words that NEW gives to the heading of a note that OLD, as "N#Plan" or "N#Plan#Week 2", names.

    NEW may start as OLD does, or with "#"; any other "#" belongs to the heading. PlanError as for `heading_named`.
    """
    name, _, place = old.partition("#")
    alone = comparable(place) == comparable(heading_named(note, place).text)
    above = f"{name}#" if alone else f"{old.rpartition('#')[0]}#"
    return _without_start(new, (above, above[len(name) :], f"{name}#", "#"))


def block_id(old: str, new: str) -> str:
    """The id that NEW gives to the block that OLD, as "N#^id", names; NEW may start as OLD does."""
    return _without_start(new, (f"{old.partition('#')[0]}#", "#")).removeprefix("^")


def _without_start(new: str, starts: tuple[str, ...]) -> str:
    start = next((start for start in starts if new.startswith(start)), None)
    return new.strip() if start is None else new[len(start) :].lstrip("#").strip()
