"""Recovers tables that a converter printed with one cell a line.

Only the shape is used: rows of equal length parted by blank lines, every cell on a line of its
own that starts with a tab. Words are never looked at.
"""

from __future__ import annotations

import re
from collections import Counter

CELL_LINE = re.compile(r"[ \u3000]*\t[^\t]*$")
MAX_GAP = 12  # plain lines that may continue one cell
MIN_ROWS, MIN_WIDTH = 3, 4

Region = tuple[int, int, list[list[str]]]


def vertical_tables(lines: list[str]) -> list[Region]:
    """Return (first line, line after the last, rows) of every vertical table in order."""
    found: list[Region] = []
    for first, last in _regions(lines):
        rows = _rows(lines[first:last])
        if width := _usual_width(rows):
            found.append((first, last, _split_joined(rows, width)))
    return found


def _regions(lines: list[str]) -> list[tuple[int, int]]:
    """Stretches of cell lines; between two of them a few plain lines may continue a cell."""
    marks = [i for i, line in enumerate(lines) if CELL_LINE.match(line)]
    regions: list[tuple[int, int]] = []
    for mark in marks:
        if regions and _continues(lines, regions[-1][1], mark):
            regions[-1] = (regions[-1][0], mark + 1)
        else:
            regions.append((mark, mark + 1))
    return regions


def _continues(lines: list[str], end: int, mark: int) -> bool:
    between = lines[end:mark]
    plain = [line for line in between if line.strip()]
    return len(plain) <= MAX_GAP and not any("\t" in line for line in plain)


def _rows(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for line in lines:
        if CELL_LINE.match(line):
            rows[-1].append(line.strip())
        elif not line.strip():
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] = f"{rows[-1][-1]} {line.strip()}".strip()
        else:
            rows[-1].append(line.strip())
    return [row for row in rows if any(row)]


def _usual_width(rows: list[list[str]]) -> int:
    """The width that most rows have, 0 when the lines do not repeat a shape."""
    if not rows:
        return 0
    width, count = Counter(map(len, rows)).most_common(1)[0]
    return width if count >= MIN_ROWS and width >= MIN_WIDTH else 0


def _split_joined(rows: list[list[str]], width: int) -> list[list[str]]:
    """A row that is too long lost its blank line: its last ``width`` cells are a row."""
    parted: list[list[str]] = []
    for row in rows:
        extra = len(row) - width
        parted += [row[:extra], row[extra:]] if extra > 0 else [row]
    return parted
