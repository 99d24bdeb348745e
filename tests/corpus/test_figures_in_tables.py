from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.document import Document, RowKind
from corpus.figure import Absence, AbsenceKind, Basis, Figure, Measure
from corpus.figures_in_tables import figures_in_tables, prose_cells
from corpus.identity import Identity
from corpus.ingest import document_of
from corpus.readers.text import read_text

OWNER = "青禾市临江区水务局"

COMPARED = """\
表5 一般公共预算支出表
单位：万元
科目\t2026年预算数\t上年预算数\t增减额\t增减%\t2025年执行数（元）
合计\t80.00\t70.00\t10.00\t14.29\t699,000.50
213农林水支出\t80.00\t70.00\t10.00\t14.29\t699,000.50
2130301行政运行\t50.00\t60.00\t-10.00\t-16.67\t—
2130306水利工程运行与维护\t30.00\t10.00\t20.00\t200%\t
"""

TARGETS = """\
项目支出绩效目标表
项目名称\t\t智慧水务平台\t\t\t\t
项目资金(万元)\t\t年度预算总额\t68.70\t其中：财政拨款\t60.70\t其他资金\t8.00
联系人\t\t张三\t联系电话\t15100000000
项目总体目标\t\t建成覆盖全区的水务平台，接入站点20个，全年培训操作人员60人次以上，提升调度能力。
一级指标\t二级指标\t三级指标\t指标值\t分值权重\t指标赋分规则\t上年完成值
产出指标\t数量指标\t接入站点\t≥20 个\t10\t每少10%扣2分，扣完为止\t18个
\t质量指标\t验收合格率\t> =95%\t10\t按照完成比例赋分\t/
成本指标\t经济成本指标\t平台建设成本\t<=47 万\t20\t直接赋分\t/
\t\t培训成本\t< =5.5 0 万元\t5\t直接赋分\t/
效益指标\t社会效益指标\t调度能力\t有效提高\t5\t按评判等级赋分\t/
"""


def document(text: str) -> Document:
    """Return the document of a text file of an invented bureau."""
    identity = Identity("预算公开", OWNER, "", 2026, "部门预算", Basis.BUDGET)
    return document_of("0", "a.txt", read_text(text.encode(), "a.txt").blocks, identity)


def read(text: str) -> tuple[list[Figure], list[Absence]]:
    """Return figures and absences of the tables of a text."""
    return figures_in_tables(document(text), owner=OWNER, year=2026, basis=Basis.BUDGET)


def figure(text: str, name: str, column: str = "") -> Figure:
    """Return the one figure of an item whose column path contains a word."""
    found = [f for f in read(text)[0] if f.item.name == name and column in f.source.column]
    assert len(found) == 1
    return found[0]


COLUMNS = [
    ("2026年预算数", Measure.AMOUNT, "50.00", "万元", None, 2026, Basis.BUDGET),
    ("上年预算数", Measure.AMOUNT, "60.00", "万元", None, 2025, Basis.BUDGET),
    ("增减额", Measure.CHANGE, "10.00", "万元", "减少", 2026, Basis.BUDGET),
    ("增减%", Measure.GROWTH, "16.67", "%", "减少", 2026, Basis.BUDGET),
]


@pytest.mark.parametrize(("column", "measure", "value", "unit", "way", "year", "basis"), COLUMNS)
def test_the_header_tells_measure_unit_and_period(
    column: str, measure: Measure, value: str, unit: str, way: str | None, year: int, basis: Basis
) -> None:
    """A column's header decides what its numbers are; a decrease is a magnitude that falls."""
    found = figure(COMPARED, "行政运行", column)

    assert measure is found.measure
    assert (Decimal(value), unit) == (found.quantity.value, found.quantity.unit.name)
    assert way == found.direction
    assert (year, basis) == (found.period.year, found.period.basis)


def test_a_unit_in_the_header_wins_over_the_table() -> None:
    """（元） in one column of a table in 万元 is the unit of that column."""
    found = figure(COMPARED, "农林水支出", "执行数")

    assert Decimal("699000.50") == found.quantity.in_yuan
    assert (found.period.year, found.period.basis) == (2025, Basis.EXECUTED)


def test_items_know_code_path_and_role() -> None:
    """An item carries its code, the rows that contain it, and whether it may be added up."""
    item = figure(COMPARED, "行政运行", "2026").item

    assert (item.code, item.path, item.role) == ("2130301", ("农林水支出",), RowKind.DETAIL)
    assert RowKind.TOTAL is figure(COMPARED, "合计", "2026").item.role


def test_the_receipt_is_the_printed_row_and_cell() -> None:
    """The quote is the whole row in the document's text, and the cell is found again."""
    text = document(COMPARED)
    source = figure(COMPARED, "行政运行", "2026").source

    assert text.quote(source.span) == source.quote
    assert source.quote == "2130301行政运行\t50.00\t60.00\t-10.00\t-16.67\t—"
    assert source.cell is not None
    assert text.tables[0].rows[source.cell.row].cells[source.cell.column] == "50.00"
    assert (source.table, source.printed) == ("一般公共预算支出表", "50.00")


def test_context_reads_like_the_table() -> None:
    """The context is caption, row path and column path, as a person would say them."""
    context = figure(COMPARED, "行政运行", "上年").context

    assert context == "一般公共预算支出表 | 农林水支出 > 行政运行 | 上年预算数"


def test_dash_and_blank_are_absences() -> None:
    """A dash and an empty cell are places without a number, never zero."""
    blanks = [a for a in read(COMPARED)[1] if a.kind is AbsenceKind.BLANK]

    assert [(a.item.name, a.source.printed) for a in blanks] == [
        ("行政运行", "—"),
        ("水利工程运行与维护", ""),
    ]


def test_zero_is_a_figure() -> None:
    """A printed zero is a number."""
    text = "单位：元\n项目\t预算数\n因公出国（境）费\t0\n公务接待费\t0.00\n"

    assert [Decimal("0"), Decimal("0.00")] == [f.quantity.value for f in read(text)[0]]


def test_an_empty_table_is_one_absence_with_its_note() -> None:
    """A note that calls the table empty is the receipt of the absence."""
    note = "我局没有使用政府性基金安排的支出，本表为空表。"
    text = f"表8\n基金支出表\n单位：元\n项目\t合计\n总计\t\n{note}"
    absence = read(text)[1][-1]

    assert AbsenceKind.EMPTY_TABLE is absence.kind
    assert absence.item.name == "基金支出表"
    assert absence.source.quote.endswith("本表为空表。")


def test_numbers_without_any_unit_are_no_figures() -> None:
    """Where neither header nor table prints a unit, a number is not guessed to be money."""
    text = "表1\n收支表\n项目\t预算数\n水费\t1.00"

    assert read(text)[0] == []
    assert "没有印出单位" in document(text).warnings[0]


def test_counts_in_a_table_of_money_are_not_money() -> None:
    """A column of pieces does not take the table's unit of money."""
    text = "采购表\n单位：元\n项目名称\t数量\t金额\n水泵\t2\t400.00\n阀门\t3\t100.00"

    assert {"400.00", "100.00"} == {f.source.printed for f in read(text)[0]}


HEADCOUNT = "基本情况表\n单位：人\n单位名称\t编制人数\t实有人数\n机关\t20\t18\n河道所\t10\t9"


def test_a_table_of_people_counts_people() -> None:
    """A unit of persons makes counts, not amounts."""
    found = figure(HEADCOUNT, "机关", "实有")

    assert (found.measure, found.quantity.unit.name) == (Measure.COUNT, "人")


def test_targets_keep_their_comparator_and_unit() -> None:
    """A target is read with its sign; a bare 万 in a cost is 万元."""
    cost = figure(TARGETS, "平台建设成本", "指标值")
    rate = figure(TARGETS, "验收合格率", "指标值")

    assert ("≤", Decimal(470000)) == (cost.quantity.comparator, cost.quantity.in_yuan)
    assert (rate.quantity.comparator, rate.quantity.unit.name) == ("≥", "%")
    assert cost.item.path == ("智慧水务平台", "成本指标", "经济成本指标")


def test_rules_give_scores_and_rates_with_their_text() -> None:
    """Every number of a scoring rule is a figure, and its context holds the rule."""
    rule = [f for f in read(TARGETS)[0] if f.source.column == "指标赋分规则"]

    assert [(f.measure, f.source.printed) for f in rule] == [
        (Measure.RATE, "10%"),
        (Measure.SCORE, "2分"),
    ]
    assert all("每少10%扣2分，扣完为止" in f.context for f in rule)


def test_last_years_result_is_of_last_year() -> None:
    """上年完成值 is a count of the year before, not a target."""
    found = figure(TARGETS, "接入站点", "上年")

    assert (
        found.period.year,
        found.period.basis,
        found.measure,
    ) == (2025, Basis.ACTUAL, Measure.COUNT)


def test_words_and_damaged_numbers_are_not_guessed() -> None:
    """「有效提高」 and 「5.5 0 万元」 give no target; the damaged one is reported."""
    targets = {f.item.name for f in read(TARGETS)[0] if f.measure is Measure.TARGET}

    assert {"接入站点", "验收合格率", "平台建设成本"} == targets
    assert any("5.5 0" in warning for warning in document(TARGETS).warnings)


def test_label_value_rows_give_the_projects_funds() -> None:
    """Funds beside their labels are amounts of the project; a phone number is not."""
    funds = [f for f in read(TARGETS)[0] if f.measure is Measure.AMOUNT]
    whole = ("智慧水务平台", "项目资金", "年度预算总额")

    assert [
        ("年度预算总额", whole[:2], RowKind.DETAIL, "68.70"),
        ("财政拨款", whole, RowKind.OF_WHICH, "60.70"),
        ("其他资金", whole, RowKind.OF_WHICH, "8.00"),
    ] == [(f.item.name, f.item.path, f.item.role, f.source.printed) for f in funds]


def test_long_cells_are_handed_to_the_reader_of_prose() -> None:
    """A goal in a cell is prose of its project, and its span resolves."""
    text = document(TARGETS)
    cells = list(prose_cells(text))

    assert [path for _, _, path in cells] == [("智慧水务平台", "项目总体目标")]
    assert all(text.quote(span) == words for span, words, _ in cells)


def test_totals_that_do_not_add_up_are_reported() -> None:
    """A total beyond the rounding of its parts is a warning; one within it is not."""
    wrong = "表1\n收支表\n单位：元\n项目\t预算数\n水费\t1.00\n电费\t2.00\n合计\t3.10"
    rounded = "表1\n收支表\n单位：万元\n项目\t预算数\n水费\t1.00\n电费\t2.00\n合计\t3.01"

    assert len(document(wrong).warnings) == 1
    assert "3.10" in document(wrong).warnings[0]
    assert document(rounded).warnings == ()


BOUNDS = [
    ("达到95%以上", "≥", "95", "%"),
    ("3次", "", "3", "次"),
    ("30天以内", "≤", "30", "天"),
    ("不低于2万人次", "≥", "2", "万人次"),
]


@pytest.mark.parametrize(("text", "sign", "value", "unit"), BOUNDS)
def test_bounds_in_words_are_comparators(text: str, sign: str, value: str, unit: str) -> None:
    """以上 and 以内 after a target say what ≥ and ≤ say before it."""
    found = figure(TARGETS.replace("≥20 个", text), "接入站点", "指标值").quantity

    assert (found.comparator, found.value, found.unit.name) == (sign, Decimal(value), unit)


def test_cells_with_their_own_unit_say_what_they_measure() -> None:
    """A cell that prints a unit does not take the table's."""
    text = "情况表\n单位：元\n项目\t数值\n公务用车\t3辆\n覆盖率\t95%\n经费\t1.00"

    assert [(f.measure, f.quantity.unit.name) for f in read(text)[0]] == [
        (Measure.COUNT, "辆"),
        (Measure.RATE, "%"),
        (Measure.AMOUNT, "元"),
    ]


def test_funds_with_their_own_unit_need_no_label_for_it() -> None:
    """「年度资金总额 50.5万元」 is an amount though no label carries a unit."""
    text = (
        "项目名称\t智慧水务\n年度资金总额\t50.5万元\n一级指标\t二级指标\t三级指标\t指标值\n"
        "产出指标\t数量指标\t站点\t2个"
    )

    assert figure(text, "年度资金总额").quantity.in_yuan == Decimal(505000)
