from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.errors import UnreadableQuantity
from corpus.quantity import Quantity, UnitKind, parse_quantity, unit_named

IN_BASE = [
    ("2995.39万元", "29953900", "元"),
    ("17,402,866.00元", "17402866", "元"),
    ("12万3千元", "123000", "元"),
    ("一千三百万元", "13000000", "元"),
    ("1亿2千万元", "120000000", "元"),
    ("5千元", "5000", "元"),
    ("8 万元", "80000", "元"),
    ("１２．５％", "12.5", "%"),
    ("25万人", "250000", "人"),
    ("310元/人.年", "310", "元/人/年"),
    ("0.5万元/户", "5000", "元/户"),
    ("95家（次）", "95", "家次"),
]
REFUSED = [
    "5-10万元",
    "1,5万元",
    "12和34万元",
    "2995.39",
    "41.2 0 万元",
    "7000余条",
    "12万3元",
    "3万余",
]


@pytest.mark.parametrize(("text", "value", "base"), IN_BASE)
def test_turns_a_print_into_its_base_unit(text: str, value: str, base: str) -> None:
    """The unit travels with the number and is converted exactly."""
    quantity = parse_quantity(text)
    assert (quantity.in_base, quantity.unit.base) == (Decimal(value), base)


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_has_no_exact_reading(text: str) -> None:
    """Ranges, approximations, damage and numbers without a unit are refused."""
    with pytest.raises(UnreadableQuantity):
        parse_quantity(text)


def test_keeps_what_was_printed_and_the_comparator() -> None:
    """A target keeps its comparator in normal form beside its own print."""
    quantity = parse_quantity(" > =95% ")
    assert (quantity.comparator, quantity.value, quantity.printed) == ("≥", Decimal(95), "> =95%")


def test_a_rate_of_pay_is_money_per_something() -> None:
    """元/次/村 needs no row of its own; a word that is no divisor is refused."""
    assert unit_named("万元/村").kind is UnitKind.STANDARD
    with pytest.raises(UnreadableQuantity):
        unit_named("元/苹果")


def test_agreement_is_half_a_unit_of_the_coarser_print() -> None:
    """1.23万元 and 12,345元 are one figure; 12,360元 is another."""
    coarse = parse_quantity("1.23万元")
    assert coarse.agrees_with(parse_quantity("12,345元"))
    assert not coarse.agrees_with(parse_quantity("12,360元"))
    assert not coarse.agrees_with(parse_quantity("1.23%"))


def test_only_money_is_in_yuan() -> None:
    """Asking a head count for its yuan is an error that says what it is."""
    with pytest.raises(UnreadableQuantity, match="不是金额"):
        _ = Quantity(Decimal(3), unit_named("人"), "3人").in_yuan


@pytest.mark.parametrize(
    ("text", "value", "unit"), [("≥80.00(%)", "80.00", "%"), ("＞150（家）", "150", "家")]
)
def test_a_unit_in_brackets_belongs_to_its_number(text: str, value: str, unit: str) -> None:
    """Forms print the unit of a target in brackets behind the number."""
    quantity = parse_quantity(text)

    assert (quantity.value, quantity.unit.name) == (Decimal(value), unit)
