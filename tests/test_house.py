"""How the house is built: imports point one way, pages stay short, docs are fresh, starting is cheap."""

import ast
import subprocess
import sys

import pytest

import vaulttools
from tests.house import END, HEAVY, PAGE, START, Module, layers, modules, table
from vaulttools import cli

MODULES = modules()


def test_imports_point_one_way_and_the_table_says_how() -> None:
    written = PAGE.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]

    assert layers(MODULES)
    assert written == table(), "run: python tests/house.py"


@pytest.mark.parametrize("module", MODULES.values(), ids=lambda module: module.name)
def test_modules_and_functions_are_short(module: Module) -> None:
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - body_start(node) + 1 > 40
    ]

    assert module.lines <= 400
    assert not long


@pytest.mark.parametrize("command", [*cli.COMMANDS])
def test_the_function_of_a_command_is_seen_at_a_glance(command: str) -> None:
    (node,) = (
        one
        for one in MODULES["cli"].tree.body
        if isinstance(one, ast.FunctionDef) and one.name == cli.COMMANDS[command].__name__
    )

    assert (node.end_lineno or 0) - body_start(node) + 1 <= 25


def body_start(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The line on which a function's code starts, behind its docstring."""
    has_words = isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)
    return node.body[1].lineno if has_words and len(node.body) > 1 else node.body[0].lineno


@pytest.mark.parametrize("module", MODULES.values(), ids=lambda module: module.name)
def test_every_module_and_public_function_says_what_it_is_for(module: Module) -> None:
    assert module.purpose
    silent = [
        node.name
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("module", MODULES.values(), ids=lambda module: module.name)
def test_heavy_libraries_are_imported_where_they_are_needed(module: Module) -> None:
    at_import = [
        name
        for node in module.tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
        if name.partition(".")[0] in HEAVY
    ]

    # The rooms of the map are arrays all through; `outputs.map_html` imports them inside a function.
    assert not at_import or module.name.startswith(("layout", "map_"))


def test_the_public_names_work() -> None:
    for name in vaulttools.__all__:
        assert getattr(vaulttools, name) is not None


def test_type_checkers_are_told_of_each_public_name() -> None:
    (told,) = (node for node in MODULES["__init__"].tree.body if isinstance(node, ast.If))

    homes = {
        alias.asname: node.module.removeprefix("vaulttools.")
        for node in told.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    assert homes == vaulttools._HOMES


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import vaulttools, sys; sys.exit(any(name in sys.modules for name in {HEAVY!r}))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
