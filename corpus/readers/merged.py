"""Resolves merged cells for every format, and puts back what a converter lost of them.

A merged cell repeats its text in header rows, where it names every column that it covers, and is
blank elsewhere: below a number nothing may be repeated. A total whose label was merged over the
code columns comes out as 「合计 80.00 50.00」, shifted to the left below codes and names; its
numbers belong to the last columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cells import is_amount, is_blank, is_precise, is_total

DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Cell:
    """A printed cell: its text, and how many columns and rows of the grid it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def grid_of(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Place every cell in the grid; the head ends at the first row with a digit in it.

    rows: of each printed row the cells that begin in it, from left to right.
    """
    grid: list[dict[int, str]] = [{} for _ in rows]
    in_head = True
    for r, row in enumerate(rows):
        in_head = in_head and not any(DIGIT.search(cell.text) for cell in row)
        column = 0
        for cell in row:
            while column in grid[r]:
                column += 1
            for below in range(r, min(r + cell.rows, len(rows))):
                for c in range(column, column + cell.columns):
                    own = (below, c) == (r, column)
                    grid[below][c] = cell.text if own or in_head else ""
            column += cell.columns
    return [[cells.get(c, "") for c in range(max(cells, default=-1) + 1)] for cells in grid]


def realigned(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows with shifted totals moved right, as far as their numbers tell where."""
    width = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == width]
    values = {c for row in full for c, cell in enumerate(row) if is_precise(cell)}
    if not values or values != set(range(width - len(values), width)):
        return rows
    return [_moved(row, width, values) for row in rows]


def _moved(row: list[str], width: int, values: set[int]) -> list[str]:
    label, *numbers = row or [""]
    fits = len(numbers) == len(values) and all(is_amount(n) or is_blank(n) for n in numbers)
    shifted = any(is_precise(n) and c not in values for c, n in enumerate(numbers, start=1))
    if not (fits and shifted and is_total(label)):
        return row
    return [label, *[""] * (width - len(row)), *numbers]
