"""Reads PDF files: ruled tables, tables without rules, prose; a page at a time, memory bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pypdfium2

from corpus.document import Reading
from corpus.errors import UnreadableDocument
from corpus.readers.pdf_blocks import blocks_of, contents_of
from corpus.readers.pdf_drawn import BROKEN, pages_of
from corpus.readers.pdf_margins import Sheet, without_running_lines
from corpus.readers.pdf_page import Page, lines_of
from corpus.readers.pdf_ruled import ruled_tables
from corpus.readers.pdf_sideways import Halves
from corpus.readers.scan import Scans, listed

MAX_PAGES = 900


def read_pdf(data: bytes, name: str) -> Reading:
    """Return the blocks of a PDF in printed order; raises ``UnreadableDocument``.

    Pages whose text is a recognition of a picture give doubtful blocks.
    """
    check(data, name)
    scans = Scans(data, name)
    sheets, broken, nameless = sheets_of(data, name, scans)
    scans.check(len(sheets))
    contents = contents_of(without_running_lines(sheets))
    blocks = tuple(blocks_of(contents, scans.doubtful))
    if not blocks:
        raise UnreadableDocument(f"《{name}》里没有文字。请检查文件是否保存完整。")
    return Reading(blocks, (*_remarks(broken, nameless), *scans.remarks()))


def check(data: bytes, name: str) -> None:
    """Refuse, at once, what cannot be read: locked, damaged, empty or endless files."""
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            count = len(pdf)
    except pypdfium2.PdfiumError as wrong:
        if "password" in str(wrong).lower():
            raise UnreadableDocument(
                f"《{name}》有密码保护，不能读取。请先解除密码，另存后再加入。"
            ) from wrong
        raise _damaged(name) from wrong
    if not count:
        raise UnreadableDocument(f"《{name}》一页也没有。请检查文件是否保存完整。")
    if count > MAX_PAGES:
        raise UnreadableDocument(
            f"《{name}》有 {count} 页，超过 {MAX_PAGES} 页的上限。请拆分成较小的文件。"
        )


def _damaged(name: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"《{name}》不是完整的 PDF 文件，打不开。请重新下载，或用阅读软件另存后再加入。"
    )


def sheets_of(data: bytes, name: str, scans: Scans) -> tuple[list[Sheet], list[int], list[int]]:
    """Return the pages with their ruled tables, and the numbers of pages that cannot be used.

    First those that are damaged, then those whose table has no labels: they hold no data.
    """
    sheets: dict[int, Sheet] = {}
    broken: list[int] = []
    halves = Halves()
    try:
        for number, page in enumerate(pages_of(data), start=1):
            if page is None:
                broken.append(number)
                continue
            shown = scans.seen(page)
            sheets[number] = _sheet(shown)
            for again in halves.seen(shown, sheets[number]):
                sheets[again.number] = _sheet(again)
    except BROKEN as wrong:
        raise _damaged(name) from wrong
    if not sheets:
        raise _damaged(name)
    for number in halves.nameless:
        sheets[number] = _without_names(sheets[number])
    return list(sheets.values()), broken, halves.nameless


def _without_names(sheet: Sheet) -> Sheet:
    return replace(sheet, tables=tuple(replace(t, is_nameless=True) for t in sheet.tables))


def _sheet(page: Page) -> Sheet:
    found = ruled_tables(page)
    taken = frozenset(char for _, chars in found for char in chars)
    lines = lines_of(char for char in page.chars if char not in taken)
    # Of all glyphs only those outside tables are kept: a file has up to a million.
    return Sheet(replace(page, chars=page.chars[:1]), tuple(table for table, _ in found), lines)


def _remarks(broken: Sequence[int], nameless: Sequence[int]) -> tuple[str, ...]:
    remarks = [f"{listed(broken)}已损坏，没有读出。"] if broken else []
    if nameless:
        remarks.append(
            f"{listed(nameless)}的表格没有行名，可能是前面表格的右半部分，"
            "其中的数字未作为数据，请核对原件。"
        )
    return tuple(remarks)
