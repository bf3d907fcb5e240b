"""Where words begin and end: a table of words in sentences."""

import pytest

from vaulttools.word_bounds import in_address, sentence_starts, stands_alone

# The word between the bars stands alone, or does not.
ALONE = (
    "see |Newton|, who", "|Newton|'s law", "(|Newton|)", "“|Newton|”", "l'|épilepsie| est", "|vagus|-related", "a/|b|/c",
    "сам |Ньютон| и", "|Ньютон|.", "使用|Python|编程", "研究|迷走神经|的", "この|アニメ|は", "日本の|大学|です", "แล้ว|ประสาท|กับ",
    "그것은 |파이썬|은 좋다", "|파이썬|", "|파이썬|으로", "end of |Newton|.\n", "|Newton|: a life", "|Newton|. Then", "|Newton|.\u3000次",
    "**|Newton|**", "|cafe\u0301| noir", "2 |VNS| 3", "|C| and",
)  # fmt: skip
INSIDE = (
    "|Newton|ian", "re|start|", "|start|up", "non-|invasive|", "my_|vagus|", "|Node|.js", "x.|Node|", "@|Newton|", "|C|++", "|C|#",
    "|Topic|:: x", "|cafe|\u0301", "тор|сам|", "|アニメ|ーション", "東京|タワ|ー", "|파이|썬", "새|파이썬|", "เ|กา|", "|กา|ะ", "|กา|้", "|Newton|2", "é|tude|",
)  # fmt: skip
# The word between the bars belongs to an address or a path, or does not.
ADDRESSES = (
    "in /etc/|netplan|/50.yaml", "`a` ~/|netplan|/", "(../|netplan|)", "a /|netplan|", "obsidian://show-plugin?id=|netplan|",
    "|obsidian|://open", "(app://x/|netplan|)", "C:/|netplan|", "<github.com/|netplan|>", "a github.com/x/|netplan|", "@types/|node|",
    "zotero://a?b=c&d=|netplan|",
)  # fmt: skip
NO_ADDRESSES = (
    "and/or |Newton|", "and/|Newton|", "**Leibniz**/|Newton|", "`a`/|Newton|", "1687/|Newton|", "Node.js/|Express|", "a / |Newton|",
    "[[Leibniz]]/|Newton|", "请看/|迷走神经|", "a=|Newton|", "e.g. |Newton|: //", "/etc/x |Newton|", "|Newton|/Leibniz", "|Newton|",
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "address"), [(one, True) for one in ADDRESSES] + [(one, False) for one in NO_ADDRESSES]
)
def test_words_belong_to_addresses_and_paths_or_do_not(sentence: str, address: bool) -> None:
    before, word, after = sentence.split("|")

    assert in_address(before + word + after, len(before), len(before) + len(word)) is address


@pytest.mark.parametrize(
    ("sentence", "alone"), [(one, True) for one in ALONE] + [(one, False) for one in INSIDE]
)
def test_words_stand_alone_or_are_parts_of_others(sentence: str, alone: bool) -> None:
    before, word, after = sentence.split("|")

    assert stands_alone(before + word + after, len(before), len(before) + len(word)) is alone


def test_a_sentence_starts_at_the_beginning_and_behind_its_marks() -> None:
    assert [sentence_starts("Go. Go, go\n- Go“Go", place) for place in (0, 4, 8, 13)] == [
        True,
        True,
        False,
        True,
    ]
