"""Slips of the hand and of units: two numbers that are one number written wrongly.

A digit changed, dropped, doubled or two of them swapped; a decimal point or a unit moved (万元 for
元). Numbers that differ in more are taken for two numbers.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from assistant.review.tolerance import half_unit
from corpus.quantity import Quantity

FEWEST = 3  # digits of a number whose slips can be told from other numbers
FEW = 2  # digits that a moved point leaves as they are


def at_places_of(value: Decimal, printed: Quantity) -> Decimal:
    """Return a value in the base unit, rounded to the last place that a print shows."""
    unit = half_unit(printed) * 2
    return (value / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def is_slip(one: Decimal, other: Decimal) -> bool:
    """Tell whether one number may be the other, written wrongly once."""
    if not one or not other or one == other:
        return False
    ours, theirs = _digits(one, other)
    if len(ours.strip("0")) >= FEW and _is_moved(ours, theirs):
        return True
    if max(len(ours), len(theirs)) < FEWEST:
        return False
    return _is_changed(ours, theirs) or _is_dropped(ours, theirs) or _is_dropped(theirs, ours)


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Return both numbers as whole numbers of the finer one's last place."""
    exponents = [int(value.normalize().as_tuple().exponent) for value in (one, other)]
    finest = min(*exponents, 0)
    ours, theirs = (str(int(abs(value).scaleb(-finest))) for value in (one, other))
    while ours.endswith("0") and theirs.endswith("0"):
        ours, theirs = ours[:-1], theirs[:-1]
    return ours, theirs


def _is_moved(ours: str, theirs: str) -> bool:
    return ours.strip("0") == theirs.strip("0")


def _is_changed(ours: str, theirs: str) -> bool:
    """One digit is another one, or two neighbours are swapped."""
    if len(ours) != len(theirs):
        return False
    apart = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    is_pair = len(apart) == 2 and apart[1] == apart[0] + 1
    return is_pair and ours[apart[0]] == theirs[apart[1]] and ours[apart[1]] == theirs[apart[0]]


def _is_dropped(longer: str, shorter: str) -> bool:
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
