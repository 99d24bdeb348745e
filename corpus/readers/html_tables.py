"""Reads HTML tables with their merged cells, in web pages and where converters left them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.readers.merged import Cell, grid_of
from corpus.readers.sheet_model import Sheet
from corpus.readers.web_text import children_of, lines_of

TABLE = re.compile(
    r"(?:<html>\s*)?(?:<body>\s*)?<table\b.*?</table\s*>(?:\s*</body>)?(?:\s*</html>)?",
    re.IGNORECASE | re.DOTALL,
)
MAX_SPAN = 200  # columns; more is a damaged attribute
LEADING_NUMBER = re.compile(r"\s*(\d{1,9})")
ROW_GROUPS = ("thead", "tbody", "tfoot")


def rows_of_html(markup: str) -> list[list[str]]:
    """Return the rows of one ``<table>``, spans resolved, one text a cell."""
    table = LexborHTMLParser(markup).css_first("table")
    return grid_of(cells_of(table)) if table is not None else []


def cells_of(table: LexborNode) -> list[list[Cell]]:
    """Return the cells that begin in each row of a table, without those of tables in cells.

    A cell that its author broke over lines keeps its line breaks.
    """
    rows = [[cell for cell in children_of(row) if cell.tag in ("td", "th")] for row in _rows(table)]
    left = len(rows)
    return [
        [Cell("\n".join(lines_of(cell)), _columns(cell), _height(cell, left - n)) for cell in row]
        for n, row in enumerate(rows)
    ]


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    last: list[LexborNode] = []
    for child in children_of(table):
        if child.tag == "tr":
            yield child
        elif child.tag in ROW_GROUPS:
            rows = (row for row in children_of(child) if row.tag == "tr")
            if child.tag == "tfoot":
                last += rows
            else:
                yield from rows
    yield from last


def _columns(cell: LexborNode) -> int:
    return min(_span(cell.attributes.get("colspan")) or 1, MAX_SPAN)


def _height(cell: LexborNode, left: int) -> int:
    """Rows that a cell covers, of those that are left; 0 in print means all of them."""
    rows = _span(cell.attributes.get("rowspan"))
    return left if rows == 0 else min(rows or 1, left)


def _span(value: str | None) -> int | None:
    match = LEADING_NUMBER.match(value) if value else None
    return int(match[1]) if match else None


def sheet_of(rows: Sequence[Sequence[Cell]]) -> Sheet:
    """Return a table's cells at the places that their spans give them, as an unnamed sheet."""
    sheet = Sheet("")
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in covered:
                column += 1
            last_row, last_column = r + cell.rows - 1, column + cell.columns - 1
            if (last_row, last_column) != (r, column):
                sheet.merges.append((r, column, last_row, last_column))
                places = range(column, last_column + 1)
                covered |= {(y, x) for y in range(r, last_row + 1) for x in places}
            if cell.text.strip():
                sheet.cells[r, column] = cell.text
            column = last_column + 1
    return sheet
