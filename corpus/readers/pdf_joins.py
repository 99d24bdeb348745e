"""Joins the stretches of a table that goes on over a page break, and rows torn by the break.

A stretch goes on when nothing stands between and its columns are those of the stretch before. All
stretches are laid on the union of their edges, so that the columns of all rows agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.cells import is_amount, is_total, numbering_rank, split_code
from corpus.document import Block, Rows
from corpus.grids import names_table
from corpus.readers.merged import Cell, grid_of
from corpus.readers.pdf_cells import glue
from corpus.readers.pdf_page import FoundTable

SAME_EDGE = 4.0  # points
CODE = re.compile(r"\d{2,7}")
DIGITS = re.compile(r"\d{1,6}")
MOSTLY = 0.6  # of a column's filled cells: what its cells are like


@dataclass(frozen=True, slots=True)
class Stretch:
    """A table's part on one page."""

    page: int
    table: FoundTable
    is_doubtful: bool = False


def goes_on(before: Sequence[Stretch], after: FoundTable) -> bool:
    """Tell whether the first table of a page continues the last one of the page before."""
    own, other = _edges_of(before), after.edges
    if not own or not other:
        return not own and not other and _width(before[-1].table) == _width(after)
    if abs(own[0] - other[0]) > SAME_EDGE or abs(own[-1] - other[-1]) > SAME_EDGE:
        return False
    fewer, more = sorted((own, other), key=len)
    found = sum(any(abs(x - y) <= SAME_EDGE for y in more) for x in fewer)
    return found == len(fewer) and not _opens_with_title(after)


def _edges_of(stretches: Sequence[Stretch]) -> tuple[float, ...]:
    edges: list[float] = []
    for x in sorted(x for stretch in stretches for x in stretch.table.edges):
        if not edges or x - edges[-1] > SAME_EDGE:
            edges.append(x)
    return tuple(edges)


def _width(table: FoundTable) -> int:
    return sum(cell.columns for cell in table.rows[0])


def _opens_with_title(table: FoundTable) -> bool:
    """A first row of one cell that names a table begins a new one."""
    texts = [cell.text for cell in table.rows[0] if cell.text]
    return len(table.rows[0]) == 1 and any(map(names_table, texts))


def blocks_of_stretches(stretches: Sequence[Stretch]) -> Iterator[Block]:
    """Yield one block a stretch; all have the same columns."""
    if not stretches:
        return
    edges = _edges_of(stretches)
    rows = [_relaid(stretch.table, edges) for stretch in stretches]
    heads = [0, *(_repeated(rows[0], later) for later in rows[1:])]
    body = [row for own, head in zip(rows, heads, strict=True) for row in own[head:]]
    grid, start = grid_of(body), 0
    parts: list[list[list[str]]] = []
    for own, head in zip(rows, heads, strict=True):
        count = len(own) - head
        parts.append(grid[:head] + grid[start : start + count])
        start += count
    for i in range(1, len(parts)):
        if heads[i] < len(parts[i]) and parts[i - 1]:
            _mend(parts[i - 1], parts[i], heads[i], _Break(stretches, rows, i, edges))
    for i, (stretch, part) in enumerate(zip(stretches, parts, strict=True)):
        if part:
            yield Block(
                rows=_rows(part),
                page=stretch.page,
                continues=i > 0,
                doubtful=stretch.is_doubtful,
                readings=stretch.table.readings,
            )


def _rows(grid: Sequence[Sequence[str]]) -> Rows:
    return tuple(map(tuple, grid))


def _columns(table: FoundTable, edges: Sequence[float]) -> list[int]:
    """Return for every edge of a table where it stands among all edges."""
    return [min(range(len(edges)), key=lambda i: abs(edges[i] - x)) for x in table.edges]


def _relaid(table: FoundTable, edges: Sequence[float]) -> list[tuple[Cell, ...]]:
    """Return the rows with spans that count the columns between all edges."""
    if not edges:
        return list(table.rows)
    columns = _columns(table, edges)
    return [
        tuple(replace(cell, columns=columns[c + cell.columns] - columns[c]) for c, cell in row)
        for row in _with_columns(table.rows)
    ]


def _with_columns(rows: Sequence[Sequence[Cell]]) -> Iterator[list[tuple[int, Cell]]]:
    """Yield the cells of every row with the column in which they begin."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column, placed = 0, []
        for cell in row:
            while (r, column) in taken:
                column += 1
            placed.append((column, cell))
            span = range(column, column + cell.columns)
            taken |= {(below, c) for below in range(r, r + cell.rows) for c in span}
            column += cell.columns
        yield placed


def _open_columns(table: FoundTable, edges: Sequence[float]) -> frozenset[int]:
    if not edges:
        return table.open_columns
    columns = _columns(table, edges)
    return frozenset(columns[c] for c in table.open_columns)


def _repeated(first: Sequence[Sequence[Cell]], later: Sequence[Sequence[Cell]]) -> int:
    """Return how many rows of the head are printed again."""
    count = 0
    while count < min(len(first), len(later)) and _same(first[count], later[count]):
        count += 1
    return count


def _same(row: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Two rows of a head say the same; a word cut short by its cell is the same word."""
    texts = [[re.sub(r"\s", "", cell.text) for cell in cells] for cells in (row, other)]
    pairs = [(own, again) for own, again in zip(*texts, strict=False) if own != again]
    cut = all(own.startswith(again) and again and not is_amount(own) for own, again in pairs)
    return len(row) == len(other) and any(texts[0]) and cut and len(pairs) < len(row) / 2


def _mend(before: list[list[str]], after: list[list[str]], head: int, place: _Break) -> None:
    """Put a row together that a page break tore; what was torn off leaves its page."""
    torn = after[head]
    anchors = [len(before) - place.rows_up(c) for c in range(len(torn))]
    if not place.cuts_row(head) or _clash([before[r][c] for c, r in enumerate(anchors)], torn):
        if not _is_torn(before, torn, place.opened):
            return
        anchors = [len(before) - 1] * len(torn)
    for c, (r, text) in enumerate(zip(anchors, torn, strict=True)):
        before[r][c] += glue(before[r][c], text, full=True) + text
    del after[head]


def _clash(before: Sequence[str], after: Sequence[str]) -> bool:
    """Two numbers in one column are two rows."""
    pairs = zip(before, after, strict=True)
    return any(text and other and is_amount(text) and is_amount(other) for text, other in pairs)


class _Break:
    """A page break inside a table: what the stretch above it shows at its end."""

    def __init__(
        self,
        stretches: Sequence[Stretch],
        rows: Sequence[list[tuple[Cell, ...]]],
        i: int,
        edges: Sequence[float],
    ) -> None:
        self.above, self.below = stretches[i - 1].table, stretches[i].table
        self.opened = _open_columns(self.above, edges)
        self._up: dict[int, int] = {}
        for r, row in enumerate(_with_columns(rows[i - 1])):
            for c, cell in row:
                if r + cell.rows >= len(rows[i - 1]):
                    self._up[c] = len(rows[i - 1]) - r

    def cuts_row(self, head: int) -> bool:
        """Neither side draws a border at the break: it goes through a row."""
        return self.above.open_bottom and (self.below.open_top or head > 0)

    def rows_up(self, column: int) -> int:
        """Return how many rows above the break the cell in a column begins."""
        return self._up.get(column, 1)


def _is_torn(body: Sequence[list[str]], after: list[str], opened: frozenset[int]) -> bool:
    """Tell whether a page's first row is the end of the row above the break.

    Only when the break is the best account of it: its text goes on where a cell was full, or it
    has numbers without any text below text without any number.
    """
    before = body[-1]
    if _ends_codes(before, after, opened):
        return True
    both = [c for c, text in enumerate(after) if text and before[c]]
    if any(is_amount(before[c]) or is_amount(after[c]) for c in both) or not any(after):
        return False
    numbers = [_amounts(row) for row in (before, after)]
    if not any(text for text in after if not is_amount(text)):
        return bool(numbers[1]) and not numbers[0] and any(before)
    if any(map(_begins_row, after)):
        return False
    if any(map(is_total, after)) and (
        numbers[1] or not numbers[0] or any(map(_begins_row, before))
    ):
        return False
    going = [c for c in both if c in opened]
    if not going or len(going) < len([c for c, t in enumerate(after) if t and not is_amount(t)]):
        return False
    fewer = sum(map(bool, after)) < sum(map(bool, before)) and not numbers[1]
    return fewer or _lacks_code(body, after) or any(_is_listed(body, c) for c in going)


def _ends_codes(before: Sequence[str], after: Sequence[str], opened: frozenset[int]) -> bool:
    """Nothing but digits, each below digits that filled their cell: codes broken in two."""
    filled = [c for c, text in enumerate(after) if text]
    pieces = [(before[c], after[c]) for c in filled if c in opened]
    broken = all(DIGITS.fullmatch(upper) and DIGITS.fullmatch(lower) for upper, lower in pieces)
    return bool(filled) and len(pieces) == len(filled) < sum(map(bool, before)) and broken


def _begins_row(text: str) -> bool:
    """A number or a code stands where a row begins."""
    return bool(numbering_rank(text) or split_code(text)[0] or CODE.fullmatch(text))


def _amounts(row: Sequence[str]) -> list[str]:
    return [text for text in row if is_amount(text) and not CODE.fullmatch(text)]


def _is_listed(body: Sequence[Sequence[str]], column: int) -> bool:
    """The texts of a column are numbered, so one without a number begins no row."""
    texts = [row[column] for row in body if row[column]]
    return sum(numbering_rank(text) > 0 for text in texts) >= MOSTLY * len(texts) > 1


def _lacks_code(body: Sequence[Sequence[str]], after: Sequence[str]) -> bool:
    """Rows begin with a code, and this one has none."""
    codes = [bool(CODE.fullmatch(row[0])) for row in body if any(row)]
    return sum(codes) >= MOSTLY * len(codes) > 1 and not after[0]
