"""Computations in everyday words: the stage in front of a noun, limits, reckoning, completion."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant.answer import Outcome
from assistant.conversation import Assistant
from assistant.language.phrases import listed_in, plainly, sides, without_stage
from assistant.plan import Step, make_plan
from tests.assistant.library_of import amounts, library_of, town

WATER, ROADS = "云洲市临江区水务局", "云洲市临江区公路局"


def _budget(owner: str, year: int, education: str, health: str, meals: str) -> str:
    return f"""{owner}{year}年部门预算

第一部分 部门预算表
表1
部门支出总体情况表
编制部门：{owner}
单位：万元
科目代码	科目名称	合计	基本支出	项目支出
205	教育支出	{education}	{education}	
210	卫生健康支出	{health}	{health}	
213	农林水支出	400.00	100.00	300.00

第二部分 部门预算情况说明
一、支出预算情况
{year}年教育支出预算{education}万元。
{year}年卫生健康支出预算{health}万元，比上年增加2.00万元，增长10.00%。
{year}年公务接待费预算{meals}万元，与上年持平。
"""


@cache
def district() -> Assistant:
    """Return the assistant over two bureaus; one of them tells of two years."""
    texts = {
        f"{WATER}2026年部门预算.txt": _budget(WATER, 2026, "50.00", "22.00", "3.00"),
        f"{WATER}2025年部门预算.txt": _budget(WATER, 2025, "40.00", "21.00", "3.00"),
        f"{ROADS}2026年部门预算.txt": _budget(ROADS, 2026, "30.00", "12.00", "1.00"),
    }
    return library_of(Path(mkdtemp(prefix="district-")), texts)


COMPUTED = [
    ("水务局2026年预算里的教育支出减去卫生健康支出是多少", "280000"),
    ("水务局2026年教育支出和年度预算里卫生健康支出差几多", "280000"),
    ("水务局2026年教育支出的预算数和预算中卫生健康支出加起来多少", "720000"),
    ("水务局2025年和2026年的教育支出预算相差多少", "100000"),
    ("水务局教育支出2025、2026年几年加起来多少钱", "900000"),
    ("水务局和公路局这几家单位2026年教育支出总和是多少", "800000"),
    ("按2026年的增减额倒推，水务局2025年卫生健康支出是多少", "200000"),
    ("水务局2025年的卫生健康支出没有单独公开，根据2026年的增减能推出是多少吗", "200000"),
]


@pytest.mark.parametrize(("question", "value"), COMPUTED)
def test_what_only_says_where_to_look_names_no_operand(question: str, value: str) -> None:
    """The stage, the year's papers and how many bodies there are do not belong to the noun."""
    assert amounts(district().ask(question))[0] == value


def test_an_operand_that_is_not_known_is_no_answer() -> None:
    """One of two amounts never answers how far they are apart."""
    answer = district().ask("水务局2026年教育支出和天文观测经费差几多")

    assert answer.outcome is Outcome.REFUSE


def test_an_amount_comes_with_its_computed_change() -> None:
    """Where no change is printed, it is computed from the amounts of two years."""
    answer = district().ask("水务局2026年教育支出是多少，比上年预算增加了多少")

    assert amounts(answer) == ["500000", "100000"]


def test_values_of_two_years_may_be_listed() -> None:
    """「列一下」 with a number asked for wants the numbers, not a passage."""
    answer = district().ask("列一下水务局2025年和2026年教育支出各多少")

    assert sorted(amounts(answer)) == ["400000", "500000"]


def test_a_year_to_be_led_back_to_is_not_answered_with_another() -> None:
    """Of two years only the earlier one is reckoned, never the printed later one."""
    question = district().understood("根据2026年水务局的增减情况，推算2025年教育支出")

    assert make_plan(question).steps == (Step.PREVIOUS_YEAR,)


COMPLETED = ["公务接待费执行完成了年初预算的百分之几", "公务接待费预算完成率是多少"]


@pytest.mark.parametrize("asked", COMPLETED)
def test_how_far_a_budget_was_carried_out(asked: str) -> None:
    """「完成预算的60%」 is the answer, however completion is asked for."""
    assert amounts(town().ask(f"图书馆2024年{asked}")) == ["60"]


def test_a_name_that_holds_a_joining_word_is_one_item() -> None:
    """商品和服务 is no list of two."""
    assert len(listed_in("商品和服务").parts) == 1
    assert sides("教育支出减去卫生健康支出") == ("教育支出", "卫生健康支出")


def test_names_that_hold_the_word_budget_keep_it() -> None:
    """一般公共预算 and 收支总预算 are names; 「年度预算里的」 and 「…支出预算数」 are stages."""
    assert plainly("一般公共预算中的支出") == "一般公共预算中的支出"
    assert plainly("年度预算里的教育支出").strip() == "教育支出"
    assert without_stage("收支总预算") == "收支总预算"
    assert without_stage("预算|教育支出预算数") == "教育支出"
    assert without_stage("预算") == "预算"
