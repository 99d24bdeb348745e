"""Writes figures to files that spreadsheets and data tools read, without changing a number.

A spreadsheet keeps 15 significant digits: longer numbers are written as text. A text that starts
like a formula is written so that no program runs it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.errors import LibraryError
from corpus.figure import Figure
from corpus.quantity import UnitKind

Cell = str | int | Decimal | None
COLUMNS = (
    *("owner", "document", "year", "basis", "item", "code", "path", "role", "slice", "measure"),
    *("direction", "comparator", "value", "unit", "value_yuan", "table", "row", "column"),
    *("section", "start", "end", "quote", "context", "doubtful"),
)
WHOLE, AMOUNTS, FLAGS = ("year", "start", "end"), ("value", "value_yuan"), ("doubtful",)
SPREADSHEET_DIGITS = 15
PARQUET_DIGITS = 38
HARMLESS = re.compile(r"[-+]?[\d,]*\.?\d+%?|=")  # a number; the sign of an exact target
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def export_rows(figures: Iterable[Figure], names: Mapping[str, str]) -> Iterator[dict[str, Cell]]:
    """Yield one row a figure, by ``COLUMNS``. ``names``: file name of every document id.

    ``value`` is in ``unit``, as printed; ``value_yuan`` is None for what is not money.
    ``comparator`` is ``≥`` for "at least": what an indicator aims at is not what was reached.
    ``doubtful`` is True for what was read by character recognition.
    """
    for figure in figures:
        source, quantity, item = figure.source, figure.quantity, figure.item
        is_money = quantity.unit.kind is UnitKind.MONEY
        yield {
            "owner": figure.owner,
            "document": names[source.document],
            "year": figure.period.year,
            "basis": figure.period.basis.value,
            "item": item.name,
            "code": item.code,
            "path": _path(item.path),
            "role": item.role.value,
            "slice": _path(figure.slice),
            "measure": figure.measure.value,
            "direction": figure.direction,
            "comparator": quantity.comparator,
            "value": quantity.value,
            "unit": quantity.unit.name,
            "value_yuan": quantity.in_yuan if is_money else None,
            "table": source.table,
            "row": source.row,
            "column": source.column,
            "section": _path(source.section),
            "start": source.span.start,
            "end": source.span.end,
            "quote": source.quote,
            "context": figure.context,
            "doubtful": figure.doubtful,
        }


def write_csv(figures: Iterable[Figure], names: Mapping[str, str], path: Path) -> None:
    """Write UTF-8 with a byte order mark, so that spreadsheets show Chinese at once."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in export_rows(figures, names):
            writer.writerow([csv_cell(row[column]) for column in COLUMNS])


def write_xlsx(figures: Iterable[Figure], names: Mapping[str, str], path: Path) -> None:
    """Write one sheet with a frozen header row."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for row in export_rows(figures, names):
        sheet.append([fill_cell(WriteOnlyCell(sheet), row[column]) for column in COLUMNS])
    book.save(path)


def write_parquet(figures: Iterable[Figure], names: Mapping[str, str], path: Path) -> None:
    """Write amounts as decimals of one scale, or as text where 38 digits do not hold them."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = list(export_rows(figures, names))
    columns = {column: [row[column] for row in rows] for column in COLUMNS}
    arrays: dict[str, Any] = {}
    arrays |= {name: pa.array(columns[name], pa.string()) for name in _text_columns()}
    arrays |= {name: pa.array(columns[name], pa.int64()) for name in WHOLE}
    arrays |= {name: pa.array(columns[name], pa.bool_()) for name in FLAGS}
    for name in AMOUNTS:
        scale, whole = _width(columns[name])
        if scale + whole <= PARQUET_DIGITS:
            arrays[name] = pa.array(columns[name], pa.decimal128(PARQUET_DIGITS, scale))
        else:
            texts = [None if value is None else _plain(value) for value in columns[name]]
            arrays[name] = pa.array(texts, pa.string())
    parquet.write_table(pa.table({name: arrays[name] for name in COLUMNS}), path)


Writer = Callable[[Iterable[Figure], Mapping[str, str], Path], None]
WRITERS: dict[str, Writer] = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}


def write_figures(
    figures: Iterable[Figure], names: Mapping[str, str], path: Path, *, kind: str = ""
) -> None:
    """Write figures as ``kind``, or as the path's suffix says; ``LibraryError`` when it cannot be.

    A killed export leaves no half file under the path.
    """
    writer = WRITERS.get(kind or path.suffix.lower().lstrip("."))
    if writer is None:
        raise LibraryError(f"{path}：不支持导出为这种格式，请用 {'、'.join(WRITERS)}")
    half = path.with_name(f".{path.name}.part")
    try:
        writer(figures, names, half)
        half.replace(path)
    except OSError as wrong:
        raise LibraryError(f"{path}：无法写入（{wrong.strerror}），请检查路径和权限") from wrong


def _path(parts: Sequence[str]) -> str:
    return " / ".join(parts)


def _text_columns() -> list[str]:
    return [name for name in COLUMNS if name not in (*WHOLE, *AMOUNTS, *FLAGS)]


def _plain(value: Decimal | Cell) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def csv_cell(cell: Cell) -> str:
    """Return a value as CSV text: amounts in full, nothing that a spreadsheet would run."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()  # as spreadsheets write it
    text = _plain(cell)
    is_formula = isinstance(cell, str) and text.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{text}" if is_formula and not HARMLESS.fullmatch(text) else text


def fill_cell(cell: Any, value: Cell) -> Any:
    """Put a value into a spreadsheet cell: numbers as numbers where they fit, text as text."""
    if isinstance(value, Decimal) and _digits(value) <= SPREADSHEET_DIGITS:
        cell.value = value
        cell.number_format = _number_format(value)
    elif isinstance(value, int) or value is None:
        cell.value = value
    else:
        cell.value = CONTROL.sub("", _plain(value))
        cell.data_type = "s"  # otherwise openpyxl makes a formula of whatever starts with "="
    return cell


def _digits(value: Decimal) -> int:
    return len(_plain(abs(value)).replace(".", "").lstrip("0"))


def _number_format(value: Decimal) -> str:
    places = -int(value.as_tuple().exponent)
    return "0." + "0" * places if places > 0 else "0"


def _width(values: Iterable[Any]) -> tuple[int, int]:
    """Return (places after the point, digits before it) that hold every value."""
    amounts = [value for value in values if value is not None]
    scale = max((max(0, -int(value.as_tuple().exponent)) for value in amounts), default=0)
    return scale, max((max(1, value.adjusted() + 1) for value in amounts), default=1)
