"""Turns the cells of a sheet into blocks: prose lines, titles and notes, and the grids between.

A sheet is a page without borders: what parts a title, a unit line or a note from the table is how
many cells of its row are filled. A row with one text, or with nothing but a unit and a 编制部门,
is a line above a table, below it, or between two tables.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.cells import is_amount, is_total
from corpus.document import Block
from corpus.grids import line_kind, names_table
from corpus.readers.cell_text import lines_of_text, one_line
from corpus.readers.merged import Cell, grid_of
from corpus.readers.sheet_model import Sheet
from corpus.vocabulary import lines_of

MAX_LABEL = 25  # characters of a row's label that stands without values
MAX_TITLE = 60  # characters of a title
MAX_FRAME_CELLS = 8  # of a row that holds only 编制部门, year and unit
NOTE = re.compile(r"(?:备?注|说明|附注)\s*\d*\s*[:：]|[*※]")
OPENING = ("unit", "prepared", "number")  # kinds of lines that only stand above tables
FRAME = (*OPENING, "skip")
BLANK = Cell("")
COLONS = ("：", ":")


class Placed(NamedTuple):
    """A filled cell of the visible sheet: its text, its column, and what its merge covers."""

    text: str
    column: int
    last_column: int
    last_row: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with at least one text.

    ``after_gap``: a blank row stands above it; ``hangs``: a merged cell above reaches into it.
    """

    number: int
    cells: tuple[Placed, ...]
    after_gap: bool
    hangs: bool

    @property
    def pieces(self) -> list[str]:
        """The row's texts; a name that ends with a colon is joined with the text behind it."""
        pieces: list[str] = []
        for cell in self.cells:
            text = one_line(cell.text)
            if pieces and pieces[-1].endswith(COLONS):
                pieces[-1] += text
            else:
                pieces.append(text)
        return pieces

    @property
    def is_line(self) -> bool:
        """One text, or a unit, a 编制部门, a number, with at most a caption or a year beside."""
        if self.hangs or len(self.cells) > MAX_FRAME_CELLS:
            return False
        if len(self.cells) == 1:
            return True
        kinds = [line_kind(piece)[0] for piece in self.pieces]
        others = [p for p, kind in zip(self.pieces, kinds, strict=True) if kind not in FRAME]
        alone = not others or (len(others) == 1 and names_table(others[0]))
        return alone and not set(kinds).isdisjoint(OPENING)

    @property
    def opens_table(self) -> bool:
        """A line that can only stand above a table: its caption, its unit, its number."""
        return self.is_line and any(
            line_kind(piece)[0] in OPENING or names_table(piece) for piece in self.pieces
        )

    @property
    def has_amount(self) -> bool:
        """Whether a cell is a bare number."""
        return any(is_amount(cell.text) for cell in self.cells)


def blocks_of_sheet(sheet: Sheet) -> list[Block]:
    """Return the blocks of a sheet from top to bottom, under its name where it has no title."""
    rows = list(_rows(sheet))
    if not rows:
        return []
    if _is_contents(sheet, rows):
        return [*_name_block(sheet, rows), *(Block(text=" ".join(r.pieces)) for r in rows)]
    blocks: list[Block] = []
    at = 0
    while at < len(rows):
        while at < len(rows) and rows[at].is_line and not _heads(rows[at], rows[at + 1 : at + 2]):
            blocks += _prose(rows[at])
            at += 1
        end = _table_end(rows, at)
        if end > at:
            blocks += _table(rows[at:end])
        at = end
    return [*_name_block(sheet, rows), *blocks]


def _rows(sheet: Sheet) -> Iterator[SheetRow]:
    """The rows that show a text, merged cells resolved, hidden rows and columns left out."""
    spans = {(first, left): (last, right) for first, left, last, right in sheet.merges}
    texts = dict(_moved_into_view(sheet, spans))
    by_row: dict[int, list[Placed]] = {}
    for (row, column), text in sorted(texts.items()):
        if row in sheet.hidden_rows or column in sheet.hidden_columns or not text.strip():
            continue
        last_row, last_column = spans.get((row, column), (row, column))
        by_row.setdefault(row, []).append(Placed(text, column, last_column, last_row))
    before = covered = -1
    for row, cells in by_row.items():
        gap = any(r not in sheet.hidden_rows for r in range(max(before, covered) + 1, row)[:100])
        yield SheetRow(row, tuple(cells), gap, hangs=covered >= row)
        before, covered = row, max(covered, *(cell.last_row for cell in cells))


def _moved_into_view(
    sheet: Sheet, spans: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """The text of a merged cell shows in its first visible row and column."""
    for (row, column), text in list(sheet.cells.items()):
        place = row, column
        if place in spans and (row in sheet.hidden_rows or column in sheet.hidden_columns):
            last_row, last_column = spans[place]
            row = next((r for r in range(row, last_row + 1) if r not in sheet.hidden_rows), row)
            columns = range(column, last_column + 1)
            column = next((c for c in columns if c not in sheet.hidden_columns), column)
            spans.setdefault((row, column), (last_row, last_column))
        yield (row, column), text


def _is_contents(sheet: Sheet, rows: Sequence[SheetRow]) -> bool:
    """A sheet that lists the others: its name or its first line is 目录."""
    words = lines_of("sheet_contents.tsv")
    return any(re.sub(r"\s", "", text) in words for text in (sheet.name, *rows[0].pieces[:1]))


def _name_block(sheet: Sheet, rows: Sequence[SheetRow]) -> list[Block]:
    """The sheet's name, unless it has none or a line above its first table is a title."""
    name = sheet.name.strip()
    if not name or _says_nothing(name):
        return []
    for row in rows:
        if not row.is_line:
            break
        if any(_is_title(piece) for piece in row.pieces):
            return []
    return [Block(text=one_line(name))]


def _says_nothing(text: str) -> bool:
    forms = lines_of("sheet_default_names.tsv")
    return any(re.fullmatch(form, text, re.IGNORECASE) for form in forms)


def _is_title(text: str) -> bool:
    if len(text) > MAX_TITLE or text.endswith("。"):
        return False
    return not line_kind(text)[0] and not _says_nothing(text)


def _prose(row: SheetRow) -> list[Block]:
    if len(row.cells) == 1:
        return [Block(text=line) for line in lines_of_text(row.cells[0].text)]
    return [Block(text=piece) for piece in row.pieces]


def _table_end(rows: Sequence[SheetRow], start: int) -> int:
    """Return the index behind the last row of the table that starts at ``start``."""
    has_body = False
    at = start
    while at < len(rows):
        row = rows[at]
        if row.is_line and at > start:
            upto = next((i for i in range(at, len(rows)) if not rows[i].is_line), len(rows))
            if upto == len(rows) or _parts_tables(rows[at:upto], rows[upto]):
                return at + _own_rows(rows[at:upto], rows[start:at])
            at = upto
            continue
        if row.after_gap and has_body and not row.has_amount:
            return at
        has_body = has_body or row.has_amount
        at += 1
    return at


def _heads(row: SheetRow, following: Sequence[SheetRow]) -> bool:
    """One text merged over some columns of the row below it, not the first: a header."""
    cell = row.cells[0]
    if row.opens_table or not following or following[0].is_line or following[0].after_gap:
        return False
    first, last = following[0].cells[0].column, following[0].cells[-1].last_column
    return first < cell.column < cell.last_column <= last


def _parts_tables(lines: Sequence[SheetRow], following: SheetRow) -> bool:
    """Lines in mid-sheet belong to the table unless one opens the next table."""
    if any(row.opens_table for row in lines):
        return True
    gap = any(row.after_gap for row in lines) or following.after_gap
    return gap and not following.has_amount


def _own_rows(lines: Sequence[SheetRow], table: Sequence[SheetRow]) -> int:
    """How many of the lines below a table are rows of it: labels without values."""
    width = max(cell.last_column for row in table for cell in row.cells) + 1
    left = min(cell.column for row in table for cell in row.cells)
    for i, row in enumerate(lines):
        cell = row.cells[0]
        text = one_line(cell.text)
        wide = 2 * (cell.last_column - cell.column + 1) > width - left
        wide = wide and not is_total(text)  # 「总计」 is merged over the columns of codes and names
        said = NOTE.match(text) or line_kind(text)[0] or text.endswith("。")
        if wide or said or row.after_gap or len(text) > MAX_LABEL or names_table(text):
            return i
    return len(lines)


def _table(rows: Sequence[SheetRow]) -> list[Block]:
    """The grid of a table: without columns that are blank in all of its rows."""
    columns = sorted({cell.column for row in rows for cell in row.cells})
    numbers = [row.number for row in rows]
    covered: set[tuple[int, int]] = set()
    grid: list[list[Cell]] = []
    for n, row in enumerate(rows):
        placed = {cell.column: cell for cell in row.cells}
        line: list[Cell] = []
        for at, column in enumerate(columns):
            if (n, at) in covered:
                continue
            cell = placed.get(column)
            line.append(BLANK if cell is None else _spanned(cell, (n, at), columns, numbers))
            if line[-1].columns > 1 or line[-1].rows > 1:
                ys, xs = range(line[-1].rows), range(line[-1].columns)
                covered |= {(n + y, at + x) for y in ys for x in xs}
        grid.append(line)
    return [Block(rows=tuple(map(tuple, grid_of(grid))))]


def _spanned(
    cell: Placed, place: tuple[int, int], columns: Sequence[int], numbers: Sequence[int]
) -> Cell:
    """A cell with the columns and rows that it covers among those that show something."""
    text = one_line(cell.text)
    if cell.last_column == columns[place[1]] and cell.last_row == numbers[place[0]]:
        return Cell(text)
    wide = bisect_right(columns, cell.last_column) - place[1]
    return Cell(text, wide, bisect_right(numbers, cell.last_row) - place[0])
