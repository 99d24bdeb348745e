"""A year led back to, and one number that several lines print alike."""

from __future__ import annotations

from pathlib import Path

from assistant.conversation import Assistant
from tests.assistant.library_of import amounts, library_of, only

TRADE = "青禾市东屏区商务局"
TRADE_2025 = f"""{TRADE}2025年部门预算

第一部分 部门概况
一、主要职责
负责商品流通和市场建设。

第二部分 部门预算情况说明
一、支出预算情况
2025年支出预算50.00万元，其中：财政拨款支出预算50.00万元，比2024年预算增加10.00万元。
二、展销会项目用款计划
第一季度用款计划15万元，第二季度用款计划15万元，第三季度用款计划15万元，第四季度用款计划15万元。
"""


def trade(home: Path) -> Assistant:
    """Return the invented bureau's library."""
    return library_of(home, {f"{TRADE}2025年部门预算.txt": TRADE_2025})


def test_the_change_of_a_part_that_is_all_leads_back_to_that_part(tmp_path: Path) -> None:
    """A change that is only stated of the part gives last year's part, called so."""
    answer = trade(tmp_path).ask("推算一下，商务局2024年的支出预算是多少")

    assert amounts(answer) == ["400000"]
    assert "财政拨款支出" in only(answer).about


def test_rivals_that_print_the_same_number_are_one_answer(tmp_path: Path) -> None:
    """「每季度」 with four equal lines is one number."""
    answer = trade(tmp_path).ask("商务局2025年展销会项目每个季度用款计划多少元")

    assert amounts(answer) == ["150000"]
