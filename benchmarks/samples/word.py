"""Prints a disclosure as a Word file: heading styles, real tables, running title, page numbers."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from benchmarks.samples.archives import timeless
from benchmarks.samples.printed import Disclosure, Element, Line, PrintedTable, Role

FONT = "宋体"
LINE_WIDTH = Cm(15)
SMALL = Pt(8)  # in tables
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def word_of(disclosure: Disclosure) -> bytes:
    """Return the disclosure as docx; the same bytes for the same disclosure."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    document.core_properties.title = disclosure.title
    document.core_properties.author = disclosure.owner
    document.core_properties.comments = ""
    _write_margins(document, disclosure.title)
    entries = 0
    for element in disclosure.elements:
        if isinstance(element, Line) and element.role is Role.CONTENTS:
            entries += 1
            _write_entry(document, element.text, entries)
        else:
            _write(document, element)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _write_margins(document: WordDocument, title: str) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = title
    section.header.paragraphs[0].alignment = CENTRE
    foot = section.footer.paragraphs[0]
    foot.alignment = CENTRE
    foot.add_run("— ")
    _write_page_number(foot)
    foot.add_run(" —")


def _write_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _write_entry(document: WordDocument, text: str, number: int) -> None:
    """The word 目录, then entries with dots up to a page number."""
    paragraph = document.add_paragraph()
    if number == 1:
        paragraph.alignment = CENTRE
        paragraph.add_run(text)
        return
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(LINE_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    paragraph.add_run(f"{text}\t{number}")


def _write(document: WordDocument, element: Element) -> None:
    if isinstance(element, PrintedTable):
        _write_table(document, element)
    elif element.role is Role.TITLE:
        document.add_paragraph(element.text, style="Title").alignment = CENTRE
    elif element.role is Role.HEADING:
        document.add_heading(element.text, element.level)
    else:
        document.add_paragraph(element.text).paragraph_format.first_line_indent = Pt(24)


def _write_table(document: WordDocument, table: PrintedTable) -> None:
    """The lines above, then the grid; a merged cell is one cell of the grid."""
    if table.number:
        document.add_paragraph(table.number)
    document.add_paragraph(table.caption).alignment = CENTRE
    frame = document.add_paragraph("\t".join(table.frame))
    frame.paragraph_format.tab_stops.add_tab_stop(LINE_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    grid = document.add_table(len(table.grid), table.width, style="Table Grid")
    _write_widths(grid, table.breadths)
    for cell in table.cells:
        target = grid.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            end = (cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            target = target.merge(grid.cell(*end))
        paragraph = target.paragraphs[0]
        paragraph.add_run(cell.text).font.size = SMALL
        if cell.is_head or cell.is_number:
            paragraph.alignment = CENTRE if cell.is_head else RIGHT
    for row in grid.rows[: table.head]:
        _repeat(row._tr)


def _write_widths(grid: Table, breadths: list[int]) -> None:
    """Share the line among the columns; Word asks for the width in every cell."""
    for column, breadth in zip(grid.columns, breadths, strict=True):
        column.width = Emu(int(LINE_WIDTH) * breadth // sum(breadths))
        for cell in column.cells:
            cell.width = column.width


def _repeat(row: OxmlElement) -> None:
    """Print the row again at the top of every page."""
    mark = OxmlElement("w:tblHeader")
    row.get_or_add_trPr().append(mark)
