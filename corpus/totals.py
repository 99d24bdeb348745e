"""What a selection of figures adds up to, or why it must not be added up.

Only detail lines of one column of one table a document count: totals, parents and 其中 lines are
already in them, and other columns and tables print the same money again. Everything else is
refused with the reason; what was counted and what was left out is said.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from corpus.document import RowKind
from corpus.document import Table as PrintedTable
from corpus.figure import Measure
from corpus.quantity import UnitKind, units
from corpus.records import join_amount
from corpus.selection import Selection, conditions
from corpus.store import Store, documents, figures

RECONCILED = [field.name for field in fields(PrintedTable)].index("reconciled")  # see records.py
MOST_COLUMNS = 200  # one a document: more are not looked through while a person waits


class Why(StrEnum):
    """Why a selection has no total."""

    NOTHING = "nothing"  # no detail line with an amount of money from a table
    YEARS = "years"  # several years or stages
    COLUMNS = "columns"  # several columns or tables that may print the same money
    OWNERS = "owners"  # a body in several documents, or bodies inside other bodies
    UNSURE = "unsure"  # read by character recognition, or printed as 约
    UNBALANCED = "unbalanced"  # the table itself does not add up
    MANY = "many"  # too many to be looked through


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in 元 with what it was made of, or ``why`` there is none.

    counted: detail lines; documents: how many they are from; table, column: where they stand;
    left_out: lines of the same column that are not added, by the kind of row.
    """

    why: Why | None = None
    amount: Decimal = Decimal(0)
    counted: int = 0
    documents: int = 0
    table: str = ""
    column: str = ""
    left_out: tuple[tuple[RowKind, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Column:
    """The detail lines of one column of one table."""

    document: str
    cell_table: int
    cell_column: int
    owner: str
    year: int | None
    basis: str
    table: str
    column: str
    sure: bool


def total(store: Store, selection: Selection) -> Total:
    """Return what the selected detail lines add up to, in 元."""
    if selection.role not in ("", RowKind.DETAIL) or selection.measure not in ("", Measure.AMOUNT):
        return Total(Why.NOTHING)
    wanted = replace(selection, role=RowKind.DETAIL.value, measure=Measure.AMOUNT.value)
    columns = _columns(store, wanted)
    why = _why_not(store, columns)
    if why:
        return Total(why)
    amount, counted = _sum(store, wanted)
    return Total(
        None,
        amount,
        counted,
        len(columns),
        columns[0].table,
        columns[0].column,
        tuple(_left_out(store, selection).items()),
    )


def _money() -> list[str]:
    return [unit.name for unit in units().values() if unit.kind is UnitKind.MONEY]


def _wanted(selection: Selection) -> list[Any]:
    in_table = figures.c.cell_table.is_not(None)
    return [*conditions(selection), in_table, figures.c.unit.in_(_money())]


def _columns(store: Store, wanted: Selection) -> list[_Column]:
    place = (figures.c.document, figures.c.cell_table, figures.c.cell_column, figures.c.owner)
    period = (figures.c.year, figures.c.basis)
    names = (func.min(figures.c.table_name), func.min(figures.c.column_name))
    sure = (func.min(figures.c.exact), func.max(figures.c.doubtful))
    query = select(*place, *period, *names, *sure).where(*_wanted(wanted))
    rows = store.rows(query.group_by(*place, *period).limit(MOST_COLUMNS + 1))
    return [_column(row) for row in rows]


def _column(row: Any) -> _Column:
    document, table, column, owner, year, basis, caption, header, exact, doubtful = row
    sure = bool(exact) and not doubtful
    return _Column(document, table, column, owner, year, basis, caption, header, sure)


def _why_not(store: Store, columns: list[_Column]) -> Why | None:
    checks = (
        (Why.NOTHING, not columns),
        (Why.MANY, len(columns) > MOST_COLUMNS),
        (Why.YEARS, len({(c.year, c.basis) for c in columns}) > 1),
        (Why.COLUMNS, _are_several(columns)),
        (Why.OWNERS, len({c.owner for c in columns}) < len(columns)),
        (Why.UNSURE, not all(c.sure for c in columns)),
    )
    found = next((why for why, holds in checks if holds), None)
    return found or _why_not_together(store, columns)


def _are_several(columns: list[_Column]) -> bool:
    """Tell whether a document has several columns, or the documents have different ones."""
    printed = {(c.table, c.column) for c in columns}
    return len(printed) > 1 or len({c.document for c in columns}) < len(columns)


def _why_not_together(store: Store, columns: list[_Column]) -> Why | None:
    """A 部门 holds its 单位; a table whose own sums fail is not to be trusted with ours."""
    ids = [c.document for c in columns]
    query = select(documents.c.id, documents.c.kind).where(documents.c.id.in_(ids))
    if len({kind for _, kind in store.rows(query)}) > 1:
        return Why.OWNERS
    if any(_fails(store, column) for column in columns):
        return Why.UNBALANCED
    return None


def _fails(store: Store, column: _Column) -> bool:
    """Whether the printed sums of a table are known not to hold."""
    broken = func.json_extract(documents.c.tables, f"$[{column.cell_table}][{RECONCILED}]")
    query = select(broken).where(documents.c.id == column.document)
    return bool(store.rows(query)[0][0] == 0)


def _sum(store: Store, wanted: Selection) -> tuple[Decimal, int]:
    """Add exactly: integers of one unit and one power of ten in the database, the rest here."""
    size = (figures.c.unit, figures.c.exponent)
    query = select(*size, func.sum(figures.c.digits), func.count(figures.c.digits))
    short = store.rows(query.where(*_wanted(wanted)).group_by(*size))
    query = select(*size, figures.c.long_digits).where(*_wanted(wanted))
    long = store.rows(query.where(figures.c.long_digits.is_not(None)))
    factors = {unit.name: unit.factor for unit in units().values()}
    parts = [
        join_amount(digits, None, exponent) * factors[unit]
        for unit, exponent, digits, _ in short
        if digits is not None
    ]
    parts += [join_amount(None, text, exponent) * factors[unit] for unit, exponent, text in long]
    return sum(parts, Decimal(0)), sum(row[3] for row in short) + len(long)


def _left_out(store: Store, selection: Selection) -> Counter[RowKind]:
    """Count the selected lines that are no details."""
    amounts = replace(selection, measure=Measure.AMOUNT.value)
    query = select(figures.c.role, func.count()).where(*_wanted(amounts))
    rows = store.rows(query.group_by(figures.c.role))
    return Counter({RowKind(role): count for role, count in rows if role != RowKind.DETAIL})
