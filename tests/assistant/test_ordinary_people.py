"""What citizens, clerks and auditors ask of one invented archive: answered, or refused."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant.answer import Answer, Outcome, Reason
from assistant.conversation import Assistant
from tests.assistant.library_of import amounts, library_of

ARCHIVE = "云洲市临江区档案馆"
ACCOUNT = f"""{ARCHIVE}2025年部门决算

第一部分 部门概况
一、人员情况
核定行政编制30名、事业编制12名；年末实有在编人员38人，其中行政编制27人、事业编制11人。
二、业务情况
全年受理申请900件，审结880件。查档满意率95.70%；窗口查档满意率由96.10%提高到98.40%。
2025年新增纸质档案4200册。

第二部分 部门决算表
表1
支出决算表
编制部门：{ARCHIVE}
单位：万元
科目编码	科目名称	本年支出合计	基本支出	项目支出
201	一般公共服务支出	500.00	300.00	200.00
2012601	行政运行	300.00	300.00	
2012602	一般行政管理事务	80.00		80.00
2012604	档案馆	120.00		120.00
	合计	500.00	300.00	200.00

表2
一般公共预算财政拨款基本支出决算明细表
编制部门：{ARCHIVE}
单位：万元
科目编码	科目名称	决算数
30205	水费	2.10
30206	电费	9.30
30226	劳务费	4.00
	合计	15.40

表3
政府采购决算表
编制部门：{ARCHIVE}
单位：万元
采购内容	金额
中文图书	6.00
档案密集架	21.00
合计	27.00

第三部分 部门决算情况说明
一、一般公共预算财政拨款支出决算情况说明
1.一般公共服务支出（类）档案事务（款）行政运行（项）。年初预算为290.00万元，支出决算为300.00万元，完成年初预算的103.45%。决算数大于年初预算数的主要原因是调整工资标准。
2.一般公共服务支出（类）档案事务（款）一般行政管理事务（项）。年初预算为70.00万元，支出决算为66.50万元，完成年初预算的95.00%。决算数小于年初预算数的主要原因是尾款未付。
二、“三公”经费支出决算情况说明
公务接待费支出决算1.20万元，比上年减少0.30万元，下降20.00%，主要原因是压减接待标准。公务用车运行维护费支出决算5.00万元，与上年持平。
三、预算绩效情况说明
“档案数字化费”项目全年预算数60.00万元，执行数57.00万元，完成预算的95.00%。
四、国有资产占用情况说明
截至2025年12月31日，本部门共有车辆3辆，其中：机要通信用车2辆、其他用车1辆。

第四部分 名词解释
年末结转和结余：指因客观条件发生变化当年没花完、需要延迟到以后年度继续使用的资金。
"""


@cache
def archive() -> Assistant:
    """Return an assistant over the archive's final account."""
    return library_of(Path(mkdtemp()), {"archive.txt": ACCOUNT})


def ask(question: str) -> Answer:
    """Ask about the archive in 2025."""
    return archive().ask(f"{ARCHIVE}2025年{question}")


@pytest.mark.parametrize(
    "question",
    [
        "罚没收入是多少",
        "外文图书采购多少钱",
        "公务接待批次多少",
        "委托业务费多少",
        "空调采购多少钱",
    ],
)
def test_a_near_namesake_never_answers(question: str) -> None:
    """What tells 外文图书 from 中文图书 is printed nowhere: the item is not disclosed."""
    found = ask(question)
    assert (found.outcome, found.reason) == (Outcome.REFUSE, Reason.ITEM_NOT_DISCLOSED)


def test_what_was_not_done_is_not_what_was_done() -> None:
    """「还有多少没审结」 is never told how many were 审结."""
    assert ask("还有多少没审结？").outcome is Outcome.REFUSE
    assert amounts(ask("审结多少件？")) == ["880"]


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("行政编制多少名", "30"),
        ("事业编制几名", "12"),
        ("实有多少事业编制人员", "11"),
        ("新增多少册纸质档案", "4200"),
        ("有几辆车", "3"),
        ("一共花了多少钱", "5000000"),
        ("行政运行超预算多少", "100000"),
        ("档案数字化费全年预算数", "600000"),
        ("一般行政管理事务完成年初预算的多少", "95"),
    ],
)
def test_the_count_that_is_asked_is_told(question: str, amount: str) -> None:
    """Posts are no people, a plan is no rate, what is newly added is no change."""
    assert amounts(ask(question))[:1] == [amount]


@pytest.mark.parametrize("question", ["新购车辆几辆", "查档满意率比上年提高多少"])
def test_a_part_or_a_longer_name_is_another_thing(question: str) -> None:
    """All cars are not the new ones, and 窗口查档满意率 of last year is not 查档满意率."""
    assert ask(question).outcome is Outcome.REFUSE


def test_plan_and_outturn_are_of_one_fund() -> None:
    """The row of all funds, 80.00, is never held against the plan of one fund."""
    both = ask("一般行政管理事务的年初预算和决算数分别是多少")
    assert amounts(both) == ["700000", "665000"]
    assert amounts(ask("一般行政管理事务决算比年初预算少多少"))[:1] == ["35000"]


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("行政运行超预算了吗", "是，超出预算。"),
        ("行政运行是否超过年初预算", "是，超出预算。"),
        ("行政运行预算够用吗", "不够，实际超出预算。"),
        ("行政运行够不够用", "不够，实际超出预算。"),
        ("公务用车运行维护费和去年一样吗", "是，持平。"),
    ],
)
def test_yes_or_no_comes_with_the_figures(question: str, lead: str) -> None:
    """A question that wants a verdict gets one, with the numbers that decide it."""
    found = ask(question)
    assert found.text.startswith(lead)
    assert found.figures


def test_without_both_figures_there_is_no_verdict() -> None:
    """Nothing is said of 电费, of which no plan is printed."""
    assert ask("电费超预算了吗").outcome is Outcome.REFUSE


def test_two_items_are_two_answers() -> None:
    """「水费和电费是多少」 asks for both, without 各."""
    assert amounts(ask("水费和电费是多少")) == ["21000", "93000"]


def test_a_reason_is_of_what_is_asked() -> None:
    """Neither the meaning of a term nor the reason of another item says why."""
    assert ask("电费为什么没花完").outcome is Outcome.REFUSE
    assert "压减接待标准" in ask("公务接待费为什么减少").text
