"""What a check of sums is made of: places, the values printed there, and one sum with both sides.

``Ledger`` reads every amount of a table once; ``chosen`` picks, of several things that a total may
add up, the one that holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from corpus.cells import is_blank, value_of
from corpus.column_meaning import ColumnMeaning, meaning_of, unit_or_none
from corpus.document import Table, TableKind
from corpus.figure import Basis, Measure, Period
from corpus.quantity import UnitKind

ANY_YEAR = 2000  # so that 上年 and 本年 differ in a table that prints no year
HALF = Decimal("0.5")


class Relation(StrEnum):
    """Which way a sum goes through its table."""

    ROWS = "rows"  # a total or parent row and the rows that it adds up
    COLUMNS = "columns"  # a total column and the columns beside it
    PANELS = "panels"  # the two sides of a balance
    PAIRS = "pairs"  # labels with their amounts beside them
    OF_WHICH = "of-which"  # a 其中 that is more than what it is a part of


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: indices into ``Table.rows`` and ``Row.cells``."""

    row: int
    column: int


Cells = tuple[Place, ...]  # whose values add up to one side
Series = tuple[Cells, ...]  # a row or column of the table, cut into comparable places


@dataclass(frozen=True, slots=True)
class Sum:
    """One printed sum: ``expected`` is printed at ``whole``, ``found`` are the parts added up."""

    relation: Relation
    whole: Cells
    parts: Cells
    expected: Decimal
    found: Decimal
    holds: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How many sums of a table were checked, and those that do not hold."""

    checked: int
    failures: tuple[Sum, ...]

    @property
    def reconciled(self) -> bool | None:
        """Whether all sums hold; None when there is none to check."""
        return not self.failures if self.checked else None


class Ledger:
    """A table's amounts by place. Percentages, prices and counts are no amounts."""

    def __init__(self, table: Table) -> None:
        """Read every value cell of a table of amounts once."""
        self.table = table
        body = len(table.panels[0].rows) if table.kind is TableKind.BUDGET else 0
        self.top = len(table.rows) - body  # the first body row
        self.meanings = self._meanings() if body else {}
        self.values: dict[Place, Decimal] = {}
        self.unreadable: set[Place] = set()
        for r in range(self.top, len(table.rows)):
            for c in self.meanings:
                self.read(Place(r, c))

    def _meanings(self) -> dict[int, ColumnMeaning]:
        unit = unit_or_none(self.table.unit) or unit_or_none("元")
        period = Period(ANY_YEAR, Basis.BUDGET)
        columns = (c for panel in self.table.panels for c in panel.value_columns)
        read = {c: meaning_of(self.table.headers[c], unit, period) for c in columns}
        return {c: meaning for c, meaning in read.items() if _adds(meaning)}

    def read(self, place: Place) -> None:
        """Take in the number at a place."""
        text = self.table.rows[place.row].cells[place.column]
        if is_blank(text):
            return
        value = None if text.strip().endswith(("%", "％")) else value_of(text)
        if value is None:
            self.unreadable.add(place)
        else:
            self.values[place] = value

    def prints(self, place: Place) -> bool:
        """Tell whether a place shows anything but a blank."""
        return place in self.values or place in self.unreadable

    def columns(self, panel: int) -> list[int]:
        """Return a panel's columns of amounts, in printed order."""
        return [c for c in self.table.panels[panel].value_columns if c in self.meanings]

    def time_of(self, column: int) -> str:
        """Return what a column's numbers have in common besides being money: year and basis."""
        period = self.meanings[column].period
        return f"{period.year} {period.basis.value}"

    def first_columns(self, panel: int) -> dict[str, int]:
        """Return the first column of each time in a panel."""
        firsts: dict[str, int] = {}
        for column in self.columns(panel):
            firsts.setdefault(self.time_of(column), column)
        return firsts


def _adds(meaning: ColumnMeaning) -> bool:
    is_money = meaning.unit is not None and meaning.unit.kind is UnitKind.MONEY
    return is_money and meaning.measure is Measure.AMOUNT


def compared(ledger: Ledger, whole: Place, parts: Cells, relation: Relation) -> Sum | None:
    """Return one sum; None when a side is blank or a number cannot be read."""
    return summed(ledger, (whole,), parts, relation)


def summed(ledger: Ledger, whole: Cells, parts: Cells, relation: Relation) -> Sum | None:
    """Return the sum of two sides of places; None when either is blank or cannot be read."""
    one = _sum(ledger, whole, parts, relation)
    both = one and _printed(ledger, whole) and _printed(ledger, parts)
    return one if both else None


def _printed(ledger: Ledger, cells: Cells) -> bool:
    return any(place in ledger.values for place in cells)


def _sum(ledger: Ledger, whole: Cells, parts: Cells, relation: Relation) -> Sum | None:
    """A blank side counts as nothing; None when both are blank or a number cannot be read."""
    if any(place in ledger.unreadable for place in (*whole, *parts)):
        return None
    ours = [ledger.values[place] for place in whole if place in ledger.values]
    theirs = [ledger.values[place] for place in parts if place in ledger.values]
    if not ours and not theirs:
        return None
    expected, found = sum(ours, Decimal(0)), sum(theirs, Decimal(0))
    holds = expected == found or abs(expected - found) <= tolerance([*ours, *theirs])
    return Sum(relation, whole, parts, expected, found, holds)


def tolerance(values: Sequence[Decimal]) -> Decimal:
    """Return what rounding may hide: half a unit of the last printed place of every number.

    A whole number among decimals has lost its zeros, not its decimals.
    """
    places = [int(value.as_tuple().exponent) for value in values]
    finest = min(places, default=0)
    return sum((HALF.scaleb(p if p < 0 else finest) for p in places), Decimal(0))


def sums_of(
    ledger: Ledger,
    whole: Series,
    parts: Iterable[Series],
    relation: Relation,
    *,
    lost: bool = False,
) -> list[Sum]:
    """Return the sums of a rule, place by place.

    A side that is blank is a lost number (``lost``) where the rule holds elsewhere; else it tells
    nothing.
    """
    pairs = _pairs(whole, parts)
    sums = [s for ours, theirs in pairs if (s := summed(ledger, ours, theirs, relation))]
    if not lost and not any(one.holds for one in sums):
        return sums
    return [s for ours, theirs in pairs if (s := _sum(ledger, ours, theirs, relation))]


def _pairs(whole: Series, parts: Iterable[Series]) -> list[tuple[Cells, Cells]]:
    joined = [tuple(place for cells in at for place in cells) for at in zip(*parts, strict=True)]
    return list(zip(whole, joined, strict=True)) if joined else []


def is_rule(sums: Sequence[Sum]) -> bool:
    """Tell whether a rule holds for most of its places: then those that break it are failures."""
    return 2 * sum(one.holds for one in sums) > len(sums)


def best(rules: Iterable[list[Sum]]) -> list[Sum]:
    """Return the sums of the rule that breaks least and holds most; the earlier wins a draw."""
    return max(rules, key=_merit, default=[])


def _merit(sums: list[Sum]) -> tuple[bool, bool, int]:
    holding = sum(one.holds for one in sums)
    return (is_rule(sums), bool(sums) and holding == len(sums), holding)
