"""Plain words: what they are, and that reading only some of a note finds the same there."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import example, given

from tests.adversarial import FAMILIES, MADE
from tests.laws import LONG, tried
from tests.linear import stays_linear
from tests.strategies import notes, texts
from vaulttools.note import parse
from vaulttools.properties import frontmatter_end, read_properties
from vaulttools.prose import Stretch, prose

law = tried()


def words(text: str) -> list[str]:
    stretches = prose(text, frontmatter_end(text))
    return [text[one.start : one.end].strip() for one in stretches if text[one.start : one.end].strip()]


def test_plain_words_leave_out_what_is_no_prose() -> None:
    assert words("---\ntitle: a\n---\nb `c` $d$ [[e]] [f](g.md) [h](http://i) <b>j</b> #k www.l.m n") == [
        "b",
        "j",
        "n",
    ]
    assert words("# a\nb\n\nc\n===\n\n> ## d\n> e") == ["b", "e"]
    assert words("```\na\n```\n\n    b\n\n<div>\nc\n</div>\n\n$$\nd\n$$\ne") == ["e"]
    assert words("a %% b %% c\n\n%%\nd\n%%\n{{e}} f <% g %> h") == ["a", "c", "f", "h"]
    assert words("%%\na\n\nb\n%%\nc") == ["c"]
    # To the indexer one comment to the end; to whoever reads the note it ends on its line.
    assert words("%% a %% b\n\nc\n\n%%\nd\n%%\n\ne") == ["b", "c", "e"]
    assert words('a <a href="b">c</a> d [e][f] [g] ^[h [[i]] j] [^k]') == ["a", "d", "h", "j"]


def test_emphasis_lists_quotes_and_cells_are_plain() -> None:
    assert words("a **b** _c_ ~~d~~\n- e\n  - [ ] f\n> g\n> - h") == ["a", "b", "c", "d", "e", "f", "g", "h"]
    assert words("| a | b |\n| - | - |\n| c | d |") == ["a", "b", "c", "d"]
    assert [one.in_table for one in prose("a\n\n| b |\n| - |\n| c |\n\nd")] == [False, True, True, False]


def test_a_stretch_ends_with_its_line() -> None:
    assert words("a\r\nb\rc\nd") == ["a", "b", "c", "d"]


def test_an_open_link_is_closed_where_no_words_are_wanted() -> None:
    text = "a <a href='x'>\n\nb\n\nc</a>\n\nd"

    assert [text[one.start : one.end] for one in prose(text, 0, [text.index("d")])][-1] == "d"


def test_a_blank_line_in_code_ends_nothing() -> None:
    text = "a\n```css\n\nname\n```\n\nwords"

    assert prose(text, 0, [text.index("name")]) == ()
    assert [text[one.start : one.end] for one in prose(text, 0, [text.index("words")])] == ["words"]


@law
@given(notes())
@example("<a href='x'>\n\nb [[c]]\n\nd</a> e")
@example("a `b` c\n\n- d <A x>\n\n# e\n\nf")
@example("%% a %% b\n\n%%\n# c\n\nd\n\n%%\n# e\n\nf")
@example("# a\n\nb\n\n- c\n\n- d\n\n> e\n\n| f |\n| - |\n| g |\n\nh `i`\n\nj\n")
def test_reading_around_places_finds_what_reading_all_finds(text: str) -> None:
    body = frontmatter_end(text)
    everywhere = without_blanks(text, prose(text, body))
    places = sorted({one.start for one in everywhere} | set(range(body, len(text), 3)))
    heads = [heading.span.start for heading in parse("n.md", text).headings]

    for wanted in (places, places[::2], places[1::5], places[2::17], places[-1:]):
        for known in ((), heads):
            around = without_blanks(text, prose(text, body, wanted, known))
            assert around <= set(everywhere)
            missed = [one for one in everywhere if one not in around]
            assert not [place for one in missed for place in wanted if one.start <= place < one.end]


def without_blanks(text: str, stretches: tuple[Stretch, ...]) -> set[Stretch]:
    """The stretches cut to their words; those that are blank left out."""
    found = set()
    for one in stretches:
        words = text[one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        found |= {Stretch(start, start + len(words.strip()), one.in_table)} if words.strip() else set()
    return found


@law
@given(notes())
def test_plain_words_hold_no_link_heading_or_tag(text: str) -> None:
    note = parse("n.md", text)
    taken = [
        *(one.span for one in note.links),
        *(one.span for one in note.headings),
        *(tag.span for tag in note.tags),
    ]

    for one in prose(text, frontmatter_end(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert not [span for span in taken if span.start < one.end and one.start < span.end]


@law
@given(texts())
def test_any_text_has_plain_words(text: str) -> None:
    body = frontmatter_end(text)

    assert body == read_properties(text).body_start
    for one in prose(text, body):
        assert body <= one.start < one.end <= len(text)
        assert "\n" not in text[one.start : one.end]


@pytest.mark.parametrize("family", FAMILIES if LONG else MADE)
def test_plain_words_of_hostile_text_take_linear_time(family: str) -> None:
    def work(size: int) -> Callable[[], object]:
        text = FAMILIES[family](size)
        return partial(prose, text, 0, list(range(0, len(text), 50)))

    assert stays_linear(work, 60_000 if LONG else 15_000)


def test_many_paragraphs_before_a_loose_tag_take_linear_time() -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(prose, "words here\n\n" * size + "<a href='x'> y", 0, [5])

    assert stays_linear(work, 2_000)
