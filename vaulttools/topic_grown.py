"""Words of Chinese and Japanese, found without a dictionary: pairs of characters grown while they go on alike."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from vaulttools.stop_words import CJK_STOP_CHARACTERS
from vaulttools.word_bounds import in_katakana
from vaulttools.words import is_cjk

ALIKE = 0.7
"""Share of its places at which a piece goes on with the same character, to take that in."""

_LONGEST = 8
_FEWEST = 2


def grown(words: Iterable[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Words with each pair of characters grown to the word it is a piece of, none twice or inside another.

    "走神" is a piece of "迷走神经" if nearly every text that has it goes on so, before and after. After the accessor
    variety of Feng, Chen, Deng, Zheng, Computational Linguistics 30 (2004). Pieces of several words of katakana are
    left out. Other words stay as they are.
    """
    text = "\n".join(texts)
    found: list[str] = []
    for word in words:
        whole = _grow(word, text) if is_cjk(word) else word
        if is_cjk(word) and _is_piece(whole, text):
            continue
        if not any(whole in other for other in found if is_cjk(other)) and whole not in found:
            found = [other for other in found if not (is_cjk(whole) and is_cjk(other) and other in whole)]
            found.append(whole)
    return tuple(found)


def _grow(piece: str, text: str) -> str:
    while len(piece) < _LONGEST:
        after = _usual(text, piece, len(piece))
        before = "" if after else _usual(text, piece, -1)
        if not after and not before:
            break
        piece = before + piece + after
    return piece


def _usual(text: str, piece: str, offset: int) -> str:
    """The character that nearly always stands next to a piece, "" if there is none, or it only joins words."""
    places = (start + offset for start in _places(text, piece))
    met = Counter(text[at] if 0 <= at < len(text) else "\n" for at in places)
    character, times = min(met.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    is_part = is_cjk(character) and character not in CJK_STOP_CHARACTERS
    return character if is_part and times >= max(_FEWEST, ALIKE * met.total()) else ""


def _is_piece(word: str, text: str) -> bool:
    """Whether a word mostly stands within longer words of katakana."""
    cut = [in_katakana(text, at) or in_katakana(text, at + len(word)) for at in _places(text, word)]
    return 2 * sum(cut) > len(cut)


def _places(text: str, piece: str) -> Iterator[int]:
    start = text.find(piece)
    while start >= 0:
        yield start
        start = text.find(piece, start + 1)
