"""Changes between papers and years: counted from what is asked, of the very item that is asked."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.conversation import Assistant
from tests.assistant.library_of import _folder, amounts, library_of, only

SCHOOL = "云梁县第三中学"
BUDGET = f"""{SCHOOL}2024年单位预算

第一部分 单位预算表
表1
一般公共预算“三公”经费支出表
编制单位：{SCHOOL}
单位：元
项目	2023年预算数	2024年预算数	增减额	增减%
合计	90,000.00	84,000.00	-6,000.00	-6.67
因公出国（境）费	0.00	0.00	0.00	0.00
公务接待费	10,000.00	9,000.00	-1,000.00	-10.00
公务用车购置及运行维护费	80,000.00	75,000.00	-5,000.00	-6.25
其中：公务用车购置费	30,000.00	28,000.00	-2,000.00	-6.67
公务用车运行维护费	50,000.00	47,000.00	-3,000.00	-6.00

表2
一般公共预算支出表
编制单位：{SCHOOL}
单位：元
科目编码	科目名称	2023年预算数	2024年预算数	本年比上年	
				增减额	增减%
205	教育支出	800,000.00	780,000.00	-20,000.00	-2.50
221	住房保障支出	50,000.00	55,000.00	5,000.00	10.00
	合计	850,000.00	835,000.00	-15,000.00	-1.76

第二部分 单位预算情况说明
一、住房保障支出情况
住房公积金116.19万元，比上年预算增加6.27万元，增长5.70%。
二、会议费情况
会议费4.00万元，比上年减少0.30万元，下降6.98%。
"""
ACCOUNT = f"""{SCHOOL}2024年度单位决算

第一部分 2024年度单位决算情况说明
一、一般公共预算财政拨款支出决算情况
1.住房公积金年初预算116.19万元，支出决算110.38万元，完成年初预算的95.00%，比上年减少3.13万元。
二、会议费支出情况
会议费支出3.60万元，比上年增加0.40万元，增长12.50%。
"""


@cache
def school() -> Assistant:
    """Return an assistant over a school's budget and final account of one year."""
    papers = {f"{SCHOOL}2024年单位预算.txt": BUDGET, f"{SCHOOL}2024年度单位决算.txt": ACCOUNT}
    return library_of(_folder(), papers)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("第三中学2024年住房公积金较上年预算变动了多少", "62700"),
        ("第三中学2024年住房公积金比上年决算减少多少", "31300"),
        ("第三中学2024年会议费和上年的预算数相比增减额是多少", "3000"),
        ("第三中学2024年会议费比上年决算数增加多少", "4000"),
    ],
)
def test_a_paper_counts_from_last_years_paper_of_its_kind(question: str, value: str) -> None:
    """「比上年」 of a final account is no change against last year's budget, nor the reverse."""
    assert amounts(school().ask(question)) == [value]


@pytest.mark.parametrize("asked", ["较上年预算呢，一增一减差多少", "与上年预算相比呢，下降了多少"])
def test_what_is_held_against_opens_the_question_behind_it(asked: str) -> None:
    """A clause that only says what is compared with asks for no number of its own."""
    answer = school().ask(asked, ["第三中学2024年公务接待费预算是多少"])

    assert (amounts(answer), only(answer).direction) == (["1000"], "减少")


@pytest.mark.parametrize(
    "asked",
    [
        "住房公积金花出去的占年初预算多少比例",
        "住房公积金完成年初预算的百分比是多少",
        "住房公积金完成预算多少，百分之几",
    ],
)
def test_what_was_spent_of_the_plan_is_the_rate_of_completion(asked: str) -> None:
    """However it is said, the printed rate answers how far the budget was carried out."""
    assert amounts(school().ask(f"第三中学2024年{asked}")) == ["95"]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ("公务用车购置及运行维护费比上年预算减少多少", ["5000"]),
        ("公务用车购置费比上年预算减少多少", ["2000"]),
    ],
)
def test_a_part_never_answers_for_the_item_above_it(asked: str, values: list[str]) -> None:
    """An item that is named from end to end is not meant by what stands below it."""
    assert amounts(school().ask(f"第三中学2024年{asked}")) == values

    answer = school().ask("那比上年预算数呢，减了多少", [f"第三中学2024年{asked[:-9]}有多少钱"])
    assert amounts(answer) == values


@pytest.mark.parametrize("named", ["支出总计", "支出合计", "总支出", "全部支出", "支出总额"])
def test_the_total_of_a_named_table_is_its_last_row(named: str) -> None:
    """The 支出总计 of a 支出表 is its row 合计, and so is the change of it."""
    asked = f"第三中学2024年一般公共预算支出表里{named}的本年比上年和上年的预算数相比减少多少"

    assert amounts(school().ask(asked)) == ["15000"]


@pytest.mark.parametrize(
    ("asked", "direction"),
    [
        ("年初预算和决算比，第三中学2024年会议费差多少", "减少"),
        ("第三中学2024年会议费决算数和年初预算数差多少", "减少"),
        ("第三中学2024年会议费预算比决算多多少", "增加"),
    ],
)
def test_the_outturn_is_held_against_the_plan(asked: str, direction: str) -> None:
    """Only a question that holds the plan against the outturn turns the difference round."""
    first = school().ask(asked).figures[0]

    assert (first.value, first.direction) == (4000, direction)
