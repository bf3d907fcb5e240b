"""What video-transcript summaries add to a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaulttools.note import Note, parse
from vaulttools.transcripts import seconds, source_line, timestamps, video_id

SUMMARY = """---
title: "A talk"
videoId: dQw4w9WgXcQ
---
From: [[hubermanlab]] <br/>\x20

# A talk

- [[dopamine | Dopamine]] rises <a class="yt-timestamp" data-t="01:49:06">[01:49:06]</a>.
- Late <a class="yt-timestamp" data-t="03:09:00">[00:03:09]</a>
"""


def note(text: str) -> Note:
    return parse("n.md", text)


def test_a_timestamp_gives_attribute_and_label_as_written() -> None:
    found = timestamps(SUMMARY)

    assert [(stamp.attribute, stamp.label) for stamp in found] == [
        ("01:49:06", "01:49:06"),
        ("03:09:00", "00:03:09"),
    ]
    assert SUMMARY[slice(*found[0].span)].startswith("<a ")
    assert SUMMARY[slice(*found[0].span)].endswith("</a>")


@given(st.text())
def test_no_text_raises(text: str) -> None:
    timestamps(text)
    seconds(text)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("01:49:06", 6546),
        ("1:49:06", 6546),
        ("49:06", 2946),
        ("0:05", 5),
        ("00:00:00", 0),
        (" 00:10 ", 10),
        ("99:59", 5999),
        ("00:60", None),
        ("1:60:00", None),
        ("1:2", None),
        ("x", None),
        ("", None),
        ("-1:00", None),
        ("1:00:00:00", None),
    ],
)
def test_a_clock_in_seconds(clock: str, expected: int | None) -> None:
    assert seconds(clock) == expected


@given(st.integers(0, 9999 * 3600))
def test_a_clock_comes_back(moment: int) -> None:
    assert seconds(f"{moment // 3600:02}:{moment // 60 % 60:02}:{moment % 60:02}") == moment


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"videoId": "dQw4"}, "dQw4"),
        ({"videoId": 12345}, "12345"),
        ({"videoId": " "}, None),
        ({}, None),
        ({"videoId": True}, None),
    ],
)
def test_the_video_of_a_note(properties: dict[str, object], expected: str | None) -> None:
    assert video_id(note("")._replace(properties=properties)) == expected


def test_the_from_line_names_the_channel() -> None:
    link = source_line(note(SUMMARY))

    assert link is not None
    assert link.linkpath == "hubermanlab"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "See [[a]]",
        "Text first.\n\nFrom: [[a]] <br/>",
        "From: x [[a]]",
        "---\ntitle: x\n---\nSee From: [[a]]",
    ],
)
def test_other_first_links_are_no_from_line(text: str) -> None:
    assert source_line(note(text)) is None
