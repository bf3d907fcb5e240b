"""What `check --fix` and `check --diff` do: plan the mending, write it or show it, and say what it comes to."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator

from vaulttools.checks import Finding
from vaulttools.errors import VaultError
from vaulttools.fixes import Fixes, plan_fixes
from vaulttools.graph import Graph
from vaulttools.outputs import Look
from vaulttools.outputs.terminal import Paint, escape, painted
from vaulttools.text import encode
from vaulttools.vault import text_of

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace

_PAINTS: dict[str, Paint] = {"+": "green", "-": "red", "@": "cyan"}
_MOST_FILES = 20


def is_asked(args: "Namespace") -> bool:
    """Whether this run is to mend, or to show what mending would do. VaultError where the options contradict."""
    if args.fix and args.diff:
        raise VaultError("--diff shows what --fix would write; use one of them")
    if args.unsafe_fixes and not (args.fix or args.diff):
        raise VaultError(
            "--unsafe-fixes says which fixes count; add --diff to see them or --fix to make them"
        )
    if (args.fix or args.diff) and (args.baseline_add or args.baseline_prune):
        raise VaultError("mend first, then write the baseline; use --fix and --baseline-add in two runs")
    return bool(args.fix or args.diff)


def mend(
    args: "Namespace",
    root: str,
    graph: Graph,
    find: Callable[[Graph], tuple[Finding, ...]],
    look: Look,
    prefix: str,
) -> tuple[Graph, tuple[Finding, ...], bool]:
    """Write what can be mended, or with `--diff` show it as a patch on stdout; the summary goes to stderr.

    Only what is reported is mended, and hints only where they are shown. Gives the graph and findings to
    report, and whether the change counts against the exit status.
    """

    def may_mend(finding: Finding) -> bool:
        is_safe = finding.fix is not None and finding.fix.safe
        return (is_safe or args.unsafe_fixes) and (look.details or finding.severity != "info")

    fixes = plan_fixes(graph, find, may_mend)
    if args.diff:
        _write_diff(graph, fixes, prefix, look.colour)
    elif not fixes.plan.empty:
        from vaulttools.disk_write import write_plan

        written = write_plan(root, _texts(graph, fixes), fixes.plan)
        sys.stderr.write("".join(f"{escape(remark)}\n" for remark in written.remarks))
    sys.stderr.write("".join(f"{line}\n" for line in summary(fixes, done=not args.diff)))
    if args.diff:
        return graph, find(graph), not fixes.plan.empty
    left = tuple(item._replace(fix=None) if item in fixes.refused else item for item in fixes.findings)
    return fixes.graph, left, args.exit_non_zero_on_fix and not fixes.plan.empty


def _write_diff(graph: Graph, fixes: Fixes, prefix: str, colour: bool) -> None:
    """The patch, byte for byte; but safe to look at where stdout is a terminal."""
    from vaulttools.edit_diff import unified_diff

    patch = unified_diff(_texts(graph, fixes), fixes.plan, prefix)
    if sys.stdout.isatty():
        sys.stdout.write("".join(_shown(line, colour) for line in patch.split("\n")[:-1]))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(patch))


def summary(fixes: Fixes, done: bool) -> Iterator[str]:
    """What is mended, file by file, and what could be, as lines."""
    counts = Counter(finding.path for finding in fixes.mended)
    if not counts:
        yield "nothing was mended" if done else "nothing would be mended"
    else:
        yield fixes.plan.title.replace("mend", "mended" if done else "would mend", 1)
        width = len(f"{max(counts.values()):,}")
        for path, count in sorted(counts.items())[:_MOST_FILES]:
            yield f"  {count:>{width},}  {escape(path)}"
        if len(counts) > _MOST_FILES:
            yield f"  and {len(counts) - _MOST_FILES:,} more files"
    for finding in fixes.refused:
        what = escape(f"{finding.path}: {finding.message}")
        yield f"left as it is, since mending it would do harm elsewhere: {what}"
    yield from _more(fixes)


def _more(fixes: Fixes) -> Iterator[str]:
    """What other options would mend."""
    left = [item.fix.safe for item in fixes.findings if item.fix and item not in fixes.refused]
    if any(left):
        yield f"{sum(left):,} more with --verbose, which mends hints too"
    if not all(left):
        yield f"{len(left) - sum(left):,} more with --unsafe-fixes"


def _texts(graph: Graph, fixes: Fixes) -> dict[str, str]:
    return {edit.path: text_of(graph.vault, edit.path) for edit in fixes.plan.edits}


def _shown(line: str, colour: bool) -> str:
    paint = _PAINTS.get(line[:1])
    safe = escape(line.replace("\t", "    "))
    return (painted(safe, paint, colour) if paint else safe) + "\n"
