"""The `suggest` command: what could be linked, as text or JSON, and, when asked, the links put in."""

import os
import sys
from typing import TYPE_CHECKING

from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.outputs.terminal import escape
from vaulttools.suggest import Suggestions, suggest
from vaulttools.vault import text_of

if TYPE_CHECKING:
    from argparse import Namespace

    from vaulttools.newlinks import Linking


def split_places(args: "Namespace") -> None:
    """Let the one place that was named be a note rather than a vault, where it is no folder."""
    if args.vault is not None and args.note is None and not os.path.isdir(args.vault):
        args.vault, args.note = None, args.vault


def suggestions(args: "Namespace", graph: Graph, root: str) -> Suggestions:
    """The suggestions that were asked for. An unknown note or a score beyond 0 to 1 is a VaultError."""
    from vaulttools.cli_lists import named_file
    from vaulttools.disk_renames import read_renames

    if not 0 <= args.min_score <= 1:
        raise VaultError(f"--min-score is from 0 to 1, not {args.min_score:g}")
    note = named_file(graph, args.note, root) if args.note is not None else None
    if note is not None and note not in graph.vault.notes:
        raise VaultError(f"'{note}' is no note; name a .md file")
    lost = any(link.outcome == "no-file" for link in graph.links)
    return suggest(graph, note, read_renames(root) if lost else {}, every=args.all, least=args.min_score)


def rendered(args: "Namespace", found: Suggestions, width: int, colour: bool) -> str:
    """The suggestions in the format that was asked for."""
    if args.format == "json":
        from vaulttools.outputs.json_lines import document
        from vaulttools.outputs.suggest_json import suggest_json

        return document(suggest_json(found))
    from vaulttools.outputs.suggest_text import render_suggestions

    return render_suggestions(found, width, colour)


def applied(args: "Namespace", found: Suggestions, root: str) -> str:
    """Make the mentions links, unless only a look was asked for; what is said about it."""
    from vaulttools.disk_settings import read_link_style
    from vaulttools.newlinks import link_mentions

    linking = link_mentions(found.graph, found.mentions, read_link_style(root))
    for mention in linking.refused:
        said = f"{mention.source}: '{mention.text}' stays as it is: a link there would change what stands around it"
        sys.stderr.write(f"{escape(said)}\n")
    if args.diff:
        from vaulttools.edit_diff import unified_diff

        return unified_diff(_texts(found.graph, linking), linking.plan)
    if not args.dry_run:
        from vaulttools.disk_write import write_plan

        write_plan(root, _texts(found.graph, linking), linking.plan)
    return _summary(linking, args.dry_run)


def _texts(graph: Graph, linking: "Linking") -> dict[str, str]:
    return {edit.path: text_of(graph.vault, edit.path) for edit in linking.plan.edits}


def _summary(linking: "Linking", is_dry: bool) -> str:
    count, notes = len(linking.plan.edits), len({edit.path for edit in linking.plan.edits})
    if not count:
        return "no mention to link\n"
    links, files = f"{count:,} link{'s' * (count != 1)}", f"{notes:,} note{'s' * (notes != 1)}"
    return f"{'would put' if is_dry else 'put'} {links} into {files}{'' if is_dry else '; `vaulttools undo` takes them out'}\n"
