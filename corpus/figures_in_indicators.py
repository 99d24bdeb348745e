"""Reads the numbers of performance tables: targets, scores, scoring rules, project funds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.cells import clean, is_amount, is_blank, is_total, name_of
from corpus.column_meaning import unit_in, unit_or_none
from corpus.document import CellRef, Document, Row, RowKind, Span, Table, TableKind
from corpus.errors import UnreadableQuantity
from corpus.figure import Basis, Figure, Item, Measure, Period, Source
from corpus.quantity import Quantity, Unit, UnitKind, parse_quantity, split_comparator, unit_named
from corpus.table_header import role_of

RULE_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*(?:分(?!钟|之)|%|％)")
BARE_WAN = re.compile(r"\d\s*万$")
SHORT_MONEY = {"万": "万元", "亿": "亿元"}
COST = re.compile(r"成本|经费|资金|费用|支出")
SPACED = re.compile(r"(?<=\d)\s+(?=[^\d\s.,%])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where figures are read: the table, whose it is and the period that it speaks of."""

    document: Document
    table: Table
    owner: str
    period: Period

    def source(
        self, span: Span, cell: CellRef | None, *, row: str, column: str, printed: str
    ) -> Source:
        """Return the receipt of a span of this table's document."""
        return Source(
            document=self.document.id,
            section=self.document.sections[self.table.section].path,
            span=span,
            quote=self.document.quote(span),
            page=self.table.page,
            cell=cell,
            table=self.table.caption,
            row=row,
            column=column,
            printed=printed,
        )


def roles_in(table: Table) -> tuple[str, ...]:
    """Return the role of every column of an indicator table, "" where none is told."""
    return tuple(next((r for t in path[::-1] if (r := role_of(t))), "") for path in table.headers)


def is_rule_column(table: Table, row: int, column: int) -> bool:
    """Tell whether a cell is an indicator's scoring rule."""
    if table.kind is not TableKind.INDICATORS or row < len(table.rows) - len(table.panels[0].rows):
        return False
    return roles_in(table)[column] == "rule"


def indicator_figures(place: Place) -> list[Figure]:
    """Return the figures of an indicator table: funds first, then indicators row by row."""
    table = place.table
    first = len(table.rows) - len(table.panels[0].rows)
    figures = list(_fund_figures(place, first))
    roles = roles_in(table)
    for n, row in enumerate(table.panels[0].rows, start=first):
        if row.kind is RowKind.DETAIL:
            figures += _figures_of_row(place, row, n, roles)
    return figures


def _figures_of_row(
    place: Place, row: Row, n: int, roles: tuple[str, ...]
) -> Iterator[Figure]:
    for column, role in enumerate(roles):
        text = row.cells[column]
        if is_blank(text):
            continue
        cell = _Cell(place, row, n, column)
        if role == "target":
            yield from _target(cell, roles)
        elif role == "last":
            yield from _last_year(cell, roles)
        elif role == "score":
            yield from _score(cell)
        elif role == "rule":
            yield from _rule(cell)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell of an indicator row or of a label-value row."""

    place: Place
    row: Row
    index: int
    column: int

    @property
    def text(self) -> str:
        return self.row.cells[self.column]

    @property
    def header(self) -> tuple[str, ...]:
        return self.place.table.headers[self.column]

    def figure(self, measure: Measure, quantity: Quantity, item: Item | None = None) -> Figure:
        """Return a figure of this cell, under the row's own item unless another is given."""
        item = item or Item(self.row.label, "", self.row.path, RowKind.DETAIL)
        pairs = self.row not in self.place.table.panels[0].rows
        column = () if pairs else self.header
        name = " > ".join((*item.path, item.name))
        parts = (self.place.table.caption, name, " / ".join(column))
        context = " | ".join(filter(None, parts))
        if measure in (Measure.SCORE, Measure.RATE) and self.text != quantity.printed:
            context = f"{context} | {self.text}"
        source = self.place.source(
            self.row.span,
            CellRef(self.place.table.index, self.index, self.column),
            row=item.name,
            column=" / ".join(column),
            printed=self.text,
        )
        return Figure(
            self.place.owner, item, column, self.place.period, measure, quantity, context, source
        )


def _other(cell: _Cell, roles: tuple[str, ...], role: str) -> str:
    texts = [cell.row.cells[c] for c, r in enumerate(roles) if r == role]
    return next((text for text in texts if not is_blank(text)), "")


def target_quantity(text: str, comparator: str, unit: str, *, is_cost: bool) -> Quantity | None:
    """Read "≥1 次", or value, comparator and unit from three cells; None for words.

    is_cost: a bare 万 means 万元.
    """
    squeezed = SPACED.sub("", text.strip())
    if is_cost and BARE_WAN.search(squeezed):
        squeezed += "元"
    unit = SHORT_MONEY.get(unit, unit) if is_cost else unit
    try:
        quantity = parse_quantity(squeezed, unit_or_none(unit))
    except UnreadableQuantity:
        return None
    sign = split_comparator(comparator)[0] if comparator else ""
    return replace(quantity, printed=text.strip(), comparator=quantity.comparator or sign)


def _target(cell: _Cell, roles: tuple[str, ...]) -> Iterator[Figure]:
    words = " ".join((*cell.row.path[1:], cell.row.label))
    quantity = target_quantity(
        cell.text,
        _other(cell, roles, "comparator"),
        _other(cell, roles, "unit"),
        is_cost=bool(COST.search(words)),
    )
    if quantity is not None:
        yield cell.figure(Measure.TARGET, quantity)


def _last_year(cell: _Cell, roles: tuple[str, ...]) -> Iterator[Figure]:
    for figure in _target(cell, roles):
        year = cell.place.period.year
        period = Period(None if year is None else year - 1, Basis.ACTUAL)
        yield replace(figure, period=period, measure=_measure_of(figure.quantity.unit))


def _measure_of(unit: Unit) -> Measure:
    kinds = {UnitKind.RATE: Measure.RATE, UnitKind.MONEY: Measure.AMOUNT}
    return kinds.get(unit.kind, Measure.COUNT)


def _score(cell: _Cell) -> Iterator[Figure]:
    if is_amount(cell.text):
        unit = unit_named("%") if cell.text.strip().endswith(("%", "％")) else unit_named("分")
        yield cell.figure(Measure.SCORE, parse_quantity(cell.text, unit))


def _rule(cell: _Cell) -> Iterator[Figure]:
    """Every number of a scoring rule: 「每少10%扣2分」 holds a rate and a score."""
    for match in RULE_NUMBER.finditer(cell.text):
        quantity = parse_quantity(match[0])
        measure = Measure.SCORE if quantity.unit.kind is UnitKind.SCORE else Measure.RATE
        figure = cell.figure(measure, quantity)
        yield replace(figure, source=replace(figure.source, printed=match[0]))


def _fund_figures(place: Place, first: int) -> Iterator[Figure]:
    """Numbers of label-value rows that have a unit of money in a label beside or above."""
    groups: dict[int, str] = {}
    rows = place.table.rows[:first]
    for n, row in enumerate(rows):
        if row.kind is RowKind.HEADER:
            continue
        for column, text in enumerate(row.cells):
            if is_blank(text):
                continue
            if is_amount(text):
                yield from _fund(_Cell(place, row, n, column), groups, rows[:n])
            else:
                groups = {c: t for c, t in groups.items() if c < column} | {column: text}


def _fund(cell: _Cell, groups: dict[int, str], above: tuple[Row, ...]) -> Iterator[Figure]:
    labels = [text for c, text in sorted(groups.items()) if c < cell.column]
    heads = [row.cells[cell.column] for row in above if cell.column < len(row.cells)]
    unit = next((u for text in [*labels[::-1], *heads[::-1]] if (u := unit_in(text))), None)
    if not labels or unit is None or unit.kind is not UnitKind.MONEY:
        return
    *outer, name = [name_of(label) for label in labels]
    role = RowKind.DETAIL
    if is_total(name):
        role = RowKind.TOTAL
    elif clean(labels[-1]).startswith("其中"):
        role = RowKind.OF_WHICH
    project = cell.row.path[:1] if cell.row.path and cell.row.path[0] not in outer else ()
    item = Item(name, "", (*project, *outer), role)
    yield cell.figure(Measure.AMOUNT, parse_quantity(cell.text, unit), item)
