"""The `map` command beyond the plain map: what is kept back, and what changed since a revision."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vaulttools.cli_common import note_count, say_not_compared, say_unread_history
from vaulttools.errors import VaultError
from vaulttools.graph import Graph, build_graph
from vaulttools.outputs.terminal import escape
from vaulttools.text import counted

if TYPE_CHECKING:
    from argparse import Namespace
    from datetime import date

    from vaulttools.config import Config
    from vaulttools.outputs.map_html import Earlier
    from vaulttools.vault import Vault


def page(args: "Namespace", root: str, graph: Graph, config: "Config") -> str:
    """The text of the map as the arguments ask for it."""
    from vaulttools.disk import read_text
    from vaulttools.lint import run_checks
    from vaulttools.outputs.map_html import render_map
    from vaulttools.topics import find_topics

    before = None if args.compare is None else earlier(args, root, graph, config)
    sys.stderr.write(said_of_redaction(args, graph, before))
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
    """The notes that the words of `--redact` name, and those that they may name."""
    from vaulttools.map_redact import named_files, unread_notes

    return unread_notes(graph.vault, words).union(*(named_files(graph.vault, word) for word in words))


def said_of_redaction(args: "Namespace", graph: Graph, before: "Earlier | None") -> str:
    """What is hidden, in a line. A word that names no note, now or before, is a VaultError: nothing leaks by a slip."""
    from vaulttools.map_redact import named_files, unread_notes

    vaults = [graph.vault, *([before.graph.vault] if before is not None else [])]
    for word in args.redact:
        if not any(named_files(vault, word) for vault in vaults):
            raise VaultError(
                f"--redact '{word}' names no note or file, so nothing is hidden by it; {_meant(word, vaults)}"
            )
    if not args.redact:
        return ""
    named = frozenset().union(*(named_files(graph.vault, word) for word in args.redact))
    unread = sorted(unread_notes(graph.vault, args.redact) - named - graph.vault.excluded)
    hidden = (named | set(unread)) - graph.vault.excluded
    notes = len(hidden & graph.vault.notes.keys())
    files = len(hidden) - notes
    said = f"{notes:,} of {note_count(graph):,} notes {'is' if notes == 1 else 'are'} hidden"
    said += f", and {counted(files, 'other file')}" if files else ""
    if unread:
        more = f" and {len(unread) - 3:,} more" if len(unread) > 3 else ""
        why = f", {len(unread):,} of them because properties cannot be read"
        said += f"{why}: {', '.join(map(escape, unread[:3]))}{more}"
    return said + "\n"


def _meant(word: str, vaults: "Sequence[Vault]") -> str:
    """The end of a message about a word that names nothing."""
    from vaulttools.map_redact import known_words
    from vaulttools.nearest import nearest_finder

    known = {known for vault in vaults for known in known_words(vault)}
    near = nearest_finder(sorted(known))(word)
    return f"did you mean '{escape(near)}'?" if near else "write '#tag', 'folder/', a property or a note"
