"""Unlinked mentions: places where a note says another note's name without a link.

Names are found with an Aho-Corasick automaton, all at once; what is found has to be whole words in plain text
(`prose`). Source of the score: Mihalcea and Csomai, Wikify! (2007): of the notes that say a name, the share that link
it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import NamedTuple

from vaulttools.graph import Graph
from vaulttools.mention_names import Name, case_fits, folded, note_names, shown_words
from vaulttools.note import Note
from vaulttools.properties import frontmatter_end
from vaulttools.prose import prose
from vaulttools.text import Span
from vaulttools.word_bounds import in_address, stands_alone

LIKELY = 0.5
"""The least score of a mention that is shown unless somebody asks for others."""

# A vault counts as this large at least: in one of ten notes three mentions are not many.
_SMALLEST_VAULT = 100
# Names of no more trust say nothing by themselves.
_VAGUE = 0.35
# What a name's form tells weighs as much as so many notes that link it.
_FORM = 2


class Mention(NamedTuple):
    """Words of a note that name another note.

    `score`, 0 to 1, is how likely a writer would want the link. Where notes link the name, it is the share
    of those that say it; where none does, it is how far such a name can be trusted (`Name.trust`), less
    where many notes say it; between them the number of links decides. Notes of one name share it by the links to each.
    """

    source: str
    span: Span
    text: str
    target: str
    score: float
    in_table: bool = False


# A property of Excalidraw's drawings: their words stand on shapes.
_DRAWING = "excalidraw-plugin"


class _Hit(NamedTuple):
    """A name at a place of a note's text, before anybody asked whether the place is plain text."""

    start: int
    end: int
    form: str


def find_mentions(
    graph: Graph,
    sources: Collection[str] | None = None,
    *,
    every: bool = False,
    least: float = LIKELY,
    new: Collection[str] = (),
) -> tuple[Mention, ...]:
    """The unlinked mentions in the notes at `sources` (default: all), in order of path and place.

    A note's own names, excluded notes and Excalidraw drawings are left out. Unless `every`: only the first for each
    target, none where the note links to it already. `new` notes count as one where they say the name of another without
    a link: nobody has linked them yet. Linear in text; half a millisecond for a note with mentions. ValueError where
    `sources` is a text: its letters would be looked for as notes.
    """
    if isinstance(sources, str):
        raise ValueError(f"sources are several paths; write [{sources!r}]")
    vault = graph.vault
    notes = {path: note for path, note in vault.notes.items() if path not in vault.excluded}
    names = note_names(notes.values())
    linked = _targets(graph)
    scores = _Scores(graph, names, _hits(notes, names), linked, frozenset(new))
    nobody: frozenset[str] = frozenset()
    found: list[Mention] = []
    for path in scores.hits if sources is None else sorted(scores.hits.keys() & set(sources)):
        if _DRAWING in notes[path].properties:
            continue
        known = nobody if every else linked.get(path, nobody)
        found += _in_note(notes[path], scores, known, every, least)
    return tuple(found)


def _targets(graph: Graph) -> dict[str, frozenset[str]]:
    return {
        path: frozenset(link.target for link in links if link.target is not None)
        for path, links in graph.outgoing.items()
    }


def _hits(notes: Mapping[str, Note], names: Mapping[str, tuple[Name, ...]]) -> dict[str, list[_Hit]]:
    """The names in each note's text that has any: whole words, not in links, headings or frontmatter."""
    if not names:
        return {}
    from ahocorasick_rs import AhoCorasick

    forms = list(names)
    automaton = AhoCorasick(forms)
    hits = {}
    for path in sorted(notes):
        found = automaton.find_matches_as_indexes(folded(notes[path].text), overlapping=True)
        standing = [_Hit(start, end, forms[number]) for number, start, end in _standing(notes[path], found)]
        if standing:
            hits[path] = standing
    return hits


def named_notes(graph: Graph, sources: Collection[str]) -> dict[str, frozenset[str]]:
    """The notes whose names each of these notes says anywhere: in headings, code, links and properties too.

    Names that say nothing by themselves ("Next") are left out, and so are its own. Linear in text.
    """
    from ahocorasick_rs import AhoCorasick

    vault = graph.vault
    names = note_names(note for path, note in vault.notes.items() if path not in vault.excluded)
    if not names:
        return dict.fromkeys(sources, frozenset())
    forms = list(names)
    automaton = AhoCorasick(forms)
    found: dict[str, frozenset[str]] = {}
    for path in sources:
        text = vault.notes[path].text
        found[path] = frozenset(
            name.path
            for number, start, end in automaton.find_matches_as_indexes(folded(text), overlapping=True)
            for name in names[forms[number]]
            if name.path != path
            and name.trust > _VAGUE
            and stands_alone(text, start, end)
            and case_fits(name.text, text, start, end)
        )
    return found


def _standing(note: Note, found: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """What was found as whole words, outside of links, headings and frontmatter, which are known already."""
    if not found:
        return
    taken = sorted([*(link.span for link in note.links), *(heading.span for heading in note.headings)])
    starts = [start for start, _ in taken]
    body = frontmatter_end(note.text)
    for match in found:
        _, start, end = match
        if start >= body:
            at = bisect_right(starts, start) - 1
            is_free = at < 0 or start >= taken[at][1]
            if is_free and stands_alone(note.text, start, end) and not in_address(note.text, start, end):
                yield match


class _Scores:
    """What a name tells: for each folded form the likeliest note and its score."""

    def __init__(
        self,
        graph: Graph,
        names: Mapping[str, tuple[Name, ...]],
        hits: Mapping[str, Sequence[_Hit]],
        linked: Mapping[str, frozenset[str]],
        new: frozenset[str],
    ) -> None:
        self.names = names
        self.new = new
        self.hits = hits
        self.linked = linked
        self.size = log(max(len(graph.vault.notes), _SMALLEST_VAULT) + 1)
        self.linkers = _linkers(graph, names)
        self.sayers: dict[str, list[str]] = {}
        for path, found in hits.items():
            for form in {hit.form for hit in found}:
                self.sayers.setdefault(form, []).append(path)
        self.known: dict[str, tuple[Name, float]] = {}

    def best(self, form: str) -> tuple[Name, float]:
        """The name of the likeliest note, and its score."""
        if form not in self.known:
            rivals = self.names[form]
            best = max(rivals, key=lambda name: (self.linkers[form, name.path], name.trust))
            self.known[form] = best, round(self._share(form, best) * self._score(form, best), 4)
        return self.known[form]

    def _share(self, form: str, name: Name) -> float:
        """How much of the name is this note's, where several have it: by the links that show it."""
        rivals = self.names[form]
        links = sum(self.linkers[form, rival.path] for rival in rivals)
        return (self.linkers[form, name.path] + 1 / len(rivals)) / (links + 1)

    def _score(self, form: str, name: Name) -> float:
        # "Home" is linked as a note and said as a word: its links tell nothing of the word.
        linkers = self.linkers[form, name.path] if name.trust > _VAGUE else 0
        nobody: frozenset[str] = frozenset()
        said_by = self.sayers.get(form, ())
        sayers = [path for path in said_by if name.path not in self.linked.get(path, nobody)]
        fresh = 0 if name.path in self.new else sum(path in self.new for path in sayers)
        silent = len(sayers) - max(0, fresh - 1)
        rarity = max(0.0, 1 - log(max(silent, 1)) / self.size)
        trust = name.trust * (rarity**0.5 if name.trust > 0.9 else rarity)
        return (linkers * linkers / max(1, linkers + silent) + _FORM * trust) / (linkers + _FORM)


def _linkers(graph: Graph, names: Mapping[str, tuple[Name, ...]]) -> Counter[tuple[str, str]]:
    """For (folded words, target): how many notes link there with these words."""
    pairs = {
        (link.source, shown_words(link.link.linkpath, link.link.display), link.target)
        for link in graph.links
        if link.target is not None and link.source != link.target
    }
    return Counter((words, target) for _, words, target in pairs if words in names)


def _in_note(
    note: Note, scores: _Scores, known: Collection[str], every: bool, least: float
) -> Iterator[Mention]:
    """The mentions of one note in order of place; `known` are targets that need no further link."""
    hits = [hit for hit in scores.hits[note.path] if _case_fits(hit, scores, note)]
    if not any(_is_wanted(hit, scores, note.path, known, least) for hit in hits):
        return
    seen = set(known)
    for hit, in_table in _longest(_live(note, hits)):
        name, score = scores.best(hit.form)
        if score >= least and name.path != note.path and (every or name.path not in seen):
            seen.add(name.path)
            span = Span(hit.start, hit.end)
            yield Mention(note.path, span, note.text[slice(*span)], name.path, score, in_table)


def _case_fits(hit: _Hit, scores: _Scores, note: Note) -> bool:
    return case_fits(scores.best(hit.form)[0].text, note.text, hit.start, hit.end)


def _is_wanted(hit: _Hit, scores: _Scores, path: str, known: Collection[str], least: float) -> bool:
    name, score = scores.best(hit.form)
    return score >= least and name.path != path and name.path not in known


def _live(note: Note, hits: Sequence[_Hit]) -> list[tuple[_Hit, bool]]:
    """The hits that lie in plain words, each with whether that is in a table."""
    heads = [heading.span.start for heading in note.headings]
    stretches = prose(note.text, frontmatter_end(note.text), sorted(hit.start for hit in hits), heads)
    starts = [stretch.start for stretch in stretches]
    live = []
    for hit in hits:
        at = bisect_right(starts, hit.start) - 1
        if at >= 0 and hit.end <= stretches[at].end:
            live.append((hit, stretches[at].in_table))
    return live


def _longest(hits: Iterable[tuple[_Hit, bool]]) -> list[tuple[_Hit, bool]]:
    """Of hits that overlap the longest, then the first; in order of place."""
    taken: list[tuple[_Hit, bool]] = []
    for item in sorted(hits, key=lambda item: (item[0].start - item[0].end, item[0].start)):
        at = bisect_right(taken, item)
        is_free = not at or taken[at - 1][0].end <= item[0].start
        if is_free and (at == len(taken) or item[0].end <= taken[at][0].start):
            taken.insert(at, item)
    return taken
