"""Words of Chinese and Japanese, found without a dictionary: pairs of characters grown while they go on alike."""

from collections import Counter
from collections.abc import Iterable, Sequence

from vaulttools.stop_words import CJK_STOP_CHARACTERS
from vaulttools.words import is_cjk

ALIKE = 0.7
"""Share of its places at which a piece goes on with the same character, to take that in."""

_LONGEST = 8
_FEWEST = 2


def grown(words: Iterable[str], texts: Sequence[str]) -> tuple[str, ...]:
    """Words with each pair of characters grown to the word it is a piece of, none twice or inside another.

    "走神" is a piece of "迷走神经" if nearly every text that has it goes on so, before and after. After the accessor
    variety of Feng, Chen, Deng, Zheng, Computational Linguistics 30 (2004). Other words stay as they are.
    """
    text = "\n".join(texts)
    found: list[str] = []
    for word in words:
        whole = _grow(word, text) if is_cjk(word) else word
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
    met: Counter[str] = Counter()
    start = text.find(piece)
    while start >= 0:
        at = start + offset
        met[text[at] if 0 <= at < len(text) else "\n"] += 1
        start = text.find(piece, start + 1)
    character, times = min(met.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    is_part = is_cjk(character) and character not in CJK_STOP_CHARACTERS
    return character if is_part and times >= max(_FEWEST, ALIKE * met.total()) else ""
