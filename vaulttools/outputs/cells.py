"""Cells of a table that spreadsheets open: nothing in a vault may become a formula there."""

from typing import TypeVar

Cell = TypeVar("Cell")


def inert(value: Cell) -> Cell | str:
    """The cell with an apostrophe before its first sign where a spreadsheet would take it for a formula."""
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value
