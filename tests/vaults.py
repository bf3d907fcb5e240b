"""Vaults in memory, written as text: a `-- path --` line starts each file; and files put into a folder."""

import re
from collections.abc import Mapping
from pathlib import Path

from vaulttools.disk_scan import is_link_source
from vaulttools.note import parse
from vaulttools.text import encode
from vaulttools.vault import LinkSource, Vault
from vaulttools.verdicts import Outcome

_SECTION = re.compile(r"^-- (.+) --(?:\n|\Z)", re.MULTILINE)


def files_of(text: str) -> dict[str, str]:
    """The files a text describes: path to content, in the order written."""
    pieces = _SECTION.split(text)
    if pieces[0].strip():
        raise ValueError(f"text before the first '-- path --' line: {pieces[0]!r}")
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def put(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, which is made where it is not there; gives the folder."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else encode(content))
    return root


def vault_of_files(
    files: Mapping[str, str], name: str = "vault", excluded: frozenset[str] = frozenset()
) -> Vault:
    """The vault with these files; names that end in `.md` are notes."""
    notes = {path: parse(path, files[path]) for path in sorted(files) if path.lower().endswith(".md")}
    others = tuple(sorted(set(files) - set(notes)))
    sources = {path: _source(path, files[path]) for path in others if is_link_source(path)}
    return Vault(name, notes, others, sources, (), excluded)


def vault_of(text: str, name: str = "vault", excluded: frozenset[str] = frozenset()) -> Vault:
    """The vault a text describes, as in `vault_of("-- a/N.md --\\n-- b/M.md --\\n[[N]]\\n")`."""
    return vault_of_files(files_of(text), name, excluded)


def answers(text: str) -> dict[str, Outcome]:
    """What the web says of addresses, a line each: "https://a.org/b 404", or "https://a.org/b 301 https://a.org/c"."""
    found = {}
    for url, status, *moved in map(str.split, text.splitlines()):
        found[url] = Outcome(200, moved=moved[0]) if moved else Outcome(int(status))
    return found


def _source(path: str, text: str) -> LinkSource:
    from vaulttools.canvas import parse_source

    return parse_source(path, text)


def contents(root: Path) -> dict[str, bytes]:
    """The files of a vault, but for what git and our own writer keep there."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {".git", ".vaulttools"} & set(path.relative_to(root).parts)
    }


def state(root: Path) -> dict[str, tuple[int, int]]:
    """Each file and folder with what changes when it is written: its time and its inode."""
    return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in [root, *root.rglob("*")]}
