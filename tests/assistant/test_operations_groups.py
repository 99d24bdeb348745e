"""Rankings, counts and sums over a stated population."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.operations.bounds import bound_in
from assistant.operations.groups import LEVELS
from tests.assistant.library_of import amounts, library_of, only, samples, town


def test_the_largest_members_of_a_group() -> None:
    """The three largest parts of one item come by falling amount, with the population stated."""
    answer = samples().ask("水务局2026年工资福利支出里最高的三项是哪些")

    assert amounts(answer) == ["1683000", "1215600", "847200"]
    assert any("共 10 项" in note for note in answer.assumptions)


def test_the_largest_leaf_of_a_column() -> None:
    """In 「项目支出最多的科目」 parents and totals do not compete with their parts."""
    answer = town().ask("民政局2026年项目支出最多的科目是哪个")

    assert amounts(answer) == ["2500000"]
    assert only(answer).about.startswith("老年福利")
    assert any("共 4 项" in note for note in answer.assumptions)


def test_the_smallest_member() -> None:
    """「最少」 sorts the other way."""
    answer = samples().ask("水务局2026年一般公共预算基本支出里公用经费最少的一项")

    assert amounts(answer) == ["6000"]


def test_the_parts_of_a_parent_are_added_once() -> None:
    """The sum of a group leaves the parent itself out."""
    answer = town().ask("民政局2026年社会福利下面各项级科目加起来是多少")

    assert amounts(answer) == ["4000000"]
    assert [o.value for o in answer.operands] == [2500000, 1500000]


PARKS = "青禾市东屏区园林所"
PARKS_2025 = f"""{PARKS}2025年部门预算

第一部分 预算表
一般公共预算支出表
单位：万元
科目编码	科目名称	合计	基本支出	项目支出
208	社会保障和就业支出	60.00		60.00
20819	最低生活保障	30.00		30.00
2081901	城市最低生活保障金支出	10.00		10.00
2081902	农村最低生活保障金支出	20.00		20.00
20899	其他社会保障和就业支出	30.00		30.00
2089999	其他社会保障和就业支出	30.00		30.00
合计	合计	60.00		60.00
"""
PRINTED = [
    ("园林所2025年其他社会保障和就业支出一共多少", "300000"),
    ("园林所2025年最低生活保障预算多少", "300000"),
]


@pytest.mark.parametrize(("question", "amount"), PRINTED)
def test_a_printed_item_is_no_other_group(tmp_path: Path, question: str, amount: str) -> None:
    """「一共多少」 and 最低 in a name make no sum and no ranking of what is printed by name."""
    answer = library_of(tmp_path, {f"{PARKS}2025年部门预算.txt": PARKS_2025}).ask(question)

    assert amounts(answer) == [amount]
    assert not any("统计范围" in note for note in answer.assumptions)


def test_members_are_counted() -> None:
    """A count cites every member that it counts."""
    answer = town().ask("民政局2026年工资福利支出下面有几个科目")

    assert (amounts(answer), only(answer).unit) == (["3"], "个")
    assert len(answer.operands) == 3


BOUNDS = [
    ("超过100万元的项目有几个", ">", "1000000"),
    ("比5万元多的科目有几个", ">", "50000"),
    ("2.5万元以上的科目一共几个", ">=", "25000"),
    ("低于800元的有几项", "<", "800"),
]


@pytest.mark.parametrize(("text", "relation", "amount"), BOUNDS)
def test_thresholds_are_read_with_their_unit(text: str, relation: str, amount: str) -> None:
    """A bound is the same before its amount, behind it and around it."""
    bound = bound_in(text)

    assert bound and (bound.relation, bound.amount) == (relation, Decimal(amount))


COUNTED = [
    ("民政局2026年工资福利支出里超过50万元的科目有几个", "2"),
    ("民政局2026年有几个科目超过50万元，只看工资福利", "2"),
    ("民政局2026年工资福利这一块，50万元以上的科目一共几个", "2"),
    ("民政局2026年商品服务支出里头比10万元多的科目有几个", "2"),
]


@pytest.mark.parametrize("question", ["民政局2026年工资福利支出里头哪两个科目最多，各有多少"])
def test_how_many_are_ranked_may_stand_before_the_noun(question: str) -> None:
    """「哪两个科目」 asks for two."""
    assert amounts(town().ask(question)) == ["1500000", "900000"]


@pytest.mark.parametrize(("question", "count"), COUNTED)
def test_members_beyond_a_bound_are_counted(question: str, count: str) -> None:
    """Where the bound stands, and what the group is called every day, makes no difference."""
    assert amounts(town().ask(question)) == [count]


def test_levels_of_the_classification() -> None:
    """类, 款 and 项 codes have three, five and seven digits."""
    assert LEVELS == {"类级": 3, "款级": 5, "项级": 7}


OFFICE_ONLY = """青禾市春风局2026年部门预算

表1
政府预算经济分类预算表
单位：万元
科目	预算数
机关商品和服务支出	60.00
　办公经费	40.00
　会议费	20.00

表2
一般公共预算支出表
单位：万元
科目	预算数
商品和服务支出	60.00
合计	60.00
"""


def test_a_namesake_lends_no_parts(tmp_path: Path) -> None:
    """The parts of 机关商品和服务支出 are not ranked for 商品和服务支出."""
    assistant = library_of(tmp_path, {"春风局2026年部门预算.txt": OFFICE_ONLY})
    answer = assistant.ask("春风局2026年商品和服务支出里最大的两项是什么")

    assert not answer.figures
