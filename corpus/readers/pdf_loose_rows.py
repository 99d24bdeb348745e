"""Puts the atoms of a table's body into rows and columns; a label over two lines is one cell.

Lines of one cell: the upper one is as long as there is room, and the lower follows close below.
Cells of one row overlap in height, whether they are set at the top, the middle or the bottom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.readers.merged import Cell
from corpus.readers.pdf_cells import joined
from corpus.readers.pdf_loose_atoms import Atom, Band
from corpus.readers.pdf_loose_columns import Column
from corpus.readers.pdf_page import Line

LEADING = 1.8  # of the size: lines of one cell are no further apart
TIGHT = 0.92  # of the rows' pitch: lines nearer than this are of one row
FULL = 1.3  # of the size: a line that leaves more room was not broken for its length
HALF = 0.3  # of the size: half the height that a line counts with


@dataclass(frozen=True)
class Block:
    """The text of one cell: its lines from top to bottom; each may have several atoms."""

    column: int
    lines: tuple[tuple[Atom, ...], ...]
    columns: int = 1

    @cached_property
    def top(self) -> float:
        """The upper end of its first line's core."""
        return self.lines[0][0].y - HALF * self.lines[0][0].size

    @cached_property
    def bottom(self) -> float:
        """The lower end of its last line's core."""
        return self.lines[-1][0].y + HALF * self.lines[-1][0].size

    @property
    def y(self) -> float:
        """The middle of its first line."""
        return self.lines[0][0].y

    @property
    def size(self) -> float:
        """The font size in points."""
        return self.lines[0][0].size

    @property
    def x1(self) -> float:
        """The right end of its first line."""
        return self.lines[0][-1].x1

    @cached_property
    def text(self) -> str:
        """Its lines as one text."""
        lines = [Line(tuple(char for atom in line for char in atom.chars)) for line in self.lines]
        return joined(lines, max(line.x1 - line.x0 for line in lines))


def body_rows(
    bands: Sequence[Band],
    columns: Sequence[Column],
    edges: Sequence[float],
    levels: Sequence[float],
) -> list[list[Cell]]:
    """Return the rows of the body; [] when a text could belong to two cells.

    levels: y of horizontal rules inside the body, [] when no rules part its rows.
    """
    blocks = _blocks(bands, columns, edges)
    if not blocks:
        return []
    own = [[b for b in blocks if b.column == c] for c in range(len(columns))]
    values = frozenset(c for c, column in enumerate(own) if _holds_values(column))
    if levels:
        rows = _rows_between(blocks, levels, values)
    else:
        rows = _rows_of(_wrapped(own, columns, values))
    if not all(_is_row(row) for row in rows):
        return []
    return [_cells(row, len(columns)) for row in rows]


def _blocks(
    bands: Sequence[Band], columns: Sequence[Column], edges: Sequence[float]
) -> list[Block]:
    """Return one block for every line of every cell."""
    blocks: list[Block] = []
    for band in bands:
        own: list[Block] = []
        for atom in band.atoms:
            column = sum(atom.x > edge for edge in edges[1:-1])
            if own and own[-1].column == column:
                own[-1] = Block(column, ((*own[-1].lines[0], atom),))
            else:
                own.append(Block(column, ((atom,),)))
        blocks += [_widened(i, own, columns, edges) for i in range(len(own))]
    return blocks


def _widened(
    i: int, own: Sequence[Block], columns: Sequence[Column], edges: Sequence[float]
) -> Block:
    """Return a block of a line with all columns that it covers: a total's label may be merged."""
    block = own[i]
    atom = block.lines[0][0]
    if not atom.is_total:
        return block
    first = own[i - 1].column + 1 if i else 0
    last = own[i + 1].column - 1 if i + 1 < len(own) else len(columns) - 1
    middle = (edges[first] + edges[last + 1]) / 2
    body = columns[block.column].body
    aligned = body is not None and abs(atom.x0 - body.x0) < 0.5 * atom.size
    if last > first and abs(middle - atom.x) < atom.size and not aligned:
        return Block(first, block.lines, last - first + 1)
    return block


def _wrapped(
    own: Sequence[Sequence[Block]], columns: Sequence[Column], values: frozenset[int]
) -> list[Block]:
    """Return the blocks with the lines of one cell joined; own: the lines of every column."""
    heights = sorted(b.y for c in values for b in own[c])
    size = max(b.size for column in own for b in column)
    steps = [b - a for a, b in pairwise(heights) if b - a > HALF * size]
    pitch = min(steps, default=0.0)
    joint: list[Block] = []
    for c, column in enumerate(columns):
        if c in values or not own[c]:
            joint += own[c]
            continue
        room = _room(column, own[c])
        known = room is not None
        limit = room if room is not None else max(b.x1 for b in own[c])
        joint += _joined_column(own[c], heights, limit, 0.0 if known else pitch)
    return joint


def _room(column: Column, own: Sequence[Block]) -> float | None:
    """Return the right end of a column of texts set left below a head set in its middle."""
    head, body = column.head, column.body
    if not head or not body or head.x0 - body.x0 < own[0].size:
        return None
    return max(2 * head.x - body.x0, body.x1)


def _holds_values(blocks: Sequence[Block]) -> bool:
    """Tell whether most texts of a column are numbers, codes or signs for none."""
    return 2 * sum(_is_value(block) for block in blocks) > len(blocks)


def _is_value(block: Block) -> bool:
    return all(atom.is_value for atom in block.lines[0])


def _joined_column(
    own: Sequence[Block], heights: Sequence[float], limit: float, pitch: float
) -> list[Block]:
    """Join the lines of cells; pitch: of the rows where only that tells lines from rows, or 0."""
    ordered = sorted(own, key=lambda b: b.top)
    joint = [ordered[0]]
    for before, after in pairwise(ordered):
        full = limit - before.x1 < FULL * before.size
        tight = not pitch or after.y - before.y < TIGHT * pitch or _straddle(before, after, heights)
        if full and tight and _is_close(before, after, heights):
            joint[-1] = Block(after.column, joint[-1].lines + after.lines)
        else:
            joint.append(after)
    return joint


def _is_close(before: Block, after: Block, heights: Sequence[float]) -> bool:
    """Tell whether a line follows as lines of a cell do: not both stand beside numbers."""
    if after.y - before.y > LEADING * max(before.size, after.size):
        return False
    return not (_stands_at(before, heights) and _stands_at(after, heights))


def _straddle(before: Block, after: Block, heights: Sequence[float]) -> bool:
    """Tell whether numbers stand in the middle beside two lines."""
    middle = (before.y + after.y) / 2
    return any(abs(middle - y) < 0.15 * before.size for y in heights)


def _stands_at(block: Block, heights: Sequence[float]) -> bool:
    return any(abs(block.y - y) < HALF * block.size for y in heights)


def _rows_of(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks that overlap in height as rows, from top to bottom."""
    rows: list[list[Block]] = []
    bottom = 0.0
    for block in sorted(blocks, key=lambda b: b.top):
        if rows and block.top < bottom:
            rows[-1].append(block)
            bottom = max(bottom, block.bottom)
        else:
            rows.append([block])
            bottom = block.bottom
    return _paired(rows)


def _paired(rows: Sequence[list[Block]]) -> list[list[Block]]:
    """Join the two halves of rows whose cells are set at different heights.

    Halves have no column in common and stand nearer than half of what the rows are apart.
    """
    pitch = _pitch(rows)
    paired = [list(rows[0])]
    for before, after in pairwise(rows):
        near = after[0].top - before[0].top < 0.5 * pitch
        if near and not {b.column for b in paired[-1]} & {b.column for b in after}:
            paired[-1] += after
        else:
            paired.append(list(after))
    return paired


def _pitch(rows: Sequence[Sequence[Block]]) -> float:
    """Return how far apart cells of one column stand, at least."""
    last: dict[int, Block] = {}
    steps: list[float] = []
    for block in (block for row in rows for block in row):
        if block.column in last:
            steps.append(block.top - last[block.column].bottom)
        last[block.column] = block
    return min(steps, default=0.0) + 2 * HALF * rows[0][0].size


def _rows_between(
    blocks: Sequence[Block], levels: Sequence[float], values: frozenset[int]
) -> list[list[Block]]:
    """Return the blocks between each two rules as one row, lines of one column joined."""
    rows: list[list[Block]] = [[] for _ in range(len(levels) + 1)]
    for block in sorted(blocks, key=lambda b: b.top):
        row = rows[sum(block.lines[0][0].y > level for level in levels)]
        same = next((i for i, b in enumerate(row) if b.column == block.column), None)
        if same is None or block.column in values:
            row.append(block)
        else:
            row[same] = Block(block.column, row[same].lines + block.lines, row[same].columns)
    return [row for row in rows if row]


def _is_row(row: Sequence[Block]) -> bool:
    """No two cells of a row may stand in one column."""
    taken = sorted((b.column, b.column + b.columns) for b in row)
    return all(a[1] <= b[0] for a, b in pairwise(taken))


def _cells(row: Sequence[Block], width: int) -> list[Cell]:
    starts = {block.column: block for block in row}
    cells: list[Cell] = []
    column = 0
    while column < width:
        block = starts.get(column)
        cells.append(Cell(block.text, block.columns) if block else Cell(""))
        column += block.columns if block else 1
    return cells
