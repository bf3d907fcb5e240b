"""Adopting: plain articles and transcript summaries become notes of the vault, linked with it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import count
from typing import Literal, NamedTuple, TypeVar

from vaulttools.adopt_names import free_path, is_slugged, safe_name, slug
from vaulttools.articles import draft
from vaulttools.edit import Plan, edited, edits_by_path
from vaulttools.graph import Graph, build_graph
from vaulttools.mentions import LIKELY, Mention, find_mentions, named_notes
from vaulttools.names import folded
from vaulttools.newlinks import LinkStyle, link_mentions
from vaulttools.note import Note, parse
from vaulttools.properties import frontmatter_end
from vaulttools.related import Related, find_related
from vaulttools.repairs import Repair, find_repairs
from vaulttools.text import counted
from vaulttools.transcripts import video_id
from vaulttools.vault import Vault

Unlinked = Literal["linked", "unlikely", "elsewhere"]


class Article(NamedTuple):
    """A text to adopt: what its file is called, the folder it goes to, and its words."""

    name: str
    folder: str
    text: str


class Adopted(NamedTuple):
    """What becomes of an article.

    `path` is the note's, `text` its words with links placed, `mentions` those links as they stand in the text without
    them. `related` are its neighbours, `lost` are the names in links of its own that lead nowhere, `repairs` tell of
    these. Where `twin`, the vault or an earlier article has it already: nothing is made, and `path` is that note's;
    where `reworded`, that is a summary of the same video and title in other words. `topic` is the topic's name with how
    sure it is, 0 to 1; `has_topics` says whether the vault has any. `problem` says what is wrong with its properties,
    which are then left as they are. `unlinked` has what became of names it mentions, where it gets no link: they are
    linked already, too unlikely, or stand elsewhere than in plain text.
    """

    source: str
    path: str
    text: str
    title: str
    twin: bool = False
    mentions: tuple[Mention, ...] = ()
    related: tuple[Related, ...] = ()
    repairs: tuple[Repair, ...] = ()
    lost: tuple[str, ...] = ()
    topic: tuple[str, float] | None = None
    problem: str | None = None
    unlinked: tuple[Unlinked, ...] = ()
    reworded: bool = False
    has_topics: bool = True


class Adoption(NamedTuple):
    """The plan that makes the notes, and what becomes of each article, in the order given."""

    plan: Plan
    notes: tuple[Adopted, ...]


def adopt(
    graph: Graph, articles: Sequence[Article], style: LinkStyle | None = None, least: float = LIKELY
) -> Adoption:
    """The plan that makes articles notes of the vault: title, name, links; no file that is there changes.

    Titles are those of `articles.draft`. An article that is a note of the vault already, or one of those before it, is
    passed over: same title and video, or same title and words. `least` as for `find_mentions`. Topics are those of the
    vault with all the new notes and their links in it; related notes, without.
    """
    taken = {folded(path.rpartition("/")[2]) for path in graph.vault.files}
    known: defaultdict[str, list[Note]] = defaultdict(list)
    for note in graph.vault.notes.values():
        _know(known, note, note.title)
    slugged = cache(partial(is_slugged, graph))
    made: list[_New] = []
    found: list[Adopted | str] = []
    for article in articles:
        title, text, problem = draft(article.name, article.text)
        note = parse("x.md", text)
        twin = _twin(known, title, note)
        if twin is not None:
            reworded = not _says(twin, title, note)
            found.append(Adopted(article.name, twin.path, "", title, True, reworded=reworded))
            continue
        is_slug = slugged(article.folder, video_id(note) is not None)
        note = note._replace(path=free_path(article.folder, title, is_slug, taken))
        taken.add(folded(note.path.rpartition("/")[2]))
        made.append(_New(article.name, note, title, problem))
        _know(known, note, title)
        found.append(note.path)
    new = _adopted(graph, made, style or LinkStyle(), least)
    notes = tuple(new[one] if isinstance(one, str) else one for one in found)
    creates = tuple((note.path, note.text) for note in notes if not note.twin)
    return Adoption(Plan(f"adopt {counted(len(creates), 'file')}", creates=creates), notes)


def common_folder(graph: Graph, text: str) -> str:
    """The folder that most notes like this lie in, if it is the summary of a transcript; else the vault's root."""
    if video_id(parse("x.md", text)) is None:
        return ""
    folders = Counter(note.folder for note in graph.vault.notes.values() if video_id(note) is not None)
    return min(folders, key=lambda folder: (-folders[folder], folder)) if folders else ""


class _New(NamedTuple):
    """An article as the note it becomes, without links as yet."""

    source: str
    note: Note
    title: str
    problem: str | None


def _adopted(graph: Graph, made: Sequence[_New], style: LinkStyle, least: float) -> dict[str, Adopted]:
    """What becomes of each new note, by path."""
    if not made:
        return {}
    after = build_graph(_with_notes(graph.vault, [new.note for new in made]))
    paths = [new.note.path for new in made]
    every = find_mentions(after, paths, every=True, least=0.0, new=paths)
    wanted = list(_wanted(after, paths, every, least))
    linking = link_mentions(after, wanted, style)
    placed = _by_source([one for one in wanted if one not in linking.refused])
    unlinked = _unlinked(after, [path for path in paths if path not in placed], every, least)
    related = _by_source(find_related(after, paths))
    repairs = _by_source(find_repairs(after, sources=paths))
    edits = edits_by_path(linking.plan.edits)
    texts = {new.note.path: edited(new.note.text, edits.get(new.note.path, ())) for new in made}
    topics = _topics(after.vault, texts)
    return {
        path: Adopted(
            source,
            path,
            texts[path],
            title,
            False,
            tuple(placed.get(path, ())),
            tuple(related.get(path, ())),
            tuple(repairs.get(path, ())),
            _lost(after, path),
            topics.get(path) if topics else None,
            problem,
            unlinked.get(path, ()),
            has_topics=topics is not None,
        )
        for path, (source, _, title, problem) in zip(paths, made, strict=True)
    }


_Found = TypeVar("_Found", Mention, Related, Repair)


def _by_source(found: Iterable[_Found]) -> dict[str, list[_Found]]:
    by_source: dict[str, list[_Found]] = {}
    for one in found:
        by_source.setdefault(one.source, []).append(one)
    return by_source


def _topics(vault: Vault, texts: Mapping[str, str]) -> dict[str, tuple[str, float]] | None:
    """The topic of each new note that has one, and how sure it is; None where there are no topics.

    A note without links is told by those it gets.
    """
    from vaulttools.topics import find_topics

    topics = find_topics(build_graph(_with_notes(vault, [parse(path, text) for path, text in texts.items()])))
    names = {topic.id: topic.name for topic in topics.topics}
    if not names:
        return None
    return {
        path: (names[topics.of[path]], topics.confidence.get(path, 0.0))
        for path in texts
        if path in topics.of
    }


def _lost(graph: Graph, path: str) -> tuple[str, ...]:
    """The names in links of the note at `path` that lead nowhere, each once."""
    links = graph.outgoing.get(path, ())
    return tuple(dict.fromkeys(link.link.linkpath for link in links if link.outcome == "no-file"))


def _targets(graph: Graph, path: str) -> frozenset[str]:
    """The notes that the note at `path` links to."""
    targets = (link.target for link in graph.outgoing.get(path, ()))
    return frozenset(target for target in targets if target is not None and target in graph.vault.notes)


def _wanted(graph: Graph, paths: Sequence[str], every: Iterable[Mention], least: float) -> Iterator[Mention]:
    """Of all mentions those that are to be links: likely ones, the first of each note that is not linked already."""
    linked = {path: set(_targets(graph, path)) for path in paths}
    for mention in every:
        if mention.score >= least and mention.target not in linked[mention.source]:
            linked[mention.source].add(mention.target)
            yield mention


def _unlinked(
    graph: Graph, paths: Collection[str], every: Iterable[Mention], least: float
) -> dict[str, tuple[Unlinked, ...]]:
    """Why each of these notes gets no link, though it mentions names."""
    named = named_notes(graph, paths) if paths else {}
    unlikely: defaultdict[str, set[str]] = defaultdict(set)
    for one in every:
        if one.score < least:
            unlikely[one.source].add(one.target)
    found: dict[str, tuple[Unlinked, ...]] = {}
    for path in paths:
        linked = _targets(graph, path) - {path}
        reasons: list[tuple[Unlinked, Collection[str]]] = [
            ("linked", linked),
            ("unlikely", unlikely[path] - linked),
            ("elsewhere", named[path] - linked - unlikely[path]),
        ]
        found[path] = tuple(reason for reason, targets in reasons if targets)
    return found


def _know(known: defaultdict[str, list[Note]], note: Note, title: str) -> None:
    for name in dict.fromkeys((title, note.name)):
        known[name].append(note)


def _twin(known: Mapping[str, Sequence[Note]], title: str, note: Note) -> Note | None:
    """The note that has this title or is called by it, and is on this video or has these very words."""
    video = video_id(note)
    for other in (other for name in _calls(known, title) for other in known.get(name, ())):
        if video_id(other) == video and (video is not None or _says(other, title, note)):
            return other
    return None


def _calls(known: Collection[str], title: str) -> Iterator[str]:
    """What a note of this title may be called: also with a number, as long as there are such names."""
    yield title
    for name, glue in ((safe_name(title), " "), (slug(title), "_")):
        yield name
        for number in count(2):
            if f"{name}{glue}{number}" not in known:
                break
            yield f"{name}{glue}{number}"


def _says(other: Note, title: str, note: Note) -> bool:
    """Whether the other note has the words and the properties of this one; the title may stand above the words."""
    words, own = _words(note), [key for key in note.properties if key.lower() != "title"]
    has_all = all(key in other.properties and other.properties[key] == note.properties[key] for key in own)
    return has_all and _words(other) in (words, title.split() + words)


def _words(note: Note) -> list[str]:
    """The words of a note's body as its reader sees them: of a link, those that are shown."""
    text, done = note.text, frontmatter_end(note.text)
    pieces = []
    for link in note.links:
        if link.start >= done and not link.is_embed:
            pieces += [text[done : link.start], link.linktext if link.display is None else link.display]
            done = link.span.end
    return "".join([*pieces, text[done:]]).split()


def _with_notes(vault: Vault, notes: Sequence[Note]) -> Vault:
    """The vault with more notes in it."""
    all_notes: Mapping[str, Note] = {**vault.notes, **{note.path: note for note in notes}}
    return vault._replace(notes=dict(sorted(all_notes.items())))
