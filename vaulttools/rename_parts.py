"""Renaming what stands in notes: headings, block ids, tags and property keys, with all that names them.

Pure: the result is a `Plan` whose edits leave every link at its place. Source of the rules:
tests/conformance/what-a-rename-rewrites.md.
"""

from collections.abc import Sequence

from vaulttools.canvas import CardTag, card_tags, parse_source
from vaulttools.edit import Edit, Plan, edited
from vaulttools.elements import Heading, Tag
from vaulttools.graph import Graph
from vaulttools.heading_links import with_heading_links
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.places import block_of, comparable, heading_linktext, places, resolve_subpath
from vaulttools.proof import PlanError, named
from vaulttools.respell import respelled
from vaulttools.text import LineIndex, Span
from vaulttools.vault import LinkSource, text_of

_BLOCK_ID = pattern(r"[A-Za-z0-9-]+")


def plan_heading(graph: Graph, path: str, old: str, new: str) -> Plan:
    """The plan that gives a heading of the note at `path` other words; links to it and through it follow.

    `old` is the heading, or its way from above, as in a link without the first "#": "Plan#Week 2". PlanError
    where no or several headings fit, or the new words make no heading.
    """
    note = graph.vault.notes[path]
    heading = heading_named(note, old)
    edit = Edit(path, heading.text_span, new)
    after = parse(path, note.text[: heading.text_span.start] + new + note.text[heading.text_span.end :])
    position = note.headings.index(heading)
    words = [one.text for one in note.headings]
    if not new or [one.text for one in after.headings] != [*words[:position], new, *words[position + 1 :]]:
        raise PlanError(f"'{new}' cannot be a heading where '{heading.text}' stands")
    if len(after.links) != len(note.links):
        raise PlanError(f"'{new}' has not the links of '{heading.text}'; keep these in the new words")
    return Plan(f"rename heading {path}#{heading.text} to {new}", tuple(with_heading_links(graph, [edit])))


def heading_named(note: Note, old: str) -> Heading:
    """The heading that is meant by its words, or by its way from above. PlanError where none or several fit.

    The words may hold a "#" themselves: "Plan #2".
    """
    place = (
        resolve_subpath(note, "#" + old).anchor or resolve_subpath(note, "#" + heading_linktext(old)).anchor
    )
    if not isinstance(place, Heading):
        names = ", ".join(f"'{heading.text}'" for heading in note.headings[:8]) or "none"
        raise PlanError(f"there is no heading '{old}' in '{note.path}'; it has {names}")
    twins = [one for one in note.headings if comparable(one.text) == comparable(place.text)]
    if len(twins) > 1 and comparable(old) == comparable(place.text):
        lines = LineIndex(note.text)
        where = ", ".join(str(lines.position(one.span.start).line) for one in twins)
        raise PlanError(
            f"'{note.path}' has several headings '{old}' (lines {where}); name the one above it too: Above#{old}"
        )
    return place


def plan_block(graph: Graph, path: str, old: str, new: str) -> Plan:
    """The plan that gives a block of the note at `path` another id; ids come without their caret."""
    note = graph.vault.notes[path]
    known = places(note)
    block, twin = block_of(known, old), block_of(known, new)
    if block is None:
        raise PlanError(f"there is no block '^{old}' in '{path}'")
    if _BLOCK_ID.fullmatch(new) is None:
        raise PlanError(f"'{new}' cannot be a block id; letters of the Latin alphabet, digits and '-' can")
    if twin is not None and twin != block:
        raise PlanError(f"'{path}' has a block '^{new}' already; choose another id")
    edits = [Edit(path, block.span, "^" + new)]
    for item in graph.incoming.get(path, ()):
        if item.anchor == block:
            text = text_of(graph.vault, item.source)
            found = respelled(item.source, text, item.link, subpath="#^" + new)
            if found is None:
                raise PlanError(f"{named(graph.vault, item)} cannot be written anew; change that link first")
            edits += found
    return Plan(f"rename block {path}#^{old} to ^{new}", tuple(edits))


def plan_tag(graph: Graph, old: str, new: str) -> Plan:
    """The plan that renames a tag and all tags below it, in notes, properties and text cards; both without "#".

    "a" to "b" makes "#a/x" "#b/x". Letters of a tag match in any case, as in the app. PlanError where
    nothing has the tag, or the new one is no tag.
    """
    probe = parse("x.md", f"x #{new}")
    if [tag.name for tag in probe.tags] != [new]:
        raise PlanError(f"'#{new}' is not a tag; tags have no blanks, and not only digits")
    edits = [edit for note in graph.vault.notes.values() for edit in _tag_edits(note, old, new)]
    for source in graph.vault.sources.values():
        edits += _card_edits(source, old, new)
    if not edits:
        raise PlanError(f"there is no tag '#{old}' in the vault")
    return Plan(f"rename tag #{old} to #{new}", tuple(with_heading_links(graph, edits)))


def _tag_edits(note: Note, old: str, new: str) -> list[Edit]:
    """The edits of a tag in a note."""
    edits = [_tag_edit(note, tag, old, new) for tag in note.tags if is_below(tag.name, old)]
    if edits:
        after = parse(note.path, edited(note.text, edits))
        _refuse_other_tags(note.path, note.tags, after.tags, old, new)
    return edits


def _tag_edit(note: Note, tag: Tag, old: str, new: str) -> Edit:
    start, end = tag.span
    start += note.text[start] == "#"
    if not tag.in_properties:
        return Edit(note.path, Span(start, start + len(old)), new)
    # The whole of it: it may be written with escapes.
    name = new + tag.name[len(old) :]
    is_text = note.text[tag.span.start - 1] in "'\"" or parse("x.md", f"---\ntags: [{name}]\n---\n").tags
    return Edit(note.path, Span(start, end), name if is_text else f'"{name}"')


def is_below(tag: str, top: str) -> bool:
    """Whether a tag is another, in any case of letters, or below it."""
    return tag[: len(top)].lower() == top.lower() and tag[len(top) : len(top) + 1] in ("", "/")


def _card_edits(source: LinkSource, old: str, new: str) -> list[Edit]:
    """The edits of a tag in the cards of a canvas, whose characters JSON may have written in another way."""
    tags = card_tags(source)
    edits = [
        Edit(source.path, Span(tag.places[0], tag.places[len(old)]), new)
        for tag in tags
        if is_below(tag.name, old)
    ]
    if edits:
        after = card_tags(parse_source(source.path, edited(source.text, edits)))
        _refuse_other_tags(source.path, tags, after, old, new)
    return edits


def _refuse_other_tags(
    path: str, tags: Sequence[Tag | CardTag], after: Sequence[Tag | CardTag], old: str, new: str
) -> None:
    """PlanError where the tags of a file would not be those it has, the old one by its new name."""
    wanted = [new + tag.name[len(old) :] if is_below(tag.name, old) else tag.name for tag in tags]
    if [tag.name for tag in after] != wanted:
        raise PlanError(f"the tag '#{old}' cannot be renamed as it is written in '{path}'")


def plan_property(graph: Graph, old: str, new: str) -> Plan:
    """The plan that renames a property in all notes. Keys count in any case, as in the app.

    PlanError where no note has it, where a note has both, or where the key is written in a way that
    is not the plain `key: value`.
    """
    edits = [
        _key_edit(note, old, new) for note in graph.vault.notes.values() if _key_of(note, old) is not None
    ]
    if not edits:
        raise PlanError(f"no note has a property '{old}'")
    return Plan(f"rename property {old} to {new}", tuple(edits))


def _key_of(note: Note, name: str) -> str | None:
    return next((key for key in note.properties if key.lower() == name.lower()), None)


def _key_edit(note: Note, old: str, new: str) -> Edit:
    key = _key_of(note, old) or old
    if _key_of(note, new) not in (None, key):
        raise PlanError(f"'{note.path}' has both '{old}' and '{new}'; take one away first")
    import re

    written = re.compile(rf"^([\"']?)({re.escape(key)})\1(?=[ \t]*:)", re.M)
    found = written.search(note.text)
    edit = Edit(note.path, Span(*found.span(2)), new) if found else None
    if edit is None or not _renames_key(note, edit, key, new):
        if parse("x.md", f"---\n{new}: x\n---\n").properties != {new: "x"}:
            raise PlanError(f"'{new}' cannot be the name of a property as it stands; choose another")
        raise PlanError(f"the property '{key}' of '{note.path}' cannot be renamed as it is written")
    return edit


def _renames_key(note: Note, edit: Edit, old: str, new: str) -> bool:
    after = parse(note.path, note.text[: edit.span.start] + new + note.text[edit.span.end :])
    wanted = [(new if key == old else key, value) for key, value in note.properties.items()]
    return list(after.properties.items()) == wanted
