"""Reads what a value column's header says: year, basis, measure, unit, and the slice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.errors import UnreadableQuantity
from corpus.figure import Basis, Measure, Period
from corpus.quantity import Unit, UnitKind, counted, unit_named
from corpus.table_header import role_of
from corpus.vocabulary import rows_of

BRACKETED = re.compile(r"[（(]\s*(?:(?:金额)?单位\s*[:：]\s*)?([^（）()]{1,10})\s*[）)]")
YEAR = re.compile(r"(20\d\d)\s*年?")
DERIVED = (Measure.CHANGE, Measure.GROWTH, Measure.RATE)  # of one column against another one


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


def unit_of_piece(word: str) -> Unit | None:
    """Return the unit that a cell of a unit column prints, known or not: 台, 架."""
    return unit_or_none(word.strip()) or counted(word)


def meaning_of(path: tuple[str, ...], unit: Unit | None, period: Period) -> ColumnMeaning:
    """Return the meaning of a column. unit and period: the table's own, used where it is silent."""
    text = " ".join(path)
    own = next((u for part in reversed(path) if (u := unit_in(part))), _lone_unit(path))
    nearest = own or unit
    counts = nearest is not None and nearest.kind is UnitKind.COUNT
    told = Measure(_told("measure", text) or (Measure.COUNT if counts else Measure.AMOUNT))
    measure = told if own is None else measure_in(told, own)
    words = subject_of(text) if measure in DERIVED else text
    return ColumnMeaning(
        slice=path,
        period=_period(words, period, is_count=measure is Measure.COUNT),
        measure=measure,
        unit=own or _unit_for(measure, text, unit),
    )


def _lone_unit(path: Sequence[str]) -> Unit | None:
    """The unit that a lower head consists of: 「元」 and 「%」 below 「增减」."""
    unit = unit_or_none(re.sub(r"\s", "", path[-1])) if len(path) > 1 else None
    return unit if unit is not None and unit.kind in (UnitKind.MONEY, UnitKind.RATE) else None


def subject_of(text: str) -> str:
    """Return what a change or a rate is of: 「预算数」 of 「预算数比上年决算数增减」."""
    for kind, form, _ in _forms():
        if kind == "compared":
            text = form.sub("", text)
    return text


def told_year(text: str) -> bool:
    """Tell whether a head names a year: 「2025年预算数」, 「上年决算数」."""
    return bool(YEAR.search(text) or _told("year", text))


def told_basis(text: str) -> Basis | None:
    """Return the stage of the budget that a head names, None for none."""
    told = _told("basis", text)
    return Basis(told) if told else None


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
    meaning = replace(meaning, period=_period_in_row(meaning, labels))
    own = next((u for label in reversed(labels) if (u := unit_in(label))), None)
    if own is not None and _takes(meaning, own):
        meaning = replace(meaning, measure=measure_in(meaning.measure, own), unit=own)
    elif piece is not None:
        meaning = _by_piece(meaning, piece)
    is_state = meaning.measure is Measure.COUNT and _told("state", " ".join(labels))
    if not is_state or _told("basis", " ".join(meaning.slice)):
        return meaning
    return replace(meaning, period=replace(meaning.period, basis=Basis.ACTUAL))


def _period_in_row(meaning: ColumnMeaning, labels: Sequence[str]) -> Period:
    """A row that is of one year says so itself, unless its column does: 「2024年末债务余额」."""
    period, head = meaning.period, " ".join(meaning.slice)
    if _told("years", labels[-1]):
        return replace(period, year=None)
    own = next((label for label in reversed(labels) if _told("row", label)), "")
    printed = YEAR.findall(own)
    if len(set(printed)) != 1 or (told_year(head) and not is_year(labels[-1])):
        return period
    stage = None if told_basis(head) else told_basis(own)
    return Period(int(printed[0]), stage or period.basis)


def _takes(meaning: ColumnMeaning, unit: Unit) -> bool:
    """Tell whether a row's unit holds in a column: no 「金额」 is counted in 辆."""
    if unit.kind is not UnitKind.MONEY and _told("money", " ".join(meaning.slice)):
        return False
    return meaning.measure in (Measure.AMOUNT, Measure.COUNT, Measure.CHANGE)


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
    told = _period(caption, period, is_count=False)
    standing = _told("caption", caption)
    return replace(told, basis=Basis(standing)) if standing else told


def _period(text: str, period: Period, *, is_count: bool) -> Period:
    printed = YEAR.search(text)
    shift = _told("year", text)
    year = period.year
    if printed:
        year = int(printed[1])
    elif shift and year is not None:
        year += int(shift)
    if _told("years", text):
        year = None  # of several years together
    basis = (_told("state", text) if is_count else "") or _told("basis", text)
    return Period(year, Basis(basis) if basis else period.basis)
