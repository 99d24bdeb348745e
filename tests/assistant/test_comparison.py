"""Changes against last year and against the plan, and operands of one stage only."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.answer import Outcome, Reason
from assistant.conversation import Assistant
from assistant.lookup.comparison import EARLIER, PLAN, Base, base_in
from corpus.figure import Basis
from tests.assistant.library_of import _folder, amounts, library_of, only

ROADS, COUNTY = "石岭县公路局", "石岭县财政局"
ACCOUNT = f"""{ROADS}2024年度部门决算

第一部分 部门概况
{ROADS}负责全县公路养护，养护里程1,236公里。对口支援白河县公路建设。

第二部分 2024年度部门决算情况说明
一、机关运行经费支出情况
2024年度机关运行经费支出312.40万元，比年初预算减少18.54万元，下降5.60%。
二、会议费支出情况
2024年度会议费支出9.60万元，比上年增加1.20万元，增长14.29%。
三、国有资产占用情况
截至2023年12月31日，共有车辆7辆。
"""
BUDGET = f"""{ROADS}2025年部门预算

第一部分 部门预算表
表1
项目支出表
编制部门：{ROADS}
单位：万元
项目	2024年执行数	2025年预算数
路灯维护	30.00	41.00
桥梁检测	52.00	60.00

第二部分 部门预算情况说明
一、基本支出情况
2025年基本支出预算940.00万元，比上年执行数增加40.00万元，增长4.44%。
"""
REPORT = f"""石岭县2024年预算执行情况和2025年预算草案的报告
——2025年1月8日在石岭县第十届人民代表大会第四次会议上
{COUNTY}
各位代表：
一、2025年预算草案
2025年预备费安排4,500万元。
"""


@cache
def county() -> Assistant:
    """Return an assistant over a county's accounts, a budget and a report."""
    texts = {
        f"{ROADS}2024年度部门决算.txt": ACCOUNT,
        f"{ROADS}2025年部门预算.txt": BUDGET,
        "报告.txt": REPORT,
    }
    return library_of(_folder(), texts)


BASES = [
    ("比上年减少", Base(EARLIER, None)),
    ("比上年预算减少", Base(EARLIER, Basis.BUDGET)),
    ("较上年执行数减少", Base(EARLIER, Basis.EXECUTED)),
    ("比2024年预算执行数减少", Base(EARLIER, Basis.EXECUTED)),
    ("与上年相比", Base(EARLIER, None)),
    ("同比下降", Base(EARLIER, None)),
    ("比年初预算减少", Base(PLAN, Basis.BUDGET)),
    ("比2025年年初预算减少", Base(PLAN, Basis.BUDGET)),
    ("较调整预算增加", Base(PLAN, Basis.ADJUSTED)),
    ("比年初预算减少，比上年增加", Base(EARLIER, None)),
    ("占比为三成", None),
]


@pytest.mark.parametrize(("text", "base"), BASES)
def test_a_comparison_says_what_it_counts_from(text: str, base: Base | None) -> None:
    """The last comparison of a text tells the year before or the plan, and its stage."""
    assert base_in(text, 2025) == base


def test_a_change_against_the_plan_is_none_against_last_year() -> None:
    """「比年初预算减少」 answers its own question and never 「比上年减少」."""
    assert amounts(county().ask("公路局2024年机关运行经费支出比年初预算减少多少")) == ["185400"]

    assert amounts(county().ask("公路局2024年机关运行经费决算比年初预算减少多少")) == ["185400"]

    answer = county().ask("公路局2024年机关运行经费支出比上年减少多少")
    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.ITEM_NOT_DISCLOSED)


def test_a_change_against_last_year_is_none_against_the_plan() -> None:
    """「比上年增加」 answers its own question and never 「比年初预算增加」."""
    assert amounts(county().ask("公路局2024年会议费支出比上年增加多少")) == ["12000"]

    assert county().ask("公路局2024年会议费支出比年初预算增加多少").outcome is Outcome.REFUSE


def test_a_budget_is_not_set_against_an_outturn() -> None:
    """A change is computed from one stage only, unless the question names the other."""
    assert county().ask("公路局2025年桥梁检测比上年增加多少").outcome is Outcome.REFUSE

    named = county().ask("公路局2025年桥梁检测预算比2024年执行数增加多少")
    assert (amounts(named), only(named).direction) == (["80000"], "增加")


def test_a_change_against_last_years_outturn_is_none_against_its_budget() -> None:
    """「比上年执行数增加」 answers its own question and never 「比上年预算增加」."""
    for said in ("比上年执行数", "比2024年执行数", "比上年"):
        assert amounts(county().ask(f"公路局2025年基本支出{said}增加多少")) == ["400000"]

    for said in ("比上年预算", "比2024年预算", "比年初预算"):
        assert county().ask(f"公路局2025年基本支出{said}增加多少").outcome is Outcome.REFUSE


def test_an_outturn_is_money_of_that_stage() -> None:
    """执行数 is answered by no kilometres and by no budget."""
    assert amounts(county().ask("公路局2024年桥梁检测执行数是多少")) == ["520000"]
    assert county().ask("公路局2025年桥梁检测执行数是多少").outcome is Outcome.REFUSE
    assert county().ask("公路局2024年公路养护执行数是多少").outcome is Outcome.REFUSE


def test_an_account_does_not_answer_with_the_year_before() -> None:
    """A stock of 2023 in the account of 2024 is not the one of 2024."""
    assert county().ask("公路局2024年车辆有多少辆").outcome is Outcome.REFUSE
    assert amounts(county().ask("公路局2023年车辆有多少辆")) == ["7"]


@pytest.mark.parametrize(
    "question",
    [
        "白河县2025年预备费是多少",
        "白河县的预备费是多少",
        "2025年白河县的预备费是多少",
        "白河县2025年公路局桥梁检测预算是多少",
        "石岭市2025年预备费是多少",
    ],
)
def test_a_region_that_owns_no_document_gets_no_answer(question: str) -> None:
    """A printed name, or a namesake, of another region is no owner: the library has none of it."""
    answer = county().ask(question)

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.DOCUMENT_ABSENT)
    assert "、、" not in answer.text
    assert "：、" not in answer.text


@pytest.mark.parametrize("who", ["石岭县", "石岭县财政局", "石岭县人民政府"])
def test_a_countys_report_answers_for_its_government(who: str) -> None:
    """The report that the finance bureau signs speaks for the county and its government."""
    assert "45000000" in amounts(county().ask(f"{who}2025年预备费是多少"))
