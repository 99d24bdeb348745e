"""Rows whose place only their numbers prove, and totals whose label spans two panels."""

from __future__ import annotations

from corpus.document import RowKind
from tests.corpus.table_documents import document, figures
from tests.corpus.test_reconcile import BODIES, LEVELS_BY_COLUMN, RESTART, SHARES, WIDE_TOTAL


def paths(text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the path of every figure's item, by name and printed number."""
    return {(f.item.name, f.quantity.printed): f.item.path for f in figures(text)}


def test_a_list_that_starts_again_belongs_to_the_row_above_it() -> None:
    """一、 below 年初结转和结余 is a part of that, the 一、 at the top is not."""
    found = paths(RESTART)

    assert found["一般公共预算财政拨款", "80.00"] == ()
    assert found["一般公共预算财政拨款", "1.50"] == ("年初财政拨款结转和结余",)


def test_levels_are_told_by_columns() -> None:
    """A row in a column further right belongs to the nearest one further left, numbered or not."""
    found = paths(LEVELS_BY_COLUMN)

    assert found["计算机软件", "20.00"] == ("货物", "信息化建设经费", "其他支出")
    assert found["物业管理服务", "30.00"] == ("服务", "综合管理费", "物业管理费")


def test_items_below_a_code_are_its_parts() -> None:
    """Items without a code that add up to a body belong to it, and the next body does not."""
    found = paths(BODIES)

    assert found["水利工程建设", "15.00"][-1] == "临江区水务局本级"
    assert found["河道管理所", "20.00"] == ("临江区水务局",)


def test_a_share_is_no_part_of_the_proof() -> None:
    """Tax items are parts of 税收收入 although their percentages do not add up."""
    assert paths(SHARES)["增值税", "77.00"] == ("税收收入",)


def test_a_wide_label_names_the_number_of_the_last_panel() -> None:
    """「支出合计」 over two panels is the total of the one that prints its number, and no blank."""
    (table,) = document(WIDE_TOTAL).tables
    functions, uses = table.panels[1:]

    assert (functions.rows[-1].kind, uses.rows[-1].kind) == (RowKind.TEXT, RowKind.TOTAL)
    assert uses.rows[-1].label == "支出合计"
    assert ("支出合计", "75.00") in paths(WIDE_TOTAL)


NAMES_ALONE = """
支出决算表
单位：万元
项目\t合计\t基本支出\t项目支出
农林水支出\t94.00\t60.00\t34.00
水利\t90.00\t60.00\t30.00
行政运行\t60.00\t60.00\t0.00
防汛\t30.00\t0.00\t30.00
水土保持\t4.00\t0.00\t4.00
水土保持\t4.00\t0.00\t4.00
住房保障支出\t8.00\t8.00\t0.00
住房改革支出\t8.00\t8.00\t0.00
住房公积金\t8.00\t8.00\t0.00
合计\t102.00\t68.00\t34.00
"""


def test_names_alone_are_nested_by_their_total() -> None:
    """类, 款 and 项 without codes are nested as they add up, and the total holds."""
    found = paths(NAMES_ALONE)

    assert found["防汛", "30.00"] == ("农林水支出", "水利")
    assert found["住房公积金", "8.00"] == ("住房保障支出", "住房改革支出")
    assert document(NAMES_ALONE).warnings == ()


def test_names_that_add_up_side_by_side_are_not_nested() -> None:
    """Two equal rows are no whole and part where the total counts both."""
    text = "支出表\n单位：万元\n项目\t金额\n水费\t8.00\n电费\t8.00\n合计\t16.00"
    assert paths(text)["电费", "8.00"] == ()
