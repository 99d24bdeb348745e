"""Funds that questions, captions and columns are restricted to."""

from __future__ import annotations

import pytest

from assistant.language.funds import carry_of, fund_asked, fund_of, funds_agree

TEXTS = [
    ("一般公共预算的行政运行", "一般公共预算"),
    ("一般公共预算财政拨款基本支出表", "一般公共预算"),
    ("财政拨款收支总表", "财政拨款"),
    ("政府性基金预算支出", "政府性基金预算"),
    ("一般公共预算、政府性基金预算", "财政拨款"),
    ("一般公共预算和单位资金", ""),
    ("“三公”经费", ""),
]


@pytest.mark.parametrize(("text", "fund"), TEXTS)
def test_the_narrowest_fund_counts(text: str, fund: str) -> None:
    """A part named with its whole is the part; several parts of one whole are the whole."""
    assert fund == fund_of(text)


def test_a_whole_never_stands_for_its_part() -> None:
    """财政拨款 does not answer for 一般公共预算; what is not said contradicts nothing."""
    assert funds_agree("财政拨款", "一般公共预算")
    assert not funds_agree("一般公共预算", "财政拨款")
    assert not funds_agree("一般公共预算", "政府性基金预算")
    assert funds_agree("", "财政拨款")
    assert funds_agree("财政拨款", "")


def test_money_carried_over_counts_as_said() -> None:
    """含 and 不含 are opposites; without either nothing is said."""
    assert carry_of("支出含上年结转") == "with"
    assert carry_of("支出不含上年结转") == "without"
    assert carry_of("支出") == ""


def test_a_question_about_two_funds_is_of_neither() -> None:
    """Two funds beside each other are items that are asked for, no restriction."""
    assert fund_asked("一般公共预算拨款和政府性基金拨款") == ""
    assert fund_asked("一般公共预算财政拨款的行政运行") == "一般公共预算"
