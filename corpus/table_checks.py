"""What a table says about itself and cannot keep: sums that fail, numbers that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.cells import is_amount, is_blank, is_precise, value_of
from corpus.column_items import unit_column
from corpus.column_meaning import meaning_of, unit_in, unit_or_none
from corpus.document import Panel, Row, RowKind, Table, TableKind
from corpus.figure import Basis, Measure, Period
from corpus.figures_in_indicators import roles_in
from corpus.quantity import Unit, UnitKind

DAMAGED = re.compile(r"\d[\s,，.]+\s[.\d]|\d\s+\d|\d[,，]\d{1,2}(?!\d)|\d\.\d*\.\d")


def table_warnings(table: Table) -> list[str]:
    """Return a Chinese sentence for everything in a table that needs a second look."""
    found = [*_failing_sums(table), *_damaged_cells(table), *_without_unit(table)]
    return [*found, *_shifted_rows(table), *_without_values(table)]


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
    if table.kind is not TableKind.BUDGET:
        return []
    columns = [(panel, column) for panel in table.panels for column in panel.value_columns]
    unit = unit_or_none(table.unit) or unit_or_none("元")
    columns = [(p, c) for p, c in columns if _adds(table.headers[c], unit)]
    return [wrong for panel, column in columns if (wrong := _failing_sum(table, panel, column))]


def _adds(path: tuple[str, ...], unit: Unit | None) -> bool:
    """Percentages, and prices of one piece, are never summed."""
    meaning = meaning_of(path, unit, Period(None, Basis.BUDGET))
    if meaning.unit is None or meaning.measure is Measure.STANDARD:
        return False
    return meaning.unit.kind in (UnitKind.MONEY, UnitKind.COUNT)


def _failing_sum(table: Table, panel: Panel, column: int) -> str:
    """Only a single total is checked: several totals have several scopes."""
    totals = [row for row in panel.rows if row.kind is RowKind.TOTAL]
    details = [row for row in panel.rows if row.kind is RowKind.DETAIL]
    mixed = any(unit_in(part) for row in panel.rows for part in (*row.path, row.label))
    if len(totals) != 1 or len(details) < 2 or mixed:
        return ""
    parts = _values(details, column)
    printed = _values(totals, column)
    if not parts or not printed or abs(sum(parts) - printed[0]) <= tolerance(parts + printed):
        return ""
    name = " / ".join(table.headers[column])
    return (
        f"《{table.caption}》「{name}」列：明细相加为 {sum(parts)}，"
        f"「{totals[0].label}」印为 {printed[0]}，两者不一致。"
    )


def tolerance(values: Sequence[Decimal]) -> Decimal:
    """Return what rounding may hide: half of the coarsest printed place for every number."""
    places = [e for value in values if isinstance(e := value.as_tuple().exponent, int)]
    return Decimal(5).scaleb(max(places) - 1) * len(values)


def _values(rows: Sequence[Row], column: int) -> list[Decimal]:
    texts = [row.cells[column] for row in rows if not row.cells[column].endswith(("%", "％"))]
    return [value for text in texts if (value := value_of(text)) is not None]


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
