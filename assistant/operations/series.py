"""The values of several years side by side, and what course they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.compute import Value
from assistant.desk import Desk
from assistant.draft import Draft, figures
from assistant.language.phrases import end_asked
from assistant.operations.across import of_like_stages, plain_ask
from assistant.operations.comparable import comparable
from assistant.operations.prior import at_years
from assistant.question import Operation


def series(desk: Desk) -> Draft | None:
    """Return one value for each of several years, in the order asked."""
    years = _years(desk)
    if len(years) < 2:
        return None
    values = at_years(desk, plain_ask(desk), years)
    units = [value.unit for value in values.values() if value]
    known = [value for value in values.values() if value and value.unit == units[0]]
    prints = {(value.figures[:1], value.year) for value in known}
    if len(prints) < max(2, len(known)) or not comparable(known):
        return None  # one print is not the number of two years
    missing = [str(year) for year, value in values.items() if not value or value.unit != units[0]]
    draft = _side_by_side(desk, known).assuming(*_stood_before(values))
    return draft.assuming(f"{'、'.join(missing)}年没有可以引用的数字") if missing else draft


def _stood_before(values: Mapping[int, Value | None]) -> Iterator[str]:
    """Say of which day a stock is that a year's paper tells of the end of the year before."""
    for year, value in values.items():
        if value and value.year and value.year != year:
            yield f"{year}年的文件所列的是{value.year}年末的数"


def _is_uniform(values: Sequence[Value]) -> bool:
    """Tell whether a course may be told of values: all are of like stages."""
    return all(of_like_stages(values[0], other) for other in values[1:])


def _side_by_side(desk: Desk, known: Sequence[Value]) -> Draft:
    """Put values of several years beside each other; unlike stages make no course."""
    if _is_uniform(known):
        return figures(*known, lead=_extreme(desk, known) + _course(known))
    stages = "、".join(f"{value.year}年为{value.basis}" for value in known)
    return figures(*known).assuming(f"各年口径不同，不能直接比较：{stages}")


def _years(desk: Desk) -> tuple[int, ...]:
    periods = desk.question.periods
    if len(periods.years) > 1:
        return periods.years
    if desk.question.operation not in (Operation.TREND, Operation.RANK) or periods.years:
        return ()
    return desk.facts.years_of(desk.documents)[:3]


def _extreme(desk: Desk, values: Sequence[Value]) -> str:
    """Say which year is the highest or lowest, where that is asked."""
    end = end_asked(desk.question.corrected)
    if end is None:
        return ""
    found = end(values, key=lambda v: v.amount)
    return f"{'最低' if end is min else '最高'}的是{found.year}年；"


def _course(values: Sequence[Value]) -> str:
    """Say in words how a series moves from its first to its last year."""
    ordered = sorted((v for v in values if v.year), key=lambda v: v.year or 0)
    amounts = [v.amount for v in ordered]
    if len(amounts) < 2 or len({v.unit for v in ordered}) > 1:
        return ""
    pairs = list(pairwise(amounts))
    span = f"{ordered[0].year}—{ordered[-1].year}年"
    if all(a == b for a, b in pairs):
        return f"{span}各年相同："
    if all(a <= b for a, b in pairs):
        return f"{span}逐年不减："
    if all(a >= b for a, b in pairs):
        return f"{span}逐年不增："
    return f"{span}有升有降："
