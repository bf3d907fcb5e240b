"""Where words begin and end, in scripts with spaces between words and in scripts without."""

import unicodedata

from vaulttools.patterns import pattern

# First and last character of stretches of one script, and how its words end.
_RANGES = (
    (0x0E00, 0x0EFF, "marked"),  # Thai, Lao
    (0x1000, 0x109F, "marked"),  # Burmese
    (0x1780, 0x17FF, "marked"),  # Khmer
    (0x1100, 0x11FF, "hangul"),
    (0x3040, 0x309F, "free"),  # Hiragana
    (0x30A0, 0x30FF, "katakana"),
    (0x31F0, 0x31FF, "katakana"),
    (0x3400, 0x4DBF, "free"),  # Han
    (0x4E00, 0x9FFF, "free"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "free"),
    (0x20000, 0x3FFFF, "free"),
)
# A Thai or Lao vowel that is written before its consonant, and signs that belong to what stands before them.
_LEADING = frozenset("เแโใไເແໂໃໄ")
_TRAILING = frozenset("ะาำๅๆฯະາຳໆ")
# Korean particles follow a noun without a space.
_PARTICLES = frozenset(
    """은 는 이 가 을 를 에 의 와 과 도 로 만 나 랑 께 야 여 으로 에서 에게 까지 부터 처럼
    보다 이나 이랑 라고 이라고 이란 란 에는 에도 에서는 에서도 으로는 로는 와는 과는 이다 입니다
    이며 하고 한테 마다 조차 밖에 만의 와의 과의""".split()  # noqa: SIM905
)
# What stands before a name in an address of whatever scheme, on a web site, in the path of a file, in a package.
_ADDRESS = pattern(
    r"[^\w~./@]*+(?:[^\W\d_][\w+.-]*+:/|(?:[a-z0-9-]++\.)++[a-z]{2,}+/|(?:~|\.{1,2}|@[\w.-]++)?+/)"
)
_ADDRESS_MARKS = frozenset("/=&?:,~")
_LONGEST_ADDRESS = 300


def script(character: str) -> str:
    """How words of this character's script end: "spaced", "free", "katakana", "marked", "hangul"; "" for no letter."""
    if character < "\u0e00":
        return "spaced" if character.isalnum() or character == "_" else ""
    code = ord(character)
    for first, last, kind in _RANGES:
        if first <= code <= last:
            return kind if character.isalnum() or unicodedata.category(character)[0] == "M" else ""
    return "spaced" if character.isalnum() else ""


def in_katakana(text: str, at: int) -> bool:
    """Whether a place lies within a run of katakana, where no word begins or ends."""
    return 0 < at < len(text) and script(text[at - 1]) == script(text[at]) == "katakana"


def is_spaced(text: str) -> bool:
    """Whether all letters of a text are of scripts with spaces between words."""
    return text.isascii() or all(script(character) in ("", "spaced") for character in text)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the characters from `start` to `end` are whole words, as far as letters can tell.

    Chinese, Japanese and Thai have no spaces: there a word may begin and end anywhere but within a run of
    katakana or a syllable. Korean particles may follow. A hyphen before parts ("non-invasive"), one behind
    joins ("vagus-related"); a full stop between letters is part of a name ("node.js").
    """
    return _begins(text, start) and _ends(text, end)


def _begins(text: str, start: int) -> bool:
    if not start:
        return True
    before, first = text[start - 1], script(text[start])
    kind = script(before)
    if not kind:
        is_joined = start > 1 and bool(script(text[start - 2]))
        return before not in "@#\\" and not (before in "-‐‑.+" and is_joined)
    if kind != first:
        return True
    return kind == "free" or (kind == "marked" and before not in _LEADING)


def _ends(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    after, last = text[end], script(text[end - 1])
    kind = script(after)
    if not kind:
        if after < "\u0300":
            # "key:: value" is a field of a query language, "C++" and "C#" are other names.
            following = text[end + 1 : end + 2]
            is_name = after == "." and following.isalnum() and script(following) == "spaced"
            return not (is_name or after in "@#" or (after in "+:" and following == after))
        return unicodedata.category(after)[0] != "M"
    if kind != last:
        return True
    if kind == "hangul":
        return _is_particle(text, end)
    is_sign = after in _TRAILING or unicodedata.category(after)[0] == "M"
    return kind == "free" or (kind == "marked" and not is_sign)


def _is_particle(text: str, start: int) -> bool:
    end = start
    while end < len(text) and end - start < 5 and script(text[end]) == "hangul":
        end += 1
    return text[start:end] in _PARTICLES


def in_address(text: str, start: int, end: int) -> bool:
    """Whether the characters from `start` to `end` belong to an address or a path: "/etc/name/", "app://open?id=name".

    "one/other" is no path. Web addresses in plain text are found by whoever reads the note.
    """
    if text.startswith("://", end):
        return True
    if not start or text[start - 1] not in _ADDRESS_MARKS:
        return False
    before = text[max(0, start - _LONGEST_ADDRESS) : start].split()
    return bool(before) and _ADDRESS.match(before[-1]) is not None


def sentence_starts(text: str, start: int) -> bool:
    """Whether a sentence starts here, so that a capital letter says nothing."""
    before = text[max(0, start - 40) : start].rstrip(" \t*_\"'“”‘’«(>-+0123456789")
    return not before or before[-1] in ".!?:;\n\r…|"
