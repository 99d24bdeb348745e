"""Turns values into table rows and JSON, and back, without losing a digit.

Amounts travel as an integer and a power of ten, never as a floating column. Structure that is
only ever read whole (sections, tables, paragraphs) travels as positional JSON: a dataclass is the
list of its fields, so a field added later with a default still reads older rows.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from corpus.document import CellRef, Document, Paragraph, RowKind, Section, Span, Table
from corpus.figure import Absence, AbsenceKind, Basis, Figure, Item, Measure, Period, Source
from corpus.quantity import Quantity, kept_unit

Record = dict[str, Any]
Strings = tuple[str, ...]
Decoder = Callable[[Any], Any]
INT64 = 2**63 - 1


def to_plain(value: Any) -> Any:
    """Return the JSON form: a dataclass as the list of its fields, a tuple as a list."""
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value):
        return [to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    return value


@cache
def decoder(kind: Any) -> Decoder:
    """Return the function that reads ``to_plain``'s form of ``kind`` back."""
    if dataclasses.is_dataclass(kind):
        return _record_decoder(kind)
    origin = get_origin(kind)
    if origin is tuple:
        part = decoder(get_args(kind)[0])
        return tuple if part is _as_is else lambda plain: tuple(map(part, plain))
    if origin in (Union, types.UnionType):
        inner = decoder(next(arm for arm in get_args(kind) if arm is not type(None)))
        return lambda plain: None if plain is None else inner(plain)
    return kind if isinstance(kind, type) and issubclass(kind, Enum) else _as_is


def _as_is(plain: Any) -> Any:
    return plain


def _record_decoder(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    readers = [decoder(hints[field.name]) for field in dataclasses.fields(kind)]

    def decode(plain: list[Any]) -> Any:
        return kind(*(reader(part) for reader, part in zip(readers, plain, strict=False)))

    return decode


def dumps(value: Any) -> str:
    """Return the compact JSON text of a value made of dataclasses, tuples and plain types."""
    return json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))


@cache
def strings(text: str) -> Strings:
    """Read a JSON list of strings; cached, because paths repeat thousands of times."""
    return tuple(json.loads(text))


@cache
def _numbers(text: str) -> tuple[int, ...]:
    return tuple(json.loads(text))


def split_amount(value: Decimal) -> tuple[int | None, str | None, int]:
    """Return (digits, long digits, exponent): the second replaces the first beyond 64 bits."""
    sign, places, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is not a number")
    digits = int("".join(map(str, places)) or "0") * (-1 if sign else 1)
    if abs(digits) > INT64:
        return None, str(digits), exponent
    return digits, None, exponent


def join_amount(digits: int | None, long_digits: str | None, exponent: int) -> Decimal:
    """Return the exact value of ``split_amount``'s parts, printed places kept."""
    return Decimal(f"{long_digits if digits is None else digits}E{exponent}")


def document_record(document: Document) -> Record:
    """Return the row of a document; counts and the time of adding are the store's business."""
    return {
        "id": document.id,
        "file_name": document.file_name,
        "title": document.title,
        "owner": document.owner,
        "region": document.region,
        "fiscal_year": document.fiscal_year,
        "kind": document.kind,
        "text": document.text,
        "sections": dumps(document.sections),
        "tables": dumps(document.tables),
        "paragraphs": dumps(document.paragraphs),
        "warnings": dumps(document.warnings),
        "page_starts": dumps(document.page_starts),
    }


def document_of(row: Record) -> Document:
    """Return the document of its row."""
    return Document(
        id=row["id"],
        file_name=row["file_name"],
        title=row["title"],
        owner=row["owner"],
        region=row["region"],
        fiscal_year=row["fiscal_year"],
        kind=row["kind"],
        text=row["text"],
        sections=decoder(tuple[Section, ...])(json.loads(row["sections"])),
        tables=decoder(tuple[Table, ...])(json.loads(row["tables"])),
        paragraphs=decoder(tuple[Paragraph, ...])(json.loads(row["paragraphs"])),
        warnings=strings(row["warnings"]),
        page_starts=tuple(json.loads(row["page_starts"])),
    )


def _place_record(value: Figure | Absence, seq: int) -> Record:
    """Columns that figures and absences share: what it is about and where it stands."""
    item, source, cell = value.item, value.source, value.source.cell
    return {
        "document": source.document,
        "seq": seq,
        "owner": value.owner,
        "item_name": item.name,
        "item_code": item.code,
        "item_path": dumps(item.path),
        "role": item.role.value,
        "slice": dumps(value.slice),
        "year": value.period.year,
        "basis": value.period.basis.value,
        "context": value.context,
        "section": dumps(source.section),
        "start": source.span.start,
        "end": source.span.end,
        "quote": source.quote,
        "page": source.page,
        "cell_table": cell.table if cell else None,
        "cell_row": cell.row if cell else None,
        "cell_column": cell.column if cell else None,
        "table_name": source.table,
        "row_name": source.row,
        "column_name": source.column,
        "source_printed": source.printed,
    }


def figure_record(figure: Figure, seq: int) -> Record:
    """Return the row of a figure; ``seq`` is its place among the document's figures."""
    digits, long_digits, exponent = split_amount(figure.quantity.value)
    return _place_record(figure, seq) | {
        "measure": figure.measure.value,
        "digits": digits,
        "long_digits": long_digits,
        "exponent": exponent,
        "unit": figure.quantity.unit.name,
        "printed": figure.quantity.printed,
        "comparator": figure.quantity.comparator,
        "direction": figure.direction,
        "years": dumps(figure.years),
        "exact": figure.exact,
        "doubtful": figure.doubtful,
    }


def absence_record(absence: Absence, seq: int) -> Record:
    """Return the row of an absence; ``seq`` is its place among the document's absences."""
    return _place_record(absence, seq) | {"kind": absence.kind.value}


PLACE_COLUMNS = [
    *("document", "owner", "item_name", "item_code", "item_path", "role", "slice", "year"),
    *("basis", "context", "section", "start", "end", "quote", "page"),
    *("cell_table", "cell_row", "cell_column", "table_name", "row_name", "column_name"),
    "source_printed",
]
FIGURE_COLUMNS = [
    *PLACE_COLUMNS,
    *("measure", "digits", "long_digits", "exponent", "unit", "printed", "comparator"),
    *("direction", "years", "exact", "doubtful"),
]
ABSENCE_COLUMNS = [*PLACE_COLUMNS, "kind"]
PLACES = len(PLACE_COLUMNS)


@cache
def _item(name: str, code: str, path: str, role: str) -> Item:
    return Item(name, code, strings(path), RowKind(role))


@cache
def _period(year: int | None, basis: str) -> Period:
    return Period(year, Basis(basis))


_unit = cache(kept_unit)


def _place(row: Sequence[Any]) -> tuple[str, Item, Strings, Period, str, Source]:
    """Return (owner, item, slice, period, context, source) of a row in ``PLACE_COLUMNS`` order."""
    (document, owner, name, code, path, role, cut, year, basis, context, section, start, end, quote,
     page, table, line, column, table_name, row_name, column_name, printed) = row  # fmt: skip
    cell = None if table is None else CellRef(table, line, column)
    source = Source(
        document, strings(section), Span(start, end), quote, page, cell,
        table_name, row_name, column_name, printed,
    )  # fmt: skip
    item, period = _item(name, code, path, role), _period(year, basis)
    return owner, item, strings(cut), period, context, source


MEASURES = {measure.value: measure for measure in Measure}


def figure_of(row: Sequence[Any]) -> Figure:
    """Return the figure of a row in ``FIGURE_COLUMNS`` order."""
    owner, item, cut, period, context, source = _place(row[:PLACES])
    (measure, digits, long_digits, exponent, unit, printed, comparator, direction, years,
     exact, doubtful) = row[PLACES:]  # fmt: skip
    value = join_amount(digits, long_digits, exponent)
    quantity = Quantity(value, _unit(unit), printed, comparator)
    return Figure(
        owner, item, cut, period, MEASURES[measure], quantity, context, source,
        direction, _numbers(years), bool(exact), bool(doubtful),
    )  # fmt: skip


def absence_of(row: Sequence[Any]) -> Absence:
    """Return the absence of a row in ``ABSENCE_COLUMNS`` order."""
    owner, item, cut, period, context, source = _place(row[:PLACES])
    return Absence(owner, item, cut, period, AbsenceKind(row[PLACES]), context, source)
