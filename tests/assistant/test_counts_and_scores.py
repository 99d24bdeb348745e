"""Numbers that are no sums: targets, scores, standards, counts with an 和 in their name."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.conversation import Assistant
from tests.assistant.library_of import _folder, library_of, only

OWNER = "青禾市东屏区河湖管理局"
BUDGET = f"""{OWNER}2023年部门预算

第一部分 部门概况
一、2023年重点工作
1、完成河道清淤12公里。
2、办理人大代表建议和政协提案23件。
3、护堤员补助经费12.60万元，按每家3,150元的标准安排，共40家。
二、机构设置
{OWNER}核定编制41人，2022年末在职人员38人，退休人员12人。

第二部分 部门预算表
表1
部门项目支出预算表
单位：万元
项目名称	合计	一般公共预算
学生护河行动项目	6.20	6.20
合计	6.20	6.20

表2
预算项目绩效目标申报表
单位：万元
项目名称	学生护河行动项目
一级指标	二级指标	三级指标	目标值	分值
产出指标	数量指标	参加学生人数	≥620人	30
效益指标	社会效益指标	河道整洁率	≥90%	20
满意度指标	服务对象满意度指标	参加学生满意度	≥95%	10
"""
FINAL = f"""{OWNER}2023年度部门决算

第二部分 2023年度部门决算情况说明
一、绩效自评情况
2023年度对7个项目开展绩效自评，涉及资金310.50万元，平均得分96.40分。
"""


@cache
def rivers() -> Assistant:
    """Return the assistant over a budget and a final account of one body."""
    texts = {f"{OWNER}2023年部门预算.txt": BUDGET, f"{OWNER}2023年度部门决算.txt": FINAL}
    return library_of(_folder(), texts)


ASKED = [
    ("河湖管理局2023年护堤员补助经费标准", "3,150元"),
    ("河湖管理局2023年护堤员补助经费标准是多少", "3,150元"),
    ("河湖管理局2023年平均得分", "96.40分"),
    ("河湖管理局2023年绩效自评平均得分是多少", "96.40分"),
    ("河湖管理局2023年学生护河行动项目的参加学生满意度，占几分", "10"),
    ("河湖管理局2023年学生护河行动项目的河道整洁率要做到多少", "≥90%"),
    ("河湖管理局2023年学生护河行动项目里参加学生人数的要求是多少", "≥620人"),
    ("河湖管理局2023年办理人大代表建议和政协提案一共多少件", "23件"),
    ("河湖管理局2022年底在职职工有多少人", "38人"),
    ("河湖管理局2023年公开材料里人员编制一共几人", "41人"),
]


@pytest.mark.parametrize(("text", "printed"), ASKED)
def test_what_is_no_amount_is_answered(text: str, printed: str) -> None:
    """A score, a target and a count are found by the words that people ask for them with."""
    assert only(rivers().ask(text)).printed == printed


def test_a_standard_says_for_each_of_what_it_is() -> None:
    """「按每家3,150元的标准」 is answered with 每家, since its unit alone would be a sum."""
    assert "**每家 3,150 元**" in rivers().ask("河湖管理局2023年护堤员补助经费标准").text


def test_a_sum_answers_for_no_standard() -> None:
    """Where only the sum of a project is printed, its standard is refused."""
    answer = rivers().ask("河湖管理局2023年学生护河行动项目标准是多少")

    assert not answer.figures
