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
