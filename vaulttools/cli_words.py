"""What is said of words on the command line that mean nothing there: what was probably meant, or where it goes."""

import os
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence

from vaulttools.edit_distance import edit_distance
from vaulttools.outputs.terminal import escape

# So many letters a word has at the least for two that are wrong.
_LONG = 6


def unknown_command(word: str, commands: Iterable[str]) -> str:
    """What to say of a word that stands where a command should."""
    lists = "`vaulttools --help` lists all commands"
    if word.startswith("-"):
        return f"'{word}' stands before the command; name that first: vaulttools COMMAND {word}; {lists}"
    near = _nearest(word, commands)
    if not near and os.path.isdir(word):
        return f"'{word}' is a folder; name a command first: vaulttools check {shlex.quote(word)}; {lists}"
    said = f"did you mean '{near}'? " if near else ""
    return f"there is no command '{word}'; {said}{lists}"


def unknown_words(command: ArgumentParser, args: Namespace, words: Sequence[str]) -> str:
    """What to say of the words that a command could make nothing of; `args` is what it made of the others."""
    options = command._option_string_actions
    word = next((word for word in words if word.startswith("-")), words[0])
    if word.startswith("-"):
        name = word.partition("=")[0]
        if name == "--vault":
            return "name the vault's folder without --vault here"
        near = _nearest(name, [option for option in options if option.startswith("--")])
        return escape(f"there is no option {name}") + (f"; did you mean {near}?" if near else "")
    if "--vault" in options and not args.vault and os.path.isdir(word):
        return escape(f"name the vault with --vault: --vault {shlex.quote(word)}")
    return escape(f"'{word}' is one word too many; put options last, and a name with blanks in quotes")


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to one: it begins with that, or one letter is wrong, or two of many."""
    letters = word.strip("-")
    limit = 1 + (len(letters) >= _LONG)
    found = []
    for one in known:
        name = one.strip("-")
        is_begun = len(letters) > 1 and name.startswith(letters)
        distance = 0 if is_begun else edit_distance(letters, name, limit)
        if distance <= limit:
            found.append((distance, one))
    return min(found)[1] if found else None
