"""Notes go through a pipe or a cache and come out equal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.links import Link
from vaulttools.note import parse
from vaulttools.packing import pack, unpack

RICH = """---
aliases: [A, B]
tags: [x]
n: [1, 2.5, true, null, {a: b}]
up: "[[N]]"
---
# T #y

[[N#h|x]] and ![[i.png]] [z](N.md) ^b1

<a class="yt-timestamp" data-t="00:01:00">[00:01:00]</a> \udcff
"""


def test_a_note_with_everything_comes_out_equal() -> None:
    note = parse("a/b\udcff.md", RICH)

    again = unpack(note.path, note.text, pack(note))

    assert again == note
    assert [type(link) for link in again.links] == [Link] * len(note.links)
    assert [type(value) for value in again] == [type(value) for value in note]


@given(st.text(st.sampled_from("#[]|! \n^a:-`$%>\"'\\\r\ufeff\U0001d518"), max_size=80))
def test_any_note_comes_out_equal(text: str) -> None:
    assert unpack("a.md", text, pack(parse("a.md", text))) == parse("a.md", text)


def test_properties_of_an_odd_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="unmarshallable"):
        pack(parse("a.md", "")._replace(properties={"a": object()}))
