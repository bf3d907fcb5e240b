"""The `map` command beyond the plain map: what is kept back, and what changed since a revision."""

from typing import TYPE_CHECKING

from vaulttools.cli_common import say_not_compared, say_unread_history
from vaulttools.graph import Graph, build_graph

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from vaulttools.config import Config
    from vaulttools.outputs.map_html import Earlier


def page(args: "Namespace", root: str, graph: Graph, config: "Config") -> str:
    """The text of the map as the arguments ask for it."""
    from vaulttools.disk import read_text
    from vaulttools.lint import run_checks
    from vaulttools.outputs.map_html import render_map
    from vaulttools.topics import find_topics

    before = None if args.compare is None else earlier(args, root, graph, config)
    # Compared maps keep the places of the map that stands there, so that only what changed moves.
    last_map = read_text(args.output) if before is not None else None
    return render_map(
        graph,
        find_topics(graph),
        run_checks(graph, config),
        title=args.title,
        days=days(root, graph),
        redacted=redacted(graph, args.redact),
        before=before,
        last_map=last_map or "",
    )


def earlier(args: "Namespace", root: str, graph: Graph, config: "Config") -> "Earlier":
    """The vault as it was at the revision to compare with."""
    from vaulttools.disk_git import read_vault_at
    from vaulttools.disk_history import renamed_since
    from vaulttools.outputs.map_html import Earlier
    from vaulttools.since import moved_notes
    from vaulttools.topics import find_topics

    before = read_vault_at(root, args.compare, graph.vault, config)
    say_not_compared(root, before)
    then = build_graph(before)
    # git does not see that a file was renamed which it was not told of yet.
    plainly = {old: new for new, old in moved_notes(then, graph).items()}
    renamed = {**plainly, **renamed_since(root, args.compare)}
    return Earlier(then, find_topics(then), args.compare, redacted(then, args.redact), renamed)


def days(root: str, graph: Graph) -> "dict[str, date]":
    """The day of the first commit of each note that does not say itself when it was made."""
    from vaulttools.disk_history import first_days
    from vaulttools.map_things import created

    silent = [path for path, note in graph.vault.notes.items() if created(note) is None]
    if not silent:
        return {}
    say_unread_history(root, "nothing is known of the days of notes")
    return first_days(root, silent)


def redacted(graph: Graph, words: list[str]) -> frozenset[str]:
    """The notes that `#tag`, `folder/` and `property` name."""
    from vaulttools.map_redact import redacted_paths

    return redacted_paths(
        graph.vault,
        tags=[word for word in words if word.startswith("#")],
        folders=[word for word in words if word.endswith("/")],
        properties=[word for word in words if not word.startswith("#") and not word.endswith("/")],
    )
