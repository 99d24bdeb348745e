"""Writes a printed table as HTML rows, for web pages and for the pages of a PDF."""

from __future__ import annotations

from html import escape

from benchmarks.samples.printed import PrintedCell, PrintedTable


def rows_markup(table: PrintedTable, *, blank: str = "") -> tuple[str, str]:
    """Return (rows that head the table, the other rows). blank: what an empty cell holds."""
    rows = [_row(table.row(r), blank) for r in range(len(table.grid))]
    return "".join(rows[: table.head]), "".join(rows[table.head :])


def _row(cells: list[PrintedCell], blank: str) -> str:
    kind = ' class="top"' if any(cell.is_head for cell in cells) else ""
    return f"<tr{kind}>{''.join(_cell(cell, blank) for cell in cells)}</tr>\n"


def _cell(cell: PrintedCell, blank: str) -> str:
    spans = f' rowspan="{cell.rows}"' * (cell.rows > 1)
    spans += f' colspan="{cell.columns}"' * (cell.columns > 1)
    kind = "head" if cell.is_head else "number" if cell.is_number else "text"
    return f'<td class="{kind}"{spans}>{escape(cell.text) or blank}</td>'
