"""Tables of what bodies have: their columns name what is counted in the owner's row."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.conversation import Assistant
from tests.assistant.library_of import _folder, library_of, only

OWNER = "青禾市东屏区园林局"
NURSERY = "青禾市东屏区苗圃站"
ALONE = f"""{NURSERY}2023年单位预算

第二部分 单位预算表
表1
机构人员基本情况表（截至2022年12月31日）
编制单位：{NURSERY}
单位：人、辆
单位名称	人员编制数			实有人数		车辆实有数（辆）
	小计	行政编制	事业编制	在职	退休	
{NURSERY}	36	5	31	33	12	4
"""
TOGETHER = f"""{OWNER}2023年部门预算

第二部分 部门预算表
表1
机构人员基本情况表（截至2022年12月31日）
编制部门：{OWNER}
单位：人、辆
单位名称	人员编制数			实有人数		车辆实有数（辆）
	小计	行政编制	事业编制	在职	退休	
{OWNER}（本级）	21	21		20	9	2
{NURSERY}	36	5	31	33	12	4
合计	57	26	31	53	21	6

表2
国有资产占有使用情况表（截至2022年12月31日）
编制部门：{OWNER}
单位：元
单位名称	资产总额	流动资产	固定资产	
			小计	房屋构筑物
{OWNER}	9,000,000.00	2,000,000.00	7,000,000.00	5,500,000.00
"""


@cache
def gardens() -> Assistant:
    """Return the assistant over a body and a unit below it, with tables of what they have."""
    texts = {f"{NURSERY}2023年单位预算.txt": ALONE, f"{OWNER}2023年部门预算.txt": TOGETHER}
    return library_of(_folder(), texts)


ASKED = [
    ("2023年预算公开里苗圃站事业编制几人", "31"),
    ("苗圃站2023年的公开材料中人员编制数有多少人", "36"),
    ("苗圃站2023年公开材料里有没有车辆实有数，多少辆", "4"),
    ("苗圃站2022年底在职人员多少人", "33"),
    ("园林局2023年公开材料里事业编制多少人", "31"),
    ("园林局2023年公开材料里车辆实有数是多少辆", "6"),
    ("苗圃站2023年公开材料里《机构人员基本情况表（截至2022年12月31日）》中在职职工多少人", "33"),
    ("苗圃站2023年公开材料里机构人员基本情况表中退休的是多少人", "12"),
    ("园林局2023年公开材料里的房屋构筑物是多少元", "5,500,000.00"),
]


@pytest.mark.parametrize(("text", "printed"), ASKED)
def test_the_column_names_what_the_owner_has(text: str, printed: str) -> None:
    """The owner's row is of what its column says, of several bodies their total."""
    assert only(gardens().ask(text)).printed == printed


def test_an_owners_number_is_called_by_its_column() -> None:
    """The answer names what is counted, and the caption of the table says as of when."""
    answer = gardens().ask("苗圃站2023年的公开材料中事业编制有多少人")

    assert only(answer).about == "事业编制"
    assert "截至2022年12月31日" in answer.text
