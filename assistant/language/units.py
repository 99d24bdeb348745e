"""Which unit of money a question wants, and an exact amount in that unit.

Units of money differ by powers of ten, so every conversion is exact: nothing is rounded.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from corpus.quantity import UnitKind, units
from corpus.vocabulary import lines_of, rows_of


def wanted_unit_of(text: str) -> str:
    """Return the unit of money that a question asks for, e.g. 亿元; "" for none."""
    for pattern in _requests():
        match = pattern.search(text)
        if match:
            return _units()[match[1]]
    return ""


def converted(amount: Decimal, unit: str) -> str:
    """Return an amount of 元 in ``unit``, exact, with its thousands parted: 「0.1042 亿元」.

    "" when ``unit`` is no unit of money.
    """
    known = units().get(unit)
    if known is None or known.kind is not UnitKind.MONEY:
        return ""
    value = amount.scaleb(-known.factor.adjusted())
    return f"{_shown(value)} {known.name}"


def _shown(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def _units() -> dict[str, str]:
    """Return the units of money by how people say them."""
    said = {word: unit for word, unit in rows_of("unit_words.tsv", columns=2)}
    return said | {name: u.name for name, u in units().items() if u.kind is UnitKind.MONEY}


@cache
def _requests() -> tuple[re.Pattern[str], ...]:
    names = "|".join(map(re.escape, sorted(_units(), key=len, reverse=True)))
    return tuple(re.compile(row.replace("{unit}", names)) for row in lines_of("unit_requests.tsv"))
