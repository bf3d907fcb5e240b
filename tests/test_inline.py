"""Tokens side by side, by what stands right behind them: `x#t` has a tag only where `x` is a token of its own.

So a tag shows where a token ends, and a link whether the text it stands in is live. All of them are as legacy remark
reads them: the development oracle (test_oracle.py) agrees on each.
"""

import pytest

from vaulttools.note import parse

CASES = {
    "~~x~~#t": "#t",
    "~~ x~~#t": "",
    "~~x ~~#t": "",
    "~x~#t": "",
    "~~#t": "",
    "**x**#t": "#t",
    "***x***#t": "#t",
    "x ```a [[b]]": "[[b]]",
    "^[x]#t": "#t",
    "^[x [[a]]]#t": "[[a]] #t",
    "[y]#t": "#t",
    '<a href="x">[y]#t</a>': "",
    '<a href="x">y</a> [t](n.md)': "[t](n.md)",
    "[^1]#t": "#t",
    "x ` ![[a]]": "![[a]]",
    "[[a]] x@y.z #t": "[[a]] #t",
    "x@y.z#t": "#t",
    "x@y#t": "",
    "x@y.#t": "",
    "_a@b.c_d_#t": "#t",
    "<@b.c>#t": "",
    "<a@b.c>#t": "#t",
    "<https://a.b>#t": "#t",
    "$x$#t": "#t",
    "$ x$#t": "",
    "#a#b": "#a #b",
    "https://a.b/[[c]]": "",
    "http://ab/[[c]] d.e": "[[c]]",
    "http://a_b.c.d/[[x]]": "",
    "http://a.b_c.d/[[x]]": "[[x]]",
    "http://a.b..[[c]]": "",
    "http://a.b.c..[[d]]": "",
    "http://a..b.[[c]]": "[[c]]",
    "http://a.b_c..[[d]]": "[[d]]",
    "http://a_b.c.d..[[e]]": "",
    "http://a.b_c.d..[[e]]": "[[e]]",
    "www.a.b..[[c]]": "",
    "www.a..b.c[[d]]": "[[d]]",
    "http://a.b.[[c]]": "",
    "http://a.[[c]]": "",
    "https://a.b/x` [[c]] `": "[[c]]",
    "a | b\nc | d\n[[e|f]]": "[[e|f]]",
    "> ```\n> [[x]]\n> ```\n> [[a]]": "[[a]]",
    "a `x\n%%\n[[b]] `\n%%": "[[b]]",
    "a ` b ^id": "^id",
    "a `b^id": "",
    'x <b id="" t="[[a]]">[[b]]': "[[b]]",
    'x <b  id="" t="[[a]]">[[b]]': "[[b]]",
    "x <??> [[a]] ?>": "[[a]]",
    "x | `a\ny | b\nz | [[c]]`": "",
    "[^1]: [[a]]\n\n    [[b]]\n\n[[c]]": "[[a]] [[b]] [[c]]",
    "[^1]: a\n\n        [[b]]": "",
    "[^1]: a\n# H": "# H",
    "a\n\n[^1]: b\n\n        [[c]]\n\n[[d]]": "[[d]]",
    "[^1]: a\n[[b]] `\n\n` [[c]]": "[[b]] [[c]]",
    "[^1]: a\n\nb\n\n        [[c]]": "",
    "[^1]: [[a]]\n[^1]: [[b]]": "[[a]] [[b]]",
    "[^1]: \n```\n# H": "",
    "^[a \\]b#c `d`]#t": "#t",
    "[id]: #t": "",
    '[id]: #t "u"': "",
    "[id]: #t u": "#t",
    "[id][[a]]": "",
    "[id][[a]] [[b]]": "[[b]]",
    "**x <a href='y'>z** [t](n.md)": "",
    "> - a ^id\nb": "",
    "> a\nb\n===": "b\n===",
}


@pytest.mark.parametrize("text", CASES)
def test_what_is_found_is_what_is_live(text: str) -> None:
    note = parse("n.md", text)
    spans = sorted(found.span for found in (*note.links, *note.tags, *note.blocks, *note.headings))

    assert " ".join(text[slice(*span)] for span in spans) == CASES[text]


@pytest.mark.parametrize("mark", ["> ", "- ", "**a ", "[a "])
def test_a_link_is_read_however_deep_it_stands(mark: str) -> None:
    assert [link.linkpath for link in parse("n.md", mark * 2_000 + "[[b]]").links] == ["b"]
