"""Puts back the table that ends an old Word file: LibreOffice makes one paragraph of it.

The cells of a .doc are told by marks in its text, which are still in the file. A table is put back
only when its cells, joined, are the paragraph word by word; else a remark says what was lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.document import Block, Reading, Rows
from corpus.grids import squeezed

MARK = "\x07"  # ends a cell, and once more a row
LAST_LETTERS = 8  # of the paragraph: so many find its place in the file
MIN_COLUMNS, MIN_ROWS = 2, 2
LOST = (
    "文件最后的表格在转换时失去了单元格，其中的数字未作为数据。"
    "请用 Word、WPS 把文件另存为 docx 后再加入。"
)


def with_last_table(reading: Reading, data: bytes) -> Reading:
    """Return a reading whose last paragraph is a table again, if the file ends with one.

    data: the .doc file from which LibreOffice made the document that was read.
    """
    last = reading.blocks[-1] if reading.blocks else Block()
    place = _place(last.text, data)
    if place is None:
        return reading
    rows = _rows_of(_cells(last.text, *place))
    if not rows:
        return replace(reading, remarks=(*reading.remarks, LOST))
    return replace(reading, blocks=(*reading.blocks[:-1], replace(last, text="", rows=rows)))


def _place(text: str, data: bytes) -> tuple[str, int] | None:
    """Return the file as text, and where in it a paragraph ends with a cell; None for others."""
    letters = squeezed(text)[-LAST_LETTERS:]
    if not letters:
        return None
    form = re.compile(rf"[\s{MARK}]*".join(map(re.escape, letters)) + MARK)
    for start in (0, 1):
        shown = data[start:].decode("utf-16-le", errors="replace")
        ends = [match.end() for match in form.finditer(shown)]
        if ends:
            return shown, ends[-1]
    return None


def _cells(text: str, shown: str, end: int) -> list[str]:
    """Return what stands between the marks, [] when it is not what the paragraph says."""
    while shown[end : end + 1] == MARK:
        end += 1
    wanted = squeezed(text)
    start, left = end, len(wanted)
    while start and left:
        start -= 1
        left -= not (shown[start].isspace() or shown[start] == MARK)
    found = shown[start:end]
    if squeezed(found.replace(MARK, "")) != wanted:
        return []
    return [re.sub(r"\s*\r\s*", "", cell).strip() for cell in found.split(MARK)[:-1]]


def _rows_of(cells: Sequence[str]) -> Rows:
    """Return the rows of the width at which every row ends with a second mark.

    A column that is blank in all rows would be such a mark between rows of other widths.
    """
    for width in range(MIN_COLUMNS, len(cells) // MIN_ROWS):
        if len(cells) % (width + 1) or any(cells[width :: width + 1]):
            continue
        rows = tuple(tuple(cells[at : at + width]) for at in range(0, len(cells), width + 1))
        if all(map(any, zip(*rows, strict=True))):
            return rows
    return ()
