"""Text files whose tables are lined up with spaces."""

from __future__ import annotations

import pytest

from corpus.readers.text import blocks_of

TABLE = """\
支出预算表
                                       单位：万元
      项目             预算数   基本支出   项目支出
水利工程运行与维护     180.10              180.10
行政运行               489.92    489.92
防汛                    54.00               54.00
　　2026年支出预算724.02万元，主要用于机构运转。"""

GRID = (
    ("项目", "预算数", "基本支出", "项目支出"),
    ("水利工程运行与维护", "180.10", "", "180.10"),
    ("行政运行", "489.92", "489.92", ""),
    ("防汛", "54.00", "", "54.00"),
)


def grids(text: str) -> list[tuple[tuple[str, ...], ...]]:
    """Return the tables of a text."""
    return [block.rows for block in blocks_of(text.split("\n")) if block.is_table]


def test_columns_lined_up_with_spaces_are_a_table() -> None:
    """A Chinese letter is as wide as two spaces; blank cells stay blank."""
    assert grids(TABLE) == [GRID]


def test_full_width_spaces_line_up_columns_too() -> None:
    """Two spaces and one full-width space are equally wide."""
    assert grids(TABLE.replace("  ", "\u3000")) == [GRID]


def test_lines_around_the_table_stay_paragraphs() -> None:
    """Caption, unit line and prose keep their order and their words."""
    blocks = blocks_of(TABLE.split("\n"))
    texts = [block.text for block in blocks]
    assert texts == ["支出预算表", "单位：万元", "", "2026年支出预算724.02万元，主要用于机构运转。"]


def test_heads_over_two_panels_are_spread() -> None:
    """「收入」 covers two columns, and so does 「支出」."""
    text = """\
            收入                          支出
    项目          预算数        科目名称          预算数
一、本年收入      975.18   208 社会保障支出        96.06
二、上年结转       30.10   213 农林水支出
收入总计        1,005.28   支出总计             1,005.28"""
    assert grids(text)[0][0] == ("收入", "收入", "支出", "支出")
    assert grids(text)[0][3] == ("二、上年结转", "30.10", "213 农林水支出", "")


@pytest.mark.parametrize(
    "text",
    [
        "目录\n一、部门收支总表      3\n二、部门收入总表      4\n三、部门支出总表      5",
        "单位名称：  云洲市文化馆\n编制人数：  45\n实有人数：  43",
        "联系人：王某    电话：1234567\n                    2026年2月10日",
        "合计  12.30  万元，其中  财政拨款  10.00  万元\n增长  3.2%  ，比上年  增加  1.10  万元",
    ],
)
def test_lists_and_fields_are_no_tables(text: str) -> None:
    """Contents, forms and spaced prose stay lines."""
    assert grids(text) == []


def test_a_table_with_tabs_is_read_by_its_tabs() -> None:
    """Spaces inside cells of a table with tabs say nothing."""
    assert grids("项目  名称\t预算  数\n办公费\t 3.20") == [
        (("项目  名称", "预算  数"), ("办公费", "3.20"))
    ]
