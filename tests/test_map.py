"""The map's data and page without a browser: what is shown, what is escaped, what is kept back."""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import pytest
import pyvis

from tests.linear import stays_linear
from tests.map_vaults import NO_TOPICS, PAYLOADS, garden, graph_of, hostile, topics_of
from tests.vaults import vault_of_files
from vaulttools.graph import build_graph
from vaulttools.map_compare import State, compared
from vaulttools.map_data import map_data
from vaulttools.map_look import DARK, LIGHT, look
from vaulttools.map_model import ATTACHMENT, NOTE, UNRESOLVED, Changes, MapData
from vaulttools.map_network import _ASSETS, SCRIPTS, VIS, MapNetwork, block, page_script, vis_script
from vaulttools.map_page import places_in
from vaulttools.map_redact import named_files, unread_notes
from vaulttools.map_things import created, slug
from vaulttools.map_words import excerpt, moments, plain, sentence, shown, visible
from vaulttools.note import parse
from vaulttools.outputs.map_html import Earlier, render_map


class FakeFinding(NamedTuple):
    check: str
    severity: str
    path: str
    message: str
    fix: Any = None


def titles(data: MapData, kind: int) -> list[str]:
    return [thing.title for thing in data.things if thing.kind == kind]


def blocks_of(html: str) -> dict[str, Any]:
    """The data blocks of a page, unpacked as the page does it."""
    found = re.findall(
        r'<script type="application/json" id="([\w-]+)" data-coding="(\w+)">([^<]*)</script>', html
    )
    return {
        name: json.loads(zlib.decompress(base64.b64decode(text), -15) if coding == "deflate" else text)
        for name, coding, text in found
    }


# What the map shows


def test_notes_missing_notes_and_linked_files_are_things() -> None:
    data = map_data(*garden())

    assert titles(data, NOTE) == ["Alone", "Bees", "Garden", "Hive", "Soil", "Talk", "Water"]
    assert titles(data, UNRESOLVED) == ["Wells"]
    assert titles(data, ATTACHMENT) == ["pump.png"]


def test_links_are_distinct_and_go_from_source_to_target() -> None:
    data = map_data(*garden())
    name = [thing.title for thing in data.things]

    assert ("Soil", "Garden") in [(name[a], name[b]) for a, b in data.links]
    assert len(set(data.links)) == len(data.links)


def test_two_spellings_of_a_missing_name_are_one_thing() -> None:
    data = map_data(graph_of({"a.md": "[[Ghost]] [[ghost]] [[ghost.md]]"}), NO_TOPICS)

    assert len(titles(data, UNRESOLVED)) == 1


def test_a_missing_note_takes_the_topic_of_those_who_name_it() -> None:
    data = map_data(*garden())

    assert [data.topics[t.topic].name for t in data.things if t.kind == UNRESOLVED] == ["Growing"]


def test_a_link_into_the_same_note_is_no_link() -> None:
    assert map_data(graph_of({"a.md": "[[a]] [[#Top]]"}), NO_TOPICS).links == ()


def test_findings_of_notes_become_marks() -> None:
    findings = [
        FakeFinding("unresolved-link", "error", "Water.md", "no note is named 'Wells'"),
        FakeFinding("x", "warning", "gone.md", "y"),
    ]

    marks = map_data(*garden(), findings).marks

    assert [(mark.check, mark.message) for mark in marks] == [("unresolved-link", "no note is named 'Wells'")]


def test_the_day_comes_from_properties_and_else_from_the_caller() -> None:
    data = map_data(*garden(), days={"Hive.md": date(2020, 1, 2), "Garden.md": date(1999, 1, 1)})
    days = {thing.title: thing.day for thing in data.things}

    assert days["Hive"] == date(2020, 1, 2).toordinal()
    assert days["Garden"] == date(2024, 3, 1).toordinal()
    assert days["Alone"] is None


def test_missing_notes_and_files_stand_on_the_timeline_from_the_day_they_are_named() -> None:
    graph = graph_of(
        {
            "Late.md": "---\ncreated: 2024-03-01\n---\n[[Early]] [[Later]] ![[pump.png]]\n",
            "Old.md": "---\ncreated: 2024-02-01\n---\n[[Early]]\n",
            "New.md": "---\ncreated: 2024-04-01\n---\n[[Later]] [[Old]] [[Any]]\n",
            # Nobody knows since when it names another, so both stand from the start.
            "Undated.md": "[[Any]]\n",
            "First.md": "---\ncreated: 2024-01-31\n---\n",
        },
        attachments=("pump.png",),
    )
    columns = blocks_of(render_map(graph, NO_TOPICS))["map-data"]

    assert dict(zip(columns["titles"], columns["days"]["since"], strict=True)) == {
        **{"First": 0, "Old": 1, "Late": 30, "New": 61, "Undated": -1},
        **{"Early": 1, "Later": 30, "Any": -1, "pump.png": 30},
    }


@pytest.mark.parametrize("value", ["2024-13-01", "soon", "", 7, None, ["2024-01-01"]])
def test_what_is_no_day_is_no_day(value: object) -> None:
    assert created(parse("a.md", "")._replace(properties={"created": value})) is None


# Permalinks


@pytest.mark.parametrize(
    ("path", "start"),
    [("a/N.md", "a/N"), ("a b.md", "a-b~"), ("日本.md", "~"), ("x\udc80.md", "x~"), ("a?b#c.md", "a-b-c~")],
)
def test_permalinks_are_plain_ascii(path: str, start: str) -> None:
    assert slug(path).startswith(start)
    assert re.fullmatch(r"[A-Za-z0-9_./~-]+", slug(path))


def test_permalinks_are_distinct() -> None:
    texts = dict.fromkeys(["a.md", "A.md", "a b.md", "a-b.md", "é.md", "e\u0301.md", "a.md.md"], "")
    slugs = [thing.slug for thing in map_data(graph_of(texts), NO_TOPICS).things]

    assert len(set(slugs)) == len(texts)


# Words


def said(text: str) -> str:
    note = parse("a.md", text)
    return sentence(visible(text), note.links[0]).replace("\x02", "<").replace("\x03", ">")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "First one. Then **we** go to [[There|that place]], gladly. Last.",
            "Then we go to <that place>, gladly.",
        ),
        ("A long way home [[x/Home#Door]]", "A long way home <Home > Door>"),
        ("- item about `code` and [[B]] here", "item about code and <B> here"),
        ("see <b>bold</b> words and [a](https://b.org) in [[C]]. Done", "see bold words and a in <C>."),
        ("From: [[channel]]", ""),
        ("[[Alone]]", ""),
        ("We go %% why? %%to [[B]] <!-- never [[C]] --> and stay.", "We go to <B> and stay."),
        ("%%\nA long way home\n\nto [[B]] here\n%%\n", ""),
        ("`%%` is what we call [[B]], and `%%` it is.", "%% is what we call <B>, and %% it is."),
        ("```\n%% one\n```\nA long way home [[B]]\n~~~\n%% two\n", "A long way home <B>"),
    ],
)
def test_the_sentence_of_a_link(text: str, expected: str) -> None:
    assert said(text) == expected


def test_a_sentence_is_short_even_in_a_line_without_end() -> None:
    assert len(said("word " * 5000 + "[[N]]" + " word" * 5000)) < 260


def test_an_excerpt_is_the_first_prose() -> None:
    text = (
        "---\na: 1\n---\n# Title\n\nFrom: [[x]]\n\n```\ncode\n```\n%%\nNot for the eyes of everybody.\n%%\n"
        "This is the **first** real [[line|sentence]] of it.\n"
    )

    assert excerpt(visible(text)) == "This is the first real sentence of it."


@pytest.mark.parametrize("piece", ["<!--", "%%", "%% a\n\n", "```\n%%\n", "`", "<!-- -", "    ", "````"])
def test_comments_are_found_in_linear_time(piece: str) -> None:
    def looked_for(size: int) -> Callable[[], object]:
        return partial(visible, f"%% <!-- {piece * size}")

    assert stays_linear(looked_for, 4000)


def test_moments_are_seconds_of_a_valid_video() -> None:
    graph, _ = garden()

    assert moments(graph.vault.notes["Talk.md"]) == ("abcdefghijk", (90,))
    assert moments(graph.vault.notes["Soil.md"]) == ("", ())


def test_unshowable_characters_are_made_safe() -> None:
    assert shown("a\x00b\udc80c\n") == "a b\ufffdc "
    assert plain("![[pic.png]] *x*") == "pic.png x"


# The page


def test_the_same_vault_gives_the_same_bytes() -> None:
    assert render_map(*garden()).encode() == render_map(*garden()).encode()


def test_the_page_is_valid_utf8_whatever_the_vault_says() -> None:
    render_map(*hostile(60)).encode("utf-8")


def test_an_empty_vault_has_a_page() -> None:
    data = blocks_of(render_map(graph_of({}), NO_TOPICS))["map-data"]

    assert data["titles"] == [] and data["links"] == {"out": [], "steps": []}


def test_the_page_names_no_address_to_load_from() -> None:
    markup = re.sub(r"<script.*?</script>", "", render_map(*garden()), flags=re.S)

    assert not re.findall(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", markup)
    assert "url(" not in markup.split("<style>")[1].split("</style>")[0]


def test_the_policy_allows_exactly_the_inline_parts() -> None:
    html = render_map(*garden())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    text = policy[1].replace("&#39;", "'")
    parts = [
        *re.findall(r"<script>(.*?)</script>", html, re.S),
        *re.findall(r"<style>(.*?)</style>", html, re.S),
    ]

    assert len(parts) == 4
    for part in parts:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'" in text
    assert text.startswith("default-src 'none';")
    assert "unsafe" not in text


def test_no_text_of_a_note_reaches_the_markup() -> None:
    html = render_map(*hostile(60))
    markup = re.sub(r"<script[^>]*>.*?</script>|<style>.*?</style>", "", html, flags=re.S)

    assert "<img" not in markup and "<svg onload" not in markup
    assert (
        len(re.findall(r"<script[ >]", re.sub(r"<script>.*?</script>", "", html, flags=re.S)))
        == len(blocks_of(html))
        == 3
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_block_is_inert_and_says_what_it_was_given(payload: str) -> None:
    text = block([payload]).text

    assert not re.search(r"[<>&\u2028\u2029]", text)
    assert json.loads(text) == [payload]


def test_a_long_block_is_deflated() -> None:
    packed = block(["word"] * 30_000)

    assert packed.coding == "deflate"
    assert json.loads(zlib.decompress(base64.b64decode(packed.text), -15)) == ["word"] * 30_000


def test_our_script_never_parses_html() -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\(\"style",
        page_script(),
    )


def test_every_script_file_is_part_of_the_page() -> None:
    names = {item.name.removesuffix(".js") for item in _ASSETS.iterdir() if item.name.endswith(".js")}

    assert names == {*SCRIPTS, "boot"}


# What we rely on in pyvis


def test_pyvis_has_the_points_the_map_uses() -> None:
    network = MapNetwork("t", "s")

    assert pyvis.__version__ == "0.3.2"
    assert {"templateEnv", "path", "options", "nodes"} <= vars(network).keys()
    assert len(network.get_network_data()) == 6
    assert "</script" not in vis_script()


def test_the_bundled_vis_network_is_the_known_one() -> None:
    text = vis_script()

    assert "9.1.2" in VIS and "@version 9.1.2" in text[:600]
    assert (
        hashlib.sha256(text.encode()).hexdigest()
        == "f3c1229464749a6f5a80c80867189edfdc0198be0d015c3d770aff196cb6c0a1"
    )


# Redaction


HIDDEN = graph_of(
    {
        "a.md": "---\ntags: [secret/deep]\n---\n",
        "Diary/b.md": "",
        "c.md": "---\nPrivate: true\n---\n",
        "d.md": "---\nprivate: false\n---\n",
        "Diary.md": "",
        "e.md": "---\ntitle: one: two\ntags: [secret]\n---\n",
        "Mein Tagebuch/Ü/f.md": "",
    }
).vault


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("#Secret", {"a.md"}),
        ("#secret/", {"a.md"}),
        ("#secret/deep", {"a.md"}),
        ("#secr", set()),
        ("secret", set()),
        ("private", {"c.md"}),
        ("PRIVATE", {"c.md"}),
        ("Diary/", {"Diary/b.md"}),
        ("diary/b", {"Diary/b.md"}),
        ("b.md", {"Diary/b.md"}),
        ("dairy/", set()),
        ("Mein Tagebuch", {"Mein Tagebuch/Ü/f.md"}),
        ("mein tagebuch/u\u0308/", {"Mein Tagebuch/Ü/f.md"}),
        *[
            (word, {"Diary/b.md"})
            for word in ("/Diary/", "./Diary/", "Diary/**", "Diary/*", "Diary\\", "diary/")
        ],
        # Which of both is meant nobody can know.
        ("Diary", {"Diary/b.md", "Diary.md"}),
    ],
)
def test_what_a_word_of_redaction_names(word: str, named: set[str]) -> None:
    assert named_files(HIDDEN, word) == named


def test_a_note_whose_properties_cannot_be_read_may_have_any_tag() -> None:
    assert unread_notes(HIDDEN, ["#secret"]) == unread_notes(HIDDEN, ["Diary"]) == {"e.md"}
    assert unread_notes(HIDDEN, ["Diary/", "Mein Tagebuch/**"]) == unread_notes(HIDDEN, []) == set()


@pytest.mark.parametrize("redacted", [["Diary/"], "Diary/Plum.md", ["diary/plum.md"], ["#private"]])
def test_what_hides_nothing_is_refused(redacted: Collection[str]) -> None:
    graph = graph_of({"Home.md": "[[Plum]]", "Diary/Plum.md": "#private"})

    with pytest.raises(ValueError, match="so nothing is hidden by it"):
        render_map(graph, NO_TOPICS, redacted=redacted)


def test_a_redacted_name_is_found_however_it_is_written() -> None:
    graph = graph_of(
        {
            "Zoe\u0308 Mu\u0308ller.md": "Private.\n",
            "Open.md": "I met Zo\u00eb M\u00fcller at the lake once, and then [[Other]] came along.\n",
            "Other.md": "",
        }
    )

    page = render_map(graph, NO_TOPICS, redacted=["Zoe\u0308 Mu\u0308ller.md"])

    assert "at the lake" not in page + json.dumps(blocks_of(page), ensure_ascii=False)


def test_a_hub_of_redacted_notes_is_read_in_linear_time() -> None:
    def run(count: int) -> Callable[[], object]:
        texts = {f"Diary/Secret person {n}.md": "" for n in range(count)} | {
            f"Open {n}.md": "" for n in range(count)
        }
        lines = [f"Once we met [[Open {n}]] at the long lake and walked there.\n\n" for n in range(count)]
        links = [f"[[Secret person {n}]]\n" for n in range(count)]
        graph = graph_of({**texts, "Hub.md": "".join(lines + links)})
        redacted = named_files(graph.vault, "Diary/")
        return lambda: map_data(graph, NO_TOPICS, redacted=redacted)

    assert stays_linear(run, 200)


def test_files_of_a_redacted_folder_are_kept_back_too() -> None:
    graph = build_graph(
        vault_of_files(
            {
                "A.md": "open [[B]]",
                "B.md": "This is a long sentence on ![[Clinic letter.pdf]] in it.",
                "Diary/D.md": "d [[A]]",
                "Diary/Clinic letter.pdf": "",
                "Diary/Divorce plan.canvas": '{"nodes":[{"type":"file","file":"A.md"}]}',
            }
        )
    )
    hidden = named_files(graph.vault, "Diary/")

    page = render_map(graph, NO_TOPICS, redacted=hidden)
    text = page + json.dumps(blocks_of(page), ensure_ascii=False)

    assert len(hidden) == 3
    assert not [secret for secret in ("Clinic", "Divorce", "Diary") if secret in text]
    assert named_files(graph.vault, "clinic letter.pdf") == {"Diary/Clinic letter.pdf"}


@pytest.mark.parametrize("name", ["Li", "离婚", "X"])
def test_a_short_name_is_kept_back_where_it_is_a_word(name: str) -> None:
    graph = graph_of(
        {
            f"Diary/{name}.md": "secret",
            "Home.md": f'---\npartner: "[[{name}]]"\n---\nThis is of [[Other]] and of [[{name}#Talk]] as well.\n',
            "Other.md": "Life and Xylophones, a long enough sentence to be an excerpt of [[Home]].\n",
            "Third.md": f"About {name} and [[Home]]: a long enough sentence to be an excerpt, {name} said.\n",
        }
    )
    findings = [FakeFinding("c", "error", "Home.md", f"'{name}' has no heading 'Talk'")]

    page = render_map(graph, NO_TOPICS, findings, redacted=[f"Diary/{name}.md"])
    text = json.dumps(blocks_of(page), ensure_ascii=False)

    assert "Talk" not in text
    assert "partner" not in text
    assert "Life and Xylophones" in text
    # Nobody can tell a name of one letter from any other letter where no link does.
    assert ("About" in text) == (name == "X")


def test_a_topic_with_redacted_members_is_called_by_an_open_one() -> None:
    graph = graph_of({"Plum.md": "", "Open.md": "", "Other.md": "", "About Plum.md": "", "Rest.md": ""})
    topics = topics_of(
        {
            "Open": ("Plum.md", "Other.md", "Open.md"),
            "Plums": ("Plum.md", "About Plum.md", "Rest.md"),
            "Plum": ("Plum.md",),
        }
    )

    data = map_data(graph, topics, redacted=["Plum.md"])

    assert [topic.name for topic in data.topics] == ["Open", "Rest", "Topic 3"]


@pytest.mark.parametrize(
    ("properties", "day"),
    [
        ("created: 2024-01-02", date(2024, 1, 2)),
        ("date: 2024-01-02", date(2024, 1, 2)),
        ("published: 2024-01-02T10:00", date(2024, 1, 2)),
        ("created:\ndate: 2024-01-02", date(2024, 1, 2)),
        ("created: 2024-13-02\ndate: 2024-01-02", date(2024, 1, 2)),
        ("created: soon", None),
    ],
)
def test_the_day_of_a_note_is_the_first_property_that_is_one(properties: str, day: date | None) -> None:
    assert created(parse("a.md", f"---\n{properties}\n---\n")) == day


def test_redacted_notes_leave_a_place_and_no_word() -> None:
    graph = graph_of(
        {
            "Vault/Hidden Plum.md": "---\naliases: [Codename Quince]\ntags: [fruit]\nowner: Medlar\n---\nThe Damson text, with [[Missing Sloe]], ![[scan-of-Bullace.png]] and [[Open]].\n",
            "Open.md": "An open note speaks of [[Hidden Plum|Codename Quince]] in this sentence.\n\nThe next one names Hidden Plum beside [[Other]], alas.\n",
            "Other.md": "Nothing special is to be read in this other note.\n",
        },
        attachments=("scan-of-Bullace.png",),
    )
    topics = topics_of({"Hidden Plum": ("Vault/Hidden Plum.md", "Open.md"), "Rest": ("Other.md",)})
    findings = [
        FakeFinding("c", "error", "Vault/Hidden Plum.md", "m Damson"),
        FakeFinding("c", "error", "Open.md", "about Hidden Plum"),
    ]

    html = render_map(graph, topics, findings, redacted=["Vault/Hidden Plum.md"])
    everything = html + json.dumps(blocks_of(html), ensure_ascii=False)

    for secret in ("Plum", "Quince", "Medlar", "Damson", "Sloe", "Bullace", "fruit", "Vault/"):
        for form in (
            secret,
            secret.lower(),
            base64.b64encode(secret.encode()).decode().rstrip("="),
            secret.encode().hex(),
        ):
            assert form not in everything.split("@version")[0] + json.dumps(blocks_of(html)), (secret, form)
    data = blocks_of(html)["map-data"]
    assert data["titles"] == ["Open", "Other", "Redacted", "Redacted", "Redacted"]
    assert sum(data["links"]["out"]) == len(data["links"]["steps"]) == 5


# Palettes


def linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def variables(theme: int) -> dict[str, str]:
    css = (_ASSETS / "map.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", re.findall(r":root[^{]*\{([^}]*)\}", css)[theme]))


@pytest.mark.parametrize(("theme", "hues", "least"), [(0, LIGHT, 3.0), (1, DARK, 4.5)])
def test_hues_stand_out_from_the_background(theme: int, hues: tuple[str, ...], least: float) -> None:
    assert min(contrast(hue, variables(theme)["paper"]) for hue in hues) >= least


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("name", ["ink", "soft", "accent", "warn", "bad", "good"])
def test_words_can_be_read(theme: int, name: str) -> None:
    colours = variables(theme)

    assert min(contrast(colours[name], colours[ground]) for ground in ("paper", "solid", "wash")) >= 4.5


def test_topics_of_one_hue_differ_in_shape() -> None:
    graph = graph_of({f"{at}.md": f"[[{(at + 1) % 60}]]" for at in range(60)})
    data = map_data(graph, topics_of({f"T{at}": (f"{2 * at}.md", f"{2 * at + 1}.md") for at in range(30)}))
    result = look(data)

    assert len({*zip(result.hues, result.shapes, strict=True)}) == 30


# A changed vault


def changed() -> tuple[State, State]:
    then = graph_of({"A.md": "[[B]] [[C]]", "B.md": "[[A]]", "C.md": "", "D.md": "[[E]]", "E.md": ""})
    now = graph_of({"A.md": "[[B]] [[N]]", "B.md": "[[A]]", "C.md": "", "N.md": "", "E.md": ""})
    old = topics_of({"One": ("A.md", "B.md", "C.md"), "Two": ("D.md", "E.md")})
    new = topics_of({"Uno": ("A.md", "B.md", "N.md", "E.md"), "Two": ("C.md",)})
    return State(map_data(now, new), now), State(map_data(then, old), then)


def test_changes_are_told_of_each_note() -> None:
    data = compared(*changed(), "yesterday")
    assert data.changes is not None
    told = {data.things[at].title: kinds for at, kinds in data.changes.things.items()}

    assert told == {
        "A": ("edited",), "C": ("orphaned", "moved topic"), "D": ("gone",), "E": ("orphaned",), "N": ("added",)
    }  # fmt: skip


def test_changed_links_are_told() -> None:
    data = compared(*changed(), "yesterday")
    assert data.changes is not None
    names = [(data.things[one].title, data.things[two].title) for one, two in data.links]

    assert [names[at] for at in data.changes.added] == [("A", "N")]
    assert [names[at] for at in data.changes.lost] == [("A", "C"), ("D", "E")]


def test_a_renamed_note_is_neither_gone_nor_new() -> None:
    then = graph_of(
        {"A.md": "[[B]]", "B.md": "b", "C.md": "", "pic.md": "![[p.png]]"}, attachments=("p.png",)
    )
    now = graph_of(
        {"A.md": "[[x/B2]]", "x/B2.md": "b, longer", "D.md": "", "pic.md": "![[q.png]]"},
        attachments=("q.png",),
    )
    states = State(map_data(now, NO_TOPICS), now), State(map_data(then, NO_TOPICS), then)

    data = compared(*states, "yesterday", {"B.md": "x/B2.md", "p.png": "q.png", "C.md": "nowhere.md"})

    assert data.changes is not None
    told = {data.things[at].title: kinds for at, kinds in data.changes.things.items()}
    assert told == {
        "A": ("edited",), "B2": ("renamed", "edited"), "C": ("gone",), "D": ("added",), "pic": ("edited",),
        "q.png": ("renamed",),
    }  # fmt: skip
    assert {data.things[at].path: old for at, old in data.changes.former.items()} == {
        "x/B2.md": "B.md", "q.png": "p.png"
    }  # fmt: skip
    assert data.changes.added == data.changes.lost == ()


def test_a_renamed_note_stays_where_it_stood() -> None:
    then, now = (graph_of({"A.md": f"[[{name}]]", f"{name}.md": "", "C.md": "[[A]]"}) for name in ("B", "Z"))
    first = render_map(then, NO_TOPICS)
    earlier = Earlier(then, NO_TOPICS, "x", renamed={"B.md": "Z.md"})

    second = render_map(now, NO_TOPICS, before=earlier, last_map=first)

    was, now_is = places_in(first), places_in(second)
    assert len(set(now_is)) == 3
    assert now_is["Z"] == pytest.approx(was["B"], abs=1)


def test_an_unchanged_vault_has_no_changes() -> None:
    graph, topics = garden()
    state = State(map_data(graph, topics), graph)

    assert compared(state, state, "now").changes == Changes("now", {}, (), ())


def test_redacted_notes_are_not_compared() -> None:
    graph = graph_of({"Secret.md": "[[A]]", "A.md": "", "B.md": ""})
    before = graph_of({"A.md": "", "B.md": ""})
    now = State(map_data(graph, NO_TOPICS, redacted=["Secret.md"]), graph)

    assert compared(now, State(map_data(before, NO_TOPICS), before), "x").changes == Changes("x", {}, (), ())


def test_a_redacted_note_that_vanished_stays_secret() -> None:
    then = graph_of(
        {
            "Diary/Quince.md": "The Damson text with [[Sloe]].\n",
            "Moved.md": "Moved once was in the diary, and now is open.\n",
            "Open.md": "Here [[Quince]] is named in a whole sentence.\n",
        }
    )
    now = graph_of(
        {"Open.md": "Here [[Quince]] is named, and [[Moved]] is too.\n", "Moved.md": "Now open.\n"}
    )
    earlier = Earlier(then, NO_TOPICS, "x", redacted=["Diary/Quince.md", "Moved.md"])

    page = blocks_of(render_map(now, NO_TOPICS, before=earlier))
    text = json.dumps(page, ensure_ascii=False).casefold()

    assert [secret for secret in ("quince", "damson", "sloe", "diary", "once was") if secret in text] == []
    assert page["map-data"]["titles"] == ["Moved", "Open", "Redacted"]
    assert page["map-data"]["changes"]["things"] == [[1, ["edited"]]]
    assert page["map-data"]["changes"]["lost"] == []


def test_short_columns_say_all_places() -> None:
    texts = {
        path: f"# {path}\n[[a]]"
        for path in ("a.md", "b/a b.md", "b/-.md", "é.md", "日本.md", "x/y", "b/a b.md.md", "-q-.md")
    }
    graph = graph_of(
        {path: text for path, text in texts.items() if path.endswith(".md")}, attachments=("x/y",)
    )
    data = map_data(graph, NO_TOPICS)

    assert set(places_in(render_map(graph, NO_TOPICS))) == {thing.slug for thing in data.things}


def test_a_map_stays_put_beside_the_last_one() -> None:
    graph, topics = garden()
    first = render_map(graph, topics)
    places = places_in(first)
    again = places_in(render_map(graph, topics, last_map=first))

    assert len(places) == 9
    assert max(abs(again[name][0] - x) + abs(again[name][1] - y) for name, (x, y) in places.items()) < 10


@pytest.mark.parametrize(
    "text", ["", "<html>", '<script type="application/json" id="map-data" data-coding="json">[]<']
)
def test_what_is_no_map_has_no_places(text: str) -> None:
    assert places_in(text) == {}
