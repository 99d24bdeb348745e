"""Reads the numbers of performance tables: targets, scores, scoring rules, project funds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.cells import is_blank
from corpus.column_meaning import unit_or_none
from corpus.document import Row, RowKind, Table
from corpus.errors import UnreadableQuantity
from corpus.figure import Basis, Figure, Measure, Period
from corpus.figures_in_pairs import pair_figures
from corpus.quantity import Quantity, Unit, UnitKind, parse_quantity, split_comparator, unit_named
from corpus.table_header import role_of
from corpus.table_place import Place, PlacedCell, first_panel_row

RULE_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:分(?!钟|之)|%|％)")
BARE_WAN = re.compile(r"\d\s*万$")
MONTHS = {"月": "个月"}  # a duration here; elsewhere 「5月」 is a date
SHORT_MONEY = {"万": "万元", "亿": "亿元"}
BOUND = re.compile(r"(?:达到|达)?(\d.*?)(及以上|以上|及以下|以下|以内|之内)?")
BOUND_SIGNS = {"及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤"}
COST = re.compile(r"成本|经费|资金|费用|支出")
SPACED = re.compile(r"(?<=\d)\s+(?=[^\d\s.,%])")


def roles_in(table: Table) -> tuple[str, ...]:
    """Return the role of every column of an indicator table, "" where none is told."""
    return tuple(next((r for t in path[::-1] if (r := role_of(t))), "") for path in table.headers)


def indicator_figures(place: Place) -> list[Figure]:
    """Return the figures of an indicator table: funds first, then indicators row by row."""
    table = place.table
    first = first_panel_row(table)
    figures = pair_figures(place, first)
    roles = roles_in(table)
    for n, row in enumerate(table.panels[0].rows, start=first):
        if row.kind is RowKind.DETAIL:
            figures += _figures_of_row(place, row, n, roles)
    return figures


def _figures_of_row(place: Place, row: Row, n: int, roles: tuple[str, ...]) -> Iterator[Figure]:
    for column, role in enumerate(roles):
        text = row.cells[column]
        if is_blank(text):
            continue
        cell = PlacedCell(place, row, n, column)
        if role == "target":
            yield from _target(cell, roles)
        elif role == "last":
            yield from _last_year(cell, roles)
        elif role == "score":
            yield from _score(cell)
        elif role == "rule":
            yield from _rule(cell)


def _other(cell: PlacedCell, roles: tuple[str, ...], role: str) -> str:
    texts = [cell.row.cells[c] for c, r in enumerate(roles) if r == role]
    return next((text for text in texts if not is_blank(text)), "")


def target_quantity(text: str, comparator: str, unit: str, *, is_cost: bool) -> Quantity | None:
    """Read "≥1 次", or value, comparator and unit from three cells; None for words.

    is_cost: a bare 万 means 万元.
    """
    squeezed, bound = _bound(SPACED.sub("", text.strip()))
    if is_cost and BARE_WAN.search(squeezed):
        squeezed += "元"
    unit = SHORT_MONEY.get(unit, unit) if is_cost else MONTHS.get(unit, unit)
    try:
        quantity = parse_quantity(squeezed, unit_or_none(unit))
    except UnreadableQuantity:
        return None
    sign = split_comparator(comparator)[0] or bound
    return replace(quantity, printed=text.strip(), comparator=quantity.comparator or sign)


def _bound(text: str) -> tuple[str, str]:
    """Return (text, sign) without the words of a bound: 「达到95%以上」 is ("95%", "≥")."""
    match = BOUND.fullmatch(text)
    if not match:
        return text, ""
    return match[1], BOUND_SIGNS.get(match[2] or "", "")


def _target(cell: PlacedCell, roles: tuple[str, ...]) -> Iterator[Figure]:
    words = " ".join((*cell.row.path[1:], cell.row.label))
    quantity = target_quantity(
        cell.text,
        _other(cell, roles, "comparator"),
        _other(cell, roles, "unit"),
        is_cost=bool(COST.search(words)),
    )
    if quantity is not None:
        yield cell.figure(Measure.TARGET, quantity)


def _last_year(cell: PlacedCell, roles: tuple[str, ...]) -> Iterator[Figure]:
    for figure in _target(cell, roles):
        year = cell.place.period.year
        period = Period(None if year is None else year - 1, Basis.ACTUAL)
        yield replace(figure, period=period, measure=_measure_of(figure.quantity.unit))


def _measure_of(unit: Unit) -> Measure:
    kinds = {UnitKind.RATE: Measure.RATE, UnitKind.MONEY: Measure.AMOUNT}
    return kinds.get(unit.kind, Measure.COUNT)


def _score(cell: PlacedCell) -> Iterator[Figure]:
    try:
        quantity = parse_quantity(cell.text, unit_named("分"))
    except UnreadableQuantity:
        return
    if quantity.unit.kind in (UnitKind.SCORE, UnitKind.RATE):
        yield cell.figure(Measure.SCORE, quantity)


def _rule(cell: PlacedCell) -> Iterator[Figure]:
    """Every number of a scoring rule: 「每少10%扣2分」 holds a rate and a score."""
    for match in RULE_NUMBER.finditer(cell.text):
        quantity = parse_quantity(match[0])
        measure = Measure.SCORE if quantity.unit.kind is UnitKind.SCORE else Measure.RATE
        figure = cell.figure(measure, quantity)
        yield replace(figure, source=replace(figure.source, printed=match[0]))
