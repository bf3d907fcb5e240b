"""Reads the package's own source: which module imports which, how long things are.

`python tests/house.py` mends the table in docs/architecture.md.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "vaulttools"
PAGE = ROOT / "docs" / "architecture.md"
START, END = "<!-- modules -->\n", "<!-- end of modules -->\n"

# Imported inside the functions that need them, never when a module is.
HEAVY = (
    "networkx",
    "pyvis",
    "numpy",
    "scipy",
    "graspologic_native",
    "ahocorasick_rs",
    "frontmatter",
    "yaml",
    "jinja2",
    "httpx",
    "httpcore",
)


class Module(NamedTuple):
    """A module: its name below the package, what it is for, what it imports of the package, heavy libraries it uses."""

    name: str
    purpose: str
    imports: frozenset[str]
    heavy: tuple[str, ...]
    tree: ast.Module
    lines: int


def modules() -> dict[str, Module]:
    """All modules of the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "__init__"
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source)
        names = set(imported(tree))
        inner = frozenset(own(one) for one in names if one.startswith("vaulttools"))
        heavy = tuple(sorted({one.partition(".")[0] for one in names} & set(HEAVY)))
        found[name] = Module(name, first_line(tree), inner - {name, ""}, heavy, tree, source.count("\n"))
    return {
        name: module._replace(imports=frozenset(known(one, found) for one in module.imports) - {name, ""})
        for name, module in found.items()
    }


def own(name: str) -> str:
    return name.removeprefix("vaulttools").removeprefix(".")


def known(name: str, found: dict[str, Module]) -> str:
    """The module a dotted name lies in: `graph.Graph` lies in `graph`."""
    while name and name not in found:
        name = name.rpartition(".")[0]
    return name


def first_line(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").strip().split("\n")[0]


def imported(tree: ast.AST) -> Iterator[str]:
    """Every name imported anywhere, but for those that only types need."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from imported(node)


def layers(found: dict[str, Module]) -> list[Module]:
    """The modules so that each stands below all that it imports. Raises ValueError where that cannot be."""
    placed: dict[str, Module] = {}
    while len(placed) < len(found):
        ready = [one for name, one in found.items() if name not in placed and one.imports <= placed.keys()]
        if not ready:
            raise ValueError(f"modules that import each other: {sorted(found.keys() - placed.keys())}")
        placed |= {one.name: one for one in ready}
    return list(placed.values())


def table() -> str:
    """The table of docs/architecture.md."""
    rows = ["| module | purpose | loads when needed |", "| --- | --- | --- |"]
    rows += [f"| `{one.name}` | {one.purpose} | {', '.join(one.heavy)} |" for one in layers(modules())]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    PAGE.write_text(before + START + table() + END + rest.partition(END)[2], encoding="utf-8")
    sys.exit(0)
