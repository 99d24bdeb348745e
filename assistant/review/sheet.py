"""A report as a workbook: one row a finding, exact values as text."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from assistant.review.as_json import citation
from assistant.review.catalogue import rules
from assistant.review.finding import Finding, Report
from assistant.terminal import place_of
from corpus.errors import DisclosureError
from corpus.library import DocumentInfo

HEADS = (
    *("编号", "级别", "规则", "名称", "文件", "单位", "年度", "说明", "应为", "印为", "相差"),
    *("计量单位", "建议", "位置一", "原文一", "位置二", "原文二", "接受理由"),
)
LEVELS = {"error": "错误", "warning": "警告", "notice": "提示"}
WIDTHS = {"H": 60, "O": 50, "Q": 50, "N": 36, "P": 36}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_xlsx(report: Report, path: Path) -> None:
    """Write the findings; raises ``DisclosureError`` when the file cannot be written."""
    book = Workbook(write_only=True)
    page = book.create_sheet("审核发现")
    page.freeze_panes = "A2"
    for column, width in WIDTHS.items():
        page.column_dimensions[column].width = width
    page.append([_cell(page, head, bold=True) for head in HEADS])
    infos = {info.id: info for info in report.documents}
    for one in (*report.findings, *report.accepted):
        page.append([_cell(page, text) for text in _row(one, infos)])
    try:
        book.save(path)
    except OSError as wrong:
        raise DisclosureError(f"{path}：无法写入（{wrong.strerror}），请检查路径和权限") from wrong


def _row(one: Finding, infos: dict[str, DocumentInfo]) -> list[str]:
    places = [citation(place, infos) for place in one.places[:2]]
    quotes = [text for place in places for text in (place_of(place), place.quote)]
    info = infos[one.document]
    return [
        *(one.id, LEVELS[one.severity.value], one.rule, rules()[one.rule].title),
        *(info.file_name, one.owner, str(one.year or ""), one.message),
        *(one.expected, one.found, one.difference, one.unit, one.suggestion),
        *(quotes + [""] * 4)[:4],
        one.reason,
    ]


def _cell(page: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Return a cell that is text, whatever it looks like: no program runs it as a formula."""
    cell = WriteOnlyCell(page, CONTROL.sub("", text))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
    return cell
