"""Proof before writing: a vault as a plan would leave it, and whether every link still means the same there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from vaulttools.edit import Edit, Plan, edited, edits_by_path
from vaulttools.elements import Heading
from vaulttools.errors import VaultError
from vaulttools.graph import Graph, ResolvedLink, build_graph
from vaulttools.note import Note, parse
from vaulttools.text import LineIndex
from vaulttools.vault import LinkSource, Vault, text_of


class PlanError(VaultError):
    """A change that cannot be made so that nothing else changes; nothing has been written."""


class Meaning(NamedTuple):
    """What a link leads to: a file, and in it the heading or block of a number (from 0), or neither."""

    path: str | None
    place: tuple[str, int] | None


def vault_after(vault: Vault, plan: Plan) -> Vault:
    """The vault as the plan leaves it. Only notes that change are read again. PlanError where it cannot be."""
    edits = edits_by_path(plan.edits)
    moved = {move.old: move.new for move in plan.moves}
    kept = [path for path in vault.files if path not in plan.deletes]
    paths = [moved.get(path, path) for path in kept] + [path for path, _ in plan.creates]
    if len(set(paths)) < len(paths):
        twice = next(path for path in paths if paths.count(path) > 1)
        raise PlanError(f"there is a file '{twice}' already; choose another name")
    texts = {
        path: _edited(path, text_of(vault, path), edits[path])
        for path in kept
        if path in edits and (path in vault.notes or path in vault.sources)
    }
    files: dict[str, Note | LinkSource | None] = {}
    for path in kept:
        files[moved.get(path, path)] = _file_after(vault, path, moved.get(path, path), texts.get(path))
    for path, text in plan.creates:
        files[path] = _read(path, text)
    ordered = dict(sorted(files.items()))
    return Vault(
        vault.name,
        {path: file for path, file in ordered.items() if isinstance(file, Note)},
        tuple(path for path, file in ordered.items() if not isinstance(file, Note)),
        {path: file for path, file in ordered.items() if isinstance(file, LinkSource)},
        vault.unreadable,
        frozenset(moved.get(path, path) for path in vault.excluded),
        vault.exclusions,
    )


def _edited(path: str, text: str, edits: list[Edit]) -> str:
    try:
        return edited(text, edits)
    except ValueError as error:
        raise PlanError(f"'{path}' cannot be changed: {error}") from error


def _file_after(vault: Vault, old: str, new: str, text: str | None) -> Note | LinkSource | None:
    """A file under its new path: read again where its text or its kind changes."""
    known = vault.notes.get(old) or vault.sources.get(old)
    if text is None and known is not None and _kind(old) == _kind(new):
        return known if old == new else known._replace(path=new)
    if known is None:
        return None  # a picture, or a note that was not read: its words are not known
    return _read(new, known.text if text is None else text)


def _read(path: str, text: str) -> Note | LinkSource | None:
    kind = _kind(path)
    if kind == "md":
        return parse(path, text)
    if kind in ("canvas", "base"):
        from vaulttools.canvas import parse_source

        return parse_source(path, text)
    return None


def _kind(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def meaning(vault: Vault, item: ResolvedLink) -> Meaning:
    """What a link means in its vault."""
    if item.target is None or item.anchor is None:
        return Meaning(item.target, None)
    note = vault.notes[item.target]
    if isinstance(item.anchor, Heading):
        return Meaning(item.target, ("heading", note.headings.index(item.anchor)))
    return Meaning(item.target, ("block", note.blocks.index(item.anchor)))


def prove(graph: Graph, plan: Plan, expected: Callable[[ResolvedLink], Meaning] | None = None) -> Graph:
    """The graph as the plan leaves it, where every link means what it has to mean; else PlanError.

    Every link that led to a file before has to mean `expected` of it (default: the same file under its new
    path, and the same place in it), and no file may have other links than before. Links that led
    nowhere may find a file now: compare the graphs to tell. Not for plans that move links from file to file.
    """
    after = build_graph(vault_after(graph.vault, plan))
    moved = {move.old: move.new for move in plan.moves}
    expected = expected or same_place(graph.vault, plan)
    for source, items in graph.outgoing.items():
        path = moved.get(source, source)
        found = after.outgoing.get(path, ())
        if len(found) != len(items):
            raise PlanError(
                f"'{source}' would have {len(found)} links in place of {len(items)}; it stays as it is"
            )
        for item, now in zip(items, found, strict=True):
            if item.target is not None and meaning(after.vault, now) != expected(item):
                raise PlanError(_complaint(graph.vault, item, now))
    for path in after.outgoing.keys() - {moved.get(source, source) for source in graph.outgoing}:
        if path not in dict(plan.creates):
            raise PlanError(f"'{path}' would have links that it does not have now; it stays as it is")
    return after


def prove_composed(
    graph: Graph,
    plan: Plan,
    expected: Callable[[ResolvedLink], tuple[str, Meaning] | None],
    added: Sequence[tuple[str, Meaning]],
) -> Graph:
    """The graph as a plan leaves it that takes links from note to note; else PlanError.

    `expected` says for each link the note it has to stand in and what it has to mean there (None: it goes);
    `added` are the links that come with the plan. A place of None is not looked at.
    """
    after = build_graph(vault_after(graph.vault, plan))
    wanted = [expected(item) for item in graph.links if item.target is not None]
    missing = Counter([pair for pair in wanted if pair is not None] + [*added])
    for item in after.links:
        found = meaning(after.vault, item)
        for pair in ((item.source, found), (item.source, Meaning(found.path, None))):
            if missing[pair] > 0:
                missing[pair] -= 1
                break
    for (source, (target, _)), count in sorted(missing.items(), key=str):
        if count > 0:
            raise PlanError(f"a link to '{target}' would be lost from '{source}'; nothing is changed")
    kept = sum(expected(item) is not None for item in graph.links)
    if len(after.links) != kept + len(added):
        raise PlanError("the text would be read in another way in its new place; nothing is changed")
    return after


def same_place(vault: Vault, plan: Plan) -> Callable[[ResolvedLink], Meaning]:
    """What each link has to mean after a plan that takes no text from file to file: its place, in its file."""
    moved = {move.old: move.new for move in plan.moves}

    def expected(item: ResolvedLink) -> Meaning:
        path, place = meaning(vault, item)
        return Meaning(moved.get(path, path) if path is not None else None, place)

    return expected


def _complaint(vault: Vault, item: ResolvedLink, now: ResolvedLink) -> str:
    where = f"'{now.target}'" if now.target else "nowhere"
    return f"{named(vault, item)} would lead to {where}, and cannot be written so that it does not"


def named(vault: Vault, item: ResolvedLink) -> str:
    """A link as messages name it: its file and line, and how it is written, all on one line."""
    text = text_of(vault, item.source)
    line = LineIndex(text).position(item.link.span.start).line
    return f"{item.source}:{line}: {' '.join(text[slice(*item.link.span)].split())}"


def new_links(before: Graph, after: Graph, plan: Plan) -> Iterator[ResolvedLink]:
    """Links that led nowhere before the plan and find a file after it, as they are after it."""
    moved = {move.old: move.new for move in plan.moves}
    lost = [item for item in before.links if item.target is None]
    texts = {item.link.linktext for item in lost}
    known = {(moved.get(item.source, item.source), item.link.linktext) for item in lost}
    new = {path for path, _ in plan.creates}
    for now in after.links if lost else ():
        text = now.link.linktext
        if now.target is not None and ((now.source, text) in known or (now.source in new and text in texts)):
            yield now


def stranded(graph: Graph, plan: Plan) -> Iterator[ResolvedLink]:
    """Links in texts that a plan leaves alone, which would find another file by it, or none, or lose their place."""
    after = build_graph(vault_after(graph.vault, plan))
    moved = {move.old: move.new for move in plan.moves}
    expected = same_place(graph.vault, plan)
    changed = {*plan.deletes, *(edit.path for edit in plan.edits)}
    for source, items in graph.outgoing.items():
        for item, now in zip(items, after.outgoing.get(moved.get(source, source), ()), strict=False):
            if source not in changed and item.target is not None:
                is_lost = item.anchor is not None and now.anchor is None
                if is_lost or now.target != expected(item).path:
                    yield item
