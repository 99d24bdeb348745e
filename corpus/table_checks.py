"""What a table says about itself and cannot keep: sums that fail, numbers that cannot be read."""

from __future__ import annotations

import re

from corpus.cells import is_amount, is_blank, is_precise, name_of
from corpus.column_items import unit_column
from corpus.column_meaning import unit_in
from corpus.document import RowKind, Table, TableKind
from corpus.figures_in_indicators import roles_in
from corpus.reconcile import Place, Relation, Sum, check
from corpus.table_ratios import bare_ratios

MAX_LINES = 3  # of sums that fail, for one table
DAMAGED = re.compile(r"\d[\s,，.]+\s[.\d]|\d\s+\d|\d[,，]\d{1,2}(?!\d)|\d\.\d*\.\d")


def table_warnings(table: Table) -> list[str]:
    """Return a Chinese sentence for everything in a table that needs a second look."""
    found = [*_failing_sums(table), *_damaged_cells(table), *_without_unit(table)]
    return [*found, *_shifted_rows(table), *_without_values(table), *_bare_ratios(table)]


def _bare_ratios(table: Table) -> list[str]:
    """Columns of rates that print fractions and no per cent sign."""
    if table.kind is not TableKind.BUDGET:
        return []
    return [
        f"《{table.caption}》「{' / '.join(table.headers[column])}」列没有印百分号，"
        "数字像是小数形式的比例，无法确定含义，未作为数据。请核对原文。"
        for panel in table.panels
        for column in sorted(bare_ratios(table, panel))
    ]


def _shifted_rows(table: Table) -> list[str]:
    """Rows whose numbers stand below codes and names: a merged cell was lost."""
    return [
        f"《{table.caption}》中「{' '.join(filter(None, row.cells))}」一行的数字与表头错位，"
        "未作为数据。请核对原文。"
        for panel in table.panels
        for row in panel.rows
        if row.kind is RowKind.TEXT and any(is_precise(row.cells[c]) for c in panel.label_columns)
    ]


def _without_values(table: Table) -> list[str]:
    """A table of amounts in which no column has a certain meaning."""
    columns = [c for panel in table.panels for c in (*panel.value_columns, *panel.label_columns)]
    if (
        columns
        or not table.panels
        or not any(map(is_precise, (c for row in table.rows for c in row.cells)))
    ):
        return []
    return [
        f"《{table.caption}》的表头不完整，无法确定各列的含义，其中的数字未作为数据。请核对原文。"
    ]


def _failing_sums(table: Table) -> list[str]:
    """The first sums that do not hold, with both numbers; the last line says how many there are."""
    if table.reconciled is not False:
        return []
    failures = check(table).failures
    lines = [_said(table, one) for one in failures[:MAX_LINES]]
    if len(failures) > MAX_LINES:
        lines[-1] += f"同一表中这样的地方共 {len(failures)} 处。"
    return lines


def _said(table: Table, one: Sum) -> str:
    whole, part = one.whole[0], one.parts[0]
    row, column = _row_name(table, whole), _column_name(table, whole)
    other = _row_name(table, part)
    found = f"{one.found:,}" if "," in _text(table, whole) else f"{one.found:f}"
    printed = _text(table, whole) or "空白"
    if one.relation is Relation.ROWS:
        said = f"「{column}」列：明细相加为 {found}，「{row}」印为 {printed}，两者不一致。"
    elif one.relation is Relation.COLUMNS:
        parts = "、".join(f"「{table.headers[place.column][-1]}」" for place in one.parts)
        where = f"「{row}」行：" if row else ""
        said = f"{where}{parts}相加为 {found}，「{column}」印为 {printed}，两者不一致。"
    elif one.relation is Relation.PAIRS:
        said = f"「{row}」印为 {printed}，其各部分相加为 {found}，两者不一致。"
    elif one.relation is Relation.PANELS:
        said = f"「{row}」印为 {printed}，「{other}」印为 {found}，两边不相等。"
    else:
        said = f"「{column}」列：其中「{other}」印为 {found}，多于「{row}」的 {printed}。"
    name = f"《{table.caption}》" if table.caption else f"第 {table.index + 1} 个表格"
    return f"{name}{said}请核对原文。"


def _text(table: Table, place: Place) -> str:
    return table.rows[place.row].cells[place.column].strip()


def _column_name(table: Table, place: Place) -> str:
    return " / ".join(table.headers[place.column])


def _row_name(table: Table, place: Place) -> str:
    """The label of the row in the panel of the place: two panels name it differently."""
    cells = table.rows[place.row].cells
    for panel in table.panels:
        n = place.row - len(table.rows) + len(panel.rows)
        if place.column in panel.value_columns and n >= 0:
            return panel.rows[n].label
    return next((name_of(c) for c in reversed(cells[: place.column]) if not is_blank(c)), "")


def _without_unit(table: Table) -> list[str]:
    """Numbers with decimals and no unit anywhere: read as words, and said so."""
    columns = [c for panel in table.panels for c in panel.value_columns]
    cells = (row.cells[c] for row in table.rows for c in columns)
    labels = (row.label for row in table.rows)
    if any(unit_column(panel) is not None for panel in table.panels) or any(map(unit_in, labels)):
        return []
    if table.kind is not TableKind.OTHER or not any(is_amount(t) and "." in t for t in cells):
        return []
    name = f"《{table.caption}》" if table.caption else f"第 {table.index + 1} 个表格"
    return [
        f"{name}没有印出单位，其中的数字未作为数据。请核对原文是否写明「单位：万元」或「单位：元」。"
    ]


def _damaged_cells(table: Table) -> list[str]:
    columns = {c for panel in table.panels for c in panel.value_columns}
    if table.kind is TableKind.INDICATORS:
        columns = {c for c, role in enumerate(roles_in(table)) if role == "target"}
    rows = [row for panel in table.panels for row in panel.rows if row.kind is not RowKind.HEADER]
    return [
        f"《{table.caption}》「{row.label}」行：「{row.cells[c]}」无法准确读出，未作为数据。请核对原文。"
        for row in dict.fromkeys(rows)
        for c in sorted(columns)
        if not is_blank(row.cells[c])
        and not is_amount(row.cells[c])
        and DAMAGED.search(row.cells[c])
    ]
