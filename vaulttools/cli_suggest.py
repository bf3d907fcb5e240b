"""The `suggest` command: what could be linked, as text or JSON, and, when asked, the links put in."""

import os
from collections.abc import Sequence

from vaulttools.cli_common import say_unread_history
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.mentions import Mention
from vaulttools.outputs.terminal import escape
from vaulttools.suggest import mentions_for, suggest
from vaulttools.vault import text_of

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace


def split_places(args: "Namespace") -> None:
    """Let the one place that was named be a note rather than a vault, where it is no folder."""
    if args.vault is None or os.path.isdir(args.vault):
        return
    if args.note is not None:
        whole = f"{args.vault} {args.note}"
        raise VaultError(f"'{args.vault}' is no folder; put a name with blanks in quotes, as in '{whole}'")
    args.vault, args.note = None, args.vault


def answer(args: "Namespace", graph: Graph, root: str, colour: bool) -> str:
    """What the command prints. Mentions become links in the notes only with `--apply` alone."""
    note = _note(args, graph, root)
    if args.apply or args.diff or args.dry_run:
        mentions = mentions_for(graph, note, every=args.all, least=args.min_score)
        return _applied(args, graph, mentions, root, colour)
    found = suggest(graph, note, _renames(graph, root), every=args.all, least=args.min_score, jobs=0)
    if args.format == "json":
        from vaulttools.outputs.json_lines import document
        from vaulttools.outputs.suggest_json import suggest_json

        return document(suggest_json(found))
    from vaulttools.cli_args import terminal_width
    from vaulttools.outputs.suggest_text import render_suggestions

    return render_suggestions(found, min(terminal_width(), 120), colour)


def _note(args: "Namespace", graph: Graph, root: str) -> str | None:
    """The note that was asked for, if any. An unknown one is a VaultError."""
    from vaulttools.cli_lists import named_file

    note = named_file(graph, args.note, root) if args.note is not None else None
    if note is not None and note not in graph.vault.notes:
        raise VaultError(f"'{note}' is no note; name a .md file")
    return note


def _renames(graph: Graph, root: str) -> dict[str, str]:
    """What git knows of renamed files, asked for only where a link leads nowhere."""
    from vaulttools.disk_renamed import read_renamed

    if not any(link.outcome == "no-file" for link in graph.links):
        return {}
    say_unread_history(root, "nothing is known of renamed notes")
    return {old: found.now for old, found in read_renamed(root).items()}


def _applied(args: "Namespace", graph: Graph, mentions: Sequence[Mention], root: str, colour: bool) -> str:
    """Make the mentions links, or with `--dry-run` or `--diff` show them; what is said about it."""
    from vaulttools.cli_plan import Planned, carried_out
    from vaulttools.disk_settings import link_format, markdown_links
    from vaulttools.newlinks import link_mentions, link_style

    linking = link_mentions(graph, mentions, link_style(link_format(root), markdown_links(root)))
    remarks = tuple(
        f"{one.source}: '{one.text}' stays as it is; a link there would change what stands around it"
        for one in linking.refused
    )
    if linking.plan.empty:
        return "no mention to link\n" + "".join(f"note: {escape(remark)}\n" for remark in remarks)
    texts = {edit.path: text_of(graph.vault, edit.path) for edit in linking.plan.edits}
    return carried_out(args, root, graph, Planned(linking.plan, texts, remarks), colour)
