"""A budget held against the final account of the year before."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Outcome
from assistant.conversation import Assistant
from tests.assistant.library_of import amounts, library_of, only

PARKS = "青禾市东屏区园林管理局"
BUDGET_2025 = f"""{PARKS}2025年部门预算

第一部分 部门概况
一、主要职责
负责全区公园和绿地的建设与养护。

第二部分 部门预算情况说明
一、支出预算情况
2025年支出预算360.00万元，比2024年预算增加20.00万元，增长5.88%。
2025年公园维护费预算90.00万元，比上年增加5.00万元。
"""
FINAL_2024 = f"""{PARKS}2024年部门决算

第一部分 部门概况
一、主要职责
负责全区公园和绿地的建设与养护。

第二部分 部门决算情况说明
一、支出决算情况
2024年一般公共预算财政拨款支出决算330.00万元。
2024年公园维护费决算82.00万元。
"""


def parks(home: Path) -> Assistant:
    """Return the invented bureau's library of two papers."""
    papers = {"2025年部门预算.txt": BUDGET_2025, "2024年部门决算.txt": FINAL_2024}
    return library_of(home, {f"{PARKS}{name}": text for name, text in papers.items()})


def test_one_item_is_compared_over_stages_when_the_question_says_so(tmp_path: Path) -> None:
    """Budget and final account of one item are set against each other, whatever is printed."""
    answer = parks(tmp_path).ask("园林局2025年公园维护费预算比2024年公园维护费决算多多少")

    assert amounts(answer) == ["80000"]
    assert only(answer).direction == "增加"


QUESTIONS = [
    "园林局2025年支出预算比2024年支出决算增加了多少",
    "园林局2025年支出预算比2024年支出决算增长百分之几",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_another_fund_or_another_stage_never_stands_in(tmp_path: Path, question: str) -> None:
    """Neither 财政拨款支出 nor the printed change against the budget answers for 支出决算."""
    answer = parks(tmp_path).ask(question)

    assert (answer.outcome, answer.figures) == (Outcome.REFUSE, ())


SCATTERED = f"""{PARKS}2025年部门预算

第一部分 部门概况
一、主要职责
负责全区公园和绿地的建设与养护。

第二部分 部门预算表
一般公共预算支出表
单位：万元
科目编码	科目名称	2024年预算数	2025年预算数
	合计	150.00	161.00
2080505	机关事业单位基本养老保险缴费支出	150.00	161.00
"""


def test_a_name_is_not_put_together_from_a_longer_one(tmp_path: Path) -> None:
    """「基本支出」 stands in 机关事业单位基本养老保险缴费支出 in pieces only: another thing."""
    library = library_of(tmp_path, {f"{PARKS}2025年部门预算.txt": SCATTERED})

    assert library.ask("园林局2024年基本支出预算是多少").outcome is Outcome.REFUSE
    assert amounts(library.ask("园林局2025年基本养老保险缴费支出是多少")) == ["1610000"]


REASONED = f"""{PARKS}2025年部门预算

第一部分 部门概况
一、主要职责
负责全区公园和绿地的建设与养护。

第二部分 部门预算情况说明
一、公务接待费预算情况
2025年公务接待费预算3.00万元，比上年减少0.50万元，主要原因是接待批次减少。
"""


def test_amount_change_and_reason_are_answered_together(tmp_path: Path) -> None:
    """「是多少？比上年减少多少，为什么」 gets both numbers and the sentence that says why."""
    library = library_of(tmp_path, {f"{PARKS}2025年部门预算.txt": REASONED})

    answer = library.ask("园林局2025年公务接待费是多少？比上年减少多少，为什么？")

    assert amounts(answer) == ["30000", "5000"]
    assert "主要原因是接待批次减少" in answer.text
