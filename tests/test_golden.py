"""What the commands say of the example vault, whole. After a change that is meant: `python -m tests.test_golden`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT
from vaulttools.outputs.json_lines import document

GOLDEN = Path(__file__).parent / "golden"
COMMANDS = {
    "check.txt": ["check", "vault", "--verbose"],
    "check.json": ["check", "vault", "--format", "json"],
    "export.json": ["export", "vault"],
    "orphans.txt": ["orphans", "vault"],
    "deadends.txt": ["deadends", "vault"],
    "unresolved.json": ["unresolved", "vault", "--format", "json"],
    "tags.tsv": ["tags", "vault", "--counts", "--format", "tsv"],
    "aliases.csv": ["aliases", "vault", "--verbose", "--format", "csv"],
    "links.txt": ["links", "How this vault works", "--vault", "vault"],
    "suggest.txt": ["suggest", "vault"],
    "suggest-note.txt": ["suggest", "vault", "Vagus nerve"],
    "backlinks.txt": ["backlinks", "Vagus nerve", "--vault", "vault"],
}


def said(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "vaulttools", *arguments],
        capture_output=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
    )
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode("utf-8")
    return without_topics(text) if arguments[0] == "export" else text


def without_topics(export: str) -> str:
    """The export but for the topics, whose last digits are the arithmetic library's."""
    graph = json.loads(export)
    assert graph.pop("topics")
    for file in graph["files"]:
        file.pop("topic")
    return document(graph)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_vault_gives_what_it_gave(name: str) -> None:
    assert said(COMMANDS[name]) == (GOLDEN / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, arguments in COMMANDS.items():
        (GOLDEN / name).write_text(said(arguments), encoding="utf-8")
