"""Names of adopted notes: what a title is as a file name that every system and link can carry. Pure."""

from unicodedata import category

from vaulttools.graph import Graph
from vaulttools.names import folded, name_fault
from vaulttools.patterns import pattern
from vaulttools.transcripts import video_id

_LONGEST_NAME = 100
_JOINTS = frozenset(" _-")
_NOT_IN_NAMES = pattern(r'[\x00-\x1f\x7f<>:"/?*\\|#^\[\]]+')
# Signs that turn the letters around them, or that nobody sees.
_UNSEEN = pattern("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")


def free_path(folder: str, title: str, is_slug: bool, taken: set[str]) -> str:
    """The path of the new note: its title as a name that is safe, and that no file has: links keep their meaning.

    `taken` are the folded names of all files.
    """
    name = slug(title) if is_slug else safe_name(title)
    start = f"{folder}/" if folder else ""
    path, number = f"{start}{name}.md", 2
    while folded(path.rpartition("/")[2]) in taken:
        path = f"{start}{name}{'_' if is_slug else ' '}{number}.md"
        number += 1
    return path


def is_slugged(graph: Graph, folder: str, is_summary: bool) -> bool:
    """Whether notes of this kind in this folder, or else all in it, are called in small letters with underscores."""
    # A name of one word tells nothing.
    beside = [
        one for one in graph.vault.notes.values() if one.folder == folder and not _JOINTS.isdisjoint(one.name)
    ]
    fellows = [one for one in beside if (video_id(one) is not None) == is_summary] or beside
    slugged = [
        one for one in fellows if one.name == one.name.lower() and " " not in one.name and "_" in one.name
    ]
    return len(slugged) * 2 > len(fellows)


def slug(title: str) -> str:
    """The title as a name in small letters with underscores: `like_this`."""
    # Marks belong to letters: without them half of a Hindi word is gone.
    signs = [sign if category(sign)[0] in "LMN" else " " for sign in safe_name(title).lower()]
    return "_".join("".join(signs).split()) or "note"


def safe_name(title: str) -> str:
    """The title without what file names and links cannot carry, cut at a word; "Untitled" where nothing is left."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", _UNSEEN.sub("", title)).split())
    # A question mark or colon leaves no blank before the next comma or word's end.
    name = name.replace(" ,", ",").lstrip(".").rstrip(" .")
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME + 1].rpartition(" ")[0] or name[:_LONGEST_NAME]
    while name and len(f"{name}.md".encode("utf-8", "replace")) > 240:
        name = name[:-1]
    return name if name and name_fault(f"{name}.md") is None else "Untitled"
