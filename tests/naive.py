"""A second resolver, slow and plain, that shares no code with the first: links by one pattern, files by looking at all.

It knows only what tests/model.py writes: wikilinks and Markdown links in plain paragraphs. Its rules are those
of tests/conformance/which-file.md.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

_LINK = re.compile(
    r"\[\[(?P<wiki>(?:(?!\]\])[^|#\n])*)(?P<sub>#[^\]|\n]*)?(?:\|[^\]\n]*)?\]\]"
    r"|\[(?P<shown>[^\]\n]*)\]\((?:<(?P<angle>[^>\n]*)>|(?P<bare>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*))\)"
)
_SIGNS = '!"#$%&()*+,.:;<=>?@^`{|}~/[]\\'


class NaiveLink(NamedTuple):
    """Where a link leads as it is written: a linkpath and a subpath, decoded."""

    linkpath: str
    subpath: str


def links(text: str) -> list[NaiveLink]:
    """The links of a text, in order."""
    found = []
    for match in _LINK.finditer(text):
        if match["wiki"] is not None:
            found.append(NaiveLink(match["wiki"].strip(), match["sub"] or ""))
        else:
            place = match["angle"] if match["angle"] is not None else match["bare"]
            path, mark, rest = unquote(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", place)).partition("#")
            found.append(NaiveLink(path, mark + rest))
    return found


def heading(text: str, subpath: str) -> int | None:
    """Which of a text's headings a subpath leads to, counted from 0; None where it leads to none."""
    found = [(len(marks), bare(words)) for marks, words in re.findall(r"^(#{1,6}) (.*)$", text, re.MULTILINE)]
    at, level = -1, 0
    for part in filter(None, subpath.split("#")):
        following = range(at + 1, len(found))
        fits = [one for one in following if found[one][0] > level and found[one][1] == bare(part)]
        if not fits:
            return None
        at, level = fits[0], found[fits[0]][0]
    return at if at >= 0 else None


def bare(words: str) -> str:
    """Words as headings are compared: no letter case, and a blank for most signs."""
    return " ".join("".join(" " if one in _SIGNS else one for one in words).lower().split())


def folded(path: str) -> str:
    """A path as names are compared."""
    return unicodedata.normalize("NFC", path).casefold()


def targets(files: Iterable[str], linkpath: str, source: str) -> set[str]:
    """The files a link may lead to: none, one, or several that fit equally well."""
    files = list(files)
    if not linkpath:
        return {source}
    name = folded(linkpath).split("/")[-1]
    has_file = "." in name and any(folded(path).split("/")[-1] == name for path in files)
    wanted = folded(linkpath) + ("" if has_file else ".md")
    if wanted.startswith(("./", "../", "/")):
        where = _walk(folded(source).split("/")[:-1], wanted)
        return {path for path in files if folded(path) == where}
    named = [path for path in files if folded(path).split("/")[-1] == wanted]
    if len(named) == 1:
        return set(named)
    exact = {path for path in files if folded(path) == wanted}
    if exact:
        return exact
    fitting = [
        path
        for path in files
        if folded(path).endswith(wanted) and folded(path).split("/")[-1] == wanted.split("/")[-1]
    ]
    folder = "".join(f"{part}/" for part in folded(source).split("/")[:-1])
    near = [path for path in fitting if folded(path).startswith(folder)] or fitting
    shortest = min((_length(path) for path in near), default=0)
    return {path for path in near if _length(path) == shortest}


def _walk(folders: list[str], wanted: str) -> str | None:
    if wanted.startswith("/"):
        return wanted[1:]
    parts = wanted.split("/")
    while parts[0] in (".", ".."):
        if parts.pop(0) == "..":
            if not folders:
                return None
            folders = folders[:-1]
    return "/".join([*folders, *parts])


def _length(path: str) -> int:
    return len(unicodedata.normalize("NFC", path).encode("utf-16-le"))
