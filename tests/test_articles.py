"""Articles: the title and the source a text gives itself, and the texts that are none."""

import pytest

from vaulttools.articles import Draft, draft, unfit
from vaulttools.note import parse
from vaulttools.text import decode

BODY = "\nThe story of the heart.\nIt beats.\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("title: Vagus: the nerve\nsource: https://x.org", "Vagus: the nerve"),
        ("author: A: B\nTitle: 'Of hearts'", "Of hearts"),
        ("tags:\n\t- a\ntitle: [2023] Hearts", "[2023] Hearts"),
        ("title: 'Tis the heart", "'Tis the heart"),
        ("title: {{title}}\nauthor: A: B", "seed"),
        ("title: One\ntitle: Two", "One"),
        ("The story of the heart", "seed"),
        ("- a\n- b", "seed"),
    ],
)
def test_properties_that_cannot_be_read_stay_as_they_are_and_are_told_of(head: str, title: str) -> None:
    text = f"---\n{head}\n---\n{BODY}"
    (problem,) = parse("x.md", text).problems

    assert draft("seed.md", text) == Draft(title, text, problem.message)


def test_properties_that_never_end_stay_as_they_are() -> None:
    text = f"---\ntitle: Hearts\nauthor: Bob\n{BODY}"
    (problem,) = parse("x.md", text).problems

    assert draft("seed.md", text) == Draft("Hearts", text, problem.message)
    later = f"---\nauthor: Bob\n\nWords.\n\ntitle: none\n{BODY}"
    assert draft("seed.md", later).title == "seed"


@pytest.mark.parametrize("head", ["  author: Bob\n  tags: a", '{"author": "Bob"}'])
def test_properties_to_which_no_line_fits_stay_as_they_are(head: str) -> None:
    text = f"---\n{head}\n---\n# Hearts\n"

    found = draft("seed.md", text)
    assert (found.title, found.text) == ("Hearts", text)
    assert found.problem is not None and found.problem.startswith(
        "title could not be added to the properties"
    )


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Title: My Big Title", "My Big Title"),
        ("TITLE: 'a: b'", "a: b"),
        ("  title: Indented\n  tags: a", "Indented"),
        ('{"title": "Json"}', "Json"),
        ("title: 1984", "1984"),
        ("title: 3.10", "3.10"),
        ("title: |\n  Two\n  lines", "Two lines"),
        ("title: [a, b]", "seed"),
        ("title:", "seed"),
    ],
)
def test_a_title_that_is_there_is_kept_in_whatever_letters_it_is_written(head: str, title: str) -> None:
    text = f"---\n{head}\n---\n{BODY}"

    assert draft("seed.md", text) == Draft(title, text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("URL\n\nThe title\nBODY", '---\ntitle: The title\nsource: "URL"\n---\nBODY'),
        ("URL\nThe title\nBODY", '---\ntitle: The title\nsource: "URL"\n---\nBODY'),
        ("<URL>\n# The title\nBODY", '---\ntitle: The title\nsource: "URL"\n---\n# The title\nBODY'),
        ("URL\nBODY", '---\ntitle: seed\nsource: "URL"\n---\nBODY'),
        ("URL\nURL\nBODY", '---\ntitle: seed\nsource: "URL"\n---\nURL\nBODY'),
        ("URL\n---\na: b\n---\nBODY", '---\ntitle: seed\nsource: "URL"\n---\n\n---\na: b\n---\nBODY'),
        (
            "---\ntags: a\n---\nURL\nThe title\nBODY",
            '---\ntags: a\ntitle: The title\nsource: "URL"\n---\nBODY',
        ),
        (
            "---\nSource: b\n---\nURL\nThe title\nBODY",
            "---\nSource: b\ntitle: The title\n---\nURL\nBODY",
        ),
        ("URL\n", "---\ntitle: seed\n---\nURL\n"),
        ("See URL\nBODY", "---\ntitle: seed\n---\nSee URL\nBODY"),
    ],
)
def test_a_first_line_that_is_an_address_is_the_source_and_no_title(text: str, wanted: str) -> None:
    text, wanted = (
        one.replace("URL", "https://www.x.org/a?b#c").replace("BODY", BODY) for one in (text, wanted)
    )

    assert draft("seed.txt", text).text == wanted


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# [The Heart](https://x.org) of *it*, `code` and [[a/b|c]] [[d]]", "The Heart of it, code and c d"),
        ("**Hearts and minds**", "Hearts and minds"),
        ("Of *hearts* and `minds`", "Of hearts and minds"),
        ("2*3*4 and __init__", "2*3*4 and __init__"),
    ],
)
def test_a_title_has_the_words_of_its_line_which_stays_for_its_marks(line: str, title: str) -> None:
    found = draft("seed.md", f"{line}\n{BODY}")

    assert found.title == title
    assert (line in found.text.partition("\n---\n")[2]) == (line != title)


@pytest.mark.parametrize(
    "line", ["心臓は動く。", 'He said "stop."', "It beats.)", "Heart:", "x" * 151, "[a](b) | [c](d)"]
)
def test_a_sentence_or_a_line_of_links_is_no_title(line: str) -> None:
    assert draft("seed.md", f"{line}\n{BODY}").title == "seed"


def test_signs_that_nobody_sees_are_no_part_of_a_title() -> None:
    assert draft("s.txt", f"\u200bOf \u202e\x1bhearts\ufeff\n{BODY}").title == "Of hearts"
    assert draft("\udcff.txt", BODY).title == "Untitled"


def test_a_title_is_found_whatever_ends_the_lines() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert draft("s.txt", f"Of hearts{end}{end}It beats.{end}").title == "Of hearts"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        ("\ufeff \n".encode(), "is empty"),
        (b"\n <!DOCTYPE html>\n<p>x", "is a web page; copy its words from a browser"),
        ('\ufeff<html lang="en">'.encode(), "is a web page"),
        (b'<?xml version="1.0"?><!DOCTYPE html>', "is a web page"),
        (b"{\\rtf1\\ansi Hello}", "is rich text (RTF); open it and save it as plain text in UTF-8"),
        ("Héart\n".encode("utf-16"), "is text in UTF-16; save it as UTF-8"),
        ("Heart\n".encode("utf-16-le"), "is text in UTF-16; save it as UTF-8"),
        ("Heart\n".encode("utf-16-be"), "is text in UTF-16; save it as UTF-8"),
        ("Été\n".encode("latin-1"), "is text, but not in UTF-8; save it as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is no text in UTF-8; save it as text first"),
        (b"\0\0\0\0", "is no text in UTF-8; save it as text first"),
        (b"Heart\0", "is no text in UTF-8; save it as text first"),
    ],
)
def test_what_is_no_plain_text_is_refused_with_the_way_out(data: bytes, words: str) -> None:
    assert (unfit(decode(data)) or "").startswith(words)


@pytest.mark.parametrize("text", ["x", "Heart\n", "\ufeffHeart", "html and <html>", "\x1b[1mHeart"])
def test_plain_text_is_adopted(text: str) -> None:
    assert unfit(text) is None
