"""How often a note's language is told right: `python benchmarks/bench_languages.py CLONE`.

CLONE is a clone of `obsidianmd/obsidian-help`: a folder a language. All notes are read as one vault, with our lists of
words that say nothing; then, where they are installed, with those of stopwordsiso and stop-words in their place.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from vaulttools import words
from vaulttools.disk import read_vault
from vaulttools.stop_words import STOP_WORDS


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("clone", type=Path)
    folders = [
        folder for folder in sorted(args.parse_args().clone.iterdir()) if folder.name[:2] in STOP_WORDS
    ]
    notes, wanted = [], []
    for folder in [folder for folder in folders if len(folder.name.partition("-")[0]) == 2]:
        found = list(read_vault(folder).notes.values())
        notes += found
        wanted += [folder.name[:2]] * len(found)
    for name, lists in all_lists():
        words.STOP_WORDS, words._CODES = dict(lists), tuple(lists)
        words._LISTED, words._NONE = frozenset().union(*lists.values()), [False] * len(lists)
        told = words.read_words(notes).languages
        wrong = Counter(code for code, said in zip(wanted, told, strict=True) if code != said)
        print(f"{name}: {wrong.total()} of {len(notes):,} wrong, {dict(wrong.most_common(5))}")


def all_lists() -> Iterator[tuple[str, Mapping[str, frozenset[str]]]]:
    """The lists by name, ours first."""
    yield "ours", STOP_WORDS
    try:
        import stopwordsiso
    except ImportError:
        print("stopwordsiso is not installed")
    else:
        yield "stopwordsiso", {code: frozenset(stopwordsiso.stopwords(code)) for code in STOP_WORDS}
    try:
        import stop_words
    except ImportError:
        print("stop-words is not installed")
    else:
        # It calls Norwegian by its Bokmål code.
        codes = {code: "nb" if code == "no" else code for code in STOP_WORDS}
        known = {code: theirs for code, theirs in codes.items() if theirs in stop_words.LANGUAGE_MAPPING}
        yield "stop-words", {code: frozenset(stop_words.get_stop_words(it)) for code, it in known.items()}


if __name__ == "__main__":
    main()
