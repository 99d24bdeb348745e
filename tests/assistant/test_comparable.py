"""What is computed of one item: both values are of it, or nothing is computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.compute import value_of
from assistant.conversation import Assistant
from assistant.language.periods import periods_of
from assistant.language.phrases import sides, stands_alone
from assistant.operations.comparable import comparable
from assistant.operations.ratios import BY
from assistant.question import Operation
from tests.assistant.library_of import amounts, figure, library_of, value

DREDGING = "青禾市东屏区河道管理所"


def test_a_name_with_words_around_it_is_one_item() -> None:
    """公务接待费合计 and 公务接待费 are one item, 会议费 is another."""
    assert comparable((value(name="公务接待费合计"), value("3.00万元")))
    assert not comparable((value(name="会议费"), value()))


def test_two_items_of_a_classification_are_never_one() -> None:
    """公务用车购置费 and 公务用车购置及运行维护费 share words and are two items."""
    one, other = value(name="公务用车购置费"), value(name="公务用车购置及运行维护费")

    assert not comparable((one, other))


def test_one_code_is_one_item_under_two_names() -> None:
    """An item that was renamed keeps its code."""
    old, new = figure(name="医疗卫生支出"), figure(name="卫生健康支出")
    coded = [replace(f, item=replace(f.item, code="210")) for f in (old, new)]

    assert comparable(map(value_of, coded))


def test_a_joining_word_inside_a_name_holds_nothing_up() -> None:
    """科技成果转化与扩散 is one item, and so is 对个人和家庭的补助 behind two years."""
    assert sides("科技成果转化与扩散和     的差多少") is None
    assert sides("   和     的对个人和家庭的补助相差多少") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [("公务用车购置及运行维护费预算完成率", False), ("用办公费和人数计算", True)],
)
def test_words_inside_a_name_tell_nothing_to_compute(text: str, told: bool) -> None:
    """The 用 of 公务用车购置及运行维护费 says not what to divide by what."""
    found = BY.search(text)

    assert found is not None
    assert stands_alone(text, found) is told


BUDGETS = {
    f"{DREDGING}{year}年单位预算.txt": f"""{DREDGING}{year}年单位预算

第一部分 单位概况
一、主要职责
负责河道清淤。

第二部分 预算说明
一、支出情况
{year}年{item}预算{amount}万元。
{year}年公务用车购置及运行维护费预算3.00万元。
"""
    for year, item, amount in (
        (2024, "河道清淤补短板专项", "38.29"),
        (2025, "河道清淤支出", "27.45"),
    )
}


@pytest.mark.parametrize(
    "asked", ["2025年河道清淤支出比2024年少多少", "2024年和2025年河道清淤支出相差多少"]
)
def test_an_item_is_not_held_against_a_project_that_shares_its_words(
    tmp_path: Path, asked: str
) -> None:
    """河道清淤支出 less 河道清淤补短板专项 is the change of nothing."""
    answer = library_of(tmp_path, BUDGETS).ask(f"河道管理所{asked}")

    assert (answer.outcome, amounts(answer)) == (Outcome.REFUSE, [])


BUDGET = f"""{DREDGING}2025年单位预算

第一部分 单位概况
一、主要职责
负责河道清淤。

第二部分 预算说明
一、资产情况
截至2024年12月31日，流动资产12.00万元。
二、收入情况
单位资金9.00万元。
上年结转结余4.00万元，比上年增加1.50万元。
"""
LATER = BUDGET.replace("2025年", "2026年").replace("2024年", "2025年").replace("12.00", "13.00")


def river(home: Path) -> Assistant:
    """Return the invented body's library of two budgets."""
    papers = {f"{DREDGING}2025年单位预算.txt": BUDGET, f"{DREDGING}2026年单位预算.txt": LATER}
    return library_of(home, papers)


def test_money_that_is_carried_over_is_no_year(tmp_path: Path) -> None:
    """「比上年结转结余多」 holds two items up, not two years."""
    answer = river(tmp_path).ask("河道管理所2025年单位资金比上年结转结余多多少")

    assert amounts(answer)[:1] == ["50000"]


def test_a_stock_of_one_day_is_not_the_number_of_two_years(tmp_path: Path) -> None:
    """The stock at the end of 2025 stands for 2025, or for the paper of 2026, never for both."""
    answer = river(tmp_path).ask("河道管理所2025年和2026年流动资产各是多少")

    assert len(set(amounts(answer))) == len(amounts(answer))


def test_a_closing_word_opens_no_comparison() -> None:
    """「跟去年预算比2024年度…」 asks for 2024: the 比 belongs to 去年."""
    periods = periods_of("跟去年预算比2024年度培训费降多少", latest=2026)

    assert (periods.years, periods.against, periods.against_previous) == ((2024,), None, True)


def test_a_comma_may_stand_in_one_name(tmp_path: Path) -> None:
    """财政拨款收、支总计 is one item, and asks for no sum."""
    question = river(tmp_path).understood("2025年财政拨款收、支总计是多少")

    assert question.operation is Operation.LOOKUP
