"""Long forms of abbreviations, as a vault itself explains them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from vaulttools.note import Note
from vaulttools.patterns import pattern
from vaulttools.words import body

_ABBREVIATION = pattern(r"[A-Z][A-Z0-9]{1,6}")
_GAP = pattern(r"[\s-]+")
_END_OF_THOUGHT = pattern(r"[\n.;:()\[\]|]")
_MOST_WORDS = 8
_FAR = 90


def long_form(text: str, notes: Iterable[Note]) -> str:
    """What an abbreviation stands for in these notes; any other text as it is.

    "RA" is "Rheumatoid arthritis" where a note of that title has it as an alias, or where a text says
    "rheumatoid arthritis (RA)". The initials have to fit. The form met in most notes wins.
    """
    if not _ABBREVIATION.fullmatch(text):
        return text
    met: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for note in notes:
        for form in {form.casefold(): form for form in _explained(text, note)}.values():
            met[form.casefold()] += 1
            forms.setdefault(form.casefold(), Counter())[form] += 1
    if not met:
        return text
    best = max(sorted(met), key=met.__getitem__)
    # Lower case says how the words are written where nothing forces capitals on them.
    form = min(forms[best], key=lambda form: (sum(map(str.isupper, form)), form))
    return form[:1].upper() + form[1:]


def _explained(short: str, note: Note) -> Iterator[str]:
    if short in note.aliases and _initials(note.title) == short.casefold():
        yield note.title
    text = body(note.text)
    for match in re.finditer(rf"\s*\({short}\)", text):
        before = _END_OF_THOUGHT.split(text[max(0, match.start() - _FAR) : match.start()])[-1]
        words = before.split()
        tails = (" ".join(words[start:]) for start in range(max(0, len(words) - _MOST_WORDS), len(words)))
        yield from (tail for tail in map(_bare, tails) if _initials(tail) == short.casefold())


def _bare(text: str) -> str:
    return text.strip("*_\"'“”, ")


def _initials(form: str) -> str:
    return "".join(word[:1] for word in _GAP.split(form)).casefold()
