"""Which figures of a library are meant, asked of the database page by page.

Nothing is read whole: a library may hold millions of figures. Order by amount compares amounts
in their base unit; it only decides which line comes first, no amount is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, case, cast, func, literal, select

from corpus.errors import LibraryError
from corpus.figure import Figure
from corpus.quantity import units
from corpus.records import FIGURE_COLUMNS, figure_of
from corpus.store import Store, documents, figures

MOST_SHOWN = 200  # figures of one page
FURTHEST = 100_000  # figures before a page: nobody turns so far, and skipping costs
BATCH = 5_000  # figures read at a time for an export
SORTS = ("document", "owner", "year", "item", "amount")


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that all hold; "" and None mean any.

    owner: the full name; region: how it begins; kind: of the document; code: how it begins;
    item: a part of the name; table, column: as a receipt names them; role: see ``RowKind``.
    """

    owner: str = ""
    region: str = ""
    kind: str = ""
    document: str = ""
    year: int | None = None
    basis: str = ""
    measure: str = ""
    role: str = ""
    code: str = ""
    item: str = ""
    table: str = ""
    column: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked for in particular."""
        return all(getattr(self, field.name) in ("", None) for field in fields(self))


@dataclass(frozen=True, slots=True)
class Order:
    """How the lines follow each other: by one of ``SORTS``."""

    by: str = "document"
    descending: bool = False


IN_PRINTED_ORDER = Order()


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its key: the document's id is in its source, ``seq`` its place there."""

    seq: int
    figure: Figure


def conditions(selection: Selection) -> list[ColumnElement[bool]]:
    """Return the selection as conditions on ``figures``."""
    exact = {
        figures.c.owner: selection.owner,
        figures.c.document: selection.document,
        figures.c.basis: selection.basis,
        figures.c.measure: selection.measure,
        figures.c.role: selection.role,
        figures.c.table_name: selection.table,
        figures.c.column_name: selection.column,
    }
    found = [column == wanted for column, wanted in exact.items() if wanted]
    if selection.year is not None:
        found.append(figures.c.year == selection.year)
    if selection.code:  # a range, so that the index on codes is used
        found.append(figures.c.item_code >= selection.code)
        found.append(figures.c.item_code < f"{selection.code}:")  # the character after 9
    if selection.item:
        found.append(figures.c.item_name.contains(selection.item, autoescape=True))
    if selection.region or selection.kind:
        found.append(figures.c.document.in_(_documents(selection)))
    return found


def _documents(selection: Selection) -> Select[Any]:
    query = select(documents.c.id)
    if selection.region:
        query = query.where(documents.c.region.startswith(selection.region, autoescape=True))
    return query.where(documents.c.kind == selection.kind) if selection.kind else query


def count(store: Store, selection: Selection) -> int:
    """Return how many figures are meant."""
    if selection.is_everything:
        query = select(func.coalesce(func.sum(documents.c.figure_count), 0))
    else:
        query = select(func.count()).select_from(figures).where(*conditions(selection))
    return int(store.rows(query)[0][0])


def lines(
    store: Store,
    selection: Selection,
    order: Order = IN_PRINTED_ORDER,
    *,
    start: int = 0,
    most: int = 50,
) -> list[Line]:
    """Return one page of figures; ``LibraryError`` for a page beyond ``FURTHEST``."""
    if not 0 <= start <= FURTHEST:
        raise LibraryError(f"只能翻到第 {FURTHEST} 条；请用筛选条件缩小范围")
    query = _query(selection).order_by(*_order(order))
    query = query.limit(min(most, MOST_SHOWN)).offset(start)
    return [_line(row) for row in store.rows(query)]


def line(store: Store, document: str, seq: int) -> Line | None:
    """Return one figure by its key."""
    query = _query(Selection(document=document)).where(figures.c.seq == seq)
    return next((_line(row) for row in store.rows(query)), None)


def stream(store: Store, selection: Selection) -> Iterator[Figure]:
    """Yield all figures that are meant, document by document, some at a time."""
    last: tuple[str, int] | None = None
    while True:
        query = _query(selection).order_by(figures.c.document, figures.c.seq).limit(BATCH)
        if last:
            document, seq = last
            later = (figures.c.document == document) & (figures.c.seq > seq)
            query = query.where((figures.c.document > document) | later)
        batch = [_line(row) for row in store.rows(query)]
        yield from (found.figure for found in batch)
        if len(batch) < BATCH:
            return
        last = (batch[-1].figure.source.document, batch[-1].seq)


def _query(selection: Selection) -> Select[Any]:
    columns = (figures.c.seq, *(figures.c[name] for name in FIGURE_COLUMNS))
    return select(*columns).where(*conditions(selection))


def _line(row: Any) -> Line:
    return Line(row[0], figure_of(row[1:]))


def _order(order: Order) -> list[ColumnElement[Any]]:
    key = (figures.c.document, figures.c.seq)
    keys: dict[str, tuple[ColumnElement[Any], ...]] = {
        "document": (),
        "owner": (figures.c.owner,),
        "year": (figures.c.year,),
        "item": (figures.c.item_code, figures.c.item_name),
        "amount": (_amount(),),
    }
    wanted = keys.get(order.by, ())
    return [column.desc() if order.descending else column for column in wanted] + list(key)


def _amount() -> ColumnElement[float]:
    """The amount in its base unit, only good for comparing."""
    factors = {unit.name: float(unit.factor) for unit in units().values()}
    factor = case(factors, value=figures.c.unit, else_=1.0)
    digits = func.coalesce(figures.c.digits, cast(figures.c.long_digits, Float))
    powers = {n: float(Decimal(10) ** n) for n in range(-12, 13)}
    return digits * case(powers, value=figures.c.exponent, else_=literal(1.0)) * factor
