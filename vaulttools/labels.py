"""Labels: footnotes (`[^1]`) and link definitions (`[1]: place`), where they are defined and where they are called.

Obsidian's index does not know them, but readers see what they show. The readers of `blocks` and `inline` do the
reading; these two only listen.
"""

from collections.abc import Iterable
from typing import NamedTuple

from vaulttools.blocks import Blocks
from vaulttools.inline import Found, Run
from vaulttools.markdown import body_of
from vaulttools.properties import frontmatter_end
from vaulttools.source import Source
from vaulttools.text import Span


class Label(NamedTuple):
    """A label where it stands: `name` as it is compared ("^1" of a footnote, "a b" of "[A  B]"), the span of its
    characters without marks, and the whole definition (LF only) where it is defined there, None where it is called.

    Any text in brackets is a call: whether it shows as one hangs on a definition alone.
    """

    name: str
    span: Span
    definition: str | None


def labels(text: str) -> tuple[Label, ...]:
    """The labels in the body of a note, in text order. Any text is read, in linear time."""
    found = _Listener()
    body, source = body_of(text, frontmatter_end(text))
    _BlockReader(body, source, found, 0).read()
    return tuple(sorted(found.labels, key=lambda label: label.span))


def definitions(found: Iterable[Label]) -> dict[str, str]:
    """The definition of each name: the first of several counts."""
    defined: dict[str, str] = {}
    for label in found:
        if label.definition is not None:
            defined.setdefault(label.name, label.definition)
    return defined


class _Listener(Found):
    __slots__ = ("labels",)

    def __init__(self) -> None:
        super().__init__(hidden=[])
        self.labels: list[Label] = []

    def hear(self, mark: str, written: str, span: Span, definition: str | None) -> None:
        """Note a label, unless it is blank as in "[ ]"."""
        name = " ".join(written.split()).lower()
        if name:
            self.labels.append(Label(mark + name, span, definition))


class _InlineReader(Run):
    """Reads a run as its base does, and hears of calls."""

    __slots__ = ()
    found: _Listener

    def _footnote_call(self, start: int) -> int:
        end = super()._footnote_call(start)
        if end:
            self._hear("^", start + 2, end - 1)
        return end

    def _reference(self, start: int, bracket: int) -> int:
        end = super()._reference(start, bracket)
        if end:
            close = self.partner(bracket)
            # "[words][label]"; the words are the label in "[words][]" and "[words]".
            is_full = end > close + 3
            self._hear("", *((close + 2, end - 1) if is_full else (bracket + 1, close)))
        return end

    def _hear(self, mark: str, start: int, end: int) -> None:
        self.found.hear(mark, self.text[start:end], self._span(start, end), None)


class _BlockReader(Blocks):
    """Reads blocks as its base does, and hears of definitions."""

    __slots__ = ()
    found: _Listener

    def _inline(self, text: str, source: Source, base: int) -> None:
        _InlineReader(text, source, base, self.found).read()

    def _definition(self, start: int) -> int | None:
        end = super()._definition(start)
        if end is not None:
            opening = self.text.index("[", start)
            mark = "^" if self.text.startswith("[^", opening) else ""
            first = opening + 1 + len(mark)
            stop = self.text.index("]", first) if mark or self.brackets is None else self.brackets.at(first)
            words = self.text[first:stop]
            self.found.hear(mark, words, self.source.span(first, stop), self.text[opening:end].rstrip())
        return end
