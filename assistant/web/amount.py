"""How a figure's number is shown: as it was printed, with the unit that it was printed in.

A cell prints 「1,042.49」 under a header 「单位：万元」, and the figure's value is in 元: the two
must never be put side by side.
"""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.answer import AnswerFigure, plain
from corpus.errors import UnreadableQuantity
from corpus.numerals import decimal_of
from corpus.quantity import normalise, unit_named, units

PRINTED = re.compile(r"\s*(<=|>=|[≥≤<>=]?)\s*([+-]?[\d,.]*\d)\s*(\D*?)\s*")
BOUNDS = {"<=": "≤", ">=": "≥", "=": ""}  # a target of exactly 12 months is 「12个月」


def number_and_unit(figure: AnswerFigure) -> tuple[str, str]:
    """Return what to show: the printed number with its unit, else the exact value in its base."""
    exact = grouped(plain(figure.value)), figure.unit
    match = PRINTED.fullmatch(normalise(figure.printed or ""))
    if not match:
        return exact
    bound, number, unit = match.groups()
    unit = unit if _is_unit_of(figure, unit) else _unit_meant(number, figure)
    if not unit:
        return exact
    shown = number if "," in number else grouped(number)
    return f"{BOUNDS.get(bound, bound)}{shown}", unit


def _is_unit_of(figure: AnswerFigure, spelling: str) -> bool:
    """Tell whether the printed words are a unit of the figure; 「47 万」 lacks its 元."""
    try:
        return unit_named(spelling).base == figure.unit
    except UnreadableQuantity:
        return False


def _unit_meant(number: str, figure: AnswerFigure) -> str:
    """The unit in which a bare printed number is the figure's value; "" when there is none."""
    try:
        printed = decimal_of(number)
    except UnreadableQuantity:
        return ""
    return next((u for u, factor in _factors(figure.unit) if printed * factor == figure.value), "")


def _factors(base: str) -> list[tuple[str, Decimal]]:
    known = {unit.name: unit.factor for unit in units().values() if unit.base == base}
    return list(known.items())


def grouped(number: str) -> str:
    """Return a plain decimal string with thousands separators: "4718200" -> "4,718,200"."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("+-").isdecimal() else number


def direction_of(figure: AnswerFigure) -> str:
    """Return 增加, 减少 or 持平 unless the printed number says so itself."""
    direction = figure.direction or ""
    return "" if direction in (figure.printed or "") else direction
