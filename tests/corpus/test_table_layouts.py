"""Layouts that one bureau or another prints: each number keeps its item, period and unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.document import RowKind, TableKind
from corpus.figure import Basis, Measure
from corpus.table_checks import table_warnings
from tests.corpus.table_documents import document, figures

ONE_WIDE_ROW = """\
“三公”经费支出决算表
公开07表　　　　金额单位：万元
预算数\t\t\t\t\t决算数\t\t\t\t
合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行维护费\t\t公务接待费
\t\t小计\t公务用车运行维护费\t\t\t\t小计\t公务用车运行维护费\t
1\t2\t3\t4\t5\t6\t7\t8\t9\t10
9.00\t\t7.00\t7.00\t2.00\t8.50\t\t6.80\t6.80\t1.70
"""

BODIES_BY_ITEM = """\
“三公”经费、会议费支出预算表
单位：万元
单位名称\t合计\t“三公”经费\t\t会议费
\t\t小计\t公务接待费\t
合计\t9.00\t5.00\t5.00\t4.00
青禾市临江区水务局\t6.00\t3.00\t3.00\t3.00
青禾市临江区河道管理所\t3.00\t2.00\t2.00\t1.00
"""

YEARS = """\
近两年“三公”经费情况表
单位：万元
年度\t公务接待费\t公务用车运行维护费
2025年\t2.00\t8.00
2026年\t1.50\t7.50
"""

CONTINUED = """\
支出决算表
公开03表
部门：青禾市临江区水务局　　　　金额单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t90.00\t50.00\t40.00
213\t农林水支出\t80.00\t40.00\t40.00
2130301\t行政运行\t40.00\t40.00\t
{break_}
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
2130306\t水利工程运行与维护\t40.00\t\t40.00
221\t住房保障支出\t10.00\t10.00\t
"""

BREAKS = [
    "— 6 —\n支出决算表（续）",
    "续表1",
    "支出决算表\n公开03表\n部门：青禾市临江区水务局　　　　金额单位：万元",
]

STATISTICS = """\
“三公”经费及相关信息统计表
金额单位：万元
项目\t行次\t预算数\t决算统计数
（一）支出合计\t1\t18.50\t15.30
1．公务用车购置及运行维护费\t2\t12.00\t10.80
2．公务接待费\t3\t6.50\t4.50
（二）车辆数合计（辆）\t4\t—\t5
1．应急保障用车\t5\t—\t2
2．其他用车\t6\t—\t3
（三）国内公务接待批次（批）\t7\t—\t36
（四）单价100万元（含）以上设备（台，套）\t8\t—\t1
"""

PURCHASES = """\
新增资产配置表
单位：万元
资产名称\t数量\t单位\t单价\t金额
巡查车\t2\t辆\t35.00\t70.00
压力泵\t10\t台\t1.00\t10.00
合计\t\t\t\t80.00
"""

BY_ROW_UNIT = """\
基本数字表
项目\t计量单位\t2025年\t2026年
年末在职人数\t人\t120\t125
供水保证率\t%\t99.5\t99.8
水费收入\t万元\t110.00\t120.00
"""

SELF_EVALUATION = """\
项目支出绩效自评表
项目名称\t河道养护\t\t主管部门\t青禾市临江区水务局\t\t
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t60.00\t70.00\t63.00\t10\t90.00%\t9.00
\t其中：财政拨款\t60.00\t70.00\t63.00\t—\t90.00%\t—
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t完成比例\t分值\t得分
产出指标\t数量指标\t巡查航次\t≥120艇航\t126艇航\t105\t50\t50
\t\t清淤河道\t≥85公里\t86\t101.18%\t10\t9.5
总分\t\t\t\t\t\t100\t95.50
"""

PAIRS = """\
项目基本情况
项目名称\t智慧水务平台\t项目类别\t特定目标类
主管部门\t青禾市临江区水务局\t项目期限\t3年
项目资金总额（万元）\t80.00\t其中：财政拨款（万元）\t70.00
"""

MERGED_HTML = """\
<table><tr><th rowspan="2">单位</th><th rowspan="2">项目</th><th rowspan="2">合计（元）</th>
<th colspan="2">其中</th></tr><tr><th>财政拨款</th><th>自筹</th></tr>
<tr><td rowspan="2">临江区第一水厂</td><td>泵房维修</td><td>300</td><td>300</td><td>0</td></tr>
<tr><td>管网检测</td><td>50</td><td></td><td>50</td></tr>
<tr><td colspan="2">合计</td><td>350</td><td>300</td><td>50</td></tr></table>
"""


def told(text: str, name: str) -> list[tuple[str, str, Measure, Basis]]:
    """Return (value, unit, measure, basis) of every figure of one item."""
    return [
        (str(f.quantity.value), f.quantity.unit.name, f.measure, f.period.basis)
        for f in figures(text)
        if f.item.name == name
    ]


def test_a_row_without_a_label_names_its_items_in_the_columns() -> None:
    """The one-row “三公” table gives each item its 预算数 and its 决算数."""
    found = [f for f in figures(ONE_WIDE_ROW) if f.item.name == "公务用车运行维护费"]

    assert [(f.quantity.value, f.period.basis, f.slice) for f in found] == [
        (Decimal("7.00"), Basis.BUDGET, ("预算数",)),
        (Decimal("6.80"), Basis.FINAL, ("决算数",)),
    ]
    assert {f.item.path for f in found} == {("公务用车购置及运行维护费",)}
    assert len(figures(ONE_WIDE_ROW)) == 8


def test_the_subtotal_of_a_column_group_is_the_group() -> None:
    """小计 below a spanning head is the spanning item; 合计 alone is the total."""
    roles = {f.item.name: f.item.role for f in figures(ONE_WIDE_ROW)}

    assert roles["公务用车购置及运行维护费"] is RowKind.PARENT
    assert roles["公务接待费"] is RowKind.DETAIL
    assert roles["合计"] is RowKind.TOTAL


def test_bodies_as_rows_own_the_items_of_the_columns() -> None:
    """Where columns are known items, a body's row is a path, and the owner's own row is none."""
    paths = {f.item.path for f in figures(BODIES_BY_ITEM) if f.item.name == "公务接待费"}

    assert paths == {("“三公”经费",), ("青禾市临江区河道管理所", "“三公”经费")}


def test_years_as_rows_are_periods() -> None:
    """A row called 2025年 says when, its columns say what."""
    found = [f for f in figures(YEARS) if f.item.name == "公务接待费"]

    assert [(f.period.year, f.quantity.value) for f in found] == [
        (2025, Decimal("2.00")),
        (2026, Decimal("1.50")),
    ]


@pytest.mark.parametrize("break_", BREAKS)
def test_a_continued_table_is_one_table(break_: str) -> None:
    """（续）, a page number or the repeated caption does not end a table whose codes go on."""
    (table,) = document(CONTINUED.format(break_=break_)).tables
    rows = {row.label: row for row in table.rows if row.label}

    assert (table.caption, table.number, table.unit) == ("支出决算表", 3, "万元")
    assert rows["水利工程运行与维护"].path == ("农林水支出",)
    assert table_warnings(table) == []


def test_a_new_table_below_the_same_caption_takes_its_unit() -> None:
    """Codes that start again open a second table, in the unit of the first."""
    again = CONTINUED.format(break_="支出决算表").replace("2130306", "2010101")
    tables = document(again).tables

    assert [table.unit for table in tables] == ["万元", "万元"]


def test_a_row_counts_in_the_unit_of_its_label() -> None:
    """（辆） counts its own row and the rows below it; money stays money."""
    assert told(STATISTICS, "车辆数合计") == [("5", "辆", Measure.COUNT, Basis.FINAL)]
    assert told(STATISTICS, "其他用车") == [("3", "辆", Measure.COUNT, Basis.FINAL)]
    assert told(STATISTICS, "国内公务接待批次") == [("36", "批", Measure.COUNT, Basis.FINAL)]
    assert [unit for _, unit, _, _ in told(STATISTICS, "公务接待费")] == ["万元", "万元"]
    assert told(STATISTICS, "单价100万元（含）以上设备")[0][1] == "台（套）"


def test_a_numbered_total_contains_the_rows_below_it() -> None:
    """「（一）支出合计」 above its parts is their parent; mixed units are not summed."""
    (table,) = document(STATISTICS).tables
    rows = {row.label: row for row in table.rows}

    assert rows["支出合计"].kind is RowKind.PARENT
    assert rows["公务接待费"].path == ("支出合计",)
    assert table_warnings(table) == []


def test_the_unit_column_counts_and_prices() -> None:
    """数量 is in the row's unit, 单价 is money per unit, 金额 is money."""
    assert told(PURCHASES, "巡查车") == [
        ("2", "辆", Measure.COUNT, Basis.BUDGET),
        ("35.00", "万元/辆", Measure.STANDARD, Basis.BUDGET),
        ("70.00", "万元", Measure.AMOUNT, Basis.BUDGET),
    ]


def test_a_table_may_leave_all_units_to_its_rows() -> None:
    """Without a unit of the table, the unit column tells amounts, rates and counts apart."""
    assert told(BY_ROW_UNIT, "供水保证率")[0][1:3] == ("%", Measure.RATE)
    assert told(BY_ROW_UNIT, "水费收入")[1] == ("120.00", "万元", Measure.AMOUNT, Basis.BUDGET)
    assert {basis for *_, basis in told(BY_ROW_UNIT, "年末在职人数")} == {Basis.ACTUAL}
    assert table_warnings(document(BY_ROW_UNIT).tables[0]) == []


def test_funds_of_a_self_evaluation_stand_below_their_heads() -> None:
    """年初预算数, 全年预算数, 全年执行数, 分值 and 执行率 are five different numbers."""
    assert told(SELF_EVALUATION, "年度资金总额") == [
        ("60.00", "万元", Measure.AMOUNT, Basis.BUDGET),
        ("70.00", "万元", Measure.AMOUNT, Basis.ADJUSTED),
        ("63.00", "万元", Measure.AMOUNT, Basis.EXECUTED),
        ("10", "分", Measure.SCORE, Basis.BUDGET),
        ("90.00", "%", Measure.RATE, Basis.BUDGET),
        ("9.00", "分", Measure.SCORE, Basis.BUDGET),
    ]
    part = next(f for f in figures(SELF_EVALUATION) if f.item.name == "财政拨款")
    assert (part.item.role, part.item.path[-1]) == (RowKind.OF_WHICH, "年度资金总额")


def test_what_was_reached_is_a_fact_in_the_unit_of_its_target() -> None:
    """实际完成值 is no target; a bare 86 beside 「≥85公里」 is 86公里."""
    done = [f for f in figures(SELF_EVALUATION) if f.period.basis is Basis.ACTUAL]

    assert [(f.quantity.value, f.quantity.unit.name) for f in done] == [
        (Decimal(126), "艇航"),
        (Decimal(86), "公里"),
    ]
    assert ("105", "%", Measure.RATE, Basis.BUDGET) in told(SELF_EVALUATION, "巡查航次")


def test_the_total_score_is_a_total() -> None:
    """总分 adds up the scores of the whole project."""
    assert told(SELF_EVALUATION, "总分") == [
        ("100", "分", Measure.SCORE, Basis.BUDGET),
        ("95.50", "分", Measure.SCORE, Basis.BUDGET),
    ]


def test_labels_and_values_need_no_header() -> None:
    """A table of labels and values gives the amounts whose labels carry a unit."""
    (table,) = document(PAIRS).tables

    assert (table.kind, table.panels) == (TableKind.OTHER, ())
    assert table_warnings(table) == []
    found = [(f.item.name, f.item.path, f.quantity.value) for f in figures(PAIRS)]
    assert found == [
        ("项目资金总额", ("智慧水务平台",), Decimal("80.00")),
        ("财政拨款", ("智慧水务平台", "项目资金总额"), Decimal("70.00")),
    ]


def test_merged_cells_of_a_web_table_name_all_their_rows() -> None:
    """A body's merged cell holds for each of its projects; 其中 goes on in the unit before it."""
    found = figures(MERGED_HTML)

    assert {f.item.path for f in found if f.item.role is RowKind.DETAIL} == {("临江区第一水厂",)}
    assert {f.quantity.unit.name for f in found} == {"元"}
    assert len(found) == 8


CAPTIONS = [
    ("预算08表　基金支出情况表　　　　单位：元", "基金支出情况表", 8, "元"),
    ("财决公开05表\n基金支出表\n部门：某局　2026年度　金额单位：万元", "基金支出表", 5, "万元"),
    ("表 1\n基金支出表\n（单位：万元）", "基金支出表", 1, "万元"),
    ("（6）基金支出表 单位：千元", "基金支出表", None, "千元"),
]


@pytest.mark.parametrize(("lines", "caption", "number", "unit"), CAPTIONS)
def test_one_line_may_hold_number_caption_and_unit(
    lines: str, caption: str, number: int | None, unit: str
) -> None:
    """Number, caption and unit are found on one line or on three, whatever spaces part them."""
    (table,) = document(f"{lines}\n科目\t预算数\n合计\t1.00\n").tables

    assert (table.caption, table.number, table.unit) == (caption, number, unit)


def test_a_row_of_sums_numbers_the_columns() -> None:
    """「1=2+3」 and ** belong to the row that numbers the columns, not to the body."""
    text = "支出表\n单位：万元\n科目\t合计\t基本\t项目\n**\t1=2+3\t2\t3\n合计\t9.00\t5.00\t4.00\n"

    assert [str(f.quantity.value) for f in figures(text)] == ["9.00", "5.00", "4.00"]


def test_arrows_are_signs() -> None:
    """「↓2.5%」 in a column of growth is a decrease."""
    (found,) = figures("支出表\n单位：元\n科目\t增减%\n合计\t↓2.5%\n")

    assert (found.direction, found.quantity.value) == ("减少", Decimal("2.5"))
    assert found.quantity.printed == "↓2.5%"


def test_a_project_in_the_heading_names_its_indicators() -> None:
    """「重点项目文本——河道清淤」 is the project of the indicators below it."""
    text = (
        "第四章 重点项目文本——河道清淤\n（1）立项依据：《河道管理办法》。\n（2）绩效指标表\n"
        "一级指标\t二级指标\t三级指标\t目标值\n产出指标\t数量指标\t清淤长度\t≥3公里\n"
    )

    assert {f.item.path[0] for f in figures(text)} == {"河道清淤"}


CAPTION_PERIODS = [
    ("2025年度支出决算表", 2025, Basis.FINAL),
    ("支出预算表", 2026, Basis.BUDGET),
    ("2024—2026年支出表", 2026, Basis.BUDGET),
]


@pytest.mark.parametrize(("caption", "year", "basis"), CAPTION_PERIODS)
def test_a_caption_may_tell_year_and_basis(caption: str, year: int, basis: Basis) -> None:
    """Last year's account printed in this year's budget keeps its own year and basis."""
    (found,) = figures(f"{caption}\n单位：元\n科目\t合计\n水费\t1.00\n")

    assert (found.period.year, found.period.basis) == (year, basis)
