"""Merged cells whose blanks a converter dropped: put back where that is certain, else refused."""

from __future__ import annotations

from corpus.table_checks import table_warnings
from tests.corpus.table_documents import document, figures

SHIFTED_TOTAL = """\
支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出
类\t款\t项
合计\t1,050.00\t800.00
213\t\t\t农林水支出\t1,050.00\t800.00
213\t01\t01\t行政运行\t1,050.00\t800.00
"""

PACKED_GROUPS = """\
收支总表
单位：万元
收  入\t支  出
项目\t预算数\t项目\t预算数
一、财政拨款\t9.00\t一、基本支出\t9.00
"""

LOST_SPAN = """\
支出表
单位：万元
科目编码\t科目名称\t上年预算数\t本年预算数\t增减
小计\t基本支出\t项目支出
213\t农林水支出\t9.00\t8.00\t5.00\t3.00\t1.00
"""


def cells(text: str) -> list[tuple[str, str, str]]:
    """Return (item, column, value) of every figure."""
    return [(f.item.name, f.source.column, str(f.quantity.value)) for f in figures(text)]


def test_a_total_merged_over_the_codes_keeps_its_columns() -> None:
    """「合计 1,050.00 800.00」 below 类 款 项 名称 belongs to the last two columns."""
    assert cells(SHIFTED_TOTAL)[:2] == [
        ("合计", "合计", "1050.00"),
        ("合计", "基本支出", "800.00"),
    ]
    assert figures(SHIFTED_TOTAL)[-1].item.code == "2130101"


def test_a_total_that_cannot_be_put_back_is_no_figure() -> None:
    """Numbers below codes and names mean nothing certain: the row is left out, and said so."""
    padded = SHIFTED_TOTAL.replace("合计\t1,050.00\t800.00\n", "合计\t1,050.00\t800.00\t\t\t-\n")
    (table,) = document(padded).tables

    assert {name for name, _, _ in cells(padded)} == {"农林水支出", "行政运行"}
    assert "错位" in table_warnings(table)[0]


def test_packed_heads_are_spread_over_their_groups() -> None:
    """「收入 支出」 without the blanks between them still head one half each."""
    assert cells(PACKED_GROUPS) == [
        ("财政拨款", "收入 / 预算数", "9.00"),
        ("基本支出", "支出 / 预算数", "9.00"),
    ]


def test_a_header_that_lost_its_spans_gives_no_figures() -> None:
    """Where sub-heads stand below codes, no column has a certain meaning, and that is said."""
    (table,) = document(LOST_SPAN).tables

    assert figures(LOST_SPAN) == []
    assert "表头不完整" in table_warnings(table)[0]
