"""Reads what a value column's header says: year, basis, measure, unit, and the slice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.errors import UnreadableQuantity
from corpus.figure import Basis, Measure, Period
from corpus.quantity import Unit, UnitKind, unit_named
from corpus.table_header import role_of
from corpus.vocabulary import rows_of

BRACKETED = re.compile(r"[（(]\s*(?:(?:金额)?单位\s*[:：]\s*)?([^（）()]{1,10})\s*[）)]")
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
    """What the header words of one kind (year, basis, measure, unit, state) say, "" for none."""
    return next((v for k, form, v in _forms() if k == kind and form.search(text)), "")


def tells(text: str) -> bool:
    """Tell whether a head names a stage of the budget or a kind of number."""
    return bool(_told("basis", text) or _told("measure", text))


def unit_in(text: str) -> Unit | None:
    """Return the unit that a header or label carries in brackets: 「年度预算(万元)」."""
    for match in reversed(list(BRACKETED.finditer(text))):
        unit = unit_or_none(re.sub(r"[，、,]", "/", match[1]))
        if unit is not None and role_of(match[1]) != "part":
            return unit
    return None


def without_unit(text: str) -> str:
    """Return a label without the unit that it ends with: 「车辆数（辆）」 is 「车辆数」."""
    found = [m for m in BRACKETED.finditer(text) if unit_in(m[0]) is not None]
    plain = text[: found[-1].start()] + text[found[-1].end() :] if found else text
    return plain.strip() or text


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
    told = Measure(_told("measure", text) or usual)
    own = next((u for part in reversed(path) if (u := unit_in(part))), None)
    measure = told if own is None else measure_in(told, own)
    return ColumnMeaning(
        slice=path,
        period=_period(text, period, is_count=measure is Measure.COUNT),
        measure=measure,
        unit=own or _unit_for(measure, text, unit),
    )


def measure_in(measure: Measure, unit: Unit) -> Measure:
    """Return the measure of a number in a unit of its own: 3辆 is no amount, +5% no change."""
    if measure is Measure.CHANGE and unit.kind is UnitKind.RATE:
        return Measure.GROWTH
    if measure is not Measure.AMOUNT or unit.kind is UnitKind.MONEY:
        return measure
    kinds = {
        UnitKind.RATE: Measure.RATE,
        UnitKind.SCORE: Measure.SCORE,
        UnitKind.STANDARD: Measure.STANDARD,
    }
    return kinds.get(unit.kind, Measure.COUNT)


def is_year(label: str) -> bool:
    """Tell whether a row's label is only a year: 「2025年」, 「2025年度」."""
    return bool(re.fullmatch(r"20\d\d\s*年?度?", label.strip()))


def meaning_in_row(
    meaning: ColumnMeaning, labels: Sequence[str], piece: Unit | None
) -> ColumnMeaning:
    """Return what a column means in a row that prints a unit of its own.

    labels: the row's path and label, innermost last, where 「车辆数（辆）」 also counts the rows
    below it; piece: from the unit column, which counts quantities and prices, and every number
    of a table that states no unit.
    """
    if is_year(labels[-1]) and (printed := YEAR.search(labels[-1])):
        meaning = replace(meaning, period=replace(meaning.period, year=int(printed[1])))
    own = next((u for label in reversed(labels) if (u := unit_in(label))), None)
    if own is not None and meaning.measure in (Measure.AMOUNT, Measure.COUNT, Measure.CHANGE):
        meaning = replace(meaning, measure=measure_in(meaning.measure, own), unit=own)
    elif piece is not None:
        meaning = _by_piece(meaning, piece)
    is_state = meaning.measure is Measure.COUNT and _told("state", " ".join(labels))
    if not is_state or _told("basis", " ".join(meaning.slice)):
        return meaning
    return replace(meaning, period=replace(meaning.period, basis=Basis.ACTUAL))


def _by_piece(meaning: ColumnMeaning, piece: Unit) -> ColumnMeaning:
    if meaning.measure in UNITS:
        return meaning
    if meaning.measure is Measure.STANDARD and meaning.unit is not None:
        priced = unit_or_none(f"{meaning.unit.name}/{piece.name}")
        return replace(meaning, unit=priced or meaning.unit)
    if meaning.unit is None or meaning.measure is Measure.COUNT:
        return replace(meaning, measure=measure_in(meaning.measure, piece), unit=piece)
    return meaning


UNITS = {Measure.GROWTH: "%", Measure.SHARE: "%", Measure.RATE: "%", Measure.SCORE: "分"}


def _unit_for(measure: Measure, text: str, unit: Unit | None) -> Unit | None:
    if measure in UNITS:
        return unit_named(UNITS[measure])
    if measure is not Measure.COUNT:
        return unit
    is_count = unit is not None and unit.kind is UnitKind.COUNT
    return unit if is_count else unit_or_none(_told("unit", text))


def period_in(caption: str, period: Period) -> Period:
    """Return the period that a caption tells: 「2025年度支出决算表」 in a later document."""
    if len(set(YEAR.findall(caption))) > 1:
        return period
    return _period(caption, period, is_count=False)


def _period(text: str, period: Period, *, is_count: bool) -> Period:
    printed = YEAR.search(text)
    shift = _told("year", text)
    year = period.year
    if printed:
        year = int(printed[1])
    elif shift and year is not None:
        year += int(shift)
    basis = (_told("state", text) if is_count else "") or _told("basis", text)
    return Period(year, Basis(basis) if basis else period.basis)
