"""Adopting: plain articles and transcript summaries become notes of the vault, linked with it. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from vaulttools.edit import Plan, edited
from vaulttools.frontmatter_edit import scalar
from vaulttools.graph import Graph, build_graph
from vaulttools.mentions import LIKELY, Mention, find_mentions
from vaulttools.names import folded, name_fault
from vaulttools.newlinks import LinkStyle, link_mentions
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end
from vaulttools.related import Related, find_related
from vaulttools.repairs import Repair, find_repairs
from vaulttools.transcripts import video_id
from vaulttools.vault import Vault

# A first line longer than this is a paragraph, no title.
_LONGEST_TITLE, _LONGEST_NAME = 150, 100
_NOT_IN_NAMES = pattern(r'[\x00-\x1f\x7f<>:"/?*\\|#^\[\]]+')
_SLUG = pattern(r"[a-z0-9_]+")
_NOT_IN_SLUGS = pattern(r"[^a-z0-9]+")
_FIRST_LINE = pattern(r"\s*?(?=\S)([^\n\r]+)(?:\r\n?|\n|\Z)")


class Article(NamedTuple):
    """A text to adopt: what its file is called, the folder it goes to, and its words."""

    name: str
    folder: str
    text: str


class Adopted(NamedTuple):
    """What becomes of an article.

    `path` is the note's, `text` its words with links placed, `mentions` those links as they stand in the text without
    them. `related` are its neighbours, `repairs` tell of links of its own that lead nowhere, as does `lost`, how many
    there are. `twin` is the note that the vault has of it already: then nothing is made, and `path` is the twin's.
    `topic` is the topic's name with how sure it is, 0 to 1.
    """

    source: str
    path: str
    text: str
    title: str
    twin: bool = False
    mentions: tuple[Mention, ...] = ()
    related: tuple[Related, ...] = ()
    repairs: tuple[Repair, ...] = ()
    lost: int = 0
    topic: tuple[str, float] | None = None


class Adoption(NamedTuple):
    """The plan that makes the notes, and what becomes of each article, in the order given."""

    plan: Plan
    notes: tuple[Adopted, ...]


def adopt(
    graph: Graph, articles: Sequence[Article], style: LinkStyle | None = None, least: float = LIKELY
) -> Adoption:
    """The plan that makes articles notes of the vault: title, name, links; no file that is there changes.

    The title is the `title` property, the first heading, a first line that stands alone, or the file's name. An
    article of which the vault has a note already (same title and video) is passed over. `least` as for
    `find_mentions`. Topics are those of the vault with all the new notes and their links in it; related notes, without.
    """
    taken = {folded(path.rpartition("/")[2]) for path in (*graph.vault.notes, *graph.vault.attachments)}
    made: list[tuple[Article, Note]] = []
    found: list[Adopted | str] = []
    for article in articles:
        title, text = _titled(article)
        twin = _twin(graph, title, parse("x.md", text))
        if twin is not None:
            found.append(Adopted(article.name, twin, "", title, True))
            continue
        path = _free_path(graph, article.folder, title, parse("x.md", text), taken)
        taken.add(folded(path.rpartition("/")[2]))
        made.append((article, parse(path, text)))
        found.append(path)
    after = build_graph(_with_notes(graph.vault, [note for _, note in made]))
    new = _adopted(after, made, style or LinkStyle(), least)
    notes = tuple(new[one] if isinstance(one, str) else one for one in found)
    creates = tuple((note.path, note.text) for note in notes if not note.twin)
    plural = "" if len(creates) == 1 else "s"
    return Adoption(Plan(f"adopt {len(creates)} file{plural}", creates=creates), notes)


def common_folder(graph: Graph, text: str) -> str:
    """The folder that most notes like this lie in, if it is the summary of a transcript; else the vault's root."""
    if video_id(parse("x.md", text)) is None:
        return ""
    folders = Counter(note.folder for note in graph.vault.notes.values() if video_id(note) is not None)
    return min(folders, key=lambda folder: (-folders[folder], folder)) if folders else ""


def _adopted(
    after: Graph, made: Sequence[tuple[Article, Note]], style: LinkStyle, least: float
) -> dict[str, Adopted]:
    """What becomes of each new note, by path; `after` is the graph with all of them."""
    from vaulttools.topics import find_topics

    paths = [note.path for _, note in made]
    if not paths:
        return {}
    mentions = find_mentions(after, paths, least=least)
    linking = link_mentions(after, mentions, style)
    placed = [one for one in mentions if one not in linking.refused]
    related = find_related(after, paths)
    repairs = find_repairs(after, sources=paths)
    texts = {
        note.path: edited(note.text, [edit for edit in linking.plan.edits if edit.path == note.path])
        for _, note in made
    }
    # An article without links is told by those it gets.
    linked = _with_notes(after.vault, [parse(path, text) for path, text in texts.items()])
    topics = find_topics(build_graph(linked))
    names = {topic.id: topic.name for topic in topics.topics}
    found = {}
    for article, note in made:
        path = note.path
        topic = topics.of.get(path)
        found[path] = Adopted(
            article.name,
            path,
            texts[path],
            note.title,
            False,
            tuple(one for one in placed if one.source == path),
            tuple(one for one in related if one.source == path),
            tuple(one for one in repairs if one.source == path),
            sum(link.outcome == "no-file" for link in after.outgoing.get(path, ())),
            (names[topic], topics.confidence.get(path, 0.0)) if topic is not None else None,
        )
    return found


def _titled(article: Article) -> tuple[str, str]:
    """The title of an article, and its text with the title in the frontmatter."""
    text = article.text.removeprefix("\ufeff")
    note = parse("x.md", text)
    end = "\r\n" if "\r\n" in text else "\n"
    body = frontmatter_end(text)
    own = note.properties.get("title")
    if isinstance(own, str) and own.strip():
        return own.strip(), text
    name = article.name.rpartition(".")[0] or article.name
    title, rest = _first_title(note, text[body:]) or (name, text[body:])
    if "title" in note.properties:  # but no text: a second key would break the frontmatter
        return title, text
    line = f"title: {scalar(title)}{end}"
    if not body:
        return title, f"---{end}{line}---{end}{rest}"
    opened = text.index("\n") + 1
    return title, text[:opened] + line + text[opened:body] + rest


def _first_title(note: Note, body: str) -> tuple[str, str] | None:
    """The title a text gives itself: its first heading, or a first line alone, which is then taken out."""
    first = _FIRST_LINE.match(body)
    if note.headings and note.headings[0].level == 1:
        return note.headings[0].text, body
    if first is None:
        return None
    line, rest = first[1].strip(), body[first.end() :]
    alone = not rest.strip() or not rest.split("\n", 1)[0].strip()
    is_title = (
        alone and len(line) <= _LONGEST_TITLE and line[-1] not in ".:;," and line[0] not in "-*+>|`#<![$%~"
    )
    return (line, rest) if is_title and rest.strip() else None


def _twin(graph: Graph, title: str, note: Note) -> str | None:
    """The note of the vault that has this title and this video, or this very text."""
    video = video_id(note)
    for path, other in graph.vault.notes.items():
        if (
            other.title == title
            and video_id(other) == video
            and (video is not None or _words(other) == _words(note))
        ):
            return path
    return None


def _words(note: Note) -> list[str]:
    return note.text[frontmatter_end(note.text) :].split()


def _free_path(graph: Graph, folder: str, title: str, note: Note, taken: set[str]) -> str:
    """The path of the new note: its title as a name that is safe, and that no file has: links keep their meaning."""
    is_slug = _is_slugged(graph, folder, note)
    name = _slug(title) if is_slug else _safe_name(title)
    start = f"{folder}/" if folder else ""
    path, number = f"{start}{name}.md", 2
    while folded(path.rpartition("/")[2]) in taken:
        path = f"{start}{name}{'_' if is_slug else ' '}{number}.md"
        number += 1
    return path


def _is_slugged(graph: Graph, folder: str, note: Note) -> bool:
    """Whether notes of this kind in this folder are called in small letters with underscores."""
    is_summary = video_id(note) is not None
    fellows = [
        one
        for one in graph.vault.notes.values()
        if one.folder == folder and (video_id(one) is not None) == is_summary
    ]
    slugged = [one for one in fellows if "_" in one.name and _SLUG.fullmatch(one.name)]
    return len(slugged) * 2 > len(fellows)


def _slug(title: str) -> str:
    return _NOT_IN_SLUGS.sub("_", title.lower()).strip("_") or "note"


def _safe_name(title: str) -> str:
    """The title without what file names and links cannot carry, cut at a word."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", title).split())
    # A question mark or colon leaves no blank before the next comma or word's end.
    name = name.replace(" ,", ",").lstrip(".").rstrip(" .")
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME + 1].rpartition(" ")[0] or name[:_LONGEST_NAME]
    while name and len(f"{name}.md".encode("utf-8", "replace")) > 240:
        name = name[:-1]
    return name if name and name_fault(f"{name}.md") is None else "Untitled"


def _with_notes(vault: Vault, notes: Sequence[Note]) -> Vault:
    """The vault with more notes in it."""
    all_notes: Mapping[str, Note] = {**vault.notes, **{note.path: note for note in notes}}
    return vault._replace(notes=dict(sorted(all_notes.items())))
