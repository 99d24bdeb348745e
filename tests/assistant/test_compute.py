"""Facts about exact arithmetic: changes, growth, shares, sums, back-computation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.compute import (
    NotComputable,
    Value,
    change,
    growth,
    previous_of,
    ratio,
    share,
    total,
    value_of,
    with_unit,
)
from corpus.document import Span
from corpus.figure import Basis, Figure, Item, Measure, Period, Source
from corpus.quantity import parse_quantity


def printed(text: str, name: str = "水利工程费", direction: str | None = None) -> Value:
    """A value as an invented document prints it."""
    quantity = parse_quantity(text)
    figure = Figure(
        owner="青禾市临江区水务局",
        item=Item(name),
        slice=(),
        period=Period(2026, Basis.BUDGET),
        measure=Measure.CHANGE if direction else Measure.AMOUNT,
        quantity=quantity,
        context=f"{name}{text}",
        source=Source("d1", ("一、收支",), Span(0, len(text)), text, printed=text),
        direction=direction,
    )
    return value_of(figure)


def test_a_decrease_is_a_magnitude_with_a_direction() -> None:
    """The change of 12.5 to 10 万元 is 25,000 元, 减少."""
    result = change(printed("10万元"), printed("12.5万元"))

    assert (Decimal(25000), "减少") == (result.amount, result.direction)


def test_no_change_is_said_to_be_level() -> None:
    """Equal values differ by nothing and are 持平."""
    assert change(printed("3万元"), printed("30000元")).direction == "持平"


@pytest.mark.parametrize(
    ("current", "previous", "percent", "direction"),
    [
        ("108.00万元", "96.00万元", "12.50", "增加"),
        ("0.5万元", "4万元", "87.50", "减少"),
        ("1.005万元", "1万元", "0.50", "增加"),
        ("100.125元", "100元", "0.13", "增加"),
    ],
)
def test_growth_is_shown_with_two_places_half_up(
    current: str, previous: str, percent: str, direction: str
) -> None:
    """Growth is change over the previous value, rounded half up."""
    result = growth(printed(current), printed(previous))

    assert (Decimal(percent), direction) == (result.amount, result.direction)


def test_a_zero_base_gives_no_percentage() -> None:
    """Growth from nothing is refused with the reason, not infinite."""
    with pytest.raises(NotComputable, match="不能计算百分比"):
        growth(printed("5万元"), printed("0万元"))


def test_last_year_is_this_year_less_the_increase() -> None:
    """71.50 万元 after an increase of 8.25 万元 was 63.25 万元, and says so."""
    result = previous_of(printed("71.50万元"), printed("8.25万元", direction="增加"))

    assert Decimal(632500) == result.amount
    assert 2025 == result.year
    assert "推算" in result.about


def test_last_year_is_this_year_plus_the_decrease() -> None:
    """0.5 万元 after a decrease of 1.9 万元 was 2.4 万元."""
    result = previous_of(printed("0.5万元"), printed("1.9万元", direction="减少"))

    assert Decimal(24000) == result.amount


def test_a_decrease_larger_than_sense_is_refused() -> None:
    """An increase larger than the current value cannot be undone."""
    with pytest.raises(NotComputable):
        previous_of(printed("1万元"), printed("2万元", direction="增加"))


def test_shares_and_ratios_keep_their_operands() -> None:
    """A share rests on both of its cited operands and shows its working."""
    part, whole = printed("318.40万元"), printed("402.75万元")

    result = share(part, whole)

    assert Decimal("79.06") == result.amount
    assert (part, whole) == result.operands
    assert "3,184,000 元 ÷ 4,027,500 元 = 79.06%" == result.formula


def test_money_per_head_keeps_the_unit_of_money() -> None:
    """30,100.50 元 for 1,204 people is 25.00 元 each."""
    result = ratio(printed("30100.50元"), printed("1204人"))

    assert (Decimal("25.00"), "元") == (result.amount, result.unit)


def test_units_are_never_mixed() -> None:
    """People cannot be added to money."""
    with pytest.raises(NotComputable, match="不能相互加减"):
        total([printed("1万元"), printed("3人")])


def test_a_sum_is_exact_to_the_cent() -> None:
    """0.10 + 0.20 is 0.30, not 0.30000000000000004."""
    assert Decimal("0.30") == total([printed("0.10元"), printed("0.20元")]).amount


def test_a_value_without_receipt_cannot_exist() -> None:
    """Neither figures nor operands: the value is refused."""
    with pytest.raises(ValueError, match="没有任何出处"):
        Value(Decimal(1), "元", "凭空", ())


def test_amounts_are_grouped_for_people() -> None:
    """Thousands are separated, decimals kept as they are."""
    assert "4,027,500 元" == with_unit(Decimal("4027500.00"), "元")
    assert "30,100.50 元" == with_unit(Decimal("30100.50"), "元")
    assert "-5 元" == with_unit(Decimal(-5), "元")
