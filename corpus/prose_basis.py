"""Settles the stage of a number by what it belongs to: a part by its whole, a change by its amount.

「“三公”经费预算20万元，其中：接待费5万元，比上年减少1万元」: all three are of the budget, though
only the first says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.clauses import Mention
from corpus.document import RowKind
from corpus.figure import Basis, Figure, Measure
from corpus.prose_items import DERIVED
from corpus.prose_measure import Reading, starts_change
from corpus.prose_period import spoken_basis
from corpus.quantity import UnitKind

LIST_LENGTH = 20  # parts between a number and its whole
DONE = (Basis.FINAL, Basis.EXECUTED)


def settled(figure: Figure, before: Sequence[Figure], mention: Mention, reading: Reading) -> Figure:
    """Return the figure with the stage of its whole or its amount, where it names none itself.

    ``before``: the document's figures so far, in printed order, without values compared with.
    """
    if reading.is_base or starts_change(mention):
        return figure
    near = list(_near(figure, before))
    if figure.measure in (*DERIVED, Measure.RATE):
        said = spoken_basis(reading.words) if figure.measure in DERIVED else None
        basis = said or _of_amount(figure, near) or _of_whole(figure, near)
        follows = figure.measure in DERIVED or basis in DONE
        return _of_basis(figure, basis) if basis and follows else figure
    return _of_basis(figure, _of_part(figure, near, mention))


def _of_basis(figure: Figure, basis: Basis | None) -> Figure:
    if basis is None or basis is figure.period.basis:
        return figure
    return replace(figure, period=replace(figure.period, basis=basis))


def _near(figure: Figure, before: Sequence[Figure]) -> Iterator[Figure]:
    """Yield the figures just before, nearest first, of the same section and year."""
    section, year = figure.source.section, figure.period.year
    near = (f for f in before[:-LIST_LENGTH:-1] if f.source.section == section)
    return (f for f in near if f.period.year == year)


def _of_part(figure: Figure, near: Sequence[Figure], mention: Mention) -> Basis | None:
    """「安排购置车辆2辆，其中：…1辆」: the parts of what is planned are planned."""
    if figure.item.role is not RowKind.OF_WHICH:
        return None
    if figure.measure is Measure.COUNT:
        unit = figure.quantity.unit.base
        alike = (f for f in near if f.quantity.unit.base == unit and figure.item.path)
        return next((f.period.basis for f in alike if f.item.name == figure.item.path[-1]), None)
    if figure.measure is not Measure.AMOUNT or spoken_basis(mention.head):
        return None
    return _of_whole(figure, [f for f in near if f.measure is Measure.AMOUNT])


def _of_whole(figure: Figure, near: Sequence[Figure]) -> Basis | None:
    if not figure.item.path or figure.item.role is not RowKind.OF_WHICH:
        return None
    wholes = (f for f in near if (*f.item.path, f.item.name) == figure.item.path)
    bases = {f.period.basis for f in wholes}
    return bases.pop() if len(bases) == 1 else None


def _of_amount(figure: Figure, near: Sequence[Figure]) -> Basis | None:
    """Return the stage of the amount that a change, a share or a rate is told of."""
    told = (Measure.AMOUNT, Measure.CHANGE)
    alike = (f for f in near if f.measure in told and f.item == figure.item)
    money = (f for f in alike if f.quantity.unit.kind is UnitKind.MONEY)
    return next((f.period.basis for f in money), None)
