"""Run the checks over a graph: which ones, how severe, in what order; and name findings for later."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from vaulttools import checks
from vaulttools.checks import Check, Finding, TopicCase
from vaulttools.config import DEFAULTS, Config, PathSettings, no_check, refuse_odd
from vaulttools.errors import ConfigError
from vaulttools.globs import path_matcher
from vaulttools.graph import Graph
from vaulttools.ignores import NAME as UNUSED_IGNORE
from vaulttools.ignores import without_ignored
from vaulttools.vault import Vault, text_of

TYPE_CHECKING = False  # typing itself costs 5 ms to import
if TYPE_CHECKING:
    from datetime import date

    from vaulttools.external import Asked
    from vaulttools.verdicts import Verdict

# What no check finds, but a comparison with the vault of another day; severities may be set for these too.
OF_CHANGES = ("hijacked-link", "stale-baseline")


def run_checks(
    graph: Graph,
    config: Config = DEFAULTS,
    today: "date | None" = None,
    verdicts: "Mapping[str, Verdict] | None" = None,
    of_changes: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """All findings of the active checks, in order of path, place and check.

    Nothing is reported on excluded files; severities and per-path settings of `config` and ignores in the
    notes are applied. The vault's settings are not looked for: `config=read_config(root)` is what `check` goes
    by. Its `exclude` acts where the vault is read, so give it to `read_vault` too. Ignores with a last day that is
    before `today` are over; without `today` no ignore ever ends, and `datetime.date.today()` makes it as in `check`.
    `verdicts` say what the web said of addresses (`external.address`); without them, no check of that runs.
    `of_changes` are findings of a comparison with another day: they are treated as the others.
    ConfigError for settings that are none, ValueError for a `today` that is no `datetime.date`.
    """
    day = _day(today) if today is not None else ""
    found = [*of_changes]
    active = active_checks(config, verdicts is not None)
    case = cache(lambda: _topic_case(graph, config))
    asked = cache(lambda: _asked(graph, verdicts or {}))
    for check in active:
        if check.run:
            found.extend(check.run(graph))
        if check.configured is not None:
            found.extend(check.configured(graph, config))
        if check.run_on_topics:
            found.extend(check.run_on_topics(case()))
        if check.run_on_external:
            found.extend(check.run_on_external(asked()))
    known = (*checks.names(), *OF_CHANGES)
    left, unused = without_ignored(graph.vault, found, _judged(active, config), known, day)
    if any(check.name == UNUSED_IGNORE for check in active):
        left += unused
    return in_order(as_configured(left, graph, config))


def _day(today: "date") -> str:
    """As 2027-01-31; of a `datetime` the day only."""
    try:
        return today.isoformat()[:10]
    except AttributeError:
        raise ValueError(f"today must be a datetime.date, such as date.today(), not {today!r}") from None


def _topic_case(graph: Graph, config: Config) -> TopicCase:
    from vaulttools.topics import find_topics

    return TopicCase(graph, find_topics(graph), config.topics)


def _asked(graph: Graph, verdicts: "Mapping[str, Verdict]") -> "tuple[Asked, ...]":
    from vaulttools.external import asked_links

    return asked_links(graph.vault, verdicts)


def as_configured(findings: Iterable[Finding], graph: Graph, config: Config) -> Iterator[Finding]:
    """The findings with the severities that are configured, without those that are not to be reported."""
    excluded = graph.vault.excluded
    severity = config.severity
    kept = (item for item in findings if item.path not in excluded and item.check not in config.ignore)
    if severity:
        kept = (item._replace(severity=severity.get(item.check, item.severity)) for item in kept)
    return _for_their_paths(kept, config)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order of path, place and check."""
    return tuple(sorted(findings, key=_order))


def active_checks(config: Config, is_external: bool = False) -> tuple[Check, ...]:
    """The checks this configuration asks for, by name. An unknown name, or a value that is none, is a ConfigError.

    Those of what the web says are among them only if that is known.
    """
    refuse_odd(config)
    _refuse_unknown_checks(config)
    chosen = checks.load(set(config.select or checks.names()) - set(config.ignore)).values()
    asked_for = config.select or config.severity
    return tuple(
        check
        for check in chosen
        if (check.default or check.name in asked_for) and (is_external or check.run_on_external is None)
    )


def fingerprints(vault: Vault, findings: Sequence[Finding]) -> tuple[str, ...]:
    """A name for each finding that stays when lines are put in above it: 16 hexadecimal digits.

    Made from the check, the path, the words it points at, the heading they stand under, and a count
    among findings equal in all of these.
    """
    from hashlib import sha256

    seen: dict[tuple[str, ...], int] = {}
    made = []
    for finding in findings:
        key = (finding.check, finding.path, _words_at(vault, finding), _heading_over(vault, finding))
        seen[key] = seen.get(key, 0) + 1
        text = "\0".join((*key, str(seen[key])))
        made.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])
    return tuple(made)


def _judged(active: Iterable[Check], config: Config) -> frozenset[str]:
    """The checks whose ignores can be called unused; "" stands for ignores of all checks."""
    # What the web says changes from day to day, and an ignore of it may be needed again tomorrow.
    names = frozenset(check.name for check in active if check.run_on_external is None)
    # A stale entry is the baseline's fault, not the note's: no ignore hides it. A link that was taken over is news
    # once, in the change that did it, so an ignore of that may well be idle.
    names |= {"stale-baseline"}
    return names if config.select or config.ignore else names | {""}


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.path, finding.span, finding.check, finding.message)


def _for_their_paths(findings: Iterable[Finding], config: Config) -> Iterator[Finding]:
    rooms = [(path_matcher([settings.pattern]), settings) for settings in config.paths]
    for finding in findings:
        changed = _for_its_path(finding, rooms)
        if changed is not None:
            yield changed


def _for_its_path(
    finding: Finding, rooms: Sequence[tuple[Callable[[str], bool], PathSettings]]
) -> Finding | None:
    for fits, settings in rooms:
        if fits(finding.path):
            if finding.check in settings.ignore:
                return None
            level = settings.severity.get(finding.check, finding.severity)
            finding = finding._replace(severity=level)
    return finding


def _refuse_unknown_checks(config: Config) -> None:
    known = (*checks.names(), *OF_CHANGES)
    asked = [*config.select, *config.ignore, *config.severity, *config.limits]
    for settings in config.paths:
        asked += [*settings.ignore, *settings.severity]
    for name in asked:
        if name in OF_CHANGES and name in config.select:
            raise ConfigError(
                f"'{name}' cannot be selected: it says what changed, beside the checks, with --since or --baseline"
            )
        if name not in known:
            place = f"{config.source}: " if config.source else ""
            raise ConfigError(f"{place}{no_check(name, known)}")


def _words_at(vault: Vault, finding: Finding) -> str:
    text = text_of(vault, finding.path)[finding.span.start : finding.span.end]
    return " ".join(text.split()).casefold()


def _heading_over(vault: Vault, finding: Finding) -> str:
    note = vault.notes.get(finding.path)
    number = bisect_right(note.headings, finding.span.start, key=lambda one: one.start) if note else 0
    return note.headings[number - 1].text if note and number else ""
