"""Pages of towns, schools and reports to congresses: stages, parts and names that others word."""

from __future__ import annotations

import pytest

from corpus.figure import Basis, Figure
from tests.corpus.prose_documents import read, short, shorts


def staged(figure: Figure) -> str:
    """Return one line a figure: the item with its path, the printed number, year and stage."""
    name = ">".join((*figure.item.path, figure.item.name))
    return f"{name} {figure.source.printed} {figure.period.year} {figure.period.basis}"


STAGES = [
    (
        "2025年度“三公”经费预算20万元，其中：接待费5万元，用车费15万元。",
        Basis.FINAL,
        [
            "“三公”经费 20万元 2025 预算",
            "“三公”经费>接待费 5万元 2025 预算",
            "“三公”经费>用车费 15万元 2025 预算",
        ],
    ),
    (
        "2025年度“三公”经费预算较2024年度增加2万元，增长5%。",
        Basis.FINAL,
        ["“三公”经费 2万元 2025 预算", "“三公”经费 5% 2025 预算"],
    ),
    (
        "全镇税收收入完成300万元，完成年初预算的75%，比上年增收20万元。",
        Basis.BUDGET,
        [
            "全镇税收收入 300万元 2025 执行数",
            "全镇税收收入 75% 2025 执行数",
            "全镇税收收入 20万元 2025 执行数",
        ],
    ),
    (
        "全镇税收收入完成300万元。",
        Basis.FINAL,
        ["全镇税收收入 300万元 2025 决算"],
    ),
    (
        "2025年预计完成水利收入300万元。",
        Basis.BUDGET,
        ["水利收入 300万元 2025 预算"],
    ),
    (
        "转移性收入由年初预算50万元调整为60万元，调增10万元。",
        Basis.BUDGET,
        [
            "转移性收入 50万元 2025 预算",
            "转移性收入 60万元 2025 调整预算",
            "转移性收入 10万元 2025 调整预算",
        ],
    ),
    (
        "大会批准年初一般公共预算收入70万元，其中：本级收入40万元。",
        Basis.FINAL,
        [
            "大会批准年初一般公共预算收入 70万元 2025 预算",
            "大会批准年初一般公共预算收入>本级收入 40万元 2025 预算",
        ],
    ),
    (
        "税收收入由年初的50万元调整为60万元。",
        Basis.EXECUTED,
        ["税收收入 50万元 2025 预算", "税收收入 60万元 2025 调整预算"],
    ),
    (
        "大会批准的年初预算为：税收收入5万元、非税收入3万元。",
        Basis.FINAL,
        ["大会批准>税收收入 5万元 2025 预算", "大会批准>非税收入 3万元 2025 预算"],
    ),
    (
        "水费支出2万元，年初预算为3万元。其中：养护费1万元。",
        Basis.FINAL,
        [
            "水费支出 2万元 2025 决算",
            "水费支出 3万元 2025 预算",
            "水费支出>养护费 1万元 2025 决算",
        ],
    ),
    (
        "全县累计完成税收收入52万元，完成年初预算55万元的95%，同比减9万元。",
        Basis.EXECUTED,
        [
            "全县税收收入 52万元 2025 执行数",
            "全县税收收入 55万元 2025 预算",
            "全县税收收入 95% 2025 执行数",
            "全县税收收入 9万元 2025 执行数",
        ],
    ),
    (
        "水费收入预算数为15万元，实际完成16万元，比上年决算数14万元增长14%。",
        Basis.EXECUTED,
        [
            "水费收入 15万元 2025 预算",
            "水费收入 16万元 2025 执行数",
            "水费收入 14万元 2024 决算",
            "水费收入 14% 2025 执行数",
        ],
    ),
    (
        "动用预算稳定调节基金3万元。一般预算收入9万元。",
        Basis.FINAL,
        ["动用预算稳定调节基金 3万元 2025 决算", "一般预算收入 9万元 2025 决算"],
    ),
]


@pytest.mark.parametrize(("text", "basis", "expected"), STAGES)
def test_parts_and_changes_are_of_the_stage_of_their_whole(
    text: str, basis: Basis, expected: list[str]
) -> None:
    """A part takes the stage of its whole, a change that of its amount; 完成 is no budget."""
    figures, _ = read(text, basis=basis)

    assert expected == list(map(staged, figures))


def test_a_change_of_a_budget_base_is_not_of_the_base() -> None:
    """The value that a change starts from does not lend it its stage."""
    text = "2025年水费50万元，较年初预算数60万元减少10万元。"

    figures, _ = read(text, basis=Basis.FINAL)

    assert ["决算", "预算", "决算"] == [str(f.period.basis) for f in figures]


NAMES = [
    (
        "水费比上年增收10万元，电费比上年减支4万元。",
        ["change 增加 水费 10万元", "change 减少 电费 4万元"],
    ),
    (
        "“三公”经费9万元，同口径比上年减少1万元；接待费同口径下降5%。",
        ["amount “三公”经费 9万元", "change 减少 “三公”经费 1万元", "growth 减少 接待费 5%"],
    ),
    (
        "水费收入3亿元，为全镇目标4亿元的75%。",
        ["amount 水费收入 3亿元", "amount 全镇目标 4亿元", "rate 水费收入 75%"],
    ),
    (
        "支出9万元，主要是调增材料费5万元、维修费3万元。",
        ["amount 支出 9万元", "change 增加 材料费 5万元", "change 增加 维修费 3万元"],
    ),
    (
        "行政单位资产总额9亿元，负债总额1亿元，净资产总额8亿元。",
        [
            "amount 行政单位资产总额 9亿元",
            "amount 行政单位负债总额 1亿元",
            "amount 行政单位净资产总额 8亿元",
        ],
    ),
    (
        "用车费支出决算比预算无增减变化，比上年增加5万元，增长20%。",
        ["change 增加 用车费 5万元", "growth 增加 用车费 20%"],
    ),
    (
        "用车费28万元（购置费8万元，维护费20万元），较上年无增减。",
        [
            "amount 用车费 28万元",
            "amount 购置费 8万元",
            "amount 维护费 20万元",
            "change 持平 用车费 0万元",
        ],
    ),
    (
        "用车费9万元（购置费5万元，维护费4万元。）比上年减少1万元；接待费3万元。",
        [
            "amount 用车费 9万元",
            "amount 购置费 5万元",
            "amount 维护费 4万元",
            "change 减少 用车费 1万元",
            "amount 接待费 3万元",
        ],
    ),
    ("1-6月份税收收入5万元。", ["amount 税收收入 5万元"]),
    (
        "展厅有12个展区以及17台水位仪、4台工程级投影仪。",
        ["count 展区 12个", "count 水位仪 17台", "count 工程级投影仪 4台"],
    ),
    (
        "税收收入完成12亿元，同比下降（以下简称“增长”或“下降”）31.5%；契税完成2亿元。",
        ["amount 税收收入 12亿元", "growth 减少 税收收入 31.5%", "amount 契税 2亿元"],
    ),
    (
        "“三公”经费8万元，其中：车辆保有量2辆，用车费5万元。",
        ["amount “三公”经费 8万元", "count 车辆保有量 2辆", "amount 用车费 5万元"],
    ),
    (
        "采购规模3亿元，占财政支出和税收的比重分别为10%和3%。",
        ["amount 采购规模 3亿元"],
    ),
    (
        "接待12批次，68人，共计支出0.9万元。",
        ["count 接待批次 12批次", "count 接待人数 68人", "amount 接待人数 0.9万元"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_numbers_have_the_names_that_readers_give_them(text: str, expected: list[str]) -> None:
    """What a list, a bracket, a yardstick or the clause before names is the item."""
    assert expected == shorts(text)


def test_a_second_sentence_after_a_list_speaks_of_the_whole() -> None:
    """「其中，A 1万元，B 2万元。比上年减少…」 tells of neither A nor B."""
    text = "“三公”经费9万元。其中，接待费4万元，用车费5万元。比上年减少1万元。"

    assert "change 减少 “三公”经费 1万元" == shorts(text)[-1]


def test_other_funds_are_no_parts_of_general_revenue() -> None:
    """A list of parts ends where another budget's revenue is named."""
    text = "一般公共预算收入9万元，其中：税收收入8万元；政府性基金预算收入2万元。"

    figures, _ = read(text)

    assert ["", "一般公共预算收入", ""] == [">".join(f.item.path) for f in figures]


FLATTENED = [
    "项目资金 年初预算数 全年预算数 执行数 分值 90 89.97 89.97 10 本项目申请资金90万元。",
    "绩效指标 一级指标 二级指标 三级指标 指标值 工程数量 50个",
    "联系电话\n8612345\n人员编制\n",
    "二〇二0年决算情况",
    "12.50 元",
]


@pytest.mark.parametrize("text", FLATTENED)
def test_cells_that_became_one_line_give_no_figures(text: str) -> None:
    """A number is left out where only a lost table, or nothing, says what it is."""
    assert [] == shorts(text)


LINE = 56  # half-width characters
WRAPPED = (
    "2025年度我局的堤防养护水费为5.48万元，比上年增加0.52万元，增长10.48%，增加原因主要是堤防"
    "养护任务增加，导致水费支出增加。其中，养护费支出3.98万元，主要用于河道堤防的日常养护和清淤；"
    "巡查费支出1.5万元，用于保障汛期的水情巡查与物资调运，各项支出均按规定程序报批后执行，并按照"
    "要求及时公开，接受社会各界的监督，同时结合汛期值守情况动态调整养护和巡查的力量与物资。"
)


def lines_of_width(text: str) -> str:
    """Return the text cut into printed lines, Chinese characters twice as wide as digits."""
    lines = [""]
    for character in text:
        if sum(2 - each.isascii() for each in lines[-1] + character) > LINE:
            lines.append("")
        lines[-1] += character
    return "\n".join(lines)


def test_lines_that_were_cut_at_a_width_are_one_sentence() -> None:
    """Where most lines are full and end in mid-sentence, the next line goes on with it."""
    assert shorts(WRAPPED) == shorts(lines_of_width(WRAPPED))


def test_an_amount_at_the_start_of_a_line_is_no_heading() -> None:
    """「2.35 万元，增长」 goes on with a sentence; 「2.35 万元工程」 may be a heading."""
    text = "水费比上年增加的主要是养护任务，另有临江区水库除险项目，合计增加\n2.35 万元，增长3%。"

    assert [] == [f for f in read(text)[0] if f.source.section]


def test_cells_of_a_lost_table_are_no_headings() -> None:
    """「一、本级收入」 with only an amount below it heads nothing."""
    text = "一、预算执行情况\n一、本级收入\n167500\n二、转移性收入\n679031\n税收收入9万元。"

    assert [("预算执行情况",)] == [f.source.section for f in read(text)[0]]


def test_salutations_and_page_lines_lead_nothing_in() -> None:
    """「各位代表：」 and 「信息来源：…」 are no part of any item's path."""
    text = "信息来源：临江区水务局 发布日期：2025-03-07 分享：\n各位代表：\n水费支出5万元。"

    assert [()] == [f.item.path for f in read(text)[0]]


def test_a_heading_below_a_lead_in_names_what_it_stands_over() -> None:
    """「具体情况如下：」 gives the whole, the heading below it the part."""
    text = "“三公”经费9万元，具体情况如下：\n（一）公务接待费。2025年预算支出4万元。"

    item = read(text)[0][-1].item

    assert (("“三公”经费",), "公务接待费") == (item.path, item.name)


def test_the_date_of_an_event_is_not_the_year_of_a_count() -> None:
    """「于2016年5月改革，共有车辆0辆」: there are no vehicles now."""
    figures, _ = read("临江区于2016年5月实行公车改革，我局共有车辆0辆。", year=2025)

    assert [(2025, "count 车辆 0辆")] == [(f.period.year, short(f)) for f in figures]
