"""Computes with what was answered before: 「两者相差多少」, 「那占总额的百分之几」, 「一共呢」.

The part of a question (or the turn of a conversation) before has been answered with values. Where
the words name no operand of their own, or only one, those values are the missing ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.answer import Reason
from assistant.compute import NotComputable, Value, apart, change
from assistant.compute import ratio as ratio_of
from assistant.compute import share as share_of
from assistant.desk import Desk
from assistant.draft import Draft, figures, refusal
from assistant.language.asks import asks_of
from assistant.language.phrases import (
    end_asked,
    has_cue,
    is_added,
    is_vague,
    over,
    points_back,
    shared_out,
    sides,
)
from assistant.operations.operands import Place, added, operand_of, unlike
from assistant.understand import content_of


class Use(StrEnum):
    """What is done with earlier values."""

    APART = "apart"  # two earlier values
    AGAINST = "against"  # an earlier value with one that is named
    PART = "part"  # the earlier value as the part of a whole
    WHOLE = "whole"  # the earlier value as the whole of a part
    TIMES = "times"
    SUM = "sum"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Reference:
    """How a text leans on earlier values.

    ``other``: the operand that it names itself. ``summed``: the earlier values are meant together.
    """

    use: Use
    other: str = ""
    summed: bool = False


def reference_in(text: str) -> Reference | None:
    """Return how a text (without owners and periods) leans on earlier values, None if it does not.

    None as well for a text that names all of its operands.
    """
    shared = shared_out(text)
    if shared:
        return _of_share(*shared)
    _, plain = asks_of(text)
    held = sides(plain)
    if held and points_back(held[0]):
        other = content_of(held[1])
        return Reference(Use.AGAINST, other, is_added(held[0])) if other else None
    if points_back(plain):
        return _alone(text)
    quotient = over(text) if has_cue("times", text) else None
    if quotient and points_back(quotient[0]) and content_of(quotient[1]):
        return Reference(Use.TIMES, content_of(quotient[1]))
    return None


def _of_share(part: str, whole: str) -> Reference | None:
    if points_back(part):
        return Reference(Use.PART, "" if is_vague(whole) else content_of(whole), is_added(part))
    return Reference(Use.WHOLE, content_of(part)) if points_back(whole) else None


def _alone(text: str) -> Reference | None:
    uses = (("apart", Use.APART), ("lack", Use.APART), ("high", Use.HIGHEST), ("low", Use.LOWEST))
    for role, use in uses:
        if has_cue(role, text):
            return Reference(use)
    return Reference(Use.SUM) if is_added(text) else None


def with_earlier(desk: Desk) -> Draft | None:
    """Compute with the earlier values that the words lean on, None when they lean on none."""
    reference = reference_in(desk.question.periods.rest)
    if reference is None or not any(desk.earlier) or _are_years_meant(desk):
        return None
    try:
        return _computed(desk, reference)
    except NotComputable as reason:
        return refusal(Reason.ITEM_NOT_DISCLOSED, f"{reason}。")


def _are_years_meant(desk: Desk) -> bool:
    """Tell whether 「两年」 asks for years where the values before are of one year only."""
    return bool(desk.question.periods.count) and len({v.year for v in several(desk)}) < 2


def _computed(desk: Desk, reference: Reference) -> Draft | None:
    match reference.use:
        case Use.SUM:
            values = several(desk)
            summed = added(values) if not any(v.operands for v in values) else None
            return figures(summed) if summed else None
        case Use.HIGHEST | Use.LOWEST:
            return _extreme(desk, lowest=reference.use is Use.LOWEST)
        case Use.APART:
            return _apart(desk)
        case _:
            return _with_other(desk, reference)


def several(desk: Desk) -> tuple[Value, ...]:
    """Return the values of the last turn, or of the last two where each has one."""
    last = desk.earlier[-1]
    if len(last) == 1 and len(last[0].operands) > 1:  # 「差多少？合计呢？」 means what was compared
        return last[0].operands
    if len(last) > 1 or len(desk.earlier) < 2:
        return last
    before = desk.earlier[-2]
    return (*before, *last) if len(before) == 1 and len(last) == 1 else last


def _apart(desk: Desk) -> Draft | None:
    values = several(desk)
    if len(values) != 2:
        return None
    one, other = values
    if one.unit != other.unit:
        return None
    if one.year and other.year and one.year < other.year:
        one, other = other, one
    gap = change(one, other) if one.about == other.about else apart(one, other)
    end = end_asked(desk.question.periods.rest)
    return figures(gap, lead=_named_end(end(values, key=_amount), values, end) if end else "")


def _extreme(desk: Desk, *, lowest: bool) -> Draft | None:
    values = several(desk)
    if len(values) < 2 or len({v.unit for v in values}) > 1:
        return None
    choose = min if lowest else max
    end = choose(values, key=_amount)
    return figures(end, lead=_named_end(end, values, choose))


def _amount(value: Value) -> Decimal:
    return value.amount


def _named_end(end: Value, values: Sequence[Value], choose: Callable[..., Value]) -> str:
    """Say which of several values is the largest or the smallest."""
    if len({v.amount for v in values}) == 1:
        return "数额相同："
    years = f"{end.year}年" if end.year and len({v.year for v in values}) > 1 else ""
    owner = end.owner if len({v.owner for v in values}) > 1 else ""
    name = f"{owner}{years}" or end.about
    return f"{'最低' if choose is min else '最高'}的是{name}："


def _meant(desk: Desk, reference: Reference) -> Value | None:
    """Return the one earlier value, or the sum of them where the words add them up."""
    if reference.summed and len(several(desk)) > 1:
        return added(several(desk))
    last = desk.earlier[-1]
    return last[0] if len(last) == 1 else None


def _with_other(desk: Desk, reference: Reference) -> Draft | None:
    mine = _meant(desk, reference)
    if mine is None:
        return None
    place = Place(desk.question.inherited, besides=mine)
    other = operand_of(desk, reference.other, place) if reference.other else None
    if other is None or other == mine:
        return None
    reason = unlike(desk, mine, other)
    if reason:
        raise NotComputable(f"{reason}，不能直接比较")
    match reference.use:
        case Use.AGAINST:
            return figures(apart(mine, other))
        case Use.PART:
            return figures(share_of(mine, other))
        case Use.WHOLE:
            return figures(share_of(other, mine))
        case _:
            return figures(ratio_of(mine, other))
