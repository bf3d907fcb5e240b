"""External links: their places are true, code hides them, and reading only where one may stand finds them all.

Which characters make one is in tests/conformance/external-links.md; tests/test_oracle.py compares with remark.
"""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.adversarial import FAMILIES, MADE
from tests.laws import LONG, tried
from tests.linear import stays_linear
from tests.strategies import notes, ordinary_notes, texts
from tests.vaults import vault_of
from vaulttools import external
from vaulttools.external import address, asked_links, canvas_links, note_links, vault_links
from vaulttools.note import parse
from vaulttools.verdicts import Verdict

law = tried()


@law
@given(st.one_of(notes(), ordinary_notes(), texts()))
@example("---\nurl: https://a.b\n---\nhttps://c.d\r\nhttps://e.f")
@example("\ufeffhttps://a.b")
@example("%%https://a.b%%")
def test_spans_are_true_and_meet_no_internal_link_or_tag(text: str) -> None:
    note, links = parse("n.md", text), note_links(text)

    assert list(links) == sorted(links, key=lambda link: link.span)
    for link in links:
        written = text[slice(*link.span)]
        assert link.url.lower().startswith(("http://", "https://"))
        assert (
            written == link.url or "\\" in written or "&" in written or "\n" in written or "---" in text[:4]
        )
    taken = [*(tag.span for tag in note.tags), *(one.span for one in note.links if one.style == "wikilink")]
    for link in links:
        assert not [span for span in taken if span.start < link.span.end and link.span.start < span.end]


@law
@given(st.one_of(notes(), ordinary_notes()))
@example("<a href='x'>\n\nhttps://a.b\n\nd</a> https://c.d")
@example("> <A x>\n\nhttps://a.b")
def test_reading_only_where_one_may_stand_finds_them_all(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(external, "_WORTH", external.pattern(""))
        patch.setattr(external._InlineReader, "interesting", external.pattern(""))
        everywhere = note_links(text)

    assert note_links(text) == everywhere


@law
@given(ordinary_notes())
def test_fences_and_comments_hide_all(text: str) -> None:
    assume("`" not in text and "%" not in text and "<" not in text)

    for mark in ("````", "%%"):
        found = note_links(f"{mark}\n{text}\n{mark}\n\nhttps://end.example")
        assert [link.url for link in found] == ["https://end.example"]


@law
@given(st.text(max_size=60), st.sampled_from(["text", "link", "file"]))
def test_any_canvas_is_read(text: str, kind: str) -> None:
    import json

    for source in (text, json.dumps({"nodes": [{"type": kind, "text": text, "url": text, "file": text}]})):
        for link in canvas_links(source):
            assert 0 <= link.span.start < link.span.end <= len(source)


def test_a_card_is_found_where_it_is_written() -> None:
    source = '{"nodes": [{"type": "text", "text": "\\u00e9 <https://a.b> \\"\\n\\nhttps://c.d"}]}'

    assert [source[slice(*link.span)] for link in canvas_links(source)] == ["https://a.b", "https://c.d"]


def test_files_nothing_is_reported_on_are_not_read() -> None:
    vault = vault_of(
        '-- a.md --\n<https://a.b>\n-- b.md --\n<https://b.c>\n-- c.canvas --\n{"nodes":[{"type":"link","url":"https://c.d"}]}\n',
        excluded=frozenset({"b.md"}),
    )

    assert [(path, link.url) for path, link in vault_links(vault)] == [
        ("a.md", "https://a.b"),
        ("c.canvas", "https://c.d"),
    ]


def test_a_link_gets_the_verdict_of_its_address_without_the_fragment() -> None:
    vault = vault_of("-- a.md --\n<https://a.b/c#d> <https://a.b/c#e> <https://f.g>\n")
    gone = Verdict("broken", "answers 404 Not Found")

    asked = asked_links(vault, {"https://a.b/c": gone})

    assert address("https://a.b/c#d#e") == "https://a.b/c"
    assert [(one.link.url, one.verdict) for one in asked] == [
        ("https://a.b/c#d", gone),
        ("https://a.b/c#e", gone),
    ]


@pytest.mark.parametrize("family", FAMILIES if LONG else MADE)
def test_hostile_text_takes_linear_time(family: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(note_links, FAMILIES[family](size) + "\nhttps://a.b")

    assert stays_linear(work, 60_000 if LONG else 15_000)


@pytest.mark.parametrize(
    "unit",
    ["https://a.b ", "%% a %% https://a.b ", "[x](https://a.b)", "[a]: https://b.c\n", "<https://a.b>", "https://a.b/((",
     "text\n\n", "[![a](https://b.c)](https://d.e)", "- https://a.b\n", "https://a.b，", "%%\n\n"],
)  # fmt: skip
def test_many_addresses_take_linear_time(unit: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(note_links, unit * (size // len(unit)) + "\nhttps://a.b")

    assert stays_linear(work, 15_000)
