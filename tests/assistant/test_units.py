"""Units that are wanted, and exact amounts in them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.language.units import converted, wanted_unit_of

AMOUNTS = [
    ("10424900", "亿元", "0.104249 亿元"),
    ("10424900", "万元", "1,042.49 万元"),
    ("10424900", "元", "10,424,900 元"),
    ("4500.50", "万元", "0.45005 万元"),
    ("0", "亿元", "0 亿元"),
]


@pytest.mark.parametrize(("yuan", "unit", "shown"), AMOUNTS)
def test_amounts_are_converted_exactly(yuan: str, unit: str, shown: str) -> None:
    """Every place of an amount is kept in every unit of money."""
    assert shown == converted(Decimal(yuan), unit)


@given(st.decimals("0.01", "99999999999", places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_nothing_is_rounded(yuan: Decimal, unit: str) -> None:
    """A converted amount, converted back, is the amount."""
    number, _, name = converted(yuan, unit).partition(" ")
    factor = {"元": 1, "万元": 10**4, "亿元": 10**8}[name]

    assert yuan == Decimal(number.replace(",", "")) * factor


def test_other_units_are_not_money() -> None:
    """An amount of money cannot be told in people, nor in a unit that nobody knows."""
    assert converted(Decimal(1), "人") == ""
    assert converted(Decimal(1), "斗") == ""


def test_a_unit_has_to_be_asked_for() -> None:
    """「多少钱」 asks for no unit, 「多少万人」 for no unit of money."""
    assert wanted_unit_of("折合多少亿") == "亿元"
    assert wanted_unit_of("多少钱") == ""
    assert wanted_unit_of("惠及多少万人") == ""
