"""Reads HTML tables that a converter left inside a text, merged cells included."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from corpus.readers.merged import Cell, grid_of

TABLE = re.compile(
    r"(?:<html>\s*)?(?:<body>\s*)?<table\b.*?</table\s*>(?:\s*</body>)?(?:\s*</html>)?",
    re.IGNORECASE | re.DOTALL,
)
MAX_SPAN = 200  # columns or rows; more is a damaged attribute


def rows_of_html(markup: str) -> list[list[str]]:
    """Return the rows of one ``<table>``, spans resolved, one text a cell."""
    parser = _TableParser()
    parser.feed(markup)
    parser.close()
    return grid_of(parser.rows)


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
        self.rows[-1].append(Cell(text, *self._spans))
        self._text = None


def _span(value: str | None) -> int:
    return min(int(value), MAX_SPAN) if value and value.isdecimal() and int(value) else 1
