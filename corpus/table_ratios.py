"""Finds columns of rates that a spreadsheet prints as fractions: 「增减率」 above 0.0137.

Nothing tells 0.0137 % from 1.37 %, so such a column has no certain meaning, unless the amounts
beside it prove that it is in per cent.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.cells import is_amount, value_of
from corpus.column_meaning import meaning_of
from corpus.document import Panel, Row, RowKind, Table
from corpus.figure import Basis, Measure, Period

RATES = (Measure.GROWTH, Measure.RATE, Measure.SHARE)
SIGN = re.compile(r"[%％]|百分")
DECIMALS = 3  # a rate in per cent rarely prints as many
HALF = Decimal("0.5")


def bare_ratios(table: Table, panel: Panel) -> frozenset[int]:
    """Return the value columns of a panel whose rates are fractions, or may be."""
    measures = {c: _measure(table, c) for c in panel.value_columns}
    amounts = [c for c, measure in measures.items() if measure is Measure.AMOUNT]
    rates = [c for c, measure in measures.items() if measure in RATES]
    rows = [row for row in panel.rows if row.kind not in (RowKind.HEADER, RowKind.TEXT)]
    return frozenset(c for c in rates if _is_bare(table, rows, c, amounts))


def _measure(table: Table, column: int) -> Measure:
    return meaning_of(table.headers[column], None, Period(None, Basis.BUDGET)).measure


def _is_bare(table: Table, rows: Sequence[Row], column: int, amounts: Sequence[int]) -> bool:
    texts = [row.cells[column] for row in rows]
    if any(map(SIGN.search, (*table.headers[column], *texts))):
        return False
    printed = [row for row in rows if is_amount(row.cells[column]) and value_of(row.cells[column])]
    per_cent = sum(_follows(row, column, amounts, scale=100) for row in printed)
    fractions = sum(_follows(row, column, amounts, scale=1) for row in printed)
    if fractions > per_cent and 2 * fractions > len(printed):
        return True
    return _is_small([_value(row, column) for row in printed]) and 2 * per_cent <= len(printed)


def _value(row: Row, column: int) -> Decimal:
    return value_of(row.cells[column]) or Decimal(0)


def _is_small(values: Sequence[Decimal]) -> bool:
    """None above one, or one below it with more decimals than a rate in per cent has."""
    small = [value for value in values if abs(value) <= 1]
    fine = any(int(value.as_tuple().exponent) <= -DECIMALS for value in small)
    return bool(values) and (fine or len(small) == len(values))


def _follows(row: Row, column: int, amounts: Sequence[int], *, scale: int) -> bool:
    """The number is what one amount of the row is of another, or more than it, times a scale."""
    rate = _value(row, column)
    slack = HALF.scaleb(int(rate.as_tuple().exponent))
    values = [value for c in amounts if (value := value_of(row.cells[c]))]
    return any(
        min(abs(own / base * scale - rate), abs((own - base) / base * scale - rate)) <= slack
        for own, base in itertools.permutations(values, 2)
    )
