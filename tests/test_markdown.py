"""Laws of reading a note: it never raises, spans are true, the quick way changes nothing, hostile text stays linear."""

from functools import partial

import pytest
from hypothesis import example, given

from tests.adversarial import FAMILIES, MADE, UNITS
from tests.laws import LONG, tried
from tests.linear import stays_linear
from tests.strategies import notes, ordinary_notes, texts
from vaulttools import blocks
from vaulttools.links import Link
from vaulttools.note import Note, parse
from vaulttools.text import Span

# The smaller of two sizes, characters; the larger is four times this.
SIZE = 250_000 if LONG else 15_000
law = tried()


@law
@given(texts())
@example("www.")
@example("http://.")
@example("\ufeff---\n---")
@example("\x00\r[[\ud800]]\r\r\n")
def test_any_text_is_read_and_spans_are_true(text: str) -> None:
    check_spans(parse("n.md", text))


@law
@given(notes())
def test_spans_are_true_in_trouble(text: str) -> None:
    check_spans(parse("n.md", text))


def test_a_note_is_called_by_its_file_without_its_ending() -> None:
    assert [parse(path, "").name for path in ("a/Newton.md", "Newton.MD", "Newton", "v1.5")] == [
        "Newton",
        "Newton",
        "Newton",
        "v1.5",
    ]


def test_bytes_that_are_no_text_are_said_where_they_stand() -> None:
    problems = parse("n.md", "é \udcff\udc80 [[a]] \udcc3").problems

    assert [(one.kind, one.span) for one in problems] == [
        ("undecodable-bytes", Span(2, 4)),
        ("undecodable-bytes", Span(11, 12)),
    ]
    assert not parse("n.md", "é [[a]]").problems


def check_spans(note: Note) -> None:
    text = note.text
    assert [link.span.start for link in note.links] == sorted(link.span.start for link in note.links)
    for link in note.links:
        check_link(text, link)
    for heading in note.headings:
        assert inside(heading.text_span, heading.span, text)
        assert text[slice(*heading.text_span)] == heading.text
        assert 1 <= heading.level <= 6
    for tag in note.tags:
        assert tag.in_properties or text[slice(*tag.span)] == "#" + tag.name
    for block in note.blocks:
        assert text[slice(*block.span)] == "^" + block.id


def check_link(text: str, link: Link) -> None:
    written = text[slice(*link.span)]
    opening, closing = ("[", ")") if link.style == "markdown" else ("[[", "]]")
    if link.style != "property":
        assert written.startswith("!" * link.is_embed + opening) and written.endswith(closing)
    assert inside(link.linkpath_span, link.span, text)
    assert inside(link.subpath_span, link.span, text)
    assert inside(link.display_span, link.span, text)
    assert link.linkpath_span.end == link.subpath_span.start
    if not set("%&\\") & set(text[link.linkpath_span.start : link.subpath_span.end]):
        assert text[slice(*link.linkpath_span)] == link.linkpath
        assert text[slice(*link.subpath_span)] == link.subpath
    if link.style == "wikilink" and link.display is not None:
        assert text[slice(*link.display_span)] == link.display


def inside(part: Span, whole: Span, text: str) -> bool:
    return 0 <= whole.start <= part.start <= part.end <= whole.end <= len(text)


def fully(text: str) -> Note:
    """A note read without the quick way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "quick_region", lambda reader, start: start)
        patch.setattr(blocks, "is_quiet", lambda *_: False)
        patch.setattr(blocks, "quick_inline", lambda *_: False)
        return parse("n.md", text)


@law
@given(notes())
def test_the_quick_way_changes_nothing_in_trouble(text: str) -> None:
    assert parse("n.md", text) == fully(text)


@law
@given(ordinary_notes())
@example("a\n * [[*]]")
@example("1. a\n2.   b\n\t- [[code]]")
@example("- a\n  1.   b\n      - [[code]]")
@example("- ^id\n   \n")
@example("a\n2. b `x\n3. [[c]]` y\n\n- z")
@example('a <b\n\nc="[[x]]">')
@example(">^id")
@example("- `\n\n\u3000\n\td\n<aside\n#")
@example("- [ ]*\n  - [ ] ^d\n\t\t- [ ]")
@example("* *$\n  * c ^i\n\t\t* (")
@example(">$**[[e]]**\n> $")
@example('- h<a h="">\n  - x ^d\n\t\t- b')
def test_the_quick_way_changes_nothing_in_ordinary_notes(text: str) -> None:
    assert parse("n.md", text) == fully(text)


@law
@given(texts())
def test_the_quick_way_changes_nothing_in_any_text(text: str) -> None:
    assert parse("n.md", text) == fully(text)


@law
@given(notes())
def test_line_ends_of_windows_only_move_what_is_found(text: str) -> None:
    note, twin = parse("n.md", text), parse("n.md", text.replace("\n", "\r\n"))

    def moved(span: Span) -> Span:
        start = span.start + text.count("\n", 0, span.start)
        last = max(span.start, span.end - 1)
        return Span(start, start if span.start == span.end else last + 1 + text.count("\n", 0, last))

    def told(link: Link) -> tuple[object, ...]:
        return link.style, link.is_embed, link.linkpath, link.subpath, link.property

    assert [told(link) for link in twin.links] == [told(link) for link in note.links]
    assert [link.span for link in twin.links] == [moved(link.span) for link in note.links]
    assert [link.linkpath_span for link in twin.links] == [moved(link.linkpath_span) for link in note.links]
    assert [heading.text for heading in twin.headings] == [heading.text for heading in note.headings]
    assert [heading.span for heading in twin.headings] == [moved(heading.span) for heading in note.headings]
    assert [tag.span for tag in twin.tags] == [moved(tag.span) for tag in note.tags]
    assert [block.span for block in twin.blocks] == [moved(block.span) for block in note.blocks]


@pytest.mark.parametrize("family", FAMILIES if LONG else [*UNITS, *MADE])
def test_hostile_text_is_read_in_linear_time(family: str) -> None:
    assert stays_linear(lambda size: partial(parse, "n.md", FAMILIES[family](size)), SIZE)
