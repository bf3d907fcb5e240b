"""Real git repositories, whatever the settings of whoever runs the tests."""

import os
import subprocess
from pathlib import Path

from tests.vaults import put

_WHO = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
_NO_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(root: Path, *words: str, **more: str) -> str:
    """What git says in a folder; `more` are variables of its environment."""
    settings = ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"]
    done = subprocess.run(
        ["git", "-C", str(root), *settings, *words],
        check=True,
        capture_output=True,
        env={**os.environ, **_NO_SETTINGS, **_WHO, **more},
    )
    return done.stdout.decode().strip()


def committed(root: Path, files: dict[str, str], message: str = "x") -> str:
    """Put files into a folder and commit all that is there; the commit."""
    put(root, files)
    if not (root / ".git").exists():
        git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", message, "--allow-empty")
    return git(root, "rev-parse", "HEAD")
