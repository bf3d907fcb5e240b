"""What the checks of links share: which file somebody may have meant, and where a bar may stand."""

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.links import Link, is_web_address
from vaulttools.names import ATTACHED, SHOWN, without_md
from vaulttools.patterns import pattern
from vaulttools.text import Span

# A name that very many files share says little about any of them.
_MOST = 50
_WORDS = pattern(r"[^\W_]+")
_WIKILINKS = pattern(r"\[\[[^\[\]\r\n]*\]\]")


def is_attachment_link(item: ResolvedLink) -> bool:
    """Whether a link names a file that is no note, by its extension; `[[https://a.org/b.html]]` names none."""
    return not is_web_address(item.link.linkpath) and _stem(item.link.linkpath) != item.link.linkpath


class NearFiles(NamedTuple):
    """The paths of the files somebody may have meant by a linkpath, best first, and whether that is likely."""

    paths: tuple[str, ...]
    is_sure: bool


def near_files(graph: Graph) -> Callable[[str], NearFiles]:
    """A function that gives the files somebody may have meant by a linkpath: those whose names are near.

    A web address means none. Among many notes, a short word that differs by a letter is mostly another word, meant for
    a note to come; a single word rarely means the name it is a part of, and the name of a note rarely another file.
    `A/B` may be meant for either: see `_is_either`.
    """
    from vaulttools.nearest import SURE, candidate_finder, plain_words

    by_name = _files_by_name(graph)
    near = candidate_finder(by_name)
    folders, known = _folders(graph), {name.casefold() for name in by_name}

    @cache  # a note that is missed is missed by many
    def found(linkpath: str) -> NearFiles:
        if is_web_address(linkpath):
            return NearFiles((), False)
        wanted = without_md(linkpath).rpartition("/")[2]
        is_attachment = _stem(wanted) != wanted
        names, how = near(wanted, is_attachment)
        if how == "within" and not is_attachment and len(plain_words(wanted)) == 1:
            return NearFiles((), False)
        is_known = how in SURE or is_attachment
        is_for_notes = not is_known or linkpath.lower().endswith(".md")
        near_paths = (path for name in names for path in by_name[name])
        some = (path for path in near_paths if path in graph.vault.notes or not is_for_notes)
        paths = tuple(islice(some, _MOST))
        is_sure = is_known and how != "within" and not _is_either(linkpath, paths, folders, known)
        return NearFiles(paths, is_sure)

    return found


def _files_by_name(graph: Graph) -> dict[str, list[str]]:
    """The files by their names as links write them, and by those without an extension; the shortest paths first."""
    by_name: dict[str, set[str]] = {}
    for path in graph.vault.files:
        name = written_name(path)
        by_name.setdefault(name, set()).add(path)
        by_name.setdefault(_stem(name), set()).add(path)
    return {name: sorted(paths, key=lambda path: (len(path), path)) for name, paths in by_name.items()}


def _folders(graph: Graph) -> set[str]:
    """The names of all folders, in lower case."""
    parents = {path.rpartition("/")[0] for path in graph.vault.files}
    return {name for parent in parents for name in parent.casefold().split("/")}


def _is_either(linkpath: str, paths: Sequence[str], folders: Collection[str], names: Container[str]) -> bool:
    """May "IDS/IPS" mean one thing or the other? Then the folder is none, or a note that the file does not lie in.

    `folders` and `names` (those that links call files by) are in lower case. A name of three words is hardly one of
    several.
    """
    *parts, name = linkpath.casefold().split("/")
    outer = [part for part in parts if part not in ("", ".", "..")]
    if not outer or len(_WORDS.findall(name)) > 2:
        return False
    lies_there = any(outer[-1] in path.casefold().split("/")[:-1] for path in paths)
    return any(part not in folders for part in outer) or (outer[-1] in names and not lies_there)


def near_name(linkpath: str, paths: Sequence[str]) -> str | None:
    """The first of some paths as a message names it: by its name, or with its folder where that says more."""
    if not paths:
        return None
    name = written_name(paths[0])
    whole = "/" in linkpath or any(written_name(path) == name for path in paths[1:])
    return without_md(paths[0]) if whole else name


def nearest_file(graph: Graph) -> Callable[[str], str | None]:
    """A function that gives the name of the file somebody probably meant by a linkpath, or None."""
    from vaulttools.nearest import candidate_finder

    by_name = _files_by_name(graph)
    near = candidate_finder(by_name)

    def nearest(linkpath: str) -> str | None:
        names = near(without_md(linkpath).rpartition("/")[2]).names
        return near_name(linkpath, [path for name in names for path in by_name[name]])

    return nearest


def alias_owners(graph: Graph) -> Callable[[str], list[str]]:
    """A function that gives the paths of the notes that have a linkpath as an alias, sorted."""
    owners: dict[str, list[str]] = {}
    for path, note in graph.vault.notes.items():
        for alias in dict.fromkeys(alias.casefold() for alias in note.aliases):
            owners.setdefault(alias, []).append(path)
    return lambda linkpath: owners.get(linkpath.casefold(), [])


def may_be_in_table(text: str, span: Span) -> bool:
    """Whether a link stands in a line with a bar outside links: in a table, a bar within it would need escaping."""
    end = text.find("\n", span.end)
    line = text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]
    return "|" in _WIKILINKS.sub("", line)


def written_name(path: str) -> str:
    """A file's name as a link writes it: a note's without `.md`, any other's whole."""
    return without_md(path.rpartition("/")[2])


def or_else(near: str | None, otherwise: str) -> str:
    """The remedy at a message's end: the near name, or other advice."""
    return f"did you mean '{near}'?" if near is not None else otherwise


def no_note_remedy(graph: Graph) -> Callable[[Link, str | None], str]:
    """A function that gives the remedy for a link that names no note, and perhaps a near name."""
    unlinkable = {name for path in graph.vault.notes if "#" in path and "#" in (name := written_name(path))}

    def remedy(link: Link, near: str | None) -> str:
        if is_web_address(link.linkpath):
            return "a web address is written <https://...> or [words](https://...)"
        if link.linktext in unlinkable:
            return f"'{link.linktext}' cannot be linked, since '#' starts a heading: rename it"
        if near is not None and near != near.strip():
            return f"'{near}.md' cannot be linked by its name, which starts or ends with a blank: rename it"
        if link.linkpath.startswith("|"):
            return or_else(near, "put the note's name before the '|'")
        return or_else(near, "write it or mend the link")

    return remedy


def nearest_of(names: Iterable[str]) -> Callable[[str], str | None]:
    """A function that gives the nearest of these names to a word, or None."""
    from vaulttools.nearest import nearest_finder

    return nearest_finder(names)


def _stem(name: str) -> str:
    """A name without the extension of an attachment."""
    stem, dot, extension = name.rpartition(".")
    kind = dot + extension.lower()
    return stem if stem and (kind in SHOWN or kind in ATTACHED) else name
