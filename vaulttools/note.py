"""`Note`: what one Markdown file says, as values with spans. `parse` never raises."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from vaulttools.links import Link
from vaulttools.text import Span


class Heading(NamedTuple):
    """A heading at the root of a note: level 1 to 6, its raw text without marks, its whole span."""

    level: int
    text: str
    span: Span
    text_span: Span


class Block(NamedTuple):
    """A block id (`^id`), without its caret; the span covers `^id`."""

    id: str
    span: Span


class Tag(NamedTuple):
    """A tag without its "#"; the span covers the tag, with its "#" where it is written."""

    name: str
    span: Span
    in_properties: bool


class Timestamp(NamedTuple):
    """A moment of a video: `<a class="yt-timestamp" data-t="…">[…]</a>`; both texts as written."""

    attribute: str
    label: str
    span: Span


class Problem(NamedTuple):
    """Something in a note that could not be read as meant: what it is, in words, and where."""

    kind: Literal["broken-properties", "undecodable-bytes"]
    message: str
    span: Span


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
        return self.path.rpartition("/")[2][:-3]

    @property
    def title(self) -> str:
        """The `title` property where it is a filled string, else the name."""
        title = self.properties.get("title")
        return title.strip() if isinstance(title, str) and title.strip() else self.name

    @property
    def folder(self) -> str:
        """The folder the note lies in, "" for the root."""
        return self.path.rpartition("/")[0]


# A stand-in until the real scanner lands; same signature.
import re as _re  # noqa: E402

_LINK = _re.compile(r"(!?)\[\[([^\[\]|#\n]*)(#[^\[\]|\n]*)?(?:\|([^\[\]\n]*))?\]\]")
_HEAD = _re.compile(r"^(#{1,6}) +(.*)$", _re.M)
_STAMP = _re.compile(r'<a class="yt-timestamp" data-t="([^"]*)">\[([^\]]*)\]</a>')


def parse(path: str, text: str) -> Note:
    """The note at `path` with this text. Never raises; linear time."""
    import frontmatter

    properties = frontmatter.loads(text).metadata if text.startswith("---\n") else {}
    links = []
    for m in _LINK.finditer(text):
        e = Span(m.end() - 2, m.end() - 2)
        links.append(
            Link("wikilink", bool(m[1]), m[2].strip(), (m[3] or "").strip(), m[4].strip() if m[4] is not None else None,
                 Span(*m.span()), Span(*m.span(2)), Span(*m.span(3)) if m[3] else e, Span(*m.span(4)) if m[4] else e)
        )
    heads = [Heading(len(m[1]), m[2].strip(), Span(*m.span()), Span(*m.span(2))) for m in _HEAD.finditer(text)]
    tags = tuple(Tag(str(t), Span(0, 0), True) for t in properties.get("tags") or ())
    aliases = tuple(str(a) for a in properties.get("aliases") or ())
    stamps = tuple(Timestamp(m[1], m[2], Span(*m.span())) for m in _STAMP.finditer(text))
    return Note(path, text, properties, aliases, tags, tuple(heads), (), tuple(links), stamps, ())
