"""Says for each of what a standard is paid: 「按每家3,500元的标准」 is 每家 3,500 元."""

from __future__ import annotations

import re
from functools import cache

from assistant.compute import Value
from corpus.figure import Figure, Measure
from corpus.quantity import UnitKind
from corpus.vocabulary import lines_of

BETWEEN = 6  # characters of 「每人每月发放858元」 that may stand before the number


def per_of(value: Value) -> str:
    """Return the words of a printed standard that its unit does not say, "" for none."""
    figure = value.figures[0] if value.figures and not value.operands else None
    if figure is None or figure.measure is not Measure.STANDARD:
        return ""
    is_money = figure.quantity.unit.kind is UnitKind.MONEY
    return f"{_per_before(figure)} ".lstrip() if is_money else ""


def _per_before(figure: Figure) -> str:
    at = figure.context.find(figure.source.printed)
    found = _per().search(figure.context[:at]) if at > 0 else None
    return found[1] if found else ""


@cache
def _per() -> re.Pattern[str]:
    words = sorted(lines_of("per_words.tsv"), key=len, reverse=True)
    each = "|".join(map(re.escape, words))
    return re.compile(rf"((?:每(?:{each}))+)[一-鿿]{{0,{BETWEEN}}}\s*$")
