"""What the listing commands print: rows from the graph, as text, JSON, CSV or TSV.

Names and meanings are those of Obsidian's own command line.
"""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.outputs.cells import inert
from vaulttools.outputs.terminal import escape


class Listing(NamedTuple):
    """Rows and their columns: the first is what is listed; `count` and the rest show on request."""

    columns: tuple[str, ...]
    rows: list[tuple[str | int, ...]]
    nothing: str


def listing(args: Namespace, graph: Graph, root: str) -> tuple[str, str]:
    """What a listing command puts on stdout and, when there is nothing, says on stderr."""
    if args.command in _OF_A_NOTE:
        found = _OF_A_NOTE[args.command](graph, named_file(graph, args.note, root))
    elif args.command == "tags":
        found = _tags(graph, args.sort)
    else:
        found = _OF_A_VAULT[args.command](graph)
    if args.command == "links" and not (args.verbose or args.format == "json"):
        found = found._replace(rows=[row for row in found.rows if row[2] == "yes"])
    if args.total:
        return f"{len(found.rows)}\n", ""
    text = _FORMATS[args.format](found, _columns(found, args))
    return text, "" if found.rows or args.format != "text" else found.nothing + "\n"


def named_file(graph: Graph, name: str, root: str) -> str:
    """The path of the file somebody names: by a path on disk, a path in the vault, or as a link would.

    Nothing of that name: a VaultError with the nearest one.
    """
    from vaulttools.resolve import build_index, resolve_file

    paths = graph.vault.files
    if os.path.isfile(name):
        inner = os.path.relpath(os.path.realpath(name), os.path.realpath(root)).replace(os.sep, "/")
        if inner in paths:
            return inner
    if name in paths:
        return name
    target = resolve_file(build_index(paths), name, "").target if name else None
    if target is None:
        from vaulttools.checks._near import nearest_file, or_else

        raise VaultError(
            f"no note is named '{name}'; {or_else(nearest_file(graph)(name), 'see the spelling')}"
        )
    return target


def _links(graph: Graph, path: str) -> Listing:
    """The files a note links to and, among all columns, where links lead that lead nowhere; in text order."""
    items = graph.outgoing.get(path, ())
    counts = Counter((item.target or item.link.linkpath, item.target is not None) for item in items)
    rows = [(target, count, "yes" if found else "no") for (target, found), count in counts.items()]
    return Listing(("path", "count", "resolved"), list(rows), "no links")


def _backlinks(graph: Graph, path: str) -> Listing:
    counts = Counter(item.source for item in graph.incoming.get(path, ()) if item.source != path)
    return Listing(("path", "count"), sorted(counts.items()), "no backlinks")


def _unresolved(graph: Graph) -> Listing:
    """Rows as in Obsidian: the linkpath without `.md`, how often, and its sources joined by ", "."""
    from vaulttools.analysis import unresolved

    rows = [(item.linkpath, item.times, ", ".join(item.sources)) for item in unresolved(graph)]
    return Listing(("link", "count", "sources"), list(rows), "no unresolved links")


def _orphans(graph: Graph) -> Listing:
    from vaulttools.analysis import orphans

    return _paths(orphans(graph), "no orphans")


def _deadends(graph: Graph) -> Listing:
    from vaulttools.analysis import dead_ends

    return _paths(dead_ends(graph), "no dead ends")


def _tags(graph: Graph, order: str) -> Listing:
    """Every occurrence counts, also for the tags above it; letter case is that of the first occurrence."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for path, note in graph.vault.notes.items():
        if path in graph.vault.excluded:
            continue
        for tag in note.tags:
            above = ""
            for part in filter(None, tag.name.split("/")):
                name = f"{above}/{part}" if above else part
                above = written.setdefault(name.casefold(), name)
                counts[name.casefold()] += 1
    rows: list[tuple[str | int, ...]] = [("#" + written[key], count) for key, count in sorted(counts.items())]
    return Listing(("tag", "count"), sorted(rows, key=_by_count) if order == "count" else rows, "no tags")


def _aliases(graph: Graph) -> Listing:
    shown = ((path, note) for path, note in graph.vault.notes.items() if path not in graph.vault.excluded)
    rows = [(alias, path) for path, note in shown for alias in note.aliases]
    return Listing(("alias", "path"), sorted(rows), "no aliases")


def _paths(paths: Iterable[str], nothing: str) -> Listing:
    return Listing(("path",), [(path,) for path in sorted(paths)], nothing)


def _by_count(row: tuple[str | int, ...]) -> int:
    return -int(row[1])


def _columns(found: Listing, args: Namespace) -> list[int]:
    """Which columns to show: all for JSON or on request, else the first, and counts on request."""
    if args.verbose or args.format == "json":
        return list(range(len(found.columns)))
    return [n for n, name in enumerate(found.columns) if n == 0 or (args.counts and name == "count")]


def _as_text(found: Listing, columns: list[int]) -> str:
    return "".join("\t".join(escape(str(row[n])) for n in columns) + "\n" for row in found.rows)


def _as_json(found: Listing, columns: list[int]) -> str:
    from vaulttools.outputs.json_lines import line

    rows = [line({found.columns[n]: row[n] for n in columns}) for row in found.rows]
    return "[" + ",\n ".join(rows) + "]\n"


def _as_csv(found: Listing, columns: list[int], delimiter: str = ",") -> str:
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow([found.columns[n] for n in columns])
    writer.writerows([inert(row[n]) for n in columns] for row in found.rows)
    return stream.getvalue()


def _as_tsv(found: Listing, columns: list[int]) -> str:
    return _as_csv(found, columns, "\t")


_OF_A_NOTE: dict[str, Callable[[Graph, str], Listing]] = {"links": _links, "backlinks": _backlinks}
_OF_A_VAULT: dict[str, Callable[[Graph], Listing]] = {
    "unresolved": _unresolved,
    "orphans": _orphans,
    "deadends": _deadends,
    "aliases": _aliases,
}
_FORMATS: dict[str, Callable[[Listing, list[int]], str]] = {
    "text": _as_text,
    "json": _as_json,
    "csv": _as_csv,
    "tsv": _as_tsv,
}
