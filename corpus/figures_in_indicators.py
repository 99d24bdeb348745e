"""Reads the numbers of performance tables: targets, scores, scoring rules, project funds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.cells import is_amount, is_blank
from corpus.column_meaning import meaning_of, unit_or_none
from corpus.document import Row, RowKind, Table
from corpus.errors import UnreadableQuantity
from corpus.figure import Basis, Figure, Item, Measure, Period
from corpus.figures_in_pairs import pair_figures
from corpus.quantity import (
    Quantity,
    Unit,
    UnitKind,
    counted,
    normalise,
    parse_quantity,
    split_comparator,
    unit_named,
)
from corpus.table_header import role_of
from corpus.table_place import Place, PlacedCell, first_panel_row

RULE_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:分(?!钟|之)|%|％)")
BARE_WAN = re.compile(r"\d\s*万$")
MONTHS = {"月": "个月"}  # a duration here; elsewhere 「5月」 is a date
SHORT_MONEY = {"万": "万元", "亿": "亿元"}
BOUND = re.compile(r"(?:达到|达)?(\d.*?)(及以上|以上|及以下|以下|以内|之内)?")
BOUND_SIGNS = {"及以上": "≥", "以上": "≥", "及以下": "≤", "以下": "≤", "以内": "≤", "之内": "≤"}
NEW_UNIT = re.compile(r"[^\d]*(\d[\d,]*(?:\.\d+)?)\s*(\D+)")
COST = re.compile(r"成本|经费|资金|费用|支出")
YEARS = {"last": -1, "actual": 0}  # of what was reached, against the document's year
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
        if row.kind in (RowKind.DETAIL, RowKind.TOTAL):
            figures += _figures_of_row(place, row, n, roles)
    return figures


def _figures_of_row(place: Place, row: Row, n: int, roles: tuple[str, ...]) -> Iterator[Figure]:
    for column, role in enumerate(roles):
        if not is_blank(row.cells[column]):
            yield from _figures_of_cell(PlacedCell(place, row, n, column), roles, role)


def _figures_of_cell(cell: PlacedCell, roles: tuple[str, ...], role: str) -> Iterator[Figure]:
    if role in YEARS:
        return _done(cell, roles, years=YEARS[role])
    if role == "target":
        return _target(cell, roles)
    plain = {"score": _score, "rule": _rule, "": _share}
    if not role and _is_money(cell, roles):
        return _of_project(cell)
    return plain[role](cell) if role in plain else iter(())


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
    quantity = _parsed(squeezed, unit_or_none(unit) or counted(unit))
    if quantity is None:
        return None
    sign = split_comparator(comparator)[0] or bound
    return replace(quantity, printed=text.strip(), comparator=quantity.comparator or sign)


def _parsed(text: str, unit: Unit | None) -> Quantity | None:
    try:
        return parse_quantity(text, unit)
    except UnreadableQuantity:
        return _in_new_unit(text)


def _in_new_unit(text: str) -> Quantity | None:
    """「≥300航次」: what stands behind a comparator and its number is counted, known or not."""
    match = NEW_UNIT.fullmatch(normalise(text))
    sign = split_comparator(text)[0]
    if match is None or not sign or (unit := counted(match[2])) is None:
        return None
    return parse_quantity(sign + match[1], unit)


def _bound(text: str) -> tuple[str, str]:
    """Return (text, sign) without the words of a bound: 「达到95%以上」 is ("95%", "≥")."""
    match = BOUND.fullmatch(text)
    if not match:
        return text, ""
    return match[1], BOUND_SIGNS.get(match[2] or "", "")


def _target(cell: PlacedCell, roles: tuple[str, ...]) -> Iterator[Figure]:
    sign, unit = _other(cell, roles, "comparator"), _other(cell, roles, "unit")
    quantity = target_quantity(cell.text, sign, unit, is_cost=_is_cost(cell))
    if quantity is not None:
        yield cell.figure(Measure.TARGET, quantity)


def _is_cost(cell: PlacedCell) -> bool:
    return bool(COST.search(" ".join((*cell.row.path[1:], cell.row.label))))


def _done(cell: PlacedCell, roles: tuple[str, ...], *, years: int) -> Iterator[Figure]:
    """What was reached, this year (0) or before (-1), in the target's unit where none is told."""
    target = target_quantity(_other(cell, roles, "target"), "", "", is_cost=False)
    unit = _other(cell, roles, "unit") or (target.unit.name if target else "")
    bare = cell.text.strip().removesuffix(unit) if counted(unit) else cell.text
    quantity = target_quantity(bare, "", unit, is_cost=_is_cost(cell))
    if quantity is None:
        return
    quantity = replace(quantity, printed=cell.text.strip())
    year = cell.place.period.year
    period = Period(None if year is None else year + years, Basis.ACTUAL)
    yield replace(cell.figure(_measure_of(quantity.unit), quantity), period=period)


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


def _share(cell: PlacedCell) -> Iterator[Figure]:
    """完成比例 and the like: a column without a role whose head tells that it is in per cent."""
    meaning = meaning_of(cell.header, None, cell.place.period)
    if meaning.unit is not None and meaning.unit.kind is UnitKind.RATE and is_amount(cell.text):
        yield cell.figure(meaning.measure, parse_quantity(cell.text, meaning.unit))


def _is_money(cell: PlacedCell, roles: tuple[str, ...]) -> bool:
    """Tell whether a column between a project and its indicators prints the project's amounts."""
    level = next((c for c, role in enumerate(roles) if role.startswith("level")), 0)
    named = "project" in roles[:level] and cell.column < level and bool(cell.row.path)
    meaning = meaning_of(cell.header, unit_or_none(cell.place.table.unit), cell.place.period)
    is_money = meaning.unit is not None and meaning.unit.kind is UnitKind.MONEY
    return named and is_money and meaning.measure is Measure.AMOUNT and is_amount(cell.text)


def _of_project(cell: PlacedCell) -> Iterator[Figure]:
    """The amount in a cell that is merged over all indicators of one project."""
    meaning = meaning_of(cell.header, unit_or_none(cell.place.table.unit), cell.place.period)
    figure = cell.figure(
        Measure.AMOUNT, parse_quantity(cell.text, meaning.unit), Item(cell.row.path[0])
    )
    yield replace(figure, period=meaning.period)


def _rule(cell: PlacedCell) -> Iterator[Figure]:
    """Every number of a scoring rule: 「每少10%扣2分」 holds a rate and a score."""
    for match in RULE_NUMBER.finditer(cell.text):
        quantity = parse_quantity(match[0])
        measure = Measure.SCORE if quantity.unit.kind is UnitKind.SCORE else Measure.RATE
        figure = cell.figure(measure, quantity)
        yield replace(figure, source=replace(figure.source, printed=match[0]))
