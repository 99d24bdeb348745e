"""Reads Word files (.docx) in printed order: paragraphs with their numbers, tables, boxes, notes.

What Word computes is computed here as well, list numbers above all, because sections are known
by them. Headers, footers, comments, hidden and deleted text are not part of the text.
"""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from corpus.cells import is_precise
from corpus.document import Block, Reading
from corpus.errors import UnreadableDocument
from corpus.readers import read_file
from corpus.readers import text as plain_text
from corpus.readers.archive import damaged, is_encrypted_office, locked
from corpus.readers.cell_text import lines_of_text, one_line
from corpus.readers.merged import grid_of
from corpus.readers.word_numbers import Numbers
from corpus.readers.word_package import Package, R, W, children, opened
from corpus.readers.word_styles import Styles
from corpus.readers.word_tables import (
    Box,
    boxes_of,
    cells_of,
    same_columns,
    stretches_of,
    widths_of,
    without_slivers,
)
from corpus.readers.word_text import (
    Content,
    content_of,
    labelled,
    runs_into_next,
)

CONTENTS_TITLE = re.compile(r".{0,40}(?:目录|目次)")
NEAR = 3  # lines above a line of contents among which the title or another such line stands
MAX_COLUMNS = 400  # Word itself stops at 63
WEB_PAGES = (".htm", ".html", ".xhtml", ".mht", ".mhtml")


def read_docx(data: bytes, name: str) -> Reading:
    """Return the blocks of a Word file; raises ``UnreadableDocument``.

    A locked, damaged, or dangerously packed file is refused before it is unpacked.
    """
    if is_encrypted_office(data):
        raise locked(name)
    try:
        return _Reader(opened(data, name), name).reading()
    except RecursionError as wrong:  # controls or tables inside each other without an end
        raise damaged(name) from wrong


class _Reader:
    """Walks one document and collects its blocks in printed order."""

    def __init__(self, package: Package, name: str) -> None:
        self._package, self._name = package, name
        self._styles = Styles(package.styles)
        self._numbers = Numbers(package.numbering, self._styles)
        self._blocks: list[Block] = []
        self._contents: set[int] = set()  # blocks that are lines of a table of contents
        self._carried = ""  # of a paragraph whose end is deleted
        self._notes: list[Block] = []
        self._pictures = self._workbooks = self._unread = 0

    def reading(self) -> Reading:
        """Return the whole document."""
        self._take(self._package.body)
        self._blocks += self._notes
        if not self._blocks:
            found = "只有图片，没有可读的文字" if self._pictures else "没有可读的文字"
            raise UnreadableDocument(f"《{self._name}》中{found}。请检查文件是否保存完整。")
        return Reading(tuple(_with_tab_tables(self._blocks)), tuple(self._remarks()))

    def _remarks(self) -> Iterator[str]:
        if self._workbooks:
            yield f"文中嵌入了 {self._workbooks} 个电子表格对象，其中的内容没有读取。"
        if self._unread:
            yield f"文中嵌入了 {self._unread} 个其他文件，其中的内容没有读取。"
        if self._pictures:
            yield f"文中有 {self._pictures} 张较大的图片，图片里的文字没有读取。"

    def _take(self, holder: Element) -> None:
        """Take the paragraphs and tables of a body, a cell, or a text box."""
        above: tuple[int, ...] = ()  # column widths of a table right above
        for element in children(holder):
            widths: tuple[int, ...] = ()
            if element.tag == W + "p":
                self._take_paragraph(element)
            elif element.tag == W + "tbl":
                widths = widths_of(element)
                self._take_table(element, widths, goes_on=same_columns(above, widths))
            elif element.tag == W + "altChunk":
                self._take_chunk(element.get(R + "id", ""))
            above = widths

    def _take_paragraph(self, paragraph: Element) -> None:
        content = self._content(paragraph)
        text = self._carried + content.text
        self._carried = text if runs_into_next(paragraph) else ""
        if not self._carried:
            self._add(text, content.is_contents)
        for box in content.boxes:
            self._take(box)

    def _content(self, paragraph: Element) -> Content:
        """What a paragraph prints, with its number in front; its notes are kept for later."""
        content = content_of(paragraph, self._styles)
        self._pictures += content.pictures
        self._workbooks += content.workbooks
        for kind, identifier in content.notes:
            self._notes += self._note(kind, identifier)
        if content.text.strip() or not runs_into_next(paragraph):
            content.text = labelled(self._numbers.label_of(paragraph), content.text)
        content.is_contents |= self._styles.is_contents(paragraph)
        return content

    def _add(self, text: str, is_contents: bool) -> None:
        """Add the lines of a paragraph; lines of contents only where their title is printed.

        Below the title they are set aside as contents; alone they would pass for prose.
        """
        for line in lines_of_text(text):
            if is_contents and not self._in_contents():
                continue
            if is_contents:
                self._contents.add(len(self._blocks))
            self._blocks.append(Block(text=line))
        if text.rstrip().endswith("。"):
            self._blocks += self._notes
            self._notes = []

    def _in_contents(self) -> bool:
        last = range(max(0, len(self._blocks) - NEAR), len(self._blocks))
        return any(i in self._contents or _is_contents_title(self._blocks[i]) for i in last)

    def _note(self, kind: str, identifier: str) -> list[Block]:
        part = self._package.footnotes if kind == "footnotes" else self._package.endnotes
        notes = (note for note in part if note.get(W + "id") == identifier)
        paragraphs = (p for note in notes for p in children(note) if p.tag == W + "p")
        texts = (content_of(paragraph, self._styles).text for paragraph in paragraphs)
        return [Block(text=line) for text in texts for line in lines_of_text(text)]

    def _take_chunk(self, identifier: str) -> None:
        """A web page that an office system put into the document as it was."""
        path, data = self._package.chunks.get(identifier, ("", b""))
        if not path.lower().endswith(WEB_PAGES):
            self._unread += 1
            return
        try:
            self._blocks += read_file(data, posixpath.basename(path)).blocks
        except UnreadableDocument:
            self._unread += 1

    def _take_table(self, table: Element, widths: Sequence[int], *, goes_on: bool) -> None:
        """Take a table; one with a single column is a frame around lines or other tables."""
        rows = boxes_of(table)
        if any(row and row[-1].end > MAX_COLUMNS for row in rows):
            raise damaged(self._name)
        if all(len([box for box in row if box.element is not None]) <= 1 for row in rows):
            for box in itertools.chain.from_iterable(rows):
                if box.element is not None:
                    self._take(box.element)
            return
        inner: list[Element] = []
        above = 0  # columns of the stretch above
        for stretch in stretches_of(rows, widths):
            texts = [[self._cell(box.element, inner) for box in row] for row in stretch]
            if grid := _grid(stretch, texts, widths):
                follows = above == len(grid[0]) if above else goes_on
                continues = follows and len(set(filter(None, grid[0]))) > 1
                self._blocks.append(Block(rows=grid, continues=continues))
                above = len(grid[0])
        for element in inner:
            self._take_table(element, widths_of(element), goes_on=False)

    def _cell(self, cell: Element | None, inner: list[Element]) -> str:
        """Return what a cell prints; tables in it are appended to ``inner``."""
        lines: list[str] = []
        for element in children(cell) if cell is not None else ():
            if element.tag == W + "tbl":
                inner.append(element)
            elif element.tag == W + "p":
                content = self._content(element)
                lines += lines_of_text(content.text)
                lines += [self._cell(box, inner) for box in content.boxes]
        return one_line("\n".join(lines))


def _grid(
    rows: Sequence[Sequence[Box]], texts: Sequence[Sequence[str]], widths: Sequence[int]
) -> tuple[tuple[str, ...], ...]:
    boxes, printed = without_slivers(rows, texts, widths)
    grid = grid_of(cells_of(boxes, printed))
    return plain_text.rectangular([row for row in grid if any(row)])


def _is_contents_title(block: Block) -> bool:
    return bool(CONTENTS_TITLE.fullmatch(re.sub(r"\s", "", block.text)))


def _with_tab_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """Lines with amounts behind tabs are a table here as in a text file."""
    for is_tabbed, run in itertools.groupby(blocks, key=lambda block: "\t" in block.text):
        lines = list(run)
        cells = (cell.strip() for line in lines for cell in line.text.split("\t"))
        if is_tabbed and len(lines) > 1 and any(map(is_precise, cells)):
            yield from plain_text.blocks_of([line.text for line in lines])
        else:
            yield from lines
