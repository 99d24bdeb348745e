"""Printed figures: tables and prose, changes, several asks, blanks, absences, ambiguity."""

from __future__ import annotations

import pytest

from assistant.answer import Outcome, Reason
from tests.assistant.library_of import CIVIL, FOREST, amounts, only, quotes, samples, town

IN_TABLES = [
    ("民政局2026年老年福利是多少", "2500000"),
    ("民政局2026年差旅费多少钱", "180000"),
    ("民政局2026年社会组织管理的项目支出是多少", "800000"),
    ("民政局2026年行政运行的基本支出是多少", "3054000"),
    ("民政局2026年公务用车运行维护费是多少", "100000"),
]
IN_PROSE = [
    ("民政局2026年机关运行经费是多少", "500000"),
    ("民政局2026年地名标志更新经费安排多少", "1200000"),
    ("民政局2026年货物类采购是多少", "600000"),
    ("林业局2026年古树名木保护经费是多少", "700000"),
    ("图书馆2024年本年支出是多少", "7125000"),
    ("图书馆2024年新购图书多少册", "12600"),
    ("图书馆2024年到馆读者多少人次", "315000"),
    ("林业局2026年计划造林多少亩", "600"),
]
CHANGES = [
    ("民政局2026年三公经费比上年减少多少", "30000", "元", "减少"),
    ("民政局2026年三公经费下降百分之几", "20", "%", "减少"),
    ("民政局2026年机关运行经费比上年增加多少", "50000", "元", "增加"),
    ("民政局2026年机关运行经费增长百分之几", "11.11", "%", "增加"),
    ("民政局2026年公务接待费下降百分之几", "50", "%", "减少"),
    ("林业局2026年总支出与上年相比减少多少", "300000", "元", "减少"),
]
BLANK = [
    "民政局2026年公务用车购置费是多少",
    "民政局2026年因公出国费是多少",
    "民政局2026年老年福利的基本支出是多少",
    "民政局2026年基本工资的公用经费是多少",
]
SAID_TO_BE_NONE = [
    ("民政局2026年国有资本经营预算支出是多少", "本表为空表"),
    ("民政局2026年国有资本经营预算支出情况表的总计是多少", "本表为空表"),
]


@pytest.mark.parametrize(("question", "value"), [*IN_TABLES, *IN_PROSE])
def test_a_printed_number_is_the_answer(question: str, value: str) -> None:
    """What a table or a sentence prints is answered exactly, in the base unit."""
    answer = town().ask(question)

    assert answer.outcome is Outcome.FIGURE
    assert amounts(answer) == [value]
    assert only(answer).formula is None


@pytest.mark.parametrize(("question", "value", "unit", "direction"), CHANGES)
def test_a_stated_change(question: str, value: str, unit: str, direction: str) -> None:
    """A printed change or growth is a magnitude with its direction."""
    answer = town().ask(question)

    assert amounts(answer) == [value]
    assert (only(answer).unit, only(answer).direction) == (unit, direction)


def test_two_asks_get_two_figures() -> None:
    """「增加多少，增长百分之几」 gets the change and the growth, in that order."""
    answer = town().ask("民政局2026年机关运行经费比上年增加多少，增长百分之几")

    assert amounts(answer) == ["50000", "11.11"]


def test_both_stages_of_the_cycle() -> None:
    """「预算数和决算数各是多少」 gets both, each with its basis."""
    answer = town().ask("图书馆2024年公务接待费预算数和决算数各是多少")

    assert [(f.basis, a) for f, a in zip(answer.figures, amounts(answer), strict=True)] == [
        ("预算", "10000"),
        ("决算", "6000"),
    ]


def test_an_account_answers_with_its_own_stage() -> None:
    """Without a stated stage a final account gives its 决算."""
    answer = town().ask("图书馆2024年三公经费是多少")

    assert (only(answer).basis, amounts(answer)) == ("决算", ["24000"])


def test_the_whole_row_is_the_quote_of_a_cell() -> None:
    """A cell's receipt is its row, with table, row, column and cell named."""
    citation = town().ask("民政局2026年老年福利是多少").citations[0]

    assert "老年福利" in citation.quote and "\t" in citation.quote
    assert (citation.cell, citation.table) == ("250.00", "部门支出总体情况表")
    assert citation.table_index is not None


@pytest.mark.parametrize("question", BLANK)
def test_a_blank_is_refused_as_a_blank(question: str) -> None:
    """An empty cell is neither zero nor a number: refused, with the row as its receipt."""
    answer = town().ask(question)

    assert (answer.outcome, answer.reason) == (Outcome.REFUSE, Reason.BLANK)
    assert answer.citations


@pytest.mark.parametrize(("question", "words"), SAID_TO_BE_NONE)
def test_an_empty_table_is_quoted(question: str, words: str) -> None:
    """Where the document says that a table is empty, its words are the answer."""
    answer = town().ask(question)

    assert answer.outcome is Outcome.TEXT
    assert words in quotes(answer)
    assert not answer.figures


def test_not_planned_is_quoted() -> None:
    """「未安排」 is a statement of the document, not a zero."""
    answer = samples().ask("水务局2025年政府性基金预算拨款是多少")

    assert answer.outcome is Outcome.TEXT
    assert "未安排" in quotes(answer)


def test_a_printed_zero_is_a_number() -> None:
    """「预算0元」 is answered with 0."""
    assert amounts(samples().ask("教育局2026年公务用车购置费是多少")) == ["0"]


def test_several_owners_are_asked_back() -> None:
    """With no owner stated the choices are named, each with its own cited number."""
    answer = town().ask("2026年机关运行经费是多少")

    assert answer.outcome is Outcome.CLARIFY
    assert set(answer.choices) == {CIVIL, FOREST}
    assert {f.owner: a for f, a in zip(answer.figures, amounts(answer), strict=True)} == {
        CIVIL: "500000",
        FOREST: "310000",
    }


def test_several_years_are_listed_newest_first() -> None:
    """With no year stated every year of the owner is listed, the newest first, and that is said."""
    answer = town().ask("民政局三公经费是多少")

    assert answer.outcome is Outcome.FIGURES
    assert [f.year for f in answer.figures] == [2026, 2024]
    assert amounts(answer) == ["120000", "180000"]
    assert answer.assumptions


def test_the_only_owner_that_prints_it_is_assumed_aloud() -> None:
    """Where one owner alone prints an item, it answers and the assumption is said."""
    answer = town().ask("古树名木计划保护多少株")

    assert amounts(answer) == ["350"]
    assert any(FOREST in note for note in answer.assumptions)
