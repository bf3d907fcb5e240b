"""Names of topics: a map's title, else phrases of several titles, never a fragment, a tag's word or a bare abbreviation."""

import numpy as np
import pytest

from tests.house import ROOT
from tests.test_topics import MONEY, RICH, SLEEP, SLEEPY, graph_of, ring
from vaulttools.disk import read_vault
from vaulttools.graph import build_graph
from vaulttools.note import parse
from vaulttools.outputs.topics_text import render_topics_text
from vaulttools.topic_abbreviations import long_form
from vaulttools.topic_candidates import Candidate, best_parts
from vaulttools.topic_maps import plain_title
from vaulttools.topic_phrases import read_titles
from vaulttools.topics import find_topics
from vaulttools.words import read_words

COLD = (
    "Cold exposure at home", "Benefits of cold exposure", "Cold exposure for sleep", "A cold shower",
    "Safety of cold exposure", "Swimming in ice",
)  # fmt: skip
CHILL = "Cold exposure means water near freezing; cold exposure in winter wakes the body."
BANKS = ring(MONEY, RICH)


def names(texts: dict[str, str]) -> list[str]:
    """The names of all topics, sorted."""
    return sorted(topic.name for topic in find_topics(graph_of(texts)).topics)


def name_beside_banks(texts: dict[str, str]) -> str:
    """The name of the one topic that is not about banks."""
    found = find_topics(graph_of(texts | BANKS)).topics
    (name,) = {topic.name for topic in found if f"{MONEY[0]}.md" not in topic.members}
    return name


def listing(members: tuple[str, ...]) -> str:
    return "\n".join(f"- [[{name}]]" for name in members)


def test_a_topic_is_called_as_the_map_that_lists_it() -> None:
    texts = ring(SLEEP, SLEEPY) | {"Nights and light": listing(SLEEP)}

    assert name_beside_banks(texts) == "Nights and light"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Sleep MOC", "Sleep"),
        ("03 - Sleep", "Sleep"),
        ("🌙 Sleep (MOC)", "Sleep"),
        ("sleep_and_light", "sleep and light"),
        ("0.25 mA", "0.25 mA"),
        ("MOC", "MOC"),
    ],
)
def test_a_map_lends_its_title_without_number_emoji_and_mark(title: str, name: str) -> None:
    assert plain_title(title) == name


def test_an_index_of_everything_lends_no_topic_its_title() -> None:
    texts = ring(SLEEP, SLEEPY) | BANKS | {"Sleep or bank": listing(SLEEP + MONEY)}

    assert "Sleep or bank" not in names(texts)


def test_an_article_that_links_to_all_is_no_map() -> None:
    texts = ring(SLEEP, SLEEPY) | {"Night owls": listing(SLEEP) + "\n\n" + SLEEPY * 20}

    assert name_beside_banks(texts) != "Night owls"


def test_a_map_whose_title_no_member_knows_is_passed_over() -> None:
    texts = ring(SLEEP, SLEEPY) | {"Zettel": listing(SLEEP)}

    assert name_beside_banks(texts) == "Sleep"


def test_a_phrase_of_several_titles_is_better_than_its_word() -> None:
    assert name_beside_banks(ring(COLD, CHILL)) == "Cold exposure"


def test_a_word_of_the_hub_alone_is_no_name() -> None:
    hub = {"Melanopsin": f"{SLEEPY} {listing(SLEEP)} {SLEEPY * 10}"}

    assert name_beside_banks(ring(SLEEP, SLEEPY) | hub) == "Sleep"


def test_a_tag_does_not_outweigh_titles() -> None:
    texts = {name: f"#method {text}" for name, text in ring(SLEEP, SLEEPY).items()}

    assert name_beside_banks(texts) == "Sleep"


def test_where_titles_share_nothing_a_tag_of_most_members_is_the_name() -> None:
    nights = ("Monday", "Alba", "Rest", "Dusk", "Owl", "Pillow")
    texts = {name: f"#sleep {text}" for name, text in ring(nights, SLEEPY).items()}

    assert name_beside_banks(texts) == "Sleep"


def test_an_abbreviation_gives_way_to_its_long_form() -> None:
    titles = ("OCD in children", "Causes of OCD", "OCD", "Treating OCD", "OCD and sleep", "Habits and OCD")
    text = "Obsessive-compulsive disorder (OCD) is a loop; OCD can be treated."

    assert name_beside_banks(ring(titles, text)) == "Obsessive-compulsive disorder"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is called heart rate variability (HRV).", "Heart rate variability"),
        ("Then Heart Rate Variability (HRV) fell. Your heart rate variability (HRV) rose.", "Heart rate variability"),
        ("Heart rate, variability (HRV)", "Heart rate, variability"),
        ("The measure of a heart (HRV)", "HRV"),
        ("HRV, always HRV", "HRV"),
    ],
)  # fmt: skip
def test_a_long_form_has_the_initials_and_the_fewest_capitals(text: str, name: str) -> None:
    assert long_form("HRV", [parse("A.md", text)]) == name


def test_an_alias_explains_an_abbreviation() -> None:
    note = parse("Rheumatoid arthritis.md", "---\naliases: [RA]\n---\n")

    assert long_form("RA", [note]) == "Rheumatoid arthritis"
    assert long_form("Reading", [note]) == "Reading"


def test_a_compound_is_not_torn_apart() -> None:
    titles = (
        "Time-restricted feeding", "Time-restricted feeding in mice", "Sleep and time-restricted feeding",
        "A day of time-restricted feeding",
    )  # fmt: skip

    assert (
        name_beside_banks(ring(titles, "Time-restricted feeding lets you eat by day."))
        == "Time-restricted feeding"
    )


def test_signs_that_belong_to_letters_part_no_phrase() -> None:
    notes = [parse(f"{number}.md", f"# हृदय गति\n{number}") for number in (1, 2)]
    forms = {form for form, _ in read_titles(notes, read_words(notes)).phrases[0].values()}

    assert "हृदय गति" in forms and "हृदय" in forms


def test_a_second_part_does_not_repeat_the_first() -> None:
    titles = ("Genetics of eyes", "Genetic twins", "Genetics today", "Old genetics", "Genes", "Gene pools")

    assert name_beside_banks(ring(titles, "Genetics and genetic genes in a gene.")).count("en") == 1


def candidate(form: str, members: range, worth: float = 1.0) -> Candidate:
    """A phrase of one word that these of ten members are all about."""
    inside = np.array([0.5 * (member in members) for member in range(10)])
    return Candidate((sum(map(ord, form)),), form, inside, worth, True)


def test_a_second_part_fits_three_members_of_ten() -> None:
    tried = [
        candidate("smell", range(8)),
        candidate("taming", range(8, 10), 5),
        candidate("dogs", range(6, 9)),
    ]

    assert [part.form for part in best_parts(tried)] == ["smell", "dogs"]
    assert [part.form for part in best_parts(tried[:2])] == ["smell"]


def test_a_plural_is_no_second_part() -> None:
    tried = [
        candidate("tab groups", range(7)),
        candidate("tabs", range(5, 10)),
        candidate("pins", range(7, 10)),
    ]

    assert [part.form for part in best_parts(tried)] == ["tab groups", "pins"]


def test_names_have_two_parts_at_most_and_are_unique() -> None:
    twice = ring(tuple(f"{name} again" for name in SLEEP), SLEEPY)
    found = names(ring(SLEEP, SLEEPY) | BANKS | twice)

    assert len({name.casefold() for name in found}) == len(found) >= 2
    assert all(name.count(" · ") <= 1 for name in found)


CHINESE = ("睡眠科学", "深度睡眠", "睡眠不足的影响", "褪黑素与睡眠", "午睡", "昼夜节律")
JAPANESE = ("睡眠の質", "深い眠り", "睡眠とメラトニン", "昼寝の効果", "睡眠不足", "体内時計")


@pytest.mark.parametrize(
    ("titles", "text"),
    [
        (CHINESE, "睡眠由褪黑素和光线调节，昼夜节律影响睡眠质量。"),
        (JAPANESE, "睡眠は光とメラトニンで調節される。体内時計が睡眠を決める。"),
    ],
)
def test_chinese_and_japanese_topics_are_called_by_a_word_of_titles(
    titles: tuple[str, ...], text: str
) -> None:
    assert name_beside_banks(ring(titles, text)) == "睡眠"


def test_a_chinese_topic_without_a_word_in_common_is_called_as_its_hub() -> None:
    titles = ("昼夜节律", "深夜读书", "失眠日记", "梦境解析")
    texts = ring(titles, "光线调节身体时钟，夜里休息。") | {
        "昼夜节律": "[[深夜读书]] [[失眠日记]] [[梦境解析]] 光线调节身体时钟"
    }

    assert name_beside_banks(texts) == "昼夜节律"


def test_names_do_not_hang_on_the_order_of_titles() -> None:
    forwards, backwards = ring(COLD, CHILL) | BANKS, BANKS | dict(reversed(ring(COLD, CHILL).items()))

    assert names(forwards) == names(backwards)


def test_the_table_in_the_docs_is_what_the_example_vault_gives() -> None:
    topics = find_topics(build_graph(read_vault(ROOT / "vault")))

    assert render_topics_text(topics) in (ROOT / "docs" / "topics.md").read_text(encoding="utf-8")


def test_a_phrase_that_is_rarer_than_a_compound_with_it_is_not_less_than_a_piece() -> None:
    compounds = tuple(
        f"{word} time-restricted eating" for word in ("Early", "Late", "Strict", "Mild", "Daily")
    )
    titles = (*compounds, "Restricted eating", "Restricted eating patterns")
    notes = [parse(f"{title}.md", "") for title in titles]

    whole = read_titles(notes, read_words(notes)).whole

    assert all(0 <= share <= 1 for share in whole.values())
