"""A budget and a final account of one year, and a question that names neither stage."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.conversation import Assistant
from assistant.scope import is_short_for
from tests.assistant.library_of import _folder, amounts, library_of

OWNER = "青禾市东屏区园林管理局"
BUDGET = f"""{OWNER}2025年部门预算

第二部分 部门预算表
表1
收入预算总表
单位：万元
科目代码	科目名称	合计	财政拨款	事业收入
211	节能环保支出	90.00	80.00	10.00
212	城乡社区支出	460.00	430.00	30.00
	合计	550.00	510.00	40.00

第三部分 部门预算情况说明
一、支出预算情况
2025年支出预算550.00万元，其中：项目支出220.00万元，占40.00%。
未安排国有资本经营预算支出。
二、公务接待费情况
公务接待费3.00万元，计划接待16批次、接待90人次。
"""
FINAL = f"""{OWNER}2025年度部门决算

第二部分 部门决算表
表1
收入决算表
单位：万元
科目代码	科目名称	本年收入合计	财政拨款收入	事业收入
211	节能环保支出	88.00	79.00	9.00
212	城乡社区支出	470.00	440.00	30.00
	合计	558.00	519.00	39.00

表2
支出决算表
单位：万元
科目代码	科目名称	本年支出合计	基本支出	项目支出
211	节能环保支出	87.00	50.00	37.00
212	城乡社区支出	463.00	260.00	203.00
	合计	550.00	310.00	240.00

表3
一般公共预算财政拨款支出决算表
单位：万元
科目代码	科目名称	合计	基本支出	项目支出
211	节能环保支出	78.00	41.00	37.00
212	城乡社区支出	433.00	230.00	203.00
	合计	511.00	271.00	240.00

第三部分 部门决算情况说明
一、支出决算情况
2025年支出决算550.00万元，其中：项目支出240.00万元，占43.64%。
二、公务接待费情况
公务接待费2.00万元，共接待14批次、接待81人次。
"""


@cache
def parks() -> Assistant:
    """Return the assistant over both papers of one year."""
    papers = {"2025年部门预算.txt": BUDGET, "2025年度部门决算.txt": FINAL}
    return library_of(_folder(), {f"{OWNER}{name}": text for name, text in papers.items()})


def test_both_stages_are_shown_where_neither_is_named() -> None:
    """The budget comes first, and each number is named by its stage."""
    answer = parks().ask("园林局2025年项目支出占总支出的比重是多少")

    assert amounts(answer) == ["40", "43.64"]
    assert "（预算）" in answer.text
    assert "（决算）" in answer.text


def test_counts_of_both_stages_are_shown() -> None:
    """A number of guests that both papers print is shown of both, the budget first."""
    assert amounts(parks().ask("园林局2025年接待一共多少人次")) == ["90", "81"]


ONE_STAGE = [
    ("园林局2025年节能环保支出的财政拨款收入是多少", "790000"),
    ("园林局2025年预算里节能环保支出的财政拨款是多少", "800000"),
    ("园林局2025年城乡社区支出决算是多少", "4630000"),
    ("园林局2025年城乡社区支出和节能环保支出决算一共多少", "5500000"),
    ("园林局2025年城乡社区支出的一般公共预算财政拨款支出决算是多少", "4330000"),
]


@pytest.mark.parametrize(("question", "amount"), ONE_STAGE)
def test_a_named_stage_or_column_means_its_own_paper(question: str, amount: str) -> None:
    """A stage, or a column said by its name, leaves one number; all funds go before one."""
    assert amounts(parks().ask(question)) == [amount]


def test_a_claim_is_held_against_both_stages() -> None:
    """What holds for one stage only is told for each."""
    answer = parks().ask("园林局2025年项目支出占总支出的比重是43.64%吗")

    assert "决算：是" in answer.text
    assert "预算：不是" in answer.text


WORDED = [
    "园林局2025年决算科目城乡社区支出对应多少",
    "园林局2025年决算城乡社区支出总数多少",
]


@pytest.mark.parametrize("question", WORDED)
def test_words_that_name_nothing_raise_no_doubt(question: str) -> None:
    """A word of the question's wording is not asked of the document."""
    assert not any("请核对" in note for note in parks().ask(question).assumptions)


@pytest.mark.parametrize(("word", "is_short"), [("医保", True), ("医生", False), ("医", False)])
def test_an_abbreviation_is_found_in_the_name_that_it_shortens(word: str, is_short: bool) -> None:
    """Its two characters stand in the name in their order, a little apart."""
    assert is_short_for(word, "居民医疗保险补助") is is_short


COLUMN_BUDGET = f"""{OWNER}2025年部门预算

第二部分 部门预算表
表1
一般公共预算支出表
单位：万元
科目代码	科目名称	合计	基本支出	项目支出
211	节能环保支出	80.00	50.00	30.00
	合计	80.00	50.00	30.00

表2
财政拨款收支总表
单位：万元
收入		支出
项目	预算数	项目	合计	一般公共预算	政府性基金预算
一、一般公共预算	80.00	节能环保支出	80.00	80.00	0
收入总计	80.00	支出总计	80.00	80.00	0
"""
COLUMN_FINAL = f"""{OWNER}2025年度部门决算

第二部分 部门决算表
表1
财政拨款收入支出决算总表
单位：万元
收入		支出
项目	决算数	项目	合计	一般公共预算财政拨款	政府性基金预算财政拨款
一、一般公共预算财政拨款	79.00	节能环保支出	79.00	79.00	0
收入总计	79.00	支出总计	79.00	79.00	0
"""
IN_ONE_PIECE = [
    ("园林局2025年节能环保支出（一般公共预算）", "800000"),
    ("园林局2025年节能环保支出（一般公共预算财政拨款）", "790000"),
]


@pytest.mark.parametrize(("question", "amount"), IN_ONE_PIECE)
def test_a_longer_heading_is_no_heading_that_is_said(question: str, amount: str) -> None:
    """The stage whose column is said word for word is meant, whichever of its prints has it."""
    papers = {"2025年部门预算.txt": COLUMN_BUDGET, "2025年度部门决算.txt": COLUMN_FINAL}
    assistant = library_of(_folder(), {f"{OWNER}{name}": text for name, text in papers.items()})

    assert amounts(assistant.ask(question)) == [amount]


def test_an_item_of_several_is_of_the_stage_whose_column_is_said() -> None:
    """One item of a list is chosen like a question of its own, but never shown twice."""
    papers = {"2025年部门预算.txt": COLUMN_BUDGET, "2025年度部门决算.txt": COLUMN_FINAL}
    assistant = library_of(_folder(), {f"{OWNER}{name}": text for name, text in papers.items()})
    question = "园林局2025年节能环保支出的一般公共预算、节能环保支出的项目支出，这两项各有多少"

    assert amounts(assistant.ask(question)) == ["800000", "300000"]
