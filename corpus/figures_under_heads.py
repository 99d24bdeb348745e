"""Reads the small table of funds inside a self-evaluation form.

「项目资金（万元）｜年初预算数｜全年执行数｜分值｜执行率」 heads the rows 年度资金总额 and
其中：财政拨款 above the indicators: each number belongs to the head of its column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from corpus.cells import OF_WHICH, clean, is_amount, is_blank, is_total, name_of
from corpus.column_meaning import meaning_of, tells, unit_in, without_unit
from corpus.document import Row, RowKind
from corpus.figure import Figure, Item
from corpus.quantity import Unit, UnitKind, parse_quantity
from corpus.table_place import Place, PlacedCell

MIN_HEADS = 2


@dataclass(slots=True)
class Heads:
    """Open column heads, the group that they stand in, and the row that 其中 opened."""

    group: str
    columns: dict[int, str]
    whole: str = ""
    is_open: bool = field(default=False)  # below 其中

    def item(self, row: Row, label: str) -> Item:
        """Return the item of a row; rows from 其中 on are parts of the first one."""
        name = without_unit(name_of(label))
        self.is_open = (self.is_open or bool(OF_WHICH.match(clean(label)))) and bool(self.whole)
        project = tuple(part for part in row.path[:1] if part not in (self.group, name))
        path = (*project, *filter(None, (without_unit(self.group),)))
        if self.is_open:
            return Item(name, "", (*path, self.whole), RowKind.OF_WHICH)
        self.whole = self.whole or name
        return Item(name, "", path, RowKind.TOTAL if is_total(name) else RowKind.DETAIL)


def heads_of(row: Row) -> Heads | None:
    """Return the heads that a row opens: at least two words for stages and scores, no number."""
    filled = [c for c, cell in enumerate(row.cells) if not is_blank(cell)]
    told = {c: clean(row.cells[c]) for c in filled if tells(clean(row.cells[c]))}
    if len(told) < MIN_HEADS or any(map(is_amount, row.cells)):
        return None
    group = next((name_of(row.cells[c]) for c in filled if c < min(told)), "")
    return Heads(group, told)


def is_headed(row: Row, heads: Heads) -> bool:
    """Tell whether at least two numbers of a row, or its only one, stand below heads."""
    numbers = [c for c, cell in enumerate(row.cells) if is_amount(cell)]
    below = [c for c in numbers if c in heads.columns]
    return bool(below) and len(below) >= min(len(numbers), MIN_HEADS)


def figures_under(place: Place, row: Row, n: int, heads: Heads) -> Iterator[Figure]:
    """Yield the numbers of one row; a number without a head above it has no meaning."""
    numbers = [c for c, cell in enumerate(row.cells) if is_amount(cell)]
    words = [cell for c, cell in enumerate(row.cells) if c < numbers[0] and not is_blank(cell)]
    if not words:
        return
    item = heads.item(row, words[-1])
    for column in numbers:
        if column in heads.columns:
            cell = PlacedCell(place, row, n, column)
            yield from _figure(cell, item, heads.columns[column], unit_in(heads.group))


def _figure(cell: PlacedCell, item: Item, head: str, unit: Unit | None) -> Iterator[Figure]:
    meaning = meaning_of((head,), unit, cell.place.period)
    if meaning.unit is None:
        return
    quantity = parse_quantity(cell.text, meaning.unit)
    if meaning.unit.kind is UnitKind.MONEY and quantity.unit is not meaning.unit:
        return  # 94.99% in a column of amounts
    figure = cell.figure(meaning.measure, quantity, item)
    context = f"{figure.context} | {head}"
    source = replace(figure.source, column=head)
    yield replace(figure, slice=(head,), period=meaning.period, context=context, source=source)
