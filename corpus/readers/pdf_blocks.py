"""Puts the tables and lines of all pages in order, and joins what page breaks part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.document import Block
from corpus.readers.pdf_joins import Stretch, blocks_of_stretches
from corpus.readers.pdf_joins import goes_on as table_goes_on
from corpus.readers.pdf_loose import loose_tables
from corpus.readers.pdf_margins import Sheet
from corpus.readers.pdf_page import FoundTable
from corpus.readers.pdf_prose import (
    Measure,
    PageContent,
    Text,
    goes_on,
    joined_text,
    local_measure,
    measures_of,
    texts_of,
)

Line = tuple[Text, Measure, PageContent]


def contents_of(sheets: Sequence[Sheet]) -> list[PageContent]:
    """Return the content of every page; a table may go on with the columns of the page before."""
    contents: list[PageContent] = []
    for sheet in sheets:
        above = contents[-1].items[-1:] if contents else []
        before = next((item for item in above if isinstance(item, FoundTable)), None)
        contents.append(_content(sheet, before))
    return contents


def _content(sheet: Sheet, before: FoundTable | None) -> PageContent:
    """Return a page's tables, ruled or not, and the lines around them, from top to bottom."""
    page, tables = sheet.page, list(sheet.tables)
    for table in loose_tables(page, sheet.lines, before):
        if not any(table.top < other.bottom and other.top < table.bottom for other in tables):
            tables.append(table)
    loose = [table for table in tables if table not in sheet.tables]
    middles = [((line.top + line.bottom) / 2, line) for line in sheet.lines]
    free = [ln for y, ln in middles if not any(t.top <= y <= t.bottom for t in loose)]
    items: list[Text | FoundTable] = [*tables, *texts_of(free)]
    return PageContent(page.number, page.width, page.height, sorted(items, key=_height))


def _height(item: Text | FoundTable) -> float:
    return item.top if isinstance(item, FoundTable) else (item.top + item.bottom) / 2


def blocks_of(pages: Sequence[PageContent], doubtful: frozenset[int]) -> Iterator[Block]:
    """Yield tables and paragraphs in printed order; doubtful: numbers of pages that are."""
    measures = measures_of(pages)
    lines: list[Line] = []
    tables: list[Stretch] = []
    for page in pages:
        for is_table, group in groupby(page.items, key=lambda i: isinstance(i, FoundTable)):
            items = list(group)
            if not is_table:
                yield from blocks_of_stretches(tables)
                run = [item for item in items if isinstance(item, Text)]
                measure = local_measure(run, page, measures[page.shape])
                lines += [(text, measure, page) for text in run]
                tables = []
                continue
            yield from _paragraphs(lines, doubtful)
            lines = []
            for item in items:
                if not isinstance(item, FoundTable):
                    continue
                if item.is_nameless:
                    yield from blocks_of_stretches(tables)
                    tables = []
                    yield _as_prose(item, page.number, doubtful)
                    continue
                if not (_on_page_before(tables, page) and table_goes_on(tables, item)):
                    yield from blocks_of_stretches(tables)
                    tables = []
                tables.append(Stretch(page.number, item, page.number in doubtful))
    yield from blocks_of_stretches(tables)
    yield from _paragraphs(lines, doubtful)


def _as_prose(table: FoundTable, page: int, doubtful: frozenset[int]) -> Block:
    """A table that may not be read as data can still be found by its words."""
    cells = [cell.text for row in table.rows for cell in row if cell.text]
    return Block("  ".join(cells), page=page, doubtful=page in doubtful)


def _on_page_before(tables: Sequence[Stretch], page: PageContent) -> bool:
    return bool(tables) and tables[-1].page < page.number


def _paragraphs(lines: Sequence[Line], doubtful: frozenset[int]) -> Iterator[Block]:
    """Yield the paragraphs of lines between two tables."""
    pending: Block | None = None
    before: Line | None = None
    for line in lines:
        text, _, page = line
        if pending and before and _joins(before, line):
            pending = replace(pending, text=joined_text(pending.text, text.text))
        else:
            if pending:
                yield pending
            pending = Block(text.text, page=page.number, doubtful=page.number in doubtful)
        before = line
    if pending:
        yield pending


def _joins(before: Line, after: Line) -> bool:
    same = before[2] is after[2]
    measure = after[1] if same else before[1]
    return goes_on(before[0], after[0], measure, same_page=same)
