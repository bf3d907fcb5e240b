"""What a type checker says of a program that uses the package: nothing where it is right, and each mistake."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import ROOT

# A comment at the end of a line says what mypy has to say of it.
CONSUMER = """\
from datetime import date
from pathlib import Path

import vaulttools
from vaulttools import Config, Finding, Graph, Plan, VaultError, build_graph, find_topics, orphans, parse
from vaulttools import plan_move, prove, read_config, read_vault, render_map, run_checks, text_of, to_networkx
from vaulttools import undo, write_plan
from vaulttools import bild_graph  # attr-defined

def checked(folder: Path) -> tuple[Finding, ...]:
    config = read_config(folder)
    graph = build_graph(read_vault(folder, config))
    return run_checks(graph, config, date.today())

def renamed(folder: Path, graph: Graph) -> Plan:
    plan = plan_move(graph, "a.md", "b.md")
    prove(graph, plan)
    write_plan(folder, {path: text_of(graph.vault, path) for path in graph.vault.notes}, plan)
    undo(folder)
    return plan

def drawn(folder: str) -> str:
    try:
        graph = vaulttools.build_graph(vaulttools.read_vault(folder))
    except VaultError as error:
        return str(error)
    to_networkx(graph, unresolved=True)
    return render_map(graph, find_topics(graph), run_checks(graph))

name: str = parse("a.md", "").name
paths: tuple[str, ...] = orphans(build_graph(read_vault("v")))
parse("a.md", "").nonsense  # attr-defined
vaulttools.read_valt("v")  # attr-defined
read_vault(1)  # arg-type
Config(exclude="Templates/**")  # arg-type
Config(severity={"orphan-note": "warn"})  # dict-item
Config(nosuch=1)  # call-arg
run_checks(build_graph(read_vault("v")), cofnig=Config())  # call-arg
run_checks(build_graph(read_vault("v")), today="2027-01-31")  # arg-type
checked("v")  # arg-type
"""


def test_mypy_reports_mistakes_and_nothing_else(tmp_path: Path) -> None:
    pytest.importorskip("mypy", reason="mypy is not installed: pip install '.[dev]' to try the types")
    file = tmp_path / "consumer.py"
    file.write_text(CONSUMER, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "--config-file=", file.name],
        capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "MYPYPATH": str(ROOT)},
    )  # fmt: skip

    said = re.findall(r"^consumer\.py:(\d+): error: .*\[([a-z-]+)\]$", done.stdout, re.M)
    expected = re.findall(r"^.*?(?:  # ([a-z-]+))?$", CONSUMER, re.M)
    assert said == [(str(line), code) for line, code in enumerate(expected, 1) if code], (
        done.stdout + done.stderr
    )
