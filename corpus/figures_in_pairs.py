"""Reads label-value rows above indicators: 「年度预算总额 68.70 其中：财政拨款 68.70」.

A label names the number to its right. Labels that no number follows directly are groups; they
also hold for the rows below as long as those leave the group's cell blank.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from corpus.cells import clean, is_amount, is_blank, is_total, name_of
from corpus.column_meaning import BRACKETED, unit_in
from corpus.document import Row, RowKind
from corpus.figure import Figure, Item, Measure
from corpus.quantity import Unit, UnitKind, parse_quantity
from corpus.table_place import Place, PlacedCell

Labels = dict[int, str]  # label text by column


def pair_figures(place: Place, first: int) -> list[Figure]:
    """Return the amounts among the first rows of an indicator table.

    A number counts when a label beside or above it carries a unit of money.
    """
    figures: list[Figure] = []
    carried: Labels = {}
    for n, row in enumerate(place.table.rows[:first]):
        if row.kind is RowKind.HEADER:
            continue
        filled = [c for c, cell in enumerate(row.cells) if not is_blank(cell)]
        carried = {c: t for c, t in carried.items() if filled and c < filled[0]}
        groups = carried | _groups(row, filled)
        for column, label, whole in _pairs(row, filled):
            unit = _unit([row.cells[label], *reversed(groups.values())])
            if unit is not None:
                item = _item(row, groups, label, whole)
                quantity = parse_quantity(row.cells[column], unit)
                figures.append(
                    PlacedCell(place, row, n, column).figure(Measure.AMOUNT, quantity, item)
                )
        carried = groups
    return figures


def _groups(row: Row, filled: Sequence[int]) -> Labels:
    """The labels of a row that no number follows before the next label."""
    after = dict(itertools.pairwise(filled))
    words = [c for c in filled if not is_amount(row.cells[c])]
    return {c: row.cells[c] for c in words if c not in after or not is_amount(row.cells[after[c]])}


def _pairs(row: Row, filled: Sequence[int]) -> Iterator[tuple[int, int, int | None]]:
    """Yield (value column, label column, label column of the whole that 其中 opened)."""
    last: int | None = None
    whole: int | None = None
    for label, column in itertools.pairwise(filled):
        if is_amount(row.cells[label]) or not is_amount(row.cells[column]):
            continue
        if clean(row.cells[label]).startswith("其中"):
            whole = last
        yield column, label, whole
        last = label


def _unit(labels: Sequence[str]) -> Unit | None:
    unit = next((u for text in labels if (u := unit_in(text))), None)
    return unit if unit is not None and unit.kind is UnitKind.MONEY else None


def _item(row: Row, groups: Labels, label: int, whole: int | None) -> Item:
    name = _plain(row.cells[label])
    outer = [_plain(text) for c, text in groups.items() if c < label]
    outer += [_plain(row.cells[whole])] if whole is not None else []
    project = [part for part in row.path[:1] if _plain(part) not in outer]
    role = RowKind.DETAIL if whole is None else RowKind.OF_WHICH
    return Item(name, "", (*project, *outer), RowKind.TOTAL if is_total(name) else role)


def _plain(label: str) -> str:
    """A label without the unit that it carries in brackets."""
    return BRACKETED.sub("", name_of(label)) if unit_in(label) else name_of(label)
