"""`Graph`: a vault with every link resolved once."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from vaulttools.links import Link
from vaulttools.note import Block, Heading
from vaulttools.vault import Vault

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


def build_graph(vault: Vault) -> Graph:
    """The graph of a vault: each link resolved once. O(notes + links)."""
    names: dict[str, list[str]] = {}
    for path in [*vault.notes, *vault.attachments]:
        base = path.rpartition("/")[2]
        names.setdefault((base[:-3] if base.endswith(".md") else base).lower(), []).append(path)
    links = []
    for path, note in vault.notes.items():
        for link in note.links:
            fits = names.get(link.linkpath.rpartition("/")[2].lower(), []) if link.linkpath else [path]
            target = fits[0] if fits else None
            links.append(ResolvedLink(path, link, target, None, tuple(fits[1:]), "resolved" if target else "no-file", "stand-in"))
    outgoing: dict[str, list[ResolvedLink]] = {}
    incoming: dict[str, list[ResolvedLink]] = {}
    for item in links:
        outgoing.setdefault(item.source, []).append(item)
        if item.target is not None:
            incoming.setdefault(item.target, []).append(item)
    return Graph(vault, tuple(links), {k: tuple(v) for k, v in outgoing.items()}, {k: tuple(v) for k, v in incoming.items()})
