"""HTML of one printed table: header cells merged again, numbers to the right, one cell marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from html import escape

from corpus.document import Row, RowKind, Table

NUMBER = re.compile(r"[+\-−—]?[\d,，]*\.?\d+%?")
ROWS_AROUND = 150  # rows shown before and after the cited one
Place = tuple[int, int | None]  # row, column; column None: the whole row


def table_html(table: Table, cited: Place, also: Collection[Place] = ()) -> str:
    """Return the table with ``cited`` highlighted, and ``also`` marked faintly."""
    columns = [c for c in range(_width(table)) if c == cited[1] or _is_used(table, c)]
    head = _head_size(table.rows)
    body = range(max(head, cited[0] - ROWS_AROUND), min(len(table.rows), cited[0] + ROWS_AROUND))
    rows = "".join(_row_html(table.rows[r], r, columns, cited, also) for r in body)
    header = _header_html([table.rows[r] for r in range(head)], columns, cited)
    return (
        f'<table class="grid">{_caption_html(table)}'
        f"<thead>{header}</thead><tbody>{rows}</tbody></table>{_left_out_html(table, body)}"
    )


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _is_used(table: Table, column: int) -> bool:
    return any(column < len(row.cells) and row.cells[column].strip() for row in table.rows)


def _head_size(rows: Sequence[Row]) -> int:
    """The number of leading rows up to the last header row (unit lines may stand before it)."""
    size = 0
    for index, row in enumerate(rows):
        if row.kind not in (RowKind.HEADER, RowKind.TEXT):
            break
        if row.kind is RowKind.HEADER:
            size = index + 1
    return size


def _caption_html(table: Table) -> str:
    unit = f'<span class="unit">单位：{escape(table.unit)}</span>' if table.unit else ""
    return f'<caption><span class="title">{escape(table.caption)}</span>{unit}</caption>'


def _left_out_html(table: Table, body: range) -> str:
    shown, printed = len(body), len(table.rows) - _head_size(table.rows)
    if shown >= printed:
        return ""
    return f'<p class="note">表共{printed}行，这里显示引用处前后的{shown}行。</p>'


def _header_html(rows: Sequence[Row], columns: Sequence[int], cited: Place) -> str:
    """Header rows with equal neighbours merged: a reader repeats a merged cell's text."""
    texts = [[_cell(row, c) for c in columns] for row in rows]
    taken: set[tuple[int, int]] = set()
    lines = []
    for r, line in enumerate(texts):
        cells = []
        for c, text in enumerate(line):
            if (r, c) in taken:
                continue
            down, across = _extent(texts, taken, r, c)
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            over = any(columns[c + j] == cited[1] for j in range(across))
            cells.append(_header_cell(text, down, across, over))
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "".join(lines)


def _extent(
    texts: Sequence[Sequence[str]], taken: Collection[tuple[int, int]], r: int, c: int
) -> tuple[int, int]:
    """Return (rows, columns) over which the text at r, c is repeated."""
    text, across, down = texts[r][c], 1, 1
    if not text:
        return 1, 1
    while c + across < len(texts[r]) and texts[r][c + across] == text:
        if (r, c + across) in taken:
            break
        across += 1
    while r + down < len(texts) and all(t == text for t in texts[r + down][c : c + across]):
        down += 1
    return down, across


def _header_cell(text: str, down: int, across: int, over: bool) -> str:
    size = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
    kind = ' class="over"' if over else ""
    return f'<th scope="col"{size}{kind}>{escape(text)}</th>'


def _row_html(
    row: Row, index: int, columns: Sequence[int], cited: Place, also: Collection[Place]
) -> str:
    cells = "".join(_cell_html(row, index, c, cited, also) for c in columns)
    kinds = [row.kind.value]
    if index == cited[0]:
        kinds.append("cited-row" if cited[1] is not None else "cited-row cited")
    return f'<tr class="{" ".join(kinds)}">{cells}</tr>'


def _cell_html(
    row: Row, index: int, column: int, cited: Place, also: Collection[Place]
) -> str:
    text = _cell(row, column)
    kinds = ["number"] if NUMBER.fullmatch(text) and not _is_code(text) else []
    if (index, column) == cited:
        kinds.append("cited")
    elif (index, column) in also:
        kinds.append("also")
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    return f"<td{kind}>{escape(text)}</td>"


def _is_code(text: str) -> bool:
    """「05」 and 「2101501」 are names of rows, not amounts."""
    return text.isdigit() and (text.startswith("0") and len(text) > 1 or len(text) in (5, 7))


def _cell(row: Row, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""
