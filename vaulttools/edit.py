"""Edits to texts: a span replaced by new words; plans of many. Pure: nothing here touches a disk."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from vaulttools.text import Span


class Edit(NamedTuple):
    """Replace the characters of `span` in the file at `path` by `new`. An empty span inserts."""

    path: str
    span: Span
    new: str


class Move(NamedTuple):
    """Give the file at `old` the path `new`. A folder is moved file by file."""

    old: str
    new: str


class Plan(NamedTuple):
    """Changes to a vault that are made together or not at all. Paths are vault-relative.

    `edits` name files as they are called before the `moves`; spans count code points of the text each
    file had when the plan was made. `creates` are new files with their text; `deletes` are files that
    go. `title` says it in a few words, for the journal and for `undo`.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    moves: tuple[Move, ...] = ()
    creates: tuple[tuple[str, str], ...] = ()
    deletes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.edits or self.moves or self.creates or self.deletes)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with the edits of its file made. Edits that overlap or lie outside are a ValueError.

    Two inserts at one place overlap too, unless they are the same edit: equal edits count once.
    """
    pieces: list[str] = []
    done = 0
    last: Span | None = None
    for _, span, new in sorted(set(edits), key=lambda edit: edit.span):
        if not done <= span.start <= span.end <= len(text) or span == last:
            raise ValueError(f"edits overlap or lie outside the text at {span.start}")
        pieces += [text[done : span.start], new]
        done, last = span.end, span
    return "".join(pieces) + text[done:]


def in_one_pass(path: str, before: str, passes: Iterable[Sequence[Edit]]) -> list[Edit]:
    """Edits of one text as one pass: each pass is of the text that the one before it left."""
    text = before
    origins: list[int | None] = list(range(len(text)))
    for edits in passes:
        text = edited(text, edits)
        origins = _moved(origins, edits)
    made, words, done = [], "", 0
    for letter, origin in zip(text, origins, strict=True):
        if origin is None:
            words += letter
            continue
        if words or origin > done:
            made.append(Edit(path, Span(done, origin), words))
        words, done = "", origin + 1
    made.append(Edit(path, Span(done, len(before)), words))
    return [edit for edit in made if before[slice(*edit.span)] != edit.new]


def _moved(origins: Sequence[int | None], edits: Iterable[Edit]) -> list[int | None]:
    """Where each character came from, after these edits; None for new ones."""
    moved: list[int | None] = []
    done = 0
    for edit in sorted(set(edits), key=lambda edit: edit.span):
        moved += origins[done : edit.span.start]
        moved += [None] * len(edit.new)
        done = edit.span.end
    return [*moved, *origins[done:]]


def shift(edits: Iterable[Edit]) -> Callable[[Span], Span]:
    """Where a span lies once the edits of its file are made; what is put in at its ends belongs to it."""
    ordered = sorted(edits, key=lambda edit: edit.span)
    ends = [(edit.span.end, edit.span.start == edit.span.end) for edit in ordered]
    sums = [0, *accumulate(len(edit.new) - (edit.span.end - edit.span.start) for edit in ordered)]

    def moved(span: Span) -> Span:
        start = span.start + sums[bisect_left(ends, (span.start, True))]
        return Span(start, span.end + sums[bisect_right(ends, (span.end, True))])

    return moved


def shifted(edit: Edit, by: int) -> Edit:
    """The edit of a text that starts `by` characters later."""
    return edit._replace(span=Span(edit.span.start - by, edit.span.end - by))


def edits_by_path(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """The edits of each file, in the order given, by path in order."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.path, []).append(edit)
    return dict(sorted(found.items()))


def texts_after(texts: Mapping[str, str], plan: Plan) -> dict[str, str]:
    """The texts of the files as the plan leaves them, under their new paths; `texts` as they are before.

    Files without a text, such as pictures, do not occur. ValueError as for `edited`, and where two
    files would have one path.
    """
    by_path = edits_by_path(plan.edits)
    moved = {move.old: move.new for move in plan.moves}
    after: dict[str, str] = {}
    for path, text in texts.items():
        if path not in plan.deletes:
            _put(after, moved.get(path, path), edited(text, by_path.get(path, ())))
    for path, text in plan.creates:
        _put(after, path, text)
    return after


def _put(texts: dict[str, str], path: str, text: str) -> None:
    if path in texts:
        raise ValueError(f"two files would be called {path}")
    texts[path] = text
