"""Amounts of one fund and of all funds together."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from assistant.answer import Outcome
from assistant.conversation import Assistant
from tests.assistant.library_of import _folder, library_of, only

OWNER = "云洲市临江区水务局"
TEXT = f"""{OWNER}2026年部门预算

表1
部门收支预算总表
单位：万元
收入		支出	
项目	预算数	项目	预算数
一般公共预算收入	700.00	农林水支出	940.00
单位资金收入	240.00		
收入总计	940.00	支出总计	940.00

表2
财政拨款收支预算总表
单位：万元
收入		支出	
项目	预算数	项目	预算数
一般公共预算	700.00	农林水支出	700.00
收入总计	700.00	支出总计	700.00

表3
部门支出预算总表
单位：万元
科目代码	科目名称	合计	一般公共预算	单位资金
213	农林水支出	940.00	700.00	240.00
21303	水利	940.00	700.00	240.00
2130301	行政运行	500.00	400.00	100.00
2130306	水利工程运行与维护	440.00	300.00	140.00
	合计	940.00	700.00	240.00
"""


@cache
def water() -> Assistant:
    """Return the assistant over one disclosure with two kinds of money."""
    return library_of(_folder(), {f"{OWNER}2026年部门预算.txt": TEXT})


ASKED = [
    ("水务局2026年支出总计是多少", "940.00"),
    ("水务局2026年财政拨款支出总计是多少", "700.00"),
    ("水务局2026年行政运行的一般公共预算是多少", "400.00"),
    ("水务局2026年行政运行的单位资金是多少", "100.00"),
    ("水务局2026年行政运行是多少", "500.00"),
]


@pytest.mark.parametrize(("text", "printed"), ASKED)
def test_the_fund_that_is_named_answers(text: str, printed: str) -> None:
    """Without a fund the amount of all funds answers."""
    assert (only(water().ask(text)).printed or "").startswith(printed)


def test_another_classified_item_never_answers() -> None:
    """水利工程建设 is not there: 水利工程运行与维护 is another item of the classification."""
    assert water().ask("水务局2026年水利工程建设是多少").outcome is Outcome.REFUSE


BOTH = f"""{OWNER}2026年部门预算

表1
一般公共预算支出表
单位：万元
科目编码	科目名称	2026年预算数
213	农林水支出	700.00
	合计	700.00

表2
部门支出总体情况表
单位：万元
科目编码	科目名称	支出预算
		合计	基本支出	项目支出
213	农林水支出	940.00	500.00	440.00
	合计	940.00	500.00	440.00
"""


def test_of_two_equal_rows_the_one_of_all_funds_comes_first() -> None:
    """A question that names no fund asks for all money, whichever table comes first."""
    assistant = library_of(_folder(), {f"{OWNER}2026年部门预算.txt": BOTH})
    answer = assistant.ask("要2026年水务局的农林水支出 213，给个准数")

    assert (answer.figures[0].printed or "").startswith("940.00")


def test_a_part_from_one_fund_is_no_rival_of_the_whole() -> None:
    """Where the item of all funds is printed, its row in a table of one fund is not listed."""
    assistant = library_of(_folder(), {f"{OWNER}2026年部门预算.txt": BOTH})
    answer = assistant.ask("水务局2026年农林水支出是多少")

    assert [f.value for f in answer.figures] == [Decimal(9400000)]
