"""Names and keywords of topic clusters: words that fit all members and set them apart."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from vaulttools.note import Note
from vaulttools.topic_abbreviations import long_form
from vaulttools.topic_candidates import HALF, SPREAD, Candidate, Material, best_parts, candidates, holders
from vaulttools.topic_grown import grown
from vaulttools.topic_maps import map_titles, plain_title
from vaulttools.topic_phrases import read_titles
from vaulttools.words import TAG_WEIGHT, Words, body, is_cjk, split_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEYWORDS = 8
"""Keywords given for a topic."""

KNOWN = 1.5
"""A word of a map's title is met in its topic so many times oftener than in the vault."""

# Notes of a topic that its Chinese and Japanese words are grown in.
_READ = 100


class Named(NamedTuple):
    """A topic's name, its keywords, strongest first, and the columns of the words they come from."""

    name: str
    keywords: tuple[str, ...]
    columns: tuple[int, ...]


def read_material(notes: Sequence[Note], words: Words) -> Material:
    """What the names of topics are made from; `notes` are the rows of `words`."""
    about = words.weights.copy()
    _quieten_tags(about, notes, words)
    about.data = about.data / (about.data + HALF)
    prose = cache(lambda row: body(notes[row].text).lower().replace("-", " "))
    return Material(notes, words, about.tocsc(), read_titles(notes, words), prose)


def name_topics(
    material: Material, labels: "NDArray[np.int64]", joined: Any, given: Mapping[int, str]
) -> tuple[Named, ...]:
    """A name, unique, and keywords for each cluster from 0 up; `labels` has the cluster of each note.

    `joined` has a 1 where the note of a row links to that of a column. A cluster is called as it is in `given`,
    else as the map of content that lists it, else by phrases of its members' titles and headings, else as its
    best connected member.
    """
    scores, lifts = _scores(material.about, labels)
    clusters = [(labels == cluster).nonzero()[0] for cluster in range(len(scores))]
    keywords = [_keywords(material, *pair) for pair in zip(clusters, scores, strict=True)]
    names = dict(given)
    _add_map_names(names, material, labels, joined, lifts)
    for cluster, members in enumerate(clusters):
        if cluster not in names:
            tried = candidates(material, members, scores[cluster], lifts[cluster])
            choices = _choices(material, members, tried, keywords[cluster][0], joined)
            taken = {name.casefold() for name in names.values()}
            names[cluster] = next(name for name in choices if name.casefold() not in taken)
    return tuple(Named(names[cluster], *keywords[cluster]) for cluster in range(len(scores)))


def _quieten_tags(counts: Any, notes: Sequence[Note], words: Words) -> None:
    """Takes from word counts what tags weigh more than prose: a tag like "method" is no subject."""
    for row, note in enumerate(notes):
        near = slice(counts.indptr[row], counts.indptr[row + 1])
        for word in split_words(" ".join(sorted({tag.name for tag in note.tags}))):
            at = near.start + counts.indices[near].searchsorted(words.place.get(word.lower(), -1))
            if at < near.stop and counts.indices[at] == words.place.get(word.lower()):
                counts.data[at] = max(1.0, counts.data[at] - TAG_WEIGHT + 1)


def _add_map_names(
    names: dict[int, str],
    material: Material,
    labels: "NDArray[np.int64]",
    joined: Any,
    lifts: "NDArray[np.float64]",
) -> None:
    """Names clusters after maps, where the members know one of the title's words."""
    for cluster, titles in sorted(map_titles(material.notes, joined, labels).items()):
        taken = {name.casefold() for name in names.values()}
        members = labels == cluster
        for title in titles if cluster not in names else ():
            if title.casefold() not in taken and _is_known(title, material, members, lifts[cluster]):
                names[cluster] = _capital(long_form(title, _notes(material, members.nonzero()[0])))
                break


def _is_known(
    title: str, material: Material, members: "NDArray[np.bool_]", lifts: "NDArray[np.float64]"
) -> bool:
    """Is a word of a title at home in the cluster, and met by a third of it?"""
    columns = {material.words.place.get(word.lower(), -1) for word in split_words(title)} - {-1}
    least = max(2, SPREAD * members.sum())
    return any(
        lifts[column] > KNOWN and members[holders(material.about, column)].sum() >= least
        for column in sorted(columns)
    )


def _notes(material: Material, members: "NDArray[np.intp]") -> list[Note]:
    return [material.notes[row] for row in members.tolist()]


def _scores(about: Any, labels: "NDArray[np.int64]") -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """How well each word (column) marks each cluster (row), and how many times oftener it is met there.

    Class-based TF-IDF: frequency in the class · ln(frequency in the class / in all notes), after
    Grootendorst, "BERTopic" (arXiv 2203.05794, 2022). A note counts a word at most once, so that no single
    note rules, and classes count the same whatever their size.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    placed = np.flatnonzero(labels >= 0)
    count = int(labels.max(initial=-1)) + 1
    member = csr_matrix((np.ones(len(placed)), (labels[placed], placed)), (count, len(labels)))
    sizes = np.asarray(member.sum(1)).ravel()
    share = (member @ about).toarray() / np.maximum(sizes, 1)[:, None]
    overall = np.asarray(about.sum(0)).ravel() / max(1, len(labels))
    lift = share / np.where(overall > 0, overall, 1)
    return share * np.log(np.maximum(lift, 1)), lift


def _keywords(
    material: Material, members: "NDArray[np.intp]", scores: "NDArray[np.float64]"
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words that mark a cluster best, and the columns they come from."""
    import numpy as np

    words = material.words
    best = np.lexsort((np.arange(len(scores)), -scores.round(9)))[: KEYWORDS * 2]
    columns = [int(column) for column in best if scores[column] > 0]
    found = [words.forms[column] for column in columns]
    if any(map(is_cjk, found)):
        rows = members[:_READ].tolist()
        found = list(grown(found, [f"{material.notes[row].title}\n{material.prose(row)}" for row in rows]))
    return tuple(found[:KEYWORDS]), tuple(columns[:KEYWORDS])


def _choices(
    material: Material,
    members: "NDArray[np.intp]",
    tried: Sequence[Candidate],
    keywords: Sequence[str],
    joined: Any,
) -> Iterator[str]:
    """Names for a cluster, best first, without end: the first that is free is taken."""
    notes = _notes(material, members)
    parts = [_capital(long_form(part.form, notes)) for part in best_parts(tried)]
    others = (_capital(long_form(other.form, notes)) for other in tried)
    whole = " · ".join(parts) or _hub_title(material, members, joined)
    yield whole
    yield from (f"{parts[0]} · {other}" for other in others if parts and other not in parts)
    words = [_capital(word) for word in keywords if not is_cjk(word)]
    yield from (
        f"{whole} · {word}" for word in words if not parts and word.casefold() not in whole.casefold()
    )
    yield from (f"{whole} {number}" for number in count(2))


def _hub_title(material: Material, members: "NDArray[np.intp]", joined: Any) -> str:
    """The title of the member most linked with the others, in the script that most titles have."""
    import numpy as np

    inner = joined[members][:, members]
    linked = np.asarray(inner.sum(0)).ravel() + np.asarray(inner.sum(1)).ravel()
    titles = [plain_title(material.notes[row].title) for row in members.tolist()]
    plain = np.array([title.isascii() for title in titles])
    usual = plain == (plain.mean() > 0.5)
    return titles[int(np.where(usual, linked, -1).argmax())]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
