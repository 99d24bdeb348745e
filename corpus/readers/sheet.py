"""Reads spreadsheets: every visible sheet in order, each cell as the sheet shows it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.readers import sheet_xls, sheet_xlsx
from corpus.readers.archive import checked_archive, is_encrypted_office, locked
from corpus.readers.sheet_layout import blocks_of_sheet
from corpus.readers.sheet_model import UNCOMPUTED, Sheet, Workbook

MANY_NAMES = 5  # sheets that a remark names


def read_xlsx(data: bytes, name: str) -> Reading:
    """Return the blocks of an xlsx workbook; raises ``UnreadableDocument``."""
    if is_encrypted_office(data):
        raise locked(name)
    checked_archive(data, name)
    return _reading(sheet_xlsx.read_workbook(data, name), name)


def read_xls(data: bytes, name: str) -> Reading:
    """Return the blocks of an xls or et workbook; raises ``UnreadableDocument``."""
    if is_encrypted_office(data):
        raise locked(name)
    return _reading(sheet_xls.read_workbook(data, name), name)


def _reading(book: Workbook, name: str) -> Reading:
    formulas = sum(sheet.uncomputed for sheet in book.sheets)
    if formulas and not any(sheet.numbers for sheet in book.sheets):
        raise UnreadableDocument(
            f"《{name}》的数字都是公式（{formulas} 个单元格），而且没有保存计算结果，无法读取。"
            "请用 Excel 或 WPS 打开，保存后再加入。"
        )
    blocks = [block for sheet in book.sheets for block in blocks_of_sheet(sheet)]
    if not blocks:
        raise UnreadableDocument(
            f"《{name}》的可见工作表都是空的。请检查内容是否在隐藏的工作表中。"
        )
    return Reading(tuple(blocks), (*_hidden_sheets(book.hidden), *_remarks(book.sheets)))


def _hidden_sheets(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    listed = "、".join(f"“{name}”" for name in names[:MANY_NAMES])
    more = f"等 {len(names)} 个" if len(names) > MANY_NAMES else ""
    return [f"隐藏的工作表{listed}{more}没有读取；如需读取，请取消隐藏后另存。"]


def _remarks(sheets: Sequence[Sheet]) -> list[str]:
    found: list[str] = []
    for sheet in sheets:
        rows = len({row for row, _ in sheet.cells} & sheet.hidden_rows)
        columns = len({column for _, column in sheet.cells} & sheet.hidden_columns)
        parts = [f"{rows} 行"] * bool(rows) + [f"{columns} 列"] * bool(columns)
        if parts:
            found.append(f"工作表“{sheet.name}”中隐藏的 {'、'.join(parts)}没有读取。")
        if sheet.uncomputed:
            found.append(
                f"工作表“{sheet.name}”中有 {sheet.uncomputed} 个公式单元格没有保存结果，"
                f"显示为“{UNCOMPUTED}”；请用 Excel 或 WPS 打开并保存后重新加入。"
            )
    return found
