"""Reads what a value column's header says: year, basis, measure, unit, and the slice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.errors import UnreadableQuantity
from corpus.figure import Basis, Measure, Period
from corpus.quantity import Unit, UnitKind, unit_named, units
from corpus.vocabulary import rows_of

BRACKETED = re.compile(r"[（(]\s*(?:(?:金额)?单位\s*[:：]\s*)?([^（）()]{1,6})\s*[）)]")
YEAR = re.compile(r"(20\d\d)\s*年?")


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What every number of a column shares. unit is None when header and table print none."""

    slice: tuple[str, ...]
    period: Period
    measure: Measure
    unit: Unit | None


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    rows = rows_of("column_times.tsv", columns=3)
    return tuple((kind, re.compile(form), value) for kind, form, value in rows)


def _told(kind: str, text: str) -> str:
    return next((v for k, form, v in _forms() if k == kind and form.search(text)), "")


def unit_in(text: str) -> Unit | None:
    """Return the unit that a header or label carries in brackets: 「年度预算(万元)」."""
    for match in reversed(list(BRACKETED.finditer(text))):
        if (name := re.sub(r"\s", "", match[1])) in units():
            return units()[name]
    return None


def unit_or_none(name: str) -> Unit | None:
    """Return the unit called ``name``, None for "" and for words that are no unit."""
    try:
        return unit_named(name) if name else None
    except UnreadableQuantity:
        return None


def meaning_of(path: tuple[str, ...], unit: Unit | None, period: Period) -> ColumnMeaning:
    """Return the meaning of a column. unit and period: the table's own, used where it is silent."""
    text = " ".join(path)
    usual = Measure.COUNT if unit is not None and unit.kind is UnitKind.COUNT else Measure.AMOUNT
    measure = Measure(_told("measure", text) or usual)
    own = next((u for part in reversed(path) if (u := unit_in(part))), None)
    return ColumnMeaning(
        slice=path,
        period=_period(text, period),
        measure=_settled(measure, own),
        unit=own or _unit_for(measure, text, unit),
    )


def _settled(measure: Measure, own: Unit | None) -> Measure:
    if measure is Measure.CHANGE and own is not None and own.kind is UnitKind.RATE:
        return Measure.GROWTH
    return measure


def _unit_for(measure: Measure, text: str, unit: Unit | None) -> Unit | None:
    if measure in (Measure.GROWTH, Measure.SHARE):
        return unit_named("%")
    if measure is not Measure.COUNT:
        return unit
    is_count = unit is not None and unit.kind is UnitKind.COUNT
    return unit if is_count else unit_or_none(_told("unit", text))


def _period(text: str, period: Period) -> Period:
    printed = YEAR.search(text)
    shift = _told("year", text)
    year = period.year
    if printed:
        year = int(printed[1])
    elif shift and year is not None:
        year += int(shift)
    basis = _told("basis", text)
    return Period(year, Basis(basis) if basis else period.basis)
