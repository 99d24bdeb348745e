"""Joins the lines of a cell in a table without rules: which lines are one label, which are rows.

A line that goes on is as long as its column has room; where the head does not tell how much room
there is, the lines of one cell must stand closer than rows do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.cells import is_total, numbering_rank, split_code
from corpus.readers.pdf_cells import joined
from corpus.readers.pdf_loose_atoms import Atom
from corpus.readers.pdf_loose_columns import Column
from corpus.readers.pdf_page import Line

LEADING = 1.9  # of the size: lines of one cell are no further apart
TIGHT = 0.95  # of the rows' pitch: lines nearer than this are of one row
FULL = 1.3  # of the size: a line that leaves more room was not broken for its length
SPARSE = 0.75  # of the rows: a column with fewer texts has cells merged over rows
HALF = 0.3  # of the size: half the height that a line counts with


@dataclass(frozen=True)
class Block:
    """The text of one cell: its lines from top to bottom; each may have several atoms."""

    column: int
    lines: tuple[tuple[Atom, ...], ...]
    columns: int = 1

    @property
    def y(self) -> float:
        """The middle of its first line."""
        return self.lines[0][0].y

    @property
    def middle(self) -> float:
        """The middle of all its lines."""
        return (self.y + self.lines[-1][0].y) / 2

    @property
    def size(self) -> float:
        """The font size in points."""
        return self.lines[0][0].size

    @property
    def x1(self) -> float:
        """The right end of its first line."""
        return self.lines[0][-1].x1

    @property
    def top(self) -> float:
        """The upper end of its first line's core."""
        return self.y - HALF * self.size

    @property
    def bottom(self) -> float:
        """The lower end of its last line's core."""
        return self.lines[-1][0].y + HALF * self.size

    @cached_property
    def text(self) -> str:
        """Its lines as one text."""
        lines = [Line(tuple(char for atom in line for char in atom.chars)) for line in self.lines]
        return joined(lines, max(line.x1 - line.x0 for line in lines))

    @property
    def is_value(self) -> bool:
        """Whether it is a number, a code or a sign for none."""
        return all(atom.is_value for atom in self.lines[0])


def is_value_column(blocks: Sequence[Block]) -> bool:
    """Tell whether most texts of a column are numbers, codes or signs for none."""
    return 2 * sum(block.is_value for block in blocks) > len(blocks)


def wrapped(
    own: Sequence[Sequence[Block]], columns: Sequence[Column], values: frozenset[int]
) -> list[Block]:
    """Return the blocks with the lines of one cell joined.

    own: the lines of every column, from top to bottom; values: the columns of numbers.
    """
    heights = sorted(block.y for c in values for block in own[c])
    joint: list[Block] = []
    for c, column in enumerate(columns):
        if c in values or not own[c]:
            joint += own[c]
        else:
            joint += _joined_column(own[c], heights, _room(column, own[c]))
    return joint


def _room(column: Column, own: Sequence[Block]) -> float | None:
    """Return the right end of a column of texts set left below a head set in its middle."""
    head, body = column.head, column.body
    if not head or not body or head.x0 - body.x0 < own[0].size:
        return None
    centred = sum(abs(b.lines[0][0].x - head.x) < 0.6 * b.size for b in own)
    if 2 * centred > len(own):
        return None
    return max(2 * head.x - body.x0, body.x1)


def _joined_column(
    own: Sequence[Block], heights: Sequence[float], room: float | None
) -> list[Block]:
    """Join the lines of cells; room: the column's right end, None when it is not known."""
    limit = max(block.x1 for block in own) if room is None else room
    pitch = _row_pitch(own, limit, heights) if room is None else 0.0
    joint = [own[0]]
    for before, after in pairwise(own):
        tight = room is not None or after.y - before.y < TIGHT * pitch
        joins = tight or _straddle(before, after, heights)
        if joins and _is_full(before, limit) and _is_close(before, after, heights):
            joint[-1] = Block(after.column, joint[-1].lines + after.lines)
        else:
            joint.append(after)
    return joint


def _row_pitch(own: Sequence[Block], limit: float, heights: Sequence[float]) -> float:
    """Return how far apart rows stand in a column at least, 0 when it does not show.

    Below a line that has room stands a new row. Where few texts stand in cells merged over rows,
    the lines of one cell are those that are nearest.
    """
    steps = [b.y - a.y for a, b in pairwise(own)]
    if len(own) <= SPARSE * len(set(map(round, heights))):
        return 1.2 * min(steps, default=0.0)
    loose = [step for step, block in zip(steps, own, strict=False) if not _is_full(block, limit)]
    return min(loose, default=0.0)


def _is_full(block: Block, limit: float) -> bool:
    return limit - block.x1 < FULL * block.size


def _is_close(before: Block, after: Block, heights: Sequence[float]) -> bool:
    """Tell whether a line follows as lines of a cell do: not both stand beside numbers.

    What begins with a number or code (「二、」, 「208」) is a label of its own, as is a total.
    """
    if after.y - before.y > LEADING * max(before.size, after.size):
        return False
    if numbering_rank(after.text) or is_total(after.text) or split_code(after.text)[0]:
        return False
    return not (_stands_at(before, heights) and _stands_at(after, heights))


def _straddle(before: Block, after: Block, heights: Sequence[float]) -> bool:
    """Tell whether numbers stand in the middle beside two lines."""
    middle = (before.y + after.y) / 2
    return any(abs(middle - y) < 0.15 * before.size for y in heights)


def _stands_at(block: Block, heights: Sequence[float]) -> bool:
    return any(abs(block.y - y) < HALF * block.size for y in heights)
