"""Laws of file and heading resolution. The rules themselves are rows of tests/conformance/."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import naive
from tests.linear import stays_linear
from vaulttools.linkpaths import absolute_linkpath, fits_in_wikilink, relative_linkpath, shortest_linkpath
from vaulttools.note import Block, Heading, Note, parse
from vaulttools.places import comparable, heading_linktext, places, resolve_subpath
from vaulttools.resolve import RULES, build_index, candidates, normalized, resolve_file, utf16_length

NAMES = st.sampled_from(
    ["N", "n", "Note", "A.b", "Café", "Cafe\u0301", "LICENSE", "x y", "x\u00a0y", "ß", "😀", "v1.2"]
)
ENDINGS = st.sampled_from([".md", ".MD", ".png", "", ".canvas"])
FOLDERS = st.lists(st.sampled_from(["a", "b", "ab", "A", "zz", "é", "😀", "d.e"]), max_size=3)
PATHS = st.builds(lambda folders, name, end: "/".join([*folders, name + end]), FOLDERS, NAMES, ENDINGS)
VAULTS = st.lists(PATHS, min_size=1, max_size=8, unique=True)
LINKPATHS = st.one_of(
    st.text(max_size=12),
    st.builds(lambda up, path: up + path, st.sampled_from(["", "/", "./", "../", "../../", "./../"]), PATHS),
)


def note_with(*headings: tuple[int, str], blocks: tuple[str, ...] = ()) -> Note:
    made = tuple(Heading(level, text, 0, 0, 0, 0) for level, text in headings)
    return Note("n.md", "", {}, (), (), made, tuple(Block(name, 0) for name in blocks), (), (), ())


@st.composite
def plain_questions(draw: st.DrawFn) -> tuple[list[str], str, str]:
    """Vaults with namesakes, and a link that names one of their files: by its path or the end of it, in any letters."""
    folders = st.lists(st.sampled_from(["a", "b", "ab", "A", "é", "😀"]), max_size=3)
    names = st.sampled_from(["N.md", "n.md", "N.md", "M.md", "v1.md", "v1", "p.png"])
    path = st.builds(lambda parts, name: "/".join([*parts, name]), folders, names)
    paths = draw(st.lists(path, min_size=1, max_size=8, unique=True))
    named = draw(st.sampled_from(paths) | path)
    start = draw(st.integers(0, named.count("/")))
    linkpath = draw(st.sampled_from(["", "", "", "", "/", "./", "../"])) + "/".join(named.split("/")[start:])
    linkpath = linkpath.removesuffix(".md") if draw(st.booleans()) else linkpath
    return paths, linkpath.upper() if draw(st.booleans()) else linkpath, draw(path)


@given(VAULTS, LINKPATHS, PATHS)
def test_any_linkpath_gives_a_file_of_the_vault_or_none(paths: list[str], linkpath: str, source: str) -> None:
    match = resolve_file(build_index(paths), linkpath, source)

    assert match.rule in RULES
    assert match.target is None or match.target in paths or match.rule == "self"
    assert set(match.rivals) <= set(paths) - {match.target}


@given(plain_questions())
def test_a_link_goes_where_a_plain_reading_of_the_rules_says(question: tuple[list[str], str, str]) -> None:
    paths, linkpath, source = question
    match = resolve_file(build_index(paths), linkpath, source)

    found = set() if match.target is None else {match.target, *match.rivals}
    assert found == naive.targets(paths, linkpath, source)
    assert match.target not in match.rivals


@given(VAULTS, LINKPATHS, PATHS)
def test_the_answer_does_not_depend_on_order_or_on_earlier_questions(
    paths: list[str], linkpath: str, source: str
) -> None:
    index = build_index(paths)
    for earlier in paths:
        resolve_file(index, linkpath, earlier)

    assert resolve_file(index, linkpath, source) == resolve_file(build_index(paths[::-1]), linkpath, source)


@given(VAULTS, LINKPATHS, PATHS)
def test_the_first_candidate_is_the_target_and_the_next_ones_the_rivals(
    paths: list[str], linkpath: str, source: str
) -> None:
    index = build_index(paths)
    match = resolve_file(index, linkpath, source)
    listed = candidates(index, linkpath, source)

    fitting = [candidate.path for candidate in listed if candidate.fits]
    expected = [match.target, *match.rivals] if match.target is not None else []
    assert fitting[: len(expected)] == expected
    assert bool(fitting) == (match.target is not None)
    assert len({candidate.path for candidate in listed}) == len(listed)


@given(plain_questions())
def test_without_its_target_a_link_goes_to_the_next_candidate(question: tuple[list[str], str, str]) -> None:
    paths, linkpath, source = question
    index = build_index(paths)
    fitting = [candidate.path for candidate in candidates(index, linkpath, source) if candidate.fits]
    left = [path for path in paths if path != resolve_file(index, linkpath, source).target]
    # A file with the very name keeps "a.b" from meaning "a.b.md"; without it other files come into question.
    same_names = {normalized(path.rpartition("/")[2]) for path in fitting}
    if linkpath and len(fitting) > 1 and len(same_names) == 1:
        assert resolve_file(build_index(left), linkpath, source).target == fitting[1]


@given(VAULTS, PATHS)
def test_a_written_linkpath_leads_back(paths: list[str], source: str) -> None:
    index = build_index(paths)
    for target in paths:
        for write in (shortest_linkpath, absolute_linkpath, relative_linkpath):
            linkpath = write(index, target, source)
            if linkpath is not None:
                assert resolve_file(index, linkpath, source).target == target


@given(VAULTS, PATHS)
def test_only_files_without_ending_and_doubles_cannot_be_linked(paths: list[str], source: str) -> None:
    index = build_index(paths)
    for target in paths:
        if shortest_linkpath(index, target, source) is None:
            doubles = [path for path in paths if normalized(path) == normalized(target)]
            assert len(doubles) > 1 or "." not in target.rpartition("/")[2]


def test_the_shortest_linkpath_is_the_name_or_else_the_path() -> None:
    index = build_index(["a/N.md", "b/N.md", "b/Only.md", "p/x.png"])

    assert shortest_linkpath(index, "b/Only.md", "a/N.md") == "Only"
    assert shortest_linkpath(index, "a/N.md", "a/Z.md") == "a/N"
    assert shortest_linkpath(index, "p/x.png", "a/N.md") == "x.png"


def test_a_relative_linkpath_says_dot_only_where_a_namesake_would_win() -> None:
    index = build_index(["N.md", "a/N.md", "a/Z.md", "b/Y.md"])

    assert relative_linkpath(index, "a/Z.md", "a/N.md") == "Z"
    assert relative_linkpath(index, "a/N.md", "a/Z.md") == "./N"
    assert relative_linkpath(index, "b/Y.md", "a/N.md") == "../b/Y"
    assert relative_linkpath(index, "N.md", "a/Z.md") == "../N"


@pytest.mark.parametrize(
    "linkpath", ["a#b", "a|b", "a]]b", "[[a", " a", "a ", "", "a]", "a\\", "a\nb", "a\rb"]
)
def test_some_linkpaths_cannot_stand_in_a_wikilink(linkpath: str) -> None:
    assert not fits_in_wikilink(linkpath)


@given(st.text(st.sampled_from("ab[]|#\\ ^.!%é\n\r"), max_size=6))
def test_a_linkpath_that_fits_is_read_back(linkpath: str) -> None:
    links = parse("n.md", f"[[{linkpath}]]").links
    if fits_in_wikilink(linkpath):
        assert [(link.linkpath, link.subpath, link.display) for link in links] == [(linkpath, "", None)]


@pytest.mark.parametrize("linkpath", ["a]b", "a[b", "a\\b", "a^b", "(a)", "a.b", "é"])
def test_most_linkpaths_can_stand_in_a_wikilink(linkpath: str) -> None:
    assert fits_in_wikilink(linkpath)


@given(st.lists(st.tuples(st.integers(1, 6), st.text(max_size=8)), max_size=8), st.text(max_size=12))
def test_any_subpath_gives_a_heading_of_the_note_or_none(
    headings: list[tuple[int, str]], subpath: str
) -> None:
    note = note_with(*headings)
    place = resolve_subpath(note, subpath)

    assert place == resolve_subpath(places(note), subpath)
    assert place.anchor is None or place.anchor in note.headings


@given(st.text(st.characters(max_codepoint=0x7F), max_size=12))
def test_headings_of_plain_letters_compare_as_all_others(text: str) -> None:
    assert comparable(text) == comparable(text + " é").removesuffix("é").rstrip(" ")


@given(st.text(max_size=20))
def test_the_linktext_of_a_heading_finds_it(text: str) -> None:
    linktext = heading_linktext(text)

    assert comparable(linktext) == comparable(text)
    if linktext:
        heading = resolve_subpath(note_with((2, text)), "#" + linktext).anchor
        assert heading is not None


@given(
    st.lists(st.tuples(st.integers(1, 6), st.sampled_from("AaBé")), max_size=8),
    st.lists(st.sampled_from("abé"), max_size=4),
)
def test_a_heading_is_the_first_fit_behind_and_below_the_one_before(
    headings: list[tuple[int, str]], parts: list[str]
) -> None:
    position, level = -1, 0
    for part in parts:
        fits = (
            at
            for at, (deep, text) in enumerate(headings)
            if at > position and deep > level and text.lower() == part
        )
        position = next(fits, len(headings))
        level = headings[position][0] if position < len(headings) else 7

    note = note_with(*headings)
    expected = note.headings[position] if parts and position < len(headings) else None
    found = resolve_subpath(note, "".join(f"#{part}" for part in parts))
    assert found.anchor is expected
    assert found.outcome == ("resolved" if expected or not parts else "no-heading")


def test_headings_compare_in_any_case_of_any_alphabet() -> None:
    assert comparable("ÉTÉ: Ωmega") == "été ωmega"


def test_parts_follow_in_text_order_and_go_deeper() -> None:
    note = note_with((1, "Plan"), (2, "Week"), (1, "Diary"), (2, "Week"), (3, "Day"))

    assert resolve_subpath(note, "#Week").anchor is note.headings[1]
    assert resolve_subpath(note, "#Diary#Week").anchor is note.headings[3]
    assert resolve_subpath(note, "#Diary#Week#Day").anchor is note.headings[4]
    assert resolve_subpath(note, "#Week#Plan").outcome == "no-heading"


@pytest.mark.parametrize(
    ("text", "length"), [("ab", 2), ("éb", 2), ("e\u0301", 1), ("😀b", 3), ("\uffff", 1)]
)
def test_paths_are_measured_as_the_app_does(text: str, length: int) -> None:
    assert utf16_length(text) == length


def test_candidates_say_why_they_come_first_or_later_or_not_at_all() -> None:
    index = build_index(["N.md", "a/N.md", "b/N.md", "c/d/N.md", "c/M.md"])

    def told(linkpath: str, source: str) -> list[tuple[str, bool, str]]:
        return [(one.path, one.fits, one.why[:28]) for one in candidates(index, linkpath, source)]

    assert told("N", "x.md") == [
        ("N.md", True, "a file with exactly this pat"),
        ("a/N.md", True, "its path only ends with the "),
        ("b/N.md", True, "its path only ends with the "),
        ("c/d/N.md", True, "its path only ends with the "),
    ]
    assert told("a/N", "x.md")[:2] == [
        ("a/N.md", True, "a file with exactly this pat"),
        ("N.md", False, "does not end with the link"),
    ]
    assert told("./N", "a/x.md")[:2] == [
        ("a/N.md", True, "'./' and '../' start at the "),
        ("N.md", False, "only the exact path counts a"),
    ]
    assert told("y/z/M", "x.md") == [("c/M.md", False, "does not end with the link")]
    assert told("M", "x.md") == [("c/M.md", True, "one file has this name, so a")]
    assert told("", "x.md") == [("x.md", True, "a link without a path goes t")]
    assert told("nothing", "x.md") == []
    without = build_index(["a/N.md", "b/N.md", "c/d/N.md"])
    near = [(one.path, one.why[:32]) for one in candidates(without, "N", "c/x.md")]
    assert near == [
        ("c/d/N.md", RULES["same-folder"].doc[:32]),
        ("a/N.md", "not in or below the folder of th"),
        ("b/N.md", "not in or below the folder of th"),
    ]
    far = [(one.path, one.why) for one in candidates(without, "N", "x.md")]
    assert far[1:] == [
        ("b/N.md", "fits as well as a/N.md, which comes first by path"),
        ("c/d/N.md", "a longer path than a/N.md"),
    ]


def test_the_rules_name_a_sentence_and_a_source_each() -> None:
    assert all(rule.doc and rule.source for rule in RULES.values())


def resolving(links: list[tuple[str, str]], paths: list[str]) -> Callable[[], object]:
    def work() -> None:
        index = build_index(paths)
        for linkpath, source in links:
            resolve_file(index, linkpath, source)

    return work


@pytest.mark.parametrize("kind", ["namesakes", "suffixes", "deep", "folders"])
def test_resolving_stays_linear(kind: str) -> None:
    def make(count: int) -> Callable[[], object]:
        paths = [f"f{number}/sub/README.md" for number in range(count)]
        if kind == "namesakes":
            links = [("README", f"f{number}/x.md") for number in range(count)]
        elif kind == "suffixes":
            links = [(f"f{number}/sub/README", "x.md") for number in range(count)]
            links += [(f"{number}/sub/README", "x.md") for number in range(count)]
        elif kind == "deep":
            paths = ["/".join(["d"] * (number % 50)) + f"/{number % 7}/N.md" for number in range(count)]
            links = [("N", path) for path in paths]
        else:
            links = [(f"../{number}", f"f{number}/sub/x.md") for number in range(count)]
        return resolving(links, paths)

    assert stays_linear(make, 2000)
