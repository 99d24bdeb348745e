"""Reads HTML tables that a converter left inside a text, merged cells included.

A merged cell repeats its text in header rows, where it names every column that it covers, and is
blank elsewhere: below a number nothing may be repeated.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

TABLE = re.compile(
    r"(?:<html>\s*)?(?:<body>\s*)?<table\b.*?</table\s*>(?:\s*</body>)?(?:\s*</html>)?",
    re.IGNORECASE | re.DOTALL,
)
DIGIT = re.compile(r"\d")
MAX_SPAN = 200  # columns or rows; more is a damaged attribute


def rows_of_html(markup: str) -> list[list[str]]:
    """Return the rows of one ``<table>``, spans resolved, one text a cell."""
    parser = _TableParser()
    parser.feed(markup)
    parser.close()
    return _resolved(parser.rows)


Cell = tuple[str, int, int]  # text, columns covered, rows covered


class _TableParser(HTMLParser):
    """Collects the cells of a table in printed order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self._text: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
            known = dict(attrs)
            self._spans = (_span(known.get("colspan")), _span(known.get("rowspan")))
            self._text = []
        elif self._text is not None and tag in ("br", "p"):
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = re.sub(r"\s+", " ", "".join(self._text)).strip()
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append((text, *self._spans))
        self._text = None


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) if value and value.isdecimal() and int(value) else 1


def _resolved(rows: list[list[Cell]]) -> list[list[str]]:
    """Place every cell in the grid; the head ends at the first row with a digit in it."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    in_head = True
    for r, row in enumerate(rows):
        in_head = in_head and not any(DIGIT.search(text) for text, _, _ in row)
        column = 0
        for text, width, height in row:
            while column in grid[r]:
                column += 1
            for below in range(r, min(r + height, len(rows))):
                for c in range(column, column + width):
                    own = (below, c) == (r, column)
                    grid[below][c] = text if own or in_head else ""
            column += width
    return [[cells.get(c, "") for c in range(max(cells, default=-1) + 1)] for cells in grid]
