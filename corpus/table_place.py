"""Where a number of a table stands: table, row, cell, and the receipt that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import CellRef, Document, Row, RowKind, Span, Table
from corpus.figure import Figure, Item, Measure, Period, Source
from corpus.quantity import Quantity


def first_panel_row(table: Table) -> int:
    """Return the index in ``Table.rows`` of the first row that the panels have too."""
    return len(table.rows) - len(table.panels[0].rows) if table.panels else len(table.rows)


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
            page=self.document.page_at(span.start),
            cell=cell,
            table=self.table.caption,
            row=row,
            column=column,
            printed=printed,
        )


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """One cell of an indicator row or of a label-value row."""

    place: Place
    row: Row
    index: int
    column: int

    @property
    def text(self) -> str:
        """The cell as printed."""
        return self.row.cells[self.column]

    @property
    def header(self) -> tuple[str, ...]:
        """The path of the column's header."""
        return self.place.table.headers[self.column]

    def figure(self, measure: Measure, quantity: Quantity, item: Item | None = None) -> Figure:
        """Return a figure of this cell, under the row's own item unless another is given."""
        item = item or Item(self.row.label, "", self.row.path, RowKind.DETAIL)
        table = self.place.table
        column = self.header if self.index >= first_panel_row(table) else ()
        name = " > ".join((*item.path, item.name))
        parts = (table.caption, name, " / ".join(column))
        context = " | ".join(filter(None, parts))
        if measure in (Measure.SCORE, Measure.RATE) and self.text != quantity.printed:
            context = f"{context} | {self.text}"
        source = self.place.source(
            self.row.span,
            CellRef(table.index, self.index, self.column),
            row=item.name,
            column=" / ".join(column),
            printed=self.text,
        )
        return Figure(
            self.place.owner, item, column, self.place.period, measure, quantity, context, source
        )
