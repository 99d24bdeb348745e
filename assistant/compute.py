"""Exact arithmetic over cited figures: Decimal in, ``Result`` with its readable formula out.

A decrease is a magnitude with a direction. Growth is change over the previous value; a zero or
negative base gives no percentage. Ratios are shown with two decimals, half up, and kept exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from assistant.answer import plain
from corpus.errors import DisclosureError
from corpus.figure import Figure, Measure

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


class NotComputable(DisclosureError):
    """The figures do not allow the computation; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Value:
    """A number that can be computed with: in its base unit, with what backs it.

    ``figures``: every printed figure that it rests on (one, or several that print the same).
    ``formula``: how it was computed, None when it is printed.
    """

    amount: Decimal
    unit: str
    about: str
    figures: tuple[Figure, ...]
    direction: str | None = None
    formula: str | None = None
    operands: tuple[Value, ...] = ()
    year: int | None = None
    owner: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if not self.figures and not self.operands:
            raise ValueError(f"「{self.about}」没有任何出处")

    @property
    def printed(self) -> str | None:
        """The document's own form, None for a computed value."""
        return self.figures[0].source.printed if self.figures and not self.operands else None

    @property
    def is_doubtful(self) -> bool:
        """Whether it rests on a number that only character recognition tells."""
        if self.operands:
            return any(operand.is_doubtful for operand in self.operands)
        return all(figure.doubtful for figure in self.figures)


def value_of(figure: Figure, *witnesses: Figure) -> Value:
    """Return a printed figure as a value; ``witnesses`` print the same number elsewhere."""
    return Value(
        amount=figure.quantity.in_base,
        unit=figure.quantity.unit.base,
        about=name_of(figure),
        figures=(figure, *witnesses),
        direction=figure.direction,
        year=figure.period.year,
        owner=figure.owner,
        basis=figure.period.basis.value,
    )


MEASURE_NAMES = {Measure.CHANGE: "增减额", Measure.GROWTH: "增减幅度", Measure.SHARE: "占比"}


def name_of(figure: Figure) -> str:
    """Return what a person would call the figure: the item, its columns and its measure."""
    columns = [c for c in figure.slice if c not in figure.item.name]
    parts = [figure.item.name, *columns, MEASURE_NAMES.get(figure.measure, "")]
    return "·".join(filter(None, parts))


def change(current: Value, previous: Value, about: str = "") -> Value:
    """Return current − previous as a magnitude with its direction."""
    _same_unit(current, previous)
    difference = current.amount - previous.amount
    found = _apart(current, difference, shown(previous), about or f"{current.about}的差额")
    return replace(found, operands=(current, previous))


def _apart(value: Value, difference: Decimal, other: str, about: str) -> Value:
    """Return a difference as a magnitude with its direction; ``other``: what is held against."""
    own, size = shown(value), abs(difference)
    larger, smaller = (own, other) if difference >= 0 else (other, own)
    return Value(
        amount=size,
        unit=value.unit,
        about=about,
        figures=(),
        direction="持平" if not difference else "增加" if difference > 0 else "减少",
        formula=f"{larger} − {smaller} = {with_unit(size, value.unit)}",
        operands=(value,),
        year=value.year,
        owner=value.owner,
        basis=value.basis,
    )


def apart(one: Value, other: Value) -> Value:
    """Return how far two different items are apart, seen from the first."""
    return change(one, other, f"{one.about}与{other.about}的差额（前者比后者）")


def apart_from(value: Value, stated: Decimal, about: str = "") -> Value:
    """Return how far a value is from a number that only the question states, in its unit."""
    given = f"{with_unit(stated, value.unit)}（问题所说）"
    about = about or f"{value.about}与{with_unit(stated, value.unit)}的差额"
    return _apart(value, value.amount - stated, given, about)


def average(value: Value, count: int, of_what: str) -> Value:
    """Return a value spread evenly over ``count`` months or quarters, two decimals, half up."""
    part = rounded(value.amount / count)
    return replace(
        _combined(f"{value.about}平均每{of_what}", (value,)),
        amount=part,
        formula=f"{shown(value)} ÷ {count} = {with_unit(part, value.unit)}",
    )


def growth(current: Value, previous: Value, about: str = "") -> Value:
    """Return the change in per cent of the previous value, with its direction."""
    _same_unit(current, previous)
    if previous.amount <= 0:
        raise NotComputable(f"基数「{previous.about}」为{shown(previous)}，不能计算百分比")
    difference = current.amount - previous.amount
    percent = difference / previous.amount * HUNDRED
    direction = "持平" if not difference else "增加" if difference > 0 else "减少"
    text = f"({shown(current)} − {shown(previous)}) ÷ {shown(previous)} = {rounded(percent)}%"
    return Value(
        amount=abs(rounded(percent)),
        unit="%",
        about=about or f"{current.about}的增减幅度",
        figures=(),
        direction=direction,
        formula=text,
        operands=(current, previous),
        year=current.year,
        owner=current.owner,
        basis=current.basis,
    )


def previous_of(current: Value, changed: Value) -> Value:
    """Return last year's value from this year's and the stated change: current ∓ change."""
    _same_unit(current, changed)
    up = changed.direction != "减少"
    amount = current.amount - changed.amount if up else current.amount + changed.amount
    if amount < 0:
        raise NotComputable("倒推出的上年数为负，原文的增减额与本年数不相符")
    sign = "−" if up else "+"
    return Value(
        amount=amount,
        unit=current.unit,
        about=f"上年{current.about}（由本年数与增减额推算）",
        figures=(),
        formula=f"{shown(current)} {sign} {shown(changed)} = {with_unit(amount, current.unit)}",
        operands=(current, changed),
        year=current.year - 1 if current.year else None,
        owner=current.owner,
        basis=current.basis,
    )


def share(part: Value, whole: Value, about: str = "") -> Value:
    """Return part ÷ whole in per cent, two decimals, half up."""
    _same_unit(part, whole)
    if not whole.amount:
        raise NotComputable(f"「{whole.about}」为 0，不能计算占比")
    percent = rounded(part.amount / whole.amount * HUNDRED)
    return replace(
        _combined(about or f"{part.about}占{whole.about}的比重", (part, whole)),
        amount=percent,
        unit="%",
        formula=f"{shown(part)} ÷ {shown(whole)} = {plain_places(percent)}%",
    )


def ratio(numerator: Value, denominator: Value, about: str = "") -> Value:
    """Return numerator ÷ denominator: 倍 for like units, numerator's unit per head otherwise."""
    if not denominator.amount:
        raise NotComputable(f"「{denominator.about}」为 0，不能作除数")
    quotient = rounded(numerator.amount / denominator.amount)
    unit = "倍" if numerator.unit == denominator.unit else numerator.unit
    return replace(
        _combined(about or f"{numerator.about}÷{denominator.about}", (numerator, denominator)),
        amount=quotient,
        unit=unit,
        formula=f"{shown(numerator)} ÷ {shown(denominator)} = {with_unit(quotient, unit)}",
    )


def total(values: Sequence[Value], about: str = "") -> Value:
    """Return the sum of like values."""
    for value in values[1:]:
        _same_unit(values[0], value)
    amount = sum((v.amount for v in values), Decimal(0))
    unit = values[0].unit
    return replace(
        _combined(about or f"{'、'.join(v.about for v in values)}合计", tuple(values)),
        amount=amount,
        formula=" + ".join(map(shown, values)) + f" = {with_unit(amount, unit)}",
    )


def _combined(about: str, operands: tuple[Value, ...]) -> Value:
    first = operands[0]
    return Value(
        amount=Decimal(0),
        unit=first.unit,
        about=about,
        figures=(),
        operands=operands,
        year=first.year if _alike(operands, "year") else None,
        owner=first.owner if _alike(operands, "owner") else "",
        basis=first.basis if _alike(operands, "basis") else "",
    )


def _alike(operands: tuple[Value, ...], name: str) -> bool:
    """Tell whether all operands share an owner, a year or a basis."""
    return len({getattr(operand, name) for operand in operands}) == 1


def _same_unit(one: Value, other: Value) -> None:
    if one.unit != other.unit:
        raise NotComputable(
            f"「{one.about}」以{one.unit}计，「{other.about}」以{other.unit}计，不能相互加减"
        )


def rounded(value: Decimal) -> Decimal:
    """Return two decimals, half up: what percentages and per-head amounts are shown with."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def plain_places(value: Decimal) -> str:
    """Return a rounded value with its two places: 50.00."""
    return format(value, "f")


def shown(value: Value) -> str:
    """Return a value as a formula prints it."""
    return with_unit(value.amount, value.unit)


def with_unit(amount: Decimal, unit: str) -> str:
    """Return the amount for people: 4,718,200 元, 4.09%."""
    if unit == "%":
        return f"{format(amount, 'f')}%"
    whole, point, places = plain(amount).partition(".")
    sign = "-" if whole.startswith("-") else ""
    grouped = f"{int(whole.lstrip('-') or 0):,}"
    return f"{sign}{grouped}{point}{places} {unit}"
