"""Obsidian's resolution rules: from a linkpath to a file, and why.

The rules and where each is known from stand in `RULES`; `tests/conformance/which-file.md` has a row for
each. `places` does the same for subpaths, `linkpaths` goes the other way.
"""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Rule(NamedTuple):
    """What a rule says, in one sentence, and where that is known from."""

    doc: str
    source: str


RULES: Mapping[str, Rule] = {
    "self": Rule(
        "a link without a path goes to the note it stands in",
        "observed in obsidian-tasks' resolvedLinks and by console probe of 1.13.7",
    ),
    "unique-name": Rule(
        "one file has this name, so a bare name reaches it from any folder",
        "observed in four vaults; app bundle as read by others",
    ),
    "relative": Rule(
        "'./' and '../' start at the folder of the source; only that exact path counts",
        "console probe of 1.13.7; observed in four vaults",
    ),
    "absolute": Rule(
        "a leading '/' starts at the root of the vault; only that exact path counts",
        "observed in a vault; app bundle as read by others",
    ),
    "exact-path": Rule(
        "a file with exactly this path from the root wins, even over a neighbour of the source",
        "console probe of 1.13.7",
    ),
    "path-end": Rule(
        "one file's path ends with the link",
        "console probe of 1.13.7; observed in four vaults",
    ),
    "same-folder": Rule(
        "of several paths that end with the link, those in or below the folder of the source come first, "
        "the shortest first",
        "console probe of 1.13.7; below the folder: app bundle as read by others",
    ),
    "shortest-path": Rule(
        "of several paths that end with the link, the one with the fewest characters wins",
        "console probe of 1.13.7; observed for 292 ambiguous links",
    ),
    "none": Rule(
        "no file fits; aliases, other folders' names and other endings are never tried",
        "console probe of 1.13.7",
    ),
}


class FileMatch(NamedTuple):
    """The file a linkpath reaches, or None; files that fit equally well; the name of the deciding rule."""

    target: str | None
    rivals: tuple[str, ...]
    rule: str


class Candidate(NamedTuple):
    """A file with the name a link asks for: whether it fits the whole link, and why it stands there."""

    path: str
    fits: bool
    why: str


class _Fits(NamedTuple):
    """Files whose paths end with one link, best first, and the best of them in or below each folder."""

    ranked: tuple[str, ...]
    below: Mapping[str, FileMatch]
    anywhere: FileMatch


class Index(NamedTuple):
    """The files of a vault, ready for resolving. Made by `build_index`; answers are kept in it.

    `names` and `exact` have files by normalised full name and normalised path; the rest is memory.
    """

    names: Mapping[str, list[str]]
    exact: Mapping[str, list[str]]
    fits: dict[str, _Fits]
    tails: dict[str, list[tuple[str, str]]]
    anywhere: dict[str, FileMatch]
    from_folder: dict[tuple[str, str], FileMatch]


NO_FILE = FileMatch(None, (), "none")


def build_index(paths: Iterable[str]) -> Index:
    """An index of all files of a vault, notes and attachments. O(files log files)."""
    names: dict[str, list[str]] = {}
    exact: dict[str, list[str]] = {}
    for path in sorted(paths):
        key = normalized(path)
        exact.setdefault(key, []).append(path)
        names.setdefault(key.rpartition("/")[2], []).append(path)
    return Index(names, exact, {}, {}, {}, {})


def normalized(path: str) -> str:
    """A path as Obsidian compares it: no-break spaces are spaces, NFC, lower case.

    Source: release notes 0.7.0 and 0.10.0; console probe of 1.13.7 (a decomposed file name is found). Our choice: the
    Greek sigma at a word's end is a sigma, since ".md" behind a name would take its end away.
    """
    if path.isascii():
        return path.lower()
    lower = unicodedata.normalize("NFC", path.replace("\u00a0", " ").replace("\u202f", " ")).lower()
    return lower.replace("ς", "σ")


def resolve_file(index: Index, linkpath: str, source_path: str) -> FileMatch:
    """The file that Obsidian opens for a linkpath (no subpath, decoded) in the note at `source_path`.

    Wikilinks, embeds, Markdown links and property links all resolve this way; aliases and settings
    never matter. Amortised O(length of the link): each distinct link is worked out once, or once a
    folder where the folder of the source counts.
    """
    known = index.anywhere.get(linkpath)
    if known is not None:
        return known
    if not linkpath:
        return FileMatch(source_path, (), "self")
    folder = source_path.rpartition("/")[0]
    known = index.from_folder.get((folder, linkpath))
    if known is None:
        known = _resolve(index, linkpath, folder)
    return known


def _resolve(index: Index, linkpath: str, folder: str) -> FileMatch:
    """Work an answer out and remember it: for any source where the folder does not count."""
    key = with_ending(index, normalized(linkpath))
    match = _from_anywhere(index, key)
    if match is not None:
        index.anywhere[linkpath] = match
        return match
    if key.startswith(("./", "../")):
        match = _at(index, _climb(key, normalized(folder)), "relative")
    else:
        fits = _fits(index, key)
        match = fits.below.get(normalized(folder), fits.anywhere)
    index.from_folder[folder, linkpath] = match
    return match


def _from_anywhere(index: Index, key: str) -> FileMatch | None:
    """The answer that is the same for any source; None where the folder of the source counts."""
    if key.startswith(("./", "../")):
        return None
    if key.startswith("/"):
        return _at(index, key[1:], "absolute")
    if len(index.names.get(key, ())) == 1:
        return FileMatch(index.names[key][0], (), "unique-name")
    if key.rpartition("/")[2] not in index.names:
        return NO_FILE
    if key in index.exact:
        return _at(index, key, "exact-path")
    fits = _fits(index, key)
    return fits.anywhere if len(fits.ranked) < 2 else None


def with_ending(index: Index, key: str) -> str:
    """The normalised link with the ending that counts: as it is where a file has that name, else plus ".md".

    "a.b" may be the note "a.b.md", yet a file named "a.b" comes before it. Without a dot only notes are
    tried, so "[[board]]" never is "board.canvas", nor "[[LICENSE]]" the file without an ending.
    """
    name = key.rpartition("/")[2]
    return key if "." in name and name in index.names else key + ".md"


def _at(index: Index, key: str | None, rule: str) -> FileMatch:
    """The file with exactly this path. Several differ in case or in Unicode form only: rivals, by path."""
    files = index.exact.get(key, ()) if key is not None else ()
    return FileMatch(files[0], tuple(files[1:]), rule) if files else NO_FILE


def _climb(key: str, folder: str) -> str | None:
    """The path from the root for a link that starts with "./" or "../"; None above the root."""
    while True:
        if key.startswith("./"):
            key = key[2:]
        elif key.startswith("../"):
            if not folder:
                return None
            key, folder = key[3:], folder.rpartition("/")[0]
        else:
            return f"{folder}/{key}" if folder else key


def _fits(index: Index, key: str) -> _Fits:
    """The files whose paths end with `key`, ranked; worked out once per key.

    "Ends with" is textual, as in the app: "b/N" also fits "ab/N.md". Reversed paths in
    order stand together where they end alike, so a link costs what it finds, not all its namesakes.
    """
    known = index.fits.get(key)
    if known is None:
        known = index.fits[key] = _ranked(_ending_with(index, key))
    return known


def _ending_with(index: Index, key: str) -> list[str]:
    name = key.rpartition("/")[2]
    if name not in index.names:
        return []
    if name == key:
        return index.names[name]
    tails = index.tails.get(name)
    if tails is None:
        tails = index.tails[name] = sorted((normalized(path)[::-1], path) for path in index.names[name])
    wanted = key[::-1]
    found = []
    for at in range(bisect_left(tails, (wanted, "")), len(tails)):
        if not tails[at][0].startswith(wanted):
            break
        found.append(tails[at][1])
    return found


def _ranked(files: Iterable[str]) -> _Fits:
    """Rank files by length of path, then path, over all and below each folder."""
    ordered = sorted(files, key=_rank)
    groups: dict[str, list[str]] = {}
    for path in ordered:
        folder = normalized(path).rpartition("/")[0]
        while folder:
            groups.setdefault(folder, []).append(path)
            folder = folder.rpartition("/")[0]
    below = {folder: _first(group, "same-folder") for folder, group in groups.items()}
    rule = "shortest-path" if len(ordered) > 1 else "path-end"
    return _Fits(tuple(ordered), below, _first(ordered, rule) if ordered else NO_FILE)


def _rank(path: str) -> tuple[int, str]:
    """Shortest path string first, counted as JavaScript counts (UTF-16); our tie-break is the path itself.

    The app's order among equals is not stable (console probe of 1.13.7), so any fixed order will do.
    """
    return utf16_length(path), path


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units of a text in NFC: what the app's `length` of a path is."""
    if text.isascii():
        return len(text)
    return sum(1 + (character > "\uffff") for character in unicodedata.normalize("NFC", text))


def _first(ordered: list[str], rule: str) -> FileMatch:
    """The first of ranked files, with those of equal length as its rivals."""
    length = utf16_length(ordered[0])
    rivals = []
    for path in ordered[1:]:
        if utf16_length(path) != length:
            break
        rivals.append(path)
    return FileMatch(ordered[0], tuple(rivals), rule)


def candidates(index: Index, linkpath: str, source_path: str) -> tuple[Candidate, ...]:
    """Every file with the name a link asks for, the one Obsidian opens first, each with its reason.

    Those that fit follow in the order in which they would take over; then those that share the name only.
    """
    match = resolve_file(index, linkpath, source_path)
    listed = []
    if match.target is not None:
        listed.append(Candidate(match.target, True, RULES[match.rule].doc))
        tie = f"fits as well as {match.target}, which comes first by path"
        listed += [Candidate(path, True, tie) for path in match.rivals]
        others = _others(index, linkpath, source_path, match)
        listed += [Candidate(path, True, _behind(match)) for path in others]
    fitting = {candidate.path for candidate in listed}
    return (*listed, *(miss for miss in _misses(index, linkpath) if miss.path not in fitting))


def _others(index: Index, linkpath: str, source_path: str, match: FileMatch) -> list[str]:
    """The files that fit less well than the match, in the order in which they would take over."""
    if match.rule in ("relative", "absolute"):
        return []
    below = normalized(source_path.rpartition("/")[0]) + "/"
    fitting = _ending_with(index, with_ending(index, normalized(linkpath)))
    ranked = sorted(fitting, key=lambda path: (not normalized(path).startswith(below), *_rank(path)))
    first = {match.target, *match.rivals}
    return [path for path in ranked if path not in first]


def _behind(match: FileMatch) -> str:
    if match.rule == "exact-path":
        return f"its path only ends with the link, while {match.target} is the link"
    if match.rule == "same-folder":
        return f"not in or below the folder of the source, or a longer path than {match.target}"
    return f"a longer path than {match.target}"


def _misses(index: Index, linkpath: str) -> list[Candidate]:
    """The files that share the name a link asks for, as if that were all."""
    key = with_ending(index, normalized(linkpath))
    exactly = key.startswith(("./", "../", "/"))
    why = "only the exact path counts after '/', './' or '../'" if exactly else "does not end with the link"
    return [Candidate(path, False, why) for path in index.names.get(key.rpartition("/")[2], ())]
