"""What `check` does around the checks: which reports go where, and what the exit status is."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence

from vaulttools import checks, outputs
from vaulttools.checks import Finding
from vaulttools.cli_recall import destinations
from vaulttools.config import LEVELS, Config, did_you_mean, most_allowed
from vaulttools.errors import VaultError
from vaulttools.graph import Graph
from vaulttools.lint import active_checks, as_configured, in_order, run_checks
from vaulttools.outputs import Output, Report
from vaulttools.outputs.terminal import escape
from vaulttools.vault import Vault

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from argparse import Namespace

    from vaulttools.baseline import Baseline
    from vaulttools.cli_external import Judged
    from vaulttools.disk_cache import Cache
    from vaulttools.verdicts import Verdict


def wanted_outputs(name: str, files: Sequence[str]) -> list[tuple[Output, str | None]]:
    """The reports to write, each with its file: see `cli_recall.destinations`. An unknown format is a VaultError."""
    return [(known_output("check", wanted), file) for wanted, file in destinations(name, files)]


def asked_web(
    args: "Namespace", root: str, vault: Vault, config: Config, cache: "Cache | None"
) -> "Judged | None":
    """What the web says of the vault's external links, or with `--since` of the new ones; None without `--external`."""
    if not args.external:
        _refuse_unasked(args)
        return None
    from vaulttools.cli_external import judged_addresses

    before = None
    if args.since:
        from vaulttools.disk_git import read_vault_at

        before = read_vault_at(root, args.since, vault, config)
    return judged_addresses(vault, before, config, cache, args.verbose)


def _refuse_unasked(args: "Namespace") -> None:
    """A check of what the web says, named on the command line, would find nothing without `--external`."""
    names = {name.strip() for given in args.select for name in given.split(",")}
    for check in checks.load(names & set(checks.names())).values():
        if check.run_on_external is not None:
            raise VaultError(f"{check.name} is about what the web says; add --external to have it asked")


def finder(
    args: "Namespace",
    root: str,
    vault: Vault,
    config: Config,
    verdicts: "Mapping[str, Verdict] | None" = None,
) -> Callable[[Graph], tuple[Finding, ...]]:
    """The function that gives what this run is to report of a graph: what checks find, less what was known before."""
    if (args.baseline_add or args.baseline_prune) and not args.baseline:
        raise VaultError("--baseline-add and --baseline-prune need a file; name it with --baseline FILE")
    if args.since and args.baseline:
        raise VaultError("--since and --baseline both say what is new; use one of them")
    today = time.strftime("%Y-%m-%d")

    def found(graph: Graph) -> tuple[Finding, ...]:
        return run_checks(graph, config, today, verdicts)

    if args.since:
        return _since(args.since, root, vault, config, found)
    if args.baseline:
        return lambda graph: _against_baseline(args, graph, config, found(graph))
    return found


def _since(
    revision: str, root: str, vault: Vault, config: Config, found: Callable[[Graph], tuple[Finding, ...]]
) -> Callable[[Graph], tuple[Finding, ...]]:
    from vaulttools.disk_git import read_vault_at
    from vaulttools.graph import build_graph
    from vaulttools.since import hijacked_links, introduced

    then = build_graph(read_vault_at(root, revision, vault, config))
    before = found(then)

    def fresh(graph: Graph) -> tuple[Finding, ...]:
        hijacked = as_configured(hijacked_links(then, graph), graph, config)
        return in_order([*introduced(then, graph, before, found(graph)), *hijacked])

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


def fails(findings: Sequence[Finding], config: Config, notes: int) -> bool:
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


def known_output(command: str, name: str) -> Output:
    """One format of a command. An unknown one is a VaultError with the nearest name."""
    known = outputs.formats(command)
    if name not in known:
        raise VaultError(f"there is no format '{name}'; {did_you_mean(name, known)}")
    return outputs.load(command, name)


def plain(report: Report) -> Report:
    """The report as it goes into a file: without colours."""
    return report._replace(look=report.look._replace(colour=False))
