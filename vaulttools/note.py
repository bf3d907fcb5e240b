"""`Note`: what one Markdown file says, as values with spans. `parse` never raises."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from vaulttools.elements import Block, Heading, Problem, Tag, Timestamp
from vaulttools.links import Link
from vaulttools.markdown import scan
from vaulttools.names import without_md
from vaulttools.patterns import pattern
from vaulttools.properties import read_properties
from vaulttools.text import Span
from vaulttools.transcripts import timestamps

__all__ = ["Block", "Heading", "Note", "Problem", "Tag", "Timestamp", "parse"]

# Bytes that are not UTF-8 stand in the text as these (`text.decode`).
_UNDECODABLE = pattern("[\udc80-\udcff]+")


class Note(NamedTuple):
    """One note. `path` is vault-relative; spans count code points of `text`.

    `properties` holds the frontmatter as Obsidian reads it (an empty mapping when there is none or it is
    broken). `aliases` are trimmed strings. `tags` stand frontmatter first, then in text order.
    `links` stand in order of `span.start`, property links included.
    """

    path: str
    text: str
    properties: Mapping[str, Any]
    aliases: tuple[str, ...]
    tags: tuple[Tag, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    timestamps: tuple[Timestamp, ...]
    problems: tuple[Problem, ...]

    @property
    def name(self) -> str:
        """The file name without folder and `.md`: what a wikilink calls the note."""
        return without_md(self.path.rpartition("/")[2])

    @property
    def title(self) -> str:
        """The `title` property where it is a filled string, else the name."""
        title = self.properties.get("title")
        return title.strip() if isinstance(title, str) and title.strip() else self.name

    @property
    def folder(self) -> str:
        """The folder the note lies in, "" for the root."""
        return self.path.rpartition("/")[0]


def parse(path: str, text: str) -> Note:
    """The note at `path` with this text. Never raises; linear time."""
    head = read_properties(text)
    body = scan(text, head.body_start)
    links = sorted([*head.links, *body.links], key=_start) if head.links else body.links
    problems = [head.problem] if head.problem else []
    if not text.isascii() and not _is_unicode(text):
        problems.extend(
            Problem("undecodable-bytes", "bytes that are not UTF-8", Span(*match.span()))
            for match in _UNDECODABLE.finditer(text)
        )
    return Note(
        path,
        text,
        head.values,
        head.aliases,
        (*head.tags, *body.tags),
        tuple(body.headings),
        tuple(body.blocks),
        tuple(links),
        timestamps(text),
        tuple(problems),
    )


def _start(link: Link) -> int:
    return link.start


def _is_unicode(text: str) -> bool:
    """Has this text no lone surrogates? Encoding it is the quickest way to know."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
