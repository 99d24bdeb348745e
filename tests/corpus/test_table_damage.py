"""What converters do to tables, and tables that are not there: no number changes its meaning."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.figure import AbsenceKind, Basis
from corpus.figures_in_tables import figures_in_tables
from tests.corpus.table_documents import OWNER, document, figures

PLAIN = """\
支出表
单位：万元
项目\t2025年\t2026年
公务接待费\t2.00\t1.50
公务用车费\t8.00\t7.50
公务用车运行维护费\t8.00\t7.50
合计\t10.00\t9.00
"""

DAMAGED = [
    ("a row of tabs only", "公务用车费\t", "\t\t\n公务用车费\t"),
    ("a blank first column", "\n公", "\n\t公"),
    (
        "a row that lost its tabs",
        "公务用车费\t8.00\t7.50",
        "其中：公务用车购置费\n公务用车费\t8.00\t7.50",
    ),
    ("a page number", "公务用车费\t", "— 3 —\n公务用车费\t"),
    (
        "a title and a header again",
        "公务用车费\t",
        "— 3 —\n支出表\t\t\n项目\t2025年\t2026年\n公务用车费\t",
    ),
]


@pytest.mark.parametrize(("damage", "old", "new"), DAMAGED, ids=[d for d, *_ in DAMAGED])
def test_what_converters_do_to_rows_changes_no_number(damage: str, old: str, new: str) -> None:
    """Blank rows, lost tabs, margins and page breaks leave every number with its item and year."""
    damaged = PLAIN.replace(old, new)
    if damage == "a blank first column":
        damaged = (
            PLAIN.replace("\n项", "\n\t项").replace("\n公", "\n\t公").replace("\n合", "\n\t合")
        )

    def read(text: str) -> list[tuple[str, int | None, Decimal]]:
        return [(f.item.name, f.period.year, f.quantity.value) for f in figures(text)]

    assert read(damaged) == read(PLAIN)
    assert len(document(damaged).tables) == 1


def test_codes_stay_codes_where_the_header_is_printed_again() -> None:
    """A column of codes below 经济分类 is no column of names because its head comes twice."""
    text = (
        "基本支出表\n单位：元\n经济分类\t科目名称\t合计\n301\t工资福利支出\t9.00\n30101\t基本工资\t9.00\n"
        "— 2 —\n经济分类\t科目名称\t合计\n302\t商品和服务支出\t1.00\n"
    )

    assert [(f.item.code, f.item.path) for f in figures(text)] == [
        ("301", ()),
        ("30101", ("工资福利支出",)),
        ("302", ()),
    ]


EMPTY = [
    "预算09表　基金预算支出表\n说明：本部门2026年无基金预算安排的支出，此表无数据。\n",
    "基金预算支出表\n公开09表\n单位：万元\n注：本部门无此项支出，故本表为空。\n",
]


@pytest.mark.parametrize("text", EMPTY)
def test_a_caption_with_a_note_is_an_empty_table(text: str) -> None:
    """A table that prints only its caption and 「此表无数据」 is an absence."""
    read = document(text + "第三部分 说明\n")
    (absence,) = figures_in_tables(read, owner=OWNER, year=2026, basis=Basis.BUDGET)[1]

    assert (absence.item.name, absence.kind) == ("基金预算支出表", AbsenceKind.EMPTY_TABLE)
    assert read.quote(absence.source.span) == absence.source.quote == text.splitlines()[-1]


def test_a_note_below_a_printed_table_is_no_second_absence() -> None:
    """The note under an empty grid belongs to that grid, which is an absence already."""
    text = "基金预算支出表\n单位：元\n科目\t合计\n\t\n注：本表为空表。\n"
    absences = figures_in_tables(document(text), owner=OWNER, year=2026, basis=Basis.BUDGET)[1]

    assert [a.kind for a in absences] == [AbsenceKind.EMPTY_TABLE]
