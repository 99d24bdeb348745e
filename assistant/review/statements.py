"""What prose says of one item in one section: its amounts, changes, growth rates and shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.review.paper import Paper
from assistant.wording import squeeze
from corpus.figure import Basis, Figure, Measure
from corpus.quantity import UnitKind

Key = tuple[object, ...]


@dataclass(slots=True)
class Statement:
    """The figures of one item, year and section, in printed order."""

    amounts: list[Figure] = field(default_factory=list)
    previous: list[Figure] = field(default_factory=list)  # the same item a year before
    planned: list[Figure] = field(default_factory=list)  # 预算 beside 决算
    changes: list[Figure] = field(default_factory=list)
    growths: list[Figure] = field(default_factory=list)
    shares: list[Figure] = field(default_factory=list)
    rates: list[Figure] = field(default_factory=list)


@lru_cache(maxsize=2)
def statements_of(paper: Paper) -> tuple[Statement, ...]:
    """Return what the document's prose says, item by item; several rules ask in turn."""
    groups: dict[Key, list[Figure]] = {}
    for figure in paper.prose:
        groups.setdefault(_key(figure), []).append(figure)
    return tuple(one for figures in groups.values() for one in _by_year(figures))


def _key(figure: Figure) -> Key:
    """An item is told of within one section; elsewhere its name may mean another scope."""
    item = figure.item
    return figure.source.section, squeeze(item.name), item.path, figure.slice


def _by_year(figures: Iterable[Figure]) -> list[Statement]:
    known = list(figures)
    years = {f.period.year for f in known if f.period.year is not None}
    return [_statement(known, year) for year in sorted(years, reverse=True)]


def _statement(figures: Iterable[Figure], year: int) -> Statement:
    one = Statement()
    places = {
        Measure.CHANGE: one.changes,
        Measure.GROWTH: one.growths,
        Measure.SHARE: one.shares,
        Measure.RATE: one.rates,
    }
    for figure in figures:
        if figure.measure is Measure.AMOUNT and figure.quantity.unit.kind is UnitKind.MONEY:
            _place_amount(one, figure, year)
        elif figure.measure in places and figure.period.year == year:
            places[figure.measure].append(figure)
    is_final = any(f.period.basis is Basis.FINAL for f in one.amounts)
    if is_final:
        one.planned = [f for f in one.amounts if f.period.basis is Basis.BUDGET]
        one.amounts = [f for f in one.amounts if f.period.basis is not Basis.BUDGET]
    return one


def _place_amount(one: Statement, figure: Figure, year: int) -> None:
    if figure.period.year == year:
        one.amounts.append(figure)
    elif figure.period.year == year - 1:
        one.previous.append(figure)


def near(figure: Figure, others: Iterable[Figure]) -> list[Figure]:
    """Return the figures of the same sentence, or all of them when there is none in it."""
    known = list(others)
    return [one for one in known if one.source.span == figure.source.span] or known
