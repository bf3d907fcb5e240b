"""Merging a note into another: its text, its properties, and every link to it. Pure."""

from collections.abc import Sequence

from vaulttools.compose import Composed, followed
from vaulttools.edit import Edit, Plan, edited, in_one_pass
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.merge_properties import dropped
from vaulttools.merge_text import Joined, joined
from vaulttools.note import Note, parse
from vaulttools.proof import Meaning, PlanError, meaning, named
from vaulttools.properties import read_properties
from vaulttools.rename import LinkFormat, Relinking
from vaulttools.resolve import build_index
from vaulttools.text import LineIndex, Span


def plan_merge(graph: Graph, path: str, into: str, link_format: LinkFormat | None = None) -> Composed:
    """The plan that puts the note at `path` at the end of another, and deletes it.

    The other note gets its name and aliases as aliases, its tags, and the properties that it lacks. Links to
    the merged note lead to the other one, and to the same heading or block. Footnotes whose labels both have get
    new ones. PlanError where both have a block of one id, where a link cannot be written so that it leads there, and
    where something would be lost or read in another way (`merge_text.joined`), and for a note that is not in UTF-8.
    """
    if path == into:
        raise PlanError(f"'{path}' cannot be merged into itself")
    note, other = graph.vault.notes[path], graph.vault.notes[into]
    _refuse_other_encodings(note, other)
    _refuse_twin_blocks(note, other)
    # The places of the result are known before the links are edited: that changes no order of headings and blocks.
    final = joined(other, note)
    _refuse_links_to_footnotes(graph, path, final)
    shift = {"heading": len(final.note.headings) - len(note.headings), "block": len(other.blocks)}
    gone = dropped(other, note)

    def meant(item: ResolvedLink) -> tuple[str, Meaning]:
        target, place = meaning(graph.vault, item)
        if target == path:
            target, place = into, place and (place[0], place[1] + shift[place[0]])
        return into if item.source == path else item.source, Meaning(target, place)

    def expected(item: ResolvedLink) -> tuple[str, Meaning] | None:
        is_gone = item.source == path and any(_is_under(item, key) for key in gone)
        return None if is_gone else meant(item)

    files = (file for file in graph.vault.files if file != path)
    relinking = Relinking(graph, build_index(files), link_format)
    edits = followed(relinking, meant, {into: final.note})
    own = [edit for edit in edits if edit.path == into]
    moving = [edit for edit in edits if edit.path == path]
    result = joined(_edited(other, own), _edited(note, moving))
    plan = Plan(
        f"merge {path} into {into}",
        (*(edit for edit in edits if edit.path not in (path, into)), *_put_below(other, own, result.note)),
        deletes=(path,),
    )
    renamed = [f"footnote [{old}] of {path} becomes [^{new}]" for old, new in final.footnotes.items()]
    return Composed(plan, expected, (), (*result.lost, *renamed))


def _edited(note: Note, edits: Sequence[Edit]) -> Note:
    return parse(note.path, edited(note.text, edits))


def _put_below(other: Note, own: Sequence[Edit], result: Note) -> list[Edit]:
    """The edits that make the other note the result: its own links, then what stands above and below its body."""
    path, text = other.path, edited(other.text, own)
    head = result.text[: _top(result.text)]
    end = len(head) + len(text) - _top(text)
    above, below = Edit(path, Span(0, _top(text)), head), Edit(path, Span(end, end), result.text[end:])
    return in_one_pass(path, other.text, (own, (above,), (below,)))


def _top(text: str) -> int:
    """Where the body of a note starts, behind a BOM."""
    return read_properties(text).body_start or int(text.startswith("\ufeff"))


def _is_under(item: ResolvedLink, key: str) -> bool:
    """Whether a link stands under a property, or in the list or mapping there."""
    return f"{item.link.property}.".startswith(f"{key}.")


def _refuse_other_encodings(*notes: Note) -> None:
    """A file has one encoding: texts in two could not be read in it, nor be told apart again."""
    for note in notes:
        for problem in note.problems:
            if problem.kind == "undecodable-bytes":
                line = LineIndex(note.text).position(problem.span.start).line
                raise PlanError(
                    f"'{note.path}' has bytes that are not UTF-8 (line {line}); save it as UTF-8 first"
                )


def _refuse_twin_blocks(note: Note, other: Note) -> None:
    twins = sorted({block.id.lower() for block in note.blocks} & {block.id.lower() for block in other.blocks})
    if twins:
        raise PlanError(
            f"both notes have a block '^{twins[0]}'; rename one first: "
            f"vaulttools rename '{note.name}#^{twins[0]}' new-id"
        )


def _refuse_links_to_footnotes(graph: Graph, path: str, result: Joined) -> None:
    """A link to a footnote stays as it is written, so the footnote has to keep its label."""
    renamed = {f"#[{name}" for name in result.footnotes}
    for item in graph.incoming.get(path, ()):
        # The first "]]" of "[[A#[^1]]]" ends the link.
        if item.link.subpath.lower().rstrip("]") in renamed:
            raise PlanError(
                f"{named(graph.vault, item)} leads to a footnote that has to get a new label; "
                "give that footnote another label first"
            )
