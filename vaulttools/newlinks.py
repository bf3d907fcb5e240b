"""New links in place of plain words: how each is written, and a plan that is proven note by note. Pure."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from vaulttools.edit import Edit, Plan, edited
from vaulttools.graph import Graph
from vaulttools.linkpaths import absolute_linkpath, fits_in_wikilink, relative_linkpath, shortest_linkpath
from vaulttools.links import Link
from vaulttools.mentions import Mention
from vaulttools.note import Note, parse
from vaulttools.resolve import Index, build_index, resolve_file
from vaulttools.text import counted


class LinkStyle(NamedTuple):
    """How the vault writes new links: the linkpath (see `linkpaths`), and whether as Markdown links."""

    to_linkpath: Callable[[Index, str, str], str | None] = shortest_linkpath
    markdown: bool = False


def link_style(link_format: str | None, markdown: bool = False) -> LinkStyle:
    """The style for a vault's `newLinkFormat` and `useMarkdownLinks`."""
    to_linkpath = {"relative": relative_linkpath, "absolute": absolute_linkpath}.get(link_format or "")
    return LinkStyle(to_linkpath or shortest_linkpath, markdown)


class Linking(NamedTuple):
    """The plan that makes mentions links, and the mentions that could not be made links."""

    plan: Plan
    refused: tuple[Mention, ...]


def link_mentions(graph: Graph, mentions: Iterable[Mention], style: LinkStyle = LinkStyle()) -> Linking:  # noqa: B008
    """The plan that makes these mentions links to their targets.

    Each note is read again as it will be: every new link leads to its target, and every other link, heading,
    tag and block id says what it said. A mention with which that is not so is refused.
    """
    index = build_index(graph.vault.files)
    by_note: dict[str, list[Mention]] = {}
    for mention in sorted(mentions):
        by_note.setdefault(mention.source, []).append(mention)
    edits: list[Edit] = []
    refused: list[Mention] = []
    for path, wanted in by_note.items():
        note = graph.vault.notes[path]
        pairs = [(mention, link_edit(index, mention, style)) for mention in wanted]
        placed = _placed(index, note, [(mention, edit) for mention, edit in pairs if edit is not None])
        edits += [edit for _, edit in placed]
        done = {mention for mention, _ in placed}
        refused += [mention for mention in wanted if mention not in done]
    return Linking(Plan(f"link {counted(len(edits), 'mention')}", tuple(edits)), tuple(refused))


def link_edit(index: Index, mention: Mention, style: LinkStyle) -> Edit | None:
    """The edit that makes a mention a link, or None where its words or its target's path cannot stand in one."""
    linkpath = style.to_linkpath(index, mention.target, mention.source)
    if linkpath is None:
        return None
    written = None if style.markdown else _wikilink(linkpath, mention)
    if written is None:
        written = _markdown_link(index, linkpath, mention)
    return Edit(mention.source, mention.span, written) if written is not None else None


def _wikilink(linkpath: str, mention: Mention) -> str | None:
    shown = mention.text
    if not fits_in_wikilink(linkpath) or any(mark in shown for mark in ("[[", "]]", "|")) or shown[-1] == "]":
        return None
    if linkpath == shown:
        return f"[[{shown}]]"
    return f"[[{linkpath}\\|{shown}]]" if mention.in_table else f"[[{linkpath}|{shown}]]"


def _markdown_link(index: Index, linkpath: str, mention: Mention) -> str | None:
    from vaulttools.respell import destination

    # The app writes a note's ending into Markdown links.
    for path in (linkpath + ".md", linkpath):
        place = (
            destination(path) if resolve_file(index, path, mention.source).target == mention.target else None
        )
        if place is not None and not any(mark in mention.text for mark in "[]|"):
            return f"[{mention.text}]({place})"
    return None


_Placed = list[tuple[Mention, Edit]]


def _placed(index: Index, note: Note, pairs: _Placed) -> _Placed:
    """The pairs whose edits can be made: all, if that changes nothing else; else one by one."""
    if _is_proven(index, note, pairs):
        return pairs
    kept: _Placed = []
    for pair in pairs:
        if _is_proven(index, note, [*kept, pair]):
            kept.append(pair)
    return kept


def _is_proven(index: Index, note: Note, pairs: Sequence[tuple[Mention, Edit]]) -> bool:
    """Whether the edited note has its old links, headings, tags and ids, and the new links to their targets."""
    try:
        after = parse(note.path, edited(note.text, [edit for _, edit in pairs]))
    except ValueError:
        return False
    new: dict[tuple[int, int], Mention] = {}
    shift = 0
    for mention, edit in pairs:
        start = edit.span.start + shift
        new[start, start + len(edit.new)] = mention
        shift += len(edit.new) - (edit.span.end - edit.span.start)
    added = [link for link in after.links if link.span in new]
    kept = [link for link in after.links if link.span not in new]
    return (
        len(added) == len(pairs)
        and all(_is_right(index, link, new[link.span]) for link in added)
        and [_said(link) for link in kept] == [_said(link) for link in note.links]
        and _rest(after) == _rest(note)
    )


def _is_right(index: Index, link: Link, mention: Mention) -> bool:
    shown = link.linkpath if link.display is None else link.display
    is_plain = not link.subpath and not link.is_embed
    return (
        is_plain
        and shown == mention.text
        and resolve_file(index, link.linkpath, mention.source).target == mention.target
    )


def _said(link: Link) -> tuple[object, ...]:
    return (link.style, link.is_embed, link.linkpath, link.subpath, link.display, link.property)


def _rest(note: Note) -> tuple[object, ...]:
    return (
        [(heading.level, heading.text) for heading in note.headings],
        [tag.name for tag in note.tags],
        [block.id for block in note.blocks],
        note.aliases,
        note.properties,
    )
