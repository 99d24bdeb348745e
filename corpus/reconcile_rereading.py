"""Reads a table again where its sums do not hold, in the other ways that its reader offers.

Only failing tables cost anything: each is rebuilt from its own blocks and the lines around it, and
another reading is kept if fewer of its sums fail and none that could be checked is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.canonical import place
from corpus.document import Block, Table
from corpus.grids import MAX_FRAME_LINES, Grid, grids_of
from corpus.reconcile import check
from corpus.sections import sections_of
from corpus.tables import tables_of

LINES_BELOW = 3  # notes


def reread(blocks: Sequence[Block], tables: Sequence[Table]) -> tuple[Block, ...]:
    """Return the blocks with better readings of failing tables; ``tables``: as first read."""
    failing = {table.index for table in tables if table.reconciled is False}
    if not failing or not any(block.readings for block in blocks):
        return tuple(blocks)
    grids = [grid for grid in grids_of(place(blocks)[1]) if grid.rows]
    chosen = list(blocks)
    for index in failing:
        _reread(chosen, grids[index])
    return tuple(chosen)


def _reread(blocks: list[Block], grid: Grid) -> None:
    """Put the best reading of every block of one table into ``blocks``."""
    start = max(0, grid.first - MAX_FRAME_LINES)
    end = grid.last + 1 + LINES_BELOW
    lowest, most = _score(blocks[start:end])
    for i in range(grid.first, grid.last + 1):
        for rows in blocks[i].readings:
            other = replace(blocks[i], rows=rows)
            failures, checked = _score([*blocks[start:i], other, *blocks[i + 1 : end]])
            if failures < lowest and checked >= most:
                blocks[i], lowest, most = other, failures, checked


def _score(blocks: Sequence[Block]) -> tuple[int, int]:
    """Return (sums that fail, sums checked) of the tables of some blocks."""
    text, placed = place(blocks)
    sections, _ = sections_of(placed, "", len(text))
    found = [check(table) for table in tables_of(placed, sections)]
    return sum(len(one.failures) for one in found), sum(one.checked for one in found)
