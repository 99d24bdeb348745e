"""HTML of one printed table: its header tree, numbers to the right, one place marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

from corpus.document import Row, RowKind, Table

NUMBER = re.compile(r"[+\-−—]?[\d,，]*\.?\d+%?")
TARGET = re.compile(r"[<>=≤≥]+\s*[\d,.]+\s*\S{0,4}")  # 「<=13.40 万元」
ROWS_AROUND = 150  # rows shown before and after the cited one
WORDY, NAMED, LENGTHY = 4, 8, 30  # characters: words, the name of an item, a sentence
BRIEF = 1  # characters of a header that needs no width of its own: 类, 款, 项
Cell = tuple[int, int]  # row, column


@dataclass(frozen=True, slots=True)
class Cited:
    """The marked place: cells of one row; ``quote`` is marked inside a cell that holds more."""

    row: int
    columns: frozenset[int]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """What every row needs to know: the columns shown, those of names, and the marked cells."""

    columns: Sequence[int]
    labels: Collection[int]
    cited: Cited
    also: Collection[Cell]


def table_html(table: Table, cited: Cited, also: Collection[Cell] = ()) -> str:
    """Return the table with ``cited`` highlighted, and ``also`` marked faintly."""
    columns = [c for c in range(_width(table)) if c in cited.columns or _is_used(table, c)]
    labels = {c for panel in table.panels for c in panel.label_columns}
    look = _Look(columns, labels, cited, also)
    head = _head_size(table.rows)
    body = range(max(head, cited.row - ROWS_AROUND), min(len(table.rows), cited.row + ROWS_AROUND))
    rows = "".join(_row_html(table.rows[r], r, look) for r in body)
    return (
        f'<table class="grid">{_caption_html(table)}<thead>{_lead_html(table, head, columns)}'
        f"{_header_html(table, head, columns, cited)}</thead>"
        f"<tbody>{rows}</tbody></table>{_left_out_html(table, body)}"
    )


def columns_at(row: Row, start: int, end: int) -> frozenset[int]:
    """Return the filled columns of ``row`` that overlap start:end of the document's text."""
    found, at = set(), row.span.start
    for column, cell in enumerate(row.cells):
        if at < end and start < at + len(cell) and cell.strip():
            found.add(column)
        at += len(cell) + 1
    return frozenset(found)


def _width(table: Table) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def _is_used(table: Table, column: int) -> bool:
    return any(_text(row, column) for row in table.rows)


def _head_size(rows: Sequence[Row]) -> int:
    """The number of leading rows up to the last header row (a title may stand before it)."""
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


def _lead_html(table: Table, head: int, columns: Sequence[int]) -> str:
    """Rows without values above the header, each as one line."""
    lines = []
    for row in table.rows[:head]:
        if row.kind is RowKind.TEXT:
            words = "　".join(dict.fromkeys(filter(None, (_text(row, c) for c in columns))))
            lines.append(f'<tr><th class="lead" colspan="{len(columns)}">{escape(words)}</th></tr>')
    return "".join(lines)


def _header_html(table: Table, head: int, columns: Sequence[int], cited: Cited) -> str:
    """The header tree: a text over several columns is one cell, a short path reaches down."""
    if not head:
        return ""
    paths = [table.headers[c] if c < len(table.headers) else () for c in columns]
    over = [c in cited.columns and len(cited.columns) == 1 for c in columns]
    depth = max(map(len, paths), default=0)
    return "".join(f"<tr>{_level_html(paths, over, level, depth)}</tr>" for level in range(depth))


def _level_html(
    paths: Sequence[tuple[str, ...]], over: Sequence[bool], level: int, depth: int
) -> str:
    cells, at = [], 0
    while at < len(paths):
        across = _run(paths, at, level)
        is_over = any(over[at : at + across])
        cells.append(_header_cell(paths[at], level, depth, across, is_over))
        at += across
    return "".join(cells)


def _run(paths: Sequence[tuple[str, ...]], at: int, level: int) -> int:
    """How many columns from ``at`` on share their header down to ``level``."""
    end = at + 1
    while paths[at][: level + 1] and end < len(paths) and _is_same(paths[at], paths[end], level):
        end += 1
    return end - at


def _is_same(one: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    if min(len(one), len(other)) <= level:
        return one == other
    return one[: level + 1] == other[: level + 1] and (len(one) > level + 1) == (
        len(other) > level + 1
    )


def _header_cell(path: tuple[str, ...], level: int, depth: int, across: int, over: bool) -> str:
    if level >= max(1, len(path)):
        return ""  # the cell of a shorter path reaches down to here
    down = depth - level if level >= len(path) - 1 else 1
    size = f' rowspan="{down}"' if down > 1 else ""
    size += f' colspan="{across}"' if across > 1 else ""
    text = path[level] if path else ""
    known = {"over": over, "last": level + down == depth, "brief": len(text) <= BRIEF}
    known["long"] = across == 1 and len(text) >= NAMED
    kinds = " ".join(kind for kind, holds in known.items() if holds)
    kind = f' class="{kinds}"' if kinds else ""
    return f'<th scope="col"{size}{kind}>{escape(text)}</th>'


def _row_html(row: Row, index: int, look: _Look) -> str:
    cells = "".join(_cell_html(row, index, column, look) for column in look.columns)
    kinds = f"{row.kind.value} cited-row" if index == look.cited.row else row.kind.value
    return f'<tr class="{kinds}">{cells}</tr>'


def _cell_html(row: Row, index: int, column: int, look: _Look) -> str:
    text = _text(row, column)
    is_label = column in look.labels
    kinds, inner = [_shape(text, is_label) if _is_data(row) else ""], escape(text)
    if index == look.cited.row and column in look.cited.columns:
        inner, is_part = _quoted(text, look.cited.quote)
        kinds.append("cited-part" if is_part else "cited")
    elif (index, column) in look.also:
        kinds.append("also")
    kind = " ".join(filter(None, kinds))
    return f'<td class="{kind}">{inner}</td>' if kind else f"<td>{inner}</td>"


def _quoted(text: str, quote: str) -> tuple[str, bool]:
    """Return the cell's HTML, and whether only a part of it is marked."""
    before, found, after = text.partition(quote) if quote else (text, "", "")
    if not found or found == text:
        return escape(text), False
    return f'{escape(before)}<mark class="cited">{escape(found)}</mark>{escape(after)}', True


def _shape(text: str, is_label: bool) -> str:
    """What decides a cell's width and side: number, name or sentence; 「05」 may be a name."""
    if NUMBER.fullmatch(text):
        return "" if is_label else "number"
    if TARGET.fullmatch(text):
        return "target"
    if len(text) >= LENGTHY:
        return "lengthy"
    if is_label and len(text) >= NAMED:
        return "named"
    return "wordy" if len(text) >= WORDY else ""


def _is_data(row: Row) -> bool:
    """Tell whether a row may widen columns; a header repeated on a new page may not."""
    return row.kind is not RowKind.HEADER


def _text(row: Row, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""
