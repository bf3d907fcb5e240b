"""What the checks of links share: which file somebody may have meant, and where a bar may stand."""

from collections.abc import Callable, Iterable

from vaulttools.graph import Graph, ResolvedLink
from vaulttools.patterns import pattern
from vaulttools.text import Span

# Besides the kinds a vault already holds: what Obsidian shows, and what people attach.
_KINDS = (
    " avif bmp gif jpeg jpg png svg webp flac m4a mp3 ogg wav webm 3gp mkv mov mp4 ogv pdf canvas base "
    " csv doc docx epub htm html json key numbers odp ods odt pages ppt pptx psd rtf tex tiff txt xls xlsx "
    " xml yaml yml zip "
)

_WIKILINKS = pattern(r"\[\[[^\[\]\r\n]*\]\]")


def is_attachment_link(item: ResolvedLink) -> bool:
    """Whether a link names a file that is no note, by its extension."""
    return _stem(item.link.linkpath) != item.link.linkpath


def nearest_file(graph: Graph) -> Callable[[str], str | None]:
    """A function that gives the linktext of the file somebody probably meant by a linkpath, or None.

    A file of the same name in another folder comes first, then one whose name is near.
    """
    paths = [*graph.vault.notes, *graph.vault.attachments]
    by_name: dict[str, list[str]] = {}
    for path in paths:
        by_name.setdefault(written_name(path), []).append(path)
        by_name.setdefault(_stem(written_name(path)), []).append(path)
    from vaulttools.nearest import nearest_finder

    near = nearest_finder(by_name)

    def nearest(linkpath: str) -> str | None:
        found = near(without_note_ending(linkpath).rpartition("/")[2])
        if found is None:
            return None
        first, *others = sorted(set(by_name[found]), key=lambda path: (len(path), path))
        return without_note_ending(first) if others or "/" in linkpath else written_name(first)

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
    return without_note_ending(path.rpartition("/")[2])


def without_note_ending(path: str) -> str:
    """A path without `.md` at its end."""
    return path[:-3] if path.lower().endswith(".md") else path


def or_else(near: str | None, otherwise: str) -> str:
    """The remedy at a message's end: the near name, or other advice."""
    return f"did you mean '{near}'?" if near is not None else otherwise


def nearest_of(names: Iterable[str]) -> Callable[[str], str | None]:
    """A function that gives the nearest of these names to a word, or None."""
    from vaulttools.nearest import nearest_finder

    return nearest_finder(names)


def _stem(name: str) -> str:
    """A name without the extension of an attachment."""
    stem, _, extension = name.rpartition(".")
    return stem if stem and f" {extension.lower()} " in _KINDS else name
