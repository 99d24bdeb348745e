"""What rounding can explain: arithmetic over intervals, from the printed places of every operand.

A number printed with two decimals stands for all values within half a unit of the second. Results
are intervals; two agree when they meet. Nothing else is tolerance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import IntEnum

from assistant.answer import plain
from corpus.quantity import Quantity


class Fit(IntEnum):
    """How well a printed number agrees with the computed one."""

    EXACT = 0  # the computed one, rounded to the printed places, is printed
    ROUNDED = 1  # the rounding of the operands explains the difference
    CUT = 2  # explained if a number was cut off instead of rounded
    WRONG = 3


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, quantity: Quantity, *, exponent: int | None = None, widths: int = 1) -> Interval:
        """Return what a print stands for, in its base unit; ``widths`` half units to each side.

        exponent: of its last place, where the print has lost zeros.
        """
        half = half_unit(quantity, exponent) * widths
        return cls(quantity.in_base - half, quantity.in_base + half)

    @classmethod
    def exactly(cls, value: Decimal) -> Interval:
        """Return the interval of one value."""
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Raise ``ZeroDivisionError`` when the divisor may be nothing."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def meets(self, other: Interval) -> bool:
        """Tell whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def half_unit(quantity: Quantity, exponent: int | None = None) -> Decimal:
    """Return half of the last printed place, in the base unit."""
    if exponent is None:
        return quantity.half_unit
    return Decimal(5).scaleb(exponent - 1) * quantity.unit.factor


def exponent_of(quantity: Quantity) -> int:
    """Return the power of ten of the last printed place."""
    exponent = quantity.value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def places(quantities: Iterable[Quantity]) -> dict[str, int]:
    """Return the last place of whole numbers, by unit: the finest of the prints beside them.

    「12万元」 beside 「4.05万元」 has lost its zeros, not its decimals.
    """
    finest: dict[str, int] = {}
    for one in quantities:
        finest[one.unit.name] = min(exponent_of(one), finest.get(one.unit.name, 0))
    return finest


def intervals(quantities: Iterable[Quantity], *, widths: int = 1) -> list[Interval]:
    """Return what prints stand for that take part in one computation."""
    known = list(quantities)
    finest = places(known)
    return [
        Interval.of(
            one,
            exponent=finest[one.unit.name] if exponent_of(one) >= 0 else None,
            widths=widths,
        )
        for one in known
    ]


def like(value: Decimal, print_: Quantity) -> str:
    """Return a value of the base unit as a print of the given one would show it: 412.5万元."""
    return f"{plain((value / print_.unit.factor).normalize())}{print_.unit.name}"


def fit(printed: Quantity, computed: Decimal, near: Interval, wide: Interval) -> Fit:
    """Return how a print agrees with a computed value.

    computed: from the printed operands, in the base unit; near, wide: what it may be when they
    were rounded, or cut off.
    """
    unit = half_unit(printed) * 2
    rounded = (computed / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit
    if rounded == printed.in_base:
        return Fit.EXACT
    if Interval.of(printed).meets(near):
        return Fit.ROUNDED
    return Fit.CUT if Interval.of(printed, widths=2).meets(wide) else Fit.WRONG
