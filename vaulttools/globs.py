"""Path patterns as people write them in settings: `Drafts/`, `*.excalidraw.md`, `Logs/**/2024-*`."""

import re
from collections.abc import Callable, Iterable

_PIECE = r"(?s)\*\*/|\*\*|\*|\?|\[[^\]/]+\]|."
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def path_matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """A function that says whether a vault-relative path fits one of the patterns.

    `*` and `?` stay within a name, `**` crosses folders, `[ab]` is one of these letters (`[2024-01]`, which
    cannot be that, stands for itself). A pattern with a slash before its end (`./` in front is one) counts from the
    vault's root, any other fits at every depth. A folder that fits takes along all it holds; a slash at the end asks
    for a folder.
    """
    pieces = [_regex(pattern) for pattern in patterns]
    if not pieces:
        return lambda path: False
    fits = re.compile("|".join(pieces), re.DOTALL).match
    return lambda path: fits(path) is not None


def _regex(pattern: str) -> str:
    body = pattern
    while body.startswith("./"):
        body = body[2:].lstrip("/")
    body = body.strip("/")
    start = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    middle = "".join(_MEANING.get(piece) or _letters(piece) for piece in re.findall(_PIECE, body))
    return f"{start}{middle}{'/.*' if pattern.endswith('/') else '(?:/.*)?'}\\Z"


def _letters(piece: str) -> str:
    if len(piece) == 1:
        return re.escape(piece)
    inner = piece[1:-1].replace("\\", r"\\").replace("[", r"\[")
    letters = f"[^{inner[1:]}]" if inner.startswith("!") and inner[1:] else f"[{inner}]"
    try:
        re.compile(letters)
    except re.error:  # no letters at all, but a name: `Log [2024-01]`
        return re.escape(piece)
    return letters
