"""Plans on the command line: shown as a table or a patch, or carried out."""

import sys
from argparse import Namespace
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from vaulttools.edit import Edit, Plan, edited, edits_by_path, shifted
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.outputs.terminal import escape, filled, painted, width_of
from vaulttools.text import LineIndex, Span, counted

_SHOWN = 20


class Planned(NamedTuple):
    """A proven plan, the texts it was made from, and what somebody should know besides."""

    plan: Plan
    texts: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def refuse_unread(graph: Graph) -> None:
    """VaultError where something that may hold links could not be read: they could not follow a rename."""
    files = set(graph.vault.attachments)
    for item in graph.vault.unreadable:
        if item.failed or item.path in files:
            place = f"'{item.path}'" if item.path else "the vault's folder"
            raise VaultError(
                f"{place} was not read ({item.reason}), so links in it could not follow; nothing was changed"
            )


def carried_out(
    args: Namespace,
    root: str,
    graph: Graph,
    found: Planned,
    colour: bool,
    seen: Mapping[str, str] | None = None,
) -> str:
    """What to print: the plan as a patch with `--diff`, as a table with `--dry-run`, else what was written.

    `seen` as for `write_plan`.
    """
    if args.diff or args.dry_run:
        from vaulttools.disk_plan import foreseen

        plan, remarks = foreseen(root, found.texts, found.plan)
        found = Planned(plan, found.texts, (*remarks, *found.remarks))
    if args.diff:
        from vaulttools.disk_settings import repository_prefix
        from vaulttools.edit_diff import unified_diff

        # The patch is for a program; what it leaves out is for a person.
        sys.stderr.write("".join(f"note: {escape(remark)}\n" for remark in found.remarks))
        return unified_diff(found.texts, found.plan, repository_prefix(root))
    if args.dry_run:
        return shown(found, graph, colour, args.verbose)
    from vaulttools.cli_write import written_text
    from vaulttools.disk_write import write_plan

    done = write_plan(root, found.texts, found.plan, seen)
    return written_text(done._replace(remarks=(*done.remarks, *found.remarks)))


def shown(found: Planned, graph: Graph, colour: bool, everything: bool) -> str:
    """The plan as a table: where, what stands there, and what it becomes."""
    rows = list(_rows(found, graph))
    count = len(rows) if everything else _SHOWN
    place = max((width_of(escape(where)) for where, _, _ in rows[:count]), default=0)
    lines = [
        f"  {painted(filled(escape(where), place), 'cyan', colour)}  {painted(escape(old), 'red', colour)}"
        f" → {painted(escape(new), 'green', colour)}"
        for where, old, new in rows[:count]
    ]
    more = len(rows) - count
    lines += [f"  … and {more:,} more; --verbose shows all"] if more > 0 else []
    notes = [f"note: {escape(remark)}" for remark in found.remarks]
    return "\n".join([_summary(found.plan, len(rows)), *lines, *notes]) + "\n"


def _summary(plan: Plan, changes: int) -> str:
    """One line: what the plan would do."""
    files = len({edit.path for edit in plan.edits})
    what = (
        f"{counted(changes, 'place')} in {counted(files, 'file')} would change"
        if files
        else "no link has to change"
    )
    return f"{escape(plan.title)}: {what}"


def _rows(found: Planned, graph: Graph) -> Iterator[tuple[str, str, str]]:
    for path, edits in edits_by_path(found.plan.edits).items():
        text = found.texts[path]
        lines = LineIndex(text)
        links = _outermost(item.link.span for item in graph.outgoing.get(path, ()))
        places: dict[Span, list[Edit]] = {}
        for edit in edits:
            places.setdefault(_whole(edit, links), []).append(edit)
        for whole, inner in sorted(places.items()):
            old = text[whole.start : whole.end]
            new = edited(old, [shifted(edit, whole.start) for edit in inner])
            yield f"{path}:{lines.position(whole.start).line}", _brief(old), _brief(new)


def _brief(text: str) -> str:
    """A text on one line: of several lines, the first and the last with words, and how many there are."""
    if "\n" not in text:
        return text
    lines = [line for line in text.splitlines() if line.strip()]
    shown = [*lines[:1], "…", *lines[1:][-1:]]
    return f"{' '.join(shown)} ({counted(text.count(chr(10)), 'line')})"


def _outermost(links: Iterable[Span]) -> list[Span]:
    """The links that stand in no other, given all in order of their starts."""
    found: list[Span] = []
    for link in links:
        if not found or link.start >= found[-1].end:
            found.append(link)
    return found


def _whole(edit: Edit, links: list[Span]) -> Span:
    """The one of these links, in order, that an edit stands in; else the edit's own place."""
    start, end = edit.span
    before = bisect_right(links, start, key=lambda link: link.start)
    return links[before - 1] if before and end <= links[before - 1].end else edit.span
