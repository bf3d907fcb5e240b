"""What `check` does with `--fix`, `--dry-run` and `--diff`: plan the mending, write or show it, sum it up."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from vaulttools.checks import Finding
from vaulttools.cli_common import put_patch, say_unread_history
from vaulttools.errors import VaultError
from vaulttools.fixes import Fixes, plan_fixes
from vaulttools.graph import Graph, build_graph
from vaulttools.outputs import Look
from vaulttools.outputs.terminal import escape
from vaulttools.proof import vault_after
from vaulttools.vault import text_of

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from vaulttools.successors import Renamed

_MOST_LINES = 20
_Find = Callable[[Graph], tuple[Finding, ...]]


def is_asked(args: "Namespace") -> bool:
    """Whether this run is to mend, or to show what mending would do. VaultError where the options contradict."""
    asked = bool(args.fix or args.dry_run or args.diff)
    if args.unsafe_fixes and not asked:
        raise VaultError(
            "--unsafe-fixes says which fixes count; add --diff to see them or --fix to make them"
        )
    if asked and (args.baseline_add or args.baseline_prune):
        raise VaultError("mend first, then write the baseline; use --fix and --baseline-add in two runs")
    return asked


def mend(
    args: "Namespace",
    root: str,
    graph: Graph,
    whole: Graph,
    find: _Find,
    look: Look,
    prefix: str,
) -> tuple[Graph, tuple[Finding, ...], bool]:
    """Write what can be mended; the summary goes to stderr. With `--dry-run` or `--diff` nothing is written.

    `--diff` shows it as a patch on stdout.

    Only what is reported is mended, and hints only where they are shown. What is right is judged by `whole`, all
    that lies on the disk, but only files of `graph` are written. Gives the graph and findings to report, and whether
    the change counts against the exit status.
    """
    own = set(graph.vault.files)

    def may_mend(finding: Finding) -> bool:
        if finding.fix is None or not own.issuperset(edit.path for edit in finding.fix.edits):
            return False
        return (finding.fix.safe or args.unsafe_fixes) and (look.details or finding.severity != "info")

    judged = _without_topics(find)
    fixes = plan_fixes(whole, _with_history(root, judged) if args.unsafe_fixes else judged, may_mend)
    fixes = fixes._replace(findings=tuple(item for item in fixes.findings if item.path in own))
    if args.diff:
        from vaulttools.edit_diff import unified_diff

        put_patch(unified_diff(_texts(graph, fixes), fixes.plan, prefix))
    elif not (args.dry_run or fixes.plan.empty):
        from vaulttools.disk_write import write_plan

        written = write_plan(root, _texts(graph, fixes), fixes.plan)
        sys.stderr.write("".join(f"{escape(remark)}\n" for remark in written.remarks))
    is_done = not (args.dry_run or args.diff)
    sys.stderr.write("".join(f"{line}\n" for line in summary(fixes, is_done)))
    if not is_done:
        return graph, find(graph), not fixes.plan.empty
    after = fixes.graph if whole is graph else build_graph(vault_after(graph.vault, fixes.plan))
    return after, _left(find(after), fixes), args.exit_non_zero_on_fix and not fixes.plan.empty


def _left(findings: Sequence[Finding], fixes: Fixes) -> tuple[Finding, ...]:
    """The findings after mending, without the fixes that were refused or that only the whole vault tells are none."""
    known = {(item.path, item.span, item.check) for item in fixes.findings}
    known -= {(item.path, item.span, item.check) for item in fixes.refused}
    return tuple(
        item if (item.path, item.span, item.check) in known else item._replace(fix=None) for item in findings
    )


def _without_topics(find: _Find) -> _Find:
    """The findings without those of topics: one link more can tip a topic, and no fix is to blame for that."""
    from vaulttools.checks import load

    of_topics = {name for name, check in load().items() if check.run_on_topics is not None}
    return lambda graph: tuple(finding for finding in find(graph) if finding.check not in of_topics)


def _with_history(root: str, find: _Find) -> _Find:
    """The same findings, with what git knows of files and headings that were renamed."""
    from functools import cache

    from vaulttools.disk_renamed import read_renamed, read_versions
    from vaulttools.successors import REPAIRED, with_history

    versions = cache(lambda path: read_versions(root, path))

    @cache
    def renamed() -> "Mapping[str, Renamed]":
        say_unread_history(root, "nothing is known of renamed notes")
        return read_renamed(root)

    def found(graph: Graph) -> tuple[Finding, ...]:
        findings = find(graph)
        if any(finding.check in REPAIRED for finding in findings):
            return with_history(graph, findings, renamed(), versions)
        return findings

    return found


def summary(fixes: Fixes, done: bool) -> Iterator[str]:
    """What is mended, file by file, and what could be, as lines."""
    counts = Counter(finding.path for finding in fixes.mended)
    if not counts:
        yield "nothing was mended" if done else "nothing would be mended"
    else:
        yield fixes.plan.title.replace("mend", "mended" if done else "would mend", 1)
        width = len(f"{max(counts.values()):,}")
        for path, count in sorted(counts.items())[:_MOST_LINES]:
            yield f"  {count:>{width},}  {escape(path)}"
        if len(counts) > _MOST_LINES:
            yield f"  and {len(counts) - _MOST_LINES:,} more files"
    yield from _to_look_at([item for item in fixes.mended if item.fix and not item.fix.safe])
    for finding in fixes.refused:
        what = escape(f"{finding.path}: {finding.message}")
        yield f"not mended, since that would bring other findings: {what}"
    yield from _more(fixes)


def _to_look_at(unsafe: Sequence[Finding]) -> Iterator[str]:
    """The unsafe fixes, each with what is known: a person has to look at them."""
    if unsafe:
        yield "unsafe fixes, to look at:"
    for finding in unsafe[:_MOST_LINES]:
        yield f"  {escape(finding.path)}: {escape(finding.message)}"
    if len(unsafe) > _MOST_LINES:
        yield f"  and {len(unsafe) - _MOST_LINES:,} more"


def _more(fixes: Fixes) -> Iterator[str]:
    """What other options would mend."""
    left = [item.fix.safe for item in fixes.findings if item.fix and item not in fixes.refused]
    if any(left):
        yield f"{sum(left):,} more with --verbose, which mends hints too"
    if not all(left):
        yield f"{len(left) - sum(left):,} more with --unsafe-fixes"


def _texts(graph: Graph, fixes: Fixes) -> dict[str, str]:
    return {edit.path: text_of(graph.vault, edit.path) for edit in fixes.plan.edits}
