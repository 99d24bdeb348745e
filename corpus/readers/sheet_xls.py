"""Reads the sheets of an old xls workbook (also WPS .et), with number formats and merged cells."""

from __future__ import annotations

import io
import struct

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT
from xlrd.compdoc import CompDocError

from corpus.readers.archive import MAX_BYTES, damaged, locked
from corpus.readers.number_format import builtin_formats, shown_number, shown_text
from corpus.readers.sheet_model import MAX_MERGES, Sheet, Workbook, check_size

# formats of these ids are written into the file in the words of its own country
FILES_OWN = frozenset({*range(5, 9), *range(37, 45)})
LOCKED = "encrypted"
BROKEN = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    LookupError,
    ValueError,
    AssertionError,
    TypeError,
    AttributeError,
    NotImplementedError,
    OverflowError,
)


def read_workbook(data: bytes, name: str) -> Workbook:
    """Return the visible sheets of an xls file.

    Raises ``UnreadableDocument`` when the file is locked, damaged or has too many cells.
    """
    if len(data) > MAX_BYTES:
        raise damaged(name)
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        formats = [_format_of(book, xf.format_key) for xf in book.xf_list]
        sheets = [_sheet(sheet, formats, book, name) for sheet in book.sheets() if _is_shown(sheet)]
        hidden = [sheet.name for sheet in book.sheets() if not _is_shown(sheet)]
    except BROKEN as wrong:
        raise locked(name) if LOCKED in str(wrong) else damaged(name) from wrong
    check_size(sheets, name)
    return Workbook(tuple(sheets), tuple(hidden))


def _is_shown(sheet: xlrd.sheet.Sheet) -> bool:
    return bool(sheet.visibility == 0)


def _format_of(book: xlrd.Book, key: int) -> str:
    known = builtin_formats()
    if key in known and key not in FILES_OWN:
        return known[key]
    own = book.format_map.get(key)
    return str(own.format_str) if own is not None else known.get(key, known[0])


def _sheet(source: xlrd.sheet.Sheet, formats: list[str], book: xlrd.Book, name: str) -> Sheet:
    sheet = Sheet(source.name)
    for row in range(source.nrows):
        for column in range(source.row_len(row)):
            if text := _shown(source.cell(row, column), formats, book):
                sheet.cells[row, column] = text
        check_size((sheet,), name)
        sheet.numbers += sum(
            kind in (XL_CELL_NUMBER, XL_CELL_DATE) for kind in source.row_types(row)
        )
    sheet.merges = [
        (first, left, last - 1, right - 1)
        for first, last, left, right in source.merged_cells[:MAX_MERGES]
    ]
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    return sheet


def _shown(cell: xlrd.sheet.Cell, formats: list[str], book: xlrd.Book) -> str:
    code = formats[cell.xf_index] if cell.xf_index is not None else builtin_formats()[0]
    if cell.ctype in (XL_CELL_NUMBER, XL_CELL_DATE):
        return shown_number(float(cell.value), code, from_1904=book.datemode == 1)
    if cell.ctype == XL_CELL_TEXT:
        return shown_text(cell.value, code)
    if cell.ctype == XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    return ""
