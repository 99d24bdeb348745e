"""A sample disclosure as something to print: lines with their roles, tables with merged cells.

The text form writes a merged cell as a text with blanks to its right and below. What those blanks
mean is told by the product's own reading of the text (which rows head a table, which columns hold
levels), so that every format says the same thing as the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.canonical import place
from corpus.cells import is_amount
from corpus.document import Document, Paragraph, Row, RowKind, Table, TableKind
from corpus.grids import line_kind, names_table
from corpus.ingest import parse
from corpus.readers import read_file

MOST_FRAME_LINES = 4


class Role(StrEnum):
    """What a line is on the page."""

    TITLE = "title"
    CONTENTS = "contents"
    HEADING = "heading"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text form. level: of a heading, 1 for the outermost."""

    text: str
    role: Role
    level: int = 0


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell at ``row`` and ``column`` that covers ``rows`` by ``columns`` of the grid."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    is_head: bool = False
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table with the lines above it; ``head``: how many rows a new page repeats.

    grid: the rows as the text form has them, which is what an extractor has to find.
    """

    number: str
    caption: str
    frame: tuple[str, ...]  # 编制部门：…, 单位：…, （2026年）
    cells: tuple[PrintedCell, ...]
    grid: tuple[tuple[str, ...], ...]
    head: int

    @property
    def width(self) -> int:
        """How many columns the grid has."""
        return len(self.grid[0])

    @property
    def breadths(self) -> list[int]:
        """How much room every column needs, in characters of its longest own text, at most 12."""
        alone = [cell for cell in self.cells if cell.columns == 1]
        texts = [[len(c.text) for c in alone if c.column == i] for i in range(self.width)]
        return [min(max([3, *lengths]), 12) for lengths in texts]

    def row(self, index: int) -> list[PrintedCell]:
        """Return the cells that begin in a row, from left to right."""
        return [cell for cell in self.cells if cell.row == index]


Element = Line | PrintedTable


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A sample: its name without suffix, its title in one line, and what is printed."""

    stem: str
    title: str
    owner: str
    elements: tuple[Element, ...]

    @property
    def tables(self) -> list[PrintedTable]:
        """The tables in printed order."""
        return [element for element in self.elements if isinstance(element, PrintedTable)]

    @property
    def lines(self) -> list[Line]:
        """The lines in printed order, without those above tables."""
        return [element for element in self.elements if isinstance(element, Line)]


def disclosure_of(path: Path, *, merged_totals: bool = True) -> Disclosure:
    """Return a text sample as something to print.

    merged_totals: a total's label is printed over the code columns on its left.
    """
    data = path.read_bytes()
    document = parse(data, path.name).document
    elements: list[Element] = []
    for found in _in_order(data, document):
        if isinstance(found, Table):
            elements.append(_printed_table(found, _frame_lines(elements), merged_totals))
        else:
            elements.append(_line(found, document))
    return Disclosure(path.stem, document.title, document.owner, tuple(_with_titles(elements)))


def _in_order(data: bytes, document: Document) -> Iterator[Table | Paragraph]:
    paragraphs, tables = iter(document.paragraphs), iter(document.tables)
    for placed in place(read_file(data, document.file_name).blocks)[1]:
        yield next(tables) if placed.block.is_table else next(paragraphs)


def _line(paragraph: Paragraph, document: Document) -> Line:
    text = document.quote(paragraph.span)
    if paragraph.in_contents:
        return Line(text, Role.CONTENTS)
    if paragraph.is_heading:
        return Line(text, Role.HEADING, document.sections[paragraph.section].level)
    return Line(text, Role.PROSE if paragraph.section else Role.TITLE)


def _with_titles(elements: Sequence[Element]) -> Iterator[Element]:
    """Only what stands before the first heading or list of contents is a title."""
    begun = False
    for element in elements:
        title = isinstance(element, Line) and element.role is Role.TITLE
        begun = begun or not title
        if begun and isinstance(element, Line) and title:
            yield Line(element.text, Role.PROSE)
        else:
            yield element


def _frame_lines(elements: list[Element]) -> list[str]:
    """Take the lines that belong to the table to come off the end of what is printed."""
    taken: list[str] = []
    while len(taken) < MOST_FRAME_LINES:
        last = elements[-1]
        if not isinstance(last, Line) or last.role is not Role.PROSE or last.text.endswith("。"):
            break
        taken.insert(0, last.text)
        elements.pop()
    return taken


def _printed_table(table: Table, above: Sequence[str], merged_totals: bool) -> PrintedTable:
    heads = next((i for i, row in enumerate(table.rows) if row.kind is not RowKind.HEADER), 0)
    if table.kind is TableKind.INDICATORS:
        cells = tuple(_indicator_cells(table))
    else:
        cells = (*_head_cells(table.rows[:heads]), *_body_cells(table, heads, merged_totals))
    caption = next(text for text in above if names_table(text) and not _is_number(text))
    number = next(filter(_is_number, above), "")
    frame = tuple(text for text in above if text not in (caption, number))
    grid = tuple(row.cells for row in table.rows)
    return PrintedTable(number, caption, frame, cells, grid, heads)


def _is_number(text: str) -> bool:
    return line_kind(text)[0] == "number"


def _head_cells(rows: Sequence[Row]) -> Iterator[PrintedCell]:
    """A head covers the blanks on its right, then the rows below that are blank under it."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        for c, text in enumerate(row.cells):
            if (r, c) in taken:
                continue
            right = _reach(row.cells, c, [(r, column) in taken for column in range(len(row.cells))])
            down = _depth([below.cells for below in rows[r:]], c, right)
            taken |= {(r + i, c + j) for i in range(down) for j in range(right)}
            yield PrintedCell(r, c, text, down, right, is_head=True)


def _reach(cells: Sequence[str], start: int, taken: Sequence[bool]) -> int:
    """How many columns a text covers: itself and the free blanks on its right."""
    end = start + 1
    while end < len(cells) and not cells[end] and not taken[end]:
        end += 1
    return end - start


def _depth(rows: Sequence[Sequence[str]], column: int, columns: int) -> int:
    """How many rows a text covers: the first one and those that are blank under all of it."""
    depth = 1
    while depth < len(rows) and not any(rows[depth][column : column + columns]):
        depth += 1
    return depth


def _body_cells(table: Table, heads: int, merged_totals: bool) -> Iterator[PrintedCell]:
    values = {column for panel in table.panels for column in panel.value_columns}
    for r, row in enumerate(table.rows[heads:], start=heads):
        label = row.cells.index(row.label) if row.label in row.cells else 0
        merged = merged_totals and row.kind is RowKind.TOTAL and not any(row.cells[:label])
        start = label if merged else 0
        if start:
            yield PrintedCell(r, 0, row.cells[label], columns=label + 1)
        for c, text in enumerate(row.cells[start + 1 if start else 0 :], start + 1 if start else 0):
            yield PrintedCell(r, c, text, is_number=c in values and is_amount(text))


def _indicator_cells(table: Table) -> Iterator[PrintedCell]:
    """Pairs reach right; the levels of indicators reach down; the rest is one cell each."""
    levels = len(table.panels[0].label_columns) - 1
    first = next(i for i, row in enumerate(table.rows) if row.kind is RowKind.HEADER)
    rows = [row.cells for row in table.rows]
    for r, cells in enumerate(rows):
        for c, text in enumerate(cells):
            if r < first and (text or not c):
                reach = _reach(cells, c, [False] * len(cells))
                number = "." in text and is_amount(text)
                yield PrintedCell(r, c, text, columns=reach, is_number=number)
            elif r > first and c < levels and text:
                yield PrintedCell(r, c, text, _level_depth(rows[r:], c))
            elif (r >= first and c >= levels) or r == first:
                yield PrintedCell(r, c, text, is_head=r == first, is_number=text.isdigit())


def _level_depth(rows: Sequence[Sequence[str]], column: int) -> int:
    """A level reaches down to the next text in its column or in one on its left."""
    depth = 1
    while depth < len(rows) and not any(rows[depth][: column + 1]):
        depth += 1
    return depth
