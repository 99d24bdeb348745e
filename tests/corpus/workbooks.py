"""Makes small workbooks for tests: xlsx with openpyxl, xls record by record."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | bool | None
Formatted = Value | tuple[Value, str]  # a value, or a value with its number format
ERRORS = {"#REF!": 0x17, "#N/A": 0x2A}  # as xls stores them
SHEET = "xl/worksheets/sheet1.xml"


def fill(sheet: Worksheet, rows: Sequence[Sequence[Formatted]]) -> None:
    """Write rows from A1 on; texts stay texts, also those that begin with 「=」."""
    for r, row in enumerate(rows, start=1):
        for c, given in enumerate(row, start=1):
            value, code = given if isinstance(given, tuple) else (given, "General")
            cell = sheet.cell(r, c, value)
            cell.number_format = code
            if isinstance(value, str):
                cell.data_type = "s"


def xlsx(rows: Sequence[Sequence[Formatted]], *, name: str = "Sheet1", merges: str = "") -> bytes:
    """Return a workbook with one sheet; merges: ranges with spaces between them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    fill(sheet, rows)
    for cells in merges.split():
        sheet.merge_cells(cells)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed, or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
        if part not in source.namelist():
            target.writestr(part, change(b""))
    return stream.getvalue()


def xls(
    rows: Sequence[Sequence[Formatted]],
    *,
    merge: tuple[int, int, int, int] | None = None,
    hidden: bool = False,
) -> bytes:
    """Return the BIFF8 stream of a workbook with one sheet 「公开表」.

    merge: first and last row, first and last column; hidden: adds a hidden sheet 「底稿」.
    """
    codes = sorted({cell[1] for row in rows for cell in row if isinstance(cell, tuple)})
    sheets = [_sheet(rows, codes, merge)] + [_sheet([["草稿"]], [], None)] * hidden
    names = ["公开表", "底稿"][: len(sheets)]
    start = len(_globals(names, [0] * len(names), codes))
    places = [start + sum(map(len, sheets[:n])) for n in range(len(sheets))]
    return _globals(names, places, codes) + b"".join(sheets)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _globals(names: Sequence[str], places: Sequence[int], codes: Sequence[str]) -> bytes:
    formats = [
        _record(0x041E, struct.pack("<HHB", 200 + n, len(code), 1) + code.encode("utf-16-le"))
        for n, code in enumerate(codes)
    ]
    styles = [_record(0x00E0, struct.pack("<HH16x", 0, key)) for key in _keys(codes)]
    bounds = [
        _record(
            0x0085,
            struct.pack("<IBBBB", place, n > 0, 0, len(name), 1) + name.encode("utf-16-le"),
        )
        for n, (name, place) in enumerate(zip(names, places, strict=True))
    ]
    bof = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 1996, 0, 6))
    return b"".join([bof, *formats, *styles, *bounds, _record(0x000A, b"")])


def _keys(codes: Sequence[str]) -> list[int]:
    return [0, *range(200, 200 + len(codes))]


def _sheet(
    rows: Sequence[Sequence[Formatted]],
    codes: Sequence[str],
    merge: tuple[int, int, int, int] | None,
) -> bytes:
    records = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 1996, 0, 6))]
    for r, row in enumerate(rows):
        for c, given in enumerate(row):
            value, code = given if isinstance(given, tuple) else (given, "")
            style = codes.index(code) + 1 if code else 0
            if isinstance(value, bool) or (isinstance(value, str) and value in ERRORS):
                told = ERRORS.get(str(value)), isinstance(value, str)
                body = struct.pack("<HHHBB", r, c, style, told[0] or int(value is True), told[1])
                records.append(_record(0x0205, body))
            elif isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                records.append(_record(0x0204, struct.pack("<HHH", r, c, style) + text))
            elif value is not None:
                records.append(_record(0x0203, struct.pack("<HHHd", r, c, style, value)))
    if merge:
        records.append(_record(0x00E5, struct.pack("<HHHHH", 1, *merge)))
    return b"".join([*records, _record(0x000A, b"")])
