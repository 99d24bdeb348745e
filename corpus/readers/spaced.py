"""Recovers tables whose columns are lined up with spaces, as when a page of a PDF is pasted.

A line of text is set as on paper, a Chinese letter twice as wide as a digit; the columns are then
found as on a page without rules, with the same caution: where a text could belong to two columns,
the lines stay prose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from corpus.document import Rows
from corpus.readers.merged import grid_of
from corpus.readers.pdf_loose import loose_tables
from corpus.readers.pdf_page import Char, Line, Page

SIZE, PITCH = 10.0, 14.0  # of the letters, and from line to line
HALF = SIZE / 2  # the width of a digit
MIN_LINES = 2
TAB_LINE = re.compile(r"\t|^\s*\|")
GAP = "(?: {2,}|\u3000)"
COLUMNS = re.compile(rf"\S{GAP}[ \u3000]*\S")
NUMBER_APART = re.compile(rf"{GAP}[ \u3000]*[+-]?\d[\d,]*(?:\.\d+)?%?(?:{GAP}|\s*$)")


def spaced_tables(lines: Sequence[str]) -> list[tuple[int, int, Rows]]:
    """Return (first line, line after the last, rows) of every table lined up with spaces."""
    return [table for first, last in _stretches(lines) for table in _tables(lines, first, last)]


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield stretches without tabs in which some lines have a number in a column of its own."""
    ends = [i for i, line in enumerate(lines) if TAB_LINE.search(line)]
    for start, end in zip([-1, *ends], [*ends, len(lines)], strict=True):
        own = lines[start + 1 : end]
        marked = sum(bool(COLUMNS.search(ln) and NUMBER_APART.search(ln)) for ln in own)
        columns = sum(bool(COLUMNS.search(line)) for line in own)
        if marked and columns >= MIN_LINES:
            yield start + 1, end


def _tables(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int, Rows]]:
    printed = [line for i in range(first, last) if (line := _printed(lines[i], i))]
    chars = tuple(char for line in printed for char in line.chars)
    page = Page(
        number=1,
        width=max(char.x1 for char in chars),
        height=last * PITCH,
        chars=chars,
        horizontal=(),
        vertical=(),
    )
    for table in loose_tables(page, printed):
        rows = tuple(map(tuple, grid_of(table.rows)))
        yield int(table.top // PITCH), int(table.bottom // PITCH) + 1, rows


def _printed(text: str, number: int) -> Line | None:
    """Return a line of text as it would stand on paper, None for a blank one."""
    chars: list[Char] = []
    x, top = 0.0, number * PITCH + 2
    for letter in text:
        width = _width(letter)
        if letter.isspace():
            x += width
        elif not width and chars:
            chars[-1] = _with_mark(chars[-1], letter)
        else:
            chars.append(Char(letter, x, x + width, top, top + SIZE, SIZE))
            x += width
    return Line(tuple(chars)) if chars else None


def _width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    return SIZE if unicodedata.east_asian_width(letter) in "WFA" else HALF


def _with_mark(char: Char, mark: str) -> Char:
    return Char(char.text + mark, char.x0, char.x1, char.top, char.bottom, char.size)
