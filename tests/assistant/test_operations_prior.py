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


YOUTH = "青禾市东屏区青少年宫"
YOUTH_2025 = f"""{YOUTH}2025年部门预算

第一部分 预算情况说明
一、支出预算情况
2025年基本支出预算60.00万元，较上年预算增加10.00万元。

第二部分 预算表
一般公共预算支出预算表
单位：万元
科目编码	科目名称	2024年预算数	2025年	2025年	2025年	增减	增减
科目编码	科目名称	2024年预算数	小计	基本支出	项目支出	增减额	增减%
205	教育支出	120.00	90.00	60.00	30.00	-30.00	-25.00
20501	教育管理事务	120.00	90.00	60.00	30.00	-30.00	-25.00
合计	合计	120.00	90.00	60.00	30.00	-30.00	-25.00
"""


def test_the_change_of_a_row_leads_back_from_its_whole_only(tmp_path: Path) -> None:
    """The change beside 小计 and 基本支出 is counted over 小计: it is no change of 基本支出."""
    home = library_of(tmp_path, {f"{YOUTH}2025年部门预算.txt": YOUTH_2025})
    whole = home.ask("按2025年的增减额倒推，青少年宫2024年教育支出预算是多少")
    part = home.ask("按2025年的增减额倒推，青少年宫2024年教育支出的基本支出预算是多少")

    assert amounts(whole) == ["1200000"]
    assert "900000" not in amounts(part)


CLUB = "青禾市东屏区文化馆"
CLUB_2025 = f"""{CLUB}2025年度部门决算

第一部分 决算情况说明
一、“三公”经费支出情况
“三公”经费支出年初预算13,000.00元，支出决算11,000.00元，比上年增加500.00元。
"""


def test_a_change_of_the_outturn_is_no_change_of_the_plan(tmp_path: Path) -> None:
    """「支出决算…，比上年增加」 does not lead back from the 年初预算 of its sentence."""
    home = library_of(tmp_path, {f"{CLUB}2025年度部门决算.txt": CLUB_2025})
    answer = home.ask("按2025年的增减额倒推，文化馆2024年三公经费预算数是多少")

    assert not amounts(answer) or "12500" not in amounts(answer)
