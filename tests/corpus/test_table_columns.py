"""What the columns and rows of tables in unusual layouts mean: period, unit, measure, item."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.document import Document
from corpus.figure import Basis, Figure, Measure
from corpus.figures_in_tables import figures_in_tables
from corpus.identity import Identity
from corpus.ingest import document_of
from corpus.readers.text import read_text
from corpus.reconcile import check

OWNER = "云洲市临江区水务局"

CHANGES = """\
“三公”经费支出预算表
单位：万元
项目\t上年预算数\t上年预计执行数\t上年执行\t本年预算数\t{head}
公务接待费\t6.00\t4.50\t4.20\t5.00\t11.11
"""

EXECUTION = """\
全区支出情况表
单位：万元
项目\t预算数\t执行数\t完成预算%\t上年执行数\t比上年增减%
教育支出\t100.00\t98.00\t98.0\t80.00\t22.5
"""

TWO_YEARS = """\
收入执行及预算表
单位：万元
科目\t2025年执行数\t执行数比上年增减\t2027年预算数\t预算数为上年执行数的%
契税\t80.00\t-5.00\t88.00\t110.00
"""

LONE_UNITS = """\
社区经费情况表
单位：元
社区\t2025年\t2026年\t增减\t增减
社区\t2025年\t2026年\t元\t%
柳岸社区\t400,000\t440,000\t40,000\t10.00
花桥社区\t200,000\t190,000\t-10,000\t-5.00
合计\t600,000\t630,000\t30,000\t5.00
"""

ASSETS = """\
国有资产占用情况表
单位：元
项目\t期末数\t期末数
项目\t数量\t金额
车辆（辆）\t12\t3,600,000.00
房屋（平方米）\t850.00\t9,100,000.00
"""

FRACTIONS = """\
收支变动表
单位：万元
项目\t本年预算数\t上年预算数\t增减额\t增减率
基本支出\t102.00\t100.00\t2.00\t{first}
项目支出\t49.00\t50.00\t-1.00\t{second}
"""

PURCHASES = """\
政府采购预算表
单位：元
序号\t采购项目\t规格\t单位\t数量\t单价\t总价
1\t水位计\tSW-1\t台\t15\t4,800\t72,000
2\t麻袋\t25kg\t条\t2,000\t2.5\t5,000
3\t无人机\tM3\t架\t2\t80,000\t160,000
"""

ARTICLES = """\
政府采购预算表
单位：万元
项目名称\t采购品目\t数量\t采购预算
河道养护\t割草机\t2\t3.00
办公\t打印机\t5\t1.00
"""

DEBT = """\
地方政府债务情况表
单位：万元
项目\t本地区\t本级
一、2025年末地方政府债务余额\t614.00\t498.00
其中：一般债务\t298.00\t251.00
二、2026年地方政府债务限额\t721.00\t600.00
三、2025年债券资金项目\t20.00\t20.00
"""

YEARS = """\
专项资金安排表
单位：万元
项目\t2025年\t2026年\t两年合计
河道治理\t120.00\t150.00\t270.00
"""

STATISTICS = """\
“三公”经费及资产情况表
项目\t统计数\t项目\t统计数
一、“三公”经费支出（万元）\t\t二、机关运行经费（万元）\t331.00
1.公务接待费\t1.80\t行政单位\t290.00
2.公务用车运行维护费\t11.40\t参公单位\t41.00
相关统计\t\t三、资产情况\t
1.公务用车保有量（辆）\t6\t（一）车辆数合计（辆）\t9
2.接待批次（个）\t23\t1.应急用车\t2
"""

FUNDED = """\
项目支出绩效目标表
单位：万元
项目名称\t财政拨款\t其他资金\t一级指标\t二级指标\t三级指标\t指标值
抽检\t128.60\t0.00\t产出指标\t数量指标\t抽检批次\t≥320批次
\t\t\t\t质量指标\t合格率\t≥98%
监管\t72.40\t5.00\t产出指标\t数量指标\t检查家次\t≥26家次
"""

INNER_ROWS = """\
收入预算表
单位：万元
科目\t决算数\t预算数
一、税收收入\t73,585\t80,000
增值税\t28,114\t30,200
契税\t11,873\t12,500
二、非税收入\t51,794\t45,000
罚没收入\t13,950\t10,000
收入合计\t125,379\t125,000
"""


def document(text: str) -> Document:
    """Return the document of a text file of an invented bureau."""
    identity = Identity("预算公开", OWNER, "", 2026, "部门预算", Basis.BUDGET)
    return document_of("0", "a.txt", read_text(text.encode(), "a.txt").blocks, identity)


def figures(text: str) -> list[Figure]:
    """Return the figures of the tables of a text."""
    return figures_in_tables(document(text), owner=OWNER, year=2026, basis=Basis.BUDGET)[0]


def one(text: str, name: str, column: str) -> Figure:
    """Return the one figure of an item whose column path contains a word."""
    found = [f for f in figures(text) if f.item.name == name and column in f.source.column]
    assert len(found) == 1
    return found[0]


HEADS = [
    "预算数比上年预算增减%",
    "比上年预算增减%",
    "比上年增减（%）",
    "本年比上年执行增减%",
    "预算数为上年执行数的%",
    "2026年预算数比2025年执行数增减%",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_change_is_of_the_column_that_changed(head: str) -> None:
    """What a change is held against tells neither its year nor its stage."""
    period = one(CHANGES.format(head=head), "公务接待费", head).period

    assert (period.year, period.basis) == (2026, Basis.BUDGET)


@pytest.mark.parametrize("head", ["上年预计执行数", "上年执行"])
def test_the_year_before_stays_with_its_execution(head: str) -> None:
    """预计 between 上年 and 执行 changes nothing."""
    found = [f for f in figures(CHANGES.format(head="增减%")) if f.source.column == head]

    assert [(f.period.year, f.period.basis) for f in found] == [(2025, Basis.EXECUTED)]


@pytest.mark.parametrize("head", ["完成预算%", "比上年增减%"])
def test_a_rate_beside_plan_and_execution_is_of_the_execution(head: str) -> None:
    """A completion rate and a growth belong to what was spent."""
    period = one(EXECUTION, "教育支出", head).period

    assert (period.year, period.basis) == (2026, Basis.EXECUTED)


def test_a_change_takes_the_year_of_the_column_it_names() -> None:
    """执行数比上年增减 is of the year of 执行数, 预算数为上年…% of the year of 预算数."""
    change, rate = one(TWO_YEARS, "契税", "增减"), one(TWO_YEARS, "契税", "%")

    assert (change.period.year, change.period.basis) == (2025, Basis.EXECUTED)
    assert (rate.period.year, rate.period.basis) == (2027, Basis.BUDGET)


def test_a_lower_head_may_be_only_a_unit() -> None:
    """元 and % below 增减 are a change in 元 and a growth, and neither is added up."""
    change, growth = one(LONE_UNITS, "花桥社区", "增减 / 元"), one(LONE_UNITS, "花桥社区", "%")

    assert (change.measure, change.quantity.unit.name) == (Measure.CHANGE, "元")
    assert (growth.measure, growth.quantity.unit.name) == (Measure.GROWTH, "%")
    assert (growth.quantity.value, growth.direction) == (Decimal(5), "减少")
    assert check(document(LONE_UNITS).tables[0]).reconciled


def test_a_column_of_money_is_not_counted_in_the_rows_unit() -> None:
    """车辆（辆） counts the column 数量, and 金额 stays money."""
    count, money = one(ASSETS, "车辆", "数量"), one(ASSETS, "车辆", "金额")

    assert (count.quantity.unit.name, count.measure) == ("辆", Measure.COUNT)
    assert (money.quantity.unit.name, money.measure) == ("元", Measure.AMOUNT)


MEASURES = [
    ("同比增减额", Measure.CHANGE, "万元"),
    ("比上年增加（减少）", Measure.CHANGE, "万元"),
    ("增减幅（%）", Measure.GROWTH, "%"),
    ("节约率", Measure.RATE, "%"),
    ("支出进度", Measure.RATE, "%"),
    ("补助比例", Measure.RATE, "%"),
]


@pytest.mark.parametrize(("head", "measure", "unit"), MEASURES)
def test_a_head_tells_changes_growth_and_rates(head: str, measure: Measure, unit: str) -> None:
    """Words of change make a change in money, and words of rates a number in per cent."""
    found = one(CHANGES.format(head=head), "公务接待费", head)

    assert (found.measure, found.quantity.unit.name) == (measure, unit)


def test_fractions_below_a_rate_are_no_figures() -> None:
    """0.0200 below 增减率 may be 2% or 0.02%: the column makes no figures and a warning."""
    text = FRACTIONS.format(first="0.0200", second="-0.0200")

    assert not [f for f in figures(text) if "增减率" in f.source.column]
    assert any("增减率" in warning for warning in document(text).warnings)


def test_amounts_prove_that_a_rate_above_one_is_a_fraction() -> None:
    """1.50 with 250 against 100 is 150 %: not told by its size, but by its amounts."""
    text = FRACTIONS.format(first="1.50", second="-0.02").replace("102.00", "250.00")

    assert not [f for f in figures(text) if "增减率" in f.source.column]


@pytest.mark.parametrize(("first", "second"), [("2.00", "-2.00"), ("2%", "-2%")])
def test_rates_in_per_cent_are_figures(first: str, second: str) -> None:
    """A rate that says % or that its own amounts bear out is read."""
    found = one(FRACTIONS.format(first=first, second=second), "基本支出", "增减率")

    assert (found.quantity.value, found.quantity.unit.name) == (Decimal(2), "%")


def test_a_small_rate_is_proven_by_its_amounts() -> None:
    """0.50 with 201 against 200 is in per cent."""
    text = FRACTIONS.format(first="0.50", second="0.50").replace("102.00", "100.50")

    assert one(text.replace("49.00", "50.25"), "基本支出", "增减率").quantity.value == Decimal(
        "0.50"
    )


def test_a_column_of_pieces_names_no_items() -> None:
    """单位 above 台, 条 and 架 counts what 采购项目 names."""
    count, price = one(PURCHASES, "麻袋", "数量"), one(PURCHASES, "水位计", "单价")

    assert (count.quantity.unit.name, count.quantity.value) == ("条", Decimal(2000))
    assert price.quantity.unit.name == "元/台"


def test_what_is_bought_is_the_item_and_its_project_the_path() -> None:
    """采购品目 wins over 项目名称."""
    assert one(ARTICLES, "割草机", "采购预算").item.path == ("河道养护",)


def test_a_rows_own_year_wins() -> None:
    """A balance of a year's end, and its 其中, are of that year; a project's name dates nothing."""
    balance, part = one(DEBT, "2025年末地方政府债务余额", "本级"), one(DEBT, "一般债务", "本级")
    limit, project = (
        one(DEBT, "2026年地方政府债务限额", "本级"),
        one(DEBT, "2025年债券资金项目", "本级"),
    )

    assert (balance.period.year, part.period.year) == (2025, 2025)
    assert (limit.period.year, project.period.year) == (2026, 2026)


def test_a_total_over_years_has_no_year() -> None:
    """两年合计 belongs to neither of them."""
    assert one(YEARS, "河道治理", "两年合计").period.year is None


def test_a_table_of_statistics_keeps_every_number_in_its_rows_unit() -> None:
    """Two pairs of item and number side by side, each with the unit of its row or of its head."""
    found = {
        f.item.name: (str(f.quantity.value), f.quantity.unit.name) for f in figures(STATISTICS)
    }

    assert len(found) == 9
    assert found["公务接待费"] == ("1.80", "万元")
    assert found["公务用车保有量"] == ("6", "辆")
    assert found["应急用车"] == ("2", "辆")
    assert found["行政单位"] == ("290.00", "万元")


def test_money_merged_over_a_projects_indicators_is_the_projects() -> None:
    """财政拨款 and 其他资金 beside indicators are amounts of the project, each once."""
    found = [f for f in figures(FUNDED) if f.measure is Measure.AMOUNT]

    assert [(f.item.name, str(f.quantity.value)) for f in found] == [
        ("抽检", "128.60"),
        ("抽检", "0.00"),
        ("监管", "72.40"),
        ("监管", "5.00"),
    ]


def test_some_parts_below_a_numbered_row_are_not_added_to_the_total() -> None:
    """The total adds up 一、 and 二、; the rows between them are some of their parts."""
    assert check(document(INNER_ROWS).tables[0]).reconciled
    assert check(document(INNER_ROWS.replace("51,794", "51,704")).tables[0]).reconciled is False


STANDING = [
    ("国有资产占有使用情况表（截至2024年12月31日）", (2024, Basis.ACTUAL)),
    ("部门国有资产情况表", (2026, Basis.ACTUAL)),
    ("资产购置情况表", (2026, Basis.BUDGET)),
]


@pytest.mark.parametrize(("caption", "period"), STANDING)
def test_a_table_of_assets_tells_what_is(caption: str, period: tuple[int, Basis]) -> None:
    """What a body owns is no budget; what it is going to buy is."""
    text = f"{caption}\n单位：万元\n单位名称\t资产总额\n临江区水务局\t9.00\n河道管理所\t8.00"
    assert {(f.period.year, f.period.basis) for f in figures(text)} == {period}
