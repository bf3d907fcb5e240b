"""The only module that opens files: scan a folder, read it."""

from pathlib import Path

from vaulttools.note import parse
from vaulttools.text import decode
from vaulttools.vault import Vault


def read_vault(root: Path) -> Vault:
    """The vault in a folder (a stand-in until the real reader lands)."""
    notes, others = {}, []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root).as_posix()
        if any(part.startswith(".") for part in relative.split("/")) or not path.is_file():
            continue
        if relative.endswith(".md"):
            notes[relative] = parse(relative, decode(path.read_bytes()))
        else:
            others.append(relative)
    return Vault(root.resolve().name, notes, tuple(others))
