"""Which year and stage a number belongs to, and whose it is in a list with 「分别」."""

from __future__ import annotations

import pytest

from corpus.figure import Basis, Figure
from tests.corpus.prose_documents import read, short, shorts


def dated(figure: Figure) -> str:
    """Return name, printed number, year and stage of a figure."""
    printed = figure.quantity.printed
    return f"{figure.item.name} {printed} {figure.period.year} {figure.period.basis}"


def dates(text: str, *, year: int = 2024, basis: Basis = Basis.FINAL) -> list[str]:
    """Return the dated lines of all figures of a text."""
    return [dated(figure) for figure in read(text, year=year, basis=basis)[0]]


def test_a_heading_tells_the_stage_of_its_section() -> None:
    """Below 「2023年财政预算执行情况」 all is executed, below 「2024年预算草案」 planned."""
    text = """
一、2023年财政预算执行情况
（一）一般公共预算
全市一般公共预算收入完成5.20亿元，为预算的97.0%，同比增长2.0%。
二、2024年预算草案
全市一般公共预算收入预期5.40亿元。政府性基金收入预算1.10亿元。
"""
    assert dates(text, year=2023, basis=Basis.BUDGET) == [
        "全市一般公共预算收入 5.20亿元 2023 执行数",
        "全市一般公共预算收入 97.0% 2023 执行数",
        "全市一般公共预算收入 2.0% 2023 执行数",
        "全市一般公共预算收入 5.40亿元 2024 预算",
        "政府性基金收入 1.10亿元 2024 预算",
    ]


def test_a_heading_about_next_year_governs_its_section() -> None:
    """Below 「下年安排」 an account tells the next year's budget, and 上年 is its own year."""
    text = """
一、收支情况
项目支出90.00万元。
二、下年安排
项目支出100.00万元，比上年预算增加10.00万元。
"""
    assert dates(text) == [
        "项目支出 90.00万元 2024 决算",
        "项目支出 100.00万元 2025 预算",
        "项目支出 10.00万元 2025 预算",
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "支出决算与上年对比情况",
        "2022年专项资金安排情况",
        "结转下年资金安排情况",
        "2023年与2022年预算执行情况",
    ],
)
def test_a_heading_that_compares_or_names_tells_no_stage(heading: str) -> None:
    """A year compared with, of a fund's name or one of two does not date the section."""
    text = f"一、收支情况\n年初支出9.00万元。\n二、{heading}\n印刷费4.00万元。"
    assert dates(text)[-1] == "印刷费 4.00万元 2024 决算"


def test_a_paragraph_keeps_the_later_year_that_it_begins_with() -> None:
    """A sentence after 「2025年…」 is of 2025 too, also where it says 预算."""
    text = "2025年部门收入330.00万元。“三公”经费预算10.00万元。"
    assert dates(text)[1] == "“三公”经费 10.00万元 2025 预算"


PERIODS = [
    (
        "2024年印刷费5.00万元，比2023年度的6.00万元减少1.00万元，降低16.67%。",
        [
            "印刷费 5.00万元 2024 决算",
            "印刷费 6.00万元 2023 决算",
            "印刷费 1.00万元 2024 决算",
            "印刷费 16.67% 2024 决算",
        ],
    ),
    (
        "印刷费5.00万元，与2023年的4.00万元相比，增加1.00万元。",
        [
            "印刷费 5.00万元 2024 决算",
            "印刷费 4.00万元 2023 决算",
            "印刷费 1.00万元 2024 决算",
        ],
    ),
    (
        "差旅费9.00万元，比2023年实际支出的7.00万元增加2.00万元。",
        [
            "差旅费 9.00万元 2024 决算",
            "差旅费 7.00万元 2023 执行数",
            "差旅费 2.00万元 2024 决算",
        ],
    ),
    (
        "项目支出由2023年的110.50万元增加到2024年的128.30万元，增幅16.11%。",
        [
            "项目支出 110.50万元 2023 实际",
            "项目支出 128.30万元 2024 决算",
            "项目支出 16.11% 2024 决算",
        ],
    ),
    (
        "2024年基本支出50.00万元，较2023年决算数40.00万元增加10.00万元，"
        "较年初预算数60.00万元减少10.00万元。",
        [
            "基本支出 50.00万元 2024 决算",
            "基本支出 40.00万元 2023 决算",
            "基本支出 10.00万元 2024 决算",
            "基本支出 60.00万元 2024 预算",
            "基本支出 10.00万元 2024 决算",
        ],
    ),
    (
        "公务接待费2.00万元（上年3.00万元），公务用车运行维护费5.00万元（2023年6.00万元），"
        "会议费1.00万元。",
        [
            "公务接待费 2.00万元 2024 决算",
            "公务接待费 3.00万元 2023 决算",
            "公务用车运行维护费 5.00万元 2024 决算",
            "公务用车运行维护费 6.00万元 2023 实际",
            "会议费 1.00万元 2024 决算",
        ],
    ),
    (
        "水费3.00万元，2023年为2.00万元，增加1.00万元。电费4.00万元，上年为3.00万元，增长33.33%。",
        [
            "水费 3.00万元 2024 决算",
            "水费 2.00万元 2023 实际",
            "水费 1.00万元 2024 决算",
            "电费 4.00万元 2024 决算",
            "电费 3.00万元 2023 决算",
            "电费 33.33% 2024 决算",
        ],
    ),
    (
        "水表从100只增加至160只，新增60只。",
        ["水表 100只 2023 实际", "水表 160只 2024 实际", "水表 60只 2024 决算"],
    ),
    (
        "住房补助由原来的每人每月100元调整为120元。",
        ["住房补助 100元 2023 实际", "住房补助 120元 2024 决算"],
    ),
    (
        "节水补贴标准由每亩8元提高到每亩9元。",
        ["节水补贴标准 8元 2023 实际", "节水补贴标准 9元 2024 决算"],
    ),
    (
        "管护补助标准由每公里1,500元调整为每公里1,800元。",
        ["管护补助标准 1,500元 2023 实际", "管护补助标准 1,800元 2024 决算"],
    ),
    (
        "去年，我局投入资金70.00万元。本年投入资金80.00万元。",
        ["投入资金 70.00万元 2023 实际", "投入资金 80.00万元 2024 决算"],
    ),
    (
        "人均补助由上年的512元提高到548元。",
        ["人均补助 512元 2023 实际", "人均补助 548元 2024 决算"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_a_number_is_of_the_year_that_its_own_words_name(text: str, expected: list[str]) -> None:
    """A year compared with, in brackets or of a starting value tells no other number's year."""
    assert dates(text) == expected


RESPECTIVE = [
    (
        "会议费、培训费和差旅费分别为1.00万元、2.00万元和3.00万元，合计6.00万元。",
        ["amount 会议费 1.00万元", "amount 培训费 2.00万元", "amount 差旅费 3.00万元"],
    ),
    (
        "会议费1.00万元、培训费2.00万元，分别比上年减少0.30万元和增加0.15万元。",
        [
            "amount 会议费 1.00万元",
            "amount 培训费 2.00万元",
            "change 减少 会议费 0.30万元",
            "change 增加 培训费 0.15万元",
        ],
    ),
    (
        "机关运行经费20.00万元，其中办公费9.00万元，水电费8.00万元，比上年分别增长5.1%和下降2.4%。",
        [
            "amount 机关运行经费 20.00万元",
            "amount 办公费 9.00万元",
            "amount 水电费 8.00万元",
            "growth 增加 办公费 5.1%",
            "growth 减少 水电费 2.4%",
        ],
    ),
    (
        "会议费、培训费分别为3.00万元、2.00万元，分别比上年增加0.50万元、0.40万元，增长20%、25%。",
        [
            "amount 会议费 3.00万元",
            "amount 培训费 2.00万元",
            "change 增加 会议费 0.50万元",
            "change 增加 培训费 0.40万元",
            "growth 增加 会议费 20%",
            "growth 增加 培训费 25%",
        ],
    ),
    (
        "办公费9.00万元、水电费8.00万元，分别占总支出的18%和16%。",
        [
            "amount 办公费 9.00万元",
            "amount 水电费 8.00万元",
            "share 办公费 18%",
            "share 水电费 16%",
        ],
    ),
]


RESPECTIVE += [
    (
        "行政运行和事业运行支出分别完成年初预算的98.5%和97.2%。",
        ["rate 行政运行 98.5%", "rate 事业运行支出 97.2%"],
    ),
    (
        "基本支出50.00万元（人员经费40.00万元，公用经费10.00万元，分别占80%、20%）。",
        [
            "amount 基本支出 50.00万元",
            "amount 人员经费 40.00万元",
            "amount 公用经费 10.00万元",
            "share 人员经费 80%",
            "share 公用经费 20%",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), RESPECTIVE)
def test_numbers_after_fenbie_are_told_in_order(text: str, expected: list[str]) -> None:
    """As many numbers as things are shared out one by one, each with what the first says."""
    assert shorts(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "会议费、培训费分别为1.00万元、2.00万元和3.00万元。",
        "办公费，与年初预算和上年决算相比分别减少0.10万元和0.20万元。",
    ],
)
def test_numbers_after_fenbie_that_match_no_names_are_left_out(text: str) -> None:
    """Where numbers and names differ in number, nothing tells whose each number is."""
    assert shorts(text) == []


def test_a_share_of_money_is_the_moneys_and_a_cap_the_whole_s() -> None:
    """A count between neither takes the share of the spending nor names the cap."""
    share = shorts("抽检项目安排9.00万元，计划抽检300批次，占项目支出的20%。")
    assert share[-1] == "share 抽检项目 20%"
    cap = "年末债务余额8.00亿元，其中一般债务3.00亿元、专项债务5.00亿元，控制在限额9.00亿元以内。"
    assert shorts(cap)[-1] == "limit 年末债务余额 ≤9.00亿元"


def test_the_number_of_a_table_counts_nothing() -> None:
    """「表10 项目支出表」 is a title, not ten 项."""
    assert [short(figure) for figure in read("表10 项目支出表")[0]] == []
