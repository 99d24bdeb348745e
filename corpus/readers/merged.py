"""Puts cells back in place where a converter dropped the blanks of merged cells.

A total whose label was merged over the code columns comes out as 「合计 80.00 50.00」, shifted to
the left below codes and names; its numbers belong to the last columns.
"""

from __future__ import annotations

from corpus.cells import is_amount, is_blank, is_precise, is_total


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
