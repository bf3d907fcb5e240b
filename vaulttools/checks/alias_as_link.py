"""A link to an alias, which Obsidian never follows."""

from collections.abc import Callable, Iterator

from vaulttools.checks import Check, Example, Finding, Fix
from vaulttools.checks._near import alias_owners, may_be_in_table
from vaulttools.edit import Edit
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.respell import is_markdown
from vaulttools.text import Span
from vaulttools.vault import text_of

NAME = "alias-as-link"


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link that leads to no file and is the alias of a note."""
    owners = linkpath_to = None
    for item in graph.links:
        if item.outcome == "no-file":
            owners = owners or alias_owners(graph)
            paths = owners(item.link.linkpath)
            if paths:
                linkpath_to = linkpath_to or _linkpath_finder(graph)
                yield _finding(graph, item, len(paths), linkpath_to(paths[0], item.source))


def _linkpath_finder(graph: Graph) -> Callable[[str, str], str]:
    from vaulttools.linkpaths import shortest_linkpath
    from vaulttools.resolve import build_index

    index = build_index(graph.vault.files)
    return lambda path, source: shortest_linkpath(index, path, source) or path


def _finding(graph: Graph, item: ResolvedLink, owners: int, owner: str) -> Finding:
    link = item.link
    whose = f"'{owner}'" if owners == 1 else f"{owners} notes"
    shown = link.linkpath if link.display is None else link.display
    # A display text that is the note's name is not needed any more.
    written = owner if shown == owner and not link.subpath else f"{owner}{link.subpath}|{shown}"
    message = f"'{link.linkpath}' is an alias of {whose}, and links do not find aliases; write [[{written}]]"
    fix = _fix(item, owner, written, text_of(graph.vault, item.source)) if owners == 1 else None
    return Finding(NAME, "error", item.source, link.span, message, fix)


def _fix(item: ResolvedLink, linkpath: str, written: str, text: str) -> Fix | None:
    """The note's name for the link, the alias for its display text; only where nothing needs escaping."""
    link = item.link
    if link.style == "canvas" or is_markdown(text, link) or may_be_in_table(text, link.span):
        return None
    if text[slice(*link.linkpath_span)] != link.linkpath or any(sign in linkpath for sign in "\\\"'#|[]"):
        return None
    edits, end = [Edit(item.source, link.linkpath_span, linkpath)], link.span.end - 2
    if written == linkpath:
        edits.append(Edit(item.source, Span(link.linkpath_span.end, end), ""))
    elif link.display is None:
        edits.append(Edit(item.source, Span(end, end), f"|{link.linkpath}"))
    return Fix(f"write '{written}'", True, tuple(edits))


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link names an alias of a note, and Obsidian does not follow aliases.

    When a link is picked from the app's suggestions by alias, it writes `[[Note|alias]]`. A bare
    `[[alias]]`, typed by hand or by a script, stays unresolved and makes a new note when clicked.
    (Obsidian Publish does follow it.)

    The safe fix writes the note's name and keeps the alias as display text.
    """,
    examples=(
        Example("-- Newton.md --\n---\naliases: [Sir Isaac]\n---\n-- Gravity.md --\n[[Newton|Sir Isaac]]\n"),
        Example(
            "-- Newton.md --\n---\naliases: [Sir Isaac]\n---\n-- Gravity.md --\nBy [[Sir Isaac|Newton]].\n",
            (
                (
                    "Gravity.md",
                    "[[Sir Isaac|Newton]]",
                    "'Sir Isaac' is an alias of 'Newton', and links do not find aliases; write [[Newton]]",
                ),
            ),
            "-- Gravity.md --\nBy [[Newton]].\n",
        ),
        Example(
            "-- Newton.md --\n---\naliases: [Sir Isaac]\n---\n-- Gravity.md --\nBy [[sir Isaac]] in 1666.\n",
            (
                (
                    "Gravity.md",
                    "[[sir Isaac]]",
                    "'sir Isaac' is an alias of 'Newton', and links do not find aliases; "
                    "write [[Newton|sir Isaac]]",
                ),
            ),
            "-- Gravity.md --\nBy [[Newton|sir Isaac]] in 1666.\n",
        ),
        Example(
            "-- Newton.md --\n---\naliases: [Sir Isaac]\n---\n# Life\n-- Gravity.md --\n[[Sir Isaac#Life|his life]]\n",
            (
                (
                    "Gravity.md",
                    "[[Sir Isaac#Life|his life]]",
                    "'Sir Isaac' is an alias of 'Newton', and links do not find aliases; "
                    "write [[Newton#Life|his life]]",
                ),
            ),
            "-- Gravity.md --\n[[Newton#Life|his life]]\n",
        ),
        Example(
            '-- Sir Isaac.md --\n---\naliases: [Newton]\n---\n-- Gravity.md --\n---\nby: "[him](Newton)"\n---\n',
            (
                (
                    "Gravity.md",
                    "[him](Newton)",
                    "'Newton' is an alias of 'Sir Isaac', and links do not find aliases; write [[Sir Isaac|him]]",
                ),
            ),
        ),
    ),
)
