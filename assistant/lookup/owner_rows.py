"""Calls the numbers of an owner's own row by their columns: 「某局 | 编制数 12 | 车辆 3」.

A table of what bodies have lists them in its rows, and prints what it counts in its heads. The row
of the owner, or the total where several bodies are listed, is then of what its column says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.lookup.entries import is_plain
from assistant.wording import squeeze
from corpus.cells import is_total
from corpus.column_meaning import without_unit
from corpus.figure import Basis, Figure, Item
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of


def called_by_columns(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures in order; those of owners' rows have their column as item."""
    tables: dict[tuple[str, int], set[str]] = defaultdict(set)
    for figure in figures:
        if figure.source.cell:
            tables[figure.source.document, figure.source.cell.table].add(figure.item.name)
    return [_called(figure, tables) for figure in figures]


def _called(figure: Figure, tables: Mapping[tuple[str, int], set[str]]) -> Figure:
    cell = figure.source.cell
    named = [part for part in figure.slice if not is_plain(part)]
    if cell is None or figure.item.code or not named or not _is_stock(figure):
        return figure
    if not _is_of_owner(figure, tables[figure.source.document, cell.table]):
        return figure
    item = Item(without_unit(named[-1]), "", tuple(named[:-1]), figure.item.role)
    return replace(figure, item=item, slice=())


def _is_stock(figure: Figure) -> bool:
    """Tell whether it counts what is there; money that is spent is of its column's fund."""
    is_money = figure.quantity.unit.kind is UnitKind.MONEY
    return not is_money or figure.period.basis is Basis.ACTUAL


def _is_of_owner(figure: Figure, rows: Iterable[str]) -> bool:
    """Tell whether a row is the owner's: the total of several bodies, or the only body."""
    bodies = [name for name in rows if not is_total(name)]
    if not all(_is_body(name, figure.owner) for name in bodies):
        return False
    return is_total(figure.item.name) or (len(bodies) == 1 and _is_same(bodies[0], figure.owner))


def _is_body(name: str, owner: str) -> bool:
    ends: Sequence[str] = lines_of("organisations.tsv")
    return _is_same(name, owner) or squeeze(name).endswith(tuple(map(squeeze, ends)))


def _is_same(name: str, owner: str) -> bool:
    """Tell whether a row is named after the owner; prints may leave the region's name out."""
    one, other = squeeze(name), squeeze(owner)
    return bool(one and other) and (one.endswith(other) or other.endswith(one))
