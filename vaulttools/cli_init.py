"""What `init` does: writes the starter files and says what it wrote and what it left alone."""

import os
import shlex
import sys

from vaulttools.cli_common import complain
from vaulttools.disk import read_config, read_text, write_new_text
from vaulttools.disk_scan import scan
from vaulttools.disk_settings import is_vault, outermost, repository_prefix
from vaulttools.errors import VaultError
from vaulttools.init import SETTINGS, WORKFLOW, addition, starter_files
from vaulttools.outputs.terminal import escape


def write_starters(root: str) -> None:
    """Write the starter files for the vault in a folder. Nothing that exists is touched."""
    if not os.path.isdir(root):
        raise VaultError(f"{root} is not a folder; name the folder that your notes lie in")
    vault, inner = os.path.realpath(root), repository_prefix(root).rstrip("/")
    top = vault[: len(vault) - len(inner)].rstrip(os.sep) or os.sep if inner else vault
    try:
        files = starter_files(inner)
    except ValueError as error:
        raise VaultError(str(error)) from error
    _warn_of_inner_vaults(root)
    source = read_config(root).source
    for path, text in files.items():
        if source and path.endswith(SETTINGS):
            _say("kept", source, "the settings of this vault")
        elif write_new_text(os.path.join(top, path), text):
            _say("wrote", path)
        else:
            _say_kept(path, addition(path, read_text(os.path.join(top, path)) or "", inner))


def _say_kept(path: str, lacks: str) -> None:
    if not lacks:
        _say("kept", path, "it checks this vault already")
        return
    place = "to its steps" if path == WORKFLOW else "below `repos:`"
    _say("kept", path, f"it does not check this vault; add this {place}")
    sys.stdout.write(lacks)


def _warn_of_inner_vaults(root: str) -> None:
    """Say on stderr which folders with notes are vaults of their own, of which a check says nothing."""
    found = scan(root)
    for folder in outermost(found.foreign):
        if is_vault(folder) and any(path.startswith(folder) for path in found.notes):
            inner = shlex.quote(os.path.normpath(os.path.join(root, folder)))
            complain(
                f"{folder} is a vault of its own and is not checked with this one; run `vaulttools init {inner}`"
            )


def _say(what: str, path: str, why: str = "") -> None:
    sys.stdout.write(f"{what} {escape(path)}{': ' if why else ''}{why}\n")
