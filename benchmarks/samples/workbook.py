"""Prints a disclosure as a workbook: the prose on a first sheet, one table a sheet."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.samples.archives import timeless
from benchmarks.samples.printed import Disclosure, Line, PrintedCell, PrintedTable, Role

PROSE_SHEET, HIDDEN_SHEET = "编制说明", "底稿"
PROSE_COLUMNS = 8
SHEET_NAME = 31  # characters that a sheet's name may have
DRAFT = (
    ("内部测算底稿，不公开", None, None),
    ("单位：万元", None, None),
    ("项目", "一上数", "二下数"),
    ("测算支出", 4321.09, 1234.56),
    ("合计", 4321.09, 1234.56),
)
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def workbook_of(disclosure: Disclosure, *, numbers_as_text: bool = False) -> bytes:
    """Return the workbook; numbers_as_text: amounts stand in their cells as strings."""
    book = Workbook()
    notes = _notes(disclosure)
    prose = book.active
    prose.title = PROSE_SHEET
    _write_prose(prose, [line for line in disclosure.lines if line not in notes.values()])
    for number, table in enumerate(disclosure.tables, start=1):
        sheet = book.create_sheet(f"{number}{table.caption}"[:SHEET_NAME])
        last = _write_table(sheet, table, numbers_as_text)
        if note := notes.get(table):
            _write_across(sheet, last + 1, note.text, table.width)
    hidden = book.create_sheet(HIDDEN_SHEET)
    for row in DRAFT:
        hidden.append(row)
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _notes(disclosure: Disclosure) -> dict[PrintedTable, Line]:
    """The line of prose right below a table belongs on its sheet."""
    return {
        above: below
        for above, below in itertools.pairwise(disclosure.elements)
        if isinstance(above, PrintedTable) and isinstance(below, Line) and below.role is Role.PROSE
    }


def _write_prose(sheet: Worksheet, lines: Sequence[Line]) -> None:
    """One paragraph a row, over merged columns."""
    printed = [line for line in lines if line.role is not Role.CONTENTS]
    for r, line in enumerate(printed, start=1):
        cell = _write_across(sheet, r, line.text, PROSE_COLUMNS)
        place = "center" if line.role is Role.TITLE else "left"
        cell.alignment = Alignment(horizontal=place, wrap_text=True)


def _write_across(sheet: Worksheet, row: int, text: str, columns: int) -> Cell:
    cell = sheet.cell(row, 1, text)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    return cell


def _write_table(sheet: Worksheet, table: PrintedTable, numbers_as_text: bool) -> int:
    """Write titles and cells; return the number of the last row."""
    titles = [table.number, table.caption] if table.number else [table.caption]
    for r, title in enumerate(titles, start=1):
        _write_across(sheet, r, title, table.width).alignment = Alignment(horizontal="center")
    top = len(titles) + 1
    sheet.cell(top, 1, table.frame[0])
    if len(table.frame) > 1:
        sheet.cell(top, table.width, table.frame[1]).alignment = Alignment(horizontal="right")
    for cell in table.cells:
        _write_cell(sheet, cell, top + 1, numbers_as_text)
    for column in range(1, table.width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 16
    return top + len(table.grid)


def _write_cell(sheet: Worksheet, cell: PrintedCell, top: int, numbers_as_text: bool) -> None:
    """Codes stay text, as 「01」 has to; amounts are numbers with the format of the print."""
    row, column = top + cell.row, cell.column + 1
    target = sheet.cell(row, column)
    target.border = BOX
    if cell.is_number and not numbers_as_text:
        target.value = float(cell.text.replace(",", ""))
        target.number_format = "#,##0.00" if "." in cell.text else "0"
    elif cell.text:
        target.value = cell.text
        target.data_type = "s"  # 「=4次」 is no formula
    target.alignment = Alignment(horizontal="center" if cell.is_head else None, wrap_text=True)
    if cell.rows > 1 or cell.columns > 1:
        sheet.merge_cells(
            start_row=row,
            end_row=row + cell.rows - 1,
            start_column=column,
            end_column=column + cell.columns - 1,
        )
