"""Reads label-value rows above indicators: 「年度预算总额 68.70 其中：财政拨款 68.70」.

A label names the number to its right. Labels that no number follows directly are groups; they
also hold for the rows below as long as those leave the group's cell blank.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from corpus.cells import clean, is_blank, is_total, name_of
from corpus.column_meaning import BRACKETED, unit_in
from corpus.document import Row, RowKind
from corpus.figure import Figure, Item, Measure
from corpus.figures_under_heads import Heads, figures_under, heads_of, is_headed
from corpus.quantity import Quantity, UnitKind, normalise, parse_quantity
from corpus.table_place import Place, PlacedCell

MONEY = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*((?:[千百]?万|亿|千)?元)?")
Labels = dict[int, str]  # label text by column


def pair_figures(place: Place, first: int) -> list[Figure]:
    """Return the amounts among the first rows of an indicator table.

    A number counts when a label beside or above it carries a unit of money.
    """
    figures: list[Figure] = []
    groups: Labels = {}
    heads: Heads | None = None
    last = whole = ""  # the label before, and the one that 其中 opened
    for n, row in enumerate(place.table.rows[:first]):
        filled = [c for c, cell in enumerate(row.cells) if not is_blank(cell)]
        if row.kind is RowKind.HEADER or not filled:
            continue
        if filled[0] == 0:
            last = whole = ""
        heads = heads_of(row) if row.kind is RowKind.TEXT else heads
        if heads is not None and is_headed(row, heads):
            figures += figures_under(place, row, n, heads)
            continue
        groups = {c: t for c, t in groups.items() if c < filled[0]} | _groups(row, filled)
        for label, column in _pairs(row, filled):
            text = row.cells[label]
            whole = last if clean(text).startswith("其中") else whole
            whole = "" if is_total(name_of(text)) else whole
            last = text
            quantity = _quantity(row.cells[column], [text, *reversed(groups.values())])
            if quantity is not None:
                cell = PlacedCell(place, row, n, column)
                item = _item(row, groups, label, whole)
                figures.append(cell.figure(Measure.AMOUNT, quantity, item))
    return figures


def _groups(row: Row, filled: Sequence[int]) -> Labels:
    """The labels of a row that no number follows before the next label."""
    after = dict(itertools.pairwise(filled))
    words = [c for c in filled if not _is_money(row.cells[c])]
    return {c: row.cells[c] for c in words if c not in after or not _is_money(row.cells[after[c]])}


def _pairs(row: Row, filled: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (label column, value column) of every number that a label stands before."""
    for label, column in itertools.pairwise(filled):
        if not _is_money(row.cells[label]) and _is_money(row.cells[column]):
            yield label, column


def _is_money(text: str) -> bool:
    """A bare number, or one with a unit of money of its own."""
    return bool(MONEY.fullmatch(normalise(text).strip()))


def _quantity(text: str, labels: Sequence[str]) -> Quantity | None:
    """The amount in its own unit, else in the one that the nearest label carries."""
    match = MONEY.fullmatch(normalise(text).strip())
    if match and match[1]:
        return parse_quantity(text)
    unit = next((u for label in labels if (u := unit_in(label))), None)
    if unit is None or unit.kind is not UnitKind.MONEY:
        return None
    return parse_quantity(text, unit)


def _item(row: Row, groups: Labels, label: int, whole: str) -> Item:
    name = _plain(row.cells[label])
    outer = [_plain(text) for c, text in groups.items() if c < label]
    outer += [_plain(whole)] if whole else []
    project = [part for part in row.path[:1] if _plain(part) not in outer]
    role = RowKind.OF_WHICH if whole else RowKind.DETAIL
    return Item(name, "", (*project, *outer), RowKind.TOTAL if is_total(name) else role)


def _plain(label: str) -> str:
    """A label without the unit that it carries in brackets."""
    return BRACKETED.sub("", name_of(label)) if unit_in(label) else name_of(label)
