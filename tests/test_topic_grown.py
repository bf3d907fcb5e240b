"""Chinese and Japanese keywords are whole words, though no dictionary says which."""

from hypothesis import given
from hypothesis import strategies as st

from tests.test_topics import graph_of, ring
from vaulttools.outputs.terminal import width_of
from vaulttools.outputs.topics_text import render_topics_text
from vaulttools.topic_grown import grown
from vaulttools.topics import find_topics

NERVE = ("迷走神经与心率，副交感神经系统。", "刺激迷走神经，提高心率变异性。", "迷走神经的作用：心率变异性。")
FUNDS = ("指数基金", "股票投资", "投资组合", "债券与投资", "复利", "养老金")
FUND_TEXT = "指数基金适合长期投资，投资组合有股票和债券，投资越早越好。"


def test_a_pair_grows_to_the_word_it_is_a_piece_of() -> None:
    assert grown(["走神", "率变"], NERVE) == ("迷走神经", "心率变异性")


def test_a_pair_that_goes_on_in_many_ways_is_a_word() -> None:
    assert grown(["睡眠"], ("睡眠不足", "睡眠质量", "深度睡眠")) == ("睡眠",)


def test_a_word_does_not_grow_over_what_only_joins_words() -> None:
    assert grown(["メラ"], ("夜のメラトニンは", "光とメラトニンは")) == ("メラトニン",)
    assert grown(["象徴"], ("花・象徴", "月・象徴")) == ("象徴",)


def test_a_piece_of_katakana_words_is_no_word() -> None:
    texts = ("サイトとライト、カメラ", "サイトのライト、カメラ", "カメラはサイトのライト")

    assert grown(["イト", "カメ"], texts) == ("カメラ",)


def test_a_topic_is_called_by_no_piece_of_katakana_words() -> None:
    titles = ("静かなサイト", "明るいライト", "遅いバイト", "青いナイト", "夜のタイト")
    others = ring(("Deep sleep", "Sleep debt", "Naps and sleep", "Sleep stages"), "Light at night.")
    topics = find_topics(graph_of(ring(titles, "サイトとライトとバイト。") | others))

    assert topics.topics[0].name in titles


def test_words_of_other_scripts_stay_and_nothing_is_said_twice() -> None:
    assert grown(["heart", "迷走", "神经", "rate"], NERVE) == ("heart", "迷走神经", "rate")


@given(
    st.lists(st.text(alphabet="迷走神经ab", min_size=1, max_size=3)),
    st.lists(st.text(alphabet="迷走神经a\n")),
)
def test_any_words_and_texts_give_words_that_hold_them(words: list[str], texts: list[str]) -> None:
    found = grown(words, texts)
    assert len(set(found)) == len(found)
    assert all(any(word in whole for whole in found) for word in words)


def test_a_chinese_topic_is_called_by_a_word_that_starts_one_title_and_ends_another() -> None:
    others = ring(("Deep sleep", "Sleep debt", "Naps and sleep", "Sleep stages"), "Light at night.")
    topics = find_topics(graph_of(ring(FUNDS, FUND_TEXT) | others))
    chinese = next(topic for topic in topics.topics if topic.hub[0] not in "DSN")
    assert chinese.name == "投资" and "指数基金" in chinese.keywords
    rows = render_topics_text(topics).splitlines()
    assert len({width_of(row[: row.rindex("  ")]) for row in rows[1:3]}) == 1
