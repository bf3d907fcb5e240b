"""A relation that only one of two notes declares."""

from collections.abc import Iterator

from vaulttools.checks import Check, Example, Finding
from vaulttools.checks._near import written_name
from vaulttools.graph import Graph, ResolvedLink

NAME = "missing-backlink"
_MUTUAL = frozenset({"related", "see-also", "seealso", "similar", "sibling", "siblings"})


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link in a property such as `related` that is not returned in that property."""
    pairs = {(item.source, item.target) for item in graph.links if _is_mutual(item)}
    for item in graph.links:
        one_sided = _is_mutual(item) and (item.target, item.source) not in pairs
        if one_sided and item.target in graph.vault.notes:
            key = (item.link.property or "").partition(".")[0]
            message = (
                f"'{written_name(item.target or '')}' does not name this note in `{key}`; add it there too"
            )
            yield Finding(NAME, "info", item.source, item.link.span, message)


def _is_mutual(item: ResolvedLink) -> bool:
    return item.link.property is not None and item.link.property.partition(".")[0].casefold() in _MUTUAL


CHECK = Check(
    name=NAME,
    severity="info",
    run=run,
    default=False,
    doc="""A note names another in `related`, but not the other way round.

    The same goes for `see-also`, `similar` and `siblings`. Off by default: for vaults in which such
    relations hold for both sides.

    Name this note in the other's property too.
    """,
    examples=(
        Example('-- A.md --\n---\nrelated: ["[[B]]"]\n---\n-- B.md --\n---\nrelated: "[[A]]"\n---\n'),
        Example(
            '-- A.md --\n---\nrelated: ["[[B]]"]\n---\n-- B.md --\n',
            (("A.md", "[[B]]", "'B' does not name this note in `related`; add it there too"),),
        ),
    ),
)
