"""The `map` command beyond the plain map: what is kept back, and what changed since a revision."""

from typing import TYPE_CHECKING

from vaulttools.graph import Graph, build_graph

if TYPE_CHECKING:
    from argparse import Namespace

    from vaulttools.config import Config


def page(args: "Namespace", root: str, graph: Graph, config: "Config") -> str:
    """The text of the map as the arguments ask for it."""
    from vaulttools.disk import read_text
    from vaulttools.lint import run_checks
    from vaulttools.outputs.map_html import Earlier, render_map
    from vaulttools.topics import find_topics

    before = None
    if args.compare is not None:
        from vaulttools.disk_git import read_vault_at

        then = build_graph(read_vault_at(root, args.compare, graph.vault, config))
        before = Earlier(then, find_topics(then), args.compare)
    # Compared maps keep the places of the map that stands there, so that only what changed moves.
    last_map = read_text(args.output) if before is not None else None
    return render_map(
        graph,
        find_topics(graph),
        run_checks(graph, config),
        title=args.title,
        redacted=redacted(graph, args.redact),
        before=before,
        last_map=last_map or "",
    )


def redacted(graph: Graph, words: list[str]) -> frozenset[str]:
    """The notes that `#tag`, `folder/` and `property` name."""
    from vaulttools.map_redact import redacted_paths

    return redacted_paths(
        graph.vault,
        tags=[word for word in words if word.startswith("#")],
        folders=[word for word in words if word.endswith("/")],
        properties=[word for word in words if not word.startswith("#") and not word.endswith("/")],
    )
