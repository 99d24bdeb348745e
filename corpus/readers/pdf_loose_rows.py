"""Puts the atoms of a table's body into rows and columns, without losing or doubling any.

Cells of one row overlap in height, whether they are set at the top, the middle or the bottom.
A label in the middle beside several rows stands in a cell merged over them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.merged import Cell
from corpus.readers.pdf_loose_atoms import Band
from corpus.readers.pdf_loose_columns import Column
from corpus.readers.pdf_loose_wraps import SPARSE, Block, is_value_column, wrapped

NEARER = 0.7  # of the distance to other rows: two halves of one row are no further apart
ASIDE = 0.35  # of the size: a text further from its row's middle is beside several rows

Row = list[Block]


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
    own = [[block for block in blocks if block.column == c] for c in range(len(columns))]
    values = frozenset(c for c, column in enumerate(own) if is_value_column(column))
    if levels:
        rows = _rows_between(blocks, levels, values)
    else:
        rows = _rows_of(wrapped(own, columns, values), values)
    if not rows or not all(_is_row(row) for row in rows):
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
    body = columns[block.column].body
    aligned = body is not None and abs(atom.x0 - body.x0) < 0.5 * atom.size
    off = abs((edges[first] + edges[last + 1]) / 2 - atom.x)
    own_off = abs((edges[block.column] + edges[block.column + 1]) / 2 - atom.x)
    if last > first and not aligned and off < min(2 * atom.size, own_off):
        return Block(first, block.lines, last - first + 1)
    return block


def _rows_of(blocks: Sequence[Block], values: frozenset[int]) -> list[Row]:
    """Return the blocks as rows, from top to bottom; [] when a text stands between two."""
    rows = _overlapping(blocks)
    aside = _columns_aside(blocks, values)
    if aside:
        rows = _overlapping([block for block in blocks if block.column not in aside])
    rows = _paired(rows, values)
    whole = [list(row) for row in rows]
    for c in sorted(aside):
        own = [block for block in blocks if block.column == c]
        starts = _starts(own, rows)
        if starts is None:
            return []
        for block, start in zip(own, starts, strict=True):
            whole[start].append(block)
    return whole


def _overlapping(blocks: Sequence[Block]) -> list[Row]:
    """Return the blocks that overlap in height as rows."""
    rows: list[Row] = []
    bottom = 0.0
    for block in sorted(blocks, key=lambda b: b.top):
        if rows and block.top < bottom:
            rows[-1].append(block)
            bottom = max(bottom, block.bottom)
        else:
            rows.append([block])
            bottom = block.bottom
    return rows


def _columns_aside(blocks: Sequence[Block], values: frozenset[int]) -> set[int]:
    """Return the columns of texts in which some stand beside several rows, in the middle."""
    counts = {c: sum(b.column == c for b in blocks) for c in {b.column for b in blocks}}
    most = max(counts.values(), default=0)
    sparse = {c for c, n in counts.items() if n < SPARSE * most and c not in values}
    rows = _overlapping([block for block in blocks if block.column not in sparse])
    return {c for c in sparse if any(_is_aside(b, rows) for b in blocks if b.column == c)}


def _is_aside(block: Block, rows: Sequence[Row]) -> bool:
    touched = [row for row in rows if _top(row) < block.bottom and block.top < _bottom(row)]
    if not touched:
        above = any(_bottom(row) <= block.top for row in rows)
        return above and any(_top(row) >= block.bottom for row in rows)
    return len(touched) > 1 and len({b.column for row in touched for b in row}) > 1


def _starts(own: Sequence[Block], rows: Sequence[Row]) -> list[int] | None:
    """Return the row in which each merged cell begins, so that they fill the column.

    Each text must stand in the middle of its rows; None when they do not.
    """
    tops = [_top(row) for row in rows]
    bottoms = [_bottom(row) for row in rows]
    between = [(b + t) / 2 for b, t in zip(bottoms, tops[1:], strict=False)]
    margin = (between[0] - bottoms[0]) if between else 0.0
    edges = [tops[0] - margin, *between, bottoms[-1] + margin]
    starts: list[int] = []
    first = 0
    for block in own:
        ends = range(first, len(rows))
        if not ends:
            return None
        off = {last: abs((edges[first] + edges[last + 1]) / 2 - block.middle) for last in ends}
        last = min(off, key=off.__getitem__)
        if off[last] > ASIDE * block.size:
            return None
        starts.append(first)
        first = last + 1
    return starts if first == len(rows) else None


def _paired(rows: Sequence[Row], values: frozenset[int]) -> list[Row]:
    """Join the two halves of rows whose cells are set at different heights.

    Halves stand nearer to each other than to their neighbours; each has what the other lacks.
    """
    tops = [-math.inf, *(row[0].top for row in rows), math.inf]
    steps = [b - a for a, b in pairwise(tops)]
    paired = [list(row) for row in rows[:1]]
    for i, row in enumerate(rows[1:], start=1):
        near = steps[i] < NEARER * min(steps[i - 1], steps[i + 1])
        if near and _complement(rows[i - 1], row, values):
            paired[-1] = _merged(paired[-1], row)
        else:
            paired.append(list(row))
    return paired


def _complement(upper: Sequence[Block], lower: Sequence[Block], values: frozenset[int]) -> bool:
    above, below = {b.column for b in upper}, {b.column for b in lower}
    if not above & below:
        return True
    return not above & below & values and bool(above & values) and bool(below & values)


def _merged(upper: Sequence[Block], lower: Sequence[Block]) -> Row:
    """Return two halves of a row as one; a text in both is one cell over two lines."""
    below = {block.column: block for block in lower}
    cells = [
        Block(b.column, b.lines + below.pop(b.column).lines) if b.column in below else b
        for b in upper
    ]
    return [*cells, *below.values()]


def _rows_between(
    blocks: Sequence[Block], levels: Sequence[float], values: frozenset[int]
) -> list[Row]:
    """Return the blocks between each two rules as one row, lines of one column joined."""
    rows: list[Row] = [[] for _ in range(len(levels) + 1)]
    for block in sorted(blocks, key=lambda b: b.top):
        row = rows[sum(block.y > level for level in levels)]
        same = next((i for i, b in enumerate(row) if b.column == block.column), None)
        if same is None or block.column in values:
            row.append(block)
        else:
            row[same] = Block(block.column, row[same].lines + block.lines, row[same].columns)
    return [row for row in rows if row]


def _top(row: Sequence[Block]) -> float:
    return min(block.top for block in row)


def _bottom(row: Sequence[Block]) -> float:
    return max(block.bottom for block in row)


def _is_row(row: Sequence[Block]) -> bool:
    """No two cells of a row may stand in one column."""
    taken = sorted((block.column, block.column + block.columns) for block in row)
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
