"""Finds the items of tables that name them in their columns, and not in their rows.

The “三公” table of many bureaus is one row of numbers below 合计, 因公出国（境）费, 公务接待费; its
row has no label, or the name of the body whose numbers they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.cells import is_blank, is_total
from corpus.column_meaning import is_year, unit_of_piece, without_unit
from corpus.document import Panel, Row, RowKind, Table
from corpus.figure import Item
from corpus.vocabulary import lines_of

STAGE = re.compile(r"(?<=.)(?:预算|决算|执行)数$")
MIN_KNOWN = 2  # columns of known items that make a table one of items by column


@dataclass(frozen=True, slots=True)
class ColumnItem:
    """What a column's numbers are about, and what is left of its header for the slice."""

    item: Item
    slice: tuple[str, ...]


@cache
def _known() -> re.Pattern[str]:
    return re.compile("|".join(lines_of("column_items.tsv")))


@cache
def _fillers() -> re.Pattern[str]:
    words = sorted(lines_of("head_fillers.tsv"), key=len, reverse=True)
    return re.compile("|".join([r"20\d\d", r"[\sA-Z（）()/=+]", *words]))


def column_items(table: Table, panel: Panel) -> dict[int, ColumnItem]:
    """Return the item of every value column; {} for tables whose rows name the items."""
    paths = {c: table.headers[c] for c in panel.value_columns}
    known = sum(any(map(_known().search, path)) for path in paths.values())
    labels = [row.label for row in panel.rows if row.kind is not RowKind.HEADER]
    unnamed = not any(label and not is_year(label) for label in labels)
    if not (unnamed and panel.rows) and known < MIN_KNOWN:
        return {}
    items = {c: _column_item(path) for c, path in paths.items() if path}
    wholes = {part for found in items.values() for part in found.item.path}
    return {c: _with_role(found, wholes) for c, found in items.items()}


def _column_item(path: Sequence[str]) -> ColumnItem:
    fillers = tuple(p for p in path if not is_total(p) and not _fillers().sub("", p))
    names = [STAGE.sub("", without_unit(p)) for p in path if not is_total(p) and p not in fillers]
    *outer, name = names or path[-1:]
    return ColumnItem(Item(name, "", tuple(outer)), fillers)


def _with_role(found: ColumnItem, wholes: set[str]) -> ColumnItem:
    role = RowKind.PARENT if found.item.name in wholes else RowKind.DETAIL
    role = RowKind.TOTAL if is_total(found.item.name) else role
    return replace(found, item=replace(found.item, role=role))


@cache
def _bodies() -> tuple[str, ...]:
    return lines_of("organisations.tsv")


def item_of_cell(row: Row, found: ColumnItem | None, *, owner: str, rows: int) -> ColumnItem | None:
    """Return the column's item for a row that only says whose numbers it prints, else None.

    rows: how many rows of the table carry numbers; in a lone row nothing is added up.
    """
    if found is None or row.code:
        return None
    if not row.label or row.label == owner or is_year(row.label):
        return found
    if is_total(row.label):
        role = found.item.role if rows == 1 else RowKind.TOTAL
        return replace(found, item=replace(found.item, role=role))
    if row.label.rstrip("）)").endswith(_bodies()):
        return replace(found, item=replace(found.item, path=(row.label, *found.item.path)))
    return None


def unit_column(panel: Panel) -> int | None:
    """Return the column that prints each row's own unit (台, 套, 项), None without one."""
    aside = [c for c in panel.columns if c not in (*panel.label_columns, *panel.value_columns)]
    for column in aside:
        texts = [r.cells[column] for r in panel.rows if r.kind is not RowKind.HEADER]
        filled = [text for text in texts if not is_blank(text)]
        if filled and all(unit_of_piece(text) is not None for text in filled):
            return column
    return None
