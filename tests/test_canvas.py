"""Laws of reading canvases. The rules themselves are rows of tests/conformance/."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linear import stays_linear
from vaulttools.canvas import parse_source

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.just("[[a]]")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["nodes", "type", "file", "text", "subpath", "id"]), inner, max_size=4
        ),
    ),
    max_leaves=12,
)


@given(st.one_of(st.text(), JSON.map(json.dumps)))
def test_no_text_raises_and_all_spans_lie_inside(text: str) -> None:
    source = parse_source("a/b.canvas", text)

    assert all(0 <= link.span.start <= link.span.end <= len(text) for link in source.links)
    assert [link.span for link in source.links] == sorted(link.span for link in source.links)


@given(st.text(max_size=8), st.booleans())
def test_a_file_card_is_an_embed_with_the_place_of_its_path(path: str, ascii_only: bool) -> None:
    node = {"id": "1", "type": "file", "file": path, "subpath": "#H"}
    text = json.dumps({"edges": [], "nodes": [node]}, ensure_ascii=ascii_only)

    (link,) = parse_source("x.canvas", text).links

    assert (link.style, link.is_embed, link.linkpath, link.subpath) == ("canvas", True, path, "#H")
    assert json.loads(f'"{text[slice(*link.linkpath_span)]}"') == path
    assert text[slice(*link.subpath_span)] == "#H"


@given(st.text(max_size=8), st.booleans())
def test_a_link_in_a_text_card_has_its_place_in_the_json(before: str, ascii_only: bool) -> None:
    card = re.sub("[\r`<]", "", before) + '\n\n"see" [[é😀 b#h|d]]'
    text = json.dumps({"nodes": [{"type": "text", "text": card}]}, ensure_ascii=ascii_only)

    link = parse_source("x.canvas", text).links[-1]

    assert (link.linkpath, link.subpath, link.display) == ("é😀 b", "#h", "d")
    assert json.loads(f'"{text[slice(*link.span)]}"') == "[[é😀 b#h|d]]"
    assert json.loads(f'"{text[slice(*link.linkpath_span)]}"') == "é😀 b"


@pytest.mark.parametrize(
    "text", ["{", "[" * 100_000, '{"nodes": [' * 5000, "9" * 200_000, "\x00", '{"nodes": [1,]}'], ids=range(6)
)
def test_broken_json_is_a_problem_in_words(text: str) -> None:
    source = parse_source("x.canvas", text)

    assert source.links == ()
    assert source.problem is not None


@pytest.mark.parametrize(
    "text", ["", "\ufeff", " \n", "{}", "[]", '"x"', '{"nodes": {}}', '{"nodes": [[{"text": "[[a]]"}]]}']
)
def test_an_empty_or_odd_canvas_has_no_links_and_no_problem(text: str) -> None:
    assert parse_source("x.canvas", text)[2:] == ((), None)


FAMILIES = {
    "nodes": lambda n: '{"nodes":[' + ",".join(['{"type":"file","file":"a"}'] * (n // 27)) + "]}",
    "escapes": lambda n: '{"nodes":[{"type":"text","text":"[' + "\\n" * (n // 2) + '"}]}',
    "spaces": lambda n: '{"a"' + " " * n + ":1}",
    "quotes": lambda n: '"' * n,
    "backslashes": lambda n: '"' + "\\" * n,
}


@pytest.mark.parametrize("family", FAMILIES)
def test_reading_stays_linear(family: str) -> None:
    def reading(size: int) -> Callable[[], object]:
        text = FAMILIES[family](size)
        return lambda: parse_source("x.canvas", text)

    assert stays_linear(reading, 50_000)
