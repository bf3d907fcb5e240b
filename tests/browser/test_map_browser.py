"""The map in a real browser: what a person sees and does, and what must never happen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from tests.browser.conftest import PHONE, written
from tests.map_vaults import NO_TOPICS, PAYLOADS, garden, graph_of, hostile, topics_of
from vaulttools.map_data import map_data
from vaulttools.outputs.map_html import Earlier, render_map

pytestmark = pytest.mark.browser


class Found(NamedTuple):
    """A finding, as far as the map shows it."""

    check: str
    severity: str
    path: str
    message: str
    fix: Any = None


class Mend(NamedTuple):
    title: str


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph, topics = hostile()
    findings = [
        Found(PAYLOADS[0], PAYLOADS[1], path, PAYLOADS[2], Mend(PAYLOADS[1])) for path in graph.vault.notes
    ]
    return written(tmp_path_factory, "hostile", render_map(graph, topics, findings))


# Opening


def test_only_the_file_itself_is_asked_for_and_nothing_goes_wrong(
    open_map: Callable[..., Any], large_file: Path
) -> None:
    opened = open_map(large_file)
    opened.rest()

    assert opened.requests == [large_file.as_uri()]
    assert opened.errors == []
    assert opened.ask("violations") == []


def test_the_map_is_drawn_in_colours(open_map: Callable[..., Any], large_file: Path) -> None:
    colours = open_map(large_file).ask(
        """(() => { const canvas = document.querySelector('#network canvas'), seen = new Set();
        const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 40) seen.add(`${data[i] >> 4},${data[i + 1] >> 4},${data[i + 2] >> 4}`);
        return seen.size; })()"""
    )

    assert colours > 20


@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desktop", "phone"])
def test_a_map_that_opens_is_painted_once(
    open_map: Callable[..., Any], large_file: Path, screen: dict[str, Any]
) -> None:
    opened = open_map(large_file, **screen)
    opened.rest(700)  # the view comes to rest, and the cards get their words

    assert opened.ask("vaultMap.rebuilds") == 1


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (1920, 1080)])
def test_all_notes_are_in_view_and_under_no_card(
    open_map: Callable[..., Any], large_file: Path, width: int, height: int
) -> None:
    hidden = open_map(large_file, width=width, height=height).ask(
        """(() => { const stage = document.querySelector('#network').getBoundingClientRect();
        const side = document.querySelector('#side'), edge = side.hidden ? 0 : side.offsetLeft + side.offsetWidth;
        return vaultMap.page.titles.filter((_, i) => { const {x, y} = vaultMap.where(i);
          return x < edge || y < 0 || x > stage.width || y > stage.height; }).length; })()"""
    )

    assert hidden == 0


def test_labels_never_overlap(open_map: Callable[..., Any], large_file: Path) -> None:
    opened = open_map(large_file)
    for zoom in range(4):
        clashes, drawn = opened.ask(
            """(() => { const boxes = vaultMap.labels.map(({box}) => box); let clashes = 0;
            boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => { if (a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1]) clashes += 1; }));
            return [clashes, boxes.length]; })()"""
        )
        assert clashes == 0, zoom
        assert drawn > 3, zoom
        opened.page.keyboard.press("+")
        opened.still()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_labels_stand_clear_of_all_cards(
    open_map: Callable[..., Any], large_file: Path, width: int, height: int
) -> None:
    opened = open_map(large_file, width=width, height=height)
    if width < 700:
        opened.page.locator("#show-side").click()
    opened.still()
    for zoom in range(3):
        covered, drawn = opened.ask(
            """(() => { const cards = ['side', 'zoom', 'time', 'minimap'].map((id) => document.getElementById(id)).filter((card) => !card.hidden)
            .map((c) => [c.offsetLeft, c.offsetTop, c.offsetLeft + c.offsetWidth, c.offsetTop + c.offsetHeight]);
            const {width, height} = document.querySelector('#network').getBoundingClientRect();
            return [vaultMap.labels.filter(({box: [left, top, right, bottom]}) => left < 0 || right > width || top < -4 || bottom > height + 4
            || cards.some((c) => left < c[2] && right > c[0] && top < c[3] && bottom > c[1])).map(({lines}) => lines), vaultMap.labels.length]; })()"""
        )
        assert covered == [], zoom
        assert drawn > 0, zoom
        opened.page.keyboard.press("+")
        opened.still()


def test_labels_make_room_when_a_card_grows(open_map: Callable[..., Any], large_file: Path) -> None:
    opened = open_map(large_file)
    opened.page.locator("#show-side").click()
    opened.still()
    under = "vaultMap.labels.some(({box}) => box[0] < 240)"
    for _ in range(3):
        opened.page.keyboard.press("+")
        opened.still()
    assert opened.ask(under)

    opened.page.locator("#show-side").click()
    opened.still()

    assert not opened.ask(
        """(() => { const side = document.querySelector('#side');
        return vaultMap.labels.some(({box}) => box[0] < side.offsetLeft + side.offsetWidth && box[1] < side.offsetTop + side.offsetHeight); })()"""
    )


def test_an_empty_vault_says_so(open_map: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_text(render_map(graph_of({}), NO_TOPICS), encoding="utf-8")

    opened = open_map(file)

    assert opened.page.locator("#empty").is_visible()
    assert opened.errors == []


@pytest.mark.parametrize(
    "texts", [{"One.md": ""}, {"A.md": "[[B]]", "B.md": ""}, dict.fromkeys(["x.md", "y.md", "z.md"], "")]
)
def test_tiny_vaults_open(open_map: Callable[..., Any], tmp_path: Path, texts: dict[str, str]) -> None:
    file = tmp_path / "map.html"
    file.write_text(render_map(graph_of(texts), NO_TOPICS), encoding="utf-8")

    opened = open_map(file)

    assert opened.errors == []
    assert opened.ask("vaultMap.labels.length") > 0


# Looking at notes


def test_hovering_shows_the_neighbours(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    note = opened.index("Garden")

    opened.page.mouse.move(*opened.spot(note))
    opened.until(f"vaultMap.state.hovered === {note}")

    near = opened.ask("[...vaultMap.focus.near.keys()].map((i) => vaultMap.page.titles[i])")
    assert sorted(near) == ["Bees", "Garden", "Soil", "Water"]


def test_a_click_opens_the_note(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.mouse.click(*opened.spot(opened.index("Garden")))
    opened.until_titled("Garden")

    panel = opened.page.locator("#detail")
    assert opened.ask("location.hash") == "#/Garden"
    assert panel.locator("section h3").first.inner_text().split() == ["Linked", "from", "3"]
    assert panel.locator("section").first.locator("li").count() == 3
    assert "Bees visit the Garden" in panel.inner_text()
    assert "A garden needs water and light to grow." in panel.inner_text()
    assert "#outdoors" in panel.inner_text()
    assert "Vegetable plot" in panel.inner_text()


def test_links_of_the_panel_lead_on_and_back_leads_back(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.locator("#detail li a", has_text="Soil").first.click()
    opened.until_titled("Soil")

    opened.page.go_back()
    opened.until_titled("Garden")


def test_open_in_obsidian_is_an_encoded_address(open_map: Callable[..., Any], garden_file: Path) -> None:
    link = open_map(garden_file, address="#/Garden").page.locator("#detail a.main")

    assert link.get_attribute("href") == "obsidian://open?vault=Test%20vault&file=Garden.md"


def test_a_missing_note_cannot_be_opened(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/missing/wells")

    assert opened.titles() == ["Wells"]
    assert opened.page.locator("#detail a.main").count() == 0


def test_moments_of_a_video_are_links(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Talk")
    moment = opened.page.locator(".times a")

    assert moment.inner_text() == "1:30"
    assert moment.get_attribute("href") == "https://www.youtube.com/watch?v=abcdefghijk&t=90s"
    assert moment.get_attribute("rel") == "noopener noreferrer"


def test_escape_clears_the_selection(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.keyboard.press("Escape")

    assert opened.ask("vaultMap.state.selected") == -1
    assert opened.ask("location.hash") == ""


def test_more_depth_shows_more(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Soil")
    assert opened.ask("vaultMap.focus.near.size") == 2

    opened.page.keyboard.press("2")
    assert opened.ask("vaultMap.focus.near.size") == 4
    assert opened.page.locator(".depth output").inner_text() == "2 links, 3 notes"


@pytest.mark.parametrize("act", ["key", "slider"])
def test_what_more_depth_shows_is_brought_into_view(
    open_map: Callable[..., Any], large_file: Path, act: str
) -> None:
    opened = open_map(large_file)
    start = opened.ask(
        "(() => { const near = (i) => vaultMap.surroundings(i, 2).size; return vaultMap.page.titles.findIndex((_, i) => near(i) > 12 && near(i) < 40); })()"
    )
    opened.ask(f"vaultMap.select(vaultMap.slugOf({start}))")
    opened.still()
    for _ in range(5):
        opened.page.keyboard.press("+")
        opened.still()

    if act == "slider":
        opened.page.locator(".depth input").focus()
    opened.page.keyboard.press("2" if act == "key" else "ArrowRight")
    opened.still()

    out = opened.ask(
        """(() => { const {width, height} = document.querySelector('#network').getBoundingClientRect();
        return [...vaultMap.focus.near.keys()].filter((i) => { const {x, y} = vaultMap.where(i);
          return x < 0 || y < 0 || x > width || y > height; }).length; })()"""
    )
    assert opened.ask("vaultMap.focus.near.size") > 12
    # The view may leave out a few that lie far off: one in twenty-five on each side.
    assert out <= opened.ask("vaultMap.focus.near.size") * 4 / 25


def test_the_shortest_way_between_two_notes(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Soil")
    opened.page.keyboard.press("p")
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("Hive")
    opened.page.keyboard.press("Enter")

    assert opened.ask("vaultMap.state.route.map((i) => vaultMap.page.titles[i])") == [
        "Soil",
        "Garden",
        "Bees",
        "Hive",
    ]


# Finding notes


@pytest.mark.parametrize(
    ("typed", "first"),
    [("gard", "Garden"), ("vegetable", "Garden"), ("#outd", "Garden"), ("BEES", "Bees"), ("wells", "Wells")],
)
def test_search_finds_titles_aliases_and_tags(
    open_map: Callable[..., Any], garden_file: Path, typed: str, first: str
) -> None:
    opened = open_map(garden_file)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type(typed)

    assert opened.page.get_attribute("#query", "aria-expanded") == "true"
    assert opened.page.locator("#hits li bdi").first.inner_text() == first
    opened.page.keyboard.press("Enter")
    assert opened.titles() == [first]


def test_arrows_choose_among_the_hits(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("e")
    opened.page.keyboard.press("ArrowDown")

    assert opened.page.get_attribute("#query", "aria-activedescendant") == "hit-1"
    second = opened.page.locator("#hits li bdi").nth(1).inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.titles() == [second]


def test_a_search_without_hits_says_so(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.fill("#query", "zzzz")

    assert opened.page.locator("#hits").inner_text() == "No note matches"


def test_the_list_has_every_note_and_opens_it(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.keyboard.press("l")

    assert opened.page.locator("#list tbody tr").count() == 8
    opened.page.locator("#list td a", has_text="Hive").focus()
    opened.page.keyboard.press("Enter")
    assert opened.titles() == ["Hive"]
    assert not opened.page.locator("#list").is_visible()


def test_every_note_can_be_reached_by_its_address(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    for thing in range(opened.ask("vaultMap.page.titles.length")):
        opened.ask(f"location.hash = '#/' + vaultMap.slugOf({thing})")
        opened.until_titled(opened.ask(f"vaultMap.page.titles[{thing}]"))


def test_sentences_and_addresses_survive_the_short_form(open_map: Callable[..., Any], tmp_path: Path) -> None:
    graph = graph_of(
        {
            "Ünïcode 🧠/A b.md": "Two 🧠🧠 brains see [[B|bees 🐝]] and [[C]] in one 🧠 sentence here.\n",
            "B.md": "",
            "日本.md": "Again, this leads to [[A b]] by name.\n",
            "C.md": "[[B]]",
        }
    )
    file = tmp_path / "map.html"
    file.write_text(render_map(graph, NO_TOPICS), encoding="utf-8")
    opened = open_map(file)
    for thing in map_data(graph, NO_TOPICS).things:
        assert opened.ask(f"vaultMap.slugOf({opened.index(thing.title)})") == thing.slug
    opened.ask(f"vaultMap.select(vaultMap.slugOf({opened.index('B')}))")

    row = opened.page.locator("#detail li", has_text="A b")
    assert row.locator(".said").inner_text() == "Two 🧠🧠 brains see bees 🐝 and C in one 🧠 sentence here."
    assert row.locator("mark").inner_text() == "bees 🐝"
    row.locator("a").click()
    opened.until_titled("A b")
    assert opened.page.locator("#detail .path").first.inner_text() == "Ünïcode 🧠/A b.md"
    assert opened.page.locator("#detail mark").all_inner_texts() == ["A b", "bees 🐝", "C"]


# Filters


def test_a_topic_can_be_hidden(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    key = opened.page.locator("#legend .key").first
    key.click()

    assert key.get_attribute("aria-pressed") == "false"
    assert opened.ask("vaultMap.visible[vaultMap.page.titles.indexOf('Garden')]") == 0


def test_a_topic_has_its_own_page(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#legend .name").first.click()

    assert opened.titles() == ["Growing"]
    assert opened.ask("location.hash") == "#topic/1"
    assert "75 %" in opened.page.locator("#detail").inner_text()


def test_a_topic_of_notes_without_links_is_named_and_framed(
    open_map: Callable[..., Any], tmp_path: Path
) -> None:
    linked = {f"{at}.md": f"[[{at + 1}]] [[0]]" for at in range(9)} | {"9.md": ""}
    alone = {f"Article {at}.md": "Words." for at in range(12)}
    topics = topics_of({"Linked": tuple(linked), "Articles": tuple(alone)})
    file = tmp_path / "map.html"
    file.write_text(render_map(graph_of(linked | alone), topics), encoding="utf-8")
    opened = open_map(file)
    named = "vaultMap.labels.some(({lines}) => lines.join(' ') === 'Articles')"

    assert opened.ask(named)
    opened.page.locator("#legend .name", has_text="Articles").click()
    opened.still()
    assert all(
        240 < x < 1100 and 50 < y < 850
        for x, y in (opened.spot(opened.index(f"Article {at}")) for at in range(12))
    )
    opened.page.keyboard.press("Escape")
    opened.page.locator("#show-orphans").uncheck()
    opened.still()
    assert not opened.ask(named)


def test_single_links_make_no_note_most_linked(open_map: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    texts = {"A.md": "[[B]] [[C]]", "B.md": "[[C]]", "C.md": ""}
    file.write_text(render_map(graph_of(texts), NO_TOPICS), encoding="utf-8")
    section = open_map(file).page.locator("#detail section", has_text="Most linked")

    assert section.locator("li").all_inner_texts() == ["C\n2"]


@pytest.mark.parametrize(("box", "title"), [("orphans", "Alone"), ("unresolved", "Wells")])
def test_kinds_of_things_can_be_hidden(
    open_map: Callable[..., Any], garden_file: Path, box: str, title: str
) -> None:
    opened = open_map(garden_file)
    opened.page.locator(f"#show-{box}").uncheck()

    assert opened.ask(f"vaultMap.visible[{opened.index(title)}]") == 0


def test_attachments_show_on_demand(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    assert opened.ask(f"vaultMap.visible[{opened.index('pump.png')}]") == 0

    opened.page.locator("#show-attachments").check()
    assert opened.ask(f"vaultMap.visible[{opened.index('pump.png')}]") == 1


def test_a_tag_filters(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, address="#/Garden")
    opened.page.locator("#detail button.chip", has_text="#outdoors").click()

    assert opened.ask("vaultMap.page.titles.filter((_, i) => vaultMap.visible[i])") == ["Garden", "Soil"]


def test_the_timeline_shows_the_vault_as_it_was(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#until").fill("500")

    assert opened.ask(
        f"[vaultMap.visible[{opened.index('Garden')}], vaultMap.visible[{opened.index('Talk')}]]"
    ) == [1, 0]


def test_a_property_filters(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.locator("#filters label", has_text="Property").locator("select").select_option(
        "created: 2024-05-01"
    )

    assert opened.ask("vaultMap.page.titles.filter((_, i) => vaultMap.visible[i])") == ["Soil"]


def test_changes_are_listed_and_shown_alone(open_map: Callable[..., Any], tmp_path: Path) -> None:
    then = graph_of({"A.md": "[[B]]", "B.md": "", "Old.md": "", "Z.md": "[[A]]"})
    now = graph_of({"A.md": "[[B]] [[New]]", "B.md": "", "New.md": "", "Z.md": "[[A]]"})
    file = tmp_path / "map.html"
    file.write_text(render_map(now, NO_TOPICS, before=Earlier(then, NO_TOPICS, "Monday")), encoding="utf-8")
    opened = open_map(file)

    lists = {head.split("\n")[0]: names for head, names in opened.ask(
        "[...document.querySelectorAll('.change')].map((d) => [d.querySelector('summary').innerText, [...d.querySelectorAll('li')].map((li) => li.innerText)])"
    )}  # fmt: skip
    assert lists == {"Added": ["New"], "Gone": ["Old"], "Edited": ["A"]}
    opened.page.locator("#show-onlyChanges").check()
    assert opened.ask("vaultMap.page.titles.filter((_, i) => vaultMap.visible[i])") == ["A", "New", "Old"]


def test_findings_stand_beside_their_fix_and_filter_the_map(
    open_map: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "map.html"
    findings = [Found("miscased-link", "warning", "Soil.md", "write Garden so", Mend("write [[Garden]]"))]
    file.write_text(render_map(*garden(), findings), encoding="utf-8")
    opened = open_map(file, address="#/Soil")

    assert opened.page.locator(".mark").inner_text().split("\n") == [
        "miscased-link",
        "write Garden so",
        "Fix: write [[Garden]]",
    ]
    opened.page.keyboard.press("Escape")
    opened.page.locator("#detail button.chip", has_text="miscased-link").click()
    assert opened.ask("vaultMap.page.titles.filter((_, i) => vaultMap.visible[i])") == ["Soil"]


# Moving and looking


def test_the_wheel_zooms(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    before = opened.ask("vaultMap.network.getScale()")
    opened.page.mouse.move(640, 400)
    opened.page.mouse.wheel(0, -300)

    opened.until(f"vaultMap.network.getScale() > {before}")


def test_d_switches_between_light_and_dark(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, scheme="dark")
    assert opened.ask("document.documentElement.dataset.theme") == "dark"

    opened.page.keyboard.press("d")
    assert opened.ask("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 246)"


def test_the_picture_can_be_saved(open_map: Callable[..., Any], garden_file: Path, tmp_path: Path) -> None:
    opened = open_map(garden_file, accept_downloads=True)
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<svg")):
        assert downloaded(opened, kind, tmp_path).read_bytes().startswith(start)
    assert opened.ask("violations") == []


def downloaded(opened: Any, kind: str, folder: Path) -> Path:
    opened.page.locator("#export summary").click()
    with opened.page.expect_download() as download:
        opened.page.locator(f"[data-export={kind}]").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_a_drawing_has_the_whole_map_whatever_is_on_the_screen(
    open_map: Callable[..., Any], large_file: Path, tmp_path: Path
) -> None:
    opened = open_map(large_file, address="#topic/2", accept_downloads=True)
    for _ in range(4):
        opened.page.keyboard.press("+")
        opened.still()

    root = ElementTree.parse(downloaded(opened, "svg", tmp_path)).getroot()

    svg = "{http://www.w3.org/2000/svg}"
    dots = [path for path in root.findall(f"{svg}path") if path.get("fill") != "none"]
    # Each dot of whatever shape is one outline.
    assert sum(path.get("d", "").count("Z") for path in dots) == 1200
    names = {text.text for text in root.iter(f"{svg}text")}
    assert {"Theme 0", "Theme 1", "Theme 2"} <= names
    assert len(root.findall(f"{svg}g/{svg}linearGradient")) > 3  # bands for single links between topics


def test_a_picture_of_the_whole_map_is_sharp_and_trimmed(
    open_map: Callable[..., Any], large_file: Path, tmp_path: Path
) -> None:
    opened = open_map(large_file, accept_downloads=True)
    whole = downloaded(opened, "png", tmp_path).read_bytes()
    size = [int.from_bytes(whole[at : at + 4], "big") for at in (16, 20)]
    seen = opened.ask(
        "[vaultMap.page.width, vaultMap.page.height].map((x) => x * vaultMap.network.getScale())"
    )

    assert [pixels / 2 - wanted for pixels, wanted in zip(size, seen, strict=True)] == [
        pytest.approx(140, abs=2)
    ] * 2


def test_the_help_names_all_keys(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file)
    opened.page.keyboard.press("?")

    assert opened.page.locator("#help").is_visible()
    assert opened.page.locator("#help kbd").count() > 14
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#help").is_visible()


def test_nothing_sticks_out_on_a_phone(open_map: Callable[..., Any], garden_file: Path) -> None:
    opened = open_map(garden_file, width=390, height=844, address="#/Garden")

    assert opened.ask("document.documentElement.scrollWidth") == 390
    assert opened.page.locator("#panel").bounding_box()["y"] > 400
    small = opened.ask(
        """[...document.querySelectorAll('button, a, summary, input, select')].filter((e) => { const b = e.getBoundingClientRect();
        return b.width && (b.height < 20 || b.width < 20) && !e.closest('.skip, li'); }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


# What must never happen


def test_hostile_notes_run_nothing_load_nothing_and_break_nothing(
    open_map: Callable[..., Any], hostile_file: Path
) -> None:
    opened = open_map(hostile_file)
    for step in range(0, 500, 25):
        for thing in range(step, step + 3):
            opened.ask(f"vaultMap.select(vaultMap.slugOf({thing}))")
            opened.rest(15)
    for act in ("/", "l", "Escape", "?", "Escape"):
        opened.page.keyboard.press(act)
    opened.page.fill("#query", "<img")
    opened.page.locator("#legend .name").first.click(force=True)
    opened.rest()

    assert opened.ask("window.canary ?? null") is None
    assert opened.requests == [hostile_file.as_uri()]
    assert opened.ask("violations") == []
    assert opened.errors == []
    assert (
        opened.ask("document.querySelectorAll('#detail img, #detail script, #hits img, #list img').length")
        == 0
    )
    schemes = opened.ask(
        "[...new Set([...document.querySelectorAll('a[href]')].map((a) => new URL(a.href).protocol))]"
    )
    assert set(schemes) <= {"file:", "obsidian:", "https:"}


def axe_source() -> str:
    package = pytest.importorskip(
        "axe_playwright_python", reason="needs axe: pip install axe-playwright-python"
    )
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("act", ["", "select", "list", "search", "topic", "help", "filter"])
def test_axe_finds_no_violation(
    open_map: Callable[..., Any], garden_file: Path, scheme: str, width: int, act: str
) -> None:
    source = axe_source()
    opened = open_map(
        garden_file,
        scheme=scheme,
        width=width,
        address={"select": "#/Garden", "topic": "#topic/1", "filter": "#/Garden"}.get(act, ""),
        bypass_csp=True,
    )
    if act in ("list", "help"):
        opened.page.keyboard.press({"list": "l", "help": "?"}[act])
    if act == "search":
        opened.page.fill("#query", "e")
    if act == "filter":
        opened.page.locator("#detail button.chip", has_text="#outdoors").click()
    opened.still()
    opened.ask(source)
    found = opened.ask(
        "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations.map(({id, nodes}) => [id, nodes.map(({html, failureSummary}) => [html.slice(0, 200), failureSummary])]))"
    )

    assert found == []


def test_paper_has_the_picture_and_the_legend_in_light(
    open_map: Callable[..., Any], garden_file: Path
) -> None:
    opened = open_map(garden_file, scheme="dark")
    opened.ask("dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")

    assert opened.page.locator("#paper").is_visible()
    assert opened.page.locator("#legend .swatch").first.is_visible()
    assert not opened.page.locator("#find").is_visible()
    assert opened.ask("document.documentElement.dataset.theme") == "light"
    opened.ask("dispatchEvent(new Event('afterprint'))")
    assert opened.ask("document.documentElement.dataset.theme") == "dark"
    assert opened.ask("violations") == []
