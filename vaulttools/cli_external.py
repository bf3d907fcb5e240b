"""What `check --external` does: which addresses are asked, what is known of them already, and what is said about it."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from vaulttools.config import Config, External
from vaulttools.disk_cache import Cache
from vaulttools.disk_outcomes import keep_outcomes, recall_outcomes
from vaulttools.external import address, vault_links
from vaulttools.globs import path_matcher
from vaulttools.hosts import url_matcher
from vaulttools.lint import active_checks
from vaulttools.text import counted
from vaulttools.vault import Vault
from vaulttools.verdicts import Outcome, Verdict, has_answers, is_silent, verdict_of, verdicts_of


class Judged(NamedTuple):
    """The verdict of each address, and whether nobody answered at all, so that nothing is known."""

    verdicts: dict[str, Verdict]
    is_offline: bool


def judged_addresses(
    vault: Vault, before: Vault | None, config: Config, cache: Cache | None, is_verbose: bool
) -> Judged:
    """Ask for the external links of a vault and say on stderr what it came to.

    With the vault of `before`, only for links that it does not have in the same file. What is learned is kept
    even when somebody interrupts.
    """
    settings = config.external
    urls = wanted_urls(vault, before, config)
    known = recall_outcomes(cache, time.time(), settings.max_age) if cache else {}
    held = {url: known[url][1] for url in urls if url in known and _is_good(known[url][1], settings)}
    asked: dict[str, Outcome] = {}
    try:
        _ask([url for url in urls if url not in held], settings, asked)
    finally:
        now = time.time()
        fresh = {url: (now, item) for url, item in asked.items() if _is_good(item, settings)}
        if cache and fresh:
            keep_outcomes(cache, {**known, **fresh})
    verdicts, silent = judged(asked, settings)
    verdicts |= verdicts_of(held, settings.accept)
    sys.stderr.write(f"{summary(verdicts, len(held), silent, is_verbose)}\n")
    return Judged(verdicts, bool(silent))


def judged(asked: Mapping[str, Outcome], settings: External) -> tuple[dict[str, Verdict], frozenset[str]]:
    """The verdicts of what was asked, and the addresses of which nothing is said, for there seems to be no network."""
    private = {name.lower() for name in settings.allow_private}
    outside = (item for url, item in asked.items() if host_of(url) not in private)
    has_network = has_answers(outside)
    silent = frozenset(url for url, item in asked.items() if is_silent(item) and not has_network)
    if len({host_of(url) for url in silent}) < 2:  # a host that is down, more likely
        silent = frozenset()
    told = {url: item for url, item in asked.items() if url not in silent}
    return verdicts_of(told, settings.accept, has_network), silent


def wanted_urls(vault: Vault, before: Vault | None, config: Config) -> list[str]:
    """The addresses to be judged, each once, in order of their first place.

    Where no check is to report on them, be it for the whole vault or for a path, none are.
    """
    wanted = {check.name for check in active_checks(config, True) if check.run_on_external is not None}
    if not wanted:
        return []
    is_excluded = url_matcher(config.external.exclude)
    is_silenced = path_matcher([room.pattern for room in config.paths if wanted <= set(room.ignore)])
    links = [(path, address(link.url)) for path, link in vault_links(vault) if not is_silenced(path)]
    if before is not None:
        old = Counter((path, address(link.url)) for path, link in vault_links(before))
        new = Counter(links) - old
        links = [item for item in links if item in new]
    return [url for url in dict.fromkeys(url for _, url in links) if not is_excluded(url)]


def host_of(url: str) -> str:
    """The host of an address, "" where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_good(outcome: Outcome, settings: External) -> bool:
    return verdict_of(outcome, settings.accept).kind == "good"


def _ask(urls: Collection[str], settings: External, asked: dict[str, Outcome]) -> None:
    if urls:
        from vaulttools.fetch import fetch

        tell, end = _progress(len(urls), asked)
        try:
            fetch(urls, settings, asked, tell)
        finally:
            end()


def _progress(total: int, asked: Mapping[str, Outcome]) -> tuple[Callable[[], None], Callable[[], None]]:
    """What shows how far it is, on a terminal only, and what wipes that away."""

    def say(words: str) -> None:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            sys.stderr.write(words)
            sys.stderr.flush()

    return (
        lambda: say(f"\r{len(asked):,} of {total:,} web addresses asked"),
        lambda: say("\r\x1b[K"),
    )


def summary(
    verdicts: Mapping[str, Verdict], known: int, silent: Collection[str], is_verbose: bool = False
) -> str:
    """What asking came to, in a line. `known` were good before; for the `silent` addresses nobody answered."""
    if silent:
        kept = f"{known:,} known to be good from before; " if known else ""
        return f"external links: {kept}nobody answered for {_of_hosts(silent)}; is there a network?"
    if not verdicts:
        return "external links: none to ask for"
    counts = Counter(verdict.kind for verdict in verdicts.values())
    parts = [f"{counts[kind]:,} {kind}" for kind in ("good", "broken", "unknown") if counts[kind]]
    kept = f" ({known:,} known from before)" if known else ""
    remedy = "; --verbose says why" if counts["unknown"] and not is_verbose else ""
    return f"external links: {_of_hosts(verdicts)}: {', '.join(parts)}{kept}{remedy}"


def _of_hosts(urls: Collection[str]) -> str:
    hosts = len({host_of(url) for url in urls})
    return f"{counted(len(urls), 'address', 'es')} of {counted(hosts, 'host')}"
