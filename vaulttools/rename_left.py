"""What a rename leaves as it is though it seems to name what moves: remarks for a person. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping

from vaulttools.edit import Plan, edited, edits_by_path
from vaulttools.json_texts import objects
from vaulttools.labels import labels
from vaulttools.names import without_md
from vaulttools.note import Note, parse
from vaulttools.patterns import pattern
from vaulttools.rename_outside import Change, is_object
from vaulttools.resolve import build_index, resolve_file
from vaulttools.text import LineIndex, some_of

SETTINGS = (
    ".obsidian/app.json",
    ".obsidian/daily-notes.json",
    ".obsidian/templates.json",
    ".obsidian/zk-prefixer.json",
    "vaulttools.toml",
)
"""Files with settings that may name notes and folders, and stay as they are."""

# What stands between any two quotes: one text, or what lies between two.
_QUOTED = pattern(r"""(?<=["'])[^"'\\\n]+(?=\\?["'])""")
_ASKED = pattern(r"""\b(?:path|file):\s*+\(?(?:"([^"]*)"|([^\s()"]+))|\[\[([^\]]+)\]\]""")
_DEFINITION = pattern(r"(?m)^[ \t>]*+\[(?!\^)[^\]\n]+\]:[ \t]*+(<[^>\n]+>|[^\s<]\S*)")


def left_remarks(change: Change, plan: Plan, bookmarks: str, settings: Mapping[str, str]) -> tuple[str, ...]:
    """A remark for each base, for settings and for searches in the bookmarks that say an old name; and for definitions.

    `plan` is the whole plan, `bookmarks` the text of the bookmarks as it leaves them, `settings` has the texts of
    `SETTINGS` by their paths.
    """
    if not plan.moves and not plan.deletes:
        return ()
    found = [(f"'{path}'", said) for path, said in _in_bases(change, plan)]
    found += [("a search in the bookmarks", said) for said in _in_searches(bookmarks)]
    old = [*(move.old for move in plan.moves), *plan.deletes]
    paths = {without_md(path) for path in old}
    names = _names(old) - _names(change.after.vault.files)  # of files that nothing has any more
    named = [(where, said) for where, said in found if said in names or _is_in(said, change.folders)]
    named += [
        (f"'{file}'", said)
        for file, said in _in_settings(settings)
        if (said in names and said in paths) or _is_in(said, change.folders)
    ]
    remarks = [
        f"{where} seems to name '{said}'; change it there by hand" for where, said in dict.fromkeys(named)
    ]
    places = list(_definitions(change, plan))
    if places:
        remarks.append(f"link definitions do not follow: {some_of(places)}; change them by hand")
    return tuple(remarks)


def _names(paths: Iterable[str]) -> set[str]:
    return {without_md(name) for path in paths for name in (path, path.rpartition("/")[2])}


def _in_bases(change: Change, plan: Plan) -> Iterator[tuple[str, str]]:
    """What bases say in quotes, once their edits are made: path and name."""
    edits = edits_by_path(plan.edits)
    for path, source in change.before.vault.sources.items():
        if path.endswith(".base"):
            for piece in _QUOTED.findall(edited(source.text, edits.get(path, ()))):
                yield path, _plain(piece)


def _in_searches(bookmarks: str) -> Iterator[str]:
    for _, said in objects(bookmarks, ("query",)) if is_object(bookmarks) else ():
        for match in _ASKED.finditer(said["query"].value if "query" in said else ""):
            yield _plain(next(filter(None, match.groups()), ""))


def _in_settings(settings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What settings say: path and text. In JSON only values count: its keys are words of the app."""
    for file, text in settings.items():
        if not file.endswith(".json"):
            yield from ((file, _plain(said)) for said in _QUOTED.findall(text))
        elif is_object(text):
            yield from ((file, _plain(said)) for said in _texts(json.loads(text)))


def _texts(value: object) -> Iterator[str]:
    left = [value]
    for one in left:
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            left += one.values() if isinstance(one, dict) else one


def _is_in(said: str, folders: Iterable[str]) -> bool:
    return any(f"{said}/".startswith(f"{folder}/") for folder in folders)


def _plain(said: str) -> str:
    """A name without the marks of a link, its place and its ending."""
    inner = said.strip().removeprefix("[[").removesuffix("]]")
    return without_md(inner.partition("|")[0].partition("#")[0].strip("/ "))


def _definitions(change: Change, plan: Plan) -> Iterator[str]:
    """The places of link definitions that led to a file and would not lead to it any more."""
    moved = {move.old: move.new for move in plan.moves}
    before, after = build_index(change.before.vault.files), build_index(change.after.vault.files)
    for path, note in change.before.vault.notes.items():
        if "]:" not in note.text or path in plan.deletes:
            continue
        lost = []
        for start, linkpath in _defined(note):
            target = resolve_file(before, linkpath, path).target
            now = resolve_file(after, linkpath, moved.get(path, path)).target
            if target is not None and now != moved.get(target, target):
                lost.append(start)
        if lost:
            lines = LineIndex(note.text)
            live = {lines.position(one.span.start).line for one in labels(note.text) if one.definition}
            yield from (f"{path}:{line}" for start in lost if (line := lines.position(start).line) in live)


def _defined(note: Note) -> Iterator[tuple[int, str]]:
    """Where a line looks like a link definition, and the linkpath of its destination."""
    for match in _DEFINITION.finditer(note.text):
        if "://" not in match[1]:
            links = parse(note.path, f"[x]({match[1]})").links
            if links and links[0].linkpath:
                yield match.start(1), links[0].linkpath
