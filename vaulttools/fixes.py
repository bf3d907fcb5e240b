"""Mending findings: their fixes made in memory until none is left, proven, and handed over as one plan. Pure."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaulttools.checks import Finding
from vaulttools.edit import Edit, Plan, edits_by_path, in_one_pass, shift
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink, build_graph
from vaulttools.proof import PlanError, meaning, named, vault_after
from vaulttools.text import Span, counted
from vaulttools.vault import Vault, text_of

_MOST_PASSES = 10

Find = Callable[[Graph], Sequence[Finding]]
Key = tuple[str, str, str, tuple[str, ...]]


class Fixes(NamedTuple):
    """What mending comes to.

    `plan` has the edits of the texts as they are now. `mended` are the findings it takes away, pass by pass.
    `graph` and `findings` are those after the plan; `refused` are those among them whose fix would bring
    new ones or reword a heading that links name.
    """

    plan: Plan
    mended: tuple[Finding, ...]
    refused: tuple[Finding, ...]
    graph: Graph
    findings: tuple[Finding, ...]


class _State(NamedTuple):
    """The vault between two passes, and the edits by path of the passes that led there."""

    graph: Graph
    findings: tuple[Finding, ...]
    passes: tuple[Mapping[str, Sequence[Edit]], ...] = ()


def plan_fixes(graph: Graph, find: Find, may_mend: Callable[[Finding], bool]) -> Fixes:
    """The plan that makes all fixes of the findings that may be mended, and of those that come up by it.

    `find` gives the findings of a graph in order, those that nobody is to mend among them: a fix that
    brings a new one is left out. Fixes that overlap are made one after the other. PlanError where a link that
    no unsafe fix is about would mean something else, or where fixes undo each other for ever; then
    nothing is to be written. Mostly two passes over the whole graph.
    """
    start = _State(graph, tuple(find(graph)))
    refused: dict[Key, Finding] = {}
    while True:
        state, mended = _mended(start, find, may_mend, refused)
        bad = _regretted(start, state, mended)
        if not bad:
            break
        refused |= bad
    paths = sorted({path for edits in state.passes for path in edits})
    edits = tuple(
        edit
        for path in paths
        for edit in in_one_pass(
            path, text_of(graph.vault, path), [some[path] for some in state.passes if path in some]
        )
    )
    files = len({edit.path for edit in edits})
    title = f"mend {counted(len(mended), 'finding')} in {counted(files, 'file')}"
    taken = tuple(finding for _, finding in mended)
    left = tuple(finding for finding in state.findings if _key(state.graph.vault, finding) in refused)
    return Fixes(Plan(title, edits), taken, left, state.graph, state.findings)


def _mended(
    start: _State, find: Find, may_mend: Callable[[Finding], bool], refused: dict[Key, Finding]
) -> tuple[_State, list[tuple[Key, Finding]]]:
    """The state in which nothing is left to mend, and what was mended; adds to `refused` what does harm."""
    state = start
    mended: list[tuple[Key, Finding]] = []
    for _ in range(_MOST_PASSES):
        vault = state.graph.vault
        wanted = [finding for finding in state.findings if finding.fix is not None and may_mend(finding)]
        refused |= {_key(vault, finding): finding for finding in wanted if _is_in_name(state.graph, finding)}
        while chosen := _chosen(vault, wanted, refused):
            after, bad = _step(state, find, chosen, may_mend)
            if not bad:
                break
            refused |= {_key(vault, finding): finding for finding in bad}
        if not chosen:
            return state, mended
        mended += [(_key(vault, finding), finding) for finding in chosen]
        state = after
    checks = " and ".join(sorted({finding.check for finding in chosen}))
    raise PlanError(
        f"the fixes of {checks} undo each other without end; nothing was changed, fix one at a time"
    )


def _regretted(start: _State, state: _State, mended: Sequence[tuple[Key, Finding]]) -> dict[Key, Finding]:
    """What was mended in files that have more findings for it now: their own fixes were refused later."""
    more = _counts(state.findings) - _counts(start.findings)
    paths = {path for path, _ in more}
    new = [finding for finding in state.findings if (finding.path, finding.check) in more]
    bad = {key: finding for key, finding in mended if any(path in paths for path, _ in _areas(finding))}
    if new and not bad:
        raise _harm(new[0])
    return bad


def _harm(new: Finding) -> PlanError:
    return PlanError(
        f"mending would bring a new finding to '{new.path}': {new.message} [{new.check}]; nothing was changed"
    )


def _is_in_name(graph: Graph, finding: Finding) -> bool:
    """Whether a fix would reword a heading in a note to whose headings links lead."""
    for path, span in _areas(finding):
        note = graph.vault.notes.get(path)
        place = bisect_right(note.headings, span.start, key=lambda heading: heading.start) if note else 0
        if note and place and _holds(note.headings[place - 1].span, span):
            links = graph.incoming.get(path, ())
            if any(isinstance(item.anchor, Heading) or item.outcome == "no-heading" for item in links):
                return True
    return False


def _chosen(vault: Vault, findings: Iterable[Finding], refused: Mapping[Key, Finding]) -> list[Finding]:
    """The findings to mend in this pass: none overlaps another."""
    taken: dict[str, list[Span]] = {}
    chosen = []
    for finding in findings:
        if _key(vault, finding) in refused:
            continue
        areas = list(_areas(finding))
        if all(_is_free(taken.get(path, []), span) for path, span in areas):
            chosen.append(finding)
            for path, span in areas:
                spans = taken.setdefault(path, [])
                spans.insert(bisect_right(spans, span), span)
    return chosen


def _areas(finding: Finding) -> Iterator[tuple[str, Span]]:
    """What a fix is about in each file: from its first edit to its last, with the words of the finding."""
    edits = finding.fix.edits if finding.fix else ()
    for path in dict.fromkeys(edit.path for edit in edits):
        spans = [edit.span for edit in edits if edit.path == path]
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        if path == finding.path and _meet(Span(start, end), finding.span):
            start, end = min(start, finding.span.start), max(end, finding.span.end)
        yield path, Span(start, end)


def _is_free(taken: Sequence[Span], span: Span) -> bool:
    """Whether no taken span has a character in common with this one, nor, where one is empty, touches it."""
    place = bisect_right(taken, span)
    return not any(_meet(one, span) for one in taken[max(place - 1, 0) : place + 1])


def _meet(one: Span, other: Span) -> bool:
    is_empty = one.start == one.end or other.start == other.end
    if is_empty:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def _key(vault: Vault, finding: Finding) -> Key:
    """What a fix is remembered by: it stays when edits further up move it."""
    words = text_of(vault, finding.path)[slice(*finding.span)]
    return (
        finding.check,
        finding.path,
        words,
        tuple(edit.new for edit in (finding.fix.edits if finding.fix else ())),
    )


def _step(
    state: _State, find: Find, chosen: Sequence[Finding], may_mend: Callable[[Finding], bool]
) -> tuple[_State, list[Finding]]:
    """The state after the fixes of these findings, and those of them whose fixes brought new findings."""
    edits = edits_by_path(edit for finding in chosen if finding.fix for edit in finding.fix.edits)
    plan = Plan("", tuple(edit for path in edits for edit in edits[path]))
    graph = build_graph(vault_after(state.graph.vault, plan))
    findings = tuple(find(graph))
    shifts = {path: shift(some) for path, some in edits.items()}
    new = _new(state.findings, findings, chosen, may_mend)
    if new:
        return state, _blamed(state.findings, findings, new, chosen, shifts)
    _prove(state.graph, graph, chosen, shifts)
    return _State(graph, findings, (*state.passes, edits)), []


def _counts(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    return Counter((finding.path, finding.check) for finding in findings)


def _new(
    before: Iterable[Finding],
    after: Iterable[Finding],
    chosen: Iterable[Finding],
    may_mend: Callable[[Finding], bool],
) -> list[Finding]:
    """Findings that may be new: of a check of which a file has more now, and not to be mended themselves."""
    more = _counts(after) - (_counts(before) - _counts(chosen))
    return [
        finding
        for finding in after
        if (finding.path, finding.check) in more and not (finding.fix is not None and may_mend(finding))
    ]


def _blamed(
    before: Sequence[Finding],
    after: Sequence[Finding],
    new: Sequence[Finding],
    chosen: Sequence[Finding],
    shifts: Mapping[str, Callable[[Span], Span]],
) -> list[Finding]:
    """The fixes that brought new findings: within their words, or else all those in the same file."""
    kinds = {(finding.path, finding.check) for finding in new}
    paths = {finding.path for finding in new}
    olds, news = _by_path(before, paths), _by_path(after, paths)
    bad = []
    for finding in chosen:
        for path, span in _areas(finding):
            more = _checks_in(news.get(path, []), shifts[path](span)) - _checks_in(olds.get(path, []), span)
            if any((path, check) in kinds for check in more):
                bad.append(finding)
                break
    bad = bad or [finding for finding in chosen if any(path in paths for path, _ in _areas(finding))]
    if not bad:
        raise _harm(new[0])
    return bad


def _by_path(findings: Iterable[Finding], paths: Collection[str]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for item in findings:
        if item.path in paths:
            found.setdefault(item.path, []).append(item)
    return found


def _checks_in(findings: Sequence[Finding], span: Span) -> Counter[str]:
    """How many findings each check has within a span, of those of one file in order."""
    first = bisect_left(findings, span.start, key=lambda item: item.span.start)
    end = bisect_right(findings, span.end, key=lambda item: item.span.start)
    return Counter(item.check for item in findings[first:end] if _holds(span, item.span))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _prove(
    before: Graph, after: Graph, chosen: Sequence[Finding], shifts: Mapping[str, Callable[[Span], Span]]
) -> None:
    """PlanError unless every link that led somewhere means the same; links that unsafe fixes are about may change."""
    free: dict[str, list[Span]] = {}
    for finding in chosen:
        if finding.fix is not None and not finding.fix.safe:
            for path, span in _areas(finding):
                free.setdefault(path, []).append(span)
    for source in sorted({*before.outgoing, *after.outgoing}):
        spans = sorted(free.get(source, ()))
        olds = _outside(before.outgoing.get(source, ()), spans)
        news = _outside(after.outgoing.get(source, ()), [shifts[source](span) for span in spans])
        if len(olds) != len(news):
            raise PlanError(f"mending would change what is a link in '{source}'; nothing was changed")
        for old, new in zip(olds, news, strict=True):
            if old.target is None or (old == new and old.target not in shifts):
                continue
            if meaning(before.vault, old) != meaning(after.vault, new):
                raise PlanError(f"{named(before.vault, old)} would mean something else; nothing was changed")


def _outside(links: Iterable[ResolvedLink], spans: Sequence[Span]) -> list[ResolvedLink]:
    """The links that lie in none of the spans, which are in order and apart."""
    starts = [span.start for span in spans]
    left = []
    for item in links:
        place = bisect_right(starts, item.link.span.start) - 1
        if place < 0 or not _holds(spans[place], item.link.span):
            left.append(item)
    return left
