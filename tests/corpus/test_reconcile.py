"""Which printed sums are checked, which hold, and what is said of those that do not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.document import Table
from corpus.reconcile import Reconciliation, Relation, check
from corpus.reconcile_sums import tolerance
from corpus.table_checks import table_warnings
from tests.corpus.table_documents import document

CODES = """\
一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
213\t农林水支出\t110.00\t90.00\t20.00
21303\t水利\t110.00\t90.00\t20.00
2130301\t行政运行\t90.00\t90.00\t
2130306\t水利工程运行与维护\t20.00\t\t20.00
221\t住房保障支出\t10.50\t10.50\t
22102\t住房改革支出\t10.50\t10.50\t
2210201\t住房公积金\t10.50\t10.50\t
\t合计\t120.50\t100.50\t20.00
"""

BALANCE = """\
收入支出决算总表
单位：万元
收入\t决算数\t支出\t决算数
一、财政拨款收入\t80.00\t一、农林水支出\t70.00
二、其他收入\t5.00\t二、住房保障支出\t12.00
本年收入合计\t85.00\t本年支出合计\t82.00
年初结转和结余\t2.00\t年末结转和结余\t5.00
总计\t87.00\t总计\t87.00
"""

RESTART = """\
财政拨款收入支出决算总表
单位：万元
收入\t决算数
一、一般公共预算财政拨款\t80.00
二、政府性基金预算财政拨款\t5.00
本年收入合计\t85.00
年初财政拨款结转和结余\t2.00
一、一般公共预算财政拨款\t1.50
二、政府性基金预算财政拨款\t0.50
总计\t87.00
"""

SUBTOTALS = """\
收入预算总表
单位：万元
项目名称\t项目名称\t金额
收入总计\t\t90.00
一般公共预算资金\t小计\t70.00
\t财政拨款资金\t65.00
\t专项收入\t5.00
政府性基金\t小计\t
其他资金\t小计\t20.00
\t事业收入\t12.00
\t经营收入\t8.00
"""

NESTED_HEADS = """\
部门收入总体情况表
单位：万元
科目编码\t科目名称\t总计\t财政拨款\t\t\t单位资金\t上年结转
\t\t\t小计\t一般公共预算\t政府性基金预算\t\t
213\t农林水支出\t100.00\t90.00\t70.00\t20.00\t6.00\t4.00
221\t住房保障支出\t10.00\t10.00\t10.00\t\t\t
\t合计\t110.00\t100.00\t80.00\t20.00\t6.00\t4.00
"""

CARS = """\
“三公”经费支出表
单位：万元
合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t会议费\t培训费
\t\t小计\t购置费\t运行费\t\t\t
30.00\t5.00\t12.00\t4.00\t8.00\t3.00\t6.00\t4.00
"""

TWO_TIMES = """\
“三公”经费支出决算表
单位：万元
合计\t合计\t因公出国（境）费\t因公出国（境）费\t公务接待费\t公务接待费
预算数\t决算数\t预算数\t决算数\t预算数\t决算数
8.00\t6.50\t5.00\t4.00\t3.00\t2.50
"""

TWO_LISTS = """\
一般公共预算基本支出表
单位：万元
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50.00\t30205\t水费\t2.00
30101\t基本工资\t30.00\t30206\t电费\t4.00
30102\t津贴补贴\t20.00\t310\t资本性支出\t1.00
302\t商品和服务支出\t9.00\t31002\t办公设备购置\t1.00
30201\t办公费\t3.00\t\t合计\t60.00
"""

LEVELS_BY_COLUMN = """\
政府采购预算表
单位：万元
采购品目大类\t专项名称\t经济科目\t采购物品名称\t总计
合计\t\t\t\t63.00
一、货物\t\t\t\t33.00
\t办公设备购置费\t办公设备购置\t\t13.00
\t\t\t台式计算机\t8.00
\t\t\t家具用具\t5.00
\t信息化建设经费\t其他支出\t\t20.00
\t\t\t计算机软件\t20.00
二、服务\t\t\t\t30.00
\t综合管理费\t物业管理费\t\t30.00
\t\t\t物业管理服务\t30.00
"""

WIDE_TOTAL = """\
收支预算总表
单位：万元
收入\t金额\t功能科目名称\t金额\t支出用途\t金额
一、财政拨款\t70.00\t一、农林水支出\t60.00\t一、基本支出\t45.00
二、其他资金\t5.00\t二、住房保障支出\t15.00\t二、项目支出\t30.00
收入合计\t75.00\t支出合计\t\t\t75.00
"""

SHARES = """\
一般公共预算收入表
单位：万元
项目\t2023年执行数\t2024年预算数\t预算数为上年执行数的%
一、税收收入\t100.00\t110.00\t110.00
增值税\t70.00\t77.00\t110.00
企业所得税\t30.00\t33.00\t110.00
二、非税收入\t50.00\t40.00\t80.00
专项收入\t20.00\t25.00\t125.00
罚没收入\t30.00\t15.00\t50.00
本年收入合计\t150.00\t150.00\t100.00
"""

UNMARKED = """\
财政拨款收入支出决算总表
金额单位：万元
项目\t金额
一、一般公共预算财政拨款\t80.00
二、政府性基金预算财政拨款\t5.00
本年收入合计\t85.00
年初财政拨款结转和结余\t2.00
一般公共预算财政拨款\t2.00
政府性基金预算财政拨款\t
总计\t87.00
"""

BODIES = """\
预算单位支出表
单位：万元
单位代码\t单位名称（科目）\t合计\t基本支出\t项目支出
\t合计\t60.00\t40.00\t20.00
303\t临江区水务局\t60.00\t40.00\t20.00
303001\t临江区水务局本级\t40.00\t25.00\t15.00
\t行政运行\t25.00\t25.00\t
\t水利工程建设\t15.00\t\t15.00
303002\t河道管理所\t20.00\t15.00\t5.00
\t水利工程运行与维护\t20.00\t15.00\t5.00
"""

THREE_PANELS = """\
一般公共预算财政拨款基本支出决算表
单位：万元
人员经费\t\t\t公用经费\t\t\t\t\t
科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
301\t工资福利支出\t50.00\t302\t商品和服务支出\t9.00\t310\t资本性支出\t1.00
30101\t基本工资\t50.00\t30201\t办公费\t9.00\t31002\t办公设备购置\t1.00
人员经费合计\t\t50.00\t公用经费合计\t\t\t\t\t10.00
"""

FLAT_HEAD = """\
部门支出表
单位：万元
单位名称\t总计\t财政拨款\t其中：上级补助\t单位资金\t基本支出\t项目支出
河道所\t10.00\t7.00\t2.00\t3.00\t4.00\t6.00
水文站\t5.00\t5.00\t1.00\t\t3.00\t2.00
合计\t15.00\t12.00\t3.00\t3.00\t7.00\t8.00
"""

EXAMPLES = [
    ("codes, totals and columns", CODES, 3 + 3 + 2 + 2 + 3 + 8),
    ("a balance", BALANCE, 2 + 2 + 1),
    ("a list that starts again", RESTART, 3),
    ("totals above their parts", SUBTOTALS, 3),
    ("a tree of heads", NESTED_HEADS, 6 + 3 + 3),
    ("三公, 会议费 and 培训费", CARS, 2),
    ("two times side by side", TWO_TIMES, 2),
    ("one list of codes in two panels", TWO_LISTS, 4),
    ("levels by column", LEVELS_BY_COLUMN, 1 + 2 + 3),
    ("shares beside amounts", SHARES, 6),
    ("unmarked parts of what is carried over", UNMARKED, 2),
    ("bodies with their items", BODIES, 3 + 3 + 3 + 3 + 7),
    ("a total of two of three panels", THREE_PANELS, 5),
    ("parts that end in a flat header", FLAT_HEAD, 6 + 3),
    ("a total merged over two panels", WIDE_TOTAL, 4),
]


def table(text: str) -> Table:
    """Return the one table of a document."""
    (only,) = document(text).tables
    return only


def checked(text: str) -> Reconciliation:
    """Return what checking the one table of a document gives."""
    return check(table(text))


@pytest.mark.parametrize(("name", "text", "count"), EXAMPLES, ids=[n for n, *_ in EXAMPLES])
def test_printed_sums_are_found_and_hold(name: str, text: str, count: int) -> None:
    """Every layout is checked as far as its structure says what adds up what."""
    found = checked(text)

    assert found.failures == ()
    assert count == found.checked
    assert table(text).reconciled is True


WRONG = [
    (CODES, "住房保障支出\t10.50", "住房保障支出\t11.50", "11.50"),
    (CODES, "2130301\t行政运行\t90.00", "2130301\t行政运行\t80.00", "80.00"),
    (BALANCE, "87.00\n", "88.00\n", "88.00"),
    (RESTART, "总计\t87.00", "总计\t89.00", "89.00"),
    (SUBTOTALS, "经营收入\t8.00", "经营收入\t9.00", "20.00"),
    (NESTED_HEADS, "70.00\t20.00\t6.00", "70.00\t21.00\t6.00", "21"),
    (CARS, "4.00\t8.00\t3.00", "4.00\t9.00\t3.00", "12.00"),
    (TWO_TIMES, "3.00\t2.50", "3.00\t2.60", "6.50"),
    (TWO_LISTS, "30206\t电费\t4.00", "30206\t电费\t5.00", "9.00"),
    (LEVELS_BY_COLUMN, "家具用具\t5.00", "家具用具\t6.00", "13.00"),
    (WIDE_TOTAL, "二、项目支出\t30.00", "二、项目支出\t31.00", "75.00"),
]


@pytest.mark.parametrize(("text", "old", "new", "named"), WRONG, ids=[n for *_, n in WRONG])
def test_one_changed_number_is_found(text: str, old: str, new: str, named: str) -> None:
    """A single wrong number breaks a sum, and the note names the sum with both numbers."""
    assert text.count(old) == 1
    wrong = table(text.replace(old, new))

    assert wrong.reconciled is False
    assert any(named in line and "请核对原文" in line for line in table_warnings(wrong))


def test_a_failing_sum_keeps_both_sides() -> None:
    """A later review has the places, the printed number and what its parts add up to."""
    (failure,) = checked(BALANCE.replace("一、农林水支出\t70.00", "一、农林水支出\t71.00")).failures

    assert (failure.relation, failure.expected, failure.found) == (
        Relation.ROWS,
        Decimal("82.00"),
        Decimal("83.00"),
    )
    assert [(place.row, place.column) for place in failure.whole] == [(3, 3)]
    assert [(place.row, place.column) for place in failure.parts] == [(1, 3), (2, 3)]


def test_many_failures_are_a_few_lines() -> None:
    """A table in which nothing adds up does not fill the screen."""
    lines = table_warnings(table(CODES.replace("\t90.00\t", "\t95.00\t", 9)))

    assert 0 < len(lines) <= 3
    assert "处" in lines[-1]


def test_of_which_is_not_added_but_never_more_than_its_whole() -> None:
    """其中 proves nothing while it is less, and is wrong when it is more."""
    rows = ("一、拨款\t80.00", "其中：专项\t{}", "二、其他\t5.00", "合计\t85.00")
    text = "\n".join(("收入表", "单位：元", "项目\t金额", *rows, ""))

    assert checked(text.format("30.00")) == Reconciliation(1, ())
    (failure,) = checked(text.format("81.00")).failures
    assert (failure.relation, failure.found) == (Relation.OF_WHICH, Decimal("81.00"))


FUNDS = """\
项目支出绩效目标表
项目名称\t河道清淤\t\t项目类别\t特定目标类\t
项目资金（万元）\t年度资金总额\t{}\t其中：财政拨款\t60.00\t
\t\t\t其他资金\t8.00\t
一级指标\t二级指标\t三级指标\t指标值\t分值\t说明
产出指标\t数量指标\t清淤长度\t≥6公里\t20\t
"""
BELOW = FUNDS.replace("年度资金总额\t{}\t其中", "年度资金总额\t{}\t\n\t其中").replace(
    "\t\t\t其他资金", "\t其他资金"
)


@pytest.mark.parametrize("text", [FUNDS.replace("\n\t\t\t其他", "\t其他"), BELOW])
def test_a_projects_money_is_checked_too(text: str) -> None:
    """财政拨款 and 其他资金 beside or below 年度资金总额 have to add up to it."""
    assert checked(text.format("68.00")) == Reconciliation(1, ())
    wrong = table(text.format("86.00"))
    assert "「年度资金总额」印为 86.00，其各部分相加为 68.00" in table_warnings(wrong)[0]


NO_SUMS = [
    (
        "编制表\n单位：人\n单位名称\t编制数\t实有数\n河道所\t15\t14\n合计\t15\t14\n",
        "counts",
    ),
    ("比例表\n单位：万元\n项目\t执行率\n一、人员\t90%\n二、公用\t80%\n合计\t85%\n", "percentages"),
    ("项目表\n单位：万元\n项目名称\t金额\n清淤\t5.00\n绿化\t7.00\n", "no total"),
    ("基金表\n单位：元\n科目\t合计\n\t\n", "an empty table"),
]


@pytest.mark.parametrize("text", [text for text, _ in NO_SUMS], ids=[name for _, name in NO_SUMS])
def test_what_prints_no_sum_is_not_judged(text: str) -> None:
    """Counts, percentages and tables without totals are neither right nor wrong."""
    assert table(text).reconciled is None


def test_an_unreadable_number_takes_its_sums_along() -> None:
    """A damaged cell is warned about as such; the sums that need it are not judged."""
    damaged = checked(CODES.replace("水利工程运行与维护\t20.00", "水利工程运行与维护\t2 0.00"))

    assert damaged.failures == ()
    assert 0 < damaged.checked < checked(CODES).checked


ROUNDED = [
    (["730.82", "712.45", "18.36"], "0.015"),
    (["12.35", "7.123456", "5.223456"], "0.005001"),
    (["12", "7.50", "4.50"], "0.015"),
    (["10", "5", "5"], "1.5"),
]


@pytest.mark.parametrize(("printed", "slack"), ROUNDED)
def test_tolerance_is_half_a_unit_of_every_last_place(printed: list[str], slack: str) -> None:
    """Rounding may hide half a unit of each number; a whole number among decimals hides no more."""
    assert Decimal(slack) == tolerance([Decimal(text) for text in printed])
