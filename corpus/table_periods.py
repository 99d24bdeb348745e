"""Gives changes and rates the year and the stage of the column that they are told of.

「比上年增减%」 beside 预算数, 执行数 and 上年执行数 is of 执行数: a change against the year before
is of the present year, and of what was spent where both a plan and its execution are printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from corpus.column_meaning import DERIVED, ColumnMeaning, subject_of, told_basis, told_year
from corpus.figure import Basis, Measure, Period

SPENT = (Basis.FINAL, Basis.EXECUTED)


def with_periods(means: Mapping[int, ColumnMeaning]) -> dict[int, ColumnMeaning]:
    """Return the meanings of a panel's value columns, by column, changes and rates settled."""
    return {c: replace(m, period=_period(m, _amounts(means, c))) for c, m in means.items()}


def _amounts(means: Mapping[int, ColumnMeaning], column: int) -> list[ColumnMeaning]:
    """The amounts printed left of a column, nearest last."""
    return [m for c, m in means.items() if c < column and m.measure is Measure.AMOUNT]


def _period(meaning: ColumnMeaning, amounts: Sequence[ColumnMeaning]) -> Period:
    if meaning.measure not in DERIVED:
        return meaning.period
    words = subject_of(" ".join(meaning.slice))
    basis, has_year = told_basis(words), told_year(words)
    periods = [m.period for m in amounts if basis in (None, m.period.basis)]
    if has_year:
        periods = [p for p in periods if p.year == meaning.period.year]
    else:
        periods = _latest(periods)
    spent = [p for p in periods if p.basis in SPENT]
    return next(reversed(spent or periods), meaning.period)


def _latest(periods: Iterable[Period]) -> list[Period]:
    dated = [period for period in periods if period.year is not None]
    last = max((period.year or 0 for period in dated), default=None)
    return [period for period in dated if period.year == last]
