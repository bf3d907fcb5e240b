"""What a rename changes outside of links: bookmarks, property types, filters of bases, `topics.lock`. Pure.

Bookmarks and types lie in `.obsidian`; whoever reads the vault passes their texts in.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping

from vaulttools.edit import Edit
from vaulttools.patterns import pattern
from vaulttools.resolve import build_index, resolve_file
from vaulttools.text import Span
from vaulttools.topic_lock import FILE, note_line
from vaulttools.vault import Vault

BOOKMARKS = ".obsidian/bookmarks.json"
TYPES = ".obsidian/types.json"

# Bookmarks of files and folders hold no object inside.
_OBJECT = pattern(r"\{[^{}]*\}")
_PATH = pattern(r'"path"\s*:\s*("[^"\\]*(?:\\.[^"\\]*)*")')
# An entry of a lock, and its whole line.
_ENTRY = pattern(r"^[\ufeff \t]*(\{[^\n]*\})[ \t\r]*(?:\n|\Z)", re.MULTILINE)
# A text in a filter may stand in YAML's quotes, which puts a backslash before its own.
_FOLDER_TEXT = pattern(r"""(?:inFolder\(|file\.folder\s*[=!]=)\s*\\?["']([^"'\\\n]+)""")
_FILE_TEXT = pattern(r"""(?:\b(?:link|file|hasLink)\(|file\.path\s*[=!]=)\s*\\?["']([^"'\\\n]+)""")
_TAG_CALL = pattern(r"hasTag\(([^()\n]*)\)")
_TEXT = pattern(r"""\\?["']([^"'\\\n]+)\\?["']""")


def bookmark_edits(text: str, moves: Mapping[str, str], folders: Mapping[str, str]) -> Iterator[Edit]:
    """The edits of the bookmarks file for files and folders that move. None where it is no JSON."""
    if _read(text) is None:
        return
    new_paths = {**moves, **folders}
    for thing in _OBJECT.finditer(text):
        path = _PATH.search(text, thing.start(), thing.end())
        if path and json.loads(path[1]) in new_paths:
            new = json.dumps(new_paths[json.loads(path[1])], ensure_ascii=False)
            yield Edit(BOOKMARKS, Span(*path.span(1)), new)


def type_edits(text: str, old: str, new: str) -> Iterator[Edit]:
    """The edit of the file of property types for a property that is renamed."""
    types = (_read(text) or {}).get("types")
    if not isinstance(types, dict) or old not in types or new in types:
        return
    at = text.find(json.dumps(old, ensure_ascii=False) + ":")
    if at >= 0:
        yield Edit(
            TYPES,
            Span(at, at + len(json.dumps(old, ensure_ascii=False))),
            json.dumps(new, ensure_ascii=False),
        )


def base_edits(vault: Vault, moves: Mapping[str, str], folders: Mapping[str, str]) -> Iterator[Edit]:
    """The edits of filters in bases that name a file or folder that moves, as `link("N")` or `inFolder("f")`."""
    before = build_index([*vault.notes, *vault.attachments])
    after = build_index([moves.get(path, path) for path in [*vault.notes, *vault.attachments]])

    def file_now(said: str) -> str | None:
        target = resolve_file(before, said, "").target
        if target is None or target not in moves or resolve_file(after, said, "").target == moves[target]:
            return None
        new = moves[target]
        if said in (target, target[:-3]):
            return new if said == target else new[:-3]
        bare = new.rpartition("/")[2]
        bare = bare[:-3] if bare.endswith(".md") and not said.endswith(".md") else bare
        return bare if resolve_file(after, bare, "").target == new else new

    def folder_now(said: str) -> str | None:
        inside = [old for old in folders if f"{said}/".startswith(f"{old}/")]
        return folders[inside[0]] + said[len(inside[0]) :] if inside else None

    for find, now in ((_FILE_TEXT, file_now), (_FOLDER_TEXT, folder_now)):
        for path, text in _bases(vault):
            for match in find.finditer(text):
                new = now(match[1])
                if new is not None:
                    yield Edit(path, Span(*match.span(1)), new)


def base_tag_edits(vault: Vault, renamed: Callable[[str], str | None]) -> Iterator[Edit]:
    """The edits of `hasTag("a", "b")` in bases; `renamed` gives the new name of a tag, None where it stays."""
    for path, text in _bases(vault):
        for call in _TAG_CALL.finditer(text):
            for said in _TEXT.finditer(text, call.start(1), call.end(1)):
                mark = said[1][: said[1].startswith("#")]
                new = renamed(said[1].removeprefix("#"))
                if new is not None:
                    yield Edit(path, Span(*said.span(1)), mark + new)


def lock_edits(vault: Vault, moves: Mapping[str, str]) -> Iterator[Edit]:
    """The edits of `topics.lock` by which notes that move stay in their topics.

    What it said of a note that is long gone, and whose path one of them takes, goes.
    """
    taken = set(moves.values()) - moves.keys()
    for entry in _ENTRY.finditer(vault.sources[FILE].text) if FILE in vault.sources else ():
        match _read(entry[1]):
            case {"note": str(path), "topic": int(topic)} if path in moves:
                yield Edit(FILE, Span(*entry.span(1)), note_line(moves[path], topic))
            case {"note": str(path)} if path in taken:
                yield Edit(FILE, Span(*entry.span()), "")


def _bases(vault: Vault) -> Iterator[tuple[str, str]]:
    return ((path, source.text) for path, source in vault.sources.items() if path.endswith(".base"))


def _read(text: str) -> dict[str, object] | None:
    """The object that a text is in JSON; None where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
