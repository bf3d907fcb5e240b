"""A link to a heading that its note does not have."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from vaulttools.checks import Check, Example, Finding, Severity
from vaulttools.checks._comments import in_comment
from vaulttools.checks._near import or_else, written_name
from vaulttools.checks._repair import to_heading
from vaulttools.elements import Heading
from vaulttools.graph import Graph, ResolvedLink
from vaulttools.patterns import pattern

NAME = "unresolved-heading"
_WORD = pattern(r"\w+(?:\+\+|#)?")
_NUMBER = pattern(r"[0-9]+")


class _Lost(NamedTuple):
    """A link whose heading is not there, the headings somebody may have meant, and how sure that is.

    2 is sure; 1 is likely, if no other link leads there; 0 is a guess.
    """

    item: ResolvedLink
    wanted: str
    texts: tuple[str, ...]
    trust: int


def run(graph: Graph) -> Iterator[Finding]:
    """A finding for each link whose note is there but whose heading is not."""
    is_unseen, lost = in_comment(graph), _lost(graph)
    taken, mended = _taken(graph, lost), to_heading(graph)
    by_text = cache(lambda path: _by_text(graph.vault.notes[path].headings))
    blocks = cache(
        lambda path: {block.id.casefold(): f"^{block.id}" for block in graph.vault.notes[path].blocks}
    )
    for item, wanted, texts, trust in lost:
        headings = by_text(item.target)
        goals = headings[texts[0]] if len(texts) == 1 else ()
        # Where another link leads already, or would be led too, this one hardly means.
        is_free = bool(texts) and taken[item.source, item.target, texts[0]] <= {wanted}
        # A link in the goal, such as a permalink to itself, would have to be written into this one.
        has_link = any("](" in text or "[[" in text for text in texts)
        fix = mended(item, goals) if trust > 1 or (trust and is_free and not has_link) else None
        message = _message(
            item, bool(headings), texts[0] if texts else blocks(item.target).get(wanted.casefold())
        )
        severity: Severity = "info" if is_unseen(item) else "error"
        yield Finding(NAME, severity, item.source, item.link.span, message, fix)


def _lost(graph: Graph) -> list[_Lost]:
    finders: dict[str, Callable[[str], tuple[tuple[str, ...], int]]] = {}
    found = []
    for item in graph.links:
        if item.outcome == "no-heading" and item.target is not None:
            if item.target not in finders:
                finders[item.target] = cache(_meant(graph.vault.notes[item.target].headings))
            wanted = item.link.subpath.rpartition("#")[2]
            found.append(_Lost(item, wanted, *finders[item.target](wanted)))
    return found


def _by_text(headings: Sequence[Heading]) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for heading in headings:
        found.setdefault(heading.text, []).append(heading)
    return found


def _taken(graph: Graph, lost: Sequence[_Lost]) -> Mapping[tuple[str, str | None, str], set[str]]:
    """What links of one note ask for, by note, target and the heading they lead to, or would be led to."""
    found: dict[tuple[str, str | None, str], set[str]] = {}
    for item, wanted, texts, _ in lost:
        if texts:
            found.setdefault((item.source, item.target, texts[0]), set()).add(wanted)
    for source in {item.source for item, *_ in lost}:
        for link in graph.outgoing[source]:
            if isinstance(link.anchor, Heading):
                key = source, link.target, link.anchor.text
                found.setdefault(key, set()).add(link.link.subpath.rpartition("#")[2])
    return found


def _meant(headings: Sequence[Heading]) -> Callable[[str], tuple[tuple[str, ...], int]]:
    """A function that gives the texts of the headings somebody may have meant by one, and whether that is sure."""
    from vaulttools.nearest import SURE, candidate_finder

    texts = tuple(dict.fromkeys(heading.text for heading in headings))
    near = candidate_finder(texts)
    by_words = cache(lambda: _Texts(texts, _words))
    by_pieces = cache(lambda: _Texts(texts, _pieces))

    def meant(wanted: str) -> tuple[tuple[str, ...], int]:
        names, how = near(wanted)
        if names and how in SURE:
            return names, 2
        holding = _holding(wanted, by_words())
        if holding:
            return holding, int(2 * len(_words(wanted)) >= len(_words(holding[0])))
        return names or _alike(wanted, by_pieces()), 1

    return meant


class _Texts:
    """Texts of headings by the words in them, so that few are looked at however many a note has."""

    def __init__(self, texts: Sequence[str], words_of: Callable[[str], set[str]]) -> None:
        self.own = [(text, words_of(text)) for text in texts]
        self.places: dict[str, list[int]] = {}
        for place, (_, words) in enumerate(self.own):
            for word in words:
                self.places.setdefault(word, []).append(place)

    def with_all_but(self, words: set[str], missing: int) -> Iterator[tuple[str, set[str]]]:
        """The texts, in order, that lack at most so many of the words, and some others."""
        rarest = sorted((self.places.get(word, []) for word in words), key=len)[: missing + 1]
        return (self.own[place] for place in sorted({place for places in rarest for place in places}))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _pieces(text: str) -> set[str]:
    return set(text.casefold().split())


def _holding(wanted: str, texts: _Texts) -> tuple[str, ...]:
    """The text of the one heading that has all the words of the wanted one, and not many more."""
    words = _words(wanted)
    if not any(len(word) > 2 for word in words):
        return ()
    found = [
        text
        for text, own in texts.with_all_but(words, 0)
        if words <= own and 3 * len(words) >= len(own) and "](" not in text and "[[" not in text
    ]
    return tuple(found) if len(found) == 1 else ()


def _alike(wanted: str, texts: _Texts) -> tuple[str, ...]:
    """The texts of the headings that have most words of the wanted one and few others: one in four may differ.

    Another number is another thing.
    """
    words, numbers = _pieces(wanted), _NUMBER.findall(wanted)
    return tuple(
        text
        for text, own in texts.with_all_but(words, len(words) // 4)
        if 4 * len(words & own) >= 3 * max(len(words), len(own)) and _NUMBER.findall(text) == numbers
    )


def _message(item: ResolvedLink, has_headings: bool, near: str | None) -> str:
    owner = "this note" if item.target == item.source else f"'{written_name(item.target or '')}'"
    if not has_headings and near is None:
        return f"{owner} has no headings; link to the note itself or write the heading"
    return f"{owner} has no heading '{item.link.subpath.strip('#')}'; {or_else(near, 'write it or mend the link')}"


CHECK = Check(
    name=NAME,
    severity="error",
    run=run,
    doc="""A link leads to a heading that its note does not have.

    Obsidian opens the note at its top and says nothing. Mostly the heading was reworded after the
    link was made. Headings are compared as Obsidian compares them: letter case and most
    punctuation do not matter, `#Part#Chapter` wants Chapter below Part, and headings inside lists,
    quotes and callouts do not count.

    Mend the heading's name in the link. The fix writes the heading where exactly one is near, and no other
    link of the note leads there; it is marked unsafe, since only you know what was meant. With `--unsafe-fixes`
    the history in git is asked too: where a commit reworded the heading, the link gets its new words.

    In a comment, between `%%` and `%%`, such a link is a hint only: Obsidian counts it, but nobody can see or click it.
    """,
    examples=(
        Example("-- Newton.md --\n## Laws of motion\n-- Gravity.md --\n[[Newton#laws of motion]]\n"),
        Example(
            "-- Newton.md --\n## Laws of motion\n-- Gravity.md --\n[[Newton#Laws of moton]]\n",
            (
                (
                    "Gravity.md",
                    "[[Newton#Laws of moton]]",
                    "'Newton' has no heading 'Laws of moton'; did you mean 'Laws of motion'?",
                ),
            ),
            "-- Gravity.md --\n[[Newton#Laws of motion]]\n",
        ),
        Example(
            "-- Publish.md --\n## Automatically select data to publish\n"
            "-- SEO.md --\n[[Publish#Automatically select notes to publish]]\n",
            (
                (
                    "SEO.md",
                    "[[Publish#Automatically select notes to publish]]",
                    "'Publish' has no heading 'Automatically select notes to publish'; "
                    "did you mean 'Automatically select data to publish'?",
                ),
            ),
            "-- SEO.md --\n[[Publish#Automatically select data to publish]]\n",
        ),
        Example(
            "-- Pets.md --\n## Cats\n## Cat.\n-- Index.md --\n[[Pets#The cat]]\n",
            (("Index.md", "[[Pets#The cat]]", "'Pets' has no heading 'The cat'; did you mean 'Cat.'?"),),
        ),
        Example(
            "-- C.md --\n## println() and print()\n## printf()\n## Unsigned sum\n"
            "-- Index.md --\n[[C#println()]]\n[[C#print()]]\n[[C#Signed sum]]\n[[C#Unsigned sum]]\n",
            (
                (
                    "Index.md",
                    "[[C#println()]]",
                    "'C' has no heading 'println()'; did you mean 'println() and print()'?",
                ),
                (
                    "Index.md",
                    "[[C#print()]]",
                    "'C' has no heading 'print()'; did you mean 'println() and print()'?",
                ),
                (
                    "Index.md",
                    "[[C#Signed sum]]",
                    "'C' has no heading 'Signed sum'; did you mean 'Unsigned sum'?",
                ),
            ),
        ),
        Example(
            "-- Git.md --\n## 2. Create a workflow in the child repository\n"
            "-- Index.md --\n[[Git#4. Create a workflow in the parent repository]]\n",
            (
                (
                    "Index.md",
                    "[[Git#4. Create a workflow in the parent repository]]",
                    "'Git' has no heading '4. Create a workflow in the parent repository'; write it or mend the link",
                ),
            ),
        ),
        Example(
            "-- Newton.md --\n# Life\nBorn 1642. ^26daec\n-- Index.md --\n[[Newton#26DAEC]]\n",
            (
                (
                    "Index.md",
                    "[[Newton#26DAEC]]",
                    "'Newton' has no heading '26DAEC'; did you mean '^26daec'?",
                ),
            ),
        ),
        Example(
            "-- Gravity.md --\n# History\nSee [[#Proof]].\n",
            (("Gravity.md", "[[#Proof]]", "this note has no heading 'Proof'; write it or mend the link"),),
        ),
        Example(
            "-- Newton.md --\n-- Gravity.md --\n[[Newton#Life]]\n",
            (
                (
                    "Gravity.md",
                    "[[Newton#Life]]",
                    "'Newton' has no headings; link to the note itself or write the heading",
                ),
            ),
        ),
    ),
)
