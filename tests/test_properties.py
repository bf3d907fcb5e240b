"""Laws of reading frontmatter. The rules themselves are rows of tests/conformance/."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.linear import least, stays_linear
from vaulttools.properties import read_properties
from vaulttools.yaml_core import load
from vaulttools.yaml_quick import quick_load
from vaulttools.yaml_values import MAX_DEPTH, MAX_NODES, BrokenYaml, plain_value

PIECES = st.sampled_from(
    [
        *(
            "a",
            "tags",
            "Key",
            "aliases",
            ": ",
            ":",
            "\n",
            "\n- ",
            "\n  - ",
            "- ",
            " ",
            "  ",
            '"',
            "'",
            "[",
            "]",
        ),
        *(
            "{",
            "}",
            ", ",
            ",",
            "#",
            " #",
            "[[n]]",
            '"[[n#h|d]]"',
            "'[[it''s]]'",
            "\\u0041",
            "\\",
            "|",
            ">",
            "&x ",
        ),
        *(
            "*x",
            "!t ",
            "?",
            "1",
            "0x1F",
            "1.5e3",
            "-",
            "null",
            "true",
            "yes",
            "2020-13-45",
            "12:30",
            "é",
            "😀",
        ),
        *(
            "\t",
            "\r\n",
            "\u2028",
            "\x07",
            "\ud800",
            "\ufeff",
            "\u00a0",
            "~",
            "%",
            "@",
            "`",
            "---",
            "...",
            "<<",
        ),
        *("x y", "(z)", "/p"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
WORDS = st.sampled_from(
    [
        *("a", "x y", "null", "1", "0x1F", "a: b", "c #d", "(e)", "2020-01-01", "é😀", "a:b", "- x", "~"),
        *("802.11", "a/b|c (d)'s", "x ", "e\t", "[[f]]", '"g"', "- - h"),
    ]
)
LINES = st.sampled_from(
    [
        *(
            "{k}: {w}",
            '{k}: "{w}"',
            "{k}: '{w}'",
            "{k}: [{w}, {w}]",
            '{k}: ["{w}"]',
            "{k}:",
            "- {w}",
            "  - {w}",
        ),
        *("{k}: >-", "{k}: |-", "{k}: >", "{k}: |", "  {w}", "  {w}", "   {w}", " ", "", "{k}: [[{w}]]"),
        *("- [[{w}]]", "  - - - {w}"),
    ]
)
SIMPLE = st.lists(
    st.builds(
        lambda line, key, word: line.format(k=key, w=word),
        LINES,
        st.sampled_from(["a", "b c", "tags", "true"]),
        WORDS,
    ),
    max_size=6,
).map(lambda lines: "".join(line + "\n" for line in lines))


def with_body(yaml: str) -> str:
    return f"---\n{yaml}\n---\nbody"


@given(st.one_of(st.text(), TEXTS.map(with_body), TEXTS.map("---\n{}".format)))
def test_no_text_raises_and_all_spans_lie_inside(text: str) -> None:
    properties = read_properties(text)

    spans = [link.span for link in properties.links] + [tag.span for tag in properties.tags]
    spans += [properties.span] if properties.span else []
    spans += [properties.problem.span] if properties.problem else []
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert 0 <= properties.body_start <= len(text)


@given(st.one_of(TEXTS, SIMPLE).map(lambda text: text + "\n"))
@settings(max_examples=400)
def test_the_quick_reader_says_what_the_real_one_says_or_nothing(text: str) -> None:
    quick = quick_load(text)
    if quick is not None:
        assert repr(quick) == repr(load(text))


@pytest.mark.parametrize("deep", ["- " * 20_000 + "x", "[" * 20_000 + "x" + "]" * 20_000])
def test_the_quick_reader_leaves_deep_nesting_alone(deep: str) -> None:
    assert quick_load(f"a:\n  - {deep}\n") is None


@given(TEXTS.map(with_body))
def test_values_are_plain(text: str) -> None:
    def check(value: object) -> None:
        assert type(value) in (dict, list, str, int, float, bool, type(None))
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(inner)

    properties = read_properties(text)
    assert all(type(key) is str for key in properties.values)
    check(dict(properties.values))


def _escaped(text: str, quote: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"') if quote == '"' else text.replace("'", "''")


LINKPATHS = st.text(st.sampled_from("ab é😀'\"\\/._"), min_size=1, max_size=8).map(str.strip).filter(bool)


@pytest.mark.parametrize("quote", ["'", '"'])
@given(LINKPATHS, st.sampled_from(["", "#h", "#a#b"]), st.sampled_from(["", "|d", "| two words "]))
def test_each_part_of_a_link_has_its_span(quote: str, linkpath: str, subpath: str, display: str) -> None:
    inner = f"[[{linkpath}{subpath}{display}]]"
    escaped = _escaped(inner, quote)
    text = with_body(f"up: {quote}{escaped}{quote}")

    (link,) = read_properties(text).links

    assert (link.linkpath, link.subpath, link.property, link.style) == (linkpath, subpath, "up", "property")
    assert text[slice(*link.span)] == escaped
    assert text[slice(*link.linkpath_span)] == _escaped(linkpath, quote)
    assert text[slice(*link.subpath_span)] == subpath
    assert link.display == (display[1:].strip() if display else None)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_newlines_and_a_bom_change_no_meaning(end: str, bom: str) -> None:
    text = bom + '---\nup: "[[a]]"\ntags:\n  - x\n---\nbody'.replace("\n", end)

    properties = read_properties(text)

    assert properties.values == {"up": "[[a]]", "tags": ["x"]}
    assert text[properties.body_start :] == "body"
    assert [text[slice(*link.linkpath_span)] for link in properties.links] == ["a"]
    assert [text[slice(*tag.span)] for tag in properties.tags] == ["x"]


def test_a_unicode_escape_in_a_link_keeps_its_place() -> None:
    text = with_body(r'up: "[[caf\u00e9|\x41]]"')

    (link,) = read_properties(text).links

    assert (link.linkpath, link.display) == ("café", "A")
    assert (text[slice(*link.linkpath_span)], text[slice(*link.display_span)]) == (r"caf\u00e9", r"\x41")


def test_a_link_behind_an_alias_counts_and_points_to_where_it_is_written() -> None:
    text = with_body('a: &x "[[n]]"\nb: *x\nc: &y ["[[m]]"]\nd: *y')

    links = read_properties(text).links

    assert [(link.property, link.linkpath) for link in links] == [
        ("a", "n"),
        ("b", "n"),
        ("c.0", "m"),
        ("d.0", "m"),
    ]
    assert {text[slice(*link.span)] for link in links} == {"[[n]]", "[[m]]"}


@pytest.mark.parametrize(
    ("yaml", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3", 4, "the key 'a' stands twice"),
        ("a: 1\nlist:\n\t- x", 4, "a tab cannot indent a line; use spaces"),
        ("a: b: c", 2, "the value holds ': '; put it in quotes"),
        ("title:Dream\nkind: song", 2, "there is no space behind 'title:'"),
        ("no colon\nb: c", 2, "this is no 'key: value'"),
        ("b: c\nno colon", 3, "this is no 'key: value'; indent it if it belongs to the value above"),
        ("a: b\n  c: d", 3, "this line is indented, though the key above has a value already"),
        ("aliases:\n- @me", 3, "a value cannot start with '@'; put it in quotes"),
        ("a: `x`", 2, "a value cannot start with '`'; put it in quotes"),
        ("a: ,x", 2, "a value cannot start with ','; put it in quotes"),
        ("a: *bold* x", 2, "a value cannot start with '*'; put it in quotes"),
        ('a: "b\nc: d', 2, "a quote is opened and never closed"),
        ("a: 1\nb: [c", 3, "a '[' is opened and never closed"),
        ("a: [b {c]", 2, "a ',' or ']' is missing"),
        ('a: "b" c', 2, "text goes on behind the closing quote"),
        ("a: [b] c", 2, "text goes on behind the ']'"),
        ("a: x\n- y", 3, "a list follows a key that has a value already"),
        ("a:\n  - x\n - y", 4, "the items of a list are not indented alike"),
        ('a: "x"\n  b', 3, "this line does not fit those above"),
        ("- a: b\n c", 3, "this line does not fit the list above"),
        ("a: - b", 2, "a list starts on a line of its own"),
        ('a: "C:\\Users"', 2, "a '\\' in double quotes starts an escape"),
        ("a: |b", 2, "'|' or '>' starts a text on the lines below"),
        ("just text", 2, "have no keys"),
        ("- a", 2, "have no keys"),
        ("a: *gone", 2, "a value cannot start with '*'; put it in quotes"),
        ("a: &a [*a]", 2, "*a stands inside itself"),
        ("a: 1\n...\nb: 2", 4, "document start"),
    ],
)
def test_broken_frontmatter_is_a_problem_that_names_the_line(yaml: str, line: int, reason: str) -> None:
    properties = read_properties(with_body(yaml))

    assert properties.values == {}
    assert properties.problem is not None
    assert f"line {line}:" in properties.problem.message
    assert reason in properties.problem.message


def test_frontmatter_that_never_ends_is_told_only_where_keys_follow() -> None:
    assert read_properties("---\ntitle: x\n\nbody").problem is not None
    assert read_properties("---\n\nA rule, then text.").problem is None


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{level}: &a{level} [{','.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 9)
)
MERGE = "a0: &a0 {x: 1}\n" + "".join(
    f"a{level}: &a{level} {{<<: [{','.join([f'*a{level - 1}'] * 9)}]}}\n" for level in range(1, 8)
)


@pytest.mark.parametrize(
    "yaml",
    [
        BOMB,
        MERGE,
        "a: " + "[" * 5000,
        "a: " + "{" * 5000,
        "- " * 5000,
        "a: " + "[" * 5000 + "]" * 5000,
        "? " * 5000,
    ],
    ids=["aliases", "merges", "brackets", "braces", "dashes", "closed brackets", "keys"],
)
def test_bombs_are_refused_at_once(yaml: str) -> None:
    text = with_body(yaml)

    assert read_properties(text).problem is not None
    assert least(lambda: read_properties(text)) < 2


@pytest.mark.parametrize(
    "yaml", ["a: 2020-13-45", "a: " + "9" * 200_000, "a: 0x" + "f" * 200_000, "a: 1e999", "a: .nan"]
)
def test_odd_scalars_are_values(yaml: str) -> None:
    assert read_properties(with_body(yaml)).problem is None


def test_an_unknown_tag_runs_nothing() -> None:
    properties = read_properties(with_body("a: !!python/object/apply:os.system [ls]\nb: !foo 12"))

    assert properties.values == {"a": ["ls"], "b": "12"}


def test_what_is_deep_or_many_but_within_bounds_is_read() -> None:
    deep = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read_properties(with_body(deep)).problem is None
    assert len(load("a: [" + "1, " * (MAX_NODES // 2) + "1]").value["a"]) == MAX_NODES // 2 + 1
    with pytest.raises(BrokenYaml):
        load("a: [" + "1, " * MAX_NODES + "1]")


@given(st.text(max_size=6))
def test_a_plain_scalar_is_a_text_a_number_a_word_or_nothing(text: str) -> None:
    assert type(plain_value(text)) in (str, int, float, bool, type(None))


def test_ordinary_notes_are_read_without_a_yaml_library() -> None:
    code = (
        "import sys; from vaulttools.properties import read_properties\n"
        "text = '---\\ntitle: A b\\ntags: [x, y]\\nup: \"[[n]]\"\\n---\\n'\n"
        "assert read_properties(text).links and not {'yaml', 'frontmatter'} & set(sys.modules)\n"
        "read_properties('---\\na: {b: c}\\n---\\n'); assert 'frontmatter' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


FAMILIES = {
    "words": lambda n: "k: " + "a " * (n // 2),
    "inner spaces": lambda n: "k: a" + " " * n + "b",
    "backslashes": lambda n: 'k: "' + "\\" * n,
    "quotes": lambda n: "k: '" + "'" * n,
    "folds": lambda n: 'k: "' + "  \n " * (n // 4) + '"',
    "spaces in a link": lambda n: 'k: "[[' + " " * n + '\\"]]"',
    "tab lines": lambda n: "\t\n" * (n // 2),
    "tab dashes": lambda n: "- \t" * (n // 3) + "\n:",
    "flow words": lambda n: "k: [" + "a " * (n // 2) + "!]",
    "colons": lambda n: "a:" * (n // 2),
    "fences": lambda n: ("---" + " " * 50 + "x\n") * (n // 54),
    "digits": lambda n: "a: 1." + "9" * n + "e",
    "comments": lambda n: "#" * n,
    "odd characters": lambda n: "a: " + "\x07\u2028" * (n // 2),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_reading_stays_linear(family: str) -> None:
    def reading(size: int) -> Callable[[], object]:
        text = with_body(FAMILIES[family](size))
        return lambda: read_properties(text)

    assert stays_linear(reading, 50_000)
