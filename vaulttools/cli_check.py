"""What `check` does around the checks: what is new, which reports go where, and what the exit status is."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from vaulttools import checks
from vaulttools.checks import Check, Finding
from vaulttools.cli_common import (
    could_not_read,
    graph_of,
    note_count,
    output_named,
    refuse_if_all_left_out,
    say_not_compared,
)
from vaulttools.cli_fix import is_asked, mend
from vaulttools.cli_recall import Done, destinations
from vaulttools.config import LEVELS, Config, most_allowed
from vaulttools.disk import Files, parse_files
from vaulttools.disk_cache import Cache
from vaulttools.disk_settings import repository_prefix
from vaulttools.errors import VaultError
from vaulttools.graph import Graph, build_graph
from vaulttools.lint import active_checks, as_configured, in_order, run_checks
from vaulttools.outputs import Look, Report
from vaulttools.outputs.extent import left_out
from vaulttools.outputs.terminal import escape
from vaulttools.text import Span, counted
from vaulttools.vault import Vault

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace

    from vaulttools.baseline import Baseline
    from vaulttools.cli_external import Judged
    from vaulttools.verdicts import Verdict


# Formats that say themselves which check has more findings than its limit, and what was passed over.
_TELLING = ("text", "markdown")


def checked(args: "Namespace", config: Config, look: Look, files: Files, cache: Cache | None) -> Done:
    """The reports on a vault's files and the exit status. VaultError for options that make no sense together."""
    named = destinations(args.format, args.output, files.root)
    wanted = [(output_named("check", name), file) for name, file in named]
    is_mending = is_asked(args)
    _refuse_contradictions(args, config)
    graph = build_graph(parse_files(files, config, args.jobs, cache))
    refuse_if_all_left_out(args, files.root, graph)
    before = _vault_before(args, files.root, graph.vault, config)
    judged = _asked_web(args, graph.vault, before, config, cache)
    find, is_changed = _finder(args, look, before, config, judged.verdicts if judged else None), False
    prefix = repository_prefix(files.root)
    if is_mending:
        whole = graph_of(files.root, config, args.jobs, cache) if args.tracked else graph
        graph, findings, is_changed = mend(args, files.root, graph, whole, find, look, prefix)
        wanted = [(output, file) for output, file in wanted if file is not None or not args.diff]
    else:
        findings = find(graph)
    over = _over_limit(findings, config, note_count(graph))
    report = Report(graph, findings, look=look, prefix=prefix, fail_on=config.fail_on, over=over)
    is_told = any(file is None and output.name in _TELLING for output, file in wanted)
    texts = [(output.render(report if file is None else _plain(report)), file) for output, file in wanted]
    failing = LEVELS[: LEVELS.index(config.fail_on) + 1]
    found = over or is_changed or any(finding.severity in failing for finding in findings)
    failed = could_not_read(graph) or 2 * int(judged is not None and judged.is_offline)
    said = "" if is_told else _not_in_findings(report)
    return Done(tuple(texts), failed or int(found and not args.exit_zero), said)


def _refuse_contradictions(args: "Namespace", config: Config) -> None:
    """VaultError for options that make no sense together, before anything is read or asked."""
    if (args.baseline_add or args.baseline_prune) and not args.baseline:
        raise VaultError("--baseline-add and --baseline-prune need a file; name it with --baseline FILE")
    if args.since and args.baseline:
        raise VaultError("--since and --baseline both say what is new; use one of them")
    names = {name.strip() for given in args.select for name in given.split(",")}
    for check in checks.load(names & set(checks.names())).values():
        if check.run_on_external is not None and not args.external:
            raise VaultError(f"{check.name} is about what the web says; add --external to have it asked")
    if not active_checks(config, args.external):
        raise VaultError(
            "no check is left to run: see `select` and `ignore`; checks of the web need --external"
        )


def _vault_before(args: "Namespace", root: str, vault: Vault, config: Config) -> Vault | None:
    """The vault as it was at the revision of `--since`; None without it."""
    if not args.since:
        return None
    from vaulttools.disk_git import read_vault_at

    before = read_vault_at(root, args.since, vault, config)
    say_not_compared(root, before)
    return before


def _asked_web(
    args: "Namespace", vault: Vault, before: Vault | None, config: Config, cache: Cache | None
) -> "Judged | None":
    """What the web says of the external links that were not there `before`; None without `--external`."""
    if not args.external:
        return None
    from vaulttools.cli_external import judged_addresses

    return judged_addresses(vault, before, config, cache, args.verbose)


def _finder(
    args: "Namespace",
    look: Look,
    before: Vault | None,
    config: Config,
    verdicts: "Mapping[str, Verdict] | None",
) -> Callable[[Graph], tuple[Finding, ...]]:
    """The function that gives what this run is to report of a graph: what checks find, less what was known before."""
    from datetime import date

    today = date.today()

    def found(graph: Graph, of_changes: Iterable[Finding] = ()) -> tuple[Finding, ...]:
        return run_checks(graph, config, today, verdicts, of_changes)

    if before is not None:
        return _since(before, found)
    if args.baseline:
        return lambda graph: _against_baseline(args, look, config, graph, found(graph))
    return found


def _since(
    before: Vault, found: Callable[[Graph, Iterable[Finding]], tuple[Finding, ...]]
) -> Callable[[Graph], tuple[Finding, ...]]:
    from vaulttools.since import hijacked_links, introduced

    then = build_graph(before)
    known = found(then, ())
    # Links that were taken over pass through the ignores and the settings with the rest; none was known then.
    return lambda graph: introduced(then, graph, known, found(graph, hijacked_links(then, graph)))


def _against_baseline(
    args: "Namespace", look: Look, config: Config, graph: Graph, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    from vaulttools.baseline import compare, entries, joined, parse_baseline, stale_findings
    from vaulttools.disk import read_text

    text = read_text(args.baseline)
    if text is None and not args.baseline_add:
        raise VaultError(f"there is no baseline {args.baseline}; write it with --baseline-add")
    is_written = args.baseline_add or args.baseline_prune
    old = parse_baseline(text or "", args.baseline, may_conflict=is_written)
    active = active_checks(config, args.external)
    found = compare(graph.vault, findings, old, {check.name for check in active})
    is_shown = _is_shown(look, config, graph, found.new)
    # Nobody lives with what nobody sees: such a hint would only fail a later run, when it is mended.
    adds = list(filter(is_shown, found.new)) if args.baseline_add else []
    kept = {} if args.baseline_prune else found.mended
    if is_written:
        added = Counter(entries(graph.vault, adds))
        _write_baseline(args.baseline, joined(found.known, kept, added), len(adds), found.mended, kept)
    stale = stale_findings(_shown_entries(kept, active, is_shown, graph, config))
    new = [finding for finding in found.new if not (args.baseline_add and is_shown(finding))]
    return in_order([*new, *as_configured(stale, graph, config)])


def _shown_entries(
    mended: "Baseline",
    active: Iterable[Check],
    is_shown: Callable[[Finding], bool],
    graph: Graph,
    config: Config,
) -> "Baseline":
    """What is mended of a baseline, without what this run would not show if it were there."""
    # What the web says today may be otherwise tomorrow: it may prune, but it makes no entry stale.
    levels = {check.name: check.severity for check in active if check.run_on_external is None}
    found = {}
    for entry, count in mended.items():
        if entry.check in levels:
            finding = Finding(entry.check, levels[entry.check], entry.path, Span(0, 0), "")
            if any(map(is_shown, as_configured([finding], graph, config))):
                found[entry] = count
    return found


def _is_shown(
    look: Look, config: Config, graph: Graph, findings: Sequence[Finding]
) -> Callable[[Finding], bool]:
    """Whether a person sees a finding: hints on request, where they fail, and of checks with more than their limit."""
    over = _over_limit(findings, config, note_count(graph))
    has_hints = look.details or config.fail_on == "info"
    return lambda finding: has_hints or finding.severity != "info" or finding.check in over


def _write_baseline(
    file: str, baseline: "Baseline", added: int, mended: "Baseline", kept: "Baseline"
) -> None:
    from vaulttools.baseline import baseline_text
    from vaulttools.disk import write_text_atomically

    write_text_atomically(file, baseline_text(baseline))
    pruned = sum(mended.values()) - sum(kept.values())
    size = counted(sum(baseline.values()), "finding")
    sys.stderr.write(f"{escape(file)} holds {size}: {added:,} added, {pruned:,} taken out\n")


def _over_limit(findings: Sequence[Finding], config: Config, notes: int) -> dict[str, str]:
    """The checks that have more findings than their limit, each with a sentence that says so.

    `notes` is how many notes the vault has: some limits are a share of them.
    """
    over = {}
    for check, limit in sorted(config.limits.items()):
        count, most = sum(finding.check == check for finding in findings), most_allowed(limit, notes)
        if count > most:
            allowed = limit if limit == most else f"{limit} of {notes:,} notes, which is {most}"
            over[check] = f"{counted(count, 'finding')} of {check}, more than its limit of {allowed}"
    return over


def _not_in_findings(report: Report) -> str:
    """What a report of findings alone does not say: what was passed over, and which limits are exceeded."""
    graph = report.graph
    # What could not be read is said in any case.
    skipped = [item for item in graph.vault.unreadable if not item.failed]
    lines = [f"skipped: {item.path or '.'}: {item.reason}" for item in skipped]
    lines += [*left_out(graph, details=False), *report.over.values()]
    return "".join(f"{escape(line)}\n" for line in lines)


def _plain(report: Report) -> Report:
    """The report as it goes into a file: without colours."""
    return report._replace(look=report.look._replace(colour=False))
