"""What `vaulttools init` writes: settings, a GitHub workflow, a pre-commit hook. Pure: paths and texts."""

import json
import shlex
from collections.abc import Iterator
from typing import Any

from vaulttools import __version__

SETTINGS, WORKFLOW, HOOK = "vaulttools.toml", ".github/workflows/vault.yml", ".pre-commit-config.yaml"

_SETTINGS = """\
# Settings of vaulttools. `vaulttools check --show-settings` shows all, `vaulttools explain` lists the checks.

# Files nothing is reported on; links to them still resolve.
exclude = []

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
"""

_INSTALL = """\
      - run: pipx install vaulttools=={version}
"""

_STEP = """\
      - run: vaulttools check --format github --output "markdown=$GITHUB_STEP_SUMMARY" -- "$VAULT"
        env:
          VAULT: {vault}
"""

_HOOK = """\
# Written by `vaulttools init`. The whole vault is checked at each commit: a deleted note breaks links elsewhere.
# --tracked: a note that you forgot to add is not there, as it will not be for others.
repos:
"""

_LOCAL = """\
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


def starter_files(inner: str) -> dict[str, str]:
    """The files to write, by path from the root of the repository.

    `inner` is the vault's path in it, "" where they are one. Names that a workflow would run as an expression
    raise ValueError.
    """
    if "${{" in inner:
        raise ValueError("a folder whose name holds '${{' cannot stand in a workflow; rename it")
    settings = f"{inner}/{SETTINGS}" if inner else SETTINGS
    return {
        settings: _SETTINGS,
        WORKFLOW: _WORKFLOW + _filled(_INSTALL + _STEP, inner),
        HOOK: _HOOK + _filled(_LOCAL, inner),
    }


def addition(path: str, text: str, inner: str) -> str:
    """What a file of this text, at `WORKFLOW` or `HOOK`, lacks to check the vault too, as YAML; "" for nothing.

    `inner` is the vault's path in the repository. A step or hook that speaks of vaulttools and names that folder
    checks it.
    """
    items = list(_items(text, "steps" if path == WORKFLOW else "hooks"))
    ours = [words for words in items if any("vaulttools" in word for word in words)]
    if any((inner or ".") in map(_folder, words) for words in ours):
        return ""
    if path == HOOK:
        return _filled(_LOCAL, inner)
    if any("vaulttools" in word and "install" in word for words in ours for word in words):
        return (
            _filled(_STEP, inner)
            + "        if: ${{ !cancelled() }} # whatever the other vault's check says\n"
        )
    return _filled(_INSTALL + _STEP, inner)


def _filled(template: str, inner: str) -> str:
    folder = inner or "."
    vault = _quoted(f"./{folder}" if folder.startswith("-") else folder)
    return template.format(version=__version__, vault=vault)


def _quoted(text: str) -> str:
    """A text in YAML's double quotes. JSON's would cut an emoji in two, which YAML does not read."""
    letters = (
        json.dumps(letter, ensure_ascii=False)[1:-1] if letter.isprintable() else f"\\U{ord(letter):08x}"
        for letter in text
    )
    return f'"{"".join(letters)}"'


def _items(text: str, key: str) -> Iterator[list[str]]:
    """The items of all lists under a key of a YAML text, each as the texts in it, whole and word by word."""
    import yaml

    try:
        inside = _inside(yaml.safe_load(text))
    except (yaml.YAMLError, RecursionError):
        return
    for value in inside:
        items = value.get(key) if isinstance(value, dict) else None
        for item in items if isinstance(items, list) else ():
            texts = [found for found in _inside(item) if isinstance(found, str)]
            words = [word for text in texts for word in (text, *_words(text))]
            yield [*words, "."] if _names_no_vault(item) else words


def _names_no_vault(item: Any) -> bool:
    """Whether our hook or our action is told no folder, and so checks the one it runs in."""
    match item:
        case {"id": str(name)} if name.startswith("vaulttools"):
            return not item.get("args") and not item.get("entry")
        case {"uses": str(name)} if "vaulttools" in name:
            inputs = item.get("with")
            return not (isinstance(inputs, dict) and "vault" in inputs)
    return False


def _inside(tree: Any) -> list[Any]:
    """A value and all values in it, keys left out; each once, though YAML may name one twice."""
    found, seen = [tree], {id(tree)}
    for value in found:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        for item in inner:
            if id(item) not in seen:
                seen.add(id(item))
                found.append(item)
    return found


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _folder(word: str) -> str:
    """A word as the path of a folder would be written here: "./notes/" as "notes"."""
    return word.removeprefix("./").rstrip("/") or "."
