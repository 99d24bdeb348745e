"""Places the cells of a Word table in its grid: spans, gaps beside rows, slivers of columns.

The table's XML is walked once; asking a library for the cells of every row takes time that grows
with the square of the table.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from corpus.readers.merged import Cell
from corpus.readers.word_package import W, children, is_on, number_at, value_at

SLIVER = 60  # twips: a cell that is narrower prints nothing
SAME_BORDER = 20  # twips
SAME_WIDTH = 30  # twips
PLAIN_WIDTH = 1000  # twips, of columns without a width
MIN_BORDERS = 4  # inside a row: fewer do not tell one table from another
MAX_SPAN = 500  # columns; more is a damaged attribute


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as the file has it. element is None for the gap before or after a row's cells."""

    element: Element | None
    start: int  # first grid column
    columns: int
    continues: bool = False  # merged into the cell above

    @property
    def end(self) -> int:
        """The grid column behind the cell."""
        return self.start + self.columns


def boxes_of(table: Element) -> list[list[Box]]:
    """Return the cells of every printed row, from left to right."""
    return [_row(row) for row in children(table) if row.tag == W + "tr" and not _is_gone(row)]


def _is_gone(row: Element) -> bool:
    properties = row.find(W + "trPr")
    if properties is None:
        return False
    return properties.find(W + "del") is not None or bool(is_on(properties, "hidden"))


def _row(row: Element) -> list[Box]:
    found: list[Box] = []
    start = 0
    for box in _pieces(row):
        found.append(Box(box.element, start, box.columns, box.continues))
        start += box.columns
    return found


def _pieces(row: Element) -> Iterator[Box]:
    before, after = (_count(row, f"trPr/{name}", 0) for name in ("gridBefore", "gridAfter"))
    if before:
        yield Box(None, 0, before)
    yield from _cells(row)
    if after:
        yield Box(None, 0, after)


def _cells(row: Element) -> Iterator[Box]:
    """Cells with their spans; cells merged to the side in the old way are one."""
    last: Box | None = None
    for cell in (c for c in children(row) if c.tag == W + "tc"):
        span = _count(cell, "tcPr/gridSpan", 1)
        if value_at(cell, "tcPr/hMerge") in ("", "continue") and last is not None:
            last = Box(last.element, 0, last.columns + span, last.continues)
            continue
        if last is not None:
            yield last
        last = Box(cell, 0, span, value_at(cell, "tcPr/vMerge") in ("", "continue"))
    if last is not None:
        yield last


def _count(holder: Element, path: str, least: int) -> int:
    return min(max(number_at(holder, path, least), least), MAX_SPAN)


def cells_of(rows: Sequence[Sequence[Box]], texts: Sequence[Sequence[str]]) -> list[list[Cell]]:
    """Return, for ``merged.grid_of``, the cells that begin in each row.

    texts: what every box of ``rows`` prints.
    """
    heights = _heights(rows)
    return [
        [
            Cell(text, box.columns, heights[r, box.start])
            for box, text in zip(row, row_texts, strict=True)
            if (r, box.start) in heights
        ]
        for r, (row, row_texts) in enumerate(zip(rows, texts, strict=True))
    ]


def _heights(rows: Sequence[Sequence[Box]]) -> dict[tuple[int, int], int]:
    """Rows that each cell covers, by the row and column where it begins."""
    heights: dict[tuple[int, int], int] = {}
    open_at: dict[int, tuple[int, Box]] = {}  # by column: the row where the cell above begins
    for r, row in enumerate(rows):
        opened: dict[int, tuple[int, Box]] = {}
        for box in row:
            top = open_at.get(box.start)
            if box.continues and top is not None and top[1].columns == box.columns:
                heights[top[0], box.start] += 1
                opened[box.start] = top
            else:
                heights[r, box.start] = 1
                opened[box.start] = (r, box)
        open_at = opened
    return heights


def widths_of(table: Element) -> tuple[int, ...]:
    """Return the widths of the grid's columns in twips, 0 where the file gives none."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    widths = (column.get(W + "w", "") for column in columns)
    return tuple(int(width) if width.isdecimal() else 0 for width in widths)


def stretches_of(
    rows: Sequence[Sequence[Box]], widths: Sequence[int]
) -> list[Sequence[Sequence[Box]]]:
    """Return the rows in runs of one geometry, in printed order.

    Old Word files have no mark between two tables that touch, such as the parts of one table that
    was typed page by page: there the borders of all columns move.
    """
    edges = [0, *itertools.accumulate(_known(rows, widths))]
    borders = [[edges[box.end] for box in row[:-1]] for row in rows]
    starts = [0]
    seen: dict[int, set[int]] = {}  # by the number of borders in a row: where they were
    for r, own in enumerate(borders):
        if _breaks(seen, own):
            starts.append(_with_heads(borders, starts[-1], r))
            seen = {}
        if len(own) >= MIN_BORDERS:
            seen.setdefault(len(own), set()).update(own)
    return [rows[a:b] for a, b in itertools.pairwise([*starts, len(rows)])]


def _known(rows: Sequence[Sequence[Box]], widths: Sequence[int]) -> list[int]:
    """The widths of all columns that cells refer to; equal ones where the file gives none."""
    total = max((box.end for row in rows for box in row), default=0)
    given = list(widths[:total])
    usable = len(given) == total and sum(width < SLIVER for width in given) * 2 <= total
    return given if usable else [PLAIN_WIDTH] * total


def _breaks(seen: Mapping[int, set[int]], borders: Sequence[int]) -> bool:
    """Few borders go on: a quarter where the number of columns stays, none where it changes."""
    if len(borders) < MIN_BORDERS or not seen:
        return False
    if len(borders) == max(seen):
        return _shared(borders, seen[max(seen)]) * 4 <= len(borders)
    return not any(_shared(borders, known) for known in seen.values())


def _shared(borders: Sequence[int], known: set[int]) -> int:
    return sum(_is_near(border, known) for border in borders)


def _with_heads(borders: Sequence[Sequence[int]], first: int, start: int) -> int:
    """The first row of a stretch, with the rows of merged cells above that have its borders."""
    while start - 1 > first and borders[start - 1]:
        known = set(itertools.chain.from_iterable(borders[first : start - 1]))
        fits = all(_is_near(border, set(borders[start])) for border in borders[start - 1])
        if not fits or all(_is_near(border, known) for border in borders[start - 1]):
            break
        start -= 1
    return start


def _is_near(border: int, others: set[int]) -> bool:
    return any(abs(border - other) <= SAME_BORDER for other in others)


def without_slivers(
    rows: Sequence[Sequence[Box]], texts: Sequence[Sequence[str]], widths: Sequence[int]
) -> tuple[list[list[Box]], list[list[str]]]:
    """Return (boxes, texts) in a grid without the columns in which no cell stands alone.

    Such columns lie between borders that should be one and were dragged a little in some rows, or
    rounded differently by a converter; an empty cell that is too narrow to print is none.
    """
    known = _known(rows, widths)
    cells = {
        frozenset(range(box.start, box.end))
        for row, row_texts in zip(rows, texts, strict=True)
        for box, text in zip(row, row_texts, strict=True)
        if text or (box.element is not None and sum(known[box.start : box.end]) >= SLIVER)
    }
    dropped: set[int] = set()
    for column in sorted(range(len(known)), key=lambda c: known[c]):
        if all(cell - dropped != {column} for cell in cells):
            dropped.add(column)
    places = [c - sum(d < c for d in dropped) for c in range(len(known) + 1)]
    return _moved(rows, texts, places)


def _moved(
    rows: Sequence[Sequence[Box]], texts: Sequence[Sequence[str]], places: Sequence[int]
) -> tuple[list[list[Box]], list[list[str]]]:
    """Boxes at their new columns; those that cover none any more are gone."""
    kept_rows: list[list[Box]] = []
    kept_texts: list[list[str]] = []
    for row, row_texts in zip(rows, texts, strict=True):
        moved = [
            (Box(b.element, places[b.start], places[b.end] - places[b.start], b.continues), text)
            for b, text in zip(row, row_texts, strict=True)
            if places[b.end] > places[b.start]
        ]
        kept_rows.append([box for box, _ in moved])
        kept_texts.append([text for _, text in moved])
    return kept_rows, kept_texts


def same_columns(widths: Sequence[int], others: Sequence[int]) -> bool:
    """Tell whether two tables have columns of the same widths, as parts of one table have."""
    return (
        bool(widths)
        and len(widths) == len(others)
        and any(widths)
        and all(abs(a - b) <= SAME_WIDTH for a, b in zip(widths, others, strict=True))
    )
