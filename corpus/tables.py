"""Turns placed grids into ``Table`` values in visible stages.

grid → header → frame (caption, unit, notes) → panels → rows; performance tables take their own
way after the frame. Print any stage to see where a wrong table goes wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.canonical import Placed
from corpus.cells import clean, is_amount, is_blank
from corpus.column_meaning import unit_in
from corpus.document import Panel, Row, RowKind, Section, Span, Table, TableKind
from corpus.grids import Frame, Grid, GridRow, frame_of, grids_of, is_note, unit_everywhere
from corpus.sections import section_at
from corpus.table_header import Header, header_of
from corpus.table_indicators import Layout, indicator_rows, layout_of
from corpus.table_pairs import is_pairs, pair_rows, project_of
from corpus.table_panels import Half, halves_of
from corpus.table_rows import rows_of_panel

UNIT_IN_HEADER = re.compile(r"[（(]\s*(?:单位\s*[:：]\s*)?((?:[千百]?万|亿|千)?元)\s*[）)]")

PROJECT_TITLE = re.compile(r".{0,12}项目.{0,6}(?:——|--|－－)\s*([^。]{2,40})")


def tables_of(placed: Sequence[Placed], sections: Sequence[Section]) -> tuple[Table, ...]:
    """Return the document's tables in printed order."""
    grids = [grid for grid in grids_of(placed) if grid.rows]
    stated = unit_everywhere(placed) if grids else ""
    tables: list[Table] = []
    for n, grid in enumerate(grids):
        table = _table(n, grid, placed, sections)
        before = tables[-1] if tables else None
        same = before is not None and table.caption and before.caption == table.caption
        inherited = before.unit if same and before is not None else ""
        tables.append(_with_unit(table, inherited or stated))
    return tuple(tables)


def _with_unit(table: Table, stated: str) -> Table:
    """A table of amounts without a unit of its own takes the one stated for all tables."""
    if table.unit or not stated or table.kind is TableKind.INDICATORS:
        return table
    kind = TableKind.BUDGET if any(p.value_columns for p in table.panels) else table.kind
    return replace(table, unit=stated, kind=kind)


def _table(index: int, grid: Grid, placed: Sequence[Placed], sections: Sequence[Section]) -> Table:
    layout = layout_of(grid.rows)
    header = header_of(grid.rows)
    top = header.top if layout is None else _title_end(grid, layout)
    titles = [cell for row in grid.rows[:top] for cell in dict.fromkeys(row.cells) if cell]
    frame = frame_of(grid, titles, placed)
    span = Span(grid.rows[0].span.start, grid.rows[-1].span.end)
    table = Table(
        index=index,
        caption=clean(UNIT_IN_HEADER.sub("", frame.caption)),
        number=frame.number,
        unit=frame.unit or _unit_in(frame.caption),
        prepared_by=frame.prepared_by,
        headers=header.paths,
        rows=(),
        panels=(),
        kind=TableKind.OTHER,
        span=span,
        section=section_at(sections, span.start),
        page=grid.page,
        notes=frame.notes,
        doubtful=any(block.block.doubtful for block in placed[grid.first : grid.last + 1]),
    )
    if layout is not None:
        project = _project(grid, layout, placed, sections[table.section])
        return _indicator_table(table, grid, layout, project)
    if is_pairs(grid.rows[header.top :]):
        rows = tuple(pair_rows(grid.rows, project_of(grid.rows)))
        return replace(table, headers=((),) * len(header.paths), rows=rows)
    return _budget_table(table, grid, header, frame)


def _unit_in(text: str) -> str:
    match = UNIT_IN_HEADER.search(text)
    return match[1] if match else ""


def _title_end(grid: Grid, layout: Layout) -> int:
    """Title rows above label-value rows: one text, no value beside it."""
    first = layout.start if layout.header is None else layout.header
    top = 0
    while top < first and len({c for c in grid.rows[top].cells if c}) < 2:
        top += 1
    return top


def _project(grid: Grid, layout: Layout, placed: Sequence[Placed], section: Section) -> str:
    """The project of an indicator table: named in it, by its section, or by a line above.

    A table with a printed header may be the whole body's: a line far above names nothing for it.
    """
    titles = (match[1] for part in section.path[::-1] if (match := PROJECT_TITLE.fullmatch(part)))
    named = project_of(grid.rows[: layout.start]) or clean(next(titles, ""))
    if named or layout.header is not None:
        return named
    for i in range(grid.first - 1, -1, -1):
        match = re.match(r"(?:.{1,5}[、.．）)]\s*)?项目名称\s*[:：]?\s*(.*)$", placed[i].text)
        if match:
            below = placed[i + 1].text if i + 1 < grid.first else ""
            return clean(match[1] or below)
    return ""


def _indicator_table(table: Table, grid: Grid, layout: Layout, project: str) -> Table:
    first = layout.start if layout.header is None else layout.header
    pairs = pair_rows(grid.rows[:first], project)
    heads = [Row(r.cells, r.span, RowKind.HEADER) for r in grid.rows[first : layout.start]]
    rows = indicator_rows(grid.rows, layout, project)
    labels = layout.columns("project", "level1", "level2", "level3")
    values = tuple(c for c in range(len(layout.roles)) if c not in labels)
    panel = Panel(tuple(range(len(layout.roles))), labels, values, tuple(rows))
    return replace(
        table,
        headers=layout.paths,
        rows=(*pairs, *heads, *rows),
        panels=(panel,),
        kind=TableKind.INDICATORS,
        is_blank=not any(row.label for row in rows),
    )


def _budget_table(table: Table, grid: Grid, header: Header, frame: Frame) -> Table:
    body = grid.rows[header.body :]
    repeated = _repeated_headers(grid, header)
    halves = halves_of(header)
    panels = _with_wide_totals([_panel(body, half, repeated) for half in halves])
    heads = [Row(r.cells, r.span, RowKind.HEADER) for r in grid.rows[: header.body]]
    rows = (*heads, *(_merged_row(n, panels) for n in range(len(body))))
    values = [c for half in halves for c in half.values]
    filled = any(is_amount(r.cells[c]) for r in rows[header.body :] for c in values)
    notes = (*frame.notes, *_notes_within(rows[header.body :]))
    table = replace(table, rows=rows, panels=panels, notes=notes, is_blank=not filled)
    return replace(table, kind=_kind(table, header, values, filled))


def _repeated_headers(grid: Grid, header: Header) -> frozenset[int]:
    heads = {tuple(map(clean, row.cells)) for row in grid.rows[: header.body]}
    body = grid.rows[header.body :]
    return frozenset(i for i, row in enumerate(body) if tuple(map(clean, row.cells)) in heads)


def _panel(body: Sequence[GridRow], half: Half, repeated: frozenset[int]) -> Panel:
    rows = tuple(rows_of_panel(body, half, repeated))
    return Panel(half.columns, half.labels, half.values, rows)


def _with_wide_totals(panels: Sequence[Panel]) -> tuple[Panel, ...]:
    """A total whose label is merged over two panels names the number that the last one prints."""
    rows = [list(panel.rows) for panel in panels]
    for left, right in itertools.pairwise(range(len(panels))):
        for n, row in enumerate(rows[right]):
            total = rows[left][n]
            wide = total.kind is RowKind.TOTAL and not _values(total, panels[left])
            if wide and not row.label and _values(row, panels[right]):
                rows[right][n] = replace(row, kind=RowKind.TOTAL, label=total.label)
                rows[left][n] = replace(total, kind=RowKind.TEXT, label="")
    return tuple(replace(panel, rows=tuple(own)) for panel, own in zip(panels, rows, strict=True))


def _values(row: Row, panel: Panel) -> list[str]:
    return [row.cells[c] for c in panel.value_columns if is_amount(row.cells[c])]


def _merged_row(n: int, panels: Sequence[Panel]) -> Row:
    """The printed row as a whole: the first panel that has something to say names it."""
    rows = [panel.rows[n] for panel in panels]
    return next((row for row in rows if row.kind is not RowKind.TEXT), rows[0])


def _notes_within(rows: Sequence[Row]) -> tuple[str, ...]:
    texts = [{c for c in row.cells if not is_blank(c)} for row in rows]
    return tuple(next(iter(t)) for t in texts if len(t) == 1 and is_note(next(iter(t))))


def _kind(table: Table, header: Header, values: Sequence[int], filled: bool) -> TableKind:
    labels = (row.label for panel in table.panels for row in panel.rows)
    units = table.unit or any(_unit_in(text) for path in header.paths for text in path)
    units = units or any(map(unit_in, labels)) or "unit" in header.roles
    empty = not filled and bool(table.caption) and bool(values)
    return TableKind.BUDGET if values and (units or empty) else TableKind.OTHER
