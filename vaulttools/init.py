"""What `vaulttools init` writes: settings, a GitHub workflow, a pre-commit hook. Pure: paths and texts."""

import json
from collections.abc import Sequence

from vaulttools import __version__

SETTINGS, WORKFLOW, HOOK = "vaulttools.toml", ".github/workflows/vault.yml", ".pre-commit-config.yaml"

_SETTINGS = """\
# Settings of vaulttools. `vaulttools check --show-settings` shows all, `vaulttools explain` lists the checks.

# Files nothing is reported on; links to them still resolve.
exclude = [{exclude}]

# Checks that do not run.
ignore = []

# The least severity that fails: "error", "warning" or "info".
fail-on = "error"

[severity]
# orphan-note = "warning"

# [paths."Drafts/"]
# ignore = ["unresolved-link"]
"""

_WORKFLOW = """\
# Checks the links of the vault. Written by `vaulttools init`; change it as you like.
name: vault
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # the past is needed by --since
      - run: pipx install vaulttools=={version}
      - run: vaulttools check --format github --output "markdown=$GITHUB_STEP_SUMMARY" -- "$VAULT"
        env:
          VAULT: {vault}
"""

_HOOK = """\
# Written by `vaulttools init`. The whole vault is checked at each commit: a deleted note breaks links elsewhere.
# --tracked: a note that you forgot to add is not there, as it will not be for others.
repos:
  - repo: local
    hooks:
      - id: vaulttools-check
        name: check the vault's links
        language: python
        additional_dependencies: [vaulttools=={version}]
        entry: vaulttools check --tracked
        args: [{vault}]
        pass_filenames: false
        always_run: true
        require_serial: true
"""


def starter_files(inner: str, exclude: Sequence[str] = ()) -> dict[str, str]:
    """The files to write, by path from the root of the repository.

    `inner` is the vault's path in it, "" where they are one. Names that a workflow would run as an expression
    raise ValueError.
    """
    if "${{" in inner:
        raise ValueError("a folder whose name holds '${{' cannot stand in a workflow; rename it")
    folder = inner or "."
    vault = json.dumps(f"./{folder}" if folder.startswith("-") else folder)
    settings = f"{inner}/{SETTINGS}" if inner else SETTINGS
    return {
        settings: _SETTINGS.format(exclude=", ".join(json.dumps(item) for item in exclude)),
        WORKFLOW: _WORKFLOW.format(version=__version__, vault=vault),
        HOOK: _HOOK.format(version=__version__, vault=vault),
    }
