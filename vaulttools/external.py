"""External links: the web addresses in notes and canvases, each with its place. Pure; read only when asked for.

Markdown links and images, definitions, `<https://…>`, bare addresses, properties that are one address or link, and
cards of canvases. Not in code, formulas, comments, HTML or templates. The readers of `blocks` and `inline` do the
reading, as for `prose`; what they pass over as leading outside is what counts (tests/conformance/external-links.md).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from vaulttools.blocks import TABLE
from vaulttools.canvas import card_texts
from vaulttools.definitions import destination
from vaulttools.elements import Hidden
from vaulttools.inline import BLANKS, HIDING, Run
from vaulttools.listening import UNSEEN, Listener, ListeningBlocks
from vaulttools.markdown import body_of
from vaulttools.patterns import pattern
from vaulttools.properties import frontmatter_end, property_texts
from vaulttools.rawlinks import unescaped
from vaulttools.source import Source
from vaulttools.text import Span
from vaulttools.vault import Vault
from vaulttools.verdicts import Verdict

_SCHEME = pattern(r"(?i:https?)://[^\s]")
_WHOLE = pattern(r"\s*((?i:https?)://\S+)\s*\Z")
# What may be an external link, or reach further than its block and hide one.
_WORTH = pattern(r"://|</?[aA]")
# A bare address. remark runs on to white space; but no address holds these, and people write no blank before them.
_NOT_IN_ADDRESS = r"\s<>\"`{}|\\^，。、；：！？…「」『』《》〈〉【】（）“”‘’"
_BARE = pattern(
    rf"(?i:https?)://[A-Za-z0-9._-]++(?::[0-9]++)?+(?:[/?\#](?:[^\[\]{_NOT_IN_ADDRESS}]|\[(?!\[)|\](?!\]))*+)?+(?!@)"
)
_TAIL = "!*,.:?_~'"
# These hide no mark of a comment or a template.
_TRANSPARENT = (TABLE, HIDING["h"])


class ExternalLink(NamedTuple):
    """A web address in a file, unescaped, and the characters it is written with."""

    url: str
    span: Span


class Asked(NamedTuple):
    """An external link whose address was asked: the file, the link, and what is to be thought of it."""

    path: str
    link: ExternalLink
    verdict: Verdict


def asked_links(vault: Vault, verdicts: Mapping[str, Verdict]) -> tuple[Asked, ...]:
    """The external links of a vault whose `address` has a verdict, in order of path and place."""
    return tuple(
        Asked(path, link, verdicts[address(link.url)])
        for path, link in vault_links(vault)
        if address(link.url) in verdicts
    )


def vault_links(vault: Vault) -> Iterator[tuple[str, ExternalLink]]:
    """The external links of all files on which something may be reported, with the files' paths."""
    for path in sorted({*vault.notes, *vault.sources} - vault.excluded):
        read = note_links if path in vault.notes else canvas_links
        text = (vault.notes.get(path) or vault.sources[path]).text
        for link in read(text):
            yield path, link


def address(url: str) -> str:
    """What is asked of a server: the address without its fragment."""
    return url.partition("#")[0]


def note_links(text: str) -> tuple[ExternalLink, ...]:
    """The external links of a note, in order. Any text is read, in linear time."""
    if "//" not in text and "\\/" not in text:
        return ()
    found = _Listener()
    body, source = body_of(text, frontmatter_end(text))
    _BlockReader(body, source, found, 0).read()
    links = _seen(found.external, _unseen(text, found.hidden))
    return tuple(sorted([*_in_properties(text), *links], key=lambda link: link.span))


def canvas_links(text: str) -> tuple[ExternalLink, ...]:
    """The external links of a canvas: cards that show a page, and addresses in text cards; in order."""
    found = []
    for kind, value, at in card_texts(text):
        if kind == "link" and _WHOLE.match(value):
            found.append(_placed(value, at))
        elif kind == "text":
            found += [
                ExternalLink(link.url, Span(at[link.span.start], at[link.span.end]))
                for link in note_links(value)
            ]
    return tuple(sorted(found, key=lambda link: link.span))


def _in_properties(text: str) -> Iterator[ExternalLink]:
    for value, at in property_texts(text):
        if _WHOLE.match(value):
            yield _placed(value, at)
        elif value.startswith("[") and value.endswith(")"):
            links = note_links(value)
            if len(links) == 1 and value.endswith(("](", "](<"), 0, links[0].span.start):
                yield ExternalLink(links[0].url, Span(at[links[0].span.start], at[links[0].span.end]))


def _placed(value: str, at: Sequence[int]) -> ExternalLink:
    """The address that a whole text is, with its place."""
    url = value.strip()
    start = value.index(url)
    return ExternalLink(url, Span(at[start], at[start + len(url)]))


def _unseen(text: str, hidden: Sequence[Hidden]) -> list[Span]:
    """Comments within a line or paragraph, and templates. A "%%" in code opens none."""
    if "%%" not in text and "{{" not in text and "<%" not in text:
        return []
    parts, place = [], 0
    for what, (start, end) in sorted(hidden, key=lambda item: item.span):
        if what not in _TRANSPARENT and start >= place:
            parts += [text[place:start], "x" * (end - start)]
            place = end
    return [Span(*match.span()) for match in UNSEEN.finditer("".join([*parts, text[place:]]))]


def _seen(links: Sequence[ExternalLink], unseen: Sequence[Span]) -> Iterator[ExternalLink]:
    ends = [span.end for span in unseen]
    for link in links:
        at = bisect_right(ends, link.span.start)
        is_hidden = at < len(unseen) and unseen[at].start <= link.span.end
        if not is_hidden and "{{" not in link.url and "<%" not in link.url:
            yield link


class _Listener(Listener):
    """What is gathered: external links."""

    __slots__ = ("external",)

    def __init__(self) -> None:
        super().__init__()
        self.external: list[ExternalLink] = []

    def hear(self, written: str, span: Span) -> None:
        """Note what is written there, if it is a web address."""
        url = unescaped(written).strip()
        if not self.muted and _SCHEME.match(url):
            self.external.append(ExternalLink(url, span))


class _InlineReader(Run):
    """Reads a run as its base does, and hears of every destination and address."""

    __slots__ = ()
    found: _Listener
    interesting = _WORTH

    def _link(self, start: int, bracket: int) -> int:
        end = super()._link(start, bracket)
        if end:
            blanks = BLANKS.match(self.text, self.partner(bracket) + 2)
            place = self.place(blanks.end()) if blanks else None
            if place is not None:
                self._hear(*place[:2])
        return end

    def _passed(self, first: str, start: int, end: int) -> None:
        super()._passed(first, start, end)
        if first == "<":
            self._hear(start + 1, end - 1)
        elif first in "hH":
            match = _BARE.match(self.text, start, end)
            if match is not None:
                self._hear(start, start + len(match[0].rstrip(_TAIL)))

    def _hear(self, start: int, end: int) -> None:
        self.found.hear(self.text[start:end], self._span(start, end))


class _BlockReader(ListeningBlocks):
    """Reads inline text only where an address may stand, and hears of definitions."""

    __slots__ = ()
    found: _Listener
    run_reader = _InlineReader

    def is_idle(self, text: str, source: Source, start: int, end: int) -> bool:
        """Can no address stand here, and does no `<a …>` open or close?"""
        return _WORTH.search(text, start, end) is None

    def _definition(self, start: int) -> int | None:
        end = super()._definition(start)
        place = destination(self.text, start, self.brackets) if end is not None and self.brackets else None
        if place is not None:
            self.found.hear(self.text[slice(*place)], self.source.span(*place))
        return end
