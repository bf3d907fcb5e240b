"""Mutants: a module with one thing in it made wrong on purpose, as a test ought to notice. Pure.

Left out is what changes no behaviour, or only wording: docstrings, annotations, decorators, `raise` (whether it is
reached is tried), titles of plans, texts of three words or more, `strict` of `zip`, `__slots__` and `__all__`.
"""

import ast
from collections.abc import Callable, Iterator
from copy import copy
from types import CodeType
from typing import NamedTuple

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_TWINS = (
    "startswith endswith",
    "lstrip rstrip",
    "find rfind",
    "partition rpartition",
    "split rsplit",
    "lower upper",
)
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
_METHODS = {one: other for pair in map(str.split, _TWINS) for one, other in (pair, reversed(pair))} | {
    "strip": "lstrip",
    "removeprefix": "removesuffix",
    "removesuffix": "removeprefix",
}
# Calls whose last argument may be missing: where a search starts, what is given for nothing.
_OPTIONAL = {*_METHODS, "match", "search", "finditer", "fullmatch", "get", "index", "count", "replace"}
# What only regular expressions hold.
_OF_PATTERNS = ("(?", "++", "*+", "\\", "]+", "]*", "}+")
_LONGEST = 80  # characters of a change that are shown
_UNTOUCHED_FIELDS = {"annotation", "returns", "decorator_list", "bases"}


class Mutant(NamedTuple):
    """A change of a module: where, what, the lines whose tests are to notice, and the module as it then is.

    `at_import` says that the lines run when the module is imported. `number` tells equal changes of equal lines apart.
    """

    module: str
    function: str
    line: str
    change: str
    number: int
    lines: range
    at_import: bool
    code: Callable[[], CodeType]


class _Place(NamedTuple):
    """A node, where it hangs in the tree, and what it stands in."""

    parent: ast.AST
    field: str
    index: int | None
    node: ast.AST
    function: str
    statement: ast.stmt
    at_import: bool


def mutants(module: str, text: str, file: str) -> Iterator[Mutant]:
    """All mutants of the module with this text, in the order of its nodes."""
    tree = ast.parse(text)
    written = text.splitlines()
    seen: dict[tuple[str, str, str], int] = {}
    for place in _places(tree, "", tree.body[0], True):
        start = place.statement.lineno
        first = getattr(place.node, "lineno", start)
        last = getattr(place.node, "end_lineno", None) or first
        for new in _variants(place.node):
            change = " → ".join(_shortened(_shown(place.node), _shown(new)))
            key = (place.function, written[first - 1].strip(), change)
            seen[key] = number = seen.get(key, 0) + 1
            lines = range(min(start, first), max(last, first) + 1)
            yield Mutant(module, *key, number, lines, place.at_import, _compiler(tree, place, new, file))


def _compiler(tree: ast.Module, place: _Place, new: ast.AST, file: str) -> Callable[[], CodeType]:
    def code() -> CodeType:
        _put(place, new)
        try:
            return compile(ast.fix_missing_locations(tree), file, "exec")
        finally:
            _put(place, place.node)

    return code


def _put(place: _Place, node: ast.AST) -> None:
    if place.index is None:
        setattr(place.parent, place.field, node)
    else:
        getattr(place.parent, place.field)[place.index] = node


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {_shown(node.test)}"
    return " ".join(ast.unparse(node).split()) if not isinstance(node, ast.Pass) else "nothing"


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Two long texts cut to where they differ."""
    if len(old) <= _LONGEST:
        return old, new
    same = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(new))
    start = max(same - _LONGEST // 2, 0)
    cut = [text[start : same + _LONGEST // 2] for text in (old, new)]
    return "…" * bool(start) + cut[0], "…" * bool(start) + cut[1]


def _places(node: ast.AST, function: str, statement: ast.stmt, at_import: bool) -> Iterator[_Place]:
    for field, value in ast.iter_fields(node):
        inside = isinstance(node, ast.FunctionDef | ast.Lambda) and field == "body"
        for index, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(child, ast.AST) or _is_untouched(node, field, index, child):
                continue
            own = child if isinstance(child, ast.stmt) else statement
            name = function
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                name = f"{function}.{child.name}".lstrip(".")
            yield _Place(node, field, index, child, function, own, at_import and not inside)
            yield from _places(child, name, own, at_import and not inside)


def _is_untouched(node: ast.AST, field: str, index: int | None, child: ast.AST) -> bool:
    match node, child:
        case _, ast.Raise() | ast.Import() | ast.ImportFrom() | ast.expr_context():
            return True
        case _, ast.Expr(value=ast.Constant()):
            return True
        case _, ast.Assign(targets=[ast.Name(id="__all__" | "__slots__")]):
            return True
        case ast.Call(func=ast.Name(id="Plan")), _:
            return field == "args" and index == 0
        case ast.Subscript(value=ast.Name(id="Literal")), _:
            return True
        case _, ast.keyword(arg="strict"):
            return True
    return field in _UNTOUCHED_FIELDS


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for number, op in enumerate(node.ops):
                yield _with(node, ops=[*node.ops[:number], _swapped(op), *node.ops[number + 1 :]])
        case ast.BoolOp():
            for number in range(len(node.values)):
                rest = node.values[:number] + node.values[number + 1 :]
                yield _with(node, values=rest) if len(rest) > 1 else rest[0]
        case ast.UnaryOp(op=ast.Not()):
            yield ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
        case ast.BinOp() if type(node.op) in _SWAPS:
            yield _with(node, op=_swapped(node.op))
        case ast.comprehension():
            for number in range(len(node.ifs)):
                yield _with(node, ifs=node.ifs[:number] + node.ifs[number + 1 :])
        case ast.Slice():
            if node.lower:
                yield _with(node, lower=None)
            if node.upper:
                yield _with(node, upper=None)
        case ast.Constant():
            yield from _constants(node)
        case ast.Call():
            yield from _calls(node)
        case _:
            yield from _statements(node)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If() | ast.While() | ast.IfExp():
            if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Return(value=ast.expr()) if not isinstance(node.value, ast.Constant):
            yield _with(node, value=ast.Constant(None))
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.AugAssign() | ast.Expr() | ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    match node.value:
        case bool():
            yield ast.Constant(not node.value)
        case int():
            yield ast.Constant(node.value + 1)
        case str() as words if any(sign in words for sign in _OF_PATTERNS):
            yield from map(ast.Constant, _patterns(words))
        case str() as words if words.count(" ") < 2:
            yield ast.Constant(words[:-1] if len(words) > 1 else "X")


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(id=name) if name in _NAMES:
            yield _with(node, func=ast.Name(_NAMES[name], ast.Load()))
        case ast.Attribute(attr=name):
            if name in _METHODS and not ("split" in name and len(node.args) < 2):
                yield _with(node, func=_with(node.func, attr=_METHODS[name]))
            if name in _OPTIONAL and len(node.args) > 1:
                yield _with(node, args=node.args[:-1])


def _patterns(source: str) -> Iterator[str]:
    """A regular expression with a repetition that takes none, or needs one, or must be. Behind a "(" it is none."""
    for at, sign in enumerate(source):
        if sign in "+*?" and at and source[at - 1] not in "\\(+*?}":
            yield source[:at] + {"+": "*", "*": "+", "?": ""}[sign] + source[at + 1 :]


def _with(node: ast.AST, **fields: object) -> ast.AST:
    new = copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


def _swapped(op: ast.AST) -> ast.AST:
    return _SWAPS[type(op)]()
