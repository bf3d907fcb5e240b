"""Baselines: the findings a team lives with, so that only new ones are reported. Pure.

A baseline is text: a JSON object a line, sorted, so that git merges it line by line.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from vaulttools.checks import Finding
from vaulttools.errors import VaultError
from vaulttools.moves import moves
from vaulttools.patterns import pattern
from vaulttools.text import Span, counted
from vaulttools.vault import Vault, text_of

STALE = "stale-baseline"
_CONFLICT = pattern(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?\r?")
_BOTH_SIDES = "--baseline-prune takes the entries of both sides and writes the file anew"
_NO_ENTRY = "is no entry of a baseline; take the line out, and what it held comes back with --baseline-add"


class Entry(NamedTuple):
    """What findings are counted by: their file, their check, and what they point at, as 16 hexadecimal digits."""

    path: str
    check: str
    mark: str


Baseline = Mapping[Entry, int]


class Compared(NamedTuple):
    """Findings that a baseline does not hold, and it again: as it applies to the vault of today.

    `known` counts what it holds and is still there, under today's paths. `mended` counts what it
    holds and is gone.
    """

    new: tuple[Finding, ...]
    known: Baseline
    mended: Baseline


def parse_baseline(text: str, source: str, may_conflict: bool = False) -> dict[Entry, int]:
    """The baseline that a file holds; a line that is no entry is a VaultError.

    So are the marks of a merge that git could not finish, unless the file `may_conflict`: then both sides count.
    """
    found: dict[Entry, int] = {}
    is_past = False
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if mark := _CONFLICT.fullmatch(line):
            if not may_conflict:
                raise VaultError(f"{source}:{number} is in conflict after a merge; {_BOTH_SIDES}")
            is_past = mark[1] == "|||||||"  # what follows was there before both sides
        elif line.strip() and not is_past:
            entry, count = _parsed(line, f"{source}:{number}")
            found[entry] = max(count, found.get(entry, 0))  # both sides of a merge may have added it
    return found


def baseline_text(baseline: Baseline) -> str:
    """The text of a baseline: sorted, an entry a line, in ASCII."""
    return "".join(
        json.dumps({**entry._asdict(), "count": count}) + "\n"
        for entry, count in sorted(baseline.items())
        if count > 0
    )


def entries(vault: Vault, findings: Sequence[Finding]) -> list[Entry]:
    """The entry of each finding. It stays when lines are put in above, or the link moves in its note."""
    return [entry_of(item.path, item.check, words_at(vault, item)) for item in findings]


def words_at(vault: Vault, finding: Finding) -> str:
    """The words that a finding points at; "" for one on a whole file."""
    return text_of(vault, finding.path)[finding.span.start : finding.span.end]


def entry_of(path: str, check: str, words: str) -> Entry:
    """The entry of a finding that points at these words."""
    from hashlib import sha256

    # A finding on a whole file points at no words; its name tells it from others when folders move.
    text = " ".join(words.split()).casefold() or "\0" + path.rpartition("/")[2]
    return Entry(path, check, sha256(f"{check}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16])


def compare(
    vault: Vault,
    findings: Sequence[Finding],
    baseline: Baseline,
    judged: Collection[str],
    order: Iterable[int] | None = None,
) -> Compared:
    """What is new against a baseline, and what of it is mended.

    Of equal findings the first are taken for the known ones: in this `order` of their numbers, or as they come.
    Entries of a note that is gone go with it where `moves` says, and what stays behind to the only other note that
    has the same finding. Entries of checks that are not `judged`, and of files that were not read, stay as they are.
    """
    mine = entries(vault, findings)
    left = {entry: count for entry, count in baseline.items() if entry.check in judged}
    known = Counter({entry: count for entry, count in baseline.items() if entry.check not in judged})
    rest = _taken(mine, range(len(mine)) if order is None else order, left, known)
    unread = {entry: count for entry, count in left.items() if _is_unread(vault, entry.path)}
    left = {entry: count for entry, count in left.items() if entry not in unread}
    known.update(unread)
    gone = {entry.path for entry in left} - {*vault.notes, *vault.sources, *vault.attachments}
    for moved in (_with_their_notes, _one_by_one):
        left = moved(left, gone, [mine[number] for number in rest])
        rest = _taken(mine, rest, left, known)
    return Compared(
        tuple(findings[number] for number in sorted(rest)),
        dict(known),
        {entry: count for entry, count in left.items() if count},
    )


def _is_unread(vault: Vault, path: str) -> bool:
    """Whether a file is one that was passed over, or lies in such a folder."""
    return any(
        path == item.path or (item.path.endswith("/") and path.startswith(item.path))
        for item in vault.unreadable
    )


def stale_findings(mended: Baseline) -> tuple[Finding, ...]:
    """A finding for each entry that is mended: it would hide the next fault of its kind."""
    return tuple(
        Finding(STALE, "error", entry.path, Span(0, 0), _stale(entry, count))
        for entry, count in sorted(mended.items())
    )


def joined(*parts: Baseline) -> dict[Entry, int]:
    """Several baselines added up."""
    total: Counter[Entry] = Counter()
    for part in parts:
        total.update(part)
    return dict(total)


def _stale(entry: Entry, count: int) -> str:
    what = f"{counted(count, 'finding')} of {entry.check}"
    return f"the baseline holds {what} here that {'is' if count == 1 else 'are'} mended; use --baseline-prune"


def _taken(
    mine: Sequence[Entry], numbers: Iterable[int], left: dict[Entry, int], known: Counter[Entry]
) -> list[int]:
    """The findings that find no room in `left`; the others move from there to `known`."""
    rest = []
    for number in numbers:
        entry = mine[number]
        if left.get(entry, 0):
            left[entry] -= 1
            known[entry] += 1
        else:
            rest.append(number)
    return rest


def _with_their_notes(left: Baseline, gone: Collection[str], new: Sequence[Entry]) -> dict[Entry, int]:
    """What is left, with entries of notes that are gone under the path of the note each has become."""
    before, wanted = {path for path, _, _ in left}, set(new)
    went = moves(
        _by_path({entry: count for entry, count in left.items() if entry.path in gone}),
        _by_path(Counter(entry for entry in new if entry.path not in before)),
    )
    found: Counter[Entry] = Counter()
    for entry, count in left.items():
        moved = _under(went.get(entry.path, entry.path), entry)
        found[moved if moved in wanted else entry] += count
    return dict(found)


def _by_path(held: Baseline) -> dict[str, Counter[tuple[str, str]]]:
    """What each file has, as counts of check and mark."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for entry, count in held.items():
        if count:
            found.setdefault(entry.path, Counter())[entry[1:]] += count
    return found


def _under(path: str, entry: Entry) -> Entry:
    """The entry, once its file has this path; one on the whole file goes by the file's name."""
    if path == entry.path:
        return entry
    is_whole = entry == entry_of(entry.path, entry.check, "")
    return entry_of(path, entry.check, "") if is_whole else entry._replace(path=path)


def _one_by_one(left: Baseline, gone: Collection[str], new: Sequence[Entry]) -> dict[Entry, int]:
    """What is left, with entries that only one note had, and is gone, under the only path that has them now."""
    olds: dict[tuple[str, str], set[str]] = {}
    for entry, count in left.items():
        if count and entry.path in gone:
            olds.setdefault(entry[1:], set()).add(entry.path)
    news: dict[tuple[str, str], set[str]] = {}
    for entry in new:
        news.setdefault(entry[1:], set()).add(entry.path)
    found: Counter[Entry] = Counter()
    for entry, count in left.items():
        old, now = olds.get(entry[1:], set()), news.get(entry[1:], set())
        is_moved = entry.path in old and len(old) == len(now) == 1
        found[entry._replace(path=next(iter(now))) if is_moved else entry] += count
    return dict(found)


def _parsed(line: str, place: str) -> tuple[Entry, int]:
    try:
        value = json.loads(line)
        entry, count = Entry(value["path"], value["check"], value["mark"]), value["count"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise VaultError(f"{place} {_NO_ENTRY}") from None
    if not all(isinstance(part, str) for part in entry) or type(count) is not int or count < 1:
        raise VaultError(f"{place} {_NO_ENTRY}")
    return entry, count
