"""Targets, units, reasons and meanings of one invented bureau, asked in everyday words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant.answer import Outcome
from assistant.conversation import Assistant
from tests.assistant.library_of import amounts, library_of, quotes

PARKS = "云洲市临江区园林局"
BUDGET = f"""{PARKS}2026年部门预算

第一部分 部门概况
一、{PARKS}主要职能
主要职能包括：
（一）养护公园绿地。
（二）管理行道树。
二、机构设置及重点工作
（一）机构设置情况
编制2026年部门预算的单位共2家，包括：{PARKS}（本级）、临江区苗圃所。
（二）重点工作概述
1.新建口袋公园。
2.更新行道树。

第二部分 部门预算表
表1
部门收支总体情况表
编制部门：{PARKS}
单位：万元
项目	合计
社会保障和就业支出	20.00
单位资金	9.00
上年结转结余	2.00
本年支出合计	60.00

第三部分 部门预算情况说明
一、上年结转情况
上年结转结余2.00万元，比上年减少3.00万元。
二、会议费、培训费情况说明
培训费5.00万元，比上年增加1.00万元，主要原因是新增上岗培训。
三、项目情况
绿地养护项目完成后，市民满意度不低于88%。
"""


@cache
def parks() -> Assistant:
    """Return the assistant over the bureau's one budget."""
    texts = {f"{PARKS}2026年部门预算.txt": BUDGET}
    return library_of(Path(mkdtemp(prefix="parks-")), texts)


def test_a_target_in_a_text_is_a_target() -> None:
    """「不低于88%」 answers what the 目标值 is, though no word there says so."""
    answer = parks().ask("园林局2026年绿地养护项目的市民满意度目标值是多少")

    assert amounts(answer) == ["88"]


def test_a_total_row_beside_another_item_is_no_sum() -> None:
    """「甲多少，本年支出合计多少」 asks for two printed numbers."""
    answer = parks().ask("园林局2026年社会保障和就业支出多少，本年支出合计多少？")

    assert amounts(answer) == ["200000", "600000"]


def test_what_is_held_against_money_of_last_year() -> None:
    """「比上年结转结余多出」 holds two rows apart; it is no comparison with the year before."""
    answer = parks().ask("园林局2026年单位资金比上年结转结余多出多少钱？")

    assert amounts(answer)[0] == "70000"


TOLD = [
    ("园林局包括哪些下属单位？", "苗圃所", "内设"),
    ("园林局2026年重点工作有哪些", "口袋公园", "苗圃所"),
    ("园林局的主要职能是什么", "管理行道树", "口袋公园"),
]


@pytest.mark.parametrize(("question", "said", "unsaid"), TOLD)
def test_what_stands_under_its_title(question: str, said: str, unsaid: str) -> None:
    """A title may begin with the body's name; of two that hold each other the inner one is."""
    told = quotes(parks().ask(question))

    assert said in told
    assert unsaid not in told


@pytest.mark.parametrize("question", ["园林局2026年会议费增加的原因是什么", "什么是单位资金"])
def test_what_no_sentence_says_is_refused(question: str) -> None:
    """A title that lists two items gives no reason for one; a mention explains no term."""
    assert parks().ask(question).outcome is Outcome.REFUSE
