"""Joins the lines of text that stand in one cell, and parts rows that one cell stacks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.cells import is_amount
from corpus.readers.merged import Cell
from corpus.readers.pdf_page import Line

NUMBER_END = re.compile(r"[+-]?\d[\d,.]*$")
NUMBER_START = re.compile(r"[\d,.]*\d%?")
PADDING = 12.0  # points that cells leave free, left and right together
SAME_ROW = 0.5  # of the size: lines nearer than this stand in one row
MIN_STACK, MIN_STACKED = 2, 2  # lines in one cell, and cells of a row that stack numbers


@dataclass(frozen=True)
class Printed:
    """A cell as printed: its lines, its width in points, the columns and rows it covers."""

    lines: tuple[Line, ...]
    width: float
    columns: int = 1
    rows: int = 1

    @property
    def cell(self) -> Cell:
        """The cell with its text in one line."""
        return Cell(joined(self.lines, self.width), self.columns, self.rows)

    @property
    def is_full(self) -> bool:
        """The last line leaves no room for one more character."""
        return bool(self.lines) and _is_full(self.lines[-1], self.width)

    @cached_property
    def is_stack(self) -> bool:
        """Every line is a number of its own."""
        texts = [line.text for line in self.lines]
        whole = all(is_amount(text) and ("." in text or "," in text) for text in texts)
        return self.rows == 1 and len(texts) >= MIN_STACK and whole


def joined(lines: Sequence[Line], width: float) -> str:
    """Return the lines of a cell as one text: Chinese without a space, Latin words with one."""
    text, full = "", False
    for line in lines:
        text += glue(text, line.text, full=full) + line.text
        full = _is_full(line, width)
    return text


def _is_full(line: Line, width: float) -> bool:
    return line.x1 - line.x0 > width - PADDING - line.size


def glue(before: str, after: str, *, full: bool) -> str:
    """Return what stands between two lines: "" or a space.

    full: the upper line is as long as there is room, so that a number may have been broken.
    """
    if not before or not after:
        return ""
    number, rest = NUMBER_END.search(before), NUMBER_START.match(after)
    if number and rest:
        return "" if full and _is_broken(number[0], rest[0]) else " "
    letters = before[-1].isascii() and before[-1].isalpha()
    return " " if letters and after[0].isascii() and after[0].isalpha() else ""


def _is_broken(head: str, tail: str) -> bool:
    """Two pieces are one number when the whole reads as one and they cannot be two."""
    complete = re.search(r"\.\d", head) and re.search(r"[.,]\d", tail)
    return is_amount(head + tail) and not complete


def unstacked(rows: Sequence[Sequence[Printed]]) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells with every stacked row parted at its numbers' lines; () when none is.

    A table with rules only between its columns prints all rows of numbers in one cell each.
    """
    if not any(_stacks(row) for row in rows):
        return ()
    parted: list[tuple[Cell, ...]] = []
    for row in rows:
        parted += _parted(row) if _stacks(row) else [tuple(cell.cell for cell in row)]
    return tuple(parted)


def _stacks(row: Sequence[Printed]) -> bool:
    filled = [cell for cell in row if cell.lines]
    stacks = [cell for cell in filled if cell.is_stack]
    return len(stacks) >= MIN_STACKED and all(len(cell.lines) >= MIN_STACK for cell in filled)


def _parted(row: Sequence[Printed]) -> list[tuple[Cell, ...]]:
    stacks = [cell for cell in row if cell.is_stack]
    lines = sorted((line for cell in stacks for line in cell.lines), key=_middle)
    levels: list[float] = []
    for line in lines:
        if not levels or _middle(line) - levels[-1] > SAME_ROW * line.size:
            levels.append(_middle(line))
    cells: list[tuple[Cell, ...]] = []
    for i in range(len(levels)):
        own = [[ln for ln in cell.lines if _level(ln, levels) == i] for cell in row]
        cells.append(
            tuple(
                Cell(joined(lines, cell.width), cell.columns)
                for lines, cell in zip(own, row, strict=True)
            )
        )
    return cells


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _level(line: Line, levels: Sequence[float]) -> int:
    return min(range(len(levels)), key=lambda i: abs(levels[i] - _middle(line)))
