"""What `check` does around the checks: what is new, which reports go where, and what the exit status is."""

import sys
from collections.abc import Callable, Mapping, Sequence

from vaulttools import checks
from vaulttools.checks import Finding
from vaulttools.cli_common import could_not_read, note_count, output_named
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
from vaulttools.outputs.terminal import escape
from vaulttools.vault import Vault

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace

    from vaulttools.baseline import Baseline
    from vaulttools.cli_external import Judged
    from vaulttools.verdicts import Verdict


def checked(args: "Namespace", config: Config, look: Look, files: Files, cache: Cache | None) -> Done:
    """The reports on a vault's files and the exit status. VaultError for options that make no sense together."""
    wanted = [(output_named("check", name), file) for name, file in destinations(args.format, args.output)]
    is_mending = is_asked(args)
    _refuse_contradictions(args)
    graph = build_graph(parse_files(files, config, args.jobs, cache))
    before = _vault_before(args, files.root, graph.vault, config)
    judged = _asked_web(args, graph.vault, before, config, cache)
    find, is_changed = _finder(args, before, config, judged.verdicts if judged else None), False
    prefix = repository_prefix(files.root)
    if is_mending:
        graph, findings, is_changed = mend(args, files.root, graph, find, look, prefix)
        wanted = [(output, file) for output, file in wanted if file is not None or not args.diff]
    else:
        findings = find(graph)
    report = Report(graph, findings, look=look, prefix=prefix)
    texts = [(output.render(report if file is None else _plain(report)), file) for output, file in wanted]
    found = _fails(findings, config, note_count(graph)) or is_changed
    failed = could_not_read(graph) or 2 * int(judged is not None and judged.is_offline)
    return Done(tuple(texts), failed or int(found and not args.exit_zero))


def _refuse_contradictions(args: "Namespace") -> None:
    """VaultError for options that make no sense together, before anything is read or asked."""
    if (args.baseline_add or args.baseline_prune) and not args.baseline:
        raise VaultError("--baseline-add and --baseline-prune need a file; name it with --baseline FILE")
    if args.since and args.baseline:
        raise VaultError("--since and --baseline both say what is new; use one of them")
    names = {name.strip() for given in args.select for name in given.split(",")}
    for check in checks.load(names & set(checks.names())).values():
        if check.run_on_external is not None and not args.external:
            raise VaultError(f"{check.name} is about what the web says; add --external to have it asked")


def _vault_before(args: "Namespace", root: str, vault: Vault, config: Config) -> Vault | None:
    """The vault as it was at the revision of `--since`; None without it."""
    if not args.since:
        return None
    from vaulttools.disk_git import read_vault_at

    return read_vault_at(root, args.since, vault, config)


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
    before: Vault | None,
    config: Config,
    verdicts: "Mapping[str, Verdict] | None",
) -> Callable[[Graph], tuple[Finding, ...]]:
    """The function that gives what this run is to report of a graph: what checks find, less what was known before."""
    from datetime import date

    today = date.today()

    def found(graph: Graph) -> tuple[Finding, ...]:
        return run_checks(graph, config, today, verdicts)

    if before is not None:
        return _since(before, config, found)
    if args.baseline:
        return lambda graph: _against_baseline(args, graph, config, found(graph))
    return found


def _since(
    before: Vault, config: Config, found: Callable[[Graph], tuple[Finding, ...]]
) -> Callable[[Graph], tuple[Finding, ...]]:
    from vaulttools.since import hijacked_links, introduced

    then = build_graph(before)
    known = found(then)

    def fresh(graph: Graph) -> tuple[Finding, ...]:
        hijacked = as_configured(hijacked_links(then, graph), graph, config)
        return in_order([*introduced(then, graph, known, found(graph)), *hijacked])

    return fresh


def _against_baseline(
    args: "Namespace", graph: Graph, config: Config, findings: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    from vaulttools.baseline import compare, joined, parse_baseline, stale_findings
    from vaulttools.disk import read_text

    text = read_text(args.baseline)
    if text is None and not args.baseline_add:
        raise VaultError(f"there is no baseline {args.baseline}; write it with --baseline-add")
    old = parse_baseline(text or "", args.baseline)
    active = active_checks(config, args.external)
    found = compare(graph.vault, findings, old, {check.name for check in active})
    added = found.fresh if args.baseline_add else {}
    kept = {} if args.baseline_prune else found.mended
    if args.baseline_add or args.baseline_prune:
        _write_baseline(
            args.baseline, joined(found.known, kept, added), sum(added.values()), found.mended, kept
        )
    # What the web says today may be otherwise tomorrow: it may prune, but it makes no entry stale.
    of_the_web = {check.name for check in active if check.run_on_external is not None}
    stale_entries = {entry: count for entry, count in kept.items() if entry.check not in of_the_web}
    stale = as_configured(stale_findings(stale_entries), graph, config)
    shown = (*(() if args.baseline_add else found.new), *stale)
    return in_order(shown)


def _write_baseline(
    file: str, baseline: "Baseline", added: int, mended: "Baseline", kept: "Baseline"
) -> None:
    from vaulttools.baseline import baseline_text
    from vaulttools.disk import write_text_atomically

    write_text_atomically(file, baseline_text(baseline))
    pruned = sum(mended.values()) - sum(kept.values())
    size = sum(baseline.values())
    sys.stderr.write(f"{escape(file)} holds {size} findings: {added} added, {pruned} taken out\n")


def _fails(findings: Sequence[Finding], config: Config, notes: int) -> bool:
    """Whether a finding is as severe as `fail-on`, or a check has more than its limit, which is said on stderr.

    `notes` is how many notes the vault has: some limits are a share of them.
    """
    failing = LEVELS[: LEVELS.index(config.fail_on) + 1]
    is_over = False
    for check, limit in sorted(config.limits.items()):
        count, most = sum(finding.check == check for finding in findings), most_allowed(limit, notes)
        if count > most:
            is_over = True
            allowed = limit if limit == most else f"{limit} of {notes:,} notes, which is {most}"
            sys.stderr.write(f"{count} findings of {check}, more than its limit of {allowed}\n")
    return is_over or any(finding.severity in failing for finding in findings)


def _plain(report: Report) -> Report:
    """The report as it goes into a file: without colours."""
    return report._replace(look=report.look._replace(colour=False))
