"""Reads PDF files: ruled tables, tables without rules, prose; a page at a time, memory bounded."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.readers.merged import grid_of
from corpus.readers.pdf_page import FoundTable, Page, lines_of, page_of
from corpus.readers.pdf_prose import (
    PageContent,
    Text,
    goes_on,
    joined_text,
    measures_of,
    shape_of,
    text_of,
    without_running_lines,
)
from corpus.readers.pdf_ruled import ruled_tables

MAX_PAGES = 900
SAME_EDGE = 3.0  # points


def read_pdf(data: bytes, name: str) -> Reading:
    """Return the blocks of a PDF in printed order; raises ``UnreadableDocument``."""
    check(data, name)
    pages: list[PageContent] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for raw in pdf.pages:
                pages.append(content_of(page_of(raw)))
                raw.close()
    except (PDFException, PdfminerException) as wrong:
        raise _damaged(name) from wrong
    without_running_lines(pages)
    return Reading(tuple(blocks_of(pages)))


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


def content_of(page: Page) -> PageContent:
    """Return the tables of a page and the lines around them, from top to bottom."""
    tables = ruled_tables(page)
    taken = frozenset(char for _, chars in tables for char in chars)
    lines = lines_of(char for char in page.chars if char not in taken)
    items: list[Text | FoundTable] = [table for table, _ in tables]
    items += [text_of(line) for line in lines]
    items.sort(
        key=lambda item: (item.top + item.bottom) / 2 if isinstance(item, Text) else item.top
    )
    return PageContent(page.number, page.width, page.height, items)


def blocks_of(pages: Sequence[PageContent]) -> Iterator[Block]:
    """Yield tables and paragraphs in printed order, paragraphs joined over page breaks."""
    measures = measures_of(pages)
    last: Text | FoundTable | None = None
    pending: Block | None = None
    for page in pages:
        measure = measures[shape_of(page)]
        for item in page.items:
            same_page = pending is not None and pending.page == page.number
            if isinstance(item, FoundTable):
                if pending:
                    yield pending
                goes = isinstance(last, FoundTable) and not same_page and _same_columns(last, item)
                pending = Block(
                    rows=tuple(map(tuple, grid_of(item.rows))),
                    page=page.number,
                    continues=goes,
                    readings=item.readings,
                )
            elif (
                pending
                and isinstance(last, Text)
                and goes_on(last, item, measure, same_page=same_page)
            ):
                pending = replace(pending, text=joined_text(pending.text, item.text))
            else:
                if pending:
                    yield pending
                pending = Block(text=item.text, page=page.number)
            last = item
    if pending:
        yield pending


def _same_columns(before: FoundTable, after: FoundTable) -> bool:
    return len(before.edges) == len(after.edges) and all(
        abs(x - y) <= SAME_EDGE for x, y in zip(before.edges, after.edges, strict=True)
    )
