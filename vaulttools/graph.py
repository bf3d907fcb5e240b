"""`Graph`: a vault with every link resolved once."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from vaulttools.elements import Block, Heading
from vaulttools.links import Link
from vaulttools.note import Note
from vaulttools.places import Places, places, resolve_subpath
from vaulttools.resolve import Index, build_index, resolve_file
from vaulttools.vault import LinkSource, Vault

Outcome = Literal["resolved", "no-file", "no-heading", "no-block"]


class ResolvedLink(NamedTuple):
    """A link and where it goes.

    `target` is the path of the file, None when there is none; with "no-heading" and "no-block"
    the file is there but not the place in it. `anchor` is that place. `rivals` are files that fit as
    well as the target. `rule` names the rule of `resolve` that decided.
    """

    source: str
    link: Link
    target: str | None
    anchor: Heading | Block | None
    rivals: tuple[str, ...]
    outcome: Outcome
    rule: str


class Graph(NamedTuple):
    """A vault and its links: in order of source path, then place.

    `outgoing` has the links of each note, canvas and base file that has any; `incoming` the
    links that reach each file, self-links among them.
    """

    vault: Vault
    links: tuple[ResolvedLink, ...]
    outgoing: Mapping[str, tuple[ResolvedLink, ...]]
    incoming: Mapping[str, tuple[ResolvedLink, ...]]

    def __repr__(self) -> str:
        """In short, as a vault's."""
        return f"<Graph of {self.vault!r}: links {len(self.links)}>"


def build_graph(vault: Vault) -> Graph:
    """The graph of a vault: each link resolved once. O(notes + links)."""
    index = build_index(vault.files)
    known: dict[str, Places] = {}
    outgoing: dict[str, tuple[ResolvedLink, ...]] = {}
    incoming: dict[str, list[ResolvedLink]] = {}
    links: list[ResolvedLink] = []
    for path, source in _sources(vault):
        if not source.links:
            continue
        resolved = _resolved(vault, index, known, path, source.links)
        outgoing[path] = tuple(resolved)
        links += resolved
        for link in resolved:
            if link.target is not None:
                incoming.setdefault(link.target, []).append(link)
    return Graph(vault, tuple(links), outgoing, {path: tuple(found) for path, found in incoming.items()})


def _sources(vault: Vault) -> list[tuple[str, Note | LinkSource]]:
    """Everything that can hold links, in order of path."""
    return sorted([*vault.notes.items(), *vault.sources.items()], key=lambda item: item[0])


def _resolved(
    vault: Vault, index: Index, known: dict[str, Places], path: str, links: Iterable[Link]
) -> list[ResolvedLink]:
    """The links of a file, each with where it goes. Named tuples are made the quick way: this is done a lot."""
    new, known_files, resolved = tuple.__new__, index.anywhere, []
    for link in links:
        linkpath = link.linkpath
        target, rivals, rule = known_files.get(linkpath) or resolve_file(index, linkpath, path)
        anchor, outcome = None, "no-file" if target is None else "resolved"
        # A subpath of an attachment ("#page=2") is the viewer's, not a place of ours.
        if link.subpath and target is not None and target in vault.notes:
            if target not in known:
                known[target] = places(vault.notes[target])
            anchor, outcome = resolve_subpath(known[target], link.subpath)
        resolved.append(new(ResolvedLink, (path, link, target, anchor, rivals, outcome, rule)))
    return resolved
