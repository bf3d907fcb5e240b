"""From a file to the linkpath that Obsidian would write for it, in each of its three formats."""

from vaulttools.names import without_md
from vaulttools.resolve import Index, normalized, resolve_file


def shortest_linkpath(index: Index, target: str, source_path: str) -> str | None:
    """What Obsidian writes with "shortest path when possible": the name if unique, else the path.

    A note loses its ".md"; it keeps it where that would lead elsewhere, so that `resolve_file` gives `target`
    back. None where no linkpath can: a file without an ending, or one whose path differs from another's in case
    only. Source: `fileToLinktext` of the official API.
    """
    path = without_md(target)
    name = target.rpartition("/")[2]
    only = len(index.names.get(normalized(name), ())) == 1
    return _first_reaching(index, target, source_path, ([without_md(name), name] if only else []) + [path])


def absolute_linkpath(index: Index, target: str, source_path: str) -> str | None:
    """What Obsidian writes with "absolute path in vault": the path. Else as `shortest_linkpath`."""
    return _first_reaching(index, target, source_path, [without_md(target)])


def relative_linkpath(index: Index, target: str, source_path: str) -> str | None:
    """What Obsidian writes with "relative path to file". Else as `shortest_linkpath`.

    A target in or below the folder of the source gets a "./" only where it would be missed without.
    """
    here, there = source_path.split("/")[:-1], target.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    path = "../" * (len(here) - same) + "/".join(there[same:])
    spellings = [without_md(path), path, "./" + without_md(path), "./" + path]
    return _first_reaching(index, target, source_path, spellings)


def _first_reaching(index: Index, target: str, source_path: str, spellings: list[str]) -> str | None:
    for spelling in [*spellings, target]:
        if resolve_file(index, spelling, source_path).target == target:
            return spelling
    return None


def fits_in_wikilink(linkpath: str) -> bool:
    """Whether `[[linkpath]]` is read back as this linkpath. Names with "#", "|", "[[" or "]]" never are."""
    broken = any(part in linkpath for part in ("#", "|", "[[", "]]", "\n", "\r"))
    return not broken and linkpath == linkpath.strip() and linkpath != "" and linkpath[-1] not in "]\\"
