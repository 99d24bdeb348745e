"""Makes one ``Figure`` of every filled number of a table, and an ``Absence`` of every blank.

Each carries its receipt: the printed row as quote, the cell, and the words that a person would
read beside it (caption, row path, column path).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.canonical import cell_span
from corpus.cells import OF_WHICH, is_blank, name_of, signed
from corpus.column_items import column_items, item_of_cell, unit_column
from corpus.column_meaning import (
    ColumnMeaning,
    meaning_in_row,
    meaning_of,
    measure_in,
    period_in,
    unit_of_piece,
    unit_or_none,
    without_unit,
)
from corpus.document import CellRef, Document, Panel, Row, RowKind, Span, Table, TableKind
from corpus.empty_tables import empty_tables
from corpus.errors import UnreadableQuantity
from corpus.figure import Absence, AbsenceKind, Basis, Figure, Item, Measure, Period, Source
from corpus.figures_in_indicators import indicator_figures, roles_in
from corpus.figures_in_pairs import pair_figures
from corpus.quantity import Quantity, Unit, parse_quantity
from corpus.table_periods import with_periods
from corpus.table_place import Place, first_panel_row
from corpus.table_ratios import bare_ratios

MIN_PROSE = 25  # characters: shorter cells are names and values


def figures_in_tables(
    document: Document, *, owner: str, year: int | None, basis: Basis
) -> tuple[list[Figure], list[Absence]]:
    """Return every number and every blank of the document's tables, in printed order."""
    figures: list[Figure] = []
    absences: list[Absence] = []
    period = Period(year, basis)
    for table in document.tables:
        place = Place(document, table, owner, period_in(table.caption, period))
        if not table.panels:
            figures += pair_figures(place, len(table.rows))
            continue
        if table.kind is TableKind.INDICATORS:
            figures += indicator_figures(place)
            continue
        for cell in _cells(place):
            made = _figure(place, cell)
            if isinstance(made, Figure):
                figures.append(made)
            elif made is not None:
                absences.append(made)
        absences += _empty_table(place)
    absences += empty_tables(document, owner=owner, period=period)
    return figures, absences


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value cell of a panel: its row index in ``Table.rows``, its column, item and meaning."""

    row: Row
    index: int
    column: int
    item: Item
    meaning: ColumnMeaning

    @property
    def text(self) -> str:
        return self.row.cells[self.column]


def _cells(place: Place) -> Iterator[_Cell]:
    for panel in place.table.panels:
        yield from _cells_of_panel(place, panel)


def _cells_of_panel(place: Place, panel: Panel) -> Iterator[_Cell]:
    table, unit = place.table, unit_or_none(place.table.unit)
    first, priced = first_panel_row(table), unit_column(panel)
    means = with_periods(_meanings(place, panel, unit))
    columns = [c for c in panel.value_columns if c not in bare_ratios(table, panel)]
    items = column_items(table, panel)
    filled = sum(row.kind not in (RowKind.HEADER, RowKind.TEXT) for row in panel.rows)
    for n, row in enumerate(panel.rows):
        if row.kind in (RowKind.HEADER, RowKind.TEXT) or not (row.label or row.code or items):
            continue
        piece = unit_of_piece(row.cells[priced]) if priced is not None else None
        for column in columns:
            meaning = meaning_in_row(means[column], (*row.path, row.label), piece)
            found = item_of_cell(row, items.get(column), owner=place.owner, rows=filled)
            path = tuple(map(without_unit, row.path))
            item = Item(without_unit(row.label), row.code, path, row.kind)
            if found is not None:
                item, meaning = found.item, replace(meaning, slice=found.slice)
            yield _Cell(row, first + n, column, item, meaning)


def _meanings(place: Place, panel: Panel, unit: Unit | None) -> dict[int, ColumnMeaning]:
    """The meaning of every value column; 其中 goes on in the unit of the column before it."""
    means: dict[int, ColumnMeaning] = {}
    before = unit
    for column in panel.value_columns:
        path = place.table.headers[column]
        own = before if path and OF_WHICH.match(path[0]) else unit
        means[column] = meaning_of(path, own, place.period)
        before = means[column].unit
    return means


def _figure(place: Place, cell: _Cell) -> Figure | Absence | None:
    if is_blank(cell.text):
        return _blank(place, cell) if place.table.kind is TableKind.BUDGET else None
    quantity = _quantity(cell)
    if quantity is None:
        return None
    direction = None
    if cell.meaning.measure in (Measure.CHANGE, Measure.GROWTH):
        quantity, direction = _magnitude(quantity)
    return Figure(
        owner=place.owner,
        item=cell.item,
        slice=cell.meaning.slice,
        period=cell.meaning.period,
        measure=measure_in(cell.meaning.measure, quantity.unit),
        quantity=quantity,
        context=_context(place, cell),
        source=_source(place, cell),
        direction=direction,
    )


def _quantity(cell: _Cell) -> Quantity | None:
    """The cell's number; None for words and for numbers without any unit."""
    unit = unit_or_none("%") if cell.text.rstrip().endswith(("%", "％")) else cell.meaning.unit
    try:
        quantity = parse_quantity(signed(cell.text), unit)
        return replace(quantity, printed=cell.text.strip())
    except UnreadableQuantity:
        return None


def _magnitude(quantity: Quantity) -> tuple[Quantity, str]:
    """A decrease is a magnitude with a direction."""
    value = quantity.value
    direction = "持平" if not value else "增加" if value > 0 else "减少"
    return Quantity(abs(value), quantity.unit, quantity.printed), direction


def _blank(place: Place, cell: _Cell) -> Absence:
    return Absence(
        owner=place.owner,
        item=cell.item,
        slice=cell.meaning.slice,
        period=cell.meaning.period,
        kind=AbsenceKind.BLANK,
        context=_context(place, cell),
        source=_source(place, cell),
    )


def _context(place: Place, cell: _Cell) -> str:
    row = " > ".join((*cell.item.path, cell.item.name or cell.item.code))
    return " | ".join(filter(None, (place.table.caption, row, " / ".join(cell.meaning.slice))))


def _source(place: Place, cell: _Cell) -> Source:
    return place.source(
        cell.row.span,
        CellRef(place.table.index, cell.index, cell.column),
        row=cell.row.label or cell.row.code,
        column=" / ".join(place.table.headers[cell.column]),
        printed=cell.text,
    )


def _empty_table(place: Place) -> list[Absence]:
    """One absence for a table that a note calls empty, or that has no value at all."""
    table = place.table
    if not table.is_blank or table.kind is not TableKind.BUDGET:
        return []
    span = _note_span(place)
    source = place.source(span, None, row="", column="", printed="")
    item = Item(table.caption)
    return [
        Absence(
            owner=place.owner,
            item=item,
            slice=(),
            period=place.period,
            kind=AbsenceKind.EMPTY_TABLE,
            context=" | ".join(filter(None, (table.caption, *table.notes[:1]))),
            source=source,
        )
    ]


def _note_span(place: Place) -> Span:
    """Where the note stands; the whole table when none is printed."""
    table = place.table
    for note in table.notes[:1]:
        at = place.document.text.find(note, table.span.start)
        if at >= 0:
            return Span(at, at + len(note))
    return table.span


def prose_cells(document: Document) -> Iterator[tuple[Span, str, tuple[str, ...]]]:
    """Yield (span, text, item path) of long text cells, for the reader of prose.

    Names of rows are left out, and so are rules of indicators: their numbers are scores.
    """
    for table in document.tables:
        named = _named_columns(table)
        first = first_panel_row(table)
        for n, row in enumerate(table.rows):
            for column, text in enumerate(row.cells):
                skip = row.kind is RowKind.HEADER or (n >= first and column in named)
                if len(text) > MIN_PROSE and not skip:
                    path = _prose_path(table, row, column, is_pair=n < first)
                    yield cell_span(row.span, row.cells, column), text, path


def _named_columns(table: Table) -> frozenset[int]:
    labels = {c for panel in table.panels for c in panel.label_columns}
    if table.kind is TableKind.INDICATORS:
        labels |= {c for c, role in enumerate(roles_in(table)) if role == "rule"}
    return frozenset(labels)


def _prose_path(table: Table, row: Row, column: int, *, is_pair: bool) -> tuple[str, ...]:
    """A value's label is the text to its left; a remark belongs to its row's item.

    A goal left of the indicators belongs to the whole project, under its own header.
    """
    left = [name_of(cell) for cell in row.cells[:column] if not is_blank(cell)]
    path, own = row.path, left[-1] if is_pair and left else row.label
    if not is_pair and table.kind is TableKind.INDICATORS and column < _first_level(table):
        path, own = row.path[:1], table.headers[column][-1] if table.headers[column] else ""
    return tuple(dict.fromkeys(part for part in (*path, own) if part))


def _first_level(table: Table) -> int:
    return next((c for c, role in enumerate(roles_in(table)) if role.startswith("level")), 0)
